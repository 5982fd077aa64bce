"""From the token that heads an argument to the actors and places that it stands for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sahelkg.groups import NOUN_RULE
from sahelkg.sets import SET_RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.lexicon import Lexicon
    from sahelkg.records import Mention
    from sahelkg.syntax import Syntax

_DEPTH = 3  # "the majority of the members of X"
_COUNTERS = frozenset({"NUM", "DET"})  # "twenty of the attackers", "some of X"
_COUNTED = frozenset({"of"})
_ACTING = frozenset({"composed", "generic", "name", "tagged"})
_TOWNS = frozenset({"City", "Village"})
_SENT = frozenset({"of", "from"})
_LYING = frozenset({"across", "in"})
_OWNED = frozenset({"of", "from", "with", "to"})
_PARTITIVE = _OWNED | {"in", "at", "inside", "within"}


class Fillers:
    """The resolved mentions of a document by token."""

    def __init__(self, syntax: Syntax, mentions: Iterable[Mention], lexicon: Lexicon) -> None:
        self.syntax = syntax
        self.lexicon = lexicon
        self._example_cues = {
            " ".join(word for word in (expression.head, expression.particle) if word): cue.gives
            for cue in lexicon.cues
            if cue.kind == "ExampleCue"
            for expression in cue.expressions
        }
        self.example_words = frozenset(self._example_cues)
        self.by_head: dict[int, list[Mention]] = defaultdict(list)
        self.by_token: dict[int, list[Mention]] = defaultdict(list)
        self._kept: dict[tuple[int, bool, bool], list[Mention]] = {}
        for mention in mentions:
            self.add(mention)

    def add(self, mention: Mention) -> None:
        """Takes in a mention; one without an entity stands for nobody."""
        if mention.entity is None:
            return
        self._kept.clear()
        self.by_head[mention.head].append(mention)
        for token in range(mention.first, mention.last):
            self.by_token[token].append(mention)

    def at(self, token: int, *, demonym: bool = False) -> Mention | None:
        """The mention whose head the token is, else the longest that covers it; demonyms only where asked for."""
        found = [m for m in self.by_head.get(token, ()) if demonym or m.how != "demonym"]
        if not found:
            found = [m for m in self.by_token.get(token, ()) if m.how != "demonym" and self._same_phrase(token, m.head)]
        if demonym and not found:
            found = list(self.by_token.get(token, ()))
        return max(found, key=lambda m: (m.how != "demonym", m.end - m.start), default=None)

    def _same_phrase(self, token: int, head: int) -> bool:
        syntax = self.syntax
        return token == head or syntax.head[token] == head or syntax.head[head] == token

    def find(self, token: int, *, demonym: bool = False, alone: bool = False) -> list[Mention]:
        """All that an argument stands for: each of its conjuncts, through nouns that stand for whose they are.

        Args:
            token: the argument's head.
            demonym: whether an adjective may stand for its state.
            alone: leaves the conjuncts out.
        """
        key = token, demonym, alone
        if key not in self._kept:  # many units ask for the same
            self._kept[key] = self._find(token, demonym=demonym, alone=alone)
        return list(self._kept[key])

    def _find(self, token: int, *, demonym: bool, alone: bool) -> list[Mention]:
        found: list[Mention] = []
        for conjunct in [token] if alone else self._find_conjuncts(token):
            mention = self._one(conjunct, demonym=demonym, depth=0)
            examples, only = self._examples(conjunct)
            told = [*self._beside(mention), *self._members(mention)]
            told += () if alone else self._others_of(conjunct, mention)
            told += self._joined_names(conjunct)
            told += self._listed_behind(conjunct, mention)
            told += self._one_of(conjunct)
            if examples and only:
                told = []
            for member in [*told, *examples]:
                if all(member.entity != other.entity for other in found):
                    found.append(member)
        return found

    def _find_conjuncts(self, token: int) -> list[int]:
        """A token and what is joined to it, without what is joined as an exception ("X, not Y", "all states but Y")."""
        return [token, *(one for one in self.syntax.conjuncts(token)[1:] if not self._is_exception(one, token))]

    def _is_exception(self, conjunct: int, first: int) -> bool:
        syntax = self.syntax
        if any(self._negates(child) for child in syntax.kids(conjunct, "advmod", "cc", "det")):
            return True
        joined = any(self.lexicon.cues_of("ExceptCue", "other", syntax.low[child]) for child in syntax.kids(conjunct, "cc", "case"))
        alone = not any(self._negates(child) for child in syntax.children[first])  # "not X but Y"
        return joined and alone and not syntax.kids(conjunct, "advmod")  # "but also Y"

    def _negates(self, token: int) -> bool:
        found = self.lexicon.cues_of("NegationCue", "other", self.syntax.low[token])
        return any(cue.gives == "denied" and expression.complement is None for expression, cue in found)

    def find_whereabouts(self, mention: Mention) -> list[Mention]:
        """Where a phrase on the noun itself says that somebody is: "all troops in X will leave"."""
        return [
            m for child in self.syntax.kids(mention.head, "nmod") if "in" in self.syntax.markers(child) for m in self.find(child)
        ]

    def find_named(self, mention: Mention) -> Mention:
        """For a pronoun, the nearest words before it in its sentence that stand for the same and say more; else itself.

        For a title, the name that follows it, or is set off behind it: "the emir X", "his counterpart, X".
        """
        if mention.how == "description":
            return self._find_name_behind(mention) or mention
        if mention.how != "pronoun":
            return mention
        first = self.syntax.sentences[self.syntax.sentence[mention.head]][0]
        for head in range(mention.head - 1, first - 1, -1):
            for other in self.by_head.get(head, ()):
                if other.entity == mention.entity and other.how not in {"pronoun", "implicit"} and other.last <= mention.first:
                    return other
        return mention

    def _find_name_behind(self, mention: Mention) -> Mention | None:
        begin = mention.last
        if begin < len(self.syntax.low) and self.syntax.low[begin] == ",":
            begin += 1
        behind = (other for other in self.by_token.get(begin, ()) if other.first == begin and other.entity == mention.entity)
        return next((other for other in behind if other.how in {"name", "tagged"}), None)

    def find_origin(self, goods: int) -> list[Mention]:
        """Where a thing after "of" is from by the adjective before it: "imports of Malian livestock"."""
        if self.syntax.base[goods] != "nmod" or "of" not in self.syntax.markers(goods):
            return []
        named = (mention for child in self.syntax.kids(goods, "amod", "compound") for mention in self.by_head.get(child, ()))
        return [mention for mention in named if mention.how == "demonym"]

    def list_words(self, head: int, mentions: Iterable[Mention]) -> set[str]:
        """The lemmas of an argument: those of its head and of the mentions that it stands for."""
        return {self.syntax.lemma[word] for mention in mentions for word in (head, *range(mention.first, mention.last))}

    def are_listed(self, one: Mention, other: Mention) -> bool:
        """Whether the parser takes two for members of one list."""
        first = min(one.head, other.head)
        while self.syntax.base[first] == "conj":
            first = self.syntax.head[first]
        return {one.head, other.head} <= set(self.syntax.conjuncts(first))

    def _beside(self, mention: Mention | None) -> Iterator[Mention]:
        """Who shares a noun with another: the Malian ones of "Malian and Nigerien troops", the UN's of "UN and EU staff"."""
        if mention is None:
            return
        syntax = self.syntax
        inside = range(mention.first, mention.head)
        begins = next((syntax.head[token] for token in inside if syntax.base[token] == "conj"), mention.first)
        for token in syntax.conjuncts(begins) if begins < mention.first else ():
            if token < mention.first:
                yield from (m for m in self.by_head[token] if m.how in _ACTING and m.last <= mention.first)
        if begins == mention.first:  # "the Ghanaian and the Togolese armies"
            for child in syntax.kids(mention.head, "amod"):
                yield from (m for m in self.by_head[child] if m.rule == mention.rule and m.last <= mention.first)

    def _joined_names(self, token: int) -> Iterator[Mention]:
        """After a title right before its name, whose joins the name: Chad of "former ally Niger and Chad"."""
        syntax = self.syntax
        for child in syntax.kids(token, "appos", "flat"):
            if child == token + 1:
                for other in syntax.conjuncts(child)[1:]:
                    if not syntax.marker(other) and (found := self.at(other)) is not None:
                        yield found

    def _listed_behind(self, token: int, mention: Mention | None) -> Iterator[Mention]:
        """Of a list that says who a noun's many are, all but the first: Gao and Menaka of "three towns: Kidal, Gao and Menaka"."""
        syntax = self.syntax
        if mention is not None and mention.head != token and mention.head in syntax.kids(token, "appos"):
            for other in syntax.conjuncts(mention.head)[1:]:
                alike = not syntax.marker(other) and syntax.pos[other] == syntax.pos[mention.head]
                if alike and (found := self.at(other)) is not None:
                    yield found

    def _one_of(self, token: int) -> Iterator[Mention]:
        """Who is told to be one of many of whom a clause says something: "X is one of the groups active in Y"."""
        syntax = self.syntax
        if not syntax.kids(token, "acl", "amod") or syntax.feature(token, "Number") != "Plur":
            return
        one = syntax.head[token] if "of" in syntax.markers(token) and syntax.low[syntax.head[token]] == "one" else None
        if one is None and "among" in syntax.markers(token):
            one = token
        if one is None:
            return
        said = syntax.kids(one, "nsubj") if syntax.kids(one, "cop") else [syntax.head[one]] if syntax.base[one] == "appos" else []
        denied = any(self._negates(child) for child in syntax.kids(one, "advmod"))
        if said and not denied and (found := self.at(said[0])) is not None:
            yield found

    def _others_of(self, token: int, mention: Mention | None) -> Iterator[Mention]:
        """After "a convoy of X and Y", "towns in X and Y", which stand for X: Y, too."""
        if mention is None:
            return
        syntax = self.syntax
        joints = _SENT | _LYING if syntax.feature(token, "Number") == "Plur" else _SENT
        for child in syntax.kids(token, "nmod"):
            first = self.at(child) if syntax.markers(child) & joints else None
            if first is None or first.entity != mention.entity:
                continue
            for other in syntax.conjuncts(child)[1:]:
                alike = syntax.is_person(other) == syntax.is_person(child)
                if alike and not syntax.marker(other) and (found := self.at(other)) is not None:
                    yield found

    def _examples(self, token: int) -> tuple[list[Mention], bool]:
        """Those that a group is told by ("states such as X and Y"), and whether it is nothing but them."""
        found: list[Mention] = []
        only = False
        if self.syntax.feature(token, "Number") != "Plur" and self.at(token) is None:
            return found, only  # "the text, including X" of those who signed it
        for child in self.syntax.kids(token, "nmod", "obl", "appos"):
            cue = next((marker for marker in self.syntax.markers(child) if marker in self._example_cues), None)
            if cue is None:
                continue
            only |= self._example_cues[cue] == "agent"
            for conjunct in self.syntax.conjuncts(child):
                mention = self._one(conjunct, demonym=False, depth=0)
                if mention is not None and mention.rule != NOUN_RULE:
                    found.append(mention)
        return found, only

    def _members(self, mention: Mention | None) -> list[Mention]:
        """All that the mention's words stand for: of "both sides" two, of "the juntas of X and Y" both."""
        if mention is None or mention.rule not in {SET_RULE, "composed"}:
            return [] if mention is None else [mention]
        return [other for other in self.by_head[mention.head] if other.rule == mention.rule] or [mention]

    def _one(self, token: int, *, demonym: bool, depth: int) -> Mention | None:
        mention = self.at(token, demonym=demonym)
        if mention is not None and mention.rule == "group" and (titled := self._titled(token)) is not None:
            return titled
        if mention is not None and mention.rule != NOUN_RULE and not self._is_of_several(mention):
            return mention
        whole = mention is not None and self._is_of_state(mention)
        apart = mention is not None and mention.kind == "GenericActor"
        return self._below(token, depth, whole=whole, apart=apart) or mention

    def _titled(self, token: int) -> Mention | None:
        """The first of the persons whose title the group is: "foreign ministers X and Y"."""
        syntax = self.syntax
        names = [child for child in syntax.kids(token, "appos", "flat") if child == token + 1 and syntax.is_person(child)]
        return next((self.at(child) for child in names), None)

    def _is_of_several(self, mention: Mention) -> bool:
        """Whether a group is made up of those of several states, none of which it is alone: "the ministers of X and Y"."""
        phrases = self.syntax.kids(mention.head, "nmod") if mention.rule == "group" else []
        lists = ([self.at(name) for name in self.syntax.conjuncts(child)] for child in phrases)
        return any(len(names) > 1 and all(name is not None and name.kind == "State" for name in names) for names in lists)

    def _is_of_state(self, mention: Mention) -> bool:
        """Whether a noun says itself whose it is: "the Algerian minister in Riyadh" is not Riyadh."""
        before = (m for token in range(mention.first, mention.head) for m in self.by_head.get(token, ()))
        return any(m.how == "demonym" and self.syntax.head[m.head] == mention.head for m in before)

    def _below(self, token: int, depth: int, *, whole: bool, apart: bool) -> Mention | None:
        """Who stands for an argument that no list has: a name beside it, or, unless it is told ``whole``, whose part it is.

        ``apart``: where somebody is says nothing of whose they are ("the jihadist leader in Mali").
        """
        syntax = self.syntax
        for child in syntax.kids(token, "appos", "flat"):
            if (mention := self.at(child)) is not None:
                return mention
        for child in (other for phrase in syntax.kids(token, "nmod") for other in syntax.kids(phrase, "appos")):
            if (mention := self.at(child)) is not None and mention.kind in _TOWNS:
                return mention  # "the capital of the province, X"
        many = syntax.pos[token] == "ADJ"  # "most of the attackers"; "much of the country" is not the country
        counts = many or syntax.pos[token] in _COUNTERS
        joints = _COUNTED if counts else _OWNED if apart else _PARTITIVE
        if depth < _DEPTH and not whole and (counts or self.is_part(token)):
            inner = [
                child
                for child in syntax.children[token]
                if syntax.dep[child] == "nmod:poss"
                or (syntax.base[child] == "nmod" and syntax.markers(child) & joints)
                or (syntax.base[child] == "compound" and not self.is_joined(child))
            ]
            inner.sort(key=lambda child: (syntax.dep[child] != "nmod:poss", "of" not in syntax.markers(child), child))
            for child in inner:
                if many and (syntax.pos[child] != "NOUN" or syntax.feature(child, "Number") != "Plur"):
                    continue
                if (mention := self._one(child, demonym=False, depth=depth + 1)) is not None:
                    return mention
        return None

    def is_joined(self, token: int) -> bool:
        """Whether a name is joined to a participle by a hyphen: the group of "an al-Qaeda-linked group" is another."""
        syntax = self.syntax
        last = max((child for child in syntax.kids(token, "flat")), default=token)
        after = last + 1
        return after + 1 < len(syntax.low) and syntax.low[after] in {"-", "–", "‑"} and syntax.pos[after + 1] in {"ADJ", "VERB"}

    def is_part(self, token: int) -> bool:
        """Whether a noun stands for whose it is, or for where it lies: "fighters of X", "a village in Y".

        Not "X's former minister", "the opposition leader of X".
        """
        beside = self.syntax.kids(token, "amod", "compound") if self.syntax.pos[token] == "NOUN" else ()
        apart = any(self.lexicon.cues_of("PartCue", "other", self.syntax.low[child]) for child in beside)
        return not apart and bool(self.lexicon.cues_of("PartCue", "noun", self.syntax.lemma[token]))
