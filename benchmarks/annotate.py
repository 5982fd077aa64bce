"""Words a second of the whole of `annotate` on one core, beside spaCy's tokenizer alone.

Reads the corpus as often as makes 30,000 words. Prints one JSON line: words (tokens without white space), seconds of
processor time, words per second of both, their ratio, the seconds that loading took, and the peak memory in MB.
"""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORDS = 30_000


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import spacy

    from sahelkg.annotate import annotate, load_reader
    from sahelkg.articles import read_articles
    from sahelkg.records import Article

    found = [article for article in read_articles([str(ROOT / "corpus")]) if isinstance(article, Article)]
    articles = found * -(-WORDS // sum(article.text.count(" ") for article in found))

    begun = time.perf_counter()
    reader = load_reader()
    loading = time.perf_counter() - begun
    tokenizer = spacy.blank("en")
    begun = time.process_time()
    for article in articles:
        tokenizer(article.text)
    blank = time.process_time() - begun
    list(annotate(articles[:1], reader))
    begun = time.process_time()
    words = sum(not token.is_space for _, doc in annotate(articles, reader) for token in doc)
    seconds = time.process_time() - begun
    print(
        json.dumps({
            "words": words,
            "seconds": round(seconds, 2),
            "words_per_second": round(words / seconds),
            "tokenizer_words_per_second": round(words / blank),
            "times_the_tokenizer": round(seconds / blank, 1),
            "loading_seconds": round(loading, 2),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        })
    )


if __name__ == "__main__":
    main()
