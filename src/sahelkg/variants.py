"""A name that the ontology does not hold, but for its spelling or the order of its words.

Names of the Sahel come through French, English, Arabic, Russian and machines: Boulkessi and Boulikessi, Prigozhin and
Prigojine, al-Qaida and al-Qaeda. Two spellings are one name if folding what transcriptions differ in makes them equal,
or nearly: the same consonants, and among the vowels at most one that was left out or stands for its neighbour (o and u,
e and i, a and e). Short names are not looked at, and of two that would fit none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.acronyms import SMALL_WORDS
from sahelkg.vocabulary import normalise_name, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.ontology import Ontology

BY_SPELLING = "spelling-variant"
BY_ORDER = "inverted-name"
_LEAST_EQUAL = 6  # letters of a name that folds to the same
_LEAST_ALIKE = 8  # letters of a name that differs in a vowel
_LEAST_JOINED = 10  # letters of a person's name whose words may be set apart: "Abu Bakar", "Abubakar"
_LONG = 13  # letters from which a name of several words may differ in two

# What transcriptions of one sound differ in, in the order in which it is folded.
_FOLDED = [
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"sch|tch|sh|ch", "x"),
        (r"dzh|dj|zh", "j"),
        (r"ph", "f"),
        (r"gu(?=[ei])", "g"),
        (r"ou(?=[aeiy])|u(?=[aeiy])", "w"),
        (r"ou|oo", "u"),
        (r"(?<=[kgdtbmnlrs])h", ""),  # "gh", "kh", "dh", "th"
        (r"ck|qu|q|c(?![eiy])", "k"),
        (r"ai|ae|ay|ei|ey|ee", "e"),
        (r"y", "i"),
        (r"^ie", "e"),
        (r"(?<=.)h", ""),
        (r"(.)\1+", r"\1"),
        (r"(?<=[bdfgjklmnprstvxz])e$", ""),  # "Prigojine", "Outkine"
        (r"E", "e"),
    )
]
_VOWELS = "aeiouw"
_NEIGHBOURS = frozenset(map(frozenset, ("ou", "ei", "ae", "iw", "uw", "ow")))
_AT_EDGE = frozenset(map(frozenset, ("ou", "ei")))
_HEARD = re.compile(r"[éèêë]$")
PARTICLES = frozenset({"al", "el", "ul", "ag", "ould", "ben", "bin", "ibn", "abu", "abou", "de", "la", "le"})


@dataclass(frozen=True)
class _Spelt:
    entity: str
    kind: str
    words: tuple[str, ...]  # folded
    letters: int


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """A normalised word without what transcriptions differ in.

    Examples:
        >>> fold_word("prigozhin") == fold_word("prigojine"), fold_word("qaida") == fold_word("qaeda")
        (True, True)
    """
    for pattern, letters in _FOLDED:
        word = pattern.sub(letters, word)
    return word


def _fold(name: str) -> tuple[str, ...]:
    """The folded words of a name; an accent shows that the e at a word's end is heard: "Kidalé" is not "Kidal"."""
    heard = [bool(_HEARD.search(word)) for word in re.split(r"[\W_]+", unicodedata.normalize("NFC", name)) if word]
    words = normalise_name(name).split()
    if len(heard) > len(words):
        heard = heard[len(heard) - len(words) :]  # without the article
    return tuple(
        fold_word(word[:-1] + "E" if said and word.endswith("e") else word)
        for word, said in zip(words, heard or [False] * len(words), strict=False)
    )


def find_variant(text: str, kind: str | None, ontology: Ontology) -> tuple[str, str] | None:
    """The known actor or place that a name is another spelling of, or has the words of; and the rule.

    Args:
        text: the name as it stands in the text; none that the gazetteer knows.
        kind: the class that its words or the tagger give it.
        ontology: whose names are looked at. ``ent:x-… skg:distinctFrom ent:…`` in it keeps two apart.

    Returns:
        None where there is none, or more than one.
    """
    if kind is None:
        return None
    words = normalise_name(text).split()
    folded = _fold(text)
    letters = sum(map(len, words))
    if letters < _LEAST_EQUAL or (text.isupper() and len(words) == 1) or any(w.isdigit() for w in words):
        return None
    index = _index(ontology)
    distances: dict[str, float] = {}
    for known in index.by_skeleton.get(_skeleton("".join(folded)), ()):
        if _fit(kind, known.kind, ontology):
            distance = _compare(folded, known, letters, person=ontology.is_kind(known.kind, "Person"))
            if distance is not None:
                distances[known.entity] = min(distance, distances.get(known.entity, distance))
    best = min(distances.values(), default=0.0)
    found = {entity for entity, distance in distances.items() if distance == best}
    rule = BY_SPELLING
    if not found and len(words) > 1:
        found, rule = set(_find_inverted(words, kind, index, ontology)), BY_ORDER
    if len(found) != 1:
        return None
    entity = found.pop()
    if entity in ontology.triples.resources(unknown_entity_iri(text), "skg:distinctFrom"):
        return None
    return entity, rule


