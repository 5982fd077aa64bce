"""``sahelkg eval``: precision and recall against gold statements, by relation and by class of mistake."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import ontology_option, open_articles, store_option
from sahelkg.messages import clean_line

if TYPE_CHECKING:
    from sahelkg.evaluation import Evaluation


@click.command("eval")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(path_type=str))
@click.option("--apart", type=click.Path(path_type=Path), metavar="FILE", help="Actors to keep apart: A|B|C a line.")
@click.option("--list", "listed", is_flag=True, help="Also each mistake: missed (-), wrong (+), told otherwise (~).")
@click.option("--json", "as_json", is_flag=True, help="All figures as one line of JSON.")
@ontology_option
@store_option
def evaluate(
    gold: Path,
    paths: tuple[str, ...],
    apart: Path | None,
    listed: bool,
    as_json: bool,
    ontology: tuple[Path, ...],
    store: Path | None,
) -> None:
    """Hold what is extracted against gold statements.

    From the articles given, else from the store. GOLD has one JSON object a line: doc (the article's file stem or
    id), published, statements. Prints the totals, then the figures of each relation, then the mistakes by class:
    which actor, who is meant by a pronoun or description (coreference), nothing read (clause), another relation, ends
    exchanged (direction), how sure (status), who says so (attribution), nothing like it in gold (unfounded).
    """
    from sahelkg.evaluation import evaluate as run
    from sahelkg.gold import read_apart, read_gold
    from sahelkg.ontology import load_ontology
    from sahelkg.readings import read_kept
    from sahelkg.readout import read_records
    from sahelkg.sights import look_at

    articles = read_gold(gold)
    names = read_apart(apart) if apart else []
    wanted = {article.article for article in articles}
    with open_articles(paths, ontology, store) as opened:
        known = load_ontology(opened.ontology_files)
        sights = {article: look_at(doc, known) for article, doc in read_kept(opened) if article in wanted}
        rows = (row for row in read_records(opened.quads) if row["article"] in wanted)
        found = run(articles, rows, known, apart=names, sights=sights)
    if listed:
        for mistake in found.mistakes:
            sign = {"missed": "-", "wrong": "+", "told": "~"}[mistake.side]
            click.echo(f"{sign} {mistake.kind}: {clean_line(mistake.article)}: {clean_line(mistake.shown)}")
    if as_json:
        click.echo(json.dumps(found.as_dict()))
        return
    click.echo(_describe(found))
    _print_tables(found)


def _describe(found: Evaluation) -> str:
    totals = (
        f"articles {found.articles}  gold {found.gold}  extracted {found.extracted}  P {found.precision:.3f}  "
        f"R {found.recall:.3f}  F1 {found.f1:.3f}  bare {found.bare:.3f}"
    )
    shares = (f"{name} {right / of:.2f} of {of}" for name, (right, of) in found.fields.items() if of)
    return f"{totals}\n{'  '.join(shares)}".rstrip()


def _print_tables(found: Evaluation) -> None:
    from sahelkg.mistakes import count_mistakes
    from sahelkg.tables import print_table

    if found.relations:
        click.echo()
        columns = ("relation", "gold", "found", "extracted", "right", "P", "R", "F1")
        print_table(
            columns,
            [
                (
                    name,
                    *map(str, (one.gold, one.found, one.extracted, one.right)),
                    f"{one.precision:.2f}" if one.extracted else "",
                    f"{one.recall:.2f}" if one.gold else "",
                    f"{one.f1:.2f}" if one.gold and one.extracted else "",
                )
                for name, one in found.relations.items()
            ],
            sys.stdout,
        )
    counts = count_mistakes(found.mistakes)
    click.echo()
    print_table(
        ("mistake", "missed", "wrong", "told otherwise"),
        [(kind, *(str(number) for number in sides.values())) for kind, sides in counts.items()],
        sys.stdout,
    )
