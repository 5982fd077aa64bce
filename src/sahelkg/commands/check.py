"""``sahelkg check``: ontology, lexicon examples, SHACL shapes, and how far the lexicon reaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import locate_store, open_articles, store_option
from sahelkg.messages import clean_line, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sahelkg.ontology import Ontology
    from sahelkg.store import Store


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(path_type=str, allow_dash=True))
@click.option(
    "--ontology",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check this with the built-in one.",
)
@click.option("--unused", is_flag=True, help="List the lexical units that never fired on any text.")
@store_option
def check(paths: tuple[str, ...], ontology: tuple[Path, ...], unused: bool, store: Path | None) -> int:
    """Check ontology, lexicon and graph.

    The graph and the ontology are held against the SHACL shapes, each lexical unit against its example. Faults go
    to standard output, one a line; any of them gives exit code 1. The graph is looked at where there is a store and
    it is small. Units that never fired on the store's articles are counted. With articles as PATH, these are read
    instead, and the share of the predicates between two actors in them that the lexicon has a word for is told.
    """
    from sahelkg.ontology import load_ontology
    from sahelkg.store import open_store

    where = locate_store(store)
    if paths:
        with open_articles(paths, ontology, store) as opened:
            known = load_ontology(ontology)
            faults = _check(known)
            _show_unused(opened, known, "the articles given", listed=unused)
            _show_reach(opened, known)
    elif store is None and not where.exists():
        faults = _check(load_ontology(ontology))
        say(f"{where}: no store there, so no graph was checked, nor which units fire on its texts")
    else:
        with open_store(where) as opened:
            known = load_ontology(ontology or opened.ontology_files)
            faults = _check(known, opened)
            _show_unused(opened, known, "the store's articles", listed=unused)
    return int(faults > 0)


def _check(known: Ontology, opened: Store | None = None) -> int:
    from sahelkg.check import check_examples, check_ontology
    from sahelkg.shapes import check_shapes

    faults = _show("ontology", check_ontology(known)) + _show("examples", check_examples(known))
    faults += _show("shapes of the ontology", check_shapes(known))
    if opened is not None:
        faults += _show("shapes of the graph", check_shapes(known, opened.quads))
    return faults


def _show(what: str, faults: Iterable[str]) -> int:
    count = 0
    for fault in faults:
        click.echo(f"{what}: {clean_line(fault)}")
        count += 1
    say(f"{what}: {f'{count} faults' if count else 'ok'}")
    return count


def _show_unused(opened: Store, known: Ontology, texts: str, *, listed: bool) -> None:
    """How many units gave no statement, and which, where asked for: none of them is a fault."""
    from sahelkg.coverage import list_unused
    from sahelkg.lexicon import load_lexicon

    idle = list_unused(opened, known)
    if listed:
        for unit in idle:
            lemmas = ", ".join(known.triples.texts(unit.iri, "skg:lemma"))
            click.echo(f"never fired: {clean_line(f'{unit.iri} ({lemmas}) {unit.relation}')}")
    more = "" if listed or not idle else "; --unused lists them"
    say(f"lexical units: {len(idle)} of {len(load_lexicon(known).units)} never fired on {texts}{more}")


def _show_reach(opened: Store, known: Ontology) -> None:
    from sahelkg.coverage import reread

    mapped = [predicate.mapped for reading in reread(opened, known) for predicate in reading.predicates]
    share = f"{sum(mapped)} ({sum(mapped) / len(mapped):.0%}) mapped to a relation" if mapped else "none"
    say(f"predicates between two actors: {len(mapped)}, of them {share}; sahelkg review PATH lists the others")
