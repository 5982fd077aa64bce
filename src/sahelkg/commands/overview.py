"""``sahelkg stats``, ``timeline`` and ``conflicts``: the graph as a whole, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from sahelkg.commands.options import store_option
from sahelkg.commands.servers import endpoint_option, open_for_asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

_DAY = click.DateTime(["%Y-%m-%d"])
_form = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), help="[table on a terminal, else csv]"
)
_around = click.option("--around", metavar="NAME", help="Only what concerns this actor or place.")


@click.command()
@_form
@store_option
@endpoint_option
def stats(form: str | None, store: Path | None, endpoint: str | None) -> None:
    """Count what the graph holds.

    By status, relation, kind and publisher.
    """
    from sahelkg.stats import Count, count_graph

    with open_for_asking(store, endpoint) as graph:
        counts = count_graph(graph)
    rows = [(count.what, count.item, str(count.number)) for count in counts]
    _write(form, Count._fields, rows, [count._asdict() for count in counts])


@click.command()
@_around
@click.option("--since", type=_DAY, metavar="DATE", help="Only what began or happened on or after this day, as far as one knows.")
@click.option("--until", type=_DAY, metavar="DATE", help="Only what began or happened on or before this day, as far as one knows.")
@_form
@store_option
@endpoint_option
def timeline(
    around: str | None, since: datetime | None, until: datetime | None, form: str | None, store: Path | None, endpoint: str | None
) -> None:
    """List the events in order of time.

    Each with what its reports say.
    """
    from sahelkg.timeline import COLUMNS, as_json, find_events, list_rows

    first, last = (day.date().isoformat() if day else None for day in (since, until))
    with open_for_asking(store, endpoint) as graph:
        events = find_events(graph, around=around, since=first, until=last)
    _write(form, COLUMNS, list_rows(events), as_json(events))


@click.command()
@_around
@_form
@store_option
@endpoint_option
def conflicts(around: str | None, form: str | None, store: Path | None, endpoint: str | None) -> None:
    """List where articles disagree.

    Denials, tolls, dates, rival leaders.
    """
    from sahelkg.conflicts import COLUMNS, as_json, find_conflicts, list_rows

    with open_for_asking(store, endpoint) as graph:
        found = find_conflicts(graph, around)
    _write(form, COLUMNS, list_rows(found), as_json(found))


def _write(
    form: str | None, columns: Sequence[str], rows: Iterable[Sequence[str]], values: list[dict[str, Any]]
) -> None:
    form = form or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
    elif form == "table":
        from sahelkg.tables import print_table

        print_table(columns, rows, sys.stdout)
    else:
        from sahelkg.flat import guard_cell

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([guard_cell(cell) for cell in row] for row in rows)
