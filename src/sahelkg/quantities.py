"""Tolls: how many were killed, wounded or taken hostage, as the text tells it.

Constructions are told by their words and order; the tree only bridges what lies between a subject and its verb. The
words are ``ontology/quantities.ttl`` and ``numbers.ttl``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sahelkg.counts import Count, find_counts
from sahelkg.records import TollMention
from sahelkg.terminals import load_words, split_atoms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from sahelkg.terminals import Atom, Words

KINDS = ("deaths", "wounded", "hostages")
_FORMS = ("Verb", "Passive", "Intransitive", "NounOf", "Toll")  # of words that make a number a toll
_GAP = 12  # atoms between a subject and its verb where there is no tree
_GAP_IN_TREE = 40
_REACH_OF_TOLL = 12
_ENDS = frozenset(".!?;:")


def find_tolls(doc: Doc, *, words: Words | None = None, numbers: Words | None = None) -> list[TollMention]:
    """The tolls that the text tells, in its order, each number once; what has no number ("numerous soldiers") is none.

    Found are objects ("killed at least 30 soldiers", "killing five", "abducted seven people"), subjects ("more than 30
    soldiers were killed", "five died"), nouns ("the deaths of 32 civilians", "over 500 executions", "12 dead", "a death
    toll of 45", "40 hostages") and what is joined to them. Those who did it are never counted, nor are things, sums and
    spans of time. "Dozens" has neither ``min`` nor ``max``.

    Args:
        doc: The article. Only its text is needed; heads, where it has them, join a subject to a verb further away.
        words: The words of ``skg:QuantityWord``, the built-in ones if None.
        numbers: The words of ``skg:NumberWord``, the built-in ones if None.
    """
    words, numbers = words or load_words("skg:QuantityWord"), numbers or load_words("skg:NumberWord")
    atoms = split_atoms(doc.text)
    search = _Search(doc, atoms, words, find_counts(atoms, words, numbers))
    found: dict[int, TollMention] = {}
    for count, kind, trigger in (*search.find_by_verbs(), *search.find_nominal()):
        mention = _to_mention(doc, atoms, count, kind, trigger)
        found.setdefault(mention.start, mention)  # "executed seven hostages" tells deaths
    return [found[key] for key in sorted(found)]


def _to_mention(doc: Doc, atoms: Sequence[Atom], count: Count, kind: str, trigger: int) -> TollMention:
    start, end = atoms[count.start].start, atoms[count.end - 1].end
    span = doc.char_span(start, end, alignment_mode="expand")
    first, last = (span.start, span.end) if span is not None else (0, 0)
    counted = _token_at(doc, atoms, count.noun) if count.noun is not None else last - 1
    if count.noun is not None and doc.has_annotation("DEP"):
        head = doc[last - 1].head.i  # the tree knows the noun better than the order of words
        counted = head if last <= head <= _token_at(doc, atoms, count.after - 1) else counted
    return TollMention(
        kind=kind,
        toll=count.toll(doc.text[start:end]),
        start=start,
        end=end,
        first=first,
        last=last,
        counted=counted,
        trigger=_token_at(doc, atoms, trigger),
    )


def _token_at(doc: Doc, atoms: Sequence[Atom], i: int) -> int:
    span = doc.char_span(atoms[i].start, atoms[i].end, alignment_mode="expand")
    return span.start if span is not None else 0


@dataclass
class _Search:
    doc: Doc
    atoms: Sequence[Atom]
    words: Words
    counts: Sequence[Count]

    def find_by_verbs(self) -> Iterator[tuple[Count, str, int]]:
        """Yields each count that a verb, or the noun of one, makes a toll, with its kind and that word's atom."""
        starts = self.words.starts(*(f"{kind}{form}" for kind in KINDS for form in _FORMS))
        for i, atom in enumerate(self.atoms):
            if atom.lower not in starts:
                continue
            for kind in KINDS:
                if self._is_mixed(kind, i):
                    continue
                if verb := self.words.match(f"{kind}Verb", self.atoms, i):
                    yield from ((count, kind, i) for count in self._objects(verb[0]))
                if self.words.match(f"{kind}Passive", self.atoms, i):
                    yield from ((count, kind, i) for count in self._subjects(i, passive=True))
                if self.words.match(f"{kind}Intransitive", self.atoms, i) and self.atoms[i - 1].text != "-":
                    yield from ((count, kind, i) for count in self._subjects(i, passive=False))
                if noun := self.words.match(f"{kind}NounOf", self.atoms, i):
                    yield from ((count, kind, i) for count in self._objects(noun[0], of_noun=True))
                if toll := self.words.match(f"{kind}Toll", self.atoms, i):
                    yield from ((count, kind, i) for count in self._totals(toll[0]))

    def _is_mixed(self, kind: str, i: int) -> bool:
        """Whether two fates share one number: "30 were killed or wounded"."""
        verb = self.words.match(f"{kind}Passive", self.atoms, i)
        joint = self.words.match("conjunction", self.atoms, verb[0]) if verb else None
        before = self.words.match_before("conjunction", self.atoms, i)
        return any(
            (joint is not None and self.words.match(f"{other}Passive", self.atoms, joint[0]) is not None)
            or (before is not None and self.words.match_before(f"{other}Passive", self.atoms, before) is not None)
            for other in KINDS
            if other != kind
        )

    def find_nominal(self) -> Iterator[tuple[Count, str, int]]:
        """Yields each count of the dead, the wounded, the hostages, with its kind and the atom that says so."""
        for count in self.counts:
            if not count.is_one and not self._is_part(count):
                yield from self._nominal(count)

    def _starting_at(self, i: int) -> Count | None:
        return next((count for count in self.counts if count.start == i), None)

    def _objects(self, i: int, *, of_noun: bool = False) -> Iterator[Count]:
        """What follows a verb or the noun of one, with what is joined to it: "killed two officers and a driver"."""
        while (count := self._starting_at(i)) is None:
            skipped = self.words.match("adverb", self.atoms, i) or self.words.match("determiner", self.atoms, i)
            if skipped is None:
                return
            i = skipped[0]
        if count.is_one and self.words.match_before("noSingle", self.atoms, i):
            return  # to eliminate an obligation
        while count and (of_noun or not self._is_subject(count)):
            yield count
            i = self._skip_joint(count.after)
            count = self._starting_at(i) if i > count.after else None

    def _skip_joint(self, i: int) -> int:
        while i < len(self.atoms):
            word = self.words.match("conjunction", self.atoms, i) or self.words.match("determiner", self.atoms, i)
            if word is None and self.atoms[i].text != ",":
                break
            i = word[0] if word else i + 1
        return i

    def _is_subject(self, count: Count) -> bool:
        """Whether a verb comes behind the count that is its own: "… and 30 were wounded", "and 12 wounded"."""
        after = count.after
        if self.words.match("aux", self.atoms, after):
            return True
        verbs = ("dead", *(f"{kind}{form}" for kind in KINDS for form in ("Intransitive", "Passive")))
        return any(self.words.match(role, self.atoms, after) for role in verbs)

    def _subjects(self, i: int, *, passive: bool) -> Iterator[Count]:
        """Those whom a verb in the passive, or one without object, has for its subject."""
        start = i
        has_aux = False
        while start > 0:
            step = self.words.match_before("aux", self.atoms, start)
            has_aux = has_aux or step is not None
            step = step if step is not None else self.words.match_before("adverb", self.atoms, start)
            if step is None:
                break
            start = step
        if passive and not has_aux:  # who did it may stand before; "30 killed" is told from its noun
            return
        count = self._nearest_before(start, i)
        while count:
            yield count
            before = [other for other in self.counts if other.after <= count.start]
            count = (
                before[-1] if before and self._skip_joint(before[-1].after) == count.start > before[-1].after else None
            )

    def _ends_clause(self, i: int) -> bool:
        if i >= len(self.atoms) or not self.atoms[i].text.isalnum():
            return True
        if conjunction := self.words.match("conjunction", self.atoms, i):  # not "killed and burned"
            return self._starting_at(self._skip_joint(conjunction[0])) is not None
        return self.words.match("afterParticiple", self.atoms, i) is not None

    def _nearest_before(self, i: int, verb: int) -> Count | None:
        """The count that can be the subject of the verb at atom ``verb``, whose auxiliaries begin at ``i``."""
        has_tree = self.doc.has_annotation("DEP")
        for count in reversed(self.counts):
            if count.after > i:
                continue
            between = range(count.after, i)
            if len(between) > (_GAP_IN_TREE if has_tree else _GAP):
                return None
            if any(self._separates(j, has_tree=has_tree) for j in between):
                return None
            if self._is_part(count) or self._is_object(count):
                continue
            if not between:
                return count
            if count.is_one:  # "a cartoon, and people had to die"
                return None
            if has_tree:
                return count if self._is_below(count, verb) else None
            return count if self._can_modify(count.after) else None
        return None

    def _is_object(self, count: Count) -> bool:
        """Whether a preposition stands before the count, other than the "of" of "a group of 30 soldiers"."""
        of = self.words.match_before("of", self.atoms, count.start)
        if of is not None and self.words.match_before("crowd", self.atoms, of) is not None:
            return False
        return self.words.match_before("preposition", self.atoms, count.start) is not None

    def _can_modify(self, i: int) -> bool:
        """Whether what begins at atom ``i`` can belong to the noun before it: "soldiers from …", "people, mostly …"."""
        atom = self.atoms[i]
        return (
            atom.text in {",", "("}
            or atom.lower.endswith("ing")
            or self.words.match("preposition", self.atoms, i) is not None
        )

    def _separates(self, j: int, *, has_tree: bool) -> bool:
        if self.atoms[j].text in _ENDS or self.atoms[j].is_break:
            return True
        if has_tree:
            return False
        roles = ("clause", "aux", *(f"{kind}{form}" for kind in KINDS for form in ("Verb", "Intransitive")))
        return any(self.words.match(role, self.atoms, j) for role in roles)

    def _is_part(self, count: Count) -> bool:
        """Whether those counted are a part of others: "30 people, including five children, were killed"."""
        return self.words.match_before("partOf", self.atoms, count.start) is not None

    def _is_below(self, count: Count, i: int) -> bool:
        """Whether the counted words hang, over whatever else, on the verb at atom ``i`` in the tree."""
        noun = self.doc[_token_at(self.doc, self.atoms, count.noun if count.noun is not None else count.end - 1)]
        return self.doc[_token_at(self.doc, self.atoms, i)] in noun.ancestors

    def _totals(self, i: int) -> Iterator[Count]:
        """The number of a death toll: the one after "to" or "at", not the one that it rose from or by."""
        for count in self.counts:
            if i <= count.start <= i + _REACH_OF_TOLL and not count.is_one:
                if any(
                    self.atoms[j].text in {".", "!", "?", ";"} or self.atoms[j].is_break for j in range(i, count.start)
                ):
                    return
                if self.words.match_before("tollTo", self.atoms, count.start) is not None:
                    yield count
                    return

    def _nominal(self, count: Count) -> Iterator[tuple[Count, str, int]]:
        """Numbers of the dead: "12 dead", "500 executions", "30 more people wounded", "40 hostages"."""
        if self._is_lives(count):
            yield count, "deaths", count.after
        for kind in KINDS:
            if noun := self.words.match(f"{kind}Noun", self.atoms, count.after):
                is_verb = self.words.match(f"{kind}Verb", self.atoms, count.after) and not self._ends_clause(noun[0])
                adjective = is_verb and count.noun is None  # 12 wounded soldiers
                if adjective or not is_verb:
                    yield count, kind, count.after

    def _is_lives(self, count: Count) -> bool:
        """Whether these are lives that were lost: "claimed 30 lives", "30 lives were lost"."""
        lives = self.words.match("lives", self.atoms, count.after)
        if lives is None:
            return False
        is_taken = self.words.match_before("taking", self.atoms, count.start) is not None
        return is_taken or self.words.match("lost", self.atoms, lives[0]) is not None
