"""What the learnt component sees in a sentence: its mentions, their pairs, and the relations that it holds for likely."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from sahelkg.groups import are_strangers
from sahelkg.pairs import list_pairs, pair_mentions
from sahelkg.records import Status
from sahelkg.sets import SET_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sahelkg.confidences import Confidences, Label
    from sahelkg.fitting import LabelFits
    from sahelkg.records import Evidence, Mention
    from sahelkg.relations import RelationModel, Scores
    from sahelkg.statements import StatementFinder

_MOST_MENTIONS = 14
_PREDICATES = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
_VERBS = frozenset({"VERB", "AUX"})
_NAMED = frozenset({"name", "tagged", "composed"})
_COMPLEMENTS = frozenset({"ccomp", "xcomp"})
_ADJECTIVE = "group-adjective"
_OPEN = "open"
_SURE = frozenset({Status.ASSERTED, Status.CLAIMED})
_ENOUGH = 0.6  # the share of sure statuses below which the likeliest of the others counts


@dataclass(frozen=True)
class Guess:
    """A relation that the learnt component sees between two mentions. ``status`` is None for what is left open.

    ``type`` is the PLOVER type that it reads; None where it only had a quick look.
    """

    subject: Mention
    relation: str
    object: Mention
    share: float
    confidence: float
    status: Status | None
    type: str | None = None


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


class Opinions:
    """What the learnt component sees in one sentence, once it was given the look at its pairs, and their scores.

    Pairs are those that a rule spoke of, or that may be told without a rule; to score the others would change nothing.
    """

    def __init__(
        self,
        finder: StatementFinder,
        model: RelationModel,
        number: int,
        mentions: Sequence[Mention],
        own: Sequence[Evidence],
    ) -> None:
        self.finder, self.ontology = finder, finder.ontology
        self.confidences = model.confidences
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
        self._tokens, self._place = tokens, place
        self._holders = [self._find_holders(mention) for mention in mentions]
        self._ways = [[mention.head, *syntax.ancestors(mention.head)] for mention in mentions]
        self._above = [sum(1 << token for token in way) for way in self._ways]  # sets of tokens as the bits of a number
        self._inside = [(1 << mention.last) - (1 << mention.first) for mention in mentions]
        self._predicates = sum(1 << token for token in range(first, last) if syntax.pos[token] in _PREDICATES)
        self._verbs = any(syntax.pos[token] in _VERBS for token in range(first, last))  # a dateline has none
        self.said = {(one.predicate, one.subject.entity or "", one.object.entity or "") for one in own}
        self._told = {_sort_entities(one.subject, one.object) for one in own}
        self._acted = {  # who is said to be what may do something, too
            _sort_entities(one.subject, one.object) for one in own if self.ontology.relations[one.predicate].event_class
        }
        self._may_tell: dict[tuple[int, int], tuple[bool, bool]] = {}  # a pair that no rule spoke of: a state, an event
        wanted = [pair for pair in list_pairs(spans) if self._may_be_told(*pair)]
        self.pairs = pair_mentions([place.get(syntax.head[token], 0) for token in tokens], spans, wanted)
        self.number: dict[tuple[str, str], list[int]] = defaultdict(list)  # the pairs of two entities
        for pair, (left, right) in enumerate(zip(self.pairs.left.tolist(), self.pairs.right.tolist(), strict=True)):
            self.number[_sort_entities(mentions[left], mentions[right])].append(pair)
        self.spans = [span[:2] for span in spans]
        self.look: tuple[np.ndarray, Confidences] | None = None
        self.guesses: list[Guess] = []

    def __len__(self) -> int:
        """The words of the sentence."""
        return len(self._tokens)

    def holds(self, token: int) -> bool:
        """Whether a token is a word of the sentence."""
        return token in self._place

    def list_words(self) -> tuple[list[str], list[bool]]:
        """The sentence's words, and whether white space stands before each, as `ModelReader.recall` wants them."""
        syntax = self.finder.syntax
        begin = max(0, self._tokens[0] - 1)
        shown = [(token.norm_, token.is_space) for token in syntax.doc[begin : self._tokens[-1] + 1]]
        spaced = [
            token == 0 or syntax.start[token] > syntax.end[token - 1] or shown[token - begin - 1][1] for token in self._tokens
        ]
        return [shown[token - begin][0] for token in self._tokens], spaced

    def list_allowed(self, fits: LabelFits) -> np.ndarray:
        """``[pair, label]``: the labels that may be told of each pair without a rule, none of one that a rule spoke of.

        A relation that a rule told of one of the two is not told of it once more: it is as likely the same by other words.
        """
        lefts, rights = fits.list_fits(self.mentions)
        ends = zip(self.pairs.left.tolist(), self.pairs.right.tolist(), strict=True)
        state, event = np.array([self._may_tell.get((min(pair), max(pair)), (False, False)) for pair in ends]).T[:, :, None]
        allowed: np.ndarray = lefts[self.pairs.left] & rights[self.pairs.right] & np.where(fits.events, event, state)
        entities = np.array([mention.entity or "" for mention in self.mentions])
        left, right = entities[self.pairs.left], entities[self.pairs.right]
        for relation, one, two in self.said:
            for column, reversed_ in fits.columns.get(relation, ()):
                subjects, objects = (right, left) if reversed_ else (left, right)
                allowed[(subjects == one) | (objects == two), column] = False
        return allowed

    def list_bounds(self, words: np.ndarray, worth: np.ndarray) -> list[tuple[tuple[int, int], tuple[int, int]] | None]:
        """The subwords of each pair's two mentions, those of words as given; None for a pair that is not worth reading."""
        of = [(int(words[start, 0]), int(words[end - 1, 1])) for start, end in self.spans]
        ends = zip(self.pairs.left.tolist(), self.pairs.right.tolist(), worth.tolist(), strict=True)
        return [(of[left], of[right]) if some else None for left, right, some in ends]

    def take_look(self, shares: np.ndarray, confidences: Confidences) -> None:
        """Takes in what a quick look says of its pairs, and what that is worth."""
        self.look = shares, confidences

    def take(self, scores: Scores, model: RelationModel) -> None:
        """Takes in the scores of the pairs that were read."""
        none, best = scores.relations[:, 0], scores.relations[:, 1:].max(axis=1)
        for pair in np.flatnonzero(none < 1).tolist():
            type_ = model.types[scores.types[pair].argmax()]
            if best[pair] < none[pair]:
                continue
            status = self._read_status(scores.statuses[pair], model.statuses)
            found = self.guess(pair, scores.relations[pair], self.confidences, status)
            self.guesses += (replace(guess, type=type_) for guess in found)

    def _find_holders(self, mention: Mention) -> list[Mention]:
        """The mentions that another one lies in."""
        return [m for m in self.mentions if m is not mention and m.first <= mention.head < m.last and m.head != mention.head]

    def _may_be_told(self, one: int, two: int) -> bool:
        """Whether a rule told anything of two mentions, or anything may be told of them without one.

        An adjective is no participant, and of a mention within another it is the other that acts. Two whom only the
        sentence shows have nothing told of them. Of two that a rule joined by a state, an event may be.
        """
        ends = self.mentions[one], self.mentions[two]
        entities = _sort_entities(*ends)
        if entities in self._acted:
            return True
        told = entities in self._told
        if entities[0] == entities[1] or ends[0].rule == _ADJECTIVE or ends[1].rule == _ADJECTIVE:
            return told
        if self._act_apart(ends) or are_strangers(*ends):
            return told
        for number, other in ((one, ends[1]), (two, ends[0])):
            for holder in self._holders[number]:
                if holder is not other and not other.first <= holder.head < other.last:
                    return told
        state, event = not told and self.may_hold_state(ends), self._has_predicate(one, two)
        self._may_tell[one, two] = state, event
        return state or event or told

    def _act_apart(self, ends: tuple[Mention, Mention]) -> bool:
        """Whether both are subjects, and what the one does is not what the other says or demands: "a year after X left, Y …"."""
        syntax = self.finder.syntax
        if syntax.base[ends[0].head] != "nsubj" or syntax.base[ends[1].head] != "nsubj":
            return False
        for low, high in permutations(syntax.head[mention.head] for mention in ends):
            way = [low, *syntax.ancestors(low)]
            if high in way:
                return any(syntax.base[token] not in _COMPLEMENTS for token in way[: way.index(high)])
        return True

    def _has_predicate(self, one: int, two: int) -> bool:
        """Whether `find_predicates` finds any word between two mentions."""
        above, other, inside = self._above[one], self._above[two], self._inside[one] | self._inside[two]
        if (above ^ other) & self._predicates & ~inside:
            return True
        meeting = next((token for token in self._ways[one] if other >> token & 1), self._ways[two][0])
        return bool(1 << meeting & self._predicates & ~inside)

    def may_hold_state(self, ends: tuple[Mention, Mention]) -> bool:
        """Whether a state may be told of them: it holds between those who have names, in a sentence."""
        return self._verbs and ends[0].how in _NAMED and ends[1].how in _NAMED

    def sum_shares(self, pair: int, row: np.ndarray, labels: Sequence[Label], relation: str, subject: str) -> float:
        """The share of a relation with that entity as its subject."""
        one = self.mentions[self.pairs.left[pair]].entity
        return sum(
            float(row[column])
            for column, label in enumerate(labels, 1)
            if label.relation == relation and (self.ontology.relations[relation].symmetric or label.reversed == (one != subject))
        )

    def guess(self, pair: int, row: np.ndarray, confidences: Confidences, status: Status | None) -> Iterator[Guess]:
        """The relations of a pair that are likelier than none, and fit its kinds."""
        if row[1:].max() < row[0]:
            return
        left, right = self.mentions[self.pairs.left[pair]], self.mentions[self.pairs.right[pair]]
        for column in (np.argsort(-row[1:], kind="stable")[:2] + 1).tolist():
            label, share = confidences.labels[column - 1], float(row[column])
            relation = self.ontology.relations.get(label.relation)
            subject, obj = (right, left) if label.reversed else (left, right)
            if relation is None or share < row[0]:
                continue
            if self.finder.ends.fits(subject, relation.domain, None) and self.finder.ends.fits(obj, relation.range, None):
                yield Guess(subject, label.relation, obj, share, confidences.calibrate(label.relation, share), status)

    def _read_status(self, shares: np.ndarray, statuses: Sequence[str]) -> Status | None:
        """The likeliest status; a cautious one unless the sure ones clearly outweigh them."""
        by_name = dict(zip(statuses, map(float, shares), strict=True))
        sure = {name: share for name, share in by_name.items() if name != _OPEN and Status(name) in _SURE}
        chosen = sure if sum(sure.values()) >= _ENOUGH else {name: by_name[name] for name in by_name if name not in sure}
        best = max(chosen, key=lambda name: chosen[name])
        return None if best == _OPEN else Status(best)

    def find_predicates(self, ends: tuple[Mention, Mention]) -> list[int]:
        """The words on the path between the two that may tell a relation, the highest first."""
        syntax = self.finder.syntax
        ways = [[mention.head, *syntax.ancestors(mention.head)] for mention in ends]
        path = {*ways[0]} ^ {*ways[1]} | {self.find_meeting(ends)}
        words = [
            token
            for token in path
            if syntax.pos[token] in _PREDICATES and not any(mention.first <= token < mention.last for mention in ends)
        ]
        return sorted(words, key=lambda token: (sum(1 for _ in syntax.ancestors(token)), token))

    def find_meeting(self, ends: tuple[Mention, Mention]) -> int:
        """The word under which both hang, the nearest; the second one's head where a sentence has several trees."""
        one, two = ([mention.head, *self.finder.syntax.ancestors(mention.head)] for mention in ends)
        return next((token for token in one if token in two), two[0])


def _sort_entities(one: Mention, two: Mention) -> tuple[str, str]:
    """Whom two mentions mean, in an order of their own."""
    first, second = one.entity or "", two.entity or ""
    return (first, second) if first <= second else (second, first)
