from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from asked import fill_store
from browser import data_of, open_page, save
from sahelkg.conflicts import find_conflicts
from sahelkg.errors import QueryError
from sahelkg.occurrences import read_occurrences
from sahelkg.pages import draw_page
from sahelkg.selection import read_network
from sahelkg.stories import draw_conflicts, draw_timeline, keep_passages


def test_a_page_is_the_same_each_time(store):
    for page in ("timeline", "conflicts"):
        assert draw_page(store, page) == draw_page(fill_store(shuffled=3), page)


def test_the_timeline_has_each_event_with_its_reports_in_order(store):
    data = data_of(draw_page(store, "timeline"))
    assert [event["iri"].removeprefix("event/") for event in data["events"]] == ["e4", "e3", "e1", "e2", "e5"]
    attack = data["events"][2]
    assert attack["kindLabel"] == "attack"
    assert sorted(attack["reports"]) == ["evidence/a1", "evidence/b1"]
    known = {passage["iri"] for edge in data["edges"] for passage in edge["passages"]}
    assert known == {iri for event in data["events"] for iri in event["reports"]}


def test_above_the_limit_the_latest_events_stay_and_the_rest_is_counted(store):
    data = data_of(draw_page(store, "timeline", limit=2))
    assert [event["iri"] for event in data["events"]] == ["event/e1", "event/e2"]
    assert data["notes"][0]["text"].startswith("3 more events")
    assert data["notes"][0]["command"] == "sahelkg view timeline --limit 5"
    assert len(data_of(draw_page(store, "conflicts", limit=1))["conflicts"]) == 1


def test_a_selection_holds_for_every_page(store):
    assert {event["iri"] for event in data_of(draw_page(store, "timeline", around="JNIM"))["events"]} == {
        "event/e1",
        "event/e2",
    }
    assert [event["iri"] for event in data_of(draw_page(store, "timeline", until="2022-12-31"))["events"]] == [
        "event/e4",
        "event/e3",
    ]
    assert [event["iri"] for event in data_of(draw_page(store, "timeline", relation="captured"))["events"]] == [
        "event/e2"
    ]
    kinds = {conflict["kind"] for conflict in data_of(draw_page(store, "conflicts", around="Boulikessi"))["conflicts"]}
    assert kinds == {"denial", "deaths"}
    assert data_of(draw_page(store, "conflicts", relation="withdrewFrom"))["conflicts"] == []


def test_one_side_that_is_asked_for_brings_the_others(store):
    data = data_of(draw_page(store, "conflicts", status="asserted", relation="attacked"))
    assert [side["says"] for conflict in data["conflicts"] for side in conflict["sides"]] == ["30", "60+"]
    assert {passage["status"] for edge in data["edges"] for passage in edge["passages"]} == {"asserted", "claimed"}
    assert "status asserted; relation attacked" in data["about"] or "relation attacked; status asserted" in data["about"]


@pytest.mark.parametrize(
    "asked", [{"page": "nowhere"}, {"page": "timeline", "limit": 0}, {"page": "conflicts", "around": "nobody here"}]
)
def test_what_is_wrong_is_said(store, asked):
    with pytest.raises(QueryError):
        draw_page(store, **asked)


def test_keeping_no_passage_leaves_nothing(store):
    data = keep_passages(read_network(store), set())
    assert (data.actors, data.edges, data.relations, data.sources) == ((), (), (), ())


def test_an_event_shows_its_reports_and_where_they_differ(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "timeline"), tmp_path / "timeline.html")) as page:
        assert page.inner_text("#counts") == "5 events"
        page.click('.event:has-text("JNIM attacked Boulikessi")')
        assert page.locator("#panel .evidence").count() == 2
        assert "Where the reports differ" in page.inner_text("#panel")
        assert page.evaluate("location.hash") == "#event=event%2Fe1"
        page.click('.event:has-text("JNIM captured Boulikessi")')
        assert [
            heading for heading in page.locator("#panel h3").all_inner_texts() if heading in {"Told", "Denied"}
        ] == ["Told", "Denied"]
        page.go_back()
        page.wait_for_selector('.event[aria-pressed="true"]:has-text("attacked")')
        page.fill("#search", "france")
        page.keyboard.press("Enter")
        assert page.inner_text("#counts") == "3 events of 5"
        page.click("#all-actors")
        page.locator(".histogram rect").last.click()
        assert page.inner_text("#counts") == "2 events of 5"


