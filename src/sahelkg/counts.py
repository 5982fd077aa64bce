"""Counts of people: "at least 30 soldiers", "between 20 and 30", "up to 50", "dozens of civilians", "a driver"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sahelkg.numbers import read_number
from sahelkg.records import Toll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.terminals import Atom, Words

_LONGEST_NAME = 5  # words of what is counted: "three United Nations police officers"


class Count(NamedTuple):
    """A count: atoms ``[start, end)`` with its limit, behind the counted words at ``after``, whose last is ``noun``.

    ``noun`` is None where nothing is named. ``is_one`` is for an article in place of a number.
    """

    start: int
    end: int
    after: int
    noun: int | None
    low: int | None
    high: int | None
    is_one: bool = False

    def toll(self, text: str) -> Toll:
        """The count as a record; ``text`` is its words."""
        return Toll(min=self.low, max=self.high, text=text)


def find_counts(atoms: Sequence[Atom], words: Words, numbers: Words) -> list[Count]:
    """All counts that may be of people, in the order of the text; those of time, money, things and places are left out.

    Args:
        atoms: The text's atoms.
        words: The words of ``skg:QuantityWord``.
        numbers: The words of ``skg:NumberWord``.
    """
    counts = []
    starts = words.starts(*_FIRST) | numbers.starts("ten", "unit", "pair", "article")
    i = 0
    while i < len(atoms):
        if atoms[i].lower not in starts and not atoms[i].text.isdecimal():
            i += 1
            continue
        if no := words.match("noCount", atoms, i):
            i = no[0]
            continue
        count = _read_count(atoms, i, words, numbers)
        if count is None:
            i += 1
        else:
            counts.append(count)
            i = count.end
    return counts


def _read_count(atoms: Sequence[Atom], i: int, words: Words, numbers: Words) -> Count | None:
    end, low, high, limited = i, None, None, False
    for role in ("atLeast", "atMost", "between"):
        if limit := words.match(role, atoms, i):
            amount = _read_amount(atoms, _skip_fillers(atoms, limit[0], words), words, numbers)
            if amount is None:
                return None
            end, low, high = amount
            if role == "between":
                joint = words.match("joinBetween", atoms, end)
                other = _read_amount(atoms, joint[0], words, numbers) if joint else None
                if other is None or low is None or other[1] is None or other[1] < low:
                    return None
                end, high = other[0], other[2]
            else:
                low, high = (low, None) if role == "atLeast" else (None, high)
            limited = True
            break
    if not limited:
        amount = _read_amount(atoms, _skip_fillers(atoms, i, words), words, numbers)
        if amount is None:
            return _read_one(atoms, i, words)
        end, low, high = amount
        joint = None if words.match_before("by", atoms, i) else words.match("joinRange", atoms, end)
        other = _read_amount(atoms, joint[0], words, numbers) if joint else None
        if other and other[1] is not None and low is not None and other[1] > low:
            end, high = other[0], other[2]
    return _with_noun(atoms, i, end, low, high, words)


def _skip_fillers(atoms: Sequence[Atom], i: int, words: Words) -> int:
    while filler := words.match("about", atoms, i):
        i = filler[0]
    return i


def _read_amount(
    atoms: Sequence[Atom], i: int, words: Words, numbers: Words
) -> tuple[int, int | None, int | None] | None:
    if vague := words.match("vague", atoms, i):
        return vague[0], None, None
    if six := words.match("six", atoms, i):
        return six[0], 6, 6
    number = read_number(atoms, i, numbers)
    if number is None or _is_measure(atoms, i, number[0], words):
        return None
    return number[0], number[1], number[1]


def _is_measure(atoms: Sequence[Atom], i: int, end: int, words: Words) -> bool:
    """Whether the number is money, a share, a year-old's age, a time of day, or a part of a name or code."""
    if words.match_before("notBeforePeople", atoms, i) is not None or _is_age(atoms, i, end):
        return True
    before = atoms[i - 1] if i else None
    if before and before.text in {"$", "€", "£"}:
        return True
    if before and before.end == atoms[i].start and before.text in {"-", "/", "#"} and not atoms[i - 2].text.isdecimal():
        return True
    after = atoms[end] if end < len(atoms) else None
    if after is None or after.start != atoms[end - 1].end:
        return False
    joined = end + 1 < len(atoms) and atoms[end + 1].start == after.end
    return after.text in {"%", "°", "'"} or (
        after.text in {"-", "/", ":"} and joined and not atoms[end + 1].text.isdecimal()
    )


def _is_age(atoms: Sequence[Atom], i: int, end: int) -> bool:
    """Whether a bare number stands between commas: "the mayor, 54, was killed"."""
    return i > 0 and end < len(atoms) and atoms[i - 1].text == atoms[end].text == ","


def _read_one(atoms: Sequence[Atom], i: int, words: Words) -> Count | None:
    """An article before a person: one."""
    article = words.match("article", atoms, i)
    if article is None or words.match("crowd", atoms, article[0]):
        return None
    count = _with_noun(atoms, i, article[0], 1, 1, words)
    if count is None or count.noun is None or words.match("crowd", atoms, count.noun):
        return None
    return count._replace(is_one=True)


def _with_noun(
    atoms: Sequence[Atom], start: int, end: int, low: int | None, high: int | None, words: Words
) -> Count | None:
    """The count with what it counts: the words behind it up to the next verb, preposition or mark."""
    i = words.match("of", atoms, end)
    after = first = i[0] if i else end
    while after < len(atoms) and after - first < _LONGEST_NAME and atoms[after].text[0].isalpha():
        if any(words.match(role, atoms, after) for role in _STOPS):
            break
        if after > first and atoms[after].text.endswith("ed") and not atoms[after - 1].text.endswith("ed"):
            break  # a verb; "30 armed men" has it first
        after += 1
        if after + 1 < len(atoms) and atoms[after].text == "-" and atoms[after].start == atoms[after - 1].end:
            after += 1  # counter-terrorism officers
    while after > first and atoms[after - 1].text == "-":
        after -= 1
    if any(words.match("notPeople", atoms, j) for j in {first, after - 1} if j < len(atoms)):
        return None
    return Count(start, end, after, after - 1 if after > first else None, low, high)


_FIRST = ("noCount", "atLeast", "atMost", "between", "about", "vague", "six", "article")  # what a count begins with

_STOPS = (
    "deathsVerb",
    "deathsIntransitive",
    "deathsNoun",
    "deathsPassive",
    "woundedVerb",
    "woundedNoun",
    "hostagesVerb",
    "hostagesNoun",
    "hostagesPassive",
    "aux",
    "adverb",
    "afterParticiple",
    "clause",
    "partOf",
    "conjunction",
    "lives",
    "determiner",
    "article",
    "preposition",
)
