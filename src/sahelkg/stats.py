"""How much a graph holds: articles, passages, statements, events, actors; by status, relation, kind and publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.lookup import Queryable

_ALL = {
    "articles": "SELECT (COUNT(?x) AS ?n) { ?x a schema:NewsArticle }",
    "passages": "SELECT (COUNT(?x) AS ?n) { ?x a skg:Evidence }",
    "statements": "SELECT (COUNT(?x) AS ?n) { ?x a skg:Statement }",
    "contested statements": "SELECT (COUNT(?x) AS ?n) { ?x a skg:Statement ; skg:contested true }",
    "bare edges": "SELECT (COUNT(*) AS ?n) { ?p a skg:Relation . ?s ?p ?o }",
    "events": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x skg:report ?e }",
    "actors and places": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?s rdf:subject|rdf:object ?x }",
    "actors and places not known before": """SELECT (COUNT(DISTINCT ?x) AS ?n) { ?s rdf:subject|rdf:object ?x
        FILTER(STRSTARTS(STR(?x), "https://w3id.org/sahelkg/id/x-")) }""",
    "triples of the merged graph": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
}
_GROUPED = {
    "passages by status": "SELECT ?key (COUNT(?e) AS ?n) { ?e a skg:Evidence ; skg:status ?key } GROUP BY ?key",
    "statements by relation": """SELECT ?key (COUNT(?s) AS ?n) { ?s a skg:Statement ; rdf:predicate ?key }
        GROUP BY ?key""",
    "actors and places by kind": """SELECT ?key (COUNT(DISTINCT ?x) AS ?n) {
        ?s rdf:subject|rdf:object ?x . ?x a ?key } GROUP BY ?key""",
    "events by kind": "SELECT ?key (COUNT(DISTINCT ?x) AS ?n) { ?x skg:report ?e ; a ?key } GROUP BY ?key",
    "articles by publisher": """SELECT ?key (COUNT(?x) AS ?n) { ?x a schema:NewsArticle
        OPTIONAL { ?x dcterms:publisher ?key } } GROUP BY ?key""",
}


class Count(NamedTuple):
    """One figure: what is counted, the member of it (``""`` for the whole), and how many."""

    what: str
    item: str
    number: int


def count_graph(store: Queryable) -> list[Count]:
    """The totals, then the groups, each with the most frequent first; an empty graph has noughts and no groups."""
    return [*_count_totals(store), *_count_groups(store)]


def _count_totals(store: Queryable) -> Iterator[Count]:
    for what, query in _ALL.items():
        for row in store.query(query, prefixes=PREFIXES):
            yield Count(what, "", int(row["n"].value))


def _count_groups(store: Queryable) -> Iterator[Count]:
    for what, query in _GROUPED.items():
        found = []
        for row in store.query(query, prefixes=PREFIXES):
            item = shorten(row["key"].value).removeprefix("skg:") if row["key"] is not None else "unknown"
            if int(row["n"].value):
                found.append(Count(what, item, int(row["n"].value)))
        yield from sorted(found, key=lambda count: (-count.number, count.item))
