"""``sahelkg export``: the graph as a file in one of eight formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import open_for_reading, open_output, output_option, store_option

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = ("turtle", "trig", "nquads", "jsonld", "jsonl", "csv", "graphml", "gexf")


@click.command()
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True)
@output_option
@store_option
def export(form: str, output: Path | None, store: Path | None) -> None:
    """Write the graph in one of eight formats.

    To standard output unless a file is named. turtle and jsonld hold the merged graph, trig and nquads each
    article's graph too, jsonl and csv one passage a line, graphml and gexf the network.
    """
    from sahelkg.export import export_graph

    with open_for_reading(store) as opened, open_output(output) as stream:
        export_graph(opened.quads, form, stream)
