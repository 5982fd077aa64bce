"""Where articles disagree: what is told and denied, tolls and dates of one event, rival leaders at one time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sahelkg.lookup import find_entity
from sahelkg.occurrences import Occurrence, Told, read_occurrences
from sahelkg.sides import (
    TELLS,
    Row,
    Side,
    may_be_one,
    overlap,
    read_groups_of_people,
    read_past_offices,
    read_sides,
    speak_of_one_office,
)
from sahelkg.timeline import show_toll
from sahelkg.vocabulary import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.lookup import Queryable

COLUMNS = ("conflict", "about", "says", "status", "said by", "publisher", "evidence")
KINDS = ("denial", "deaths", "wounded", "hostages", "date", "leader")
_DENIED = """?statement skg:contested true ; rdfs:label ?about ; rdf:subject ?subject ; rdf:object ?object .
    BIND(?about AS ?says) BIND(?statement AS ?group)"""
_UNNAMED = """{{ SELECT DISTINCT ?subject ?relation WHERE {{
        ?denial skg:status skg:denied ; skg:evidenceFor ?denied . ?denied rdf:subject ?subject ; rdf:predicate ?relation }} }}
    ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; rdfs:label ?about .
    ?object a skg:GenericActor .
    BIND(?about AS ?says) BIND(CONCAT(STR(?subject), " ", STR(?relation)) AS ?group)"""
_LEADERS = """?relation rdfs:subPropertyOf* skg:leads .
    ?statement rdf:predicate ?relation ; rdf:subject ?subject ; rdf:object ?object .
    ?subject skos:prefLabel ?says . ?object skos:prefLabel ?about . BIND(?object AS ?group)"""


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One disagreement: ``kind`` is one of :data:`KINDS`, ``iri`` the event, statement or organisation at issue."""

    kind: str
    about: str
    iri: str
    sides: tuple[Side, ...]
    ends: tuple[str, ...] = ()  # IRIs of the actors and places concerned


def find_conflicts(store: Queryable, around: str | None = None) -> list[Conflict]:
    """All disagreements, by kind, what they are about, and IRI.

    Two leaders are rivals if both are told as asserted or claimed for times that overlap. An undated "president X" speaks
    of the day of its article: it has a rival in an article of the same days that names somebody else, with the same word
    for the office, and neither as a former one; where one article names both, they lead together. Tolls differ if their
    bounds do, be they compatible ("at least 30", "60") or not; dates differ if no day fits both ("2025-06" and a day of it
    agree). A charge and a denial of the same days whose victims have no name may call them differently.

    Args:
        store: the quads to ask.
        around: an actor or place, by any name, that is concerned; everything unless given.

    Raises:
        QueryError: the name is unknown or ambiguous.
    """
    entity = find_entity(store, around) if around else None
    found = [*_find_denials(store), *_find_unnamed_denials(store)]
    found += [*_find_differences(read_occurrences(store)), *_find_rivals(store)]
    chosen = [conflict for conflict in found if entity is None or entity in conflict.ends]
    return sorted(chosen, key=lambda one: (KINDS.index(one.kind), one.about, one.iri))


def list_rows(conflicts: list[Conflict]) -> list[tuple[str, ...]]:
    """One row of text for each side of each conflict, under :data:`COLUMNS`."""
    return [
        (
            conflict.kind,
            conflict.about,
            side.says,
            side.status,
            ", ".join(side.by),
            side.publisher or "",
            side.evidence,
        )
        for conflict in conflicts
        for side in conflict.sides
    ]


def as_json(conflicts: list[Conflict]) -> list[dict[str, Any]]:
    """The conflicts with their sides, as plain values."""
    return [
        {
            "conflict": conflict.kind,
            "about": conflict.about,
            "iri": conflict.iri,
            "sides": [{**vars(side), "by": list(side.by)} for side in conflict.sides],
        }
        for conflict in conflicts
    ]


def _find_denials(store: Queryable) -> Iterator[Conflict]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in read_sides(store, _DENIED):
        if row.side.status in {*TELLS, "denied"}:
            groups[row.group].append(row)
    for iri, rows in groups.items():
        yield _make_denial(iri, rows)


