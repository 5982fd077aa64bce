"""Rules and the learnt component meet: where they agree, where they differ, and what one of them saw alone.

A rule's statement stays as it is. Where the learnt component sees the same relation between the same two, or another one,
`Evidence.second` says so. Pairs that the sieve holds for idle are not read. What the component sees alone is told where its
confidence, measured on sentences that it had not been taught with, reaches the relation's threshold; its status is the more
cautious of its own and the rules' judgement of the words between the two mentions. It never turns round what a rule said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import numpy as np

from sahelkg.certainty import Judgement
from sahelkg.groups import NOUN_RULE
from sahelkg.lexicon import LexicalUnit
from sahelkg.matching import Match
from sahelkg.pairs import list_pairs, pair_mentions
from sahelkg.records import Status
from sahelkg.sets import SET_RULE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from sahelkg.reader import ModelReader
    from sahelkg.records import Evidence, Mention
    from sahelkg.relations import RelationModel, Scores
    from sahelkg.statements import StatementFinder

ALONE = "lex:learnt"
"""The rule of what the learnt component saw alone, and the second one of what it saw as well."""
OTHERWISE = "lex:learnt-otherwise"
"""The second rule of what a lexical unit gave, where the learnt component saw another relation or its reverse."""

_MOST_MENTIONS = 14
_BATCH = 1_000  # words that are sifted at once: few enough for the processor's cache
_WORTH = 0.3  # how likely a pair must hold any relation to be read
_PREDICATES = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
_VERBS = frozenset({"VERB", "AUX"})
_KINDS = {"VERB": "verb", "AUX": "verb", "ADJ": "adjective"}
_NAMED = frozenset({"name", "tagged", "composed"})
_UNNAMED = 0.6
_OPEN = "open"
_SURE = frozenset({Status.ASSERTED, Status.CLAIMED})
_ENOUGH = 0.6  # the share of sure statuses below which the likeliest of the others counts


@dataclass(frozen=True)
class Guess:
    """A relation that the learnt component sees between two mentions. ``status`` is None for what is left open."""

    subject: Mention
    relation: str
    object: Mention
    share: float
    confidence: float
    status: Status | None


def join_relations(finder: StatementFinder, found: Sequence[Evidence], reader: ModelReader) -> list[Evidence]:
    """The rules' evidence with the learnt component's opinion, and what it saw alone, in the text's order.

    Args:
        finder: has found ``found``.
        found: the rules' evidence.
        reader: the reader that parsed the document; without a relation model, ``found`` is given back.
    """
    model = reader.relations
    if model is None:
        return list(found)
    told: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in found:
        told[finder.syntax.sentence[evidence.subject.head]].append(evidence)
    opinions: dict[int, _Opinions] = {}
    for number, body in enumerate(finder.syntax.body):
        mentions = list_mentions(finder, number) if body else []
        if len(mentions) > 1:
            opinions[number] = _Opinions(finder, model, number, mentions, told[number])
    _score(opinions.values(), reader)
    joined: list[Evidence] = []
    for number in range(len(finder.syntax.body)):
        opinion = opinions.get(number)
        joined += map(opinion.compare, told[number]) if opinion else told[number]
        joined += opinion.tell_alone(told[number]) if opinion else ()
    return sorted(joined, key=lambda one: (one.start, one.end, one.subject.start, one.object.start, one.predicate, one.rule))


def list_mentions(finder: StatementFinder, number: int) -> list[Mention]:
    """The mentions of a sentence that may play a role, by start; of those with the same words the first."""
    first, last = finder.syntax.sentences[number]
    found: dict[tuple[int, int], Mention] = {}
    for head in range(first, last):
        for mention in finder.fillers.by_head.get(head, ()):
            if mention.how == "implicit" or mention.rule == SET_RULE or finder.syntax.is_relative(head):
                continue
            if first <= mention.first and mention.last <= last:
                found.setdefault((mention.first, mention.last), mention)
    return [found[span] for span in sorted(found)][:_MOST_MENTIONS]


def _score(opinions: Iterable[_Opinions], reader: ModelReader) -> None:
    """Has the pairs of all sentences sifted, some ``_BATCH`` words at a time, and those worth it read."""
    assert reader.sieve is not None
    assert reader.relations is not None
    paired = [one for one in opinions if len(one.pairs.left)]
    ends = accumulate(len(one.words) for one in paired)
    for _, group in groupby(zip(paired, ends, strict=True), key=lambda one: one[1] // _BATCH):
        batch = [one for one, _ in group]
        seen = [reader.recall(one.words, one.spaced) for one in batch]
        likely = reader.sieve.sift([(saw.words, one.pairs) for one, saw in zip(batch, seen, strict=True)])
        for one, saw, some in zip(batch, seen, likely, strict=True):
            worth = one.list_bounds(saw.bounds, some >= _WORTH)
            one.take(reader.relations.score(saw.subwords, worth))


class _Opinions:
    """What the learnt component sees in one sentence, once it was given the scores of its pairs.

    Pairs are those that a rule spoke of, or that may be told without a rule; to score the others would change nothing.
    """

    def __init__(
        self, finder: StatementFinder, model: RelationModel, number: int, mentions: Sequence[Mention], own: Sequence[Evidence]
    ) -> None:
        self.finder, self.ontology = finder, finder.ontology
        self.model = model
        self.mentions = mentions
        syntax = finder.syntax
        first, last = syntax.sentences[number]
        tokens = [token for token in range(first, last) if syntax.base[token] != "space"]
        place = {token: index for index, token in enumerate(tokens)}
        spans = [
            (min(inside), max(inside) + 1, place[mention.head])
            for mention in mentions
            if (inside := [place[token] for token in range(mention.first, mention.last) if token in place])
        ]
        begin = max(0, first - 1)
        shown = [(token.norm_, token.is_space) for token in syntax.doc[begin:last]]
        self.words = [shown[token - begin][0] for token in tokens]
        self.spaced = [token == 0 or syntax.start[token] > syntax.end[token - 1] or shown[token - begin - 1][1] for token in tokens]
        self._holders = [self._find_holders(mention) for mention in mentions]
        self._verbs = any(syntax.pos[token] in _VERBS for token in range(first, last))  # a dateline has none
        told = {frozenset({one.subject.entity, one.object.entity}) for one in own}
        wanted = [pair for pair in list_pairs(spans) if self._may_be_told(*pair, told)]
        self.pairs = pair_mentions([place.get(syntax.head[token], 0) for token in tokens], spans, wanted)
        self.number: dict[tuple[str, str], list[int]] = defaultdict(list)  # the pairs of two entities
        for pair, (left, right) in enumerate(zip(self.pairs.left.tolist(), self.pairs.right.tolist(), strict=True)):
            one, two = mentions[left].entity or "", mentions[right].entity or ""
            self.number[min(one, two), max(one, two)].append(pair)
        self.spans = [span[:2] for span in spans]
        self.scores: Scores | None = None
        self.guesses: list[list[Guess]] = []

    def list_bounds(self, words: np.ndarray, wanted: np.ndarray) -> list[tuple[tuple[int, int], tuple[int, int]] | None]:
        """The subwords of each pair's two mentions, those of words as given; None for pairs that are not wanted."""
        of = [(int(words[start, 0]), int(words[end - 1, 1])) for start, end in self.spans]
        ends = zip(self.pairs.left.tolist(), self.pairs.right.tolist(), wanted.tolist(), strict=True)
        return [(of[left], of[right]) if some else None for left, right, some in ends]

    def take(self, scores: Scores) -> None:
        """Takes in the scores of its pairs."""
        self.scores = scores
        likely = (scores.relations[:, 1:].max(axis=1) >= scores.relations[:, 0]).tolist()
        self.guesses = [list(self._guess(pair)) if some else [] for pair, some in enumerate(likely)]

    def _find_holders(self, mention: Mention) -> list[Mention]:
        """The mentions that another one lies in."""
        return [m for m in self.mentions if m is not mention and m.first <= mention.head < m.last and m.head != mention.head]

    def _may_be_told(self, one: int, two: int, told: Container[frozenset[str | None]]) -> bool:
        """Whether a rule told anything of two mentions, or anything may be told of them without one.

        An adjective is no participant, and of a mention within another it is the other that acts. Of two subjects each
        does something of its own. Two whom only the sentence shows have nothing told of them.
        """
        ends = self.mentions[one], self.mentions[two]
        entities = frozenset(mention.entity for mention in ends)
        if entities in told:
            return True
        if len(entities) == 1 or any(mention.rule == "group-adjective" for mention in ends):
            return False
        subjects = all(self.finder.syntax.base[mention.head] == "nsubj" for mention in ends)
        if subjects or all(mention.rule == NOUN_RULE for mention in ends):
            return False
        for number, other in ((one, ends[1]), (two, ends[0])):
            if any(holder is not other and not (other.first <= holder.head < other.last) for holder in self._holders[number]):
                return False
        return self._may_hold_state(ends) or bool(self._find_predicates(ends))

    def _may_hold_state(self, ends: tuple[Mention, Mention]) -> bool:
        """Whether a state may be told of them: it holds between those who have names, in a sentence."""
        return self._verbs and all(mention.how in _NAMED for mention in ends)

    # beside a rule

    def compare(self, evidence: Evidence) -> Evidence:
        """The evidence, with what the learnt component says of it where it saw the two."""
        ends = evidence.subject.entity or "", evidence.object.entity or ""
        pairs = self.number.get((min(ends), max(ends)), ())
        if self.scores is None or not pairs:
            return evidence
        share = max(self._share(pair, evidence.predicate, ends[0]) for pair in pairs)
        confidence = self.model.calibrate(evidence.predicate, share)
        best = max((guess for pair in pairs for guess in self.guesses[pair]), key=lambda guess: guess.confidence, default=None)
        second = None
        if best is not None and best.confidence >= self.model.threshold(best.relation):
            alike = best.relation == evidence.predicate or self.ontology.relations[best.relation].parent == evidence.predicate
            turned = best.subject.entity != ends[0] and not self.ontology.relations[best.relation].symmetric
            second = ALONE if alike and not turned else OTHERWISE
        return replace(evidence, confidence=confidence, second=second)

    def _share(self, pair: int, relation: str, subject: str) -> float:
        """The share of a relation with that entity as its subject."""
        assert self.scores is not None
        one = self.mentions[self.pairs.left[pair]].entity
        return sum(
            float(self.scores.relations[pair, column])
            for column, label in enumerate(self.model.labels, 1)
            if label.relation == relation and (self.ontology.relations[relation].symmetric or label.reversed == (one != subject))
        )

    # alone

    def tell_alone(self, own: Sequence[Evidence]) -> list[Evidence]:
        """What no rule said of the sentence."""
        told = [(one.subject.entity, one.predicate, one.object.entity) for one in own]
        guesses = [guess for pair in self.guesses for guess in pair if guess.confidence >= self.model.threshold(guess.relation)]
        found: list[Evidence] = []
        for guess in sorted(guesses, key=lambda guess: (-guess.share, guess.subject.start, guess.object.start)):
            ends = guess.subject.entity, guess.object.entity
            if any({ends[0], ends[1]} == {one, two} for one, _, two in told):
                continue  # a rule spoke of the two
            if any(guess.relation == relation and (ends[0] == one or ends[1] == two) for one, relation, two in told):
                continue  # a rule said it of one of them: another end of it is as likely the same by other words
            if not self._may_stand(guess) or any(self._repeats(guess, one) for one in found):
                continue
            found += self._tell(guess)
        return found

    def _may_stand(self, guess: Guess) -> bool:
        """Whether a guess may be told without a rule.

        A state holds between those who have names. An event wants a word that tells it: two that are only joined or set
        beside each other have none between them. Of somebody whom only the sentence shows the component must be surer.
        """
        ends = guess.subject, guess.object
        if guess.confidence < _UNNAMED and any(mention.rule == NOUN_RULE for mention in ends):
            return False
        if self.ontology.relations[guess.relation].event_class is None:
            return self._may_hold_state(ends)
        return bool(self._find_predicates(ends))

    def _repeats(self, guess: Guess, one: Evidence) -> bool:
        """Whether the same was said already, of the same two or with a mention within the other."""
        if guess.relation != one.predicate:
            return False
        ends = guess.subject.entity, guess.object.entity
        if set(ends) == {one.subject.entity, one.object.entity}:
            return True
        return (_touch(guess.subject, one.subject) and _touch(guess.object, one.object)) or (
            self.ontology.relations[guess.relation].symmetric
            and _touch(guess.subject, one.object)
            and _touch(guess.object, one.subject)
        )

    def _guess(self, pair: int) -> Iterator[Guess]:
        """The relations of a pair that are likelier than none, and fit its kinds."""
        assert self.scores is not None
        row = self.scores.relations[pair]
        left, right = self.mentions[self.pairs.left[pair]], self.mentions[self.pairs.right[pair]]
        for column in (np.argsort(-row[1:], kind="stable")[:2] + 1).tolist():
            label, share = self.model.labels[column - 1], float(row[column])
            relation = self.ontology.relations.get(label.relation)
            subject, obj = (right, left) if label.reversed else (left, right)
            if relation is None or share < row[0]:
                continue
            if self.finder.fits(subject, relation.domain, None) and self.finder.fits(obj, relation.range, None):
                confidence = self.model.calibrate(label.relation, share)
                yield Guess(subject, label.relation, obj, share, confidence, self._read_status(self.scores.statuses[pair]))

    def _read_status(self, shares: np.ndarray) -> Status | None:
        """The likeliest status; a cautious one unless the sure ones clearly outweigh them."""
        by_name = dict(zip(self.model.statuses, map(float, shares), strict=True))
        sure = {name: share for name, share in by_name.items() if name != _OPEN and Status(name) in _SURE}
        chosen = sure if sum(sure.values()) >= _ENOUGH else {name: by_name[name] for name in by_name if name not in sure}
        best = max(chosen, key=lambda name: chosen[name])
        return None if best == _OPEN else Status(best)

    def _tell(self, guess: Guess) -> list[Evidence]:
        """The evidence of a guess, as the rules would have told it; none where the words leave it open."""
        finder = self.finder
        ends = guess.subject, guess.object
        words = self._find_predicates(ends) or [self._find_meeting(ends)]
        judgement = self._judge(words)
        if guess.status is None or judgement.silent:
            return []
        judgement.add(guess.status)
        top = words[0]
        relation = self.ontology.relations[guess.relation]
        clause = finder.finder.find(top, _KINDS.get(finder.syntax.pos[top], "noun"))
        before = len(finder.found)
        finder.tell(Match(_unit(guess.relation), tuple(words), clause, top), relation, guess.subject, guess.object, judgement)
        return [replace(one, confidence=guess.confidence) for one in finder.found[before:]]

    def _find_predicates(self, ends: tuple[Mention, Mention]) -> list[int]:
        """The words on the path between the two that may tell a relation, the highest first."""
        syntax = self.finder.syntax
        ways = [[mention.head, *syntax.ancestors(mention.head)] for mention in ends]
        path = {*ways[0]} ^ {*ways[1]} | {self._find_meeting(ends)}
        words = [
            token
            for token in path
            if syntax.pos[token] in _PREDICATES and not any(mention.first <= token < mention.last for mention in ends)
        ]
        return sorted(words, key=lambda token: (sum(1 for _ in syntax.ancestors(token)), token))

    def _find_meeting(self, ends: tuple[Mention, Mention]) -> int:
        """The word under which both hang, the nearest; the second one's head where a sentence has several trees."""
        one, two = ([mention.head, *self.finder.syntax.ancestors(mention.head)] for mention in ends)
        return next((token for token in one if token in two), two[0])

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


def _touch(one: Mention, two: Mention) -> bool:
    """Whether one of two mentions lies in the other, or both are of one entity."""
    return one.entity == two.entity or (one.start < two.end and two.start < one.end)


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
