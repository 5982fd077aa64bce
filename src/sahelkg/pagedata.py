"""What a page holds of the graph, as JSON: short, without what is empty, articles and actors by their number."""

from __future__ import annotations

import json
import re
import shlex
from functools import cache
from typing import TYPE_CHECKING, Any

from sahelkg.page import read_asset
from sahelkg.vocabulary import BASE, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sahelkg.conflicts import Conflict
    from sahelkg.network import Edge, NetworkData, Passage

FOLDED_LETTERS = 240  # of the one quote that the edge of a folded actor has
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def _read_kinds() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(read_asset("kinds.json"))
    return found


def list_families() -> list[dict[str, Any]]:
    """The families of kinds of actor that share a colour and a shape; the last is for every other kind."""
    return _read_kinds()["families"]


def list_statuses() -> list[dict[str, Any]]:
    """The statuses with how their lines are drawn, and "contested"."""
    return _read_kinds()["statuses"]


def name_kind(kind: str) -> str:
    """A class's local name as words.

    Examples:
        >>> name_kind("ArmedGroup")
        'armed group'
    """
    return _CAPITAL.sub(" ", kind).lower()


def write_actors(data: NetworkData, communities: Sequence[int]) -> list[dict[str, Any]]:
    """The actors in the order of the data, each with its community."""
    return [
        _drop_empty({
            "iri": actor.iri.removeprefix(BASE),
            "label": actor.label,
            "kind": actor.kind,
            "kindLabel": name_kind(actor.kind),
            "names": actor.names,
            "links": actor.links,
            "folded": actor.iri in data.folded_set,
        })
        | {"community": community}
        for actor, community in zip(data.actors, communities, strict=True)
    ]


def write_relations(data: NetworkData) -> dict[str, dict[str, Any]]:
    """The relations by name."""
    return {
        relation.name: _drop_empty({
            "label": relation.label,
            "symmetric": relation.symmetric,
            "plover": relation.plover,
            "event": relation.event,
        })
        for relation in data.relations
    }


def write_articles(data: NetworkData) -> list[dict[str, str]]:
    """The articles in the order of the data; ``id`` is what the article's IRI ends in."""
    return [
        {
            "id": source.iri.rsplit("/", 1)[-1],
            "iri": source.iri.removeprefix(BASE),
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "url": source.url,
        }
        for source in data.sources
    ]


def write_edges(
    data: NetworkData, numbers: Mapping[str, int], *, most: int | None = None, letters: int | None = None
) -> list[dict[str, Any]]:
    """The edges in the order of the data.

    Args:
        data: The network.
        numbers: The actors' numbers by IRI.
        most: The most passages of an edge; where it is told and denied, one of each stays. The edges of folded actors
            have one, and no more than :data:`FOLDED_LETTERS` of it.
        letters: The most code points of a quote.
    """
    articles = {source.iri: number for number, source in enumerate(data.sources)}
    labels = {actor.iri: actor.label for actor in data.actors}
    written = []
    for edge in data.edges:
        folded = data.is_folded(edge)
        kept = _choose_passages(edge, 1 if folded else most)
        left = edge.weight - len(kept)
        words = (labels[edge.subject], edge.relation, labels[edge.object])
        written.append(
            {
                "iri": edge.iri.removeprefix(BASE),
                "subject": numbers[edge.subject],
                "relation": edge.relation,
                "object": numbers[edge.object],
                "passages": [_write_passage(passage, articles, numbers, FOLDED_LETTERS if folded else letters) for passage in kept],
            }
            | _drop_empty({"bare": edge.bare, "contested": edge.contested, "more": left})
            | ({"explain": "sahelkg explain " + " ".join(map(shlex.quote, words))} if left else {})
        )
    return written


def _choose_passages(edge: Edge, most: int | None) -> list[Passage]:
    """As many passages as there is room for, in their order: the surest, a denial, one of each status, the rest."""
    if most is None or edge.weight <= most:
        return list(edge.passages)
    first = {passage.status: passage for passage in reversed(edge.passages)}
    order = dict.fromkeys([edge.status, "denied", *edge.statuses])
    kept = dict.fromkeys([first[status].iri for status in order if status in first])
    kept |= dict.fromkeys(passage.iri for passage in edge.passages)
    chosen = set(list(kept)[: max(most, 1 + (edge.status != "denied" and "denied" in first))])
    return [passage for passage in edge.passages if passage.iri in chosen]


def _write_passage(
    passage: Passage, articles: Mapping[str, int], numbers: Mapping[str, int], letters: int | None
) -> dict[str, Any]:
    single = passage.date == passage.earliest == passage.latest  # a day: the page takes it for both
    cut = letters is not None and len(passage.quote) > letters
    quote = passage.quote[:letters] if cut else passage.quote
    return {
        "iri": passage.iri.removeprefix(BASE),
        "article": articles[passage.article],
        "quote": quote,
        "status": passage.status,
    } | _drop_empty({
        "cut": cut,
        "start": passage.start,
        "marks": [(mark.start, mark.end, mark.role) for mark in passage.marks if mark.end <= len(quote)],
        "by": passage.said_by,
        "cue": passage.cue,
        "when": passage.date,
        **({} if single else {"from": passage.earliest, "to": passage.latest}),
        "places": passage.places,
        "at": [numbers[iri] for iri in passage.sites if iri in numbers],
        "deaths": passage.deaths,
        "wounded": passage.wounded,
        "hostages": passage.hostages,
        "accusation": passage.accusation,
        "rule": passage.rule,
    })


def write_conflicts(data: NetworkData, conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Those disagreements of which the network has a passage on two sides or more, in the order given."""
    known = {passage.iri for edge in data.edges for passage in edge.passages}
    return [
        {
            "iri": expand(one.iri).removeprefix(BASE),
            "kind": one.kind,
            "about": one.about,
            "sides": [{"says": side.says, "evidence": expand(side.evidence).removeprefix(BASE)} for side in one.sides],
        }
        for one in conflicts
        if sum(expand(side.evidence) in known for side in one.sides) > 1
    ]


def _drop_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
