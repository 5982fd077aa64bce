"""The map page: what is where, what is only known to be somewhere in a country, and that nothing is put where nobody said."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from asked import fill_store
from browser import data_of, open_page, save
from sahelkg.atlas import draw_map, read_places
from sahelkg.network import Actor
from sahelkg.occurrences import read_occurrences
from sahelkg.ontology import load_ontology
from sahelkg.page import read_asset
from sahelkg.pages import draw_page
from sahelkg.selection import read_network
from sahelkg.vocabulary import expand

ENT = "https://w3id.org/sahelkg/id/"
OUTLINE = json.loads(read_asset("outline.json"))
MALI = {one["name"]: (tuple(one["at"]), [], True) for one in OUTLINE["countries"] if one["name"] == "Mali"}


def marks_of(html):
    """Name, place and the names inside of each mark; the names of what is on no mark."""
    data = data_of(html)
    name = [actor["label"] for actor in data["actors"]]
    marks = {
        name[mark["actor"]]: ((mark["x"], mark["y"]), [name[i] for i in mark.get("inside", [])], mark.get("vague", False))
        for mark in data["marks"]
    }
    return marks, [name[i] for i in data["unplaced"]]


def draw(store, **changed):
    """The map of the small graph, the places that are named having something else: ``boulikessi={"point": None}``."""
    data, events = read_network(store), read_occurrences(store)
    places = [
        replace(place, **changed.get(place.iri.removeprefix(ENT), {})) for place in read_places(store, data, events)
    ]
    return draw_map(data, events, places)


def test_a_place_stands_where_its_coordinates_say(store):
    html = draw_page(store, "map")
    marks, unplaced = marks_of(html)
    assert marks["Boulikessi"] == ((-1.5, 14.9), [], False)
    assert unplaced == []
    assert list(marks) == ["Boulikessi", "Mali"]  # France left Mali; Russia and France only act
    data = data_of(html)
    assert {event["iri"] for event in data["events"]} == {"event/e1", "event/e2", "event/e3"}
    assert html == draw_page(fill_store(shuffled=5), "map")


def test_without_coordinates_a_place_is_somewhere_in_what_holds_it(store):
    marks, unplaced = marks_of(draw(store, boulikessi={"point": None}))
    assert marks == {"Mali": (MALI["Mali"][0], ["Boulikessi"], True)}
    assert unplaced == []


@pytest.mark.parametrize(
    "changed",
    [
        {"point": None, "within": ""},
        {"point": None, "within": ENT + "boulikessi"},
        {"point": None, "within": ENT + "nowhere"},
        {"point": (37.6, 55.8)},
        {"point": (-200.0, 3.0)},
    ],
)
def test_what_is_nowhere_on_the_map_is_listed(store, changed):
    assert marks_of(draw(store, boulikessi=changed)) == (MALI, ["Boulikessi"])


@pytest.mark.parametrize("written", ['"far"', "95.0", '"NaN"', '"INF"'])
def test_what_is_no_latitude_is_no_point(written):
    store = ox.Store()
    turtle = f'@prefix s: <https://schema.org/> . <{ENT}a> s:latitude {written} ; s:longitude 1.0 .'
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    from sahelkg.passages import read_actors

    assert read_actors(store, [ENT + "a"])[0].point is None


def test_above_the_limit_those_stay_of_which_most_is_told(store):
    data, events = read_network(store), read_occurrences(store)
    places = [*read_places(store, data, events), Actor(iri=ENT + "zz", label="Zz", kind="Village", point=(1.0, 14.0))]
    edge = data.edges[0]
    passage = replace(edge.passages[0], iri="z", sites=())
    alone = replace(edge, iri="https://w3id.org/sahelkg/statement/zz", object=ENT + "zz", passages=(passage,))
    marks, _ = marks_of(html := draw_map(replace(data, edges=(*data.edges, alone)), events, places, limit=1))
    assert list(marks) == ["Boulikessi"]
    assert data_of(html)["notes"][0]["command"] == "sahelkg view map --limit 3"


def test_the_outline_is_whole():
    def read_ends(number):
        numbers = OUTLINE["arcs"][number if number >= 0 else ~number]
        first, last = (numbers[0], numbers[1]), (sum(numbers[::2]), sum(numbers[1::2]))
        return (first, last) if number >= 0 else (last, first)

    for country in OUTLINE["countries"]:
        for ring in country["rings"]:
            for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
                assert read_ends(one)[1] == read_ends(other)[0], country["name"]
    assert "public domain" in OUTLINE["source"]
    assert len(read_asset("outline.json").encode()) < 40_000


def test_the_states_of_the_outline_are_those_of_the_ontology():
    entities = load_ontology().entities
    for country in OUTLINE["countries"]:
        if "iri" in country:
            assert entities[country["iri"]].kind == "State"
    states = {country.get("iri") for country in OUTLINE["countries"]}
    assert {f"ent:{name}" for name in ("mali", "niger", "burkina-faso", "chad", "sudan", "mauritania", "ivory-coast")} <= states
    assert all(expand(iri).startswith(ENT) for iri in states if iri)


def test_a_mark_leads_to_its_events_and_their_quotes(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "map"), tmp_path / "map.html")) as page:
        assert page.inner_text("#counts").endswith("on the map")
        page.locator("circle.mark").first.click()
        assert page.inner_text("#panel h2") == "Boulikessi"
        assert "Events here (2)" in page.inner_text("#panel")
        page.click('#panel .row[data-event]:has-text("attacked")')
        assert page.locator("#panel .evidence").count() == 2
        page.go_back()
        page.wait_for_function("document.querySelector('#panel h2').textContent === 'Boulikessi'")
        page.click("#overview")
        page.fill("#search", "boulkessi")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#actor=id%2Fboulikessi"


def test_filters_leave_the_marks_of_what_they_name(browser, store, tmp_path):
    html = draw(store, boulikessi={"point": None})
    with open_page(browser, save(html, tmp_path / "map.html"), scheme="dark") as page:
        assert page.locator("rect.mark").count() == 1
        assert "somewhere in Mali" in " ".join(page.inner_text("#places").split())
        page.click("#places .row")
        assert "In it, coordinates not known (1)" in page.inner_text("#panel")
        page.click("#show-filters")
        page.check("input[name=status][value=denied]")
        assert "Events here (1)" in page.inner_text("#panel")
        page.click("#reset")
        assert "Events here (3)" in page.inner_text("#panel")
        page.click("#overview")
        page.check("input[name=relation][value=withdrewFrom]")
        assert "1 event" in page.inner_text("#places")


def test_keyboard_wheel_and_drag(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "map"), tmp_path / "map.html")) as page:
        page.focus("#map")
        for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        assert page.inner_text("#panel h2") == "Boulikessi"
        assert page.inner_text("#spoken") == "Boulikessi"
        page.keyboard.press("Escape")
        assert page.inner_text("#panel h2") == "What is shown"
        mark = page.locator("circle.mark").first
        start = mark.bounding_box()
        page.mouse.move(200, 400)
        page.mouse.down()
        page.mouse.move(260, 440, steps=4)
        page.mouse.up()
        moved = mark.bounding_box()
        assert (round(moved["x"] - start["x"]), round(moved["y"] - start["y"])) == (60, 40)
        assert page.inner_text("#panel h2") == "What is shown"  # a drag is no click
        page.mouse.wheel(0, -300)
        for key in ("+", "-", "0"):
            page.keyboard.press(key)
        assert round(mark.bounding_box()["x"]) == round(start["x"])


def test_the_map_can_be_taken_away(browser, store, tmp_path):
    with open_page(browser, save(draw_page(store, "map"), tmp_path / "map.html")) as page:
        taken = {}
        for kind in ("PNG", "SVG"):
            page.click("#show-downloads") if not page.is_visible("#downloads") else None
            with page.expect_download() as waiting:
                page.click(f"#downloads button:has-text('{kind}')")
            waiting.value.save_as(tmp_path / kind)
            taken[kind] = (tmp_path / kind).read_bytes()
        assert taken["PNG"].startswith(b"\x89PNG")
        words = {text.text for text in ElementTree.fromstring(taken["SVG"]).iter("{http://www.w3.org/2000/svg}text")}
        assert {"Boulikessi", "Mali"} <= words


def test_nothing_hostile_runs_on_the_map_and_a_phone_shows_it(browser, store, tmp_path):
    evil = "</script><img src=x onerror=\"document.title='ran'\">" + "W" * 5000
    html = draw(store, boulikessi={"label": evil, "names": (evil,)}, mali={"label": evil})
    with open_page(browser, save(html, tmp_path / "map.html"), width=390, height=844) as page:
        page.locator("#places .row").first.click()
        assert page.title() != "ran"
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("#map").bounding_box()["height"] > 300


def test_a_map_of_nothing_says_so(browser, tmp_path):
    empty = read_network(fill_store(), only=[])
    with open_page(browser, save(draw_map(empty, [], []), tmp_path / "map.html")) as page:
        assert page.inner_text("#counts") == "0 places on the map"
        assert "Nothing in the graph" in page.inner_text("#panel")
