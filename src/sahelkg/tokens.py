"""spaCy's English tokens of an article's text, each with its normalised form.

The tokenizer sees the normalised text; the ``Doc`` holds the original one, character for character.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.normal import normalise_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_MOST_STRINGS = 200_000  # different words, some 50 MB with what spaCy keeps of them


def tokenise(text: str) -> tuple[Doc, list[str]]:
    """A ``Doc`` with ``doc.text == text``, and the normalised form of each of its tokens."""
    from spacy.tokens import Doc

    nlp = _english()
    normal = normalise_text(text)
    tokens = nlp.tokenizer(normal.text)
    norms = [token.text for token in tokens]
    if normal.text == text:
        return tokens, norms
    words: list[str] = []
    spaces: list[bool] = []
    forms: list[str] = []
    place = 0
    for token, norm in zip(tokens, norms, strict=True):
        if token.is_space:
            continue
        start, end = normal.original(token.idx, token.idx + len(norm))
        start = max(start, place)
        if start >= end:
            continue  # the second half of a ligature that belongs to the token before
        _add_gap(text[place:start], words, spaces, forms)
        words.append(text[start:end])
        spaces.append(False)
        forms.append(norm)
        place = end
    _add_gap(text[place:], words, spaces, forms)
    return Doc(nlp.vocab, words=words, spaces=spaces), forms


def restore_doc(content: bytes) -> Doc:
    """The ``Doc`` that ``doc.to_bytes()`` gave the bytes of."""
    from spacy.tokens import Doc

    return Doc(_english().vocab).from_bytes(content)


def _add_gap(gap: str, words: list[str], spaces: list[bool], forms: list[str]) -> None:
    """What lies between two tokens.

    Invisible characters are a part of the token before, a blank is its space, and all else is a token of white space.
    """
    if words and not spaces[-1]:
        visible = next((place for place, character in enumerate(gap) if character.isspace()), len(gap))
        words[-1] += gap[:visible]
        gap = gap[visible:]
        if gap.startswith(" "):
            spaces[-1] = True
            gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)
        forms.append(" ")


def _english() -> Language:
    """The tokenizer, made anew once it has seen so many words that its memory of them would grow without end."""
    found = _load_english()
    if len(found.vocab.strings) > _MOST_STRINGS:
        _load_english.cache_clear()
        found = _load_english()
    return found


@lru_cache(maxsize=1)
def _load_english() -> Language:
    import spacy

    return spacy.blank("en")
