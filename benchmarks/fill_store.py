"""Fills a store with the invented graphs of so many articles, as ``build`` does, and prints what it took as one JSON line.

    python benchmarks/fill_store.py 10000 STORE [--told 6]

Seconds are of processor time, of the merge alone and with it; memory is this process's peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

from invent_statements import invent_graph

from sahelkg.ontology import load_ontology
from sahelkg.pipeline import COMMIT_EVERY
from sahelkg.writer import ArticleRecord, Writer


def fill_store(store: Path, articles: int, *, told: int = 6) -> dict[str, float]:
    """Fills the store and gives the figures."""
    ontology = load_ontology()
    record = ArticleRecord(parse_key="0" * 32, statements_key="0" * 32, path="/invented", folder="/")
    inventing = quads = 0.0
    began = time.process_time()
    with Writer(store, ontology, full=True) as writer:
        for number in range(articles):
            before = time.process_time()
            graph = invent_graph(number, ontology, told=told)
            inventing += time.process_time() - before
            quads += len(graph)
            writer.replace_article(f"invented-{number:07}", graph, record)
            if (number + 1) % COMMIT_EVERY == 0:
                writer.commit()
        writer.commit()
    seconds = time.process_time() - began - inventing
    return {
        "articles": articles,
        "article_quads": int(quads),
        "seconds": round(seconds, 1),
        "ms_per_article": round(1000 * seconds / articles, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "disk_mb": round(sum(file.stat().st_size for file in (store / "live").rglob("*") if file.is_file()) / 2**20),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill a store with invented graphs.")
    parser.add_argument("articles", type=int)
    parser.add_argument("store", type=Path)
    parser.add_argument("--told", type=int, default=6, help="passages in each article [6]")
    given = parser.parse_args()
    print(json.dumps(fill_store(given.store, given.articles, told=given.told)))


if __name__ == "__main__":
    main()
