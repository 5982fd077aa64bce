"""From a parsed article to all that it says: the find stages in their order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sahelkg.coreference import resolve_mentions
from sahelkg.joining import join_relations
from sahelkg.mentions import find_mentions
from sahelkg.plain import copy_plainly
from sahelkg.reader import ModelReader
from sahelkg.records import Extraction
from sahelkg.rejections import drop_no_names, drop_rejected
from sahelkg.statements import StatementFinder

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sahelkg.annotate import Reader
    from sahelkg.ontology import Ontology
    from sahelkg.records import Article, Evidence, Mention


def extract_article(article: Article, doc: Doc, ontology: Ontology, reader: Reader | None = None) -> Extraction:
    """Everything that the article says, each statement with its passage.

    Args:
        article: the article whose text the ``Doc`` holds.
        doc: as :func:`sahelkg.annotate.annotate` gives it.
        ontology: the built-in one or with a user's files.
        reader: the one that gave the ``Doc``; its relation model joins the rules. Without it, or where the reader has
            no such model, the rules are alone.
    """
    doc = copy_plainly(doc)
    mentions, entities = resolve_mentions(doc, drop_no_names(find_mentions(doc, ontology), ontology), ontology)
    finder = StatementFinder(doc, article, mentions, entities, ontology)
    found = finder.find()
    if isinstance(reader, ModelReader):
        found = join_relations(finder, found, reader)
    evidence = drop_rejected(found, ontology)
    used = {mention for item in evidence for mention in _roles(item)}
    named = {mention.entity for mention in used if mention.entity}
    paragraphs = doc.spans.get("paragraphs", ())
    skipped = Counter(f"paragraph:{span.label_}" for span in paragraphs if span.label_ != "body")
    if len(found) > len(evidence):
        skipped["statement rejected by the ontology"] = len(found) - len(evidence)
    return Extraction(
        article=article,
        evidence=tuple(evidence),
        mentions=tuple(sorted(used, key=lambda m: (m.start, m.end, m.entity or "", m.how))),
        entities=tuple(entities[iri] for iri in sorted(named)),
        sentences=sum(1 for _ in doc.sents),
        skipped=tuple(sorted(skipped.items())),
        agencies=tuple(sorted(_find_agencies(evidence, ontology))),
    )


def _roles(evidence: Evidence) -> list[Mention]:
    place = [evidence.place] if evidence.place else []
    return [evidence.subject, evidence.object, *evidence.sources, *place]


def _find_agencies(evidence: list[Evidence], ontology: Ontology) -> set[str]:
    return {
        source.entity
        for item in evidence
        for source in item.sources
        if source.entity and ontology.triples.text(source.entity, "skg:newsAgency") == "true"
    }
