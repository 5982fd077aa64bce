"""Options for a graph on a server, and how the commands reach it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import open_for_reading
from sahelkg.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path
    from typing import Any

    from sahelkg.lookup import Queryable
    from sahelkg.store import Store

endpoint_option = click.option(
    "--endpoint", metavar="URL", help="Ask the SPARQL server there, in place of a store."
)
_update = click.option("--update", metavar="URL", help="Where the server takes updates, if not as servers of its kind do.")
_graph_store = click.option("--graph-store", metavar="URL", help="Where it takes graphs (Graph Store Protocol); for large ones.")
_replace = click.option("--replace", is_flag=True, help="Remove what the server holds of another store.")
_batch = click.option("--batch", type=click.IntRange(min=1), default=1000, metavar="N", help="Triples in one request [1000].")


def push_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how a graph is sent."""
    for option in (_batch, _replace, _graph_store, _update):
        command = option(command)
    return command


@contextmanager
def open_for_asking(store: Path | None, endpoint: str | None) -> Generator[Queryable]:
    """What the options name: a store's quads, or a server's graph.

    Raises:
        UsageError: both are named.
    """
    if endpoint is None:
        with open_for_reading(store) as opened:
            yield opened.quads
        return
    if store is not None:
        raise click.UsageError("--store and --endpoint name two graphs: give one")
    from sahelkg.remote import RemoteStore

    yield RemoteStore(endpoint)


def send_graph(
    store: Store, endpoint: str, *, update: str | None, graph_store: str | None, replace: bool, batch: int
) -> None:
    """Makes a server hold what a store holds, and says what that took."""
    from sahelkg.push import push_graph
    from sahelkg.remote import RemoteStore
    from sahelkg.updates import open_server

    report = push_graph(store, open_server(RemoteStore(endpoint), update, graph_store, batch), replace=replace)
    for line in report.lines():
        say(line)