def test_what_is_the_same_in_other_words_does_not_differ(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "timeline"), tmp_path / "differ.html")) as page:
        assert page.locator(".toll.differs").count() == 1
    data = read_network(store)
    words = {"a1": "thirty", "b1": "30"}
    edges = tuple(
        replace(edge, passages=tuple(replace(one, deaths=words.get(one.iri[-2:], "")) for one in edge.passages))
        for edge in data.edges
    )
    html = draw_timeline(replace(data, edges=edges), read_occurrences(store))
    with open_page(browser, save(html, tmp_path / "same.html")) as page:
        assert page.locator(".toll.differs").count() == 0
        assert page.inner_text(".toll") == "killed: 30"
        page.click('.event:has-text("JNIM attacked Boulikessi")')
        assert "Where the reports differ" not in page.inner_text("#panel")


def test_the_period_takes_an_event_that_goes_on_for_its_beginning(browser, tmp_path):
    store = fill_store()
    turtle = b"""@prefix s: <https://w3id.org/sahelkg/ontology#> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .
        <https://w3id.org/sahelkg/evidence/c7> s:earliest "2020-01-01"^^x:date ; s:edtf "2020/.." ."""
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    with open_page(browser, save(draw_page(store, "timeline"), tmp_path / "t.html"), "#from=2022-01") as page:
        assert page.inner_text("#counts") == "4 events of 5"
    with open_page(browser, save(draw_page(store), tmp_path / "n.html"), "#from=2023-01&view=tables") as page:
        told = page.inner_text("#table-statements")
        assert "allied with" in told
        assert "accused" not in told


def test_the_sides_of_a_disagreement_stand_beside_each_other(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "conflicts"), tmp_path / "conflicts.html"), scheme="dark") as page:
        denial = page.locator(".conflict").first
        assert denial.locator(".side h4").all_inner_texts() == ["it is so", "it is not so"]
        boxes = [denial.locator(".side").nth(i).bounding_box() for i in (0, 1)]
        assert boxes[0]["y"] == boxes[1]["y"]
        page.click("#show-filters")
        page.check("input[name=relation][value=captured]")
        assert page.inner_text("#counts") == "1 disagreement of 3"
        page.locator(".conflict button").first.click()
        assert "JNIM captured Boulikessi" in " ".join(page.inner_text("#panel h2").split())


@pytest.mark.parametrize("name", ["timeline", "conflicts"])
def test_a_phone_shows_a_story_without_sideways_scrolling(browser, store, tmp_path, name):
    with open_page(browser, save(draw_page(store, name), tmp_path / f"{name}.html"), width=390, height=844) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_panel_lies_over_the_timeline_and_goes_again(browser, store, tmp_path):
    path = save(draw_page(store, "timeline"), tmp_path / "timeline.html")
    with open_page(browser, path, width=390, height=844, scheme="dark") as page:
        page.locator(".event").first.click()
        box = page.locator("#panel").bounding_box()
        assert box["y"] >= 250
        assert round(box["y"] + box["height"]) == 844
        assert page.locator("#panel .evidence").first.is_visible()
        page.click("#overview")
        assert page.locator("#panel").bounding_box()["y"] > 844  # below the events


def test_the_timeline_goes_by_actor_and_by_place(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "timeline"), tmp_path / "timeline.html")) as page:
        assert page.locator("#by-place .row").first.inner_text().split("\n")[0] in {"Boulikessi", "Mali"}
        page.click('#by-place .row:has-text("Boulikessi")')
        assert page.inner_text("#counts") == "2 events of 5"
        page.click("#overview")
        page.click('#by-actor .row:has-text("France")')
        assert page.inner_text("#counts") == "3 events of 5"


def test_nothing_hostile_runs_in_a_story(browser, store, tmp_path):
    evil = "</script><img src=x onerror=\"document.title='ran'\">" + "W" * 5000
    data = read_network(store)
    edges = tuple(
        replace(
            edge,
            passages=tuple(replace(one, quote=evil, deaths=evil, date=evil, places=(evil,)) for one in edge.passages),
        )
        for edge in data.edges
    )
    data = replace(data, edges=edges, actors=tuple(replace(actor, label=evil, kind=evil) for actor in data.actors))
    events = [replace(event, kind=evil, places=(evil,)) for event in read_occurrences(store)]
    conflicts = [
        replace(one, about=evil, sides=tuple(replace(side, says=evil + side.says) for side in one.sides))
        for one in find_conflicts(store)
    ]
    for name, html in (
        ("t", draw_timeline(data, events, title=evil)),
        ("c", draw_conflicts(data, conflicts, title=evil)),
    ):
        with open_page(browser, save(html, tmp_path / f"{name}.html")) as page:
            if name == "t":
                page.locator(".event").first.click()
            assert page.title() != "ran"
            assert page.locator("img").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_empty_stories_say_so(browser, tmp_path):
    data = read_network(fill_store(), only=[])
    for name, html in (("t", draw_timeline(data, [])), ("c", draw_conflicts(data, []))):
        with open_page(browser, save(html, tmp_path / f"{name}.html")) as page:
            assert "selection" in page.inner_text("#story")