def _compare(words: tuple[str, ...], known: _Spelt, letters: int, *, person: bool) -> float | None:
    """How far two spellings are apart, in vowels; None where they are two names."""
    if "".join(words) == "".join(known.words):
        return 0.0 if len(words) == len(known.words) or not person or letters >= _LEAST_JOINED else None
    if min(letters, known.letters) < _LEAST_ALIKE:
        return None
    if len(words) != len(known.words):
        distance = _measure("".join(words), "".join(known.words)) if not person else None
        return distance if distance is not None and distance <= 1 else None
    total = 0.0
    for one, other in zip(words, known.words, strict=True):
        if one != other and min(len(one), len(other)) < 4:
            return None  # "Ali", "Alu"
        distance = _measure(one, other)
        if distance is None or (person and distance > 0.5 and len(words) == 1):
            return None
        total += distance
    return total if total <= (1.5 if len(words) > 1 and letters >= _LONG else 1.0) else None


def _measure(one: str, other: str) -> float | None:
    """The vowels in which two folded words of the same consonants differ: 0.5 for neighbours, 1 for one left out.

    None where they begin or end in other sounds, or a vowel stands for one that is no neighbour.
    """
    if one == other:
        return 0.0
    runs_one, runs_other = _split(one), _split(other)
    if len(runs_one) != len(runs_other):
        return None
    total = 0.0
    for place, (first, second) in enumerate(zip(runs_one, runs_other, strict=True)):
        if first == second:
            continue
        if place % 2:
            return None  # other consonants
        edge = place in {0, len(runs_one) - 1}
        if not first or not second:
            if edge or len(first + second) > 1:
                return None  # "Ibrahim" and "Ibrahima" are two names
            total += 1.0
        elif len(first) == len(second) == 1 and frozenset(first + second) in (_AT_EDGE if edge else _NEIGHBOURS):
            total += 0.5
        elif edge or abs(len(first) - len(second)) > 1 or not set(first) & set(second):
            return None
        else:
            total += 1.0
    return total


def _split(word: str) -> list[str]:
    """Vowels and single consonants in turn, vowels at either end, empty where there are none."""
    runs = [""]
    for letter in word:
        if letter in _VOWELS:
            runs[-1] += letter
        else:
            runs += [letter, ""]
    return runs


def _skeleton(folded: str) -> str:
    return "".join(letter for letter in folded if letter not in _VOWELS)


def _find_inverted(words: list[str], kind: str, index: _Index, ontology: Ontology) -> Iterator[str]:
    """Who has a name of the same words in another order: "Goïta Assimi", "Azawad Liberation Front"."""
    content = _content(words)
    if len(set(content)) < 2 or not (ontology.is_kind(kind, "Person") or ontology.is_kind(kind, "Organisation")):
        return
    for known in index.by_words.get(tuple(sorted(content)), ()):
        person = ontology.is_kind(known.kind, "Person")
        if not _fit(kind, known.kind, ontology) or ontology.is_kind(known.kind, "Place"):
            continue
        if person and not any(len(index.bearers[word]) == 1 for word in content if word not in PARTICLES):
            continue  # "Ali Mohamed" may be anybody's name
        yield known.entity


def _content(words: list[str]) -> list[str]:
    return [fold_word(word) for word in words if word not in SMALL_WORDS]


def _fit(kind: str, known: str, ontology: Ontology) -> bool:
    return ontology.is_kind(known, kind) or ontology.is_kind(kind, known)


@dataclass(frozen=True)
class _Index:
    by_skeleton: dict[str, list[_Spelt]]
    by_words: dict[tuple[str, ...], list[_Spelt]]
    bearers: dict[str, set[str]]  # folded word → the persons with that word in a name


@lru_cache(maxsize=4)
def _index(ontology: Ontology) -> _Index:
    by_skeleton: dict[str, list[_Spelt]] = defaultdict(list)
    by_words: dict[tuple[str, ...], list[_Spelt]] = defaultdict(list)
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in ontology.names:
        kind = ontology.entities[name.entity].kind
        words = normalise_name(name.text).split()
        if name.exact or not words or "(" in name.text or not any(letter.isupper() for letter in name.text):
            continue  # "Soro (Burkina Faso)": the bare name is not this one's alone
        folded = _fold(name.text)
        for form in dict.fromkeys((folded, tuple(fold_word(word) for word in words))):  # with and without its accents
            spelt = _Spelt(name.entity, kind, form, sum(map(len, words)))
            by_skeleton[_skeleton("".join(form))].append(spelt)
        if len(words) > 1:
            by_words[tuple(sorted(_content(words)))].append(spelt)
        if ontology.is_kind(kind, "Person"):
            for word in folded:
                bearers[word].add(name.entity)
    return _Index(dict(by_skeleton), dict(by_words), bearers)
