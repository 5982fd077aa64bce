"""How much of a network its page has room for: the folded actors that come in, and the statements that stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from sahelkg.content import MOST_BYTES, OWN_BYTES
from sahelkg.folds import keep_folded
from sahelkg.page import write_json
from sahelkg.pagedata import write_actors, write_articles, write_edges

if TYPE_CHECKING:
    from sahelkg.network import NetworkData

USUAL_ACTORS = 300  # that a page of the usual size shows; one of more may be larger in proportion
_BYTES_OF_A_NODE, _BYTES_OF_AN_EDGE, _BYTES_OF_A_FOLDED = 120, 150, 40  # in the picture, rounded up


def fit_network(data: NetworkData, taken: int) -> NetworkData:
    """The network as far as its page has room for it; what does not come in counts as left out.

    First the least central of the folded actors stay out, then, where the edges between the others are still too many
    for one passage each, those with the fewest passages. Each actor keeps the edge of which most is told.

    Args:
        data: The network.
        taken: Bytes that the page's library takes.

    Examples:
        >>> from sahelkg.network import NetworkData
        >>> fit_network(NetworkData(), 500_000) == NetworkData()
        True
    """
    kept = keep_folded(data, _count_folded(data, taken))
    return kept if kept.folded else _keep_best_told(kept, taken)


def _count_folded(data: NetworkData, taken: int) -> int:
    """How many of the folded actors the page has room for, beside five passages of every edge of the others."""
    if not data.folded:
        return 0
    rank = {iri: number for number, iri in enumerate(data.folded, 1)}
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    sizes = [0] * (len(data.folded) + 1)  # what comes in with each of them
    for actor, written in zip(data.actors, write_actors(data, [0] * len(data.actors)), strict=True):
        own = rank.get(actor.iri, 0)
        sizes[own] += len(write_json(written).encode()) + (_BYTES_OF_A_FOLDED if own else _BYTES_OF_A_NODE)
    for edge, one in zip(data.edges, write_edges(data, numbers, most=5, letters=900), strict=True):
        own = max(rank.get(edge.subject, 0), rank.get(edge.object, 0))
        sizes[own] += len(write_json(one).encode()) + (_BYTES_OF_A_FOLDED if own else _BYTES_OF_AN_EDGE)
    room = MOST_BYTES - OWN_BYTES - taken - len(write_json(write_articles(data)).encode())
    totals = list(accumulate(sizes))
    return max((number for number, total in enumerate(totals) if total <= room), default=0)


def _keep_best_told(data: NetworkData, taken: int) -> NetworkData:
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    written = write_edges(data, numbers, most=1, letters=300)
    sizes = [len(write_json(one).encode()) + _BYTES_OF_AN_EDGE for one in written]
    most = MOST_BYTES * max(1.0, len(data.actors) / USUAL_ACTORS)
    actors = len(write_json(write_actors(data, [0] * len(data.actors))).encode()) + _BYTES_OF_A_NODE * len(data.actors)
    room = most - OWN_BYTES - taken - actors - len(write_json(write_articles(data)).encode())
    if sum(sizes) <= room:
        return data
    order = sorted(range(len(data.edges)), key=lambda number: (-data.edges[number].weight, data.edges[number].iri))
    best: dict[str, int] = {}  # of each actor
    for number in order:
        for actor in (data.edges[number].subject, data.edges[number].object):
            best.setdefault(actor, number)
    leads, kept = set(best.values()), set[int]()
    for number in dict.fromkeys([*sorted(leads), *order]):
        if number in leads or sizes[number] <= room:
            kept.add(number)
            room -= sizes[number]
    edges = tuple(edge for number, edge in enumerate(data.edges) if number in kept)
    names = {edge.relation for edge in edges}
    articles = {passage.article for edge in edges for passage in edge.passages}
    return replace(
        data,
        edges=edges,
        relations=tuple(relation for relation in data.relations if relation.name in names),
        sources=tuple(source for source in data.sources if source.iri in articles),
        left_out=replace(data.left_out, least_told=len(data.edges) - len(edges)),
    )
