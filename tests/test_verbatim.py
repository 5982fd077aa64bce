"""Every quote and every mention are words of the article, at the place that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sahelkg.annotate import annotate, load_reader
from sahelkg.articles import read_articles
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.ontology import load_ontology
from sahelkg.records import Article, Extraction, Mention

ROOT = Path(__file__).parent.parent
FOLDERS = [folder for folder in (ROOT / "corpus", ROOT.parent / "shared" / "seeds") if folder.is_dir()]


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    """All articles at hand, read."""
    ontology = load_ontology()
    found = [item for item in read_articles(FOLDERS) if isinstance(item, Article)]
    read = annotate(found, load_reader(), lambda text: find_parser_names(text, ontology))
    return [extract_article(article, doc, ontology) for article, doc in read]


def list_roles(extraction: Extraction) -> set[Mention]:
    """The mentions that play a role, and those that the extraction lists."""
    found = set(extraction.mentions)
    for evidence in extraction.evidence:
        found |= {evidence.subject, evidence.object, *evidence.sources, *filter(None, [evidence.place])}
    return found


def test_something_is_read(extractions: list[Extraction]) -> None:
    assert len(extractions) >= 19
    assert sum(len(extraction.evidence) for extraction in extractions) >= 100


def test_quotes_are_verbatim(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        text = extraction.article.text
        for evidence in extraction.evidence:
            assert evidence.quote.strip()
            assert text[evidence.start : evidence.end] == evidence.quote
            assert evidence.cue is None or evidence.cue in text


def test_the_words_of_the_relation_stand_in_the_quote(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        text = extraction.article.text
        for evidence in extraction.evidence:
            spans = evidence.triggers
            assert spans or evidence.confidence is not None, evidence  # what is learnt rests on no words of its own
            assert list(spans) == sorted(set(spans))
            for start, end in spans:
                assert evidence.start <= start < end <= evidence.end
                assert text[start:end].strip() == text[start:end]


def test_mentions_are_verbatim(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        text = extraction.article.text
        for mention in list_roles(extraction):
            assert mention.text
            assert text[mention.start : mention.end] == mention.text


def test_roles_have_an_entity_that_is_known(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        known = {entity.iri for entity in extraction.entities}
        for mention in list_roles(extraction):
            assert mention.entity in known, mention


def test_quotes_hold_the_participants_of_their_sentence(extractions: list[Extraction]) -> None:
    """At least one end of a statement stands in its quote; the other one may stand in another sentence."""
    for extraction in extractions:
        for evidence in extraction.evidence:
            inside = [evidence.start <= m.start and m.end <= evidence.end for m in (evidence.subject, evidence.object)]
            assert any(inside), evidence.quote
