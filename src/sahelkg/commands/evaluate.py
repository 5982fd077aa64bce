"""``sahelkg eval``: precision and recall against gold statements."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import open_for_reading, store_option
from sahelkg.messages import clean_line, say

if TYPE_CHECKING:
    from sahelkg.evaluation import Evaluation, Row


@click.command("eval")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(path_type=str))
@click.option("--apart", type=click.Path(path_type=Path), metavar="FILE", help="Actors to keep apart: A|B|C a line.")
@click.option("--list", "listed", is_flag=True, help="Also what was missed (-) and what was wrong (+).")
@click.option("--json", "as_json", is_flag=True, help="The figures as one line of JSON.")
@store_option
def evaluate(
    gold: Path, paths: tuple[str, ...], apart: Path | None, listed: bool, as_json: bool, store: Path | None
) -> None:
    """Hold what is extracted against gold statements.

    From the articles given, else from the store. GOLD has one JSON object a line: doc (the article's file stem or
    id), published, statements.
    """
    from sahelkg.evaluation import evaluate as run
    from sahelkg.gold import read_apart, read_gold
    from sahelkg.ontology import load_ontology

    articles = read_gold(gold)
    names = read_apart(apart) if apart else []
    rows = _extract(paths) if paths else _read_store(store)
    found = run(articles, rows, load_ontology(), apart=names)
    if listed:
        for article, statement in found.missed:
            click.echo(f"- {clean_line(article)}: {clean_line(statement)}")
        for article, statement in found.wrong:
            click.echo(f"+ {clean_line(article)}: {clean_line(statement)}")
    click.echo(json.dumps(found.as_dict()) if as_json else _describe(found))


def _extract(paths: tuple[str, ...]) -> list[Row]:
    """The lines of the exchange form of a graph that holds these articles only."""
    from sahelkg.pipeline import build
    from sahelkg.readout import read_records
    from sahelkg.store import open_store

    with TemporaryDirectory() as folder:
        report = build(paths, out=folder, files=False, keep_parses=False)
        for skipped in report.skipped:
            say(skipped.message)
        with open_store(report.store) as opened:
            return list(read_records(opened.quads))


def _read_store(store: Path | None) -> list[Row]:
    from sahelkg.readout import read_records

    with open_for_reading(store) as opened:
        return list(read_records(opened.quads))


def _describe(found: Evaluation) -> str:
    totals = (
        f"articles {found.articles}  gold {found.gold}  extracted {found.extracted}  P {found.precision:.3f}  "
        f"R {found.recall:.3f}  F1 {found.f1:.3f}  bare {found.bare:.3f}"
    )
    shares = (f"{name} {right / of:.2f} of {of}" for name, (right, of) in found.fields.items() if of)
    return f"{totals}\n{'  '.join(shares)}".rstrip()
