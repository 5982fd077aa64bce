"""Predicates with their arguments: these modules alone know the parser's labels for them.

A clause is made of a predicate and what it says of whom, whether it stands as a finite verb, a passive, a participle, an
infinitive, a relative clause, a coordinated verb that shares its subject, or a noun ("the withdrawal of X from Y").
Missing subjects are found where the construction puts them (`sahelkg.subjects`), objects and phrases too
(`sahelkg.complements`); what a noun says and of whom is in `sahelkg.nounclauses`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sahelkg.arguments import Argument, Clause
from sahelkg.complements import find_agents, find_joined, find_objects, find_phrases
from sahelkg.nounclauses import is_presumed, read_noun
from sahelkg.subjects import find_subjects, is_passive

if TYPE_CHECKING:
    from sahelkg.syntax import Syntax


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

    def is_passive(self, index: int) -> bool:
        """Whether a verb's subject undergoes: see `sahelkg.subjects.is_passive`."""
        return is_passive(self.syntax, index)

    def is_presumed(self, index: int) -> bool:
        """Whether a noun is said of somebody in passing: see `sahelkg.nounclauses.is_presumed`."""
        return is_presumed(self.syntax, index)

    def owners(self, index: int) -> list[int]:
        """Whose a thing or an act is: possessor, by-agent or author of a noun ("the tactics used by X", "X's decision")."""
        syntax = self.syntax
        found = [child for child in syntax.children[index] if syntax.dep[child] == "nmod:poss"]
        found += [child for child in syntax.kids(index, "nmod", "obl") if syntax.markers(child) & {"by", "from"}]
        for child in syntax.kids(index, "acl"):
            told = syntax.dep[child] == "acl:relcl" or (is_passive(syntax, child) and not syntax.kids(child, "mark"))
            if syntax.pos[child] == "VERB" and told:  # not "the demand that X leave", "a decision to leave X"
                found += [argument.head for argument in self.find(child, "verb").agents if argument.head != index]
        whose = [c for c in syntax.kids(index, "nmod") if "of" in syntax.markers(c)]
        inner = [syntax.head[word] for thing in whose for word in syntax.subtree(thing) if syntax.low[word] == "by"]
        found += [phrase for phrase in inner if syntax.base[phrase] == "nmod"]  # "the use of children in Y by X"
        found += whose
        found += syntax.kids(index, "amod", "compound")
        return found

    def _verb(self, index: int) -> Clause:
        syntax = self.syntax
        subjects = tuple(Argument(subject) for subject in find_subjects(syntax, index))
        phrases = tuple(find_phrases(syntax, index))
        objects = tuple(find_objects(syntax, index, subjects))
        recipients = tuple(Argument(child) for child in syntax.kids(index, "iobj"))
        joined = find_joined(syntax, index)
        if is_passive(syntax, index):
            by = tuple(find_agents(syntax, index, phrases))
            return Clause(index, "verb", True, by or joined, subjects, objects or recipients, phrases, joined=joined)
        return Clause(index, "verb", False, subjects, objects, recipients, phrases, joined=joined)

    def _noun(self, index: int) -> Clause:
        return read_noun(self.syntax, index)

    def _adjective(self, index: int) -> Clause:
        syntax = self.syntax
        subjects = find_subjects(syntax, index) if syntax.base[index] != "amod" else [syntax.head[index]]
        holders = tuple(Argument(subject) for subject in subjects)
        return Clause(
            index, "adjective", agents=holders, holders=holders, obliques=tuple(find_phrases(syntax, index, stranded=False))
        )

    def _presence(self, index: int) -> Clause:
        """The clause of "X is in Y": the subject is said to be where the phrase says."""
        place = self.syntax.head[index]
        holders = tuple(Argument(subject) for subject in find_subjects(self.syntax, place))
        return Clause(index, "copula", holders=holders, obliques=(Argument(place, frozenset({self.syntax.low[index]})),))

    def _adposition(self, index: int) -> Clause:
        """The clause of a preposition between two, said of the noun that its phrase hangs on ("X, of the Y Foundation")."""
        phrase = self.syntax.head[index]
        marker = frozenset({self.syntax.low[index]})
        holder = Argument(self.syntax.head[phrase])
        return Clause(index, "adposition", holders=(holder,), obliques=(Argument(phrase, marker),))

    @cached_property
    def predicates(self) -> list[int]:
        """The tokens that may head a clause of their own: verbs outside debris and headlines, in order."""
        syntax = self.syntax
        return [i for i, pos in enumerate(syntax.pos) if pos == "VERB" and syntax.body[syntax.sentence[i]]]
