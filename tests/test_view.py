from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest

from browser import data_of, open_page
from invented import invent_network
from sahelkg.network import Actor, Edge, LeftOut, Mark, NetworkData, Passage, Relation, Source
from sahelkg.selection import read_network
from sahelkg.view import draw_network

GRAPH = Path(__file__).parent / "data" / "network.trig"
HOSTILE = [
    "<script>document.title='ran'</script>",
    "</script><script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "'\"><svg onload=alert(1)>",
    "javascript:document.title='ran'",
    "\u202egnp.exe\u2066 <b>bold</b> \u0000\u0007".replace("\u0000", ""),
    "W" * 10_000,
    "{{7*7}} ${document.title='ran'} <!-- --> <![CDATA[",
    "line\nbreak\ttab \u2028 \u2029 \\u003c",
]

GO_TO = """([name, i]) => {
  const data = JSON.parse(document.getElementById("data").textContent);
  location.hash = `${name}=` + encodeURIComponent(data[name + "s"][i].iri);
}"""
INTRUDER = """<img src=x onerror="document.title='ran'"><a id=lure href="javascript:document.title='ran'">x</a>"""


@pytest.fixture(scope="module")
def network():
    store = pyoxigraph.Store()
    store.load(path=str(GRAPH), format=pyoxigraph.RdfFormat.TRIG)
    return read_network(store)


@pytest.fixture(scope="module")
def page_file(network, tmp_path_factory):
    return save(network, tmp_path_factory.mktemp("page") / "page.html")


def save(data, path, **options):
    path.write_text(draw_network(data, **options), encoding="utf-8", newline="\n")
    return path


def make_pair(**passage):
    """Two actors and one edge between them, which therefore runs through the middle of the picture."""
    one = {
        "iri": "https://w3id.org/sahelkg/evidence/e",
        "article": "https://w3id.org/sahelkg/article/a",
        "quote": "North hit South",
        "start": 0,
        "status": "asserted",
    }
    return NetworkData(
        actors=(
            Actor(iri="https://w3id.org/sahelkg/id/n", label="North", kind="ArmedGroup"),
            Actor(iri="https://w3id.org/sahelkg/id/s", label="South", kind="Village"),
        ),
        edges=(
            Edge(
                iri="https://w3id.org/sahelkg/statement/s",
                subject="https://w3id.org/sahelkg/id/n",
                relation="attacked",
                object="https://w3id.org/sahelkg/id/s",
                passages=(Passage(**{**one, **passage}),),
                bare=True,
            ),
        ),
        relations=(Relation(name="attacked", label="attacked"),),
        sources=(
            Source(
                iri="https://w3id.org/sahelkg/article/a",
                title="A title",
                publisher="A paper",
                date="2031-01-02",
                url="https://news.example/a",
            ),
        ),
    )


def make_hostile():
    """Every text that a page shows is one of the hostile ones."""
    words = HOSTILE
    actors = tuple(
        Actor(
            iri=f"https://w3id.org/sahelkg/id/{i}",
            label=word,
            kind=("ArmedGroup", "<b>Kind</b>")[i % 2],
            names=(words[i - 1],),
            links=(words[4], f'https://x.example/{i}"onclick="alert(1)'),
        )
        for i, word in enumerate(words)
    )
    sources = tuple(
        Source(
            iri=f"https://w3id.org/sahelkg/article/{i}",
            title=word,
            publisher=words[i - 2],
            date=words[i - 3],
            url=words[4] if i % 2 else "data:text/html,<script>alert(1)</script>",
        )
        for i, word in enumerate(words)
    )
    relations = tuple(Relation(name=f"r{i}", label=word) for i, word in enumerate(words))
    edges = tuple(
        Edge(
            iri=f"https://w3id.org/sahelkg/statement/{word[:40]}{i}",
            subject=actors[i].iri,
            relation=f"r{i}",
            object=actors[i - 1].iri,
            passages=(
                Passage(
                    iri=f"ev:{word[:30]}",
                    article=sources[i].iri,
                    quote=word,
                    start=0,
                    status=("denied", word[:20])[i % 2],
                    said_by=(word,),
                    cue=word,
                    date=word,
                    places=(word,),
                    deaths=word,
                    rule=word,
                    marks=(Mark(start=0, end=5, role="subject"),),
                ),
            ),
            contested=bool(i % 2),
        )
        for i, word in enumerate(words)
    )
    return NetworkData(
        actors=actors,
        edges=edges,
        relations=relations,
        sources=sources,
        asked=(("around", words[1]),),
        left_out=LeftOut(actors=3, edges=4, undated=2),
    )


