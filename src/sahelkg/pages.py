"""Any page by its name: what ``sahelkg view`` writes and a notebook shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sahelkg.errors import QueryError
from sahelkg.lookup import find_entity
from sahelkg.selection import read_network
from sahelkg.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.lookup import Queryable

PAGES = ("network", "timeline", "conflicts", "map")
FOLDED = 1500  # actors above the limit that a network page holds folded, as far as it has room for them
_ALL = 10**9


def draw_page(
    store: Queryable,
    page: str = "network",
    *,
    around: str | Sequence[str] | None = None,
    limit: int = 300,
    title: str | None = None,
    **selection: Any,
) -> str:
    """The page as HTML.

    Args:
        store: The quads to ask.
        page: One of :data:`PAGES`.
        around: As for :func:`sahelkg.selection.read_network`; events and disagreements are those that it takes part in. Of a
            disagreement one side that is asked for is enough: the others stand beside it.
        limit: The most actors, events or disagreements.
        title: The page's title; each page has its own unless given.
        **selection: Further arguments of :func:`sahelkg.selection.read_network`.

    Raises:
        QueryError: There is no such page, or the selection is wrong.
    """
    titled = {} if title is None else {"title": title}
    if page not in PAGES:
        raise QueryError(f"no page {page!r}: there are {', '.join(PAGES)}")
    if limit < 1:
        raise QueryError(f"limit is {limit}: give 1 or more")
    from sahelkg.conflicts import find_conflicts

    if page == "network":
        from sahelkg.view import draw_network

        network = read_network(store, around=around, limit=limit, fold=FOLDED, **selection)
        return draw_network(network, find_conflicts(store), **titled)
    from sahelkg.occurrences import read_occurrences
    from sahelkg.stories import draw_conflicts, draw_timeline

    data = read_network(store, around=around, limit=_ALL, **selection)
    names = [around] if isinstance(around, str) else list(around or ())
    centres = {find_entity(store, name) for name in names}
    conflicts = find_conflicts(store)
    if page in {"timeline", "map"}:
        events = [event for event in read_occurrences(store) if not centres or centres & set(event.ends)]
        from sahelkg.atlas import draw_map, read_places

        places = read_places(store, data, events)
        if page == "map":
            return draw_map(data, events, places, conflicts, limit=limit, **titled)
        return draw_timeline(replace(data, actors=places), events, conflicts, limit=limit, **titled)
    known = {passage.iri for edge in data.edges for passage in edge.passages}
    told = [one for one in conflicts if any(expand(side.evidence) in known for side in one.sides)]
    told = [one for one in told if not centres or centres & set(one.ends)]
    whole = read_network(store, limit=_ALL) if any(selection.values()) or centres else data
    return draw_conflicts(replace(whole, asked=data.asked, left_out=data.left_out), told, limit=limit, **titled)
