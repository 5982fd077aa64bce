"""What passages say of one thing on which they may disagree, and whether they speak of the same days."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from sahelkg.lookup import Queryable

SAME_TIME = 30  # days between two articles that speak of who leads now, and mean the same now
TELLS = frozenset({"asserted", "claimed"})
_SIDES = """SELECT DISTINCT ?statement ?group ?about ?says ?evidence ?status ?by ?publisher ?quote ?earliest ?latest
    ?subject ?object ?article ?issued ?start ?trigger
WHERE {{
    {choice}
    ?evidence skg:evidenceFor ?statement ; skg:status ?status ; skg:quote ?quote ; prov:wasQuotedFrom ?article .
    OPTIONAL {{ ?evidence skg:attributedTo/skos:prefLabel ?by }}
    OPTIONAL {{ ?article dcterms:publisher ?publisher }}
    OPTIONAL {{ ?evidence skg:earliest ?earliest }}
    OPTIONAL {{ ?evidence skg:latest ?latest }}
    OPTIONAL {{ ?article dcterms:issued ?issued }}
    OPTIONAL {{ ?evidence skg:start ?start ; skg:trigger ?trigger }}
}}"""
_PAST_OFFICE = """SELECT ?word WHERE {
    GRAPH <https://w3id.org/sahelkg/ontology> { ?entry a skg:PastOfficeWord ; skg:word ?word } }"""
_GROUP_NOUNS = """SELECT ?label WHERE {
    GRAPH <https://w3id.org/sahelkg/ontology> { ?entry a skg:GroupNoun ; rdfs:label ?label } }"""
_GENERIC = "SELECT ?who ?name WHERE { ?who a skg:GenericActor ; skos:prefLabel|skos:altLabel ?name }"
_PLAIN = "statement", "group", "about", "subject", "object", "earliest", "latest", "article", "issued", "start", "trigger"


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one passage says in a conflict."""

    says: str
    status: str
    evidence: str
    quote: str
    by: tuple[str, ...] = ()
    publisher: str | None = None


@dataclass(kw_only=True)
class Row:
    """One passage with what it is grouped by; ``start`` and ``trigger`` are as in the graph."""

    statement: str
    group: str
    about: str
    subject: str
    object: str
    side: Side
    earliest: str | None
    latest: str | None
    article: str
    issued: str | None
    start: str | None
    trigger: str | None


def read_sides(store: Queryable, choice: str) -> list[Row]:
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
        if row["trigger"] and row["trigger"] < rows[key]["trigger"]:
            rows[key]["trigger"] = row["trigger"]
    return [
        Row(
            **{name: row[name] for name in _PLAIN},
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


def may_be_one(one: Row, other: Row) -> bool:
    """Whether two passages may speak of one event: of one article, or of articles of the same days; no dates apart."""
    if not overlap(one, other):
        return False
    return one.article == other.article or _are_of_same_days(one, other)


def _are_of_same_days(one: Row, other: Row) -> bool:
    if not one.issued or not other.issued:
        return False
    days = date.fromisoformat(one.issued[:10]) - date.fromisoformat(other.issued[:10])
    return abs(days.days) <= SAME_TIME


def speak_of_one_office(one: Row, other: Row, past: set[str]) -> bool:
    """Whether two undated passages name, by the same word, who holds an office in the days of their articles."""
    words = _read_trigger(one), _read_trigger(other)
    if not _are_of_same_days(one, other) or not words[0] or words[0] != words[1]:
        return False
    said = re.findall(r"\w+", f"{one.side.quote} {other.side.quote}".casefold())
    return past.isdisjoint(said)


def _read_trigger(row: Row) -> str:
    """The word of a passage that tells of the office ("president"), in lower case; empty where it isn't noted."""
    found = re.fullmatch(r"char=(\d+),(\d+)", row.trigger or "")
    if not found or not row.start:
        return ""
    first, last = (int(place) - int(row.start) for place in found.groups())
    return row.side.quote[first:last].casefold()


def read_past_offices(store: Queryable) -> set[str]:
    """The words of the store's ontology by which somebody holds an office no more ("former")."""
    return {row["word"].value for row in store.query(_PAST_OFFICE, prefixes=PREFIXES)}


def read_groups_of_people(store: Queryable) -> set[str]:
    """The IRIs of actors that are people without a name ("civilians"), not offices, bodies or things without one."""
    labels = {row["label"].value for row in store.query(_GROUP_NOUNS, prefixes=PREFIXES)}
    return {row["who"].value for row in store.query(_GENERIC, prefixes=PREFIXES) if row["name"].value in labels}


def overlap(one: Row, other: Row) -> bool:
    """Whether two intervals share a day, open ends reaching as far as they can."""
    return not (
        (one.latest and other.earliest and one.latest < other.earliest)
        or (other.latest and one.earliest and other.latest < one.earliest)
    )
