"""``sahelkg view``: a page of the network that needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import open_output, store_option
from sahelkg.commands.servers import endpoint_option, open_for_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sahelkg.lookup import Queryable
    from sahelkg.parts import Part

_STATUSES = ("asserted", "claimed", "denied", "planned", "possible")
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("page", type=click.Choice(["network", "timeline", "conflicts", "map"]), default="network")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="[graph.html, or the page's name]; - is standard output.",
)
@click.option("--around", multiple=True, metavar="NAME", help="Only what lies near this actor or place.")
@click.option("--hops", type=click.IntRange(min=0), default=1, metavar="N", help="How near: edges away [1].")
@click.option("--relation", multiple=True, metavar="R", help="Only this relation and those below it.")
@click.option("--status", multiple=True, type=click.Choice(_STATUSES), help="Only what is told so.")
@click.option("--since", type=_DAY, metavar="DATE", help="Only what happened or was so on or after this day.")
@click.option("--until", type=_DAY, metavar="DATE", help="Only what happened or was so on or before this day.")
@click.option("--article", multiple=True, metavar="A", help="Only what this article says: id or title.")
@click.option("--query", "question", metavar="FILE.rq", help="Only the actors and edges that this query returns.")
@click.option("--limit", type=click.IntRange(min=1), default=300, metavar="N", help="The most actors, events or places [300].")
@store_option
@endpoint_option
def view(
    page: str,
    output: Path | None,
    around: tuple[str, ...],
    hops: int,
    relation: tuple[str, ...],
    status: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    article: tuple[str, ...],
    question: str | None,
    limit: int,
    store: Path | None,
    endpoint: str | None,
) -> None:
    """Draw the network, the timeline, the conflicts or the map as an interactive page.

    One HTML file that asks no network for anything.

    --query takes a file, a named question or SPARQL. Its rows name actors, two actors and the relation between them,
    statements, passages or events.
    """
    from sahelkg.messages import say
    from sahelkg.pages import draw_page

    with open_for_asking(store, endpoint) as graph:
        drawn = draw_page(
            graph,
            page,
            around=around or None,
            hops=hops,
            relation=relation or None,
            status=status or None,
            since=since.date().isoformat() if since else None,
            until=until.date().isoformat() if until else None,
            article=article or None,
            only=_ask(graph, question) if question else None,
            limit=limit,
        )
    output = output or Path("graph.html" if page == "network" else f"{page}.html")
    with open_output(output) as stream:
        stream.write(drawn.encode())
    if str(output) != "-":
        say(f"{output}: open it in a browser")


def _ask(graph: Queryable, question: str) -> Part:
    """What a query returns."""
    from sahelkg.parts import read_part
    from sahelkg.query import find_query, run_query

    return read_part(graph, run_query(graph, find_query(question)), question)
