"""``sahelkg explain`` and ``sahelkg path``: the sentences behind an actor, an edge, or a chain of edges."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import store_option
from sahelkg.commands.servers import endpoint_option, open_for_asking
from sahelkg.messages import clean_line

if TYPE_CHECKING:
    from pathlib import Path

_form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="[text]")


@click.command()
@click.argument("name")
@click.argument("relation", required=False)
@click.argument("other", required=False, metavar="[NAME]")
@_form
@store_option
@endpoint_option
def explain(name: str, relation: str | None, other: str | None, form: str, store: Path | None, endpoint: str | None) -> None:
    """Show the sentences behind an actor or an edge.

    Each with its article, who says so, status and date. NAME is any name of an actor or a place, RELATION a
    relation's name or label.
    """
    from sahelkg.explain import explain as run
    from sahelkg.explain import write_explanation

    with open_for_asking(store, endpoint) as graph:
        found = run(graph, name, relation, other)
    write_explanation(found, form, sys.stdout.buffer, terminal=sys.stdout.isatty())
    sys.stdout.buffer.flush()


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--longest", type=click.IntRange(min=1), default=6, metavar="N", help="The most steps [6].")
@click.option("--limit", type=click.IntRange(min=1), default=10, metavar="N", help="The most chains [10].")
@_form
@store_option
@endpoint_option
def path(start: str, end: str, longest: int, limit: int, form: str, store: Path | None, endpoint: str | None) -> None:
    """Find the shortest chains of facts between two actors.

    With the sentences behind each fact.
    """
    from sahelkg.explain import as_json, write_explanation
    from sahelkg.paths import find_paths

    with open_for_asking(store, endpoint) as graph:
        chains, found = find_paths(graph, start, end, longest=longest, limit=limit)
    if form == "json":
        listed = [{"actors": chain.actors, "steps": [step._asdict() for step in chain.steps]} for chain in chains]
        click.echo(json.dumps({"chains": listed, "edges": as_json(found)}, ensure_ascii=False, indent=2))
        return
    for chain in chains:
        parts = [found.labels[chain.actors[0]]]
        for actor, step in zip(chain.actors[1:], chain.steps, strict=True):
            label = found.relations[step.relation.rpartition("#")[2]].label
            parts += [f"—{label}→" if step.object == actor else f"←{label}—", found.labels[actor]]
        click.echo(clean_line(" ".join(parts)))
    click.echo()
    write_explanation(found, form, sys.stdout.buffer, terminal=sys.stdout.isatty())
    sys.stdout.buffer.flush()
