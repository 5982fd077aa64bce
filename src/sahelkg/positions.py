"""Where the actors of a picture stand: computed beforehand, so that a page needs no physics and is the same each time.

Actors that have much to do with each other are found (Louvain's method) and kept together. Each of these communities is
laid out by Fruchterman and Reingold's springs, the communities are packed beside those that they are tied to, and at
last what overlaps is moved apart. networkx is imported when a picture is asked for, not before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SPACING = 150.0  # units of the picture between two neighbours; a pixel each at a zoom of 1
WIDE = 1.35  # screens are wider than high, and so are labels
SEED = 7
MOST_FOR_SPRINGS = 480  # from 500 nodes on networkx's springs ask for scipy, which nothing else here needs


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an actor stands in the picture, in whole units, and its community, the largest being 0."""

    x: int
    y: int
    community: int


def compute_positions(
    size: int, ties: Iterable[tuple[int, int, float]], communities: Sequence[Sequence[int]] | None = None
) -> list[Place]:
    """The places of the actors ``0 … size - 1`` that are tied to each other with a weight above 0.

    Equal input gives equal places; the order of the ties does not matter.

    Args:
        size: How many actors there are.
        ties: The two ends and the weight of each.
        communities: The members of each community, every actor in one; found by :func:`find_communities` unless given.

    Examples:
        >>> places = compute_positions(3, [(0, 1, 1.0)])
        >>> [place.community for place in places]
        [0, 0, 1]
    """
    graph = _build_graph(size, ties)
    communities = find_communities(graph) if communities is None else communities
    inner = [_lay_out(graph.subgraph(members)) for members in communities]
    centres = _pack(graph, communities, [_radius(points) for points in inner])
    found: dict[int, tuple[float, float, int]] = {}
    for number, (points, (x, y)) in enumerate(zip(inner, centres, strict=True)):
        found.update({node: (x + px, y + py, number) for node, (px, py) in points.items()})
    spread = _move_apart([(found[node][0] * WIDE, found[node][1]) for node in range(size)])
    return [Place(x=round(x), y=round(y), community=found[node][2]) for node, (x, y) in enumerate(spread)]


def group_nodes(size: int, ties: Iterable[tuple[int, int, float]]) -> list[int]:
    """The number of the community of each actor ``0 … size - 1``, the largest community being 0."""
    home = [0] * size
    for number, members in enumerate(find_communities(_build_graph(size, ties))):
        for node in members:
            home[node] = number
    return home


def _build_graph(size: int, ties: Iterable[tuple[int, int, float]]) -> Any:
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(size))
    for one, other, weight in sorted((min(tie[:2]), max(tie[:2]), tie[2]) for tie in ties):
        if one != other:
            graph.add_edge(one, other, weight=graph.get_edge_data(one, other, {"weight": 0.0})["weight"] + weight)
    return graph