def test_the_same_network_gives_the_same_bytes_whatever_the_hash_seed(network):
    code = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[1] / 'src')]!r}\n"
        "import hashlib; from invented import invent_network; from sahelkg.view import draw_network\n"
        "print(hashlib.sha256(draw_network(invent_network(60, 150)).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(seen) == 1
    assert draw_network(network) == draw_network(network)


def test_importing_the_view_imports_neither_pyvis_nor_networkx():
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1] / 'src')!r}); import sahelkg.view\n"
        "print({'pyvis', 'networkx', 'numpy'} & set(sys.modules))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "set()"
    )


def test_the_page_asks_for_nothing_and_keeps_the_licence_note(network):
    html = draw_network(network)
    assert not re.search(
        r"<(?:link|iframe|img|object|embed|base)\b|<script[^>]*\ssrc|@import|url\(\s*['\"]?http",
        html.split('id="data">')[0].split("<body")[0],
    )
    assert "<script src" not in html
    assert "default-src 'none'" in html
    assert "unsafe" not in html.split("</head>")[0]
    assert "The MIT License" in html
    assert "bootstrap" not in html.lower()


def test_300_actors_stay_below_one_and_a_half_megabytes_and_what_is_left_out_is_said():
    html = draw_network(invent_network(300, 900, passages=9))
    data = data_of(html)
    assert len(html.encode()) <= 1_500_000
    assert any("passages are not in this page" in note["text"] for note in data["notes"])
    told = [edge for edge in data["edges"] if "more" in edge]
    assert all(edge["explain"].startswith("sahelkg explain ") for edge in told)
    assert all(edge["passages"] for edge in data["edges"])


def test_a_denial_stays_when_room_is_short():
    base = make_pair()
    passages = tuple(
        replace(
            base.edges[0].passages[0],
            iri=f"e{i:05}",
            start=i,
            quote="long words " * 300,
            status="denied" if i == 3999 else "asserted",
        )
        for i in range(4000)
    )
    data = data_of(draw_network(replace(base, edges=(replace(base.edges[0], passages=passages),))))
    assert {passage["status"] for passage in data["edges"][0]["passages"]} == {"asserted", "denied"}


def test_what_was_left_out_is_said_with_the_command_that_gives_it(network):
    short = replace(network, left_out=LeftOut(actors=12, edges=40, undated=3), asked=(("around", "Dawn Front"),))
    notes = data_of(draw_network(short))["notes"]
    assert notes[0]["command"] == "sahelkg view --around 'Dawn Front' --limit 20"
    assert "12 more actors with 40 statements" in notes[0]["text"]
    assert "nearest to what was asked for, then the most central by degree centrality" in notes[0]["text"]
    assert "3 passages without a date" in notes[1]["text"]
    assert data_of(draw_network(network))["notes"] == []


def test_no_data_can_end_its_block_or_the_title():
    html = draw_network(make_hostile(), title="</title><script>alert(1)</script>")
    assert html.count("</script>") == 3
    assert "<title>&lt;/title&gt;" in html
    assert data_of(html)["actors"][1]["label"] == HOSTILE[1]


def test_picture_has_a_shape_and_colour_for_each_kind_and_a_line_for_each_status(network):
    picture = data_of(draw_network(network))["vis"]
    assert len({node["group"] for node in picture["nodes"]}) == 8
    assert all(isinstance(node["x"], int) for node in picture["nodes"])
    assert picture["options"]["physics"]["enabled"] is False
    lines = {edge["label"]: (json.dumps(edge.get("dashes")), edge["arrows"]) for edge in picture["edges"]}
    assert lines["attacked"] == ("null", "to")
    assert lines["allied with"] == ("null", "")
    assert lines["killed"][1] == "to;middle"
    assert len({lines[label][0] for label in ("attacked", "killed", "withdrew from", "member of")}) == 4


def test_an_empty_network_is_a_page_that_says_so(browser, tmp_path):
    with open_page(browser, save(NetworkData(), tmp_path / "empty.html")) as page:
        assert "Nothing in the graph" in page.inner_text("#panel")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_click_on_an_edge_shows_its_quote_and_article(browser, tmp_path, scheme):
    path = save(
        make_pair(marks=(Mark(start=0, end=5, role="subject"),), said_by=("a colonel",), cue="said", deaths="some 12"),
        tmp_path / "pair.html",
    )
    with open_page(browser, path, scheme=scheme) as page:
        box = page.locator("#picture").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.inner_text("#panel blockquote") == "“North hit South”"
        assert page.inner_text("#panel mark.subject") == "North"
        assert page.get_attribute("#panel cite a", "href") == "https://news.example/a"
        text = page.inner_text("#panel")
        for words in ("stated by the article", "a colonel", "some 12", "A paper, 2 January 2031"):
            assert words in text
        assert page.evaluate("location.hash") == "#edge=statement%2Fs"


