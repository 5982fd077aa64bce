"""``sahelkg review``: what the program was unsure of, as a table to fill in, and what was filled in as entries."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import ontology_option, open_articles, open_output, output_option, store_option
from sahelkg.errors import OntologyError, StoreError
from sahelkg.messages import clean_line, say

if TYPE_CHECKING:
    from sahelkg.review import Row

_SHOWN = ("part", "times", "item", "guess", "sentence 1")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(path_type=str, allow_dash=True))
@click.option(
    "--apply",
    "filled",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Make what was filled in this table entries of the --ontology file.",
)
@ontology_option
@click.option("--limit", type=click.IntRange(min=1), default=200, metavar="N", help="The most rows of each part [200].")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), help="[table on a terminal, else csv]")
@output_option
@store_option
def review(
    paths: tuple[str, ...],
    filled: Path | None,
    ontology: tuple[Path, ...],
    limit: int,
    form: str | None,
    output: Path | None,
    store: Path | None,
) -> None:
    """List what the program was unsure of, to fill in.

    From the articles given, else from the store: names that the ontology lacks, predicates between two known actors
    that no lexical unit has, and doubtful statements, each part by frequency, with sentences. Fill in, a row each: for a
    name "same as" (a known actor or place) or "kind" (a class); for a predicate "relation" (with "reversed" after it
    where the object acts); for any row "reject" (yes). Then --apply the table: the answers become entries of the Turtle
    file that --ontology names, which build --ontology takes.
    """
    if filled is not None:
        if paths:
            raise click.UsageError("--apply takes no articles: give the table, and --ontology FILE to add the entries to")
        if not ontology:
            raise click.UsageError("--apply needs --ontology FILE: the Turtle file of your own to add the entries to")
        _apply(filled, ontology)
        return
    rows = _list(paths, ontology, limit, store)
    form = form or ("table" if sys.stdout.isatty() and output is None else "csv")
    with open_output(output) as stream:
        stream.write(_write(rows, form).encode())
    if output is not None and str(output) != "-":
        say(f"{output}: {len(rows)} rows: fill in, then sahelkg review --apply {output} --ontology FILE.ttl")


def _list(paths: tuple[str, ...], ontology: tuple[Path, ...], limit: int, store: Path | None) -> list[Row]:
    from sahelkg.ontology import load_ontology
    from sahelkg.review import list_doubts

    with open_articles(paths, ontology, store) as opened:
        rows = list_doubts(opened, load_ontology(opened.ontology_files), limit=limit)
        if not rows and not (opened.path / "parses").is_dir():
            raise StoreError(f"{opened.path}: keeps no parses (build --no-parses): give the articles to sahelkg review")
    return rows


def _write(rows: list[Row], form: str) -> str:
    import csv
    import io

    from sahelkg.flat import guard_cell
    from sahelkg.review import COLUMNS, list_cells
    from sahelkg.tables import print_table

    cells = list_cells(rows)
    if form == "json":
        return json.dumps(cells, ensure_ascii=False, indent=2) + "\n"
    stream = io.StringIO()
    if form == "table":
        print_table(_SHOWN, [[str(row[column]) for column in _SHOWN] for row in cells], stream)
        return stream.getvalue()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([guard_cell(row[column]) for column in COLUMNS] for row in cells)
    return stream.getvalue()


def _apply(filled: Path, ontology: tuple[Path, ...]) -> None:
    from sahelkg.answers import add_entries, make_entries, read_answers
    from sahelkg.check import check_examples
    from sahelkg.ontology import load_ontology
    from sahelkg.snapshots import write_atomically

    *others, own = ontology
    answers = read_answers(filled)
    if not answers:
        say(f"{filled}: nothing was filled in, so nothing was written")
        return
    known = load_ontology((*others, own) if own.exists() else tuple(others))
    entries, units = make_entries(answers, known)
    try:
        text = own.read_text(encoding="utf-8") if own.exists() else ""
        before = text.encode()
        write_atomically(own, add_entries(text, entries, str(own)).encode())
    except OSError as error:
        raise OntologyError(f"{own}: cannot be written ({error.strerror or error})") from error
    try:
        after = load_ontology(tuple(ontology))
        for fault in check_examples(after, units):
            say(f"note        {clean_line(fault)}")
    except OntologyError:
        if before:
            write_atomically(own, before)
        else:
            own.unlink()
        raise
    number = f"{len(answers)} answer{'s' if len(answers) > 1 else ''}"
    say(f"{own}: {number}; build again with --ontology {' --ontology '.join(map(str, ontology))}")
