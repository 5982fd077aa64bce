"""Predicates with their arguments: the one place that knows the parser's labels for them.

A clause is made of a predicate and what it says of whom, whether it stands as a finite verb, a passive, a participle, an
infinitive, a relative clause, a coordinated verb that shares its subject, or a noun ("the withdrawal of X from Y").
Missing subjects are found where the construction puts them (control, raising, participles, relative pronouns).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.syntax import Syntax

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_MAX_CONTROL = 6  # clauses that a subject is looked for in, outwards
_BEFORE_PARTICIPLE = frozenset({"compound", "obl", "nmod", "amod", "obj", "nsubj", "advmod"})
_ENGAGED = frozenset({"at", "in", "under"})
_ASKED = frozenset({"on", "upon"})  # "called on X to leave"
_FIRST_PHRASE = frozenset({"of", "by", "from"})  # after which a noun's next phrase is its own
_OBJECT_CONTROL = frozenset({"of", "from", "for", "into"})  # "accused X of killing", "stopped X from leaving"


@dataclass(frozen=True)
class Argument:
    """A phrase of the clause: the token that heads it and its preposition (empty for subject and object)."""

    head: int
    markers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clause:
    """A predicate and its arguments.

    ``agents`` act, ``patients`` undergo (the subject of a passive), ``recipients`` get; ``obliques`` carry their
    prepositions; ``holders`` are what a noun is said of; ``possessors`` and ``modifiers`` stand before a noun.
    """

    predicate: int
    kind: str  # verb, noun, adjective, adposition
    passive: bool = False
    agents: tuple[Argument, ...] = ()
    patients: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    obliques: tuple[Argument, ...] = ()
    holders: tuple[Argument, ...] = ()
    possessors: tuple[Argument, ...] = ()
    modifiers: tuple[Argument, ...] = ()
    joined: tuple[Argument, ...] = field(default=())  # "X-led": what stands before a participle


class ClauseFinder:
    """Finds the clause of a token, and keeps it."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self._kept: dict[tuple[int, str], Clause] = {}

    def find(self, index: int, kind: str) -> Clause:
        """The clause that the token is the predicate of, as a verb, a noun, an adjective or a preposition."""
        key = index, kind
        if key not in self._kept:
            make = {
                "verb": self._verb,
                "noun": self._noun,
                "adjective": self._adjective,
                "adposition": self._adposition,
                "copula": self._presence,
            }[kind]
            self._kept[key] = make(index)
        return self._kept[key]

    # verbs

    def is_passive(self, index: int) -> bool:
        """Whether a verb's subject undergoes: passive auxiliary or subject, or a past participle on a noun."""
        syntax = self.syntax
        if any(syntax.dep[child] in {"nsubj:pass", "aux:pass", "csubj:pass"} for child in syntax.children[index]):
            return True
        if syntax.base[index] == "conj" and not syntax.kids(index, "nsubj", "aux", "obj"):
            head = syntax.head[index]
            if syntax.pos[head] == "VERB" and syntax.feature(index, "VerbForm") == syntax.feature(head, "VerbForm"):
                return self.is_passive(head)
        if syntax.base[index] in {"acl", "amod", "advcl", "xcomp"} and not syntax.kids(index, "aux", "obj", "cop", "nsubj"):
            return (
                syntax.feature(index, "VerbForm") == "Part"
                and (syntax.feature(index, "Tense") == "Past" or syntax.low[index].endswith("ed"))
                and not syntax.low[index].endswith("ing")
            )
        return False

    def _verb(self, index: int) -> Clause:
        syntax = self.syntax
        passive = self.is_passive(index)
        subjects = tuple(Argument(subject) for subject in self.subjects(index))
        obliques = [Argument(child, frozenset(syntax.markers(child) - {""})) for child in self._shared_kids(index, "obl", "nmod")]
        obliques += self._places(index)
        obliques += self._stranded(index)
        by = tuple(oblique for oblique in obliques if "by" in oblique.markers)
        objects = tuple(Argument(child) for child in self._shared_kids(index, "obj") or self._object_of_next(index))
        recipients = tuple(Argument(child) for child in syntax.kids(index, "iobj"))
        joined = self._joined(index)
        if not objects and not passive and syntax.dep[index] == "acl:relcl" and subjects:
            objects = self._relative_object(index, subjects)
        if passive:
            if recipients and not objects:
                objects = recipients
            return Clause(index, "verb", True, by or joined, subjects, objects, tuple(obliques), joined=joined)
        return Clause(index, "verb", False, subjects, objects, recipients, tuple(obliques), joined=joined)

    def subjects(self, index: int, depth: int = 0) -> list[int]:
        """Who a verb or a predicate noun is said of; found outwards where the clause has no subject of its own."""
        syntax = self.syntax
        own = syntax.kids(index, "nsubj", "csubj")
        if own:
            return [self._antecedent(child, index) for child in own[:1]]
        if depth >= _MAX_CONTROL:
            return []
        base, head = syntax.base[index], syntax.head[index]
        if head == index:
            return []
        if base == "conj" and syntax.pos[head] in {"VERB", "AUX", "ADJ", "NOUN"}:
            return self.subjects(head, depth + 1)
        if base == "xcomp":
            controllers = syntax.kids(head, "obj", "iobj") or [
                phrase for phrase in syntax.kids(head, "obl") if phrase < index and syntax.markers(phrase) & _ASKED
            ]
            if controllers and not self.is_passive(head) and syntax.feature(index, "VerbForm") != "Fin":
                return controllers[:1]
            return self.subjects(head, depth + 1)
        if base in {"advcl", "ccomp"} and not syntax.kids(index, "nsubj"):
            if syntax.feature(index, "VerbForm") == "Fin" and base == "ccomp":
                return []
            objects = syntax.kids(head, "obj")
            if objects and self._has_mark(index, _OBJECT_CONTROL) and not self.is_passive(head):
                return objects[:1]
            if syntax.pos[head] in {"VERB", "ADJ", "AUX"} or syntax.kids(head, "cop"):
                return self.subjects(head, depth + 1)
            return []
        if base in {"acl", "amod"}:
            if base == "acl" and self._is_infinitive(index):
                return self._owner_of_plan(head, depth)
            return [head, *self._noun_before(index, head)]
        return []

    def _object_of_next(self, index: int) -> list[int]:
        """ "Arming and financing X": the object that stands after the last of two verbs is that of both."""
        syntax = self.syntax
        if self.is_passive(index) or syntax.kids(index, "iobj", "xcomp", "ccomp"):
            return []
        for follower in syntax.kids(index, "conj"):
            between = [place for place in range(index + 1, follower) if syntax.low[place] not in {",", "and", "or"}]
            if syntax.pos[follower] == "VERB" and not between:
                return syntax.kids(follower, "obj") or self._object_of_next(follower)
        return []

    def _noun_before(self, participle: int, head: int) -> list[int]:
        """The noun right before a participle that the parser hung further up ("the rise of a group | led by X")."""
        syntax = self.syntax
        before = participle - 1
        while before > head and syntax.base[before] in {"flat", "compound"} and syntax.head[before] < before:
            before = syntax.head[before]
        return [before] if before > head and syntax.pos[before] in {"NOUN", "PROPN"} else []

    def _owner_of_plan(self, noun: int, depth: int) -> list[int]:
        """ "Its plan to leave": the possessor; "a force to fight X": the noun; else whoever acts on the noun."""
        syntax = self.syntax
        owners = syntax.kids(noun, "nmod")
        owners = [owner for owner in owners if syntax.dep[owner] == "nmod:poss"]
        if owners:
            return owners[:1]
        head = syntax.head[noun]
        if syntax.base[noun] in {"obj", "obl"} and syntax.pos[head] == "VERB" and head != noun:
            return [*self.subjects(head, depth + 1), noun]
        return [noun]

    def _has_mark(self, index: int, words: frozenset[str]) -> bool:
        return any(self.syntax.low[child] in words for child in self.syntax.kids(index, "mark", "case"))

    def owners(self, index: int) -> list[int]:
        """Whose a thing or an act is: possessor, by-agent or author of a noun ("the tactics used by X", "X's decision")."""
        syntax = self.syntax
        found = [child for child in syntax.children[index] if syntax.dep[child] == "nmod:poss"]
        found += [child for child in syntax.kids(index, "nmod", "obl") if syntax.markers(child) & {"by", "from"}]
        for child in syntax.kids(index, "acl"):
            if syntax.pos[child] == "VERB":
                found += [argument.head for argument in self.find(child, "verb").agents if argument.head != index]
        found += [c for c in syntax.kids(index, "nmod") if "of" in syntax.markers(c)]
        found += syntax.kids(index, "amod", "compound")
        return found

    def _is_infinitive(self, index: int) -> bool:
        return any(self.syntax.low[child] == "to" for child in self.syntax.kids(index, "mark"))

    def _antecedent(self, subject: int, verb: int) -> int:
        """The noun that a relative pronoun stands for."""
        syntax = self.syntax
        if syntax.dep[verb] == "acl:relcl" and syntax.is_relative(subject):
            return syntax.head[verb]
        if syntax.is_relative(subject) and syntax.base[verb] == "conj" and syntax.dep[syntax.head[verb]] == "acl:relcl":
            return syntax.head[syntax.head[verb]]
        return subject

    def _relative_object(self, index: int, subjects: tuple[Argument, ...]) -> tuple[Argument, ...]:
        """ "The town that they seized": the noun is the object unless the pronoun is the subject or "where"."""
        syntax = self.syntax
        head = syntax.head[index]
        if any(argument.head == head for argument in subjects):
            return ()
        if any(syntax.low[child] in {"where", "when", "why"} for child in syntax.kids(index, "advmod", "mark")):
            return ()
        return (Argument(head),)

    def _places(self, index: int) -> Iterator[Argument]:
        """ "There" and the relative "where" as phrases with "in"."""
        syntax = self.syntax
        for child in self._shared_kids(index, "advmod"):
            if syntax.low[child] in {"there", "here"}:
                yield Argument(child, frozenset({"in", "to", "there"}))
            elif syntax.low[child] == "where" and syntax.base[index] in {"acl", "advcl"}:
                head = syntax.head[index]
                place = head if syntax.pos[head] in NOMINAL else self._last_place_before(child, head)
                if place is not None:
                    yield Argument(place, frozenset({"in", "to", "there"}))

    def _last_place_before(self, where: int, verb: int) -> int | None:
        """The noun before "where" when the parser hung the clause on the verb."""
        syntax = self.syntax
        for index in range(where - 1, syntax.sentences[syntax.sentence[where]][0] - 1, -1):
            if syntax.pos[index] in {"NOUN", "PROPN"}:
                while syntax.base[index] in {"flat", "compound"}:
                    index = syntax.head[index]
                return index if index != verb else None
        return None

    def _stranded(self, index: int) -> Iterator[Argument]:
        """ "The party we communicate with": the relative noun fills the stranded preposition."""
        syntax = self.syntax
        if syntax.dep[index] != "acl:relcl":
            return
        for child in syntax.children[index]:
            if syntax.base[child] == "obl" and syntax.pos[child] == "ADP":
                yield Argument(syntax.head[index], frozenset({syntax.low[child]}))
            elif syntax.base[child] == "obl" and syntax.is_relative(child):
                yield Argument(syntax.head[index], frozenset(syntax.markers(child) - {""}))

    def _shared_kids(self, index: int, *bases: str) -> list[int]:
        """Dependents, with relative pronouns replaced by what they stand for."""
        syntax = self.syntax
        found = []
        for child in syntax.kids(index, *bases):
            if syntax.is_relative(child) and syntax.dep[index] == "acl:relcl":
                found.append(syntax.head[index])
            else:
                found.append(child)
        return found

    def _joined(self, index: int) -> tuple[Argument, ...]:
        """ "al-Qaeda-linked": the name that stands before a participle and hangs on it or on its noun."""
        syntax = self.syntax
        if syntax.base[index] not in {"amod", "compound", "acl"} or syntax.head[index] < index:
            return ()
        found = [child for child in syntax.children[index] if child < index and syntax.base[child] in _BEFORE_PARTICIPLE]
        noun = syntax.head[index]
        low = index - 1
        while low >= 0 and syntax.low[low] in {"-", "–", "‑"}:
            low -= 1
        while low >= 0 and syntax.base[low] == "flat":
            low = syntax.head[low] if syntax.head[low] < low else low - 1
        if not found and low >= 0 and (syntax.head[low] == noun or syntax.low[index - 1] in {"-", "–"}):
            found = [low] if syntax.pos[low] in {"PROPN", "NOUN", "ADJ"} else []
        return tuple(Argument(child, frozenset({"-"})) for child in found)

    # nouns and adjectives

    def _noun(self, index: int) -> Clause:
        syntax = self.syntax
        possessors, modifiers, obliques = [], [], []
        for child in syntax.children[index]:
            dep, base = syntax.dep[child], syntax.base[child]
            if dep == "nmod:poss":
                possessors.append(Argument(child))
            elif base in {"nmod", "obl"} and (markers := syntax.markers(child) - {""}):
                obliques.append(Argument(child, frozenset(markers)))
                obliques += self._nested(child, markers)
            elif base in {"compound", "amod"} or dep in {"nmod:desc"}:
                modifiers.append(Argument(child))
            elif base == "acl" and syntax.dep[child] == "acl" and syntax.low[child] in {"involving", "led"}:
                obliques += [Argument(grand, frozenset({"by"})) for grand in syntax.kids(child, "obj", "obl")]
            elif base == "advmod" and syntax.low[child] == "there":
                obliques.append(Argument(child, frozenset({"in", "there"})))
        obliques += self._astray(index)
        if syntax.kids(index, "cop"):
            obliques += list(self._places(index))
        return Clause(
            index,
            "noun",
            holders=tuple(Argument(holder) for holder in self._holders(index)),
            possessors=tuple(possessors),
            modifiers=tuple(modifiers),
            obliques=tuple(obliques),
            agents=tuple(argument for argument in obliques if "by" in argument.markers) or self._engaged(index),
        )

    def _engaged(self, index: int) -> tuple[Argument, ...]:
        """ "X is at war with Y", "X is in talks with Y": whoever is in what a noun names acts in it."""
        syntax = self.syntax
        if syntax.kids(index, "cop") and syntax.markers(index) & _ENGAGED:
            return tuple(Argument(subject) for subject in self.subjects(index))
        return ()

    def _nested(self, child: int, markers: set[str]) -> Iterator[Argument]:
        """ "The retreat of X from Y": what the parser hung on X, though it completes the noun."""
        if not markers & _FIRST_PHRASE:
            return
        syntax = self.syntax
        for grandchild in syntax.kids(child, "nmod", "obl"):
            inner = syntax.markers(grandchild) - {"", "of"} - markers
            if inner and syntax.dep[grandchild] != "nmod:poss":
                yield Argument(grandchild, frozenset(inner))

    def _astray(self, index: int) -> Iterator[Argument]:
        """Prepositional phrases after a noun that the parser hung on its verb: "severed ties | with France"."""
        syntax = self.syntax
        head = syntax.head[index]
        if head == index or syntax.base[index] not in {"obj", "nsubj", "obl", "xcomp", "conj", "nmod"}:
            return
        end = head if syntax.base[index] == "nsubj" else len(syntax.head)  # what follows the verb is not its subject's
        for child in syntax.kids(head, "obl", "nmod"):
            markers = syntax.markers(child) - {""}
            passive_agent = "by" in markers and self.is_passive(head)
            if markers and index < child < end and syntax.dep[child] != "nmod:poss" and not passive_agent:
                yield Argument(child, frozenset(markers))

    def _holders(self, index: int) -> Iterator[int]:
        """Who a role noun is said of: subject of "is", apposition either way, title before a name, "as its leader"."""
        syntax = self.syntax
        if syntax.kids(index, "cop"):
            yield from self.subjects(index)
        for child in syntax.kids(index, "appos", "flat"):
            if syntax.pos[child] in {"PROPN", "NOUN"}:
                yield child
        for child in syntax.kids(index, "nmod"):  # "the head of X, NAME": the name may hang on X
            if "of" in syntax.markers(child):
                yield from (name for name in syntax.kids(child, "appos") if syntax.pos[name] == "PROPN")
        dep, base, head = syntax.dep[index], syntax.base[index], syntax.head[index]
        if base in {"appos", "flat"} or dep == "nmod:desc" or (base == "compound" and syntax.pos[head] == "PROPN"):
            yield head
        elif base == "xcomp":
            verb = head
            objects = syntax.kids(verb, "obj")
            yield from objects[:1] if objects and not self.is_passive(verb) else self.subjects(verb)
        elif base == "obl" and "as" in syntax.markers(index):
            objects = syntax.kids(head, "obj")
            yield from objects[:1] if objects and not self.is_passive(head) else self.subjects(head)
        elif base in {"nmod", "obl"} and syntax.pos[head] in NOMINAL and syntax.markers(index) & {"in", "under"}:
            yield head
        yield index

    def is_presumed(self, index: int) -> bool:
        """Whether a noun is said of somebody in passing: as a subject, an apposition, a title; not by "is" or "as"."""
        syntax = self.syntax
        if syntax.kids(index, "cop") or syntax.base[index] == "xcomp":
            return False
        return syntax.base[index] in {"nsubj", "appos", "compound", "flat"} or syntax.dep[index] in {"nmod:desc", "nmod:poss"}

    def _adjective(self, index: int) -> Clause:
        syntax = self.syntax
        obliques = [Argument(child, frozenset(syntax.markers(child) - {""})) for child in self._shared_kids(index, "obl", "nmod")]
        obliques += self._places(index)
        subjects = self.subjects(index) if syntax.base[index] != "amod" else [syntax.head[index]]
        holders = tuple(Argument(subject) for subject in subjects)
        return Clause(index, "adjective", agents=holders, holders=holders, obliques=tuple(obliques))

    def _presence(self, index: int) -> Clause:
        """ "Of "X is in Y": the subject is said to be where the phrase says."""
        place = self.syntax.head[index]
        holders = tuple(Argument(subject) for subject in self.subjects(place))
        return Clause(index, "copula", holders=holders, obliques=(Argument(place, frozenset({self.syntax.low[index]})),))

    def _adposition(self, index: int) -> Clause:
        """ "X, of the Y Foundation": the phrase is said of the noun that it hangs on."""
        phrase = self.syntax.head[index]
        marker = frozenset({self.syntax.low[index]})
        holder = Argument(self.syntax.head[phrase])
        return Clause(index, "adposition", holders=(holder,), obliques=(Argument(phrase, marker),))

    @cached_property
    def predicates(self) -> list[int]:
        """The tokens that may head a clause of their own: verbs outside debris and headlines, in order."""
        syntax = self.syntax
        return [i for i, pos in enumerate(syntax.pos) if pos == "VERB" and syntax.body[syntax.sentence[i]]]