def test_quotes_in_the_panel_are_those_of_the_store(browser, network, page_file):
    with open_page(browser, page_file) as page:
        for edge in network.edges:
            page.evaluate(
                "iri => { location.hash = 'edge=' + encodeURIComponent(iri) }",
                edge.iri.removeprefix("https://w3id.org/sahelkg/"),
            )
            page.wait_for_selector(f'[data-iri="{edge.passages[0].iri.removeprefix("https://w3id.org/sahelkg/")}"]')
            assert page.locator("#panel blockquote").all_inner_texts() == [
                f"“{passage.quote}”"
                for denied in (False, True)
                for passage in edge.passages
                if (passage.status == "denied") is denied
            ]


def test_a_quote_is_marked_by_code_points(browser, tmp_path):
    path = save(
        make_pair(
            quote="🕊🕊 North hit 🕊",
            marks=(Mark(start=3, end=8, role="subject"), Mark(start=6, end=12, role="relation")),
        ),
        tmp_path / "dove.html",
    )
    with open_page(browser, path, "#edge=statement/s") as page:
        marks = page.locator("#panel mark")
        assert marks.all_text_contents() == ["Nor", "th", " hit"]
        assert [marks.nth(i).get_attribute("class") for i in range(3)] == ["subject", "subject relation", "relation"]
        assert page.inner_text("#panel blockquote") == "“🕊🕊 North hit 🕊”"


def test_search_finds_by_any_name_and_back_goes_back(browser, page_file):
    with open_page(browser, page_file) as page:
        page.fill("#search", "front de l’aube")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == "Dawn Front"
        assert "armed group" in page.inner_text("#panel .kind")
        page.click('#panel .row:has-text("killed")')
        assert page.locator("#panel .evidence").count() == 2
        page.click('#panel h2 button:has-text("civilians")')
        assert page.inner_text("#panel h2") == "civilians"
        page.go_back()
        page.wait_for_selector("#panel .evidence")
        page.go_back()
        page.wait_for_function("document.querySelector('#panel h2').textContent === 'Dawn Front'")
        page.fill("#search", "nobody at all")
        assert "No such name" in page.inner_text("#found")


@pytest.mark.parametrize(
    ("box", "left"),
    [
        ("input[name=relation][value=attacked]", 1),
        ("input[name=status][value=denied]", 1),
        ("input[name=status][value=contested]", 1),
        ("input[name=kind][value=mercenary]", 2),
        ('input[name=publisher][value="River Post"]', 3),
    ],
)
def test_a_filter_leaves_what_it_names(browser, page_file, box, left):
    with open_page(browser, page_file) as page:
        page.click("#show-filters")
        page.check(box)
        assert f", {left} of 6 statements" in page.inner_text("#counts")
        shared = page.evaluate("location.hash")
        page.click("#reset")
        assert page.inner_text("#counts") == "8 actors, 6 statements"
    with open_page(browser, page_file, shared) as page:
        assert f", {left} of 6 statements" in page.inner_text("#counts")


def test_the_period_and_the_number_of_publishers_filter(browser, page_file):
    with open_page(browser, page_file) as page:
        page.click("#show-filters")
        page.focus("input[name=from]")
        page.keyboard.press("End")
        assert ", 2 of 6 statements" in page.inner_text("#counts")  # what lasts until then or later; nothing without a date
        assert "dated only" in page.inner_text("#period")
        page.click("#reset")
        page.select_option("select[name=publishers]", "2")
        assert ", 2 of 6 statements" in page.inner_text("#counts")


def test_tables_hold_the_same_as_the_picture(browser, page_file):
    with open_page(browser, page_file, "#view=tables&relation=attacked") as page:
        assert page.locator("#table-statements tbody tr").count() == 1
        assert page.locator("#table-actors tbody tr").count() == 2
        page.click("#table-statements button:has-text('Read 2')")
        assert page.locator("#panel .evidence").count() == 2
        page.click("#show-tables")
        assert page.is_visible("#picture")


