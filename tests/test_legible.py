"""What a reader sees and reaches: nothing too small, too pale or alike, nothing empty without a word, one drawing a filter."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from browser import data_of, open_page, save
from invented import invent_network
from sahelkg.conflicts import Conflict
from sahelkg.network import NetworkData
from sahelkg.page import read_asset
from sahelkg.pagedata import list_families
from sahelkg.pages import draw_page
from sahelkg.selection import read_network
from sahelkg.sides import Side
from sahelkg.view import draw_network

SVG = "{http://www.w3.org/2000/svg}"
# Colours as seen without one kind of cones, in linear RGB: Machado, Oliveira and Fernandes 2009, severity 1.0.
SEEN = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return save(draw_network(invent_network(300, 900)), tmp_path_factory.mktemp("large") / "page.html")


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one, other):
    """As WCAG 2.1 defines it."""
    lights = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(rgb):
    """CIE L*a*b* of a colour in linear sRGB."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (sum(a * b for a, b in zip(row, rgb, strict=True)) for row in rows)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def take_svg(page, path):
    page.click("#show-downloads")
    with page.expect_download() as waiting:
        page.click("#downloads button:has-text('SVG')")
    waiting.value.save_as(path)
    return ElementTree.parse(path).getroot()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_lines_and_actors_stand_out_from_their_ground(scheme):
    """WCAG 2.1, 1.4.11: what one must see has a contrast of 3 and more."""
    parts = re.findall(r":root \{(.*?)\}", read_asset("page.css"), re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", parts))
    for ground in ("stage", "ground"):
        for line in ("edge", "contested", "accent"):
            assert contrast(colours[line], colours[ground]) >= 3, (line, ground)
        for family in list_families():  # by its fill or by its border
            assert max(contrast(family["colour"], colours[ground]), contrast("#33383d", colours[ground])) >= 3


@pytest.mark.parametrize("seen", SEEN.values(), ids=SEEN)
def test_the_colour_blind_tell_kinds_of_one_shape_apart(seen):
    def look(family):
        colour = linear(family["colour"])
        return lab([min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True)))) for row in seen])

    for one, other in combinations(list_families(), 2):
        if one["shape"] == other["shape"]:
            assert math.dist(look(one), look(other)) >= 20, (one["id"], other["id"])


def wait_for_drawing(page):
    """A redraw that is asked for comes with the next frame."""
    page.evaluate("""async () => {
      for (let n = 0; n < 4; n += 1) await new Promise((done) => requestAnimationFrame(done));
    }""")


def test_a_filter_draws_the_picture_once(browser, large):
    with open_page(browser, large) as page:
        page.click("#show-filters")
        wait_for_drawing(page)
        page.evaluate("""() => {
          const clear = CanvasRenderingContext2D.prototype.clearRect;
          window.drawn = 0;
          CanvasRenderingContext2D.prototype.clearRect = function (...box) { window.drawn += 1; return clear.apply(this, box); };
        }""")
        page.check("input[name=relation] >> nth=0")
        wait_for_drawing(page)
        assert page.evaluate("window.drawn") == 1
        assert re.match(r"\d+ of 300 actors, \d+ of 900 statements", page.inner_text("#counts"))


COUNT_FILLS = """() => {
  const { clearRect, fill } = CanvasRenderingContext2D.prototype;
  window.fills = [0];
  CanvasRenderingContext2D.prototype.clearRect = function (...box) { window.fills.push(0); return clearRect.apply(this, box); };
  CanvasRenderingContext2D.prototype.fill = function (...path) {
    window.fills[window.fills.length - 1] += 1;
    return fill.apply(this, path);
  };
}"""


def drawn_whole(page):
    """Whether the last drawing had as many actors and arrows as there are when it is drawn again."""
    wait_for_drawing(page)
    first = page.evaluate("window.fills.at(-1)")
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        wait_for_drawing(page)
    return first == page.evaluate("window.fills.at(-1)") > 0


