"""The terminals of the small grammars (numbers, times, quantities): a text's atoms, and the words of ``ontology/``.

The grammars read atoms, not the parser's tokens, so that "mid-March", "1990s" and "30,000" are the same to them however
they were split.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sahelkg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sahelkg.ontology import Triples

_ATOM = re.compile(r"\d+|[^\W\d_]+|\n[^\S\n]*\n\s*|[^\w\s]|_")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
Forms = list[tuple[tuple[str, ...], int]]
"""Expressions by their atoms, with their values, the longest first."""

_NOTHING: Mapping[str, Forms] = {}
_SAME = str.maketrans("‐‑‒–−‘’ʼ", "-----'''")


class Atom(NamedTuple):
    """A run of digits, a word, a mark, or the blank line between two paragraphs, with its span in the text."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def is_break(self) -> bool:
        """Whether this is the end of a paragraph."""
        return self.text.startswith("\n")


@lru_cache(maxsize=4)
def split_atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a text, in order; dashes and apostrophes are made alike, em dashes stay.

    Examples:
        >>> [atom.text for atom in split_atoms("mid–1990s, 30,000")]
        ['mid', '-', '1990', 's', ',', '30', ',', '000']
    """
    spans = [match.span() for match in _ATOM.finditer(text)]
    texts = [text[start:end] for start, end in spans]
    if not text.isascii():
        texts = [plain if plain.isascii() else plain.translate(_INVISIBLE).translate(_SAME) for plain in texts]
    rows = ((plain, plain.lower(), start, end) for plain, (start, end) in zip(texts, spans, strict=True) if plain)
    return tuple(map(Atom._make, rows))


class Words:
    """The words of one class of the ontology (``skg:TimeWord``) by the role that they play in a grammar."""

    def __init__(self, triples: Triples, kind: str) -> None:
        forms: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        for entry in triples.instances(kind):
            value = int(triples.text(entry, "skg:value") or 0)
            for role in triples.texts(entry, "skg:role"):
                for form in triples.texts(entry, "skg:word"):
                    forms[role][tuple(atom.lower for atom in split_atoms(form))] = value
        # By role and first (last) atom, the longest form first: most atoms are no form's first.
        self._by_first: dict[str, dict[str, Forms]] = {}
        self._by_last: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self._starts: dict[tuple[str, ...], frozenset[str]] = {}
        self._by_atom: dict[str, dict[str, Forms]] = {}
        for role, found in forms.items():
            by_first, by_last = self._by_first.setdefault(role, {}), self._by_last.setdefault(role, {})
            for atoms, value in sorted(found.items(), key=lambda item: (-len(item[0]), item[0])):
                by_first.setdefault(atoms[0], []).append((atoms, value))
                by_last.setdefault(atoms[-1], []).append(atoms)
            for first, begun in by_first.items():
                self._by_atom.setdefault(first, {})[role] = begun

    def find_begun(self, atom: str) -> Mapping[str, Forms]:
        """The expressions of which an atom in small letters is the first, by their roles."""
        return self._by_atom.get(atom, _NOTHING)

    def list_begun(self, atom: str, after: str) -> frozenset[str]:
        """The roles of the expressions that an atom in small letters may begin with another behind it."""
        return frozenset(
            role
            for role, forms in self.find_begun(atom).items()
            if any(len(form) == 1 or form[1] == after for form, _ in forms)
        )

    def match(self, role: str, atoms: Sequence[Atom], i: int) -> tuple[int, int] | None:
        """The end and the value of the longest expression of this role that begins at atom ``i``, or None."""
        by_first = self._by_first.get(role)
        if by_first is None or not 0 <= i < len(atoms):
            return None
        for form, value in by_first.get(atoms[i].lower, ()):
            end = i + len(form)
            if len(form) == 1 or (_has(atoms, end - 1, form[-1]) and tuple(atom.lower for atom in atoms[i:end]) == form):
                return end, value
        return None

    def match_before(self, role: str, atoms: Sequence[Atom], i: int) -> int | None:
        """Where the longest expression of this role begins that ends before atom ``i``, or None."""
        if not 0 < i <= len(atoms) or role not in self._by_last:
            return None
        for form in self._by_last[role].get(atoms[i - 1].lower, ()):
            start = i - len(form)
            if len(form) == 1 or (start >= 0 and tuple(atom.lower for atom in atoms[start:i]) == form):
                return start
        return None

    def starts(self, *roles: str) -> frozenset[str]:
        """The first atoms of all expressions of these roles: what a search that begins with one of them may pass over."""
        if roles not in self._starts:
            self._starts[roles] = frozenset(first for role in roles for first in self._by_first.get(role, ()))
        return self._starts[roles]


def _has(atoms: Sequence[Atom], i: int, lower: str) -> bool:
    return i < len(atoms) and atoms[i].lower == lower


@lru_cache(maxsize=8)
def load_words(kind: str) -> Words:
    """The words of one class in the built-in ontology.

    Raises:
        OntologyError: the ontology is missing or is no Turtle.
    """
    return Words(load_ontology().triples, kind)
