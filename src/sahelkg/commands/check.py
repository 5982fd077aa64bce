"""``sahelkg check``: ontology, lexicon examples, SHACL shapes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import locate_store, store_option
from sahelkg.messages import clean_line, say

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command()
@click.option(
    "--ontology",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check this with the built-in one.",
)
@store_option
def check(ontology: tuple[Path, ...], store: Path | None) -> int:
    """Check ontology, lexicon and graph.

    The graph and the ontology are held against the SHACL shapes, each lexical unit against its example. Faults go
    to standard output, one a line; any of them gives exit code 1. The graph is looked at where there is a store and
    it is small.
    """
    from sahelkg.check import check_examples, check_ontology
    from sahelkg.ontology import load_ontology
    from sahelkg.shapes import check_shapes
    from sahelkg.store import open_store

    where = locate_store(store)
    faults = 0
    if store is None and not where.exists():
        known = load_ontology(ontology)
        faults += _show("ontology", check_ontology(known)) + _show("examples", check_examples(known))
        faults += _show("shapes of the ontology", check_shapes(known))
        say(f"{where}: no store there, so no graph was checked")
    else:
        with open_store(where) as opened:
            known = load_ontology(ontology or opened.ontology_files)
            faults += _show("ontology", check_ontology(known)) + _show("examples", check_examples(known))
            faults += _show("shapes of the ontology", check_shapes(known))
            faults += _show("shapes of the graph", check_shapes(known, opened.quads))
    return int(faults > 0)


def _show(what: str, faults: Iterable[str]) -> int:
    count = 0
    for fault in faults:
        click.echo(f"{what}: {clean_line(fault)}")
        count += 1
    say(f"{what}: {f'{count} faults' if count else 'ok'}")
    return count
