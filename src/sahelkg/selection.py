"""Which part of the graph a page shows, read from the default graph of a built store."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sahelkg.errors import QueryError
from sahelkg.lookup import find_entity
from sahelkg.network import LeftOut, NetworkData
from sahelkg.parameters import make_term
from sahelkg.parts import Part, make_part
from sahelkg.passages import describe, find_event_relations, read_actors, read_edges, read_relations, read_sources
from sahelkg.tables import strip_controls
from sahelkg.vocabulary import PREFIXES, article_iri, expand, normalise_name, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sahelkg.lookup import Queryable

STATEMENTS = """
SELECT ?statement ?subject ?relation ?object WHERE {
  ?statement a skg:Statement ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object }"""
EVIDENCE = """
SELECT ?evidence ?statement ?status ?article ?earliest ?latest WHERE {
  ?evidence skg:evidenceFor ?statement ; skg:status ?status ; prov:wasQuotedFrom ?article
  OPTIONAL { ?evidence skg:earliest ?earliest } OPTIONAL { ?evidence skg:latest ?latest } }"""
PARENTS = "SELECT ?relation ?parent WHERE { ?relation rdfs:subPropertyOf ?parent }"
TITLES = "SELECT ?iri ?title WHERE { ?iri a schema:NewsArticle OPTIONAL { ?iri dcterms:title ?title } }"


@dataclass(frozen=True)
class _Told:
    """A statement and the IRIs of those of its evidence that are asked for."""

    iri: str
    subject: str
    relation: str
    object: str
    evidence: tuple[str, ...]


def read_network(
    store: Queryable,
    *,
    around: str | Sequence[str] | None = None,
    hops: int = 1,
    relation: str | Sequence[str] | None = None,
    status: str | Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    article: str | Sequence[str] | None = None,
    only: Part | Iterable[str] | None = None,
    limit: int = 300,
    fold: int = 0,
) -> NetworkData:
    """The actors and edges that are asked for, each edge with those of its passages that are asked for.

    Args:
        store: A built store, or anything that answers SPARQL in its way.
        around: Actors or places, by IRI (``ent:jnim``) or by any name; what is over ``hops`` edges off is left out.
        hops: 1 gives the actors' neighbours and the edges between all of them.
        relation: Local names of relations (``attacked``); those below them in the ontology count too.
        status: Statuses of passages.
        since: ISO day; a passage whose time ends earlier, or that has no time, is left out. What happened "since 2020" ended
            when it began, what was so "since 2020" did not end.
        until: ISO day; likewise for one that begins later.
        article: Ids, IRIs or titles of articles.
        only: What a query returned (:func:`sahelkg.parts.read_part`), or IRIs of statements, evidence or actors: the
            edges of these statements and evidence, and between these actors.
        limit: The most actors. Above it those stay that are nearest to ``around``, and of these the most central ones
            (:func:`sahelkg.positions.measure_centrality`), then those with the most passages; what is left out is counted.
        fold: As many actors above the limit come all the same, as ``folded``: pages show them when asked for.

    Returns:
        The network, in a fixed order; an empty one where nothing is found.

    Raises:
        QueryError: A name or an article is unknown or ambiguous, a status or a date is none, a number is too low.
    """
    if hops < 0 or limit < 1:
        raise QueryError(f"hops is {hops} and limit {limit}: give 0 or more hops and a limit of 1 or more")
    for name, day in (("since", since), ("until", until)):
        _check_day(name, day)
    centres = [find_entity(store, name) for name in _several(around)]
    articles = {_find_article(store, name) for name in _several(article)}
    relations = _with_children(store, _several(relation))
    statuses = {make_term(store, "status", name).value for name in _several(status)}
    statements = _rows(store, STATEMENTS)
    happening = find_event_relations(store) if since else set()
    happened = {statement for statement, _, relation_iri, _ in statements if relation_iri in happening}
    passages, undated = _select_evidence(store, statuses, articles, since, until, happened)
    told = [
        _Told(statement, subject, relation_iri, obj, tuple(sorted(passages[statement])))
        for statement, subject, relation_iri, obj in statements
        if statement in passages and (not relations or relation_iri in relations)
    ]
    part = only if only is None or isinstance(only, Part) else make_part(only)
    if part is not None:
        told = _select_only(told, part)
    told.sort(key=lambda one: (one.subject, one.relation, one.object))
    kept, near = _near(told, centres, hops), len(told)
    alone = sorted(part.actors) if part is not None and part.name and not centres else []
    order = _rank(kept, centres, limit, alone)
    shown = set(order[: limit + fold])
    edges = [one for one in kept if one.subject in shown and one.object in shown]
    data = _describe(store, edges, shown)
    asked = {
        "around": _several(around),
        "hops": [str(hops)] if around and hops != 1 else [],
        "relation": _several(relation),
    }
    asked |= {
        "status": _several(status),
        "since": _several(since),
        "until": _several(until),
        "article": _several(article),
        "query": [part.name] if part is not None and part.name else [],
    }
    return replace(
        data,
        folded=tuple(order[limit : limit + fold]),
        left_out=LeftOut(actors=len(order) - len(shown), edges=len(kept) - len(edges), undated=undated if near else 0),
        asked=tuple((option, value) for option, values in asked.items() for value in values),
    )


def _several(value: str | Sequence[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _rows(store: Queryable, query: str) -> list[tuple[str, ...]]:
    """The solutions of a SELECT, each a tuple of strings; an unbound variable gives ``""``."""
    solutions = store.query(query, prefixes=PREFIXES)
    names = [variable.value for variable in solutions.variables]
    return [tuple(row[name].value if row[name] is not None else "" for name in names) for row in solutions]


def _check_day(name: str, day: str | None) -> None:
    from datetime import date

    try:
        if day is not None:
            date.fromisoformat(day)
    except ValueError:
        raise QueryError(f"{name} is {day!r}: give a day such as 2025-06-30") from None


def _find_article(store: Queryable, name: str) -> str:
    """The IRI of the article that a user means by its id, its IRI or its title."""
    rows = _rows(store, TITLES)
    known = {row[0] for row in rows}
    for iri in (expand(name), expand(article_iri(name))):
        if iri in known:
            return iri
    wanted = normalise_name(name)
    found = sorted({iri for iri, title in rows if wanted and normalise_name(title) == wanted})
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"{len(found)} articles have this title: give one of {', '.join(map(shorten, found[:8]))}")
    import difflib

    near = difflib.get_close_matches(name, sorted({title for _, title in rows if title}), n=3)
    hint = f": did you mean {' or '.join(near)}?" if near else ": sahelkg query articles lists them"
    raise QueryError(strip_controls(f"no article {name!r} in this store{hint}"))


def _with_children(store: Queryable, names: Iterable[str]) -> set[str]:
    """The IRIs of the relations and of all below them."""
    wanted = {make_term(store, "relation", name).value for name in names}
    rows = _rows(store, PARENTS) if wanted else []
    while more := {relation for relation, parent in rows if parent in wanted} - wanted:
        wanted |= more
    return wanted


def _select_evidence(
    store: Queryable, statuses: set[str], articles: set[str], since: str | None, until: str | None, happened: set[str]
) -> tuple[dict[str, list[str]], int]:
    """The evidence asked for, by statement; and how many passages were left out for having no time.

    ``happened`` are the statements that tell events, which do not go on.
    """
    passages: dict[str, list[str]] = {}
    undated = 0
    for evidence, statement, status, article, earliest, latest in _rows(store, EVIDENCE):
        if (statuses and status not in statuses) or (articles and article not in articles):
            continue
        if since or until:
            if not earliest and not latest:
                undated += 1
                continue
            latest = latest or (earliest if statement in happened else "")
            if (since and latest and latest < since) or (until and earliest and earliest > until):
                continue
        passages.setdefault(statement, []).append(evidence)
    return passages, undated


def _select_only(told: Sequence[_Told], part: Part) -> list[_Told]:
    chosen: list[_Told] = []
    for one in told:
        evidence = tuple(iri for iri in one.evidence if iri in part.told)
        if one.iri in part.told or part.holds(one.subject, one.relation, one.object):
            chosen.append(one)
        elif evidence:
            chosen.append(replace(one, evidence=evidence))
    return chosen


def _distances(told: Iterable[_Told], centres: Iterable[str]) -> dict[str, int]:
    neighbours: dict[str, set[str]] = {}
    for one in told:
        neighbours.setdefault(one.subject, set()).add(one.object)
        neighbours.setdefault(one.object, set()).add(one.subject)
    distance = dict.fromkeys(centres, 0)
    queue = deque(distance)
    while queue:
        actor = queue.popleft()
        for other in neighbours.get(actor, ()):
            if other not in distance:
                distance[other] = distance[actor] + 1
                queue.append(other)
    return distance


def _near(told: Sequence[_Told], centres: Sequence[str], hops: int) -> list[_Told]:
    """The edges between actors within so many hops; all of them where there is no centre."""
    if not centres:
        return list(told)
    near = {actor for actor, steps in _distances(told, centres).items() if steps <= hops}
    return [one for one in told if one.subject in near and one.object in near]


def _rank(told: Sequence[_Told], centres: Sequence[str], limit: int, alone: Sequence[str]) -> list[str]:
    """The actors, those to be kept first; in the order of their IRIs where all are kept. Some may have no edge."""
    passages: Counter[str] = Counter(dict.fromkeys([*centres, *alone], 0))
    for one in told:
        passages.update(dict.fromkeys((one.subject, one.object), len(one.evidence)))
    if len(passages) <= limit:
        return sorted(passages)
    from sahelkg.positions import measure_centrality

    central = measure_centrality(passages, ((one.subject, one.object) for one in told))
    distance = _distances(told, centres)
    return sorted(passages, key=lambda actor: (distance.get(actor, 0), -central[actor], -passages[actor], actor))


def _describe(store: Queryable, told: Sequence[_Told], shown: set[str]) -> NetworkData:
    evidence = describe(store, (iri for one in told for iri in one.evidence))
    statements = describe(store, (one.iri for one in told))
    rows = [(one.iri, one.subject, one.relation, one.object, one.evidence) for one in told]
    edges = read_edges(store, rows, evidence, statements)
    return NetworkData(
        actors=read_actors(store, shown),
        edges=edges,
        relations=read_relations(store, {one.relation for one in told}),
        sources=read_sources(store, {passage.article for edge in edges for passage in edge.passages}),
    )