def test_one_drawing_is_enough(browser, large, tmp_path):
    with open_page(browser, large, "#relation=attacked") as page:
        page.evaluate(COUNT_FILLS)
        page.click("#show-filters")
        page.uncheck("input[name=relation][value=attacked]")
        assert drawn_whole(page)  # with those that were never drawn before
        page.click("#zoom-in")
        page.check("input[name=relation] >> nth=0")
        assert drawn_whole(page)
    data = invent_network(90, 200)
    html = draw_network(replace(data, folded=tuple(actor.iri for actor in data.actors[50:])))
    with open_page(browser, save(html, tmp_path / "folds.html")) as page:
        page.emulate_media(reduced_motion="reduce")
        page.evaluate(COUNT_FILLS)
        page.locator("#folds .row").first.click()
        assert drawn_whole(page)


def test_springs_go_on_after_a_filter(browser, large):
    with open_page(browser, large) as page:
        page.click("#physics")
        page.click("#show-filters")
        page.check("input[name=relation] >> nth=0")
        page.click("#physics")
        assert " of 300 actors" in page.inner_text("#counts")


def list_radii(root):
    return [float(circle.get("r")) for circle in root.iter(f"{SVG}circle")]


def test_from_afar_actors_stay_large_enough_to_be_seen(browser, large, tmp_path):
    with open_page(browser, large, width=390, height=844) as page:
        root = take_svg(page, tmp_path / "far.svg")
        widths = [float(line.get("stroke-width")) for line in root.iter(f"{SVG}path") if line.get("data-status")]
        far = list_radii(root)
        for _ in range(12):
            page.click("#zoom-in")
        near = list_radii(take_svg(page, tmp_path / "near.svg"))
        page.click("#zoom-in")
        assert near == list_radii(take_svg(page, tmp_path / "nearer.svg"))  # from near they have their own size again
        assert all(10 <= radius <= 34 for radius in near)  # in units of the picture, which vis-network scales them between
        assert len(set(near)) > 1
        assert far == [max(28, radius) for radius in near]  # the most that they grow to
        assert min(widths) >= 2.5  # a line's own is 1.2


def test_no_name_stands_under_the_buttons_or_over_the_rim(browser, large):
    names = """() => {
      const found = [];
      const fill = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        const wide = this.measureText(text).width / 2;
        const { a, d, e, f } = this.getTransform();
        found.push([text, (x - wide) * a + e, (x + wide) * a + e, y * d + f]);
        return fill.call(this, text, x, y);
      };
      window.found = found;
    }"""
    with open_page(browser, large, width=390, height=844) as page:
        page.evaluate(names)
        page.click("#zoom-all")
        wait_for_drawing(page)
        picture, zoom = (page.locator(part).bounding_box() for part in ("#picture", ".zoom"))
        left, top = zoom["x"] - picture["x"], zoom["y"] - picture["y"]
        found = page.evaluate("window.found")
        assert len(found) > 10
        for text, first, last, middle in found:
            assert first >= 0, text
            assert last <= picture["width"], text
            assert not (last > left and top < middle < top + zoom["height"]), text


def test_more_statements_than_there_is_room_for_leave_out_those_told_least(browser, tmp_path):
    dense = invent_network(120, 3000)
    html = draw_network(dense)
    data = data_of(html)
    assert len(html.encode()) <= 1_500_000
    ends = {end for edge in data["edges"] for end in (edge["subject"], edge["object"])}
    told = {end for edge in dense.edges for end in (edge.subject, edge.object)}
    assert len(ends) == len(told)  # nobody is left alone
    note = next(note for note in data["notes"] if "between these actors" in note["text"])
    assert note["text"].startswith(f"{len(dense.edges) - len(data['edges']):,} statements")
    assert note["command"].startswith("sahelkg export")
    weights = {edge.iri: edge.weight for edge in dense.edges}
    kept = [weights["https://w3id.org/sahelkg/" + edge["iri"]] for edge in data["edges"]]
    assert sum(kept) / len(kept) > sum(weights.values()) / len(weights)
    with open_page(browser, save(html, tmp_path / "dense.html")) as page:
        assert "3,000" not in page.inner_text("#counts")


def test_a_network_that_fits_loses_no_statement():
    assert len(data_of(draw_network(invent_network(300, 900)))["edges"]) == 900


