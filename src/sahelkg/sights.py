"""What there is to be seen in an article, whether a statement was made of it or not: who is named where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sahelkg.coreference import resolve_mentions
from sahelkg.gold import fold_names
from sahelkg.mentions import find_mentions
from sahelkg.rejections import drop_no_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology


@dataclass(frozen=True)
class Passage:
    """Some sentences, and the folded names of all that are told of in them, by name, description or pronoun."""

    text: str
    names: frozenset[str]


@dataclass(frozen=True)
class Sight:
    """An article's text, its sentences as ``[start, end)``, and its mentions with the names of who they stand for."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[tuple[int, int, frozenset[str]], ...]

    def find_passage(self, quote: str) -> Passage | None:
        """The sentences that a quote touches; None where the text does not hold it. White space makes no difference."""
        pattern = r"\s+".join(map(re.escape, quote.split()))
        found = re.search(pattern, self.text) if pattern else None
        if found is None:
            return None
        touched = [(start, end) for start, end in self.sentences if start < found.end() and end > found.start()]
        low, high = min(touched, default=found.span())[0], max(touched, default=found.span())[1]
        inside = [names for start, end, names in self.mentions if start >= low and end <= high]
        return Passage(self.text[low:high], frozenset().union(*inside))


def look_at(doc: Doc, ontology: Ontology) -> Sight:
    """What is to be seen in a parsed article: every mention, also those that play no role in any statement."""
    mentions, entities = resolve_mentions(doc, drop_no_names(find_mentions(doc, ontology), ontology), ontology)
    seen: list[tuple[int, int, frozenset[str]]] = []
    for mention in mentions:
        entity = entities.get(mention.entity or "")
        names: Sequence[str] = (entity.label, *entity.names, mention.text) if entity else (mention.text,)
        seen.append((mention.start, mention.end, fold_names(names)))
    return Sight(doc.text, tuple((sent.start_char, sent.end_char) for sent in doc.sents), tuple(seen))
