"""Whole numbers in figures and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.terminals import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.terminals import Atom, Words


def read_number(atoms: Sequence[Atom], i: int, words: Words | None = None) -> tuple[int, int] | None:
    """The end and the value of the number that begins at atom ``i``, or None.

    Figures may have separators of thousands and a fraction before a multiplier ("1.2 million"); a fraction that leaves
    no whole number, a part of a longer figure and ordinals are none. "a" is one only before a multiplier: "a hundred".

    Args:
        atoms: The text's atoms.
        i: Where the number should begin.
        words: The words of ``skg:NumberWord``; the built-in ones if None.

    Examples:
        >>> from sahelkg.terminals import split_atoms
        >>> [read_number(split_atoms(text), 0) for text in ("2,400 troops", "thirty-two", "two dozen", "many")]
        [(3, 2400), (3, 32), (2, 24), None]
    """
    words = words or load_words("skg:NumberWord")
    if i >= len(atoms):
        return None
    if atoms[i].text.isdecimal():
        return _read_figures(atoms, i, words)
    return _read_words(atoms, i, words)


def _glued(atoms: Sequence[Atom], i: int) -> bool:
    """Whether atom ``i`` follows the one before it without a space."""
    return 0 < i < len(atoms) and atoms[i - 1].end == atoms[i].start


def _read_figures(atoms: Sequence[Atom], i: int, words: Words) -> tuple[int, int] | None:
    if len(atoms[i].text) > 12 or not atoms[i].text.isascii():
        return None
    if _glued(atoms, i) and (
        atoms[i - 1].text.isalnum() or (atoms[i - 1].text in {".", ","} and _figure(atoms, i - 2))
    ):
        return None
    value, end, decimals = atoms[i].text, i + 1, ""
    while end + 1 < len(atoms) and _glued(atoms, end) and _glued(atoms, end + 1) and _figure(atoms, end + 1):
        mark, digits = atoms[end].text, atoms[end + 1].text
        if mark == "," and len(digits) == 3 and len(atoms[i].text) <= 3 and not decimals:
            value += digits
        elif mark == "." and not decimals:
            decimals = digits
        elif mark in {",", ".", "/", ":"}:  # a list of figures, a time, a fraction
            return None
        else:
            break
        end += 2
    if (
        _glued(atoms, end)
        and (atoms[end].text.isalpha() or atoms[end].text == "%")
        and not _multiplier(atoms, end, words)
    ):
        return None  # 3rd, 1990s, 20km, 5%
    scale, denominator = 1, 10 ** len(decimals)
    if multiplier := _multiplier(atoms, end, words):
        end, scale = multiplier
    total = int(value + decimals) * scale
    return (end, total // denominator) if total % denominator == 0 else None


def _figure(atoms: Sequence[Atom], i: int) -> bool:
    return 0 <= i < len(atoms) and atoms[i].text.isdecimal()


def _multiplier(atoms: Sequence[Atom], i: int, words: Words) -> tuple[int, int] | None:
    return words.match("multiplier", atoms, i) if i < len(atoms) else None


def _read_words(atoms: Sequence[Atom], i: int, words: Words) -> tuple[int, int] | None:
    if pair := words.match("pair", atoms, i):
        return pair
    if article := words.match("article", atoms, i):
        if pair := words.match("pair", atoms, article[0]):
            return pair
        first = words.match("multiplier", atoms, article[0])
        if first is None:
            return None
        total, group, end = 0, first[1], first[0]
        if group >= 1000:
            total, group = group, 0
    else:
        start = _read_below_hundred(atoms, i, words)
        if start is None:
            return None
        total, end, group = 0, start[0], start[1]
    while end < len(atoms):
        if multiplier := _multiplier(atoms, end, words):
            end, scale = multiplier
            if scale >= 1000:
                total, group = total + group * scale, 0
            else:
                group *= scale
            continue
        joiner = words.match("joiner", atoms, end)
        more = _read_below_hundred(atoms, joiner[0] if joiner else end, words)
        if more is None or (group % 100 if group else total % 1000) or more[1] >= 100 or not (group or total):
            break
        if joiner and not group and not total:
            break
        end, group = more[0], group + more[1]
    return end, total + group


def _read_below_hundred(atoms: Sequence[Atom], i: int, words: Words) -> tuple[int, int] | None:
    if ten := words.match("ten", atoms, i):
        end, value = ten
        hyphen = end < len(atoms) and atoms[end].text == "-"
        unit = words.match("unit", atoms, end + hyphen)
        return (unit[0], value + unit[1]) if unit and unit[1] < 10 and hyphen else (end, value)
    return words.match("unit", atoms, i)
