"""The known names in a text, found in one pass: the longest first, whole words only, spelling folded.

Case, accents, apostrophes, hyphens and line breaks do not matter, save that an acronym counts only with its case, and
that a name with a capital has one in the text too ("chad" is no state). The automaton is built once for an ontology.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.ontology import Ontology

_QUOTES = dict.fromkeys("'‘’‚‛ʼʻʹ′´`＇", "'")
_BLANKS = dict.fromkeys("-‐‑‒–⁃−_ \t\n\r\u00a0\u2007\u2009\u202f", " ")
_DROPPED = dict.fromkeys(
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""
)
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}")
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_RUN = re.compile(r"[A-Za-z0-9]{2,}|.", re.DOTALL)  # letters that need no more than small ones, together, or anything else


@dataclass(frozen=True)
class Found:
    """A known name in a text: its span in code points ``[start, end)``, and whose name it is."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True)
class _Spelling:
    """What a folded name stands for: the entity, and the exact letters where case counts."""

    entity: str
    exact: str | None
    capital: bool


def find_names(text: str, ontology: Ontology) -> list[Found]:
    """The known names in ``text``, in order, not overlapping; the longest wins, then the first.

    Args:
        text: any text; offsets are its code points.
        ontology: whose names are looked for.

    Examples:
        >>> from sahelkg.ontology import load_ontology
        >>> [name.entity for name in find_names("Fighters of JNIM left Burkina-Faso.", load_ontology())]
        ['ent:jnim', 'ent:burkina-faso']
    """
    return list(_find_names(text, ontology))


@lru_cache(maxsize=16)
def _find_names(text: str, ontology: Ontology) -> tuple[Found, ...]:  # asked for before the text is parsed, and after
    folded, offsets = _fold(text)
    automaton = _build(ontology)
    hits: list[tuple[int, int, str]] = []
    for last, (length, spellings) in automaton.iter(folded):
        first = last - length + 1
        if not _is_whole(folded, first, last):
            continue
        start, end = offsets[first], offsets[last] + 1
        while end < len(text) and end < offsets[last + 1] and unicodedata.combining(text[end]):
            end += 1
        entity = _choose(spellings, text, start, end)
        if entity is not None:
            if text[end : end + 1] == "." and _INITIALS.fullmatch(text, start, end + 1):
                end += 1
            hits.append((start, end, entity))
    return tuple(_take_longest(hits))


def find_parser_names(text: str, ontology: Ontology) -> list[tuple[int, int, str | None]]:
    """The names that the parser is to read as one word, with PER, ORG, LOC or None where the model is to tell.

    Those that begin and end in a capital: "Human Rights Watch", but not "Malian army", whose words the parser knows.
    """
    names: list[tuple[int, int, str | None]] = []
    for found in find_names(text, ontology):
        words = re.findall(r"\w+", text[found.start : found.end])
        if words and any(c.isupper() or c.isdigit() for c in words[0] + words[-1]) and not words[-1].islower():
            names.append((found.start, found.end, _type_of(ontology, found.entity)))
    return names


def _type_of(ontology: Ontology, iri: str) -> str | None:
    kind = ontology.entities[iri].kind
    if ontology.is_kind(kind, "Person"):
        return "PER"
    return "LOC" if ontology.is_kind(kind, "Place") else "ORG"


def _take_longest(hits: list[tuple[int, int, str]]) -> Iterator[Found]:
    """Of those that overlap the longest, then the first."""
    taken: list[tuple[int, int, str]] = []
    used: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if hit[0] not in used and hit[1] - 1 not in used:
            used.update(range(hit[0], hit[1]))
            taken.append(hit)
    for start, end, entity in sorted(taken):
        yield Found(start, end, entity)


def _is_whole(folded: str, first: int, last: int) -> bool:
    before = folded[first - 1] if first else " "
    after = folded[last + 1] if last + 1 < len(folded) else " "
    return not (before.isalnum() or after.isalnum())


def _choose(spellings: tuple[_Spelling, ...], text: str, start: int, end: int) -> str | None:
    """The first entity whose spelling admits the letters of the text."""
    written = text[start:end]
    if "\n" in written and re.search(r"\n\s*\n", written):
        return None  # a name does not go on in the next paragraph
    letters = _letters(written)
    for spelling in spellings:
        if spelling.exact is not None:
            if letters == spelling.exact and not (letters.isalpha() and _in_capitals(text, start, end)):
                return spelling.entity
        elif not spelling.capital or any(c.isupper() for c in written):
            return spelling.entity
    return None


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the line is all capitals, in which "IS" is a verb; a line of the acronym alone is not."""
    line = text[text.rfind("\n", 0, start) + 1 : start] + text[end : (text + "\n").find("\n", end)]
    cased = [c for c in line if c.isalpha()]
    return len(cased) > 3 and all(c.isupper() for c in cased)


def _letters(text: str) -> str:
    """The text without accents, dots and hyphens, its case kept: what exact names are compared by."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _DROPPED:
        return ""
    if character in _QUOTES:
        return "'"
    if character in _BLANKS or character.isspace():
        return " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", character.casefold()) if not unicodedata.combining(c))
    return plain or ("" if unicodedata.combining(character) else character)


def _fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters, and for its end, the place in ``text``."""
    silent = {
        place for found in _INITIALS.finditer(text) for place in range(found.start(), found.end()) if text[place] == "."
    }
    characters: list[str] = []
    offsets: list[int] = []
    blank = True
    for run in _RUN.finditer(text):
        place, end = run.span()
        character = text[place:end]
        if end - place > 1:
            characters.append(character.lower())
            offsets.extend(range(place, end))
            blank = False
            continue
        if place in silent:
            continue
        for folded in _fold_character(character):
            if folded == " ":
                if blank:
                    continue
                blank = True
            elif folded == "'" and _is_silent(text, place):
                continue
            else:
                blank = False
            characters.append(folded)
            offsets.append(place)
    offsets.append(len(text))
    return "".join(characters), offsets


def _is_silent(text: str, place: int) -> bool:
    """Whether an apostrophe is a letter of a name ("Jama'at"), not the mark of a possessive or a quote."""
    if not (0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()):
        return False
    return not _POSSESSIVE.match("'" + text[place + 1 : place + 3])


@lru_cache(maxsize=4)
def _build(ontology: Ontology) -> ahocorasick.Automaton:
    found: dict[str, dict[_Spelling, None]] = {}
    for name in ontology.names:
        folded = _fold(name.text)[0].strip()
        if not folded:
            continue
        spelling = _Spelling(
            name.entity,
            _letters(name.text) if name.exact else None,
            any(character.isupper() for character in name.text),
        )
        found.setdefault(folded, {})[spelling] = None
    for folded in [folded for folded in found if folded.startswith("the ")]:
        # "the Islamic State" beside "Islamic State": the article is no part of the name, as it is in The Hague
        if {s.entity for s in found[folded]} <= {s.entity for s in found.get(folded[4:], ())}:
            del found[folded]
    automaton = ahocorasick.Automaton()
    for folded, spellings in found.items():
        # an exact name is the more certain one where both fit
        automaton.add_word(folded, (len(folded), tuple(sorted(spellings, key=lambda s: s.exact is None))))
    automaton.make_automaton()
    return automaton
