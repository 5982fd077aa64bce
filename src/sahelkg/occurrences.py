"""The events of a graph with their reports: what the timeline shows and where reports can differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from sahelkg.lookup import Queryable

_TOLLS = "deaths", "wounded", "hostages"
_REPORTS = """SELECT ?event ?evidence ?what ?relation ?status ?edtf ?earliest ?latest ?quote ?article ?title ?publisher
    ?issued ?deathsMin ?deathsMax ?deathsText ?woundedMin ?woundedMax ?woundedText
    ?hostagesMin ?hostagesMax ?hostagesText
WHERE {
    ?event skg:report ?evidence .
    ?evidence skg:evidenceFor ?statement ; skg:status ?status ; skg:quote ?quote ; prov:wasQuotedFrom ?article .
    ?statement rdfs:label ?what ; rdf:predicate ?relation .
    OPTIONAL { ?evidence skg:edtf ?edtf }
    OPTIONAL { ?evidence skg:earliest ?earliest }
    OPTIONAL { ?evidence skg:latest ?latest }
    OPTIONAL { ?article dcterms:title ?title }
    OPTIONAL { ?article dcterms:publisher ?publisher }
    OPTIONAL { ?article dcterms:issued ?issued }
    OPTIONAL { ?evidence skg:deathsMin ?deathsMin }
    OPTIONAL { ?evidence skg:deathsMax ?deathsMax }
    OPTIONAL { ?evidence skg:deathsText ?deathsText }
    OPTIONAL { ?evidence skg:woundedMin ?woundedMin }
    OPTIONAL { ?evidence skg:woundedMax ?woundedMax }
    OPTIONAL { ?evidence skg:woundedText ?woundedText }
    OPTIONAL { ?evidence skg:hostagesMin ?hostagesMin }
    OPTIONAL { ?evidence skg:hostagesMax ?hostagesMax }
    OPTIONAL { ?evidence skg:hostagesText ?hostagesText }
}"""
_SOURCES = """SELECT ?evidence ?by WHERE {
    ?event skg:report ?evidence . ?evidence skg:attributedTo ?source . ?source skos:prefLabel ?by }"""
_ENDS = """SELECT ?event ?role ?label ?end WHERE {
    VALUES (?property ?role) { (sem:hasActor "actors") (sem:hasPlace "places") }
    ?event skg:report ?evidence ; ?property ?end .
    OPTIONAL { ?end skos:prefLabel ?label }
}"""
_EVENTS = """SELECT ?event ?kind ?contested ?publishers WHERE {
    ?event skg:report ?evidence ; a ?kind .
    OPTIONAL { ?event skg:contested ?contested }
    OPTIONAL { ?event skg:publishers ?publishers }
}"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report of an event. Days are ISO, None where open or unknown; a toll is (least, most, words) or None."""

    evidence: str
    what: str
    relation: str
    status: str
    quote: str
    article: str
    title: str | None
    publisher: str | None
    issued: str | None
    edtf: str | None
    earliest: str | None
    latest: str | None
    by: tuple[str, ...] = ()
    tolls: dict[str, tuple[int | None, int | None, str | None]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One event: labels of its actors and places, sorted, with their IRIs; reports by article and evidence."""

    iri: str
    kind: str
    reports: tuple[Told, ...]
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()  # IRIs of the places
    contested: bool = False
    publishers: int = 0

    @property
    def earliest(self) -> str | None:
        """The first day that a report gives."""
        return min((one.earliest for one in self.reports if one.earliest), default=None)

    @property
    def latest(self) -> str | None:
        """The last day that a report gives."""
        return max((one.latest for one in self.reports if one.latest), default=None)

    @property
    def ending(self) -> str | None:
        """The last day on which it may have happened: what is told as "since 1990" happened in 1990, though it lasts."""
        return self.latest or self.earliest

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates as told, in EDTF, each once, sorted."""
        return tuple(sorted({one.edtf for one in self.reports if one.edtf}))

    @property
    def status(self) -> str:
        """The surest status among the reports."""
        told = {one.status for one in self.reports}
        return next((status for status in ("asserted", "claimed", "denied") if status in told), "")


def read_occurrences(store: Queryable) -> list[Occurrence]:
    """Every event, by first day, last day and IRI, undated ones last; a graph without events gives none."""
    by: dict[str, list[str]] = {}
    for row in _ask(store, _SOURCES):
        by.setdefault(row["evidence"], []).append(row["by"])
    reports: dict[str, dict[str, Told]] = {}
    for row in _ask(store, _REPORTS):
        told = _read_report(row, tuple(sorted(set(by.get(row["evidence"], ())))))
        reports.setdefault(row["event"], {}).setdefault(told.evidence, told)
    ends: dict[tuple[str, str], set[str]] = {}
    for row in _ask(store, _ENDS):
        ends.setdefault((row["event"], row["role"]), set()).add(row["label"] or shorten(row["end"]))
        ends.setdefault((row["event"], "ends"), set()).add(row["end"])
        if row["role"] == "places":
            ends.setdefault((row["event"], "sites"), set()).add(row["end"])
    about = {row["event"]: row for row in sorted(_ask(store, _EVENTS), key=lambda row: row["kind"], reverse=True)}
    found = [
        Occurrence(
            iri=shorten(iri),
            kind=_tail(about[iri]["kind"]) if iri in about else "Event",
            reports=tuple(sorted(told.values(), key=lambda one: (one.article, one.evidence))),
            actors=tuple(sorted(ends.get((iri, "actors"), ()))),
            places=tuple(sorted(ends.get((iri, "places"), ()))),
            ends=tuple(sorted(ends.get((iri, "ends"), ()))),
            sites=tuple(sorted(ends.get((iri, "sites"), ()))),
            contested=iri in about and about[iri]["contested"] == "true",
            publishers=int(about[iri]["publishers"] or 0) if iri in about else 0,
        )
        for iri, told in reports.items()
    ]
    return sorted(found, key=lambda one: (one.earliest or one.latest or "9", one.latest or "9", one.iri))


def _ask(store: Queryable, query: str) -> list[dict[str, Any]]:
    solutions = store.query(query, prefixes=PREFIXES)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name].value if row[name] is not None else None for name in names} for row in solutions]


def _read_report(row: dict[str, Any], by: tuple[str, ...]) -> Told:
    tolls = {}
    for name in _TOLLS:
        least, most, words = row[f"{name}Min"], row[f"{name}Max"], row[f"{name}Text"]
        if least is not None or most is not None:
            tolls[name] = (int(least) if least else None, int(most) if most else None, words)
    return Told(
        **{name: row[name] for name in ("what", "quote", "title", "publisher", "issued", "edtf", "earliest", "latest")},
        evidence=shorten(row["evidence"]),
        relation=_tail(row["relation"]),
        status=_tail(row["status"]),
        article=shorten(row["article"]),
        by=by,
        tolls=tolls,
    )


def _tail(iri: str) -> str:
    return shorten(iri).removeprefix("skg:")
