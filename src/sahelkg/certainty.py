"""What a predicate's own words say of its certainty and polarity: negation, modals, hedges and conditions beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sahelkg.carriers import find_particle
from sahelkg.marks import asks, is_gerund_after
from sahelkg.records import Status
from sahelkg.subjects import is_passive

if TYPE_CHECKING:
    from sahelkg.lexicon import Cue, Lexicon
    from sahelkg.syntax import Syntax

_REFUSED = "rejected"
_BLAMED = frozenset({"for", "of", "over", "with"})
_RANK = {Status.DENIED: 4, Status.POSSIBLE: 3, Status.PLANNED: 2, Status.CLAIMED: 1, Status.ASSERTED: 0}
_PARTS = {
    **{"VERB": ("verb",), "AUX": ("verb",), "NOUN": ("noun",), "PROPN": ("noun",)},
    **{"ADJ": ("adjective", "verb"), "ADV": ("adjective",)},
}


def read_status(gives: str | None, default: Status) -> Status:
    """The status that a cue gives; one that makes its content certain leaves it asserted."""
    if gives is None:
        return default
    return Status(gives) if gives in set(Status) else Status.ASSERTED


@dataclass
class Judgement:
    """What was found on the way up. ``sources`` are tokens, outermost first; ``silent`` says that nothing is stated."""

    status: Status = Status.ASSERTED
    sources: list[int] = field(default_factory=list)
    cue: int | None = None
    accusation: bool = False
    silent: bool = False
    purpose: bool = False
    background: bool = False
    reported: bool = False  # the way up led through a noun for words: "the report that …"

    def add(self, status: Status) -> None:
        """Takes the status if it outweighs what is there: denied, possible, planned, claimed, asserted."""
        if _RANK[status] > _RANK[self.status]:
            self.status = status


class Certainty:
    """Weighs the predicates of one document by what stands beside them."""

    def __init__(self, syntax: Syntax, lexicon: Lexicon) -> None:
        self.syntax = syntax
        self.lexicon = lexicon

    def weigh(self, index: int, found: Judgement, *, reported: bool = False) -> None:
        """Adds what a predicate's own words give. ``reported`` says that somebody tells it ("would" is then future)."""
        syntax = self.syntax
        if self.is_negated(index):
            found.add(Status.DENIED)
        for child in self._auxiliaries(index):
            if cue := self._modal_cue(child, index):
                found.add(self._modal(cue, index, reported))
        for child in syntax.children[index]:
            base = syntax.base[child]
            if base == "mark" and (cue := self.cue("StanceCue", child, "adjective")):
                found.add(read_status(cue.gives, Status.PLANNED))  # "is due to leave"
            if base in {"advmod", "amod", "obl", "nmod"} and (cue := self._hedge(child)):
                found.add(read_status(cue.gives, Status.POSSIBLE))
            elif base in {"mark", "advmod"} and (cue := self.cue("ConditionalCue", child)):
                above = syntax.head[index]
                if self._is_to_come(above) and (cue.gives == "planned" or self.is_negated(above)):
                    found.silent = True  # "will stay until X leaves", "will not go unless X comes": it may never
                elif cue.gives == "planned":
                    continue
                elif cue.gives == "nothing" or syntax.base[index] in {"ccomp", "csubj", "xcomp"}:
                    found.silent = True  # "nobody knows if": an open question
                else:
                    found.add(Status.POSSIBLE)
            elif base == "advcl" and self._auxiliaries(index) and self._is_condition(child):
                found.add(Status.POSSIBLE)

    def is_conditional(self, verb: int) -> bool:
        """Whether it is said what will be if something else is: "will cut its aid unless X"."""
        clauses = self.syntax.kids(verb, "advcl")
        return self._is_to_come(verb) and any(self._is_condition(clause) for clause in clauses)

    def _is_to_come(self, verb: int) -> bool:
        """Whether a verb has an auxiliary of what is still to be: "will", "would"."""
        cues = [self._modal_cue(auxiliary, verb) for auxiliary in self._auxiliaries(verb)]
        return any(cue is not None and cue.gives in {"planned", "hypothetical"} for cue in cues)

    def _hedge(self, child: int) -> Cue | None:
        """An adverb, an adjective, or a phrase with its preposition ("in all likelihood")."""
        if self.syntax.base[child] in {"obl", "nmod"}:
            return self.cue("HedgeCue", child, "noun")
        return self.cue("HedgeCue", child) or self.cue("HedgeCue", child, "adjective")

    def _is_condition(self, clause: int) -> bool:
        """Whether it says "if …", or has the auxiliary put first instead: "Should it fail", "Had they known"."""
        syntax = self.syntax
        cues = [cue for mark in syntax.kids(clause, "mark") if (cue := self.cue("ConditionalCue", mark))]
        if any(cue.gives != "planned" for cue in cues):
            return True
        return self._is_inverted(clause) and not syntax.kids(clause, "mark")

    def is_negated(self, index: int) -> bool:
        """Whether a verb, noun or adjective is negated by its own words, its subject's or its object's "no"."""
        syntax = self.syntax
        for child in syntax.children[index]:
            base = syntax.base[child]
            if base in {"advmod", "det", "cc", "case", "preconj", "mark"} and self._negates(child):
                return not self._is_just_before(index)
            if base in {"nsubj", "obj"} and (
                self._negates(child) or any(self._negates(grand) for grand in syntax.kids(child, "det", "advmod", "cc"))
            ):
                return True
        if self._is_fronted_negative(index):
            return True
        if syntax.base[index] == "conj":
            head = syntax.head[index]
            if any(self._negates(child) for child in syntax.kids(index, "cc")):
                return True
            if not syntax.kids(index, "nsubj", "aux") and syntax.feature(index, "VerbForm") != "Fin":
                return any(syntax.base[child] == "advmod" and self._negates(child) for child in syntax.children[head])
        return False

    def is_called_off(self, noun: int) -> bool:
        """Whether what somebody meant to do is off: "abandoned its plan to …", "the decision to … was reversed"."""
        syntax = self.syntax
        told = syntax.pos[noun] == "NOUN" and (syntax.base[noun] == "obj" or syntax.dep[noun] == "nsubj:pass")
        told = told and not self.lexicon.cues_of("MeasureCue", "noun", syntax.lemma[noun])  # an effort that ended was made
        cue = self.cue("PhaseCue", syntax.head[noun], "verb") if told else None
        return cue is not None and cue.gives == "ended"

    def is_meanwhile(self, noun: int) -> bool:
        """Whether what a noun tells went on meanwhile, whatever its verb says: "asked for help during a visit"."""
        cues = [self.cue("TimeCue", case) for case in self.syntax.kids(noun, "case")]
        return any(cue is not None and cue.gives == "presumed" for cue in cues)

    def is_refused(self, noun: int) -> bool:
        """Whether what somebody was asked or offered to do is refused: "rejected calls to …", "turned down an offer to …"."""
        syntax, verb = self.syntax, self.syntax.head[noun]
        if syntax.pos[noun] != "NOUN" or (syntax.base[noun] != "obj" and syntax.dep[noun] != "nsubj:pass"):
            return False
        if any(syntax.dep[child] == "nmod:poss" for child in syntax.children[noun]):
            return False  # "rejected their attempt to …" tells of others
        return any(
            unit.relation == _REFUSED
            and expression.complement is None
            and (expression.particle is None or find_particle(syntax, verb, expression.particle) is not None)
            for expression, unit in self.lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
        )

    def is_ranked(self, noun: int) -> bool:
        """Whether a noun is one singled out by what it did: "the first to …", "the only state to …", "one of three that …"."""
        syntax = self.syntax
        if syntax.pos[noun] in {"ADJ", "NUM"}:
            return True
        if syntax.base[noun] == "nmod" and self.is_ranked(syntax.head[noun]):
            return True
        beside = syntax.kids(noun, "amod", "nummod", "det", "advmod")
        return any(
            syntax.feature(word, "Degree") == "Sup" or syntax.feature(word, "NumType") == "Ord" or self.cue("RankCue", word)
            for word in beside
        )

    def is_given_up(self, gerund: int) -> bool:
        """Whether what went on is said to go on no more: "stopped attacking", not "called off meeting X"."""
        verb = self.syntax.head[gerund]
        ends = self.cue("PhaseCue", verb, "verb") if is_gerund_after(self.syntax, gerund, verb) else None
        stance = self.cue("StanceCue", verb, "verb")
        stopped = (stance is not None and stance.gives == Status.DENIED) or self.cue("ImplicativeCue", verb, "verb")
        return ends is not None and ends.gives == "ended" and bool(stopped)

    def comes_true(self, head: int, base: str) -> bool:
        """Whether what an infinitive says happened: "managed to leave", "the first to leave", but not "an operation to free X"."""
        if base == "acl":
            return self.is_ranked(head)
        if base == "advcl" and any(self.is_ranked(noun) for noun in self.syntax.kids(head, "xcomp")):
            return True  # "became the first state to leave"
        cue = self.cue_of_predicate("ImplicativeCue", head)
        if cue is not None and cue.part_of_speech == "adjective" and self.is_present(head):
            return False  # who is able to leave need not have left
        # of a verb's adverbial most are its purpose: "began a search to find X", but not "used the talks to accuse X"
        return cue is not None and (base != "advcl" or cue.part_of_speech == "adjective" or cue.gives == "asserted")

    def is_present(self, predicate: int) -> bool:
        """Whether something is said of somebody as it stands: "is able to", not "was able to" or "has been able to"."""
        copulas = self.syntax.kids(predicate, "cop")
        return any(self.syntax.feature(copula, "Tense") == "Pres" for copula in copulas) and not self.syntax.kids(predicate, "aux")

    def is_charged_to(self, current: int, head: int) -> bool:
        """Whether an infinitive says what somebody is told to do by a verb that otherwise accuses: "charged X to search Y"."""
        syntax, cue = self.syntax, self.cue_of_predicate("ReportingCue", head)
        if cue is None or not cue.accusation or syntax.base[current] not in {"advcl", "xcomp"} or not syntax.is_infinitive(current):
            return False
        if syntax.kids(current, "aux") or not syntax.kids(head, "obj", "iobj") or is_passive(syntax, head):
            return False  # "accused them to have left"
        return not any(syntax.markers(child) & _BLAMED for child in syntax.kids(head, "obl", "advcl") if child != current)

    def is_wished(self, index: int) -> bool:
        """Whether a clause is in the form of a wish: "insisted that X leave", "that he be freed"; one in the plural may tell."""
        syntax = self.syntax
        if any(syntax.low[child] == "be" for child in syntax.kids(index, "aux", "cop")):
            return len(syntax.kids(index, "aux", "cop")) == 1
        subject = next(iter(syntax.kids(index, "nsubj")), None)
        if subject is None or syntax.kids(index, "aux", "cop") or syntax.low[index] != syntax.lemma[index]:
            return False
        alone = syntax.feature(subject, "Number") == "Sing" and syntax.feature(subject, "Person") in {"", "3"}
        return alone and not syntax.kids(subject, "conj") and syntax.feature(index, "Tense") != "Past"

    def find_negators(self, index: int) -> list[int]:
        """The words that negate a predicate, beside it or beside its subject and object: a quote must hold them."""
        syntax = self.syntax
        near = [*syntax.children[index]]
        for child in syntax.kids(index, "nsubj", "obj"):
            near += syntax.children[child]
        return [word for word in near if self._negates(word)]

    def _negates(self, index: int) -> bool:
        cue = self.cue("NegationCue", index)
        return cue is not None and cue.gives == "denied" and not self._begins_phrase(index)

    def _begins_phrase(self, index: int) -> bool:
        """Whether the word belongs to an expression of its own: "no longer" ends a state, it denies nothing."""
        follower = self.syntax.low[index + 1] if index + 1 < len(self.syntax.low) else ""
        return any(
            expression.complement == follower for expression, _ in self.lexicon.cues_of("PhaseCue", "other", self.syntax.low[index])
        )

    def _is_inverted(self, index: int) -> bool:
        subjects = self.syntax.kids(index, "nsubj")
        return bool(subjects) and any(aux < subjects[0] for aux in self.syntax.kids(index, "aux", "cop"))

    def _is_fronted_negative(self, index: int) -> bool:
        """Whether a negative stands first and has turned the auxiliary round: "At no time did X …", "Nor did X …"."""
        syntax = self.syntax
        if not self._is_inverted(index):
            return False
        auxiliary = syntax.kids(index, "aux", "cop")[0]
        first = syntax.sentences[syntax.sentence[index]][0]
        before = range(first, auxiliary)
        if self._is_just_before(index):
            return False
        if any((cue := self.cue("NegationCue", word)) and cue.gives != "denied" for word in before):
            return False  # "not only did X …"
        return any(self._negates(word) and self._is_adverbial(word, index) for word in before)

    def _is_just_before(self, index: int) -> bool:
        """Whether a negative only says how shortly before another event something was: "Hardly had X left when Y came"."""
        return self._is_inverted(index) and any(asks(self.syntax, clause) for clause in self.syntax.kids(index, "advcl"))

    def _is_adverbial(self, word: int, index: int) -> bool:
        syntax = self.syntax
        above = syntax.head[word]
        hosts = {index, *(head for head in syntax.ancestors(index))}
        return word in hosts or above in hosts or syntax.head[above] in hosts

    def _auxiliaries(self, index: int) -> list[int]:
        syntax = self.syntax
        own = syntax.kids(index, "aux", "cop")
        if syntax.base[index] == "conj" and not syntax.kids(index, "nsubj"):
            shared = self._auxiliaries(syntax.head[index])  # also of the third of "must leave, release X and resign"
            if not own or syntax.feature(index, "VerbForm") in {"Inf", "Part"}:
                own = own + shared
        return own

    def _modal_cue(self, auxiliary: int, index: int) -> Cue | None:
        """The cue of an auxiliary; one with a particle wants that between itself and the verb ("is to meet")."""
        syntax = self.syntax
        verb = syntax.head[auxiliary]
        for word in (syntax.lemma[auxiliary], syntax.low[auxiliary]):
            for expression, cue in self.lexicon.cues_of("ModalCue", "other", word):
                if expression.particle is None or any(
                    auxiliary < mark < verb and syntax.low[mark] == expression.particle for mark in syntax.kids(verb, "mark")
                ):
                    return cue
        return None

    def _modal(self, cue: Cue, index: int, reported: bool) -> Status:
        """A modal's status; "would" is the future of a past report, else only imagined."""
        if cue.gives == "hypothetical":
            told = reported or any(
                self.cue("ReportingCue", above, "verb") or self.cue("StanceCue", above, "verb")
                for above in self.syntax.ancestors(index)
            )
            told = told or bool(self.cue("MessageCue", self.syntax.head[index], "noun"))  # "a bill that would ban X"
            return Status.PLANNED if told else Status.POSSIBLE
        return read_status(cue.gives, Status.POSSIBLE)

    # words

    def cue(self, kind: str, index: int, part_of_speech: str = "other") -> Cue | None:
        """The cue of a kind that a token is, by lemma or form, where the words that it needs stand with it."""
        for word in (self.syntax.lemma[index], self.syntax.low[index]):
            for expression, cue in self.lexicon.cues_of(kind, part_of_speech, word):
                if self._stands(expression.particle, expression.complement, index):
                    return cue
        return None

    def _stands(self, particle: str | None, complement: str | None, index: int) -> bool:
        syntax = self.syntax
        follower = syntax.low[index + 1] if index + 1 < len(syntax.low) else ""
        if particle and follower != particle and not any(syntax.low[child] == particle for child in syntax.children[index]):
            return False
        return complement in {None, follower} or any(
            syntax.lemma[child] == complement for child in syntax.kids(index, "obj", "obl", "nsubj", "xcomp")
        )

    def cue_of_predicate(self, kind: str, index: int) -> Cue | None:
        """The cue that a predicate is by its part of speech."""
        for part in _PARTS.get(self.syntax.pos[index], ()):
            if cue := self.cue(kind, index, part):
                return cue
        return None
