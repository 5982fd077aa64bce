"""How far the lexicon reaches in the texts of a store: which of its units were used, and what it has no word for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sahelkg.coreference import resolve_mentions
from sahelkg.extraction import extract_article
from sahelkg.lexicon import load_lexicon
from sahelkg.mentions import find_mentions
from sahelkg.predicates import find_predicates
from sahelkg.readings import read_kept
from sahelkg.records import Article
from sahelkg.rejections import drop_no_names
from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.lexicon import LexicalUnit
    from sahelkg.ontology import Ontology
    from sahelkg.predicates import Predicate
    from sahelkg.records import Evidence, Mention
    from sahelkg.store import Store

_RULES = "SELECT DISTINCT ?rule WHERE { ?evidence a skg:Evidence ; skg:rule ?rule }"


@dataclass(frozen=True, kw_only=True)
class Rereading:
    """One article of a store, read again: all its mentions, its statements, and the predicates between two actors."""

    article: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    evidence: tuple[Evidence, ...]
    predicates: tuple[Predicate, ...]


def reread(store: Store, ontology: Ontology) -> Iterator[Rereading]:
    """Each article whose parse is kept, by id; dates are not reckoned."""
    for article, doc in read_kept(store):
        mentions, _ = resolve_mentions(doc, drop_no_names(find_mentions(doc, ontology), ontology), ontology)
        found = extract_article(Article(id=article, text=doc.text), doc, ontology).evidence
        predicates = find_predicates(doc, mentions, found, ontology)
        yield Rereading(
            article=article,
            text=doc.text,
            sentences=tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents),
            mentions=tuple(mentions),
            evidence=found,
            predicates=tuple(predicates),
        )


def list_unused(store: Store, ontology: Ontology) -> list[LexicalUnit]:
    """The lexical units by which no statement of the store was found, by IRI."""
    used = {shorten(row["rule"].value) for row in store.quads.query(_RULES, prefixes=PREFIXES)}  # type: ignore[union-attr]
    return sorted((unit for unit in load_lexicon(ontology).units if unit.iri not in used), key=lambda unit: unit.iri)
