"""Fills a store with the invented graphs of so many articles, as ``build`` does, and prints what it took as one JSON line.

    python benchmarks/fill_store.py 10000 STORE [--told 6] [--folder ARTICLES]

Seconds are of processor time, of the merge alone. Memory is that of this process: its peak, that up to each commit, and what it
held then. Every 10,000 articles a line on standard error says how far it is.
With a folder of as many invented articles, a later ``build`` of that folder finds them unchanged: so builds that have little
to do can be measured on stores that would take hours to build.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

from invent_statements import invent_graph

from sahelkg.articles import read_articles
from sahelkg.intake import Intake
from sahelkg.ontology import load_ontology
from sahelkg.pipeline import COMMIT_EVERY
from sahelkg.records import Article
from sahelkg.reports import Report
from sahelkg.writer import ArticleRecord, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.ontology import Ontology


TOLD_EVERY = 10_000


def fill_store(store: Path, articles: int, *, told: int = 6, folder: Path | None = None) -> dict[str, object]:
    """Fills the store and gives the figures."""
    ontology = load_ontology()
    other = quads = 0.0
    held: dict[int, int] = {}
    peak: dict[int, int] = {}
    began = time.process_time()
    with Writer(store, ontology, full=True) as writer:
        records = _list_records(writer, ontology, folder)
        for number in range(articles):
            before = time.process_time()
            graph = invent_graph(number, ontology, told=told)
            record = next(records)
            other += time.process_time() - before
            quads += len(graph)
            writer.replace_article(f"invented-{number:07}", graph, record)
            if (number + 1) % COMMIT_EVERY == 0:
                writer.commit()
                held[number + 1], peak[number + 1] = _read_memory(), _read_peak()
            if (number + 1) % TOLD_EVERY == 0:
                spent = time.process_time() - began - other
                print(f"{number + 1} articles, {spent:.0f} s of processor, peak {_read_peak()} MB", file=sys.stderr, flush=True)
        writer.commit()
    seconds = time.process_time() - began - other
    return {
        "articles": articles,
        "article_quads": int(quads),
        "seconds": round(seconds, 1),
        "ms_per_article": round(1000 * seconds / articles, 2),
        "peak_memory_mb": _read_peak(),
        "peak_memory_mb_up_to": peak,
        "memory_mb_at": held,
        "disk_mb": round(sum(file.stat().st_size for file in (store / "live").rglob("*") if file.is_file()) / 2**20),
    }


def _list_records(writer: Writer, ontology: Ontology, folder: Path | None) -> Iterator[ArticleRecord]:
    if folder is None:
        return repeat(ArticleRecord(parse_key="0" * 32, statements_key="0" * 32, path="/invented", folder="/"))
    intake = Intake(writer, ontology, None, [str(folder)], Report(store=writer.path))
    return (intake.note(found, "0" * 32) for found in read_articles([folder]) if isinstance(found, Article))


def _read_memory() -> int:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() >> 20


def _read_peak() -> int:
    """The most that this process held till now, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill a store with invented graphs.")
    parser.add_argument("articles", type=int)
    parser.add_argument("store", type=Path)
    parser.add_argument("--told", type=int, default=6, help="passages in each article [6]")
    parser.add_argument("--folder", type=Path, help="as many invented articles, whose records the store is to hold")
    given = parser.parse_args()
    print(json.dumps(fill_store(given.store, given.articles, told=given.told, folder=given.folder)))


if __name__ == "__main__":
    main()
