"""What a picture holds above its cap: the other actors of each community, folded into one node that can be opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sahelkg.positions import Place, compute_positions, group_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.network import NetworkData


@dataclass(frozen=True, kw_only=True)
class Fold:
    """The folded actors of one community, by their numbers, the most central first, and where its node stands.

    ``hub`` is the community's most central actor that is not folded, None where there is none.
    """

    place: Place
    members: tuple[int, ...]
    hub: int | None

    @property
    def id(self) -> str:
        """What the picture calls its node."""
        return f"fold-{self.place.community}"


def lay_out(data: NetworkData) -> tuple[list[Place], list[Fold]]:
    """The place of each actor in the order of the data, and the folds by community; none where no actor is folded.

    A folded actor has the place of its fold: the page makes room around that when the fold is opened.
    """
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    ties = [(numbers[edge.subject], numbers[edge.object], float(edge.weight)) for edge in data.edges]
    folded = [numbers[iri] for iri in data.folded if iri in numbers]
    if not folded:
        return compute_positions(len(data.actors), ties), []
    group = group_nodes(len(data.actors), ties)
    inside: dict[int, list[int]] = {}
    for number in folded:  # the most central first
        inside.setdefault(group[number], []).append(number)
    apart = set(folded)
    standing = [number for number in range(len(data.actors)) if number not in apart]
    at = {number: index for index, number in enumerate(standing)}
    at |= {m: len(standing) + index for index, (_, members) in enumerate(sorted(inside.items())) for m in members}
    groups: list[list[int]] = [[] for _ in range(max(group) + 1)]
    for number, index in sorted(at.items()):
        if index not in groups[group[number]]:
            groups[group[number]].append(index)
    places = compute_positions(
        len(standing) + len(inside), [(at[one], at[other], weight) for one, other, weight in ties], groups
    )
    degree = [0] * len(data.actors)
    for one, other, _ in ties:
        degree[one] += 1
        degree[other] += 1
    found: dict[int, Place] = {number: places[at[number]] for number in standing}
    folds = []
    for index, (community, members) in enumerate(sorted(inside.items())):
        place = places[len(standing) + index]
        found |= dict.fromkeys(members, place)
        hubs = [number for number in standing if group[number] == community]
        hub = min(hubs, key=lambda number: (-degree[number], number), default=None)
        folds.append(Fold(place=place, members=tuple(members), hub=hub))
    return [found[number] for number in range(len(data.actors))], folds


def join_edges(data: NetworkData, folds: Sequence[Fold]) -> list[dict[str, Any]]:
    """The lines that stand for the edges of folded actors: ``ends`` and the numbers of the ``edges``, by their ends.

    An end is an actor's number or a fold's id. Edges within a fold have no line.
    """
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    home = {member: fold.id for fold in folds for member in fold.members}
    joined: dict[tuple[str, str], tuple[tuple[int | str, int | str], list[int]]] = {}
    for number, edge in enumerate(data.edges):
        one, other = numbers[edge.subject], numbers[edge.object]
        ends = home.get(one, one), home.get(other, other)
        if ends[0] == ends[1] or (one not in home and other not in home):
            continue
        first, second = sorted(ends, key=str)
        joined.setdefault((str(first), str(second)), ((first, second), []))[1].append(number)
    return [{"ends": list(ends), "edges": edges} for _, (ends, edges) in sorted(joined.items())]


def keep_folded(data: NetworkData, most: int) -> NetworkData:
    """The network with so many of its folded actors; the rest counts as left out."""
    gone = set(data.folded[most:])
    if not gone:
        return data
    edges = tuple(edge for edge in data.edges if edge.subject not in gone and edge.object not in gone)
    names = {edge.relation for edge in edges}
    articles = {passage.article for edge in edges for passage in edge.passages}
    left = replace(
        data.left_out,
        actors=data.left_out.actors + len(gone),
        edges=data.left_out.edges + len(data.edges) - len(edges),
    )
    return replace(
        data,
        actors=tuple(actor for actor in data.actors if actor.iri not in gone),
        edges=edges,
        relations=tuple(relation for relation in data.relations if relation.name in names),
        sources=tuple(source for source in data.sources if source.iri in articles),
        folded=data.folded[:most],
        left_out=left,
    )
