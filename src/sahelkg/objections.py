"""What speaks against telling what the learnt component alone saw: two who only share a sentence, a turned direction, a repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.casualties import find_undergone, is_site, names_attack
from sahelkg.groups import NOUN_RULE
from sahelkg.nominals import SPANS

if TYPE_CHECKING:
    from sahelkg.opinions import Guess, Opinions
    from sahelkg.records import Evidence, Mention
    from sahelkg.statements import StatementFinder

_ASKED = "REQUEST"  # the PLOVER type of what asks somebody to act
_NAMING = frozenset({"flat", "appos"})
_UPON = frozenset({"against", "on"})  # "condemned the attack on X" blames others
_UNNAMED = 0.3


class Objections:
    """Those to the guesses of one sentence.

    Args:
        finder: has found what the rules say.
        opinions: what the learnt component sees in the sentence.
    """

    def __init__(self, finder: StatementFinder, opinions: Opinions) -> None:
        self.finder, self.ontology, self.opinions = finder, finder.ontology, opinions

    def bar(self, guess: Guess) -> bool:
        """Whether a guess is not to be told, by its own words and by what the rules told."""
        return not self._may_stand(guess) or self._turns_round(guess) or self._is_told_milder(guess) or self._crosses(guess)

    def bar_beside(self, guess: Guess, one: Evidence) -> bool:
        """Whether a guess is not to be told beside a surer one that was."""
        return self._repeats(guess, one) or self._stands_by(guess, one)

    def _is_told_milder(self, guess: Guess) -> bool:
        """Whether a rule told the same of the two as a state or as an event of the same type: who supports X has aided X."""
        relations, own = self.ontology.relations, self.ontology.relations[guess.relation]
        return own.plover is not None and any(
            (one, two) == (guess.subject.entity, guess.object.entity)
            and relations[relation].plover == own.plover
            and (relations[relation].event_class is None) != (own.event_class is None)
            for relation, one, two in self.opinions.said
        )

    def _may_stand(self, guess: Guess) -> bool:
        """Whether a guess may be told without a rule.

        A state holds between those who have names, and are not only members of one list. An event wants a word that tells it:
        two that are only joined or set beside each other have none between them. Of somebody whom only the sentence shows the
        component must be surer.
        """
        ends = guess.subject, guess.object
        if guess.confidence < _UNNAMED and any(mention.rule == NOUN_RULE for mention in ends):
            return False
        relation = self.ontology.relations[guess.relation]
        if (relation.reaches_owner or relation.plover == _ASKED) and self._is_undergone(guess.object, relation.name):
            return False
        if relation.plover == _ASKED and self._only_speaks_of(guess):
            return False
        words = self.opinions.find_predicates(ends)
        if any((guess.relation, word) in self.finder.over for word in words):
            return False  # "no longer trains"
        if relation.event_class is None:
            may = self.opinions.may_hold_state(ends) and not self._is_named_for(*ends) and not self._is_named_for(*ends[::-1])
            return may and not self.finder.fillers.are_listed(*ends)
        if any(map(self._owns_somebody, ends)):
            return False
        if any(self.finder.fillers.is_joined(mention.head) for mention in ends):
            return False  # the UN of "the UN-recognised government"
        return bool(words)

    def _only_speaks_of(self, guess: Guess) -> bool:
        """Whether somebody only says what another does: "X said that Y was using the road" asks nothing of Y."""
        syntax, lexicon = self.finder.syntax, self.finder.lexicon
        doer = guess.object.head
        verb = syntax.head[doer]
        modal = any(lexicon.cues_of("ModalCue", "other", syntax.low[aux]) for aux in syntax.kids(verb, "aux"))
        if syntax.base[doer] != "nsubj" or modal:
            return False
        spoken = next((word for word in syntax.kids(verb, "parataxis") if guess.subject.head in syntax.kids(word, "nsubj")), None)
        above = syntax.head[verb] if spoken is None else spoken
        reports = lexicon.cues_of("ReportingCue", "verb", syntax.lemma[above])
        return bool(reports) and guess.subject.head in syntax.kids(above, "nsubj")

    def _is_named_for(self, one: Mention, other: Mention) -> bool:
        """Whether one is a body that is known by the other: "the government in Bamako" has its seat there by name only."""
        return one.rule == "composed" and self.finder.syntax.head[other.head] == one.head

    def _owns_somebody(self, mention: Mention) -> bool:
        """Whether a person is told of only as whose another is: what happens to "X's adviser" does not happen to X."""
        syntax, top = self.finder.syntax, self._find_top(mention)
        owned = syntax.head[top]
        if syntax.dep[top] != "nmod:poss" or mention.kind != "Person":
            return False
        told = (other for other in self.finder.fillers.by_head.get(owned, ()) if other.entity != mention.entity)
        persons = (span.start for span in syntax.doc.spans.get(SPANS, ()) if span.label_ == "person")
        return any(told) or owned in persons

    def _is_undergone(self, mention: Mention, relation: str) -> bool:
        """Whether an act is done to somebody, by the look of its noun, or where they are, and is not what the relation tells."""
        syntax, lexicon, top = self.finder.syntax, self.finder.lexicon, self._find_top(mention)
        noun = syntax.head[top]
        if (names_attack(noun, syntax, lexicon) and syntax.markers(top) & _UPON) or is_site(mention, syntax, lexicon):
            return True
        units = lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ())
        return any(unit.relation != relation for _, unit in units) and top in find_undergone(noun, syntax, lexicon)

    def _find_top(self, mention: Mention) -> int:
        """The word that the rest of a mention's phrase hangs on: the title of "former president X's adviser"."""
        syntax, top = self.finder.syntax, mention.head
        while syntax.base[top] in _NAMING or syntax.dep[top] == "nmod:desc":
            top = syntax.head[top]
        return top

    def _turns_round(self, guess: Guess) -> bool:
        """Whether a lexical unit of the relation that found only one of its ends found it on the other side."""
        finder, relation = self.finder, self.ontology.relations[guess.relation]
        if relation.symmetric:
            return False
        for match in finder.halves:
            if match.unit.relation == guess.relation and not match.ended and self.opinions.holds(match.top):
                subjects, objects = (finder.ends.fill(match, relation, subject=side) for side in (True, False))
                if any(one.entity == guess.object.entity for one in subjects) or any(
                    one.entity == guess.subject.entity for one in objects
                ):
                    return True
        return False

    def _crosses(self, guess: Guess) -> bool:
        """Whether two of one sentence are confused: whom one act hits does not do the next, who tells of an act has no part in it.

        X and Y of "accused of killing X and shelling Y"; X and Y of "X said that Y backs Z".
        """
        syntax = self.finder.syntax
        one, two = guess.subject.head, guess.object.head
        first, second = syntax.head[one], syntax.head[two]
        joined = second != first and {"obj"} == {syntax.base[one], syntax.base[two]} and second in syntax.conjuncts(first)
        if joined and not syntax.kids(second, "nsubj"):
            return True
        acts = any(relation == guess.relation and actor == guess.object.entity for relation, actor, _ in self.opinions.said)
        reports = syntax.base[one] == "nsubj" and syntax.base[second] == "ccomp" and syntax.head[second] == first
        return acts and reports and syntax.base[two] == "nsubj"

    def _stands_by(self, guess: Guess, one: Evidence) -> bool:
        """Whether a surer one gave the guess's part in the same to somebody else, and the two are no members of one list."""
        if guess.relation != one.predicate:
            return False
        for mine, others, my_end, other_end in (
            (guess.subject, one.subject, guess.object, one.object),
            (guess.object, one.object, guess.subject, one.subject),
        ):
            if mine.entity == others.entity and not self.finder.fillers.are_listed(my_end, other_end):
                return True
        return False

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


def _touch(one: Mention, two: Mention) -> bool:
    """Whether one of two mentions lies in the other, or both are of one entity."""
    return one.entity == two.entity or (one.start < two.end and two.start < one.end)
