"""Noun phrases as the finding of actors sees them: a head and the words before it that belong to it.

The parser's tree is taken where it agrees with the order of the words: what stands before the head without a gap and
hangs on it. So a wrong attachment further off does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from spacy.tokens import Doc, Token

_BEFORE = frozenset({
    "det",
    "amod",
    "compound",
    "nummod",
    "nmod",
    "flat",
    "case",
    "punct",
    "advmod",
    "conj",
    "cc",
    "acl",
})
_NOUNS = frozenset({"NOUN", "PROPN"})
_MAX_WORDS = 5
_MOST_BEFORE = 4  # words of a noun of several before its head


@dataclass(frozen=True)
class Phrase:
    """A noun with what stands before it.

    ``first`` is the first token after determiners and possessors, ``start`` the first with them; ``owner`` is the
    possessor's token ("Mali" in "Mali's ruling junta"), ``modifiers`` the tokens between. ``nouns`` are the forms that end
    in the head, the longest first, each with its first token ("armed forces", "forces").
    """

    head: int
    start: int
    first: int
    determiner: str | None
    owner: int | None
    modifiers: tuple[int, ...]
    plural: bool
    nouns: tuple[tuple[str, int], ...] = field(compare=False, repr=False)


def relation(token: Token) -> str:
    """The parser's relation without its subtype."""
    return str(token.dep_).partition(":")[0]


def word_of(token: Token) -> str:
    """The normalised form in lower case."""
    return str(token.norm_).casefold()


def singulars(token: Token) -> tuple[str, ...]:
    """The forms under which a noun can stand in a table of singulars: its form, its lemma, its form less an ending."""
    return _singulars(word_of(token), str(token.lemma_).casefold())


@lru_cache(maxsize=20_000)
def _singulars(word: str, lemma: str) -> tuple[str, ...]:
    forms = [word, lemma]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    elif word.endswith("men"):
        forms.append(word[:-3] + "man")
    elif word.endswith(("ches", "shes", "sses", "xes")):
        forms.append(word[:-2])
    elif word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    return tuple(dict.fromkeys(form for form in forms if form))


