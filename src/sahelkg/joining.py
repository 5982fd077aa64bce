"""Rules and the learnt component meet: where they agree, where they differ, and what one of them saw alone.

A rule's statement stays as it is. Where the learnt component sees the same relation between the same two, or another one,
`Evidence.second` says so: a quick look is enough for that. Of the other pairs those are read that are worth it. What the
component sees in them is told where its confidence, measured on sentences that it had not been taught with, reaches the
relation's threshold; its status is the more cautious of its own and the rules' judgement of the words between the two
mentions. It never turns round what a rule said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import numpy as np

from sahelkg.certainty import Judgement
from sahelkg.fitting import LabelFits
from sahelkg.lexicon import LexicalUnit
from sahelkg.matching import Match
from sahelkg.objections import Objections
from sahelkg.opinions import Guess, Opinions, list_mentions
from sahelkg.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sahelkg.reader import ModelReader
    from sahelkg.records import Evidence
    from sahelkg.statements import StatementFinder

ALONE = "lex:learnt"
"""The rule of what the learnt component saw alone, and the second one of what it saw as well."""
OTHERWISE = "lex:learnt-otherwise"
"""The second rule of what a lexical unit gave, where the learnt component saw another relation or its reverse."""

_BATCH = 1_000  # words that are sifted at once: few enough for the processor's cache
_KINDS = {"VERB": "verb", "AUX": "verb", "ADJ": "adjective"}
_WORDS = frozenset({"ACCUSE", "REQUEST"})  # types of what is done by saying it, not by what is said to come


def join_relations(finder: StatementFinder, found: Sequence[Evidence], reader: ModelReader) -> list[Evidence]:
    """The rules' evidence with the learnt component's opinion, and what it saw alone, in the text's order.

    Args:
        finder: has found ``found``.
        found: the rules' evidence.
        reader: the reader that parsed the document; without a relation model, ``found`` is given back.
    """
    if reader.relations is None:
        return list(found)
    told: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in found:
        told[finder.syntax.sentence[evidence.subject.head]].append(evidence)
    opinions: dict[int, Opinions] = {}
    for number, body in enumerate(finder.syntax.body):
        mentions = list_mentions(finder, number) if body else []
        if len({mention.entity for mention in mentions}) > 1:
            opinions[number] = Opinions(finder, reader.relations, number, mentions, told[number])
    _look(finder, opinions.values(), reader)
    joined: list[Evidence] = []
    for number in range(len(finder.syntax.body)):
        if number not in opinions:
            joined += told[number]
            continue
        teller = _Teller(finder, opinions[number])
        joined += map(teller.compare, told[number])
        joined += teller.tell_alone()
    return sorted(joined, key=lambda one: (one.start, one.end, one.subject.start, one.object.start, one.predicate, one.rule))


def _look(finder: StatementFinder, opinions: Iterable[Opinions], reader: ModelReader) -> None:
    """Has the pairs of all sentences looked at, some ``_BATCH`` words at a time, and those worth it read."""
    sieve, model = reader.sieve, reader.relations
    assert sieve is not None
    assert model is not None
    tellable = np.array([False, *(model.confidences.may_be_told(label.relation) for label in sieve.confidences.labels)])
    fits = LabelFits(finder, sieve.confidences.labels)
    paired = [one for one in opinions if len(one.pairs.left)]
    ends = accumulate(len(one) for one in paired)
    for _, group in groupby(zip(paired, ends, strict=True), key=lambda one: one[1] // _BATCH):
        batch = [one for one, _ in group]
        seen = [reader.recall(*one.list_words()) for one in batch]
        looks = sieve.sift([(saw.words, one.pairs) for one, saw in zip(batch, seen, strict=True)])
        for one, saw, shares in zip(batch, seen, looks, strict=True):
            one.take_look(shares, sieve.confidences)
            likely = (shares * (one.list_allowed(fits) & tellable)).sum(axis=1)
            bounds = one.list_bounds(saw.bounds, likely >= sieve.worth)
            if any(bounds):
                one.take(model.score(saw.subwords, bounds), model)


class _Teller:
    """Tells of a sentence what the learnt component sees in it."""

    def __init__(self, finder: StatementFinder, opinions: Opinions) -> None:
        self.finder, self.ontology, self.opinions = finder, finder.ontology, opinions
        self.objections = Objections(finder, opinions)

    def compare(self, evidence: Evidence) -> Evidence:
        """The evidence, with what the learnt component says of it where it saw the two."""
        ends = evidence.subject.entity or "", evidence.object.entity or ""
        pairs = self.opinions.number.get((min(ends), max(ends)), ())
        if self.opinions.look is None or not pairs:
            return evidence
        shares, confidences = self.opinions.look
        share = max(self.opinions.sum_shares(pair, shares[pair], confidences.labels, evidence.predicate, ends[0]) for pair in pairs)
        confidence = confidences.calibrate(evidence.predicate, share)
        guesses = (guess for pair in pairs for guess in self.opinions.guess(pair, shares[pair], confidences, None))
        best = max(guesses, key=lambda guess: guess.confidence, default=None)
        second = None
        if best is not None and best.confidence >= confidences.threshold(best.relation):
            alike = best.relation == evidence.predicate or self.ontology.relations[best.relation].parent == evidence.predicate
            turned = best.subject.entity != ends[0] and not self.ontology.relations[best.relation].symmetric
            second = ALONE if alike and not turned else OTHERWISE
        return replace(evidence, confidence=confidence, second=second)

    def tell_alone(self) -> list[Evidence]:
        """What no rule said of the sentence."""
        guesses = [
            guess for guess in self.opinions.guesses if guess.confidence >= self.opinions.confidences.threshold(guess.relation)
        ]
        found: list[Evidence] = []
        for guess in sorted(guesses, key=lambda guess: (-guess.share, guess.subject.start, guess.object.start)):
            ends = guess.subject.entity, guess.object.entity
            if any(guess.relation == relation and (ends[0] == one or ends[1] == two) for relation, one, two in self.opinions.said):
                continue
            if self.objections.bar(guess) or any(self.objections.bar_beside(guess, one) for one in found):
                continue
            found += self._tell(guess)
        return found

    def _tell(self, guess: Guess) -> list[Evidence]:
        """The evidence of a guess, as the rules would have told it; none where the words leave it open."""
        finder = self.finder
        ends = guess.subject, guess.object
        words = self.opinions.find_predicates(ends) or [self.opinions.find_meeting(ends)]
        judgement = self._judge(words)
        if guess.status is None or judgement.silent:
            return []
        judgement.add(guess.status)
        if self._says_itself(guess, judgement):
            judgement = finder.judge.judge(judgement.cue if judgement.cue is not None else words[-1])
        reporting = finder.judge.certainty.cue_of_predicate("ReportingCue", words[0])
        if reporting is not None and reporting.accusation and self.ontology.relations[guess.relation].plover != "ACCUSE":
            judgement.add(Status.CLAIMED)  # "charged X with arming and hiding Y"
            judgement.accusation = True
        top = words[0]
        relation = self.ontology.relations[guess.relation]
        clause = finder.finder.find(top, _KINDS.get(finder.syntax.pos[top], "noun"))
        before = len(finder.found)
        finder.tell(Match(_unit(guess.relation), tuple(words), clause, top), relation, guess.subject, guess.object, judgement)
        return [
            replace(one, confidence=guess.confidence, plover=self._name_type(guess.type, one.predicate, one.status))
            for one in finder.found[before:]
        ]

    def _says_itself(self, guess: Guess, judgement: Judgement) -> bool:
        """Whether the act is the telling itself, which is sure whatever is told: "X announced that Y must leave"."""
        if self.ontology.relations[guess.relation].plover not in _WORDS or guess.status is Status.DENIED:
            return False
        speakers = (mention for token in judgement.sources for mention in self.finder.speakers.find(token))
        return any(mention.entity == guess.subject.entity for mention in speakers)

    def _name_type(self, type_: str | None, relation: str, status: Status) -> str | None:
        """The PLOVER type read, where it is another one than the relation's with that status; what is no event has none."""
        own = self.ontology.relations[relation]
        if own.plover is None:
            return None
        if type_ == "YIELD":
            type_ = "RETREAT" if own.plover == "RETREAT" else "CONCEDE"
        usual = {Status.PLANNED: own.plover_planned, Status.DENIED: own.plover_denied}.get(status) or own.plover
        return type_ if type_ != usual else None

    def _judge(self, words: Sequence[int]) -> Judgement:
        """The most cautious judgement of these words; the sources are those of the word that has any, the lowest first."""
        judge, total = self.finder.judge, Judgement()
        for word in reversed(words):
            own = judge.judge(word)
            total.add(own.status)
            total.silent |= own.silent
            total.accusation |= own.accusation
            total.purpose |= own.purpose
            if not total.sources and own.sources:
                total.sources, total.cue = own.sources, own.cue
        return total


def _unit(relation: str) -> LexicalUnit:
    """What stands for a lexical unit where none was: the learnt component."""
    return LexicalUnit(
        iri=ALONE,
        expressions=(),
        part_of_speech="",
        relation=relation,
        subject_roles=(),
        object_roles=(),
        subject_prepositions=frozenset(),
        object_prepositions=frozenset(),
        subject_kind=None,
        object_kind=None,
        accusation=False,
        example="",
    )