def test_an_empty_picture_says_why(browser, tmp_path, large):
    with open_page(browser, save(draw_network(NetworkData()), tmp_path / "none.html")) as page:
        assert "Nothing in the graph" in page.inner_text("#empty")
        assert not page.is_visible("#show-filters")  # there is nothing to choose from
    with open_page(browser, large, "#publishers=5") as page:
        assert page.inner_text("#counts") == "0 of 300 actors, 0 of 900 statements"
        assert page.inner_text("#empty") == "No statement answers to these filters."
        page.click("#show-filters")
        page.click("#reset")
        assert not page.is_visible("#empty")


def test_the_relations_are_the_first_filter(browser, large):
    with open_page(browser, large) as page:
        page.click("#show-filters")
        filters, relation = (page.locator(part).bounding_box() for part in ("#filters", "#filter-relation"))
        assert relation["y"] + relation["height"] <= filters["y"] + filters["height"]
        ends = [page.locator(f"input[name={name}]").bounding_box()["x"] for name in ("from", "to")]
        assert ends[0] == ends[1]


def test_names_in_the_tables_of_a_phone_are_not_cut_into_letters(browser, large):
    with open_page(browser, large, "#view=tables", width=390, height=844) as page:
        widths = page.eval_on_selector_all("#tables td .name", "names => names.map(name => name.parentElement.clientWidth)")
        assert min(widths) >= 120
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_downloads_close_after_one_and_at_escape_and_elsewhere(browser, large):
    with open_page(browser, large) as page:
        page.click("#show-downloads")
        with page.expect_download():
            page.click("#downloads button:has-text('CSV')")
        assert not page.is_visible("#downloads")
        assert page.evaluate("document.activeElement.id") == "show-downloads"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert not page.is_visible("#downloads")
        assert page.get_attribute("#show-downloads", "aria-expanded") == "false"
        page.click("#show-downloads")
        page.mouse.click(30, 400)
        assert not page.is_visible("#downloads")


def test_every_stop_of_the_keyboard_has_a_name(browser, large):
    stop = """() => {
      const one = document.activeElement;
      return one === document.body ? "page" : one.ariaLabel || (one.labels || [])[0]?.textContent || one.textContent;
    }"""
    with open_page(browser, large) as page:
        names = []
        for _ in range(12):
            page.keyboard.press("Tab")
            names.append(page.evaluate(stop))
        assert all(name.strip() for name in names), names


def test_what_is_not_known_has_no_row(browser, tmp_path):
    data = invent_network(4, 4)
    data = replace(data, sources=tuple(replace(one, publisher="", date="") for one in data.sources))
    with open_page(browser, save(draw_network(data), tmp_path / "page.html")) as page:
        page.locator("#panel .row").first.click()
        page.locator("#panel .row[data-edge]").first.click()
        assert "Article" in page.inner_text("#panel dl >> nth=0")
        assert "Published" not in page.inner_text("#panel")


def test_what_contradicts_an_edge_stands_beside_it(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store), tmp_path / "page.html"), "#edge=statement/attack") as page:
        text = " ".join(page.inner_text("#panel dl.disputes").split())
        assert text.startswith("How many were killed 30 (")
        assert "60+ (" in text
    data = read_network(store)
    attack, capture = (next(edge for edge in data.edges if edge.iri.endswith(name)) for name in ("/attack", "/capture"))
    sides = tuple(
        Side(says=says, status="claimed", evidence=edge.passages[0].iri, quote=edge.passages[0].quote)
        for says, edge in (("it is so", attack), ("it is not so", capture))
    )
    conflict = Conflict(kind="denial", about="who did it", iri=attack.iri, sides=sides)
    html = draw_network(data, [conflict])
    with open_page(browser, save(html, tmp_path / "beside.html"), "#edge=statement/attack") as page:
        assert page.locator("#otherwise .evidence").count() == 1
        assert capture.passages[0].quote in page.inner_text("#otherwise")
        page.click("#otherwise h4 .link >> nth=0")
        assert page.inner_text("#panel h2") == "JNIM"
    alone = replace(data, edges=(attack,))
    assert data_of(draw_network(alone, [conflict]))["conflicts"] == []  # the page has one side only


