"""What stands in the data of every page, with as many passages as there is room for, and a word on what is left out."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from sahelkg.page import write_json
from sahelkg.pagedata import (
    list_families,
    list_statuses,
    write_actors,
    write_articles,
    write_conflicts,
    write_edges,
    write_relations,
)
from sahelkg.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sahelkg.conflicts import Conflict
    from sahelkg.network import NetworkData

MOST_BYTES = 1_450_000  # of a page, as far as leaving out passages can do it
_LEVELS = ((None, 4000), (40, 4000), (20, 2000), (10, 1200), (5, 900), (3, 700), (2, 500), (1, 300))
OWN_BYTES = 90_000  # of script, style and frame, rounded up


def write_content(
    data: NetworkData,
    *,
    title: str,
    more: Mapping[str, Any],
    taken: int = 0,
    communities: Sequence[int] = (),
    notes: Sequence[Mapping[str, str]] = (),
    conflicts: Sequence[Conflict] = (),
) -> dict[str, Any]:
    """The data of a page.

    Args:
        data: The network.
        title: The page's title.
        more: What this kind of page shows besides.
        taken: Bytes that libraries take.
        communities: The community of each actor; all 0 where none are given.
        notes: What this kind of page leaves out: ``text``, and ``command`` where one gives it.
        conflicts: Disagreements: those of the network's passages stand beside these.
    """
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    content: dict[str, Any] = {
        "title": title,
        "about": _count(data),
        "base": BASE,
        "families": list_families(),
        "statuses": list_statuses(),
        "relations": write_relations(data),
        "articles": write_articles(data),
        "actors": write_actors(data, communities or [0] * len(data.actors)),
        "conflicts": write_conflicts(data, conflicts),
        **more,
    }
    room = MOST_BYTES - OWN_BYTES - taken - len(write_json(content).encode())
    content["edges"], cut = _fit_edges(data, numbers, room)
    content["notes"] = [*notes, *_write_notes(data, cut)]
    return content


def _fit_edges(data: NetworkData, numbers: dict[str, int], room: int) -> tuple[list[dict[str, Any]], int]:
    """The edges with as many passages each as the page has room for, and how many passages are left out."""
    total = sum(edge.weight for edge in data.edges)
    # Room for the rest of the page first: what is left out here is said, and can be read on the command line.
    # Folded actors stay out (view sees to it) rather than passages of those that are shown.
    for most, letters in _LEVELS[: -3 if data.folded else None]:
        edges = write_edges(data, numbers, most=most, letters=letters)
        if len(write_json(edges).encode()) <= room:
            break
    return edges, total - sum(len(edge["passages"]) for edge in edges)


def _count(data: NetworkData) -> str:
    passages = sum(edge.weight for edge in data.edges)
    parts = [
        (len(data.actors), "actor or place", "actors and places"),
        (len(data.edges), "statement", "statements"),
        (passages, "passage", "passages"),
        (len(data.sources), "article", "articles"),
    ]
    said = ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in parts)
    chosen = "; ".join(f"{option} {value}" for option, value in data.asked)
    return f"{said}." + (f" Chosen by: {chosen}." if chosen else "")


def _write_notes(data: NetworkData, cut: int) -> list[dict[str, str]]:
    """What is not shown, each with the command that gives it."""
    notes = []
    left = data.left_out
    total = len(data.actors) + left.actors
    command = f"sahelkg view{write_options(data)} --limit {total}"
    chosen = "those nearest to what was asked for, then " if any(name == "around" for name, _ in data.asked) else ""
    shown = f"{chosen}the most central by degree centrality: those tied to the largest share of the other actors"
    if data.folded:
        text = (
            f"{len(data.folded):,} of these actors are folded into their communities, the white circles with a "
            f"plus: choose one to open it. Not folded are {shown}."
        )
        notes.append({"text": text if left.actors else f"{text} All of them at once:"})
        notes[-1] |= {} if left.actors else {"command": command}
    if left.actors:
        kept = "In this page" if data.folded else "Shown"
        text = f"{left.actors:,} more actors with {left.edges:,} statements are not in this page. {kept} are {shown}. All of them:"
        notes.append({"text": text, "command": command})
    if left.least_told:
        notes.append({
            "text": f"{left.least_told:,} statements between these actors are not in this page, to keep it small: those with the "
            "most passages are. Ask for a part (--relation, --status, --since, --article, --around) to see all of it; all of them:",
            "command": "sahelkg export --format csv -o statements.csv",
        })
    if left.undated:
        notes.append({
            "text": f"{left.undated:,} passages without a date are not shown, because a period was asked for.",
        })
    if cut:
        notes.append({
            "text": f"{cut:,} passages are not in this page, to keep it small; each statement says how to read them.",
        })
    return notes


def write_options(data: NetworkData) -> str:
    """The options of the command line that chose this part of the graph, each with a space before it."""
    return "".join(f" --{option} {shlex.quote(value)}" for option, value in data.asked)
