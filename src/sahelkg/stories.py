"""The timeline and the conflicts page: events in order, and where articles disagree, each with its passages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sahelkg.content import write_content, write_options
from sahelkg.page import build_page
from sahelkg.pagedata import name_kind
from sahelkg.vocabulary import BASE, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sahelkg.conflicts import Conflict
    from sahelkg.network import NetworkData
    from sahelkg.occurrences import Occurrence

SHARED = ("base.js", "evidence.js", "address.js", "events.js", "panel.js", "search.js", "filters.js", "downloads.js")


def draw_timeline(
    data: NetworkData,
    events: Sequence[Occurrence],
    conflicts: Sequence[Conflict] = (),
    *,
    limit: int = 300,
    title: str = "What happened, as told",
) -> str:
    """The page of the events that the network has passages of, in their order.

    Args:
        data: The network that holds the passages of the events' reports; other passages are left out.
        events: By first day, undated ones last.
        conflicts: Disagreements, which the panel shows beside what they are about.
        limit: The most events. Above it the latest stay, dated before undated; the page says what is left out.
        title: Its title.
    """
    told = select_events(data, events)
    dated = [event for event in told if event.earliest or event.latest]
    undated = [event for event in told if not (event.earliest or event.latest)]
    shown = [*dated[-limit:], *undated[: max(0, limit - len(dated))]]
    kept = keep_passages(data, {expand(report.evidence) for event in shown for report in event.reports})
    left = len(told) - len(shown)
    command = f"sahelkg view timeline{write_options(data)} --limit {len(told)}"
    note = {"text": f"{left:,} more events are not shown: the latest stay. All of them:", "command": command}
    more = {"events": write_events(kept, shown)}
    return _build(kept, "main-timeline.js", title, more, [note] if left else [], conflicts)


def draw_conflicts(
    data: NetworkData, conflicts: Sequence[Conflict], *, limit: int = 300, title: str = "Where the articles disagree"
) -> str:
    """The page of the disagreements that the network has passages of, the sides beside each other.

    Args:
        data: The network that holds the passages of the sides.
        conflicts: In the order in which they are to be shown.
        limit: The most disagreements; the page says what is left out.
        title: Its title.
    """
    known = {passage.iri for edge in data.edges for passage in edge.passages}
    told = [one for one in conflicts if sum(expand(side.evidence) in known for side in one.sides) > 1]
    shown = told[:limit]
    involved = {expand(side.evidence) for one in shown for side in one.sides}
    # An edge that is at issue keeps all its passages: they are what its panel shows.
    at_issue = [edge for edge in data.edges if any(passage.iri in involved for passage in edge.passages)]
    kept = keep_passages(data, {passage.iri for edge in at_issue for passage in edge.passages})
    left = len(told) - len(shown)
    command = f"sahelkg view conflicts{write_options(data)} --limit {len(told)}"
    note = {"text": f"{left:,} more disagreements are not shown. All of them:", "command": command}
    return _build(kept, "main-conflicts.js", title, {}, [note] if left else [], shown)


def keep_passages(data: NetworkData, iris: Collection[str]) -> NetworkData:
    """The network with these passages only, and of the rest only what they need."""
    edges = []
    for edge in data.edges:
        passages = tuple(passage for passage in edge.passages if passage.iri in iris)
        if passages:
            edges.append(replace(edge, passages=passages))
    ends = {iri for edge in edges for iri in (edge.subject, edge.object)}
    ends |= {iri for edge in edges for passage in edge.passages for iri in passage.sites}
    names = {edge.relation for edge in edges}
    articles = {passage.article for edge in edges for passage in edge.passages}
    return replace(
        data,
        edges=tuple(edges),
        actors=tuple(actor for actor in data.actors if actor.iri in ends),
        relations=tuple(relation for relation in data.relations if relation.name in names),
        sources=tuple(source for source in data.sources if source.iri in articles),
    )


def _build(
    data: NetworkData,
    main: str,
    title: str,
    more: dict[str, Any],
    notes: Sequence[dict[str, str]],
    conflicts: Sequence[Conflict],
) -> str:
    content = write_content(data, title=title, more=more, notes=notes, conflicts=conflicts)
    body = ("header.html", "story.html")
    return build_page(view="story", title=title, data=content, body=body, scripts=(*SHARED, main, "start.js"))


def select_events(data: NetworkData, events: Iterable[Occurrence]) -> list[Occurrence]:
    """The events that the network has a passage of, in the order given."""
    known = {passage.iri for edge in data.edges for passage in edge.passages}
    return [event for event in events if any(expand(report.evidence) in known for report in event.reports)]


def write_events(data: NetworkData, events: Sequence[Occurrence]) -> list[dict[str, Any]]:
    """The events as a page holds them: actors, places and reports as the network numbers and names them."""
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    known = {passage.iri for edge in data.edges for passage in edge.passages}
    return [
        {
            "iri": _shorten(event.iri),
            "kindLabel": name_kind(event.kind),
            "dates": list(event.dates),
            "from": event.earliest or "",
            "to": event.latest or "",
            "places": list(event.places),
            "ends": [numbers[iri] for iri in event.ends if iri in numbers],
            "sites": [numbers[iri] for iri in event.sites if iri in numbers],
            "contested": event.contested,
            "publishers": event.publishers,
            "reports": [_shorten(report.evidence) for report in event.reports if expand(report.evidence) in known],
        }
        for event in events
    ]


def _shorten(name: str) -> str:
    return expand(name).removeprefix(BASE)
