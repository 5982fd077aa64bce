"""How two actors hang together: the shortest chains of facts between them, each fact with its sentences."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from sahelkg.errors import QueryError
from sahelkg.explain import Explanation, explain_statements
from sahelkg.lookup import find_entity, label_entities
from sahelkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.lookup import Queryable

_AROUND = """SELECT DISTINCT ?subject ?relation ?object WHERE {{
    VALUES ?{end} {{ {terms} }}
    ?relation a skg:Relation .
    ?subject ?relation ?object .
}}"""
_EVIDENCE = """SELECT ?statement ?subject ?relation ?object ?evidence WHERE {{
    VALUES (?subject ?relation ?object) {{ {terms} }}
    ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
    ?evidence skg:evidenceFor ?statement .
}}"""
_AT_ONCE = 500


class Step(NamedTuple):
    """A bare edge, as the graph holds it; a chain may pass it in either direction."""

    subject: str
    relation: str
    object: str


class Chain(NamedTuple):
    """The actors of a chain in order, one more than its steps."""

    actors: tuple[str, ...]
    steps: tuple[Step, ...]


def find_paths(
    store: Queryable, start: str, end: str, *, longest: int = 6, limit: int = 10
) -> tuple[list[Chain], Explanation]:
    """The shortest chains of bare edges between two actors or places, and the passages behind them.

    Args:
        store: the quads to ask.
        start: any name of the one.
        end: any name of the other.
        longest: chains of more steps are not looked for.
        limit: no more chains than that; the first by the IRIs of actors and relations.

    Returns:
        The chains, all equally long, and their edges explained.

    Raises:
        QueryError: a name is unknown or ambiguous, both are the same, or no chain joins them.
    """
    first, last = find_entity(store, start), find_entity(store, end)
    labels = label_entities(store, {first, last})
    if first == last:
        raise QueryError(f"both names mean {labels[first]}: give two actors")
    reached: dict[str, list[tuple[str, Step]]] = {first: []}  # actor → how it was reached in the fewest steps
    edge_of_search = [first]
    for _ in range(longest):
        found: dict[str, set[tuple[str, Step]]] = defaultdict(set)
        for actor, step in _find_steps(store, edge_of_search):
            neighbour = step.object if step.subject == actor else step.subject
            if neighbour not in reached:
                found[neighbour].add((actor, step))
        reached |= {actor: sorted(ways) for actor, ways in found.items()}
        edge_of_search = sorted(found)
        if last in reached or not edge_of_search:
            break
    if last not in reached:
        raise QueryError(f"no chain of at most {longest} facts joins {labels[first]} and {labels[last]}")
    chains = list(islice(_follow_back(reached, last), limit))
    return chains, _explain_steps(store, {step for chain in chains for step in chain.steps})


def _find_steps(store: Queryable, actors: list[str]) -> Iterator[tuple[str, Step]]:
    """Every bare edge at one of the actors, with that actor."""
    for first in range(0, len(actors), _AT_ONCE):
        terms = " ".join(f"<{iri}>" for iri in actors[first : first + _AT_ONCE])
        for end in ("subject", "object"):
            for row in store.query(_AROUND.format(end=end, terms=terms), prefixes=PREFIXES):
                step = Step(*(row[name].value for name in Step._fields))
                yield (step.subject if end == "subject" else step.object), step


def _follow_back(reached: dict[str, list[tuple[str, Step]]], actor: str) -> Iterator[Chain]:
    if not reached[actor]:
        yield Chain((actor,), ())
    for before, step in reached[actor]:
        for chain in _follow_back(reached, before):
            yield Chain((*chain.actors, actor), (*chain.steps, step))


def _explain_steps(store: Queryable, steps: set[Step]) -> Explanation:
    terms = " ".join(f"({' '.join(f'<{iri}>' for iri in step)})" for step in sorted(steps))
    evidence: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in store.query(_EVIDENCE.format(terms=terms), prefixes=PREFIXES):
        statement = row["statement"].value, row["subject"].value, row["relation"].value, row["object"].value
        evidence[statement].add(row["evidence"].value)
    return explain_statements(store, [(*statement, sorted(found)) for statement, found in sorted(evidence.items())])
