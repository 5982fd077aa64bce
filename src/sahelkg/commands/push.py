"""``sahelkg push``: the graph sent to a SPARQL 1.1 server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import open_for_reading, store_option
from sahelkg.commands.servers import push_options, send_graph

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--endpoint", required=True, metavar="URL", help="Where the server takes queries.")
@push_options
@store_option
def push(endpoint: str, update: str | None, graph_store: str | None, replace: bool, batch: int, store: Path | None) -> None:
    """Send the graph to a SPARQL 1.1 server.

    Sends what differs from what is there; again after a broken connection. Users and passwords are read from
    SAHELKG_ENDPOINT_USER and SAHELKG_ENDPOINT_PASSWORD, or SAHELKG_ENDPOINT_TOKEN, else from netrc. Where the default
    graph of the server is all graphs together, the merged graph goes under a name of its own.
    """
    with open_for_reading(store) as opened:
        send_graph(opened, endpoint, update=update, graph_store=graph_store, replace=replace, batch=batch)
