"""The map: events and places where they are, on an outline map that the page carries.

The outlines of countries are those of Natural Earth, public domain (``assets/outline.json``, made by
``scripts/make_outline.py``). A place whose coordinates nobody gave stands for the nearest place that holds it and is known,
at last its country; where that is so the map says "somewhere in". No coordinates are ever guessed.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sahelkg.content import write_content, write_options
from sahelkg.page import build_page, read_asset
from sahelkg.pagedata import list_families
from sahelkg.passages import read_actors
from sahelkg.stories import keep_passages, select_events, write_events
from sahelkg.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sahelkg.conflicts import Conflict
    from sahelkg.lookup import Queryable
    from sahelkg.network import Actor, NetworkData, Passage
    from sahelkg.occurrences import Occurrence

SCRIPTS = (
    "base.js",
    "evidence.js",
    "address.js",
    "space.js",
    "events.js",
    "map.js",
    "panel.js",
    "search.js",
    "filters.js",
    "downloads.js",
    "main-map.js",
    "start.js",
)
_DEEPEST = 8  # places in places: a village is in a district, in a region, in a state, in a part of the world


def read_places(store: Queryable, data: NetworkData, events: Iterable[Occurrence]) -> tuple[Actor, ...]:
    """The actors of the network, the places of its passages and of the events, and all places that hold these; by IRI."""
    known = {actor.iri: actor for actor in data.actors}
    wanted = {site for edge in data.edges for passage in edge.passages for site in passage.sites}
    wanted |= {site for event in events for site in event.sites}
    wanted |= {actor.within for actor in data.actors if actor.within}
    for _ in range(_DEEPEST):
        found = read_actors(store, wanted - set(known))
        if not found:
            break
        known |= {actor.iri: actor for actor in found}
        wanted = {actor.within for actor in found if actor.within}
    return tuple(known[iri] for iri in sorted(known))


def draw_map(
    data: NetworkData,
    events: Sequence[Occurrence],
    places: Sequence[Actor],
    conflicts: Sequence[Conflict] = (),
    *,
    limit: int = 300,
    title: str = "Where it happened, as told",
) -> str:
    """The page of the places that the network tells something of, each with its events and passages.

    Args:
        data: The network; passages that have nothing to do with a place are left out.
        events: Events; those count that the network has passages of.
        places: What :func:`read_places` gave: the places by IRI, among them the network's own actors.
        conflicts: Disagreements, which the panel shows beside what they are about.
        limit: The most marks. Above it those stay of which most is told; the page says what is left out.
        title: Its title.
    """
    by_iri = {actor.iri: actor for actor in places}
    told = [event for event in select_events(data, events) if event.sites]
    weights = _weigh_places(data, told, by_iri)
    homes = {iri: _find_home(iri, by_iri) for iri in sorted(weights)}
    total: dict[str, int] = {}
    for iri, home in homes.items():
        if home:
            total[home] = total.get(home, 0) + weights[iri]
    shown = set(sorted(total, key=lambda home: (-total[home], home))[:limit])
    kept = {iri for iri, home in homes.items() if home is None or home in shown}
    passages = {passage.iri for passage, sites in _list_sites(data, by_iri) if kept & sites}
    told = [event for event in told if kept & set(event.sites)]
    reports = {expand(report.evidence) for event in told for report in event.reports}
    part = keep_passages(data, passages | reports)
    ends = {actor.iri for actor in part.actors}
    part = replace(part, actors=tuple(actor for actor in places if actor.iri in ends | kept | shown))
    numbers = {actor.iri: number for number, actor in enumerate(part.actors)}
    left = len(total) - len(shown)
    command = f"sahelkg view map{write_options(data)} --limit {len(total)}"
    note = {"text": f"{left:,} more places are not shown: those stay of which most is told. All of them:", "command": command}
    more = {
        "events": write_events(part, told),
        "marks": [_write_mark(home, homes, by_iri, numbers) for home in sorted(shown, key=lambda one: (-total[one], one))],
        "unplaced": [numbers[iri] for iri, home in homes.items() if home is None],
        "outline": _read_outline(),
    }
    content = write_content(part, title=title, more=more, notes=[note] if left else [], conflicts=conflicts)
    return build_page(view="network map", title=title, data=content, body=("header.html", "map.html"), scripts=SCRIPTS)


@cache
def _read_outline() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_asset("outline.json"))
    return found


@cache
def _read_states() -> dict[str, tuple[float, float]]:
    """Where the name of each state stands, by IRI."""
    return {expand(one["iri"]): (one["at"][0], one["at"][1]) for one in _read_outline()["countries"] if "iri" in one}


def _list_sites(data: NetworkData, places: Mapping[str, Actor]) -> Iterator[tuple[Passage, set[str]]]:
    """Each passage with the places that it tells of: a state that acts or suffers is none."""
    kinds = {kind for family in list_families() if family["id"] == "place" for kind in family["kinds"]}
    for edge in data.edges:
        ends = {end for end in (edge.subject, edge.object) if end in places and places[end].kind in kinds}
        yield from ((passage, ends | set(passage.sites)) for passage in edge.passages)


def _weigh_places(data: NetworkData, events: Iterable[Occurrence], places: Mapping[str, Actor]) -> dict[str, int]:
    """How many events and passages are told of each place."""
    told = [site for event in events for site in event.sites]
    told += [site for _, sites in _list_sites(data, places) for site in sites]
    return dict(Counter(told))


def _find_home(iri: str, places: Mapping[str, Actor]) -> str | None:
    """The place whose mark stands for it: itself, or the nearest that holds it; none where nothing on the map does."""
    west, south, east, north = _read_outline()["window"]
    seen: set[str] = set()
    while iri in places and iri not in seen:
        seen.add(iri)
        point = places[iri].point
        if point is not None:
            return iri if west <= point[0] <= east and south <= point[1] <= north else None
        if iri in _read_states():
            return iri
        iri = places[iri].within
    return None


def _write_mark(
    home: str, homes: Mapping[str, str | None], places: Mapping[str, Actor], numbers: Mapping[str, int]
) -> dict[str, Any]:
    point = places[home].point
    x, y = point or _read_states()[home]
    inside: Collection[str] = [iri for iri, other in homes.items() if other == home and iri != home]
    mark: dict[str, Any] = {"actor": numbers[home], "x": round(x, 4), "y": round(y, 4)}
    return mark | ({"inside": [numbers[iri] for iri in inside]} if inside else {}) | ({} if point else {"vague": True})
