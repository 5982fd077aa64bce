"""A text while its times are looked for: what the grammar of times asks of its atoms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sahelkg.moments import Moment
    from sahelkg.terminals import Atom, Forms, Words

YEARS = range(1800, 2100)
YEARS_BESIDE_A_MONTH = range(1000, 2100)


class Found(NamedTuple):
    """An expression: the atom behind it, its moment (None if the text tells none), what it was reckoned from."""

    end: int
    moment: Moment | None
    anchor: str | None = None

    @property
    def year(self) -> int | None:
        """The year that it begins in, if it is told."""
        return self.moment.earliest.year if self.moment and self.moment.earliest else None


_ASIDE = frozenset(",()–—")  # marks that close a phrase
_PREFACE = 3  # words before a year that belong to its own phrase: "in Mali in 2012"

@dataclass
class Scan:
    """A text while its times are looked for."""

    atoms: Sequence[Atom]
    words: Words
    numbers: Words
    published: date | None
    is_future: Callable[[int, int], bool]
    found: list[tuple[int, Found]] = field(default_factory=list)  # start and expression, in the order of the text
    here: int = 0  # the atom that is looked at
    _kinds: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _begun(self) -> list[Mapping[str, Forms]]:
        """What begins at each atom: at most of them nothing, which is thus known at once."""
        return [self.words.find_begun(atom.lower) for atom in self.atoms]

    def begins(self, i: int) -> frozenset[str]:
        """The roles that may begin at atom ``i``, as far as it and the next one tell, with "figure" and "number"."""
        if not 0 <= i < len(self.atoms):
            return frozenset()
        lower, after = self.atoms[i].lower, self.atoms[i + 1].lower if i + 1 < len(self.atoms) else ""
        kinds = self._kinds.get((lower, after))
        if kinds is None:
            more = {"figure": lower[0].isdecimal(), "number": bool(self.numbers.find_begun(lower))}
            kinds = self.words.list_begun(lower, after) | {name for name, so in more.items() if so}
            self._kinds[lower, after] = kinds
        return kinds

    def match(self, role: str, i: int) -> tuple[int, int] | None:
        """The end and value of the words of a role at atom ``i``."""
        if not 0 <= i < len(self.atoms) or role not in self._begun[i]:
            return None
        return self.words.match(role, self.atoms, i)

    def skip(self, role: str, i: int) -> int:
        """The atom behind the words of a role at ``i``, or ``i`` itself if there are none."""
        match = self.match(role, i)
        return match[0] if match else i

    def follows(self, role: str, i: int) -> bool:
        """Whether words of a role stand directly before atom ``i``."""
        return self.words.match_before(role, self.atoms, i) is not None

    def text(self, i: int) -> str:
        """The atom's text, empty beyond the ends."""
        return self.atoms[i].text if 0 <= i < len(self.atoms) else ""

    def glued(self, i: int) -> bool:
        """Whether atom ``i`` stands directly behind the one before it."""
        return 0 < i < len(self.atoms) and self.atoms[i - 1].end == self.atoms[i].start

    def is_word(self, i: int) -> bool:
        """Whether atom ``i`` is a word in small letters."""
        return self.text(i).isalpha() and self.text(i).islower()

    def is_capital(self, i: int) -> bool:
        """Whether atom ``i`` begins with a capital."""
        return self.text(i)[:1].isupper()

    def year_before(self, i: int) -> int | None:
        """The year told last in the same sentence before atom ``i``, if a year by itself was told last; 0 if it may be another's.

        In "X, who came to power in 2020, met Y in June" the year is that of a phrase that ends before the month begins.
        """
        if not self.found:
            return None
        start, (end, moment, _) = self.found[-1]
        if not moment or moment.unit != "year" or not moment.earliest or end > i or self._has_break(end, i):
            return None
        begin = start
        while begin > 0 and not self._has_break(begin - 1, begin) and self.text(begin - 1) not in _ASIDE:
            begin -= 1
        return 0 if self.text(end) in _ASIDE and start - begin > _PREFACE else moment.earliest.year

    def _has_break(self, start: int, end: int) -> bool:
        return any(self.text(j) in ".!?" or self.atoms[j].is_break for j in range(start, end))
