"""The part of a graph that a query's answer names: its actors and edges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.errors import QueryError
from sahelkg.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sahelkg.lookup import Queryable
    from sahelkg.query import Answer

_RELATIONS = "SELECT DISTINCT ?relation WHERE { ?statement a skg:Statement ; rdf:predicate ?relation }"
_REPORTS = "SELECT ?event ?evidence WHERE { ?event skg:report ?evidence }"
_TOLD = PREFIXES["st"], PREFIXES["ev"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What a page is to show, by full IRIs.

    ``told`` are statements and evidence; ``pairs`` two actors each, with the relation between them or ``""`` for any;
    ``actors`` are shown even alone, and with the edges between all of them where ``between`` says so. ``name`` is the
    query as the user gave it.
    """

    told: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str, str]] = frozenset()
    actors: frozenset[str] = frozenset()
    between: bool = True
    name: str = ""

    def holds(self, subject: str, relation: str, obj: str) -> bool:
        """Whether an edge is part of it by its actors."""
        if self.between and {subject, obj} <= self.actors:
            return True
        first, second = sorted((subject, obj))
        return (first, relation, second) in self.pairs or (first, "", second) in self.pairs


def make_part(iris: Iterable[str]) -> Part:
    """The part that statements, evidence and actors name: the edges of the first, and those between the actors."""
    full = {expand(iri) for iri in iris}
    told = frozenset(iri for iri in full if iri.startswith(_TOLD))
    return Part(told=told, actors=frozenset(full - told))


def read_part(store: Queryable, answer: Answer, name: str = "") -> Part:
    """The actors and edges that a query's answer names.

    A row that names a statement, a passage or an event gives the edges of these; one that names two actors and a relation
    the edge between them, be it told the one way or the other; one that names two actors only, all edges between them. Where
    each row names one actor at most, the edges between all of these are given. Triples of CONSTRUCT count as rows.

    Args:
        store: What was asked; it says which IRIs are relations, and what events consist of.
        answer: The answer, not yet gone through.
        name: The query as the user gave it.

    Raises:
        QueryError: The answer names nothing that a page could show.
    """
    relations = {row["relation"].value for row in store.query(_RELATIONS, prefixes=PREFIXES)}
    told: set[str] = set()
    events: set[str] = set()
    pairs: set[tuple[str, str, str]] = set()
    actors: set[str] = set()
    for row in _read_iris(answer):
        direct = {iri for iri in row if iri.startswith(_TOLD)}
        events |= (happened := {iri for iri in row if iri.startswith(PREFIXES["evt"])})
        told |= direct
        own = sorted({iri for iri in row if iri.startswith(PREFIXES["ent"])})
        actors |= set(own)
        if not direct and not happened:
            between = [iri for iri in row if iri in relations] or [""]
            pairs |= {(one, relation, other) for one, other in combinations(own, 2) for relation in between}
    if events:
        reports = store.query(_REPORTS, prefixes=PREFIXES)
        told |= {row["evidence"].value for row in reports if row["event"].value in events}
    if not told and not actors:
        raise QueryError(
            f"{name or 'the query'}: its answer names no actor, statement, passage or event: return their IRIs, as in "
            "SELECT ?subject ?relation ?object"
        )
    return Part(
        told=frozenset(told),
        pairs=frozenset(pairs),
        actors=frozenset(actors),
        between=not told and not pairs,
        name=name,
    )


def _read_iris(answer: Answer) -> Iterable[list[str]]:
    if isinstance(answer.result, ox.QueryBoolean):
        return
    for row in answer.result:
        terms = [row[column] for column in answer.columns] if isinstance(row, ox.QuerySolution) else list(row)
        yield [term.value for term in terms if isinstance(term, ox.NamedNode)]
