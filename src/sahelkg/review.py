"""What the program was unsure of in the texts of a store, as rows that a user can decide upon.

Three parts: names that the ontology does not hold; predicates between two actors that it knows, which no lexical unit
has; statements that rest on something doubtful. Each part by frequency.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sahelkg.coverage import reread
from sahelkg.lexicon import load_lexicon
from sahelkg.vocabulary import article_iri, normalise_name, statement_iri, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.coverage import Rereading
    from sahelkg.ontology import Ontology
    from sahelkg.predicates import Predicate
    from sahelkg.records import Evidence, Mention
    from sahelkg.store import Store

PARTS = ("name", "predicate", "statement")
FILLED = ("same as", "kind", "relation", "reject")
SENTENCES = 3
COLUMNS = (
    *("part", "times", "item", "guess", *FILLED),
    *(f"sentence {number + 1}" for number in range(SENTENCES)),
    *("articles", "key"),
)
_REFERRING = frozenset({"pronoun", "description"})
_SURE = frozenset({"apposition", "group"})  # rules by which a description stands beside its name, or for nobody else
# rules by which a name is taken for one that is written otherwise
_DOUBTFUL = frozenset({"initials", "inverted-name", "spelling-variant", "surname-and-office"})


@dataclass
class Row:
    """One thing to decide upon.

    ``item`` is what it is called, ``guess`` what the program took it for or why it doubts; ``key`` is by what the
    answer finds it again: an ``ent:x-…``, ``verb sign agreement | with``, or an ``st:…``.
    """

    part: str
    item: str
    key: str
    guess: str = ""
    times: int = 0
    sentences: list[str] = field(default_factory=list)
    articles: dict[str, None] = field(default_factory=dict)

    def count(self, article: str, sentence: str) -> None:
        """Counts one more place where it stands."""
        self.times += 1
        self.articles[article_iri(article)] = None
        sentence = " ".join(sentence.split())
        if len(self.sentences) < SENTENCES and sentence not in self.sentences:
            self.sentences.append(sentence)

    def as_dict(self) -> dict[str, Any]:
        """The row under :data:`COLUMNS`, what is to be filled in left empty."""
        sentences = {f"sentence {number + 1}": text for number, text in enumerate(self.sentences)}
        known: dict[str, Any] = {name: getattr(self, name) for name in ("part", "times", "item", "guess", "key")}
        return dict.fromkeys(COLUMNS, "") | known | sentences | {"articles": " ".join(self.articles)}


def list_doubts(store: Store, ontology: Ontology, *, limit: int | None = None) -> list[Row]:
    """The rows of all parts, each part by frequency, then by name.

    Args:
        store: whose kept parses are read again.
        ontology: what is known. What an entry of it has rejected is not listed again.
        limit: the most rows of each part.
    """
    collector = _Collector(ontology)
    for reading in reread(store, ontology):
        collector.take(reading)
    return [row for part in PARTS for row in collector.sort(part)[:limit]]


class _Collector:
    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._units = {unit.iri for unit in load_lexicon(ontology).units}
        self._rows: dict[str, dict[str, Row]] = {part: {} for part in PARTS}
        self._guesses: dict[str, Counter[str]] = defaultdict(Counter)
        self._rejected = {
            (text, word.removeprefix("skg:"))
            for iri in ontology.triples.instances("skg:RejectedPredicate")
            for text in ontology.triples.texts(iri, "skg:lemma")
            for word in ontology.triples.resources(iri, "skg:partOfSpeech")
        }

    def take(self, reading: Rereading) -> None:
        """Counts what an article leaves open."""
        for mention in reading.mentions:
            if mention.entity and self._is_unknown_name(mention):
                sentence = _find_sentence(reading, mention.start, mention.end)
                row = self._row("name", mention.entity, " ".join(mention.text.split()))
                row.count(reading.article, sentence)
                self._guesses[mention.entity][mention.kind or ""] += 1
        for predicate in reading.predicates:
            words = f"{predicate.words} {predicate.preposition}".rstrip()
            rejected = (words, predicate.part_of_speech) in self._rejected
            if not predicate.mapped and not rejected and self._joins_known(predicate):
                key = f"{predicate.part_of_speech} {predicate.words} | {predicate.preposition}"
                row = self._row("predicate", key, f"… {words} …")
                if not row.times:
                    row.guess = f"{predicate.subject.text} → {predicate.object.text}"
                row.count(reading.article, reading.text[predicate.start : predicate.end])
        pairs = {(one.subject.entity, one.predicate, one.object.entity, one.start) for one in reading.evidence}
        for one in reading.evidence:
            if reasons := list(self._list_reasons(one, pairs)):
                relation = self._ontology.relations[one.predicate]
                iri = statement_iri(
                    one.subject.entity or "", one.predicate, one.object.entity or "", symmetric=relation.symmetric
                )
                label = f"{self._label(one.subject)} {relation.label} {self._label(one.object)}"
                self._row("statement", iri, label).count(reading.article, _find_sentence(reading, one.start, one.end))
                self._guesses[iri].update(reasons)

    def sort(self, part: str) -> list[Row]:
        """The rows of a part, the most frequent first, each with its guesses."""
        rows = sorted(self._rows[part].values(), key=lambda row: (-row.times, row.item, row.key))
        for row in rows:
            if part == "name":
                row.guess = max(sorted(self._guesses[row.key].items()), key=lambda item: item[1])[0]
            elif part == "statement":
                row.guess = "; ".join(sorted(self._guesses[row.key]))
        return rows

    def _row(self, part: str, key: str, item: str) -> Row:
        return self._rows[part].setdefault(key, Row(part, item, key))

    def _label(self, mention: Mention) -> str:
        known = self._ontology.entities.get(mention.entity or "")
        return known.label if known else mention.label

    def _is_unknown_name(self, mention: Mention) -> bool:
        return (
            mention.how == "tagged"
            and mention.entity not in self._ontology.entities
            and unknown_entity_iri(mention.text) == mention.entity
            and not self._ontology.triples.resources(mention.entity or "", "skg:sameAs")
        )

    def _joins_known(self, predicate: Predicate) -> bool:
        return all(mention.entity in self._ontology.entities for mention in (predicate.subject, predicate.object))

    def _list_reasons(self, one: Evidence, pairs: set[tuple[str | None, str, str | None, int]]) -> Iterator[str]:
        """Why a statement may be none."""
        for mention in (one.subject, one.object):
            words, label = " ".join(mention.text.split()), self._label(mention)
            doubtful = (mention.how in _REFERRING and mention.rule not in _SURE) or mention.rule in _DOUBTFUL
            if doubtful and normalise_name(words) != normalise_name(label):
                yield f"“{words}” taken for {label}"
        relation = self._ontology.relations[one.predicate]
        reverse = one.object.entity, one.predicate, one.subject.entity
        if not relation.symmetric and any(pair[:3] == reverse and abs(pair[3] - one.start) < 200 for pair in pairs):
            yield "told both ways"
        if one.rule not in self._units:
            yield f"learnt{f', confidence {one.confidence:.2f}' if one.confidence is not None else ''}"


def _find_sentence(reading: Rereading, start: int, end: int) -> str:
    """The sentences that a span touches."""
    touched = [span for span in reading.sentences if span[0] < end and span[1] > start] or [(start, end)]
    return reading.text[touched[0][0] : touched[-1][1]]


def list_cells(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain values under :data:`COLUMNS`."""
    return [row.as_dict() for row in rows]
