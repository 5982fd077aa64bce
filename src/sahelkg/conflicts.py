"""Where articles disagree: what is told and denied, tolls and dates of one event, rival leaders at one time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sahelkg.lookup import find_entity
from sahelkg.occurrences import Occurrence, Told, read_occurrences
from sahelkg.timeline import show_toll
from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.lookup import Queryable

COLUMNS = ("conflict", "about", "says", "status", "said by", "publisher", "evidence")
KINDS = ("denial", "deaths", "wounded", "hostages", "date", "leader")
_SIDES = """SELECT DISTINCT ?group ?about ?says ?evidence ?status ?by ?publisher ?quote ?earliest ?latest
    ?subject ?object
WHERE {{
    {choice}
    ?evidence skg:evidenceFor ?statement ; skg:status ?status ; skg:quote ?quote ; prov:wasQuotedFrom ?article .
    OPTIONAL {{ ?evidence skg:attributedTo/skos:prefLabel ?by }}
    OPTIONAL {{ ?article dcterms:publisher ?publisher }}
    OPTIONAL {{ ?evidence skg:earliest ?earliest }}
    OPTIONAL {{ ?evidence skg:latest ?latest }}
}}"""
_DENIED = """?statement skg:contested true ; rdfs:label ?about ; rdf:subject ?subject ; rdf:object ?object .
    BIND(?about AS ?says) BIND(?statement AS ?group)"""
_LEADERS = """?relation rdfs:subPropertyOf* skg:leads .
    ?statement rdf:predicate ?relation ; rdf:subject ?subject ; rdf:object ?object .
    ?subject skos:prefLabel ?says . ?object skos:prefLabel ?about . BIND(?object AS ?group)"""


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one passage says in a conflict."""

    says: str
    status: str
    evidence: str
    quote: str
    by: tuple[str, ...] = ()
    publisher: str | None = None


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

    Two leaders are rivals only if both are told as asserted or claimed for times that overlap: an undated "president X"
    says nothing of when. Tolls differ if their bounds do, be they compatible ("at least 30", "60") or not.

    Args:
        store: the quads to ask.
        around: an actor or place, by any name, that is concerned; everything unless given.

    Raises:
        QueryError: the name is unknown or ambiguous.
    """
    entity = find_entity(store, around) if around else None
    found = [*_find_denials(store), *_find_differences(read_occurrences(store)), *_find_rivals(store)]
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


@dataclass(kw_only=True)
class _Row:
    group: str
    about: str
    subject: str
    object: str
    side: Side
    earliest: str | None
    latest: str | None


def _read_sides(store: Queryable, choice: str) -> list[_Row]:
    """One row an evidence, with all its sources."""
    solutions = store.query(_SIDES.format(choice=choice), prefixes=PREFIXES)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    by: dict[tuple[str, str], set[str]] = defaultdict(set)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row: dict[str, Any] = {name: getattr(solution[name], "value", None) for name in names}
        key = row["group"], row["evidence"]
        rows.setdefault(key, row)
        if row["by"]:
            by[key].add(row["by"])
    return [
        _Row(
            **{name: row[name] for name in ("group", "about", "subject", "object", "earliest", "latest")},
            side=Side(
                says=row["says"],
                status=shorten(row["status"]).removeprefix("skg:"),
                evidence=shorten(row["evidence"]),
                quote=row["quote"],
                by=tuple(sorted(by[key])),
                publisher=row["publisher"],
            ),
        )
        for key, row in sorted(rows.items())
    ]


def _find_denials(store: Queryable) -> Iterator[Conflict]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in _read_sides(store, _DENIED):
        if row.side.status in {"asserted", "claimed", "denied"}:
            groups[row.group].append(row)
    for iri, rows in groups.items():
        sides = [
            Side(**{**vars(row.side), "says": "it is not so" if row.side.status == "denied" else "it is so"})
            for row in rows
        ]
        ends = (rows[0].subject, rows[0].object)
        yield Conflict(kind="denial", about=rows[0].about, iri=shorten(iri), sides=_in_order(sides), ends=ends)


def _find_differences(events: Iterable[Occurrence]) -> Iterator[Conflict]:
    for event in events:
        telling = [report for report in event.reports if report.status != "denied"]
        for kind in ("deaths", "wounded", "hostages", "date"):
            values = [(report, _read_value(report, kind)) for report in telling]
            sides = [_make_side(report, value) for report, value in values if value]
            if len({side.says for side in sides}) > 1:
                about = min(report.what for report in telling)
                yield Conflict(kind=kind, about=about, iri=event.iri, sides=_in_order(sides), ends=event.ends)


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
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in _read_sides(store, _LEADERS):
        if row.side.status in {"asserted", "claimed"} and (row.earliest or row.latest):
            groups[row.group].append(row)
    for iri, rows in groups.items():
        rivals: dict[str, _Row] = {}
        for one, other in combinations(rows, 2):
            if one.subject != other.subject and _overlap(one, other):
                rivals |= {one.side.evidence: one, other.side.evidence: other}
        if rivals:
            ends = (iri, *sorted({row.subject for row in rivals.values()}))
            sides = _in_order([row.side for row in rivals.values()])
            yield Conflict(kind="leader", about=rows[0].about, iri=shorten(iri), sides=sides, ends=ends)


def _overlap(one: _Row, other: _Row) -> bool:
    """Whether two intervals share a day, open ends reaching as far as they can."""
    return not (
        (one.latest and other.earliest and one.latest < other.earliest)
        or (other.latest and one.earliest and other.latest < one.earliest)
    )


def _in_order(sides: Iterable[Side]) -> tuple[Side, ...]:
    return tuple(sorted(sides, key=lambda side: (side.says, side.publisher or "", side.evidence)))
