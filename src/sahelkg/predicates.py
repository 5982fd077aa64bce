"""What is said between two actors, and whether the lexicon has a word for it: where its reach ends.

A predicate counts where a verb, or a noun with "is", has an actor on either side: as its subject, and as its object or
in a phrase of it. Verbs that only report what somebody says, plan or begin are no predicates of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sahelkg.clauses import ClauseFinder
from sahelkg.fillers import Fillers
from sahelkg.forms import restore_lemma
from sahelkg.lexicon import load_lexicon
from sahelkg.matching import find_matches
from sahelkg.syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from sahelkg.arguments import Argument, Clause
    from sahelkg.lexicon import Lexicon
    from sahelkg.ontology import Ontology
    from sahelkg.records import Evidence, Mention

_FRAMES = "ReportingCue", "StanceCue", "PhaseCue", "SupportCue"  # of words that carry another predicate


@dataclass(frozen=True, kw_only=True)
class Predicate:
    """Words that join two actors in a text.

    ``words`` are in the form of ``skg:lemma`` ("meet", "sign agreement"); ``preposition`` is that of the object's phrase,
    empty where it is the verb's own object. ``mapped`` says whether a lexical unit has the words, or a statement of the
    two was found in the sentence. ``start`` and ``end`` are the sentence's.
    """

    words: str
    part_of_speech: str  # verb or noun
    preposition: str
    subject: Mention
    object: Mention
    mapped: bool
    start: int
    end: int


def find_predicates(
    doc: Doc, mentions: Sequence[Mention], evidence: Iterable[Evidence], ontology: Ontology
) -> list[Predicate]:
    """The predicates between two actors, in the text's order.

    Args:
        doc: a parsed article; only its body paragraphs are looked at.
        mentions: resolved mentions.
        evidence: the statements found in it.
        ontology: whose lexicon it is.
    """
    return list(_Finder(doc, mentions, evidence, ontology).find())


class _Finder:
    def __init__(
        self, doc: Doc, mentions: Sequence[Mention], evidence: Iterable[Evidence], ontology: Ontology
    ) -> None:
        self.lexicon = load_lexicon(ontology)
        self.ontology = ontology
        self.syntax = Syntax(doc, self.lexicon)
        self.clauses = ClauseFinder(self.syntax)
        self.fillers = Fillers(self.syntax, mentions, self.lexicon)
        self.matched = {
            token
            for match in find_matches(self.syntax, self.clauses, self.lexicon)
            for token in (*match.words, match.top, match.clause.predicate)
        }
        self.told = {
            (self.syntax.sentence[one.subject.head], frozenset({one.subject.entity, one.object.entity})) for one in evidence
        }
        self.of_places = _list_place_prepositions(self.lexicon, ontology)

    def find(self) -> Iterator[Predicate]:
        """Yields them."""
        syntax = self.syntax
        for index, part_of_speech in enumerate(syntax.pos):
            if not syntax.body[syntax.sentence[index]]:
                continue
            if part_of_speech == "VERB":
                clause = self.clauses.find(index, "verb")
                yield from self._join(index, "verb", clause.agents, self._list_verb_objects(index, clause))
            elif part_of_speech == "NOUN" and syntax.kids(index, "cop"):
                clause = self.clauses.find(index, "noun")
                objects = [("", "of", argument) for argument in clause.possessors]
                objects += [("", sorted(argument.markers)[0], argument) for argument in clause.obliques if argument.markers]
                yield from self._join(index, "noun", clause.holders, objects)

    def _list_verb_objects(self, index: int, clause: Clause) -> Iterator[tuple[str, str, Argument]]:
        """A verb's objects, then its phrases: what the noun beside the verb is, the preposition, and the argument."""
        syntax = self.syntax
        for argument in (*clause.patients, *clause.recipients):
            yield "", "", argument
        nouns = [a.head for a in clause.patients if syntax.pos[a.head] == "NOUN" and not self.fillers.find(a.head)]
        beside = syntax.lemma[nouns[0]] if nouns else ""
        for noun in nouns:
            for child in syntax.kids(noun, "nmod"):
                if marker := syntax.marker(child):
                    yield beside, marker, self._argue(child, marker)
        for argument in clause.obliques:
            if argument.markers and not (clause.passive and "by" in argument.markers):
                yield beside, sorted(argument.markers, key=len)[-1], argument

    @staticmethod
    def _argue(head: int, marker: str) -> Argument:
        from sahelkg.arguments import Argument

        return Argument(head, frozenset({marker}))

    def _join(
        self,
        index: int,
        part_of_speech: str,
        subjects: Iterable[Argument],
        objects: Iterable[tuple[str, str, Argument]],
    ) -> Iterator[Predicate]:
        """The first subject and the first object that are actors: one predicate, one place in the text."""
        subject = next((m for a in subjects for m in self._find_actors(a, "")), None)
        if subject is None:
            return
        for beside, preposition, argument in objects:
            for obj in self._find_actors(argument, preposition):
                if obj.entity == subject.entity:
                    continue
                mapped = self._is_mapped(index, subject, obj)
                if not mapped and self._is_frame(index):
                    return
                head = self._name_verb(index) if part_of_speech == "verb" else self.syntax.lemma[index]
                yield Predicate(
                    words=f"{head} {beside}".strip(),
                    part_of_speech=part_of_speech,
                    preposition=preposition,
                    subject=subject,
                    object=obj,
                    mapped=mapped,
                    start=self.syntax.start[self.syntax.sentences[self.syntax.sentence[index]][0]],
                    end=self.syntax.end[self.syntax.sentences[self.syntax.sentence[index]][1] - 1],
                )
                return

    def _find_actors(self, argument: Argument, preposition: str) -> list[Mention]:
        """Who a phrase stands for, where that is an actor: a state in a phrase of place is none."""
        found = [m for m in self.fillers.find(argument.head) if m.kind and self.ontology.is_kind(m.kind, "Actor")]
        if preposition in self.of_places or "there" in argument.markers:
            found = [mention for mention in found if mention.kind != "State"]
        return found

    def _is_mapped(self, index: int, subject: Mention, obj: Mention) -> bool:
        pair = frozenset({subject.entity, obj.entity})
        return index in self.matched or (self.syntax.sentence[index], pair) in self.told

    def _name_verb(self, index: int) -> str:
        """The verb's base form: the model guesses that of verbs which it never saw, and the lexicon has none for them."""
        lemma, form = self.syntax.lemma[index], self.syntax.low[index]
        return lemma if lemma in self.lexicon.heads or lemma == form else restore_lemma(form, lemma)

    def _is_frame(self, index: int) -> bool:
        lemma = self.syntax.lemma[index]
        return any(self.lexicon.cues_of(kind, "verb", lemma) for kind in _FRAMES)


def _list_place_prepositions(lexicon: Lexicon, ontology: Ontology) -> frozenset[str]:
    """The prepositions that lexical units have for places at least as often as for actors."""
    counts: Counter[str] = Counter()
    for unit in lexicon.units:
        place = unit.object_kind == "Place" or ontology.is_kind(ontology.relations[unit.relation].range, "Place")
        counts.update(dict.fromkeys(unit.object_prepositions, 1 if place else -1))
    return frozenset(word for word, balance in counts.items() if balance >= 0)
