"""``sahelkg build``: read, extract, store; report."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sahelkg.commands.options import STORE_VARIABLE, locate_store, store_option
from sahelkg.commands.servers import push_options, send_graph
from sahelkg.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime

    from sahelkg.reports import Report


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(path_type=str, allow_dash=True))
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the files go, and store/ [out].")
@store_option
@click.option(
    "--ontology",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Turtle that adds to the built-in ontology; kept with the graph.",
)
@click.option("--model", metavar="NAME", help="A folder with a model, or an installed spaCy pipeline with UD labels.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of publication of articles that name none.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="The most processes [all cores].")
@click.option("--scheduler", metavar="URL", help="Extract on the machines of this Dask scheduler, tcp://host:8786.")
@click.option("--shards", metavar="DIR", help="Where these write what they found, a path or fsspec address [OUT/shards].")
@click.option("--remove", multiple=True, metavar="ID", help="Take this article out.")
@click.option("--strict", is_flag=True, help="Exit 1 if anything was skipped.")
@click.option("--full", is_flag=True, help="Start with an empty graph.")
@click.option("--no-parses", is_flag=True, help="Keep no parses for later builds.")
@click.option("--rules-only", is_flag=True, help="Leave out what is learnt: statements by the lexicon alone.")
@click.option("--files", is_flag=True, help="Write sahelkg.ttl and graph.html however large the graph is.")
@click.option("--endpoint", metavar="URL", help="Send the graph to the SPARQL server there, as sahelkg push does.")
@push_options
def build(
    paths: tuple[str, ...],
    out: Path | None,
    store: Path | None,
    ontology: tuple[Path, ...],
    model: str | None,
    published: datetime | None,
    jobs: int | None,
    scheduler: str | None,
    shards: str | None,
    remove: tuple[str, ...],
    strict: bool,
    full: bool,
    no_parses: bool,
    rules_only: bool,
    files: bool,
    endpoint: str | None,
    update: str | None,
    graph_store: str | None,
    replace: bool,
    batch: int,
) -> int:
    """Read articles into the store.

    PATH is a file, a folder, an address, or - for standard input. Adds new articles, replaces changed ones, leaves
    unchanged ones alone. An article that came from a folder which is given again, and is gone from it, is removed.
    Reads .md (YAML front matter), .txt, .html and .jsonl.
    """
    if not paths and not remove:
        raise click.UsageError("give at least one file, folder, address or -, or --remove ID")
    from sahelkg.pipeline import build as run_build
    from sahelkg.thrift import collect_seldom, hide_deep_learning

    hide_deep_learning(model)
    collect_seldom()
    with _show_progress() as progress:
        report = run_build(
            paths,
            out=out or "out",
            store=locate_store(store, out),
            ontology=ontology or None,
            model=model,
            published=published.date() if published else None,
            jobs=jobs or _count_cores(),
            scheduler=scheduler,
            shards=shards,
            remove=remove,
            full=full,
            keep_parses=not no_parses,
            rules_only=rules_only,
            files=True if files else None,
            progress=progress,
        )
    for line in report.lines():
        say(line)
    if endpoint is not None:
        from sahelkg.store import open_store

        with open_store(report.store) as opened:
            send_graph(opened, endpoint, update=update, graph_store=graph_store, replace=replace, batch=batch)
    _say_what_next(report, named=store is not None or bool(os.environ.get(STORE_VARIABLE)))
    return int(report.failed or (strict and bool(report.articles_skipped)))


def _say_what_next(report: Report, *, named: bool) -> None:
    option = f" --store {report.store}" if named or report.store != Path("out/store") else ""
    say(f"store       {report.store}")
    if not (report.built or report.unchanged or report.removed):
        say("nothing was built: give an article (.md, .txt, .html, .jsonl) or a folder that holds some")
        return
    if report.files:
        say(f"look at     {', '.join(map(str, report.files))}")
    else:
        say(f"write files sahelkg export --format turtle -o sahelkg.ttl{option}; sahelkg view -o graph.html{option}")
    say(f"ask         sahelkg queries; sahelkg query NAME{option}")


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _show_progress() -> Generator[Callable[[Report], None] | None]:
    """A line that counts articles, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading articles")

        def show(report: Report) -> None:
            words = f"{report.built} built, {report.unchanged} unchanged, {report.articles_skipped} skipped"
            bar.update(task, description=f"{words}, {report.statements.total()} statements")

        yield show
