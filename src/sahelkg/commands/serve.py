"""``sahelkg serve``: the graph over HTTP, to be asked and looked at."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import locate_store, store_option

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType


@click.command()
@click.option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen [127.0.0.1: this computer only].")
@click.option("--port", type=click.IntRange(0, 65535), default=8642, metavar="N", help="[8642]; 0 takes a free one.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=30, metavar="S", help="Seconds a request may take [30].")
@click.option("--largest", type=click.IntRange(min=1), default=64, metavar="MB", help="The largest answer, in MB [64].")
@click.option("--memory", type=click.IntRange(min=500), default=4096, metavar="MB", help="What a request may use [4096].")
@click.option("--jobs", type=click.IntRange(min=1), default=2, metavar="N", help="Requests answered side by side [2].")
@click.option("--quiet", is_flag=True, help="Print no line for each request.")
@store_option
def serve(
    host: str, port: int, timeout: float, largest: int, memory: int, jobs: int, quiet: bool, store: Path | None
) -> None:
    """Serve the graph: a read-only SPARQL 1.1 endpoint, and the pages.

    Questions are asked at /sparql, by GET or POST; / has a form for them and the network. A build beside it shows from
    its next commit on. There are no users and no encryption: put a proxy before it to serve others.
    """
    from sahelkg.answering import Limits
    from sahelkg.messages import say
    from sahelkg.serve import ENDPOINT, Server

    limits = Limits(seconds=timeout, answer=largest, memory=memory)
    server = Server(
        locate_store(store),
        host=host,
        port=port,
        limits=limits,
        processes=jobs,
        log=(lambda _: None) if quiet else say,
    )
    signal.signal(signal.SIGTERM, _interrupt)
    with server, suppress(KeyboardInterrupt):
        say(f"serving     {server.url}/ and {server.url}{ENDPOINT} until interrupted")
        server.serve_forever()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