def _make_denial(iri: str, rows: list[Row]) -> Conflict:
    sides = [
        Side(**{**vars(row.side), "says": "it is not so" if row.side.status == "denied" else "it is so"}) for row in rows
    ]
    ends = dict.fromkeys(end for row in rows for end in (row.subject, row.object))
    about = " / ".join(sorted({row.about for row in rows}))
    return Conflict(kind="denial", about=about, iri=shorten(iri), sides=_in_order(sides), ends=tuple(ends))


def _find_unnamed_denials(store: Queryable) -> Iterator[Conflict]:
    """A charge and its denial that call the victims differently: "executed civilians", "did not murder villagers"."""
    groups: dict[str, list[Row]] = defaultdict(list)
    groups_of_people = read_groups_of_people(store)
    for row in read_sides(store, _UNNAMED):
        if row.side.status in {*TELLS, "denied"} and row.object in groups_of_people:
            groups[row.group].append(row)
    for rows in groups.values():
        pairs = [
            (one, other)
            for one in rows
            if one.side.status == "denied"
            for other in rows
            if other.side.status in TELLS and other.object != one.object and may_be_one(one, other)
        ]
        if pairs:
            concerned = {row.side.evidence: row for pair in pairs for row in pair}
            yield _make_denial(pairs[0][0].statement, list(concerned.values()))


def _find_differences(events: Iterable[Occurrence]) -> Iterator[Conflict]:
    for event in events:
        telling = [report for report in event.reports if report.status != "denied"]
        for kind in ("deaths", "wounded", "hostages", "date"):
            values = [(report, _read_value(report, kind)) for report in telling]
            sides = [_make_side(report, value) for report, value in values if value]
            if len({side.says for side in sides}) > 1 and (kind != "date" or _dates_differ(telling)):
                about = min(report.what for report in telling)
                yield Conflict(kind=kind, about=about, iri=event.iri, sides=_in_order(sides), ends=event.ends)


def _dates_differ(reports: list[Told]) -> bool:
    """Whether two reports give dates that no day fits both of."""
    return any(
        one.edtf
        and other.edtf
        and (
            (one.latest is not None and other.earliest is not None and one.latest < other.earliest)
            or (other.latest is not None and one.earliest is not None and other.latest < one.earliest)
        )
        for one, other in combinations(reports, 2)
    )


def _read_value(report: Told, kind: str) -> str | None:
    if kind == "date":
        return report.edtf
    return show_toll(report.tolls[kind]) if kind in report.tolls else None


def _make_side(report: Told, says: str) -> Side:
    return Side(
        says=says,
        status=report.status,
        evidence=report.evidence,
        quote=report.quote,
        by=report.by,
        publisher=report.publisher,
    )


def _find_rivals(store: Queryable) -> Iterator[Conflict]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in read_sides(store, _LEADERS):
        if row.side.status in TELLS:
            groups[row.group].append(row)
    past = read_past_offices(store)
    for iri, rows in groups.items():
        named: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            named[row.article].add(row.subject)
        rivals: dict[str, Row] = {}
        for one, other in combinations(rows, 2):
            if one.subject == other.subject:
                continue
            dated = [bool(row.earliest or row.latest) for row in (one, other)]
            if all(dated):
                rival = overlap(one, other)
            else:
                together = other.subject in named[one.article] or one.subject in named[other.article]
                rival = not any(dated) and not together and speak_of_one_office(one, other, past)
            if rival:
                rivals |= {one.side.evidence: one, other.side.evidence: other}
        if rivals:
            ends = (iri, *sorted({row.subject for row in rivals.values()}))
            sides = _in_order([row.side for row in rivals.values()])
            yield Conflict(kind="leader", about=rows[0].about, iri=shorten(iri), sides=sides, ends=ends)


def _in_order(sides: Iterable[Side]) -> tuple[Side, ...]:
    return tuple(sorted(sides, key=lambda side: (side.says, side.publisher or "", side.evidence)))