def measure_centrality(actors: Iterable[str], ties: Iterable[tuple[str, str]]) -> dict[str, float]:
    """The degree centrality of each actor: the share of the other actors that it is tied to, from 0 to 1.

    It is what a reader can check in the picture, it ranks actors of separate parts alike, and it is quick to compute.

    Examples:
        >>> measure_centrality("abc", [("a", "b"), ("b", "a"), ("b", "b")])
        {'a': 0.5, 'b': 0.5, 'c': 0.0}
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from((one, other) for one, other in ties if one != other)
    return dict(nx.degree_centrality(graph))


def find_communities(graph: Any) -> list[list[int]]:
    """The communities of a networkx graph whose nodes are numbers: the largest first, then by their smallest member."""
    import networkx as nx

    if not graph.number_of_nodes():
        return []
    found = nx.community.louvain_communities(graph, weight="weight", resolution=1.0, seed=SEED)
    return sorted((sorted(members) for members in found), key=lambda members: (-len(members), members[0]))


def _lay_out(graph: Any) -> dict[int, tuple[float, float]]:
    """The members of one community around (0, 0)."""
    import networkx as nx

    nodes = sorted(graph)
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    reach = SPACING * math.sqrt(len(nodes)) * 0.5
    if len(nodes) > MOST_FOR_SPRINGS:  # the best tied in the middle of a sunflower's head
        order = sorted(nodes, key=lambda node: (-graph.degree(node), node))
        turns = [(math.sqrt((rank + 0.5) / len(nodes)), rank * 2.399963) for rank in range(len(nodes))]
        return {
            node: (reach * r * math.cos(turn), reach * r * math.sin(turn))
            for node, (r, turn) in zip(order, turns, strict=True)
        }
    ordered: nx.Graph[int] = nx.Graph()  # a subgraph's own order is that of a set
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted((min(e), max(e)) for e in graph.edges()))
    start = {
        node: (math.cos(6.2832 * i / len(nodes)), math.sin(6.2832 * i / len(nodes))) for i, node in enumerate(nodes)
    }
    laid = nx.spring_layout(ordered, pos=start, k=1.6 / math.sqrt(len(nodes)), iterations=120, weight=None, seed=SEED)
    return {node: (float(laid[node][0]) * reach, float(laid[node][1]) * reach) for node in nodes}


def _radius(points: dict[int, tuple[float, float]]) -> float:
    return max(math.hypot(x, y) for x, y in points.values()) + SPACING * 0.4


def _pack(graph: Any, communities: Sequence[Sequence[int]], radii: Sequence[float]) -> list[tuple[float, float]]:
    """The centres of the communities, none over another: each as near as it can be to those that it is tied to."""
    home = {node: number for number, members in enumerate(communities) for node in members}
    ties: dict[int, dict[int, float]] = {number: {} for number in range(len(communities))}
    for one, other, weight in graph.edges(data="weight"):
        a, b = home[one], home[other]
        if a != b:
            ties[a][b] = ties[a].get(b, 0.0) + weight
            ties[b][a] = ties[b].get(a, 0.0) + weight
    centres: dict[int, tuple[float, float]] = {}
    left = list(range(len(communities)))
    while left:
        # Next comes what is best tied to what already stands; of those without ties the largest.
        number = max(left, key=lambda n: (sum(w for o, w in sorted(ties[n].items()) if o in centres), -n))
        left.remove(number)
        near = {o: w for o, w in sorted(ties[number].items()) if o in centres}
        total = sum(near.values())
        target = (
            (
                sum(centres[o][0] * w for o, w in near.items()) / total,
                sum(centres[o][1] * w for o, w in near.items()) / total,
            )
            if total
            else (0.0, 0.0)
        )
        centres[number] = _free_place(target, radii[number], [(*centres[o], radii[o]) for o in sorted(centres)])
    return [centres[number] for number in range(len(communities))]


def _free_place(
    target: tuple[float, float], radius: float, taken: Sequence[tuple[float, float, float]]
) -> tuple[float, float]:
    """The free place nearest to the target and, at equal distance, to the middle."""
    step = max(radius * 0.35, SPACING * 0.25)
    for ring in range(4000):
        count = max(1, round(6.2832 * ring))
        spots = [
            (
                target[0] + ring * step * math.cos(6.2832 * i / count),
                target[1] + ring * step * math.sin(6.2832 * i / count),
            )
            for i in range(count)
        ]
        free = [s for s in spots if all(math.hypot(s[0] - x, s[1] - y) >= radius + r for x, y, r in taken)]
        if free:
            return min(free, key=lambda spot: (round(math.hypot(*spot), 6), spot))
    return target


def _move_apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points with room for a label below each: who stands too near to another gives way, both by half."""
    import numpy as np

    if len(points) < 2:
        return list(points)
    wide, high = SPACING * 0.9, SPACING * 0.5
    place = np.array(points, dtype=float)
    place += np.array([[(i % 7) * 1e-3, (i % 11) * 1e-3] for i in range(len(points))])  # two in one spot must part too
    for _ in range(60 if len(points) <= 400 else 12):
        dx, dy = (place[:, None, axis] - place[None, :, axis] for axis in (0, 1))
        overlap_x, overlap_y = wide - np.abs(dx), high - np.abs(dy)
        clash = (overlap_x > 0) & (overlap_y > 0)
        np.fill_diagonal(clash, val=False)
        if not clash.any():
            break
        sideways = clash & (overlap_x / wide < overlap_y / high)
        upright = clash & ~sideways
        place[:, 0] += np.where(sideways, np.sign(dx) * overlap_x, 0.0).sum(axis=1) * 0.3
        place[:, 1] += np.where(upright, np.sign(dy) * overlap_y, 0.0).sum(axis=1) * 0.3
    return [(float(x), float(y)) for x, y in place]


def curve_edges(ends: Sequence[tuple[int, int]], points: Sequence[tuple[int, int]]) -> list[float]:
    """How much each edge bends: 0 is straight, above 0 clockwise, below 0 the other way.

    Edges between the same two actors bend apart, and an edge that would run through a third actor bends around it.

    Examples:
        >>> curve_edges([(0, 1), (0, 1)], [(0, 0), (100, 0)])
        [-0.14, 0.14]
    """
    import numpy as np

    spots = np.array(points, dtype=float).reshape(-1, 2)
    together: dict[tuple[int, int], list[int]] = {}
    for number, (one, other) in enumerate(ends):
        together.setdefault((min(one, other), max(one, other)), []).append(number)
    bends = [0.0] * len(ends)
    for (one, other), numbers in together.items():
        if one == other:
            continue
        middle = (len(numbers) - 1) / 2
        step = min(0.28, 1.1 / len(numbers))
        aside = 0.2 if len(numbers) == 1 and _runs_through(one, other, spots) else 0.0
        for rank, number in enumerate(numbers):
            bend = (rank - middle) * step + aside
            bends[number] = round(bend if ends[number][0] == one else -bend, 3)
    return bends


def _runs_through(one: int, other: int, points: Any) -> bool:
    """Whether a third point lies on the straight line between two, given by their numbers."""
    import numpy as np

    (x, y), (u, v) = points[one], points[other]
    dx, dy = u - x, v - y
    square = dx * dx + dy * dy
    along = (points[:, 0] - x) * dx + (points[:, 1] - y) * dy
    aside = (points[:, 0] - x) * dy - (points[:, 1] - y) * dx
    near = (along > 0) & (along < square) & (np.abs(aside) < 22 * np.sqrt(square))
    near[[one, other]] = False
    return bool(near.any())
