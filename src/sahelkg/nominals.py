"""What a noun stands for by the look of its sentence: a person, an organisation, a place, or none of these.

Two layers on the vectors of the reader's encoder; `training/nominals.py` teaches them. They let whoever plays a role be
seen though no list of words has them: "the beekeepers", "a dredger's crew", "the ferry landing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sahelkg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE = "nominals.npz"
KINDS = ("", "person", "organisation", "place")
NOUNS = frozenset({"NOUN", "PROPN"})
SPANS = "nominals"
"""The group of a document's spans that holds the nouns found, one token each, labelled by kind."""

_LEAST = 0.6
"""The least probability of being any of the three: nine in ten are right, and nine in ten found (training/README.md)."""


class NominalKinds:
    """Says what nouns stand for.

    Args:
        folder: the model's, with ``nominals.npz``.

    Raises:
        ModelError: the file is missing or is not what it should be.
    """

    def __init__(self, folder: Path) -> None:
        try:
            with np.load(folder / FILE, allow_pickle=False) as layers:
                self._hidden, self._hidden_bias, self._out, self._out_bias = (
                    layers[name].astype(np.float32) for name in ("hidden", "hidden_bias", "out", "out_bias")
                )
        except (OSError, KeyError, ValueError) as error:
            raise ModelError(f"{folder / FILE}: cannot be read ({str(error).splitlines()[0]})") from error

    def tell(self, vectors: np.ndarray, upos: Sequence[str]) -> list[str]:
        """The kind of each word, empty for what is no noun and for what stands for none of the three.

        Args:
            vectors: the encoder's, one row for each word.
            upos: the words' parts of speech.
        """
        found = [""] * len(upos)
        nouns = [place for place, tag in enumerate(upos) if tag in NOUNS]
        if nouns:
            hidden = np.maximum(vectors[nouns] @ self._hidden + self._hidden_bias, 0)
            scores = hidden @ self._out + self._out_bias
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            odds /= odds.sum(axis=1, keepdims=True)
            for place, row in zip(nouns, odds, strict=True):
                if 1 - row[0] >= _LEAST:
                    found[place] = KINDS[1 + int(row[1:].argmax())]
        return found
