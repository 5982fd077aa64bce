"""Words a second on one core: of `annotate` alone, and of parse and extraction together, as `build` does both.

    python benchmarks/annotate.py [--rounds N] [FILE or FOLDER …]

Reads the corpus, or what is named. Each round takes every article through all stages one after the other, so that what
else the machine does falls on all alike; each stage's time is the least that an article took in any round, added up over the
articles. Prints one JSON line, all times of the processor: words (tokens without white space), words a second of
`annotate` alone and of parse and extraction together, their ratio in time, each stage's share of annotate's time, the
tokenizer's words a second for comparison, the seconds that loading took, and the peak memory in MB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
EXTRACTION = "mentions", "coreference", "statements", "learnt"
T = TypeVar("T")


class Clock:
    """The least time that each stage of each article took."""

    def __init__(self) -> None:
        self.least: dict[tuple[str, int], float] = {}

    def measure(self, stage: str, article: int, work: Callable[..., T], *arguments: object) -> T:
        begun = time.process_time()
        result = work(*arguments)
        taken = time.process_time() - begun
        self.least[stage, article] = min(taken, self.least.get((stage, article), taken))
        return result

    def total(self) -> Counter[str]:
        """The seconds of each stage."""
        seconds: Counter[str] = Counter()
        for (stage, _), taken in self.least.items():
            seconds[stage] += taken  # type: ignore[assignment]
        return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(ROOT / "corpus")])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import spacy

    from sahelkg.annotate import annotate_text, load_reader
    from sahelkg.articles import read_articles
    from sahelkg.coreference import resolve_mentions
    from sahelkg.extraction import extract_article
    from sahelkg.gazetteer import find_parser_names
    from sahelkg.joining import join_relations
    from sahelkg.mentions import find_mentions
    from sahelkg.ontology import load_ontology
    from sahelkg.plain import copy_plainly
    from sahelkg.records import Article
    from sahelkg.rejections import drop_no_names
    from sahelkg.statements import StatementFinder
    from sahelkg.thrift import collect_seldom

    articles = [article for article in read_articles(arguments.paths) if isinstance(article, Article)]
    begun = time.perf_counter()
    reader, ontology = load_reader(), load_ontology()
    loading = time.perf_counter() - begun
    tokenizer = spacy.blank("en")
    collect_seldom()  # as the processes of `build` do
    clock, words = Clock(), 0
    for round_ in range(arguments.rounds + 1):
        if round_ == 1:
            clock, words = Clock(), 0  # the first was to fill what is kept
        for number, article in enumerate(articles):
            clock.measure("tokenizer", number, tokenizer, article.text)
            names = clock.measure("names", number, find_parser_names, article.text, ontology)
            doc = clock.measure("annotate", number, annotate_text, article.text, reader, lambda _, names=names: names)
            clock.measure("extraction", number, extract_article, article, doc, ontology, reader)
            plain = clock.measure("mentions", number, copy_plainly, doc)
            found = clock.measure("found", number, find_mentions, plain, ontology)
            resolved = clock.measure("coreference", number, resolve_mentions, plain, drop_no_names(found, ontology), ontology)
            finder = clock.measure("finder", number, StatementFinder, plain, article, *resolved, ontology)
            evidence = clock.measure("statements", number, finder.find)
            clock.measure("learnt", number, join_relations, finder, evidence, reader)
            if round_ < 2:
                words += sum(not token.is_space for token in plain)
    seconds = clock.total()
    seconds["mentions"] += seconds["found"]
    seconds["statements"] += seconds["finder"]
    alone, together = seconds["annotate"], seconds["names"] + seconds["annotate"] + seconds["extraction"]
    print(
        json.dumps({
            "articles": len(articles),
            "words": words,
            "annotate_words_per_second": round(words / alone),
            "parse_and_extraction_words_per_second": round(words / together),
            "times_annotate": round(together / alone, 3),
            "shares_of_annotate": {stage: round(seconds[stage] / alone, 3) for stage in ("names", *EXTRACTION)},
            "tokenizer_words_per_second": round(words / seconds["tokenizer"]),
            "loading_seconds": round(loading, 2),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        })
    )


if __name__ == "__main__":
    main()
