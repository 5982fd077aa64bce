"""Quads as the lines that N-Quads has for them: a merge compares and writes lines, and looks into few of their terms.

A line is what ``str`` of a quad gives, without the full stop. The library writes each term in one way only, so equal
lines are equal quads, whether they come from an article's extraction or out of the store.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sahelkg.vocabulary import PREFIXES, expand, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    Told = dict[str, list["Fact"]]  # by subject, as a prefixed name

_NAMES = {namespace: f"{prefix}:" for prefix, namespace in PREFIXES.items()}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Fact(NamedTuple):
    """A triple: its predicate as a prefixed name, its object as it is written, and the line of the whole."""

    name: str
    value: str
    line: str


class LineFile(io.RawIOBase):
    """Lines as a file for a parser that reads one, so that they need not be held as a whole.

    Several lines may come as one piece; pieces of some ten thousand bytes are read fastest.
    """

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._held = b""
        self._place = 0  # in what is held: up to here it was read

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, never more: the parser takes them into a room of that size; nothing at the end."""
        there = len(self._held) - self._place
        if size < 0 or there < size:
            pieces = [self._held[self._place :]]
            for piece in self._lines:
                pieces.append(piece)
                there += len(piece)
                if 0 <= size <= there:
                    break
            self._held, self._place = b"".join(pieces), 0
        found = self._held[self._place :] if size < 0 else self._held[self._place : self._place + size]
        self._place += len(found)
        return found


def read_facts(lines: Iterable[str], graph: ox.NamedNode) -> Told:
    """What the lines of one graph say, by subject; the facts' own lines are without the graph.

    Raises:
        ValueError: a line is of another graph.

    Examples:
        >>> import pyoxigraph as ox
        >>> iri = "https://w3id.org/sahelkg/"
        >>> line = f'<{iri}id/jnim> <{iri}ontology#quote> "said" <{iri}article/a>'
        >>> told = read_facts([line], ox.NamedNode(iri + "article/a"))
        >>> [(subject, fact.name, fact.value) for subject, facts in told.items() for fact in facts]
        [('ent:jnim', 'skg:quote', '"said"')]
    """
    end = f" {graph}"
    told: Told = {}
    last, facts = "", []
    for line in lines:
        if not line.endswith(end):
            raise ValueError(f"{graph.value}: a quad of another graph")
        triple = line[: -len(end)]
        subject, predicate, value = triple.split(" ", 2)
        if subject != last:
            last, facts = subject, told.setdefault(read_name(subject), [])
        facts.append(Fact(_read_predicate(predicate), value, triple))
    return told


def read_quads(quads: Iterable[ox.Quad]) -> list[Fact]:
    """The facts of some quads, in their order."""
    return [
        Fact(_read_predicate(f"<{quad.predicate.value}>"), str(quad.object), f"{quad.subject} {quad.predicate} {quad.object}")
        for quad in quads
    ]


def read_name(term: str) -> str:
    """The prefixed name of a node as it is written, else its IRI.

    Examples:
        >>> read_name("<https://w3id.org/sahelkg/id/jnim>")
        'ent:jnim'
    """
    cut = term.rfind("/") + 1
    prefix = _NAMES.get(term[1:cut])
    return prefix + term[cut:-1] if prefix else shorten(term[1:-1])


def read_text(term: str) -> str:
    r"""The text of a literal as it is written.

    Examples:
        >>> read_text('"a \\"front\\""@en')
        'a "front"'
    """
    text = term[1 : term.rfind('"')]
    return _ESCAPE.sub(_read_escape, text) if "\\" in text else text


def write_name(name: str) -> str:
    """A node as it is written, of its prefixed name or IRI."""
    return f"<{expand(name)}>"


@lru_cache(maxsize=4096)
def _read_predicate(term: str) -> str:
    return read_name(term)


def _read_escape(found: re.Match[str]) -> str:
    short, long, single = found.groups()
    return _ESCAPED.get(single, single) if single else chr(int(short or long, 16))
