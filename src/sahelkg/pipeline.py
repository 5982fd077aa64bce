"""The whole way: articles in, a store and its files out; or the statements of one text, without any file."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkg.articles import Ids, read_changed
from sahelkg.errors import ArticleError
from sahelkg.extracts import WORTH_PROCESSES, Settings, extract_articles, parse_article, read_statements
from sahelkg.intake import Intake
from sahelkg.ontology import load_ontology
from sahelkg.parses import Parses
from sahelkg.records import Article, Skipped
from sahelkg.reports import Report
from sahelkg.snapshots import find_current, list_ontology_files
from sahelkg.store import open_store
from sahelkg.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sahelkg.extracts import Extracted
    from sahelkg.lookup import Queryable
    from sahelkg.records import Evidence

COMMIT_EVERY = 2000  # articles; what a stopped build has to do again at most
TRIPLES_FOR_FILES = 200_000  # a larger graph is written to files only when asked


def build(
    paths: Iterable[str | os.PathLike[str]],
    *,
    out: str | os.PathLike[str] = "out",
    store: str | os.PathLike[str] | None = None,
    ontology: Sequence[str | os.PathLike[str]] | None = None,
    model: str | None = None,
    published: date | str | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    shards: str | os.PathLike[str] | None = None,
    remove: Iterable[str] = (),
    full: bool = False,
    keep_parses: bool = True,
    rules_only: bool = False,
    files: bool | None = None,
    progress: Callable[[Report], None] | None = None,
) -> Report:
    """Reads articles into a store: adds new ones, replaces changed ones, leaves unchanged ones alone.

    An article that came from a folder which is given again, and is not in it any more, is removed.

    Args:
        paths: files, folders, ``-`` for standard input, http and https addresses.
        out: the folder for ``sahelkg.ttl`` and ``graph.html``; the store is ``store`` in it unless named.
        store: the store's folder.
        ontology: Turtle files that add to the built-in ontology, kept with the graph; None uses those kept there.
        model: a folder with a model, or an installed spaCy pipeline with UD labels; None is the package's own.
        published: the day of publication of articles that name none, as a date or ``YYYY-MM-DD``.
        jobs: the most processes. More than 1 needs a main module that can be imported (``if __name__ == "__main__"``).
        scheduler: the address of a Dask scheduler whose machines are to extract, ``tcp://host:8786``. Paths may then be
            fsspec addresses (``s3://…``), and local ones must be there under the same name on every machine.
        shards: where these machines write what they extracted, a path or fsspec address that all of them and this program
            reach; ``shards`` in ``out`` unless named.
        remove: ids of articles to take out.
        full: start with an empty graph.
        keep_parses: keep what the reader saw for later builds.
        rules_only: leave out the statements that the learnt component sees, and its opinion of the others.
        files: write ``sahelkg.ttl`` and ``graph.html``; None does while the graph has under 200,000 triples.
        progress: called after each article with the report so far.

    Returns:
        What was done, and what was skipped and why.

    Raises:
        SahelKGError: the store, the ontology or the model cannot be used, or ``published`` is no day. What concerns one
            article is in the report instead.
    """
    where = Path(store) if store is not None else Path(out) / "store"
    day = _read_day(published)
    given = [os.fspath(path) for path in paths]
    with ExitStack() as stack:
        extra = _choose_ontology(where, ontology, stack, full=full)
        known = load_ontology(extra)
        writer = stack.enter_context(Writer(where, known, full=full))
        settings = Settings(ontology=extra, model=model, parses=where if keep_parses else None, rules_only=rules_only)
        report = Report(store=where)
        cluster = None
        if scheduler is not None:
            from sahelkg.cluster import Cluster

            cluster = stack.enter_context(Cluster(scheduler, shards or Path(out) / "shards", settings, day))
        folders = cluster.find_folders(given) if cluster else ()
        intake = Intake(writer, known, model, given, report, rules_only=rules_only, published=day, folders=folders)
        intake.remove(remove)
        if cluster:
            results = _choose_results(cluster.extract(given), intake)
        else:
            found = read_changed(given, intake.find_known, published=day)
            results = extract_articles(intake.choose(found), settings, jobs)
        for number, done in enumerate(results, 1):
            _store_result(done, writer, intake, report)
            if number % COMMIT_EVERY == 0:
                writer.commit()
            if progress:
                progress(report)
        intake.remove_vanished()
        if writer.commit() or not keep_parses:
            Parses(where).keep_only({record.parse_key for _, record in writer.list_records()} if keep_parses else ())
    if report.built or report.unchanged or report.removed:
        _write_files(report, Path(out), wanted=files, together=jobs > 1 and report.built >= WORTH_PROCESSES)
    return report


def extract(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    ontology: Sequence[str | os.PathLike[str]] = (),
    model: str | None = None,
    rules_only: bool = False,
) -> list[Evidence]:
    """The statements of one text, each with its quote, its status and who says so, in the text's order.

    Args:
        text: English news, of any length; offsets are its code points.
        published: the day that "last Sunday" is reckoned from, as a date or ``YYYY-MM-DD``; without it, such words
            give no date.
        title: the headline, where it is not in the text.
        ontology: Turtle files that add to the built-in ontology.
        model: as for :func:`build`.
        rules_only: as for :func:`build`.

    Raises:
        SahelKGError: the ontology or the model cannot be used, or ``published`` is no day.

    Examples:
        >>> told = extract("Niger expelled Chad's ambassador.", published="2024-05-01")
        >>> all(one.quote in "Niger expelled Chad's ambassador." for one in told)
        True
    """
    from sahelkg.annotate import load_reader

    settings = Settings(ontology=tuple(Path(file) for file in ontology), model=model)
    known = load_ontology(settings.ontology)
    article = Article(id="text", text=text, title=title, published=_read_day(published), language="en")
    reader = load_reader(model)
    _, doc = parse_article(article, known, reader, settings)
    return list(read_statements(article, doc, known, None if rules_only else reader).evidence)


def _read_day(published: date | str | None) -> date | None:
    if published is None or isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published)
    except ValueError:
        raise ArticleError(f"published is {published!r}: give a day such as 2025-06-08") from None


def _choose_ontology(
    store: Path, given: Sequence[str | os.PathLike[str]] | None, stack: ExitStack, *, full: bool
) -> tuple[Path, ...]:
    """The user's files: those given, else copies of those that the store was built with."""
    if given is not None:
        return tuple(Path(file) for file in given)
    current = find_current(store) if store.is_dir() and not full else None
    kept = list_ontology_files(current) if current else ()
    if not kept:
        return ()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return tuple(Path(shutil.copytree(file.parent, folder / file.parent.name)) / file.name for file in kept)


def _choose_results(results: Iterable[Extracted | Skipped], intake: Intake) -> Iterator[Extracted | Skipped]:
    """What came from a cluster without the articles that the store has as they are; which is known only now."""
    ids = Ids()
    for done in results:
        failed = isinstance(done, Skipped) and done.reason_code in {"extraction", "worker"}
        item = done if isinstance(done, Skipped) else ids.take(done.article)
        if failed or any(True for _ in intake.choose([item])):
            yield done


def _store_result(done: Extracted | Skipped, writer: Writer, intake: Intake, report: Report) -> None:
    """Puts an article in place of its earlier state; where it failed, that state goes, as its text is no more."""
    report.add(done)
    if isinstance(done, Skipped):
        writer.remove_article(done.article_id or "")
        return
    writer.replace_article(done.article.id, done.quads, intake.note(done.article, done.parse_key))


def _write_files(report: Report, out: Path, *, wanted: bool | None, together: bool) -> None:
    """The graph as Turtle and as a page, unless it is large and nobody asked for them; ``together`` by two processes."""
    from sahelkg.export import export_file

    if wanted is False:
        return
    turtle, page = out / "sahelkg.ttl", out / "graph.html"
    with open_store(report.store) as store:
        last = f"ASK {{ SELECT ?s {{ ?s ?p ?o }} OFFSET {TRIPLES_FOR_FILES - 1} LIMIT 1 }}"
        is_large = bool(store.quads.query(last))
        if is_large and not wanted:
            return
        out.mkdir(parents=True, exist_ok=True)
        if together:
            from sahelkg.workers import run_beside

            with run_beside(write_page, report.store, page, is_large):
                export_file(store.quads, "turtle", turtle)
        else:
            quads = store.quads if is_large else store.copy_merged()
            export_file(quads, "turtle", turtle)
            draw_page(quads, page)
    report.files += [turtle, page]


def write_page(path: Path, page: Path, is_large: bool) -> None:
    """Draws the network of a store; a large graph is left on disk."""
    with open_store(path) as store:
        draw_page(store.quads if is_large else store.copy_merged(), page)


def draw_page(quads: Queryable, page: Path) -> None:
    """Draws the network of a graph."""
    from sahelkg.export import replace_file
    from sahelkg.selection import read_network
    from sahelkg.view import draw_network

    with replace_file(page) as stream:
        stream.write(draw_network(read_network(quads)).encode())
