"""How sure a clause is of what it says, and on whose word: polarity, certainty and sources on the way to the root."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sahelkg.attribution import Speech, find_speech
from sahelkg.records import Status

if TYPE_CHECKING:
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Cue, Lexicon
    from sahelkg.syntax import Syntax

_RANK = {Status.DENIED: 4, Status.POSSIBLE: 3, Status.PLANNED: 2, Status.CLAIMED: 1, Status.ASSERTED: 0}
_CONTENT = frozenset({"ccomp", "xcomp", "csubj", "obj", "obl", "parataxis", "advcl", "acl", "nmod", "nsubj"})
_SHARED = frozenset({"conj", "list", "flat", "appos", "compound", "fixed"})


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

    def add(self, status: Status) -> None:
        """Takes the status if it outweighs what is there: denied, possible, planned, claimed, asserted."""
        if _RANK[status] > _RANK[self.status]:
            self.status = status


class Judge:
    """Judges the predicates of one document."""

    def __init__(self, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> None:
        self.syntax = syntax
        self.finder = finder
        self.lexicon = lexicon
        self.speeches: list[Speech] = find_speech(syntax, finder, lexicon)

    def judge(self, predicate: int) -> Judgement:
        """The status of a predicate as its source presents it."""
        found = Judgement()
        if self._is_question(predicate):
            found.silent = True
            return found
        self._weigh(predicate, found)
        self._climb(predicate, found)
        if not found.sources and found.cue is None:
            self._hear(predicate, found)
        return found

    # one predicate's own words

    def _weigh(self, index: int, found: Judgement) -> None:
        syntax = self.syntax
        if self.is_negated(index):
            found.add(Status.DENIED)
        for child in self._auxiliaries(index):
            if cue := self._cue("ModalCue", child):
                found.add(self._modal(cue, index))
        for child in syntax.children[index]:
            if syntax.base[child] in {"advmod", "amod"} and (
                cue := self._cue("HedgeCue", child) or self._cue("HedgeCue", child, "adjective")
            ):
                found.add(Status(cue.gives or "possible"))
            elif syntax.base[child] in {"mark", "advmod"} and (cue := self._cue("ConditionalCue", child)):
                if cue.gives == "nothing":
                    found.silent = True
                else:
                    found.add(Status.POSSIBLE)
            elif syntax.base[child] == "advcl" and any(
                self._cue("ConditionalCue", mark) for mark in syntax.kids(child, "mark")
            ) and self._auxiliaries(index):
                found.add(Status.POSSIBLE)

    def is_negated(self, index: int) -> bool:
        """Whether a verb, noun or adjective is negated by its own words, its subject's or its object's "no"."""
        syntax = self.syntax
        for child in syntax.children[index]:
            if syntax.base[child] in {"advmod", "det", "cc", "case", "preconj"} and self._cue("NegationCue", child):
                return True
            if syntax.base[child] == "cc" and self._cue("NegationCue", child):
                return True
            if syntax.base[child] in {"nsubj", "obj"} and (
                self._cue("NegationCue", child)
                or any(self._cue("NegationCue", grand) for grand in syntax.kids(child, "det"))
            ):
                return True
        if syntax.base[index] == "conj":
            head = syntax.head[index]
            if any(self._cue("NegationCue", child) for child in syntax.kids(index, "cc")):
                return True
            if not syntax.kids(index, "nsubj", "aux") and syntax.feature(index, "VerbForm") != "Fin":
                return any(
                    syntax.base[child] == "advmod" and self._cue("NegationCue", child) for child in syntax.children[head]
                )
        return False

    def _auxiliaries(self, index: int) -> list[int]:
        syntax = self.syntax
        own = syntax.kids(index, "aux", "cop")
        if syntax.base[index] == "conj" and not syntax.kids(index, "nsubj"):
            shared = syntax.kids(syntax.head[index], "aux")
            if not own or syntax.feature(index, "VerbForm") in {"Inf", "Part"}:
                own = own + shared
        return own

    def _modal(self, cue: Cue, index: int) -> Status:
        """A modal's status; "would" is the future of a past report, else only imagined."""
        if cue.gives == "hypothetical":
            reported = any(self._cue("ReportingCue", above, "verb") for above in self.syntax.ancestors(index))
            return Status.PLANNED if reported else Status.POSSIBLE
        return Status(cue.gives or "possible")

    def _cue(self, kind: str, index: int, part_of_speech: str = "other") -> Cue | None:
        for word in (self.syntax.lemma[index], self.syntax.low[index]):
            for expression, cue in self.lexicon.cues_of(kind, part_of_speech, word):
                if self._stands(expression.particle, expression.complement, index):
                    return cue
        return None

    def _stands(self, particle: str | None, complement: str | None, index: int) -> bool:
        syntax = self.syntax
        if particle and not any(syntax.low[child] == particle for child in syntax.children[index]):
            return False
        return not complement or any(
            syntax.lemma[child] == complement for child in syntax.kids(index, "obj", "obl", "nsubj", "xcomp")
        )

    def _cue_of_predicate(self, kind: str, index: int) -> Cue | None:
        parts = {"VERB": ("verb",), "AUX": ("verb",), "NOUN": ("noun",), "PROPN": ("noun",), "ADJ": ("adjective", "verb")}
        for part in parts.get(self.syntax.pos[index], ()):
            if cue := self._cue(kind, index, part):
                return cue
        return None

    # the way up

    def _climb(self, index: int, found: Judgement) -> None:
        syntax = self.syntax
        current = index
        while syntax.head[current] != current:
            head, base, dep = syntax.head[current], syntax.base[current], syntax.dep[current]
            if base in _SHARED:
                current = head
                continue
            if base not in _CONTENT or dep == "acl:relcl" or (base == "acl" and self._is_participle(current)):
                found.background = True
                return
            nominal = syntax.pos[current] not in {"VERB", "AUX"} and not syntax.kids(current, "cop")
            if not self._pass(current, head, base, nominal, found):
                return
            current = head

    def _pass(self, current: int, head: int, base: str, nominal: bool, found: Judgement) -> bool:
        """Takes what the governor gives; False where the content ends and what is above does not bear on it."""
        syntax = self.syntax
        if reporting := self._cue_of_predicate("ReportingCue", head):
            if self._is_content(current, base, reporting):
                self._report(head, reporting, found)
                return True
        if stance := self._cue_of_predicate("StanceCue", head):
            infinitive = self._is_infinitive(current) or self._has_mark(current, "from", "of")
            if (base in {"xcomp", "ccomp", "acl", "advcl"} and (infinitive or base in {"ccomp", "xcomp"})) or (
                nominal and base in {"obj", "obl", "nmod"} and head < current
            ):
                status = Status(stance.gives or "planned")
                if self.is_negated(head):
                    status = Status.DENIED if status is not Status.DENIED else Status.ASSERTED
                found.add(status)
                own = Judgement()
                self._weigh(head, own)
                if own.silent:
                    found.silent = True
                if own.status in {Status.POSSIBLE, Status.PLANNED} and status is not Status.PLANNED:
                    found.add(own.status)
                return True
        if base == "advcl":
            if self._is_infinitive(current):
                found.purpose = True
            elif self._has_any_mark(current):
                found.background = True
                return False
            own = Judgement()
            self._weigh(head, own)
            found.add(own.status)
            return True
        if nominal:
            return self._pass_noun(current, head, base, found)
        if base in {"xcomp", "ccomp", "csubj", "acl", "parataxis"}:
            own = Judgement()
            self._weigh(head, own)
            if base != "parataxis":
                found.add(own.status)
                found.silent |= own.silent
            return True
        return False

    def _pass_noun(self, current: int, head: int, base: str, found: Judgement) -> bool:
        """A noun under a verb: a support verb's polarity is the noun's; another verb takes the noun for granted."""
        syntax = self.syntax
        own = Judgement()
        if syntax.pos[head] in {"VERB", "AUX", "ADJ"}:
            self._weigh(head, own)
            support = self._cue_of_predicate("SupportCue", head)
            if own.status is Status.DENIED and not support:
                found.silent = True
            elif support or own.status in {Status.POSSIBLE, Status.PLANNED}:
                found.add(own.status)
            found.silent |= own.silent
            return base in {"obj", "obl", "nsubj"}
        return base in {"nmod", "obj", "obl"}

    def _is_content(self, current: int, base: str, cue: Cue) -> bool:
        """Whether the dependent is what the reporting word tells, not its subject or the time it was said."""
        syntax = self.syntax
        nominal = syntax.pos[current] not in {"VERB", "AUX"} and not syntax.kids(current, "cop")
        if cue.accusation:
            return base in {"ccomp", "acl", "advcl", "xcomp"} or (
                nominal and base in {"obl", "nmod"} and bool(syntax.markers(current) & {"of", "for", "in", "over", "about"})
            )
        if cue.part_of_speech == "noun":
            return base == "acl" or (base == "nmod" and bool(syntax.markers(current) & {"of", "about", "on", "that"}))
        if base == "nsubj":
            return self.finder.is_passive(syntax.head[current])
        if base == "advcl":
            return not self._has_any_mark(current) or self._has_mark(current, "that", "how")
        if nominal and base == "obl":
            return bool(syntax.markers(current) & {"about", "of", "on"})
        return base in {"ccomp", "xcomp", "obj", "parataxis", "csubj"}

    def _report(self, head: int, cue: Cue, found: Judgement) -> None:
        syntax = self.syntax
        own = Judgement()
        self._weigh(head, own)
        if own.status is Status.DENIED or own.silent:
            found.silent = True
        status = Status(cue.gives or "claimed")
        found.add(status)
        if own.status in {Status.POSSIBLE, Status.PLANNED}:
            found.add(Status.POSSIBLE)
        found.accusation |= cue.accusation
        clause = self.finder.find(head, "noun" if cue.part_of_speech == "noun" else "verb")
        sources = [*clause.agents, *clause.possessors]
        if not sources and cue.part_of_speech == "noun":
            sources = [a for a in clause.obliques if a.markers & {"by", "from"}] or list(clause.modifiers)
        tokens = [argument.head for argument in sources[:1]]
        if status is Status.DENIED:
            found.sources = tokens  # a denial is the denier's, whoever tells of it
        else:
            found.sources = tokens + found.sources
        if found.cue is None or status is Status.DENIED:
            found.cue = head
        del syntax

    # sentences around it

    def _hear(self, index: int, found: Judgement) -> None:
        """A quotation's speaker, or "according to …", where no governor spoke."""
        for speech in self.speeches:
            if speech.covers(index, background=found.background):
                found.sources = list(speech.sources)
                found.cue = speech.cue
                found.add(speech.status)
                return

    def _is_question(self, index: int) -> bool:
        """A sentence that ends in a question mark, unless the question is in somebody's quoted words elsewhere."""
        syntax = self.syntax
        first, last = syntax.sentences[syntax.sentence[index]]
        words = [i for i in range(first, last) if syntax.base[i] != "space"]
        return any(syntax.low[i] == "?" for i in words[-3:])

    def _is_infinitive(self, index: int) -> bool:
        return any(self.syntax.low[child] == "to" for child in self.syntax.kids(index, "mark"))

    def _has_mark(self, index: int, *words: str) -> bool:
        syntax = self.syntax
        return any(syntax.low[child] in words for child in syntax.kids(index, "mark", "case"))

    def _has_any_mark(self, index: int) -> bool:
        syntax = self.syntax
        return bool(syntax.kids(index, "mark")) and not self._has_mark(index, "by")

    def _is_participle(self, index: int) -> bool:
        syntax = self.syntax
        return syntax.feature(index, "VerbForm") in {"Part", "Ger"} and not self._has_mark(index, "that", "to")
