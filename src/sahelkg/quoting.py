"""Direct speech: the stretches between quotation marks, over sentences and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENING, _CLOSING, _STRAIGHT = frozenset("“«„"), frozenset("”»"), '"'
_MIN_WORDS = 4  # fewer words between marks are a term or a doubt, not speech


@dataclass(frozen=True)
class Quotation:
    """The tokens ``[first, last)`` between two marks."""

    first: int
    last: int


def find_quotations(doc: Doc) -> list[Quotation]:
    """The quotations of at least four words, in order; one that is not closed runs to the paragraph's end.

    A paragraph that begins with an opening mark inside an unclosed quotation carries on the same speech.
    """
    found: list[Quotation] = []
    opened: int | None = None
    ends = {span.end for span in doc.spans.get("paragraphs", ())}
    for index, token in enumerate(doc):
        text = token.text
        if opened is not None and index in ends:
            _close(found, opened, index)
            opened = None
        if text in _OPENING or (text == _STRAIGHT and opened is None):
            if opened is None:
                opened = index
        elif opened is not None and (text in _CLOSING or text == _STRAIGHT):
            _close(found, opened, index)
            opened = None
    return found


def _close(found: list[Quotation], opened: int, index: int) -> None:
    if index - opened - 1 >= _MIN_WORDS:
        found.append(Quotation(opened + 1, index))
