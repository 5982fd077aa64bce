"""One article after the other: parsed, extracted from, and written as the quads of its graph, ready for the store."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from sahelkg.errors import ExtractionError, ModelError, OntologyError, StoreError
from sahelkg.keys import identify_model, key_parse
from sahelkg.records import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.tokens import Doc

    from sahelkg.annotate import Reader
    from sahelkg.ontology import Ontology
    from sahelkg.records import Article, Extraction

WORTH_PROCESSES = 32  # fewer articles are done sooner than another process has started


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What extraction depends on beside the article. ``parses`` is the store that keeps parses; None keeps none.

    ``rules_only`` leaves out what is learnt.
    """

    ontology: tuple[Path, ...] = ()
    model: str | None = None
    parses: Path | None = None
    rules_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """What one article gave: the quads of its named graph as N-Quads, and the figures for the report."""

    article: Article
    parse_key: str
    quads: bytes
    sentences: int
    cut_sentences: int
    statuses: tuple[tuple[str, int], ...]  # statements by status
    unknown: tuple[tuple[str, str, str], ...]  # IRI, label and kind of actors and places that the ontology lacks
    skipped: tuple[tuple[str, int], ...]


def extract_articles(articles: Iterable[Article], settings: Settings, jobs: int) -> Iterator[Extracted | Skipped]:
    """Yields each article's result, in the articles' order, whatever the number of processes.

    An article that ends in an error, or that ends a process, gives the reason; the others go on. At most some dozens of
    articles a process are held.

    Args:
        articles: any number.
        settings: the same for all.
        jobs: the most processes; a few articles are done in this one.

    Raises:
        ModelError, OntologyError, StoreError: what would stop every article.
    """
    stream = iter(articles)
    first = list(islice(stream, WORTH_PROCESSES)) if jobs > 1 else []
    together = chain(first, stream)
    if jobs > 1 and len(first) == WORTH_PROCESSES:
        from sahelkg.workers import Workers

        with Workers(settings, jobs) as workers:
            yield from workers.extract(together)
    else:
        for article in together:
            yield extract_one(settings, article)


def extract_one(settings: Settings, article: Article) -> Extracted | Skipped:
    """One article's result."""
    from sahelkg.annotate import load_reader
    from sahelkg.graph import write_graph
    from sahelkg.ontology import load_ontology

    ontology, reader = load_ontology(settings.ontology), load_reader(settings.model)
    try:
        key, doc = parse_article(article, ontology, reader, settings)
        extraction = read_statements(article, doc, ontology, None if settings.rules_only else reader)
        quads = write_graph(extraction, ontology)
    except (ModelError, OntologyError, StoreError):
        raise
    except Exception as error:
        if os.environ.get("SAHELKG_DEBUG"):
            raise
        problem = str(error) if isinstance(error, ExtractionError) else f"{type(error).__name__}: {error}"
        return skip_article(article, "extraction", f"could not be extracted from ({problem})")
    return Extracted(
        article=article,
        parse_key=key,
        quads=quads,
        sentences=extraction.sentences,
        cut_sentences=doc.user_data.get("cut_sentences", 0),
        statuses=tuple(sorted(_count_statuses(extraction).items())),
        unknown=tuple((entity.iri, entity.label, entity.kind) for entity in extraction.entities if not entity.known),
        skipped=extraction.skipped,
    )


def parse_article(article: Article, ontology: Ontology, reader: Reader, settings: Settings) -> tuple[str, Doc]:
    """The article's parse, kept or new, and its key."""
    from sahelkg.annotate import annotate_text
    from sahelkg.gazetteer import find_parser_names
    from sahelkg.parses import Parses
    from sahelkg.tokens import restore_doc

    names = find_parser_names(article.text, ontology)
    key = key_parse(article, names, identify_model(settings.model))
    shelf = Parses(settings.parses) if settings.parses else None
    kept = shelf.get(key) if shelf else None
    if kept is not None:
        return key, restore_doc(kept)
    doc = annotate_text(article.text, reader, lambda _: names)
    if shelf:
        shelf.put(key, doc.to_bytes())
    return key, doc


def read_statements(article: Article, doc: Doc, ontology: Ontology, reader: Reader | None) -> Extraction:
    """All that the find stages see in the article; by rules only without the reader."""
    from sahelkg.extraction import extract_article

    return extract_article(article, doc, ontology, reader)


def _count_statuses(extraction: Extraction) -> Counter[str]:
    told = {
        (evidence.subject.entity, evidence.predicate, evidence.object.entity, evidence.status)
        for evidence in extraction.evidence
    }
    return Counter(str(status) for *_, status in told)


def skip_article(article: Article, reason_code: str, problem: str) -> Skipped:
    """Why nothing of the article is in the graph."""
    where = f"{article.path}:{article.line}" if article.line else article.path or article.id
    return Skipped(
        path=article.path or article.id,
        line=article.line,
        article_id=article.id,
        reason_code=reason_code,
        message=f"{where}: {problem}",
    )
