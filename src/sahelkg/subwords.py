"""Words → what the encoder reads: subword ids, shapes, and where each word's subwords begin and end.

Training and reading share this module, so that the model sees the same thing in both. The encoder's vocabulary knows
no capitals; the shapes give them back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

MAX_PER_WORD = 16
"""Subwords of one word that are read; an address of 300 characters says nothing more than its first half line."""

_SHAPES = ("special", "lower", "title", "upper", "mixed", "capital", "digit", "other")
SHAPES = 2 * len(_SHAPES)
"""The number of shapes: eight of the word's letters, doubled by whether white space stands before it."""

_CACHED_WORDS = 60_000


@dataclass(frozen=True)
class Encoded:
    """A sentence as arrays: ``subwords`` and ``shapes`` per subword, ``first`` and ``last`` per word.

    Subword 0 opens the sentence and stands for its root; ``first[0] == last[0] == 0``, and word *i* is at ``i + 1``.
    """

    subwords: np.ndarray
    shapes: np.ndarray
    first: np.ndarray
    last: np.ndarray


class SubwordTable:
    """The subwords of words, remembered."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._opening = tokenizer.token_to_id("[CLS]")
        self._closing = tokenizer.token_to_id("[SEP]")
        self._unknown = tokenizer.token_to_id("[UNK]") or 0
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def look_up(self, word: str) -> tuple[tuple[int, ...], int]:
        """The ids of the word's subwords, at least one and at most ``MAX_PER_WORD``, and its shape."""
        found = self._known.get(word)
        if found is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PER_WORD]
            found = (tuple(ids) or (self._unknown,), find_shape(word))
            if len(self._known) >= _CACHED_WORDS:
                self._known.clear()
            self._known[word] = found
        return found

    def encode(
        self, words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None = None
    ) -> Encoded:
        """The sentence of ``words`` as arrays.

        Args:
            words: the words in their normalised form.
            spaced: for each, whether white space stands before it.
            units: bounds ``[start, end)`` of what is to be read as one word, in order, covering all words; each
                word by itself if None.
        """
        subwords, shapes, begins = [self._opening], [0], [0]
        for word, apart in zip(words, spaced, strict=True):
            ids, shape = self.look_up(word)
            begins.append(len(subwords))
            subwords += ids
            shapes += [shape + 8 * apart] * len(ids)
        subwords.append(self._closing)
        shapes.append(0)
        starts = np.array(begins, dtype=np.int64)
        ends = np.append(starts[1:], len(subwords) - 1) - 1
        if units is not None:
            bounds = np.array(units, dtype=np.int64).reshape(-1, 2)
            starts = np.append(0, starts[bounds[:, 0] + 1])
            ends = np.append(0, ends[bounds[:, 1]])
        return Encoded(np.array(subwords, dtype=np.int64), np.array(shapes, dtype=np.int64), starts, ends)


def find_shape(word: str) -> int:
    """The index of the word's shape, 1 to 7.

    >>> [_SHAPES[find_shape(word)] for word in ("base", "Mali", "JNIM", "wal-Muslimin", "M.", "3rd", "-")]
    ['lower', 'title', 'upper', 'mixed', 'capital', 'digit', 'other']
    """
    if any(character.isdigit() for character in word):
        return 6
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return 7
    if word.islower():
        return 1
    if word.isupper():
        return 5 if len(letters) == 1 else 3
    return 2 if word[0].isupper() and word[1:].islower() else 4
