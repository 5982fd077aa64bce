"""How sure a clause is of what it says, and on whose word: polarity, certainty and sources on the way to the root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.attribution import Speech, find_speech
from sahelkg.certainty import Certainty, Judgement, read_status
from sahelkg.marks import (
    asks,
    follows_participle,
    has_any_mark,
    is_after_colon,
    is_cleft,
    is_extent,
    is_gerund_after,
    is_participle,
)
from sahelkg.records import Status

if TYPE_CHECKING:
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Cue, Lexicon
    from sahelkg.syntax import Syntax

_CONTENT = frozenset({"ccomp", "xcomp", "csubj", "obj", "obl", "parataxis", "advcl", "acl", "nmod", "nsubj"})
_SHARED = frozenset({"conj", "list", "flat", "appos", "compound", "fixed"})
_CHARGED = frozenset({"of", "for", "in", "over", "about", "with"})  # "accused of", "blamed for", "implicated in"
_CLAUSAL = frozenset({"ccomp", "xcomp", "csubj"})


class Judge:
    """Judges the predicates of one document."""

    def __init__(self, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> None:
        self.syntax = syntax
        self.finder = finder
        self.lexicon = lexicon
        self.certainty = Certainty(syntax, lexicon)
        self.speeches: list[Speech] = find_speech(syntax, finder, lexicon)

    def judge(self, predicate: int, *, carries: bool = False) -> Judgement:
        """The status of a predicate as its source presents it.

        Args:
            predicate: its token.
            carries: the predicate is a verb that only carries a noun ("announced the capture of …"); what it says of
                that noun's certainty counts too.
        """
        found = Judgement(silent=self.syntax.is_question(predicate))
        if found.silent:
            return found
        self._weigh(predicate, found)
        if carries:
            self._carry(predicate, found)
        self._climb(predicate, found)
        if not found.sources:
            self._hear(predicate, found)
        elif found.status is not Status.DENIED:
            self._hear_beyond(predicate, found)
        return found

    def presume(self, index: int) -> Judgement:
        """The status of a noun that the sentence takes for granted ("the leader of X did not come").

        Its own words and direct speech bear on it, the verbs above do not.
        """
        found = Judgement(background=True)
        self._weigh(index, found)
        self._hear(index, found)
        return found

    def _weigh(self, index: int, found: Judgement) -> None:
        told = any(speech.covers(index, background=False) for speech in self.speeches)
        self.certainty.weigh(index, found, reported=told)

    def _carry(self, verb: int, found: Judgement) -> None:
        reporting = self.certainty.cue_of_predicate("ReportingCue", verb)
        if reporting and not reporting.accusation and not reporting.clausal:  # "maintained ties" says nothing
            self._report(verb, reporting, found)
        ends = self.certainty.cue_of_predicate("PhaseCue", verb)  # "called off its partnership" calls for nothing
        if (stance := self.certainty.cue_of_predicate("StanceCue", verb)) and not stance.clausal and not ends:
            found.add(read_status(stance.gives, Status.PLANNED))

    # the way up

    def _climb(self, index: int, found: Judgement) -> None:
        syntax = self.syntax
        current = index
        while syntax.head[current] != current:
            head, base, dep = syntax.head[current], syntax.base[current], syntax.dep[current]
            if base in _SHARED:
                current = head
                continue
            if self._is_taken_for_granted(current, base, dep):
                found.background = True
                return
            if base not in _CONTENT:
                found.background = True
                return
            nominal = syntax.pos[current] not in {"VERB", "AUX"} and not syntax.kids(current, "cop")
            if not self._pass(current, head, base, nominal, found):
                return
            current = head

    def _is_taken_for_granted(self, current: int, base: str, dep: str) -> bool:
        """A relative clause or a participle; not the content of "the story that …", not "it was X that …"."""
        if base != "acl":
            return False
        head = self.syntax.head[current]
        if dep == "acl:relcl":
            told = any(self.certainty.cue_of_predicate(kind, head) for kind in ("ReportingCue", "StanceCue"))
            return not (told and self.syntax.has_mark(current, "that")) and not is_cleft(self.syntax, head)
        return is_participle(self.syntax, current)

    def _pass(self, current: int, head: int, base: str, nominal: bool, found: Judgement) -> bool:
        """Takes what the governor gives; False where the content ends and what is above does not bear on it."""
        if base == "acl" and is_cleft(self.syntax, head) and not self.certainty.cue_of_predicate("StanceCue", head):
            self._weigh(head, found)
            return True
        if base in {"ccomp", "obj"} and self._judge_by_object(current, head, base, found):
            return True
        if self.certainty.is_given_up(current):
            return self._pass_given(head, found)
        reporting = self.certainty.cue_of_predicate("ReportingCue", head)
        if self.certainty.is_charged_to(current, head):
            found.add(Status.PLANNED)
            return True
        if reporting and self._is_content(current, base, reporting, found):
            return self._take_report(current, head, base, reporting, found)
        if stance := self._find_stance(current, head, base, nominal, found):
            if stance.gives == "presumed":  # "does not hide that"
                return self._pass_given(head, found)
            self._take_stance(current, head, stance, found)
            if base == "ccomp" and not self.syntax.is_infinitive(current) and self.syntax.pos[head] == "VERB":
                sources = [argument.head for argument in self.finder.find(head, "verb").agents[:1]]
                if sources and not self.syntax.kids(head, "expl"):  # "promised that Y would": who promises says so
                    self._name_sources(head, sources, found)
            return True
        if base == "advcl":
            return self._pass_adverbial(current, head, found)
        if nominal:
            return self._pass_noun(head, base, found)
        if base in _CLAUSAL or base in {"acl", "parataxis"}:
            found.purpose |= self.syntax.is_infinitive(current) and not self.certainty.comes_true(head, base)
            if self.certainty.cue("ImplicativeCue", head, "adjective") and self.certainty.is_present(head):
                found.add(Status.POSSIBLE)  # "is able to supply X"
            own = Judgement()
            self._weigh(head, own)
            if base != "parataxis":
                found.add(own.status)
                found.silent |= own.silent
            return True
        return False

    def _pass_given(self, head: int, found: Judgement) -> bool:
        """What a word takes for given is so whatever is said of that word; only who says so bears on it."""
        outer = Judgement()
        self._climb(head, outer)
        found.sources, found.cue = outer.sources + found.sources, found.cue if found.cue is not None else outer.cue
        found.accusation, found.background = outer.accusation, outer.background
        found.add(Status.CLAIMED if outer.sources else Status.ASSERTED)
        return False

    def _pass_adverbial(self, current: int, head: int, found: Judgement) -> bool:
        if self.syntax.is_infinitive(current):
            found.purpose |= not self.certainty.comes_true(head, "advcl") and not is_extent(self.syntax, current)
        elif self.syntax.has_mark(current, "against"):
            found.add(Status.POSSIBLE)  # "warned X against attacking", "decided against it"
        elif has_any_mark(self.syntax, current):
            found.background = True
            if stance := self._find_stance_before(current):
                found.add(read_status(stance.gives, Status.PLANNED))
            return False
        own = Judgement()
        self._weigh(head, own)
        if own.status is not Status.DENIED or not asks(self.syntax, current):
            found.add(own.status)  # "nobody died when X attacked Y" does not deny the attack
        return True

    def _find_stance_before(self, gerund: int) -> Cue | None:
        """The noun right before a gerund that the parser hung on the verb: "rejected the plan | for merging X into Y"."""
        marks = [mark for mark in self.syntax.kids(gerund, "mark") if self.syntax.low[mark] in {"for", "of"}]
        before = marks[0] - 1 if marks else -1
        return self.certainty.cue("StanceCue", before, "noun") if before >= 0 and self.syntax.pos[before] == "NOUN" else None

    def _pass_noun(self, head: int, base: str, found: Judgement) -> bool:
        """A noun under a verb: a support verb's polarity is the noun's; another verb takes the noun for granted."""
        syntax = self.syntax
        own = Judgement()
        if syntax.pos[head] in {"VERB", "AUX", "ADJ"}:
            self._weigh(head, own)
            support = self.certainty.cue_of_predicate("SupportCue", head)
            if own.status is Status.DENIED and not support:
                found.silent = True
            elif support or own.status in {Status.POSSIBLE, Status.PLANNED}:
                found.add(own.status)
            found.silent |= own.silent
            return base in {"obj", "obl", "nsubj"}
        return base in {"nmod", "obj", "obl"}

    def _find_stance(self, current: int, head: int, base: str, nominal: bool, found: Judgement) -> Cue | None:
        """The attitude that governs a clause or a noun: "plans to", "it is possible that", "the threat of"."""
        stance = self.certainty.cue_of_predicate("StanceCue", head)
        if stance is None:
            return None
        infinitive = self.syntax.is_infinitive(current) or self.syntax.has_mark(current, "for", "from", "of")
        if base in _CLAUSAL or (base in {"acl", "advcl"} and (infinitive or self.syntax.has_mark(current, "that"))):
            return stance
        if base == "advcl" and is_gerund_after(self.syntax, current, head):
            return stance  # "is mulling leaving"
        if stance.gives == "certain" and base == "advcl" and self.syntax.has_mark(current, "if", "whether"):
            return stance  # "it is not clear if"
        if base == "nsubj" and found.reported:
            return stance  # "the claim that … is false"
        if nominal and (self.syntax.dep[current] == "nsubj:pass" or (base == "nsubj" and self.syntax.kids(head, "cop"))):
            return stance  # "an attack is feared", "an attack is likely"
        if base == "parataxis" and self.syntax.kids(head, "expl"):
            return stance  # "It is not true, a minister said, that …"
        governed = nominal and not stance.clausal and base in {"obj", "obl", "nmod"} and head < current
        return stance if governed and not self.certainty.is_meanwhile(current) else None

    def _take_stance(self, current: int, head: int, stance: Cue, found: Judgement) -> None:
        own = Judgement()
        self._weigh(head, own)
        negated = self.certainty.is_negated(head)
        if stance.gives == "certain":  # "it is clear that": adds nothing; "it is not clear that": leaves it open
            found.silent |= negated or own.silent
            return
        status = read_status(stance.gives, Status.PLANNED)
        if negated or self.certainty.is_called_off(head) or self.certainty.is_refused(head):
            status = Status.DENIED if status is not Status.DENIED else Status.ASSERTED
        told = self.syntax.pos[current] == "VERB" and self.certainty.cue_of_predicate("ReportingCue", current)
        if status is Status.DENIED and found.cue is not None and told:
            found.silent = True  # "declined to confirm that": neither told nor denied
            return
        found.add(status)
        found.silent |= own.silent
        if own.status in {Status.POSSIBLE, Status.PLANNED} and status is not Status.PLANNED:
            found.add(own.status)

    def _judge_by_object(self, current: int, head: int, base: str, found: Judgement) -> bool:
        """After "called it absurd that …", "called reports that … untrue": the word is the subject's judgement."""
        syntax = self.syntax
        if not (found.reported if base == "obj" else any(syntax.low[child] == "it" for child in syntax.kids(head, "obj", "expl"))):
            return False
        for child in syntax.kids(head, "xcomp"):
            stance = self.certainty.cue_of_predicate("StanceCue", child)
            if child != current and stance and stance.gives != "certain":
                found.add(read_status(stance.gives, Status.POSSIBLE))
                self._name_sources(head, [a.head for a in self.finder.find(head, "verb").agents[:1]], found)
                return True
        return False

    # reports

    def _is_content(self, current: int, base: str, cue: Cue, found: Judgement) -> bool:
        """Whether the dependent is what the reporting word tells, not its subject or the time it was said."""
        syntax = self.syntax
        nominal = syntax.pos[current] not in {"VERB", "AUX"} and not syntax.kids(current, "cop")
        if cue.gives == "refuted":
            return (found.reported and base in {"obj", "obl", "nmod", "ccomp"}) or is_after_colon(self.syntax, current, base)
        if found.reported and cue.gives == "denied" and base in {"obj", "obl", "nmod"}:
            return True
        if base == "nsubj" and (cue.gives == "possible" or not cue.accusation) and cue.part_of_speech != "noun":
            return self.finder.is_passive(syntax.head[current])  # "an attack is feared"
        if cue.accusation:
            return base in {"ccomp", "acl", "advcl", "xcomp"} or (
                nominal and base in {"obl", "nmod"} and bool(syntax.markers(current) & _CHARGED)
            )
        if cue.part_of_speech == "noun":
            return base == "acl" or (base == "nmod" and bool(syntax.markers(current) & {"of", "about", "on", "that"}))
        if base == "advcl":
            return not has_any_mark(self.syntax, current) or self.syntax.has_mark(current, "that", "how", "of", "to")
        if nominal and base == "obl":
            return bool(syntax.markers(current) & {"about", "of", "on"})
        if base == "ccomp" and follows_participle(syntax, current):
            return False
        return base in {"ccomp", "xcomp", "obj", "parataxis", "csubj"}

    def _take_report(self, current: int, head: int, base: str, cue: Cue, found: Judgement) -> bool:
        if is_after_colon(self.syntax, current, base):  # "denied it: its troops had never …": the denier's own words
            sources = [argument.head for argument in self.finder.find(head, "verb").agents[:1]]
            found.add(Status.CLAIMED)
            self._name_sources(head, sources, found)
            return True
        self._report(head, cue, found)
        wished = base == "ccomp" and self.certainty.is_wished(current)
        if wished or (base == "advcl" and self.syntax.is_infinitive(current)):  # "renewed its call for X to leave"
            found.add(Status.PLANNED)
        syntax = self.syntax
        if cue.part_of_speech == "noun":
            found.reported = True
        elif base in {*_CLAUSAL, "advcl", "parataxis"} and self._is_hearsay(head):
            found.add(Status.POSSIBLE)
        if base == "parataxis" or syntax.base[head] == "parataxis":
            return bool(syntax.kids(syntax.head[head], "expl"))
        return True

    def _is_hearsay(self, verb: int) -> bool:
        """Whether a verb is a passive that names nobody: "is said to have", "it is believed that"."""
        if not self.certainty.cue("HedgeCue", verb, "verb"):
            return False
        return self.finder.is_passive(verb) and not self.finder.find(verb, "verb").agents

    def _report(self, head: int, cue: Cue, found: Judgement) -> None:
        own = Judgement()
        self._weigh(head, own)
        if own.status is Status.DENIED and cue.gives == "possible":
            return  # "nobody doubts that"
        if own.status is Status.DENIED or own.silent:
            found.silent = True
        status = Status.DENIED if cue.gives == "refuted" else read_status(cue.gives, Status.CLAIMED)
        found.add(status)
        if own.status in {Status.POSSIBLE, Status.PLANNED}:
            found.add(Status.POSSIBLE)
        found.accusation |= cue.accusation
        clause = self.finder.find(head, "noun" if cue.part_of_speech == "noun" else "verb")
        sources = [*clause.agents, *clause.possessors]
        if not sources and cue.part_of_speech == "noun":
            above = self.syntax.head[head]  # "has evidence that", "issued a statement that"
            support = self.certainty.cue("SupportCue", above, "verb") if self.syntax.base[head] == "obj" else None
            sources = list(self.finder.find(above, "verb").agents) if support is not None and support.gives == "agent" else []
        if not sources and cue.part_of_speech == "noun":
            sources = [a for a in clause.obliques if a.markers & {"by", "from"}] or list(clause.modifiers)
        self._name_sources(head, [argument.head for argument in sources[:1]], found, denies=status is Status.DENIED)

    def _name_sources(self, cue: int, tokens: list[int], found: Judgement, *, denies: bool = False) -> None:
        """Puts a source before those within it; a denial is the denier's, whoever tells of it."""
        found.sources = tokens if denies else tokens + found.sources
        if found.cue is None or denies:
            found.cue = cue

    def _hear_beyond(self, index: int, found: Judgement) -> None:
        """Who tells of somebody's words: "“Residents say that X left,” Y told Z", "according to X, Y said that"."""
        words = (index, index if found.cue is None else found.cue)
        for speech in self.speeches:
            if speech.cue is not None and all(speech.covers(word, background=False) for word in words):
                found.sources = [*(source for source in speech.sources if source not in found.sources), *found.sources]
                return

    def _hear(self, index: int, found: Judgement) -> None:
        """A quotation's speaker, or "according to …", where no governor spoke."""
        for speech in self.speeches:
            if speech.covers(index, background=found.background):
                found.sources = list(speech.sources)
                found.cue = speech.cue if found.cue is None else found.cue
                found.add(speech.status)
                return