def test_keyboard_alone_reaches_actors_edges_and_quotes(browser, page_file):
    with open_page(browser, page_file) as page:
        page.focus("#picture")
        page.keyboard.press("ArrowRight")
        name = page.inner_text("#panel h2")
        assert name in {
            "Dawn Front",
            "Ada Sow",
            "Tin Koura",
            "civilians",
            "Zaria",
            "Grey Lions",
            "River Union",
            "Zarian Armed Forces",
        }
        assert page.inner_text("#spoken") == name
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.hasAttribute('data-edge')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator("#panel blockquote").count() >= 1
        page.focus("#picture")
        for key in ("+", "-", "0", "ArrowLeft", "ArrowUp", "ArrowDown", "Escape"):
            page.keyboard.press(key)
        assert page.inner_text("#panel h2") == "What is shown"


def test_downloads_hold_what_is_shown(browser, network, page_file, tmp_path):
    with open_page(browser, page_file, "#relation=attacked&relation=leads") as page:

        def download(label):
            page.click("#show-downloads") if not page.is_visible("#downloads") else None
            with page.expect_download() as waiting:
                page.click(f"#downloads button:has-text('{label}')")
            target = tmp_path / waiting.value.suggested_filename
            waiting.value.save_as(target)
            return target

        rows = list(csv.DictReader(io.StringIO(download("CSV").read_text(encoding="utf-8-sig"))))
        assert {row["relation"] for row in rows} == {"attacked", "leads"}
        assert len(rows) == 3
        store = pyoxigraph.Store()
        store.load(path=str(download("Turtle")), format=pyoxigraph.RdfFormat.TURTLE)
        again = read_network(store)
        shown = [edge for edge in network.edges if edge.relation in {"attacked", "leads"}]
        assert [(e.iri, e.bare, [p.quote for p in e.passages]) for e in again.edges] == [
            (e.iri, e.bare, [p.quote for p in e.passages]) for e in shown
        ]
        assert download("PNG").read_bytes().startswith(b"\x89PNG")
        drawn = ElementTree.fromstring(download("SVG").read_bytes())
        words = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
        assert {"Dawn Front", "Tin Koura", "Ada Sow"} <= words


def test_nothing_hostile_runs_and_nothing_breaks(browser, tmp_path):
    path = save(make_hostile(), tmp_path / "hostile.html", title="<img src=x onerror=alert(1)>")
    with open_page(browser, path) as page:
        assert page.title() == "<img src=x onerror=alert(1)>"
        for i in range(len(HOSTILE)):
            page.evaluate(GO_TO, ["actor", i])
            page.wait_for_selector("#panel #overview")
            page.evaluate(GO_TO, ["edge", i])
            page.wait_for_selector("#panel .evidence")
        page.click("#show-filters")
        page.click("#show-tables")
        page.fill("#search", "script")
        assert page.title() == "<img src=x onerror=alert(1)>"
        assert page.locator("#panel img, #panel script, #tables script, #tables img, #filters b").count() == 0
        schemes = page.eval_on_selector_all("a[href]", "links => links.map(link => link.protocol)")
        assert set(schemes) <= {"https:", "http:", "file:"}
        assert page.eval_on_selector_all(
            "a[href]", "links => links.filter(link => link.protocol === 'file:').map(link => link.getAttribute('href'))"
        ) == ["#panel"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def test_the_policy_stops_script_and_requests_that_get_in(browser, page_file):
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("body[data-drawn]")
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", INTRUDER)
    page.evaluate("document.getElementById('lure').click()")
    blocked = page.evaluate("fetch('https://news.example/').then(() => 'went', () => 'blocked')")
    page.wait_for_timeout(100)
    assert blocked == "blocked"
    assert page.title() != "ran"
    page.close()


def test_a_phone_shows_picture_and_panel_without_sideways_scrolling(browser, page_file):
    with open_page(browser, page_file, "#edge=statement/a1", width=390, height=844, scheme="dark") as page:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("#picture").bounding_box()["height"] > 300
        assert page.locator("#panel blockquote").count() == 2
        page.click("#show-filters")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_it_is_served_the_other_pages_are_a_click_away(browser, page_file):
    html = page_file.read_text(encoding="utf-8")
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("http://127.0.0.1:9/graph/network?around=JNIM&status=denied")
    page.wait_for_selector("body[data-drawn]")
    links = page.eval_on_selector_all("#site a", "links => links.map(link => link.href)")
    rest = "?around=JNIM&status=denied"
    here = "http://127.0.0.1:9/graph/"
    assert links == [here, *(f"{here}{name}{rest}" for name in ("network", "timeline", "conflicts", "map"))]
    assert page.inner_text("#site [aria-current=page]") == "Network"
    page.goto("http://127.0.0.1:9/elsewhere.html")
    page.wait_for_selector("body[data-drawn]")
    assert not page.is_visible("#site")
    page.close()