def verb_bases(token: Token) -> tuple[str, ...]:
    """The forms under which a verb can stand in a table of infinitives: its lemma, and its form less an ending."""
    word, lemma = word_of(token), str(token.lemma_).casefold()
    forms = [lemma, lemma + "e", word]
    for ending in ("ed", "ing", "es", "d", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            forms += [stem, stem + "e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
            if stem.endswith("i"):
                forms.append(stem[:-1] + "y")
    return tuple(dict.fromkeys(forms))


def is_plural(token: Token) -> bool:
    """Whether the noun stands in the plural, by its features, else by its ending."""
    number = token.morph.get("Number", [])
    if number:
        return bool(number[0] == "Plur")
    word = word_of(token)
    return word == "people" or (word.endswith(("s", "men")) and word not in {str(token.lemma_).casefold()})


def is_phrase_head(token: Token) -> bool:
    """Whether the token is a noun that is no mere modifier of the noun after it."""
    if token.pos_ not in _NOUNS:
        return False
    head = token.head
    if head.i > token.i and token.dep_ in {"compound", "amod", "flat", "nmod", "nummod"} and head.pos_ in _NOUNS:
        between = token.doc[token.i + 1 : head.i]
        return any(t.pos_ in {"PUNCT", "CCONJ", "PART", "ADP", "VERB"} and word_of(t) != "-" for t in between)
    return True


def read_phrase(doc: Doc, head: int, determiners: Mapping[str, str]) -> Phrase:
    """The phrase of the noun ``head``."""
    token = doc[head]
    start = head
    owner: int | None = None
    while start > 0:
        before = doc[start - 1]
        if before.sent != token.sent or before.is_space or not _belongs(before, head):
            break
        start -= 1
    first = head
    determiner: str | None = None
    for place in range(start, head):
        word = word_of(doc[place])
        if doc[place].dep_ == "nmod:poss" or word in {"'s", "'"}:
            if word not in {"'s", "'"} and doc[place].head.i == head:
                owner = place
            continue
        if doc[place].pos_ == "DET" or (word in determiners and doc[place].pos_ != "NOUN"):
            use = determiners.get(word, "indefinite")
            # "the same group", "the other group": the later word tells more than the article
            determiner = use
    inner = [place for place in range(start, head) if _is_modifier(doc, place, owner, determiners)]
    first = _first_modifier(doc, inner, start, head)
    if owner is None:
        owner = next(
            (child.i for child in token.children if child.dep_ == "nmod:poss" and child.i < head and child.i >= start),
            None,
        )
    modifiers = tuple(p for p in inner if p >= first)
    return Phrase(head, min(start, first), first, determiner, owner, modifiers, is_plural(token), _list_nouns(doc, first, head))


def _belongs(before: Token, head: int) -> bool:
    """Whether a token is a word before the noun: it hangs on it, at once or through other such words."""
    seen = 0
    token = before
    after = before.doc[before.i + 1]
    if token.pos_ == "CCONJ":
        # "diplomatic and security sources", but not "the military and Wagner personnel"
        joined = before.doc[before.i - 1] if before.i else None
        if joined is None or joined.pos_ != "ADJ" or after.pos_ not in {"ADJ", "NOUN"}:
            return False
    if token.pos_ == "DET" or (token.pos_ == "ADJ" and relation(token) in {"amod", "compound", "nmod"}):
        return True  # an article or adjective right before the noun is its own, whatever the tree hangs it on
    if token.pos_ == "ADJ" and before.i == head - 1 and relation(token) == "conj" and token.head == before.doc[head].head:
        return True  # "Malian and the | Nigerien | armies"
    while token.i != head:
        if relation(token) not in _BEFORE or token.head.i == token.i or seen > _MAX_WORDS:
            return False
        if token.pos_ in {"ADP", "SCONJ"}:
            return False
        if relation(token) == "punct" and word_of(token) not in {"-", "'", '"'}:
            return False
        if not (before.i < token.head.i <= head or token.head.i >= before.i - _MAX_WORDS):
            return False
        token = token.head
        if token.i > head:
            return False
        seen += 1
    return True


def _is_modifier(doc: Doc, place: int, owner: int | None, determiners: Mapping[str, str]) -> bool:
    token = doc[place]
    word = word_of(token)
    if owner is not None and place <= owner:
        return False
    if token.pos_ in {"DET", "NUM", "PART", "PRON"} or word in {"'s", "'"}:
        return False
    return determiners.get(word, "other") == "other" or token.pos_ not in {"ADJ", "DET", "ADV"}


def _first_modifier(doc: Doc, inner: list[int], start: int, head: int) -> int:
    """The start of the words that stand before the head without a gap and begin with a content word."""
    first = head
    for place in reversed(inner):
        if place != first - 1:
            break
        first = place
    while first < head and doc[first].pos_ in {"PUNCT", "ADV", "CCONJ", "X"}:
        first += 1
    joined = 1 < first < head and word_of(doc[first - 1]) == "-" and (first - 2 >= start or doc[first - 2].head.i == first)
    if joined and any(doc[place].text[:1].isupper() for place in (first - 2, first)):
        first -= 2  # "a US-backed force": one word, though the name in it is another's; not "an ill-equipped force"
    return first


def _list_nouns(doc: Doc, first: int, head: int) -> tuple[tuple[str, int], ...]:
    forms = singulars(doc[head])
    low = max(first, head - _MOST_BEFORE)
    words = [word_of(doc[place]) for place in range(low, head + 1)]
    found = []
    before = ""
    for place in range(head, low - 1, -1):
        if place < head:
            word, after = words[place - low], words[place - low + 1]
            before = word + ("" if "-" in (word, after) else " ") + before
        found.append([(before + form, place) for form in forms])
    return tuple(noun for nouns in reversed(found) for noun in nouns)


def longest_noun(phrase: Phrase, table: Collection[str]) -> tuple[str, int] | None:
    """The longest noun of ``table`` that ends in the phrase's head, and its first token.

    Examples:
        For "the Malian armed forces" and a table with "armed forces" and "forces": ("armed forces", the token armed).
    """
    for noun in phrase.nouns:
        if noun[0] in table:
            return noun
    return None
