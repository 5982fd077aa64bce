"""``sahelkg query`` and ``sahelkg queries``: questions in SPARQL, and those that come with a name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import store_option
from sahelkg.commands.servers import endpoint_option, open_for_asking

if TYPE_CHECKING:
    from pathlib import Path

_FORMS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml")


@click.command()
@click.argument("question", metavar="SPARQL|FILE.rq|NAME|-")
@click.option("--format", "form", type=click.Choice(_FORMS), help="[table on a terminal, else csv; turtle for triples]")
@click.option("--param", multiple=True, metavar="NAME=VALUE", help="Bind a parameter; actors and places by any name.")
@store_option
@endpoint_option
def query(question: str, form: str | None, param: tuple[str, ...], store: Path | None, endpoint: str | None) -> None:
    """Ask the graph in SPARQL, or a question that has a name.

    sahelkg queries lists the names.

    The prefixes are known: skg, ent, lex, art, st, ev, evt, schema, prov, dcterms, skos and more.
    """
    from sahelkg.query import find_query, run_query, write_answer

    parameters = _read_parameters(param)
    found = find_query(question)
    with open_for_asking(store, endpoint) as graph:
        answer = run_query(graph, found, parameters)
        write_answer(answer, form, sys.stdout.buffer, terminal=sys.stdout.isatty())
        sys.stdout.buffer.flush()


@click.command()
def queries() -> None:
    """List the named questions.

    One line each, with their parameters; those in brackets may be left out.
    """
    from sahelkg.named import load_queries

    found = load_queries().values()
    width = max((len(query.name) for query in found), default=0)
    for one in found:
        wanted = [f"{p.name}=…" for p in one.parameters if p.required]
        may = [f"{p.name}={p.default or '…'}" for p in one.parameters if not p.required]
        takes = " ".join([*wanted, *([f"[{' '.join(may)}]"] if may else [])])
        click.echo(f"{one.name:<{width}}  {one.question}" + (f"  {takes}" if takes else ""))


def _read_parameters(given: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{one!r} is no NAME=VALUE", param_hint="--param")
        parameters[name] = value
    return parameters
