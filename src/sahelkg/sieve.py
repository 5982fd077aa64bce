"""A quick look at the pairs of mentions of a sentence, by a small network on what the reader's encoder saw.

A pair costs little here. It is enough to say whether a rule was right, and which of the other pairs, most of which hold
nothing, are worth being read by `sahelkg.relations`. The two mentions ask; twice their question looks at the sentence's words
(attention, Vaswani et al. 2017), which stand before, in, between or behind them and on or off the path between them in the
tree. ``training/relation_network.py`` is the same in PyTorch.
"""

from __future__ import annotations

import json
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from sahelkg.confidences import Confidences
from sahelkg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sahelkg.pairs import Pairs

FILE = "sieve.npz"
FORMAT = 1
"""The arrangement of the weights that this module understands."""

_SMALL = 1e-5  # what layer norms add to the variance


class PairSieve:
    """Tells how likely pairs hold relations, with the weights of one file.

    Attributes:
        confidences: the labels of the scores, and what these are worth.
        mix: the weight of each layer of the encoder in what the network reads.
        worth: how likely a pair must hold what may be told of it to be read.

    Raises:
        ModelError: the file is unreadable or of another format.
    """

    def __init__(self, file: Path) -> None:
        try:
            with np.load(file, allow_pickle=False) as archive:
                about = json.loads(bytes(archive["about"]).decode())
                weights = {name: archive[name].astype(np.float32) for name in archive.files if name != "about"}
        except Exception as error:
            raise ModelError(f"{file}: the weights cannot be read ({str(error).splitlines()[0]})") from error
        if about.get("format") != FORMAT:
            raise ModelError(f"{file}: weights of format {about.get('format')}; this version reads format {FORMAT}")
        self.confidences = Confidences(about)
        self.mix = weights["mix"]
        self.worth: float = about.get("worth", 0.5)
        self._parts: int = about["parts"]
        self._looks: int = about["looks"]
        # what is applied to the same rows is one product: a quarter of the time of several
        looked = [f"looks.{number}.{kind}" for number in range(self._looks) for kind in ("key", "value")]
        for name, parts in {"ends": ["first", "second"], "looked": looked}.items():
            for kind in ("weight", "bias"):
                weights[f"{name}.{kind}"] = np.concatenate([weights.pop(f"{part}.{kind}") for part in parts])
        for name in [
            name for name in weights if weights[name].ndim == 2 and not name.endswith(("place.weight", "distance.weight"))
        ]:
            weights[name] = np.ascontiguousarray(weights[name].T)
        self._weights = weights

    def sift(self, sentences: Sequence[tuple[np.ndarray, Pairs]]) -> list[np.ndarray]:
        """How likely each pair of each sentence holds what: ``[pair, label]``, shares of 1, for each sentence.

        The first column is no relation.

        What is done to all words or all pairs is done at once.

        Args:
            sentences: of each ``[word, width]``, what the encoder saw of each word, as `ModelReader.recall` gives it, and
                its pairs as `pair_mentions` lays them out, at least one.
        """
        seen = np.concatenate([words for words, _ in sentences])
        ends = self._apply(
            "ends",
            np.concatenate([np.concatenate([pairs.average @ words, words[pairs.heads]], axis=1) for words, pairs in sentences]),
        )
        size = ends.shape[1] // 2
        first = _begin([len(pairs.heads) for _, pairs in sentences])  # each sentence's first mention
        left = np.concatenate([pairs.left + begin for (_, pairs), begin in zip(sentences, first, strict=False)])
        right = np.concatenate([pairs.right + begin for (_, pairs), begin in zip(sentences, first, strict=False)])
        distance = self._weights["distance.weight"][np.concatenate([pairs.distance for _, pairs in sentences])]
        query = self._norm("norm", _gelu(ends[left, :size] + ends[right, size:] + distance))
        looked = self._apply("looked", seen)
        rows, words = _begin([len(pairs.left) for _, pairs in sentences]), _begin([len(words) for words, _ in sentences])
        bounds = [
            (slice(*rows[number : number + 2]), slice(*words[number : number + 2]), pairs.places)
            for number, (_, pairs) in enumerate(sentences)
        ]
        for number in range(self._looks):
            keys, values = (looked[:, part * size : (part + 1) * size] for part in (2 * number, 2 * number + 1))
            query = self._look(f"looks.{number}.", query, keys, values, bounds)
        shares = _softmax(self._apply("relation", query))
        return [shares[pairs] for pairs, _, _ in bounds]

    def _look(
        self,
        name: str,
        query: np.ndarray,
        keys: np.ndarray,
        values: np.ndarray,
        bounds: Sequence[tuple[slice, slice, np.ndarray]],
    ) -> np.ndarray:
        """What the pairs make of a look at the words of their sentence; ``bounds`` are its pairs, its words, its places."""
        parts, size = self._parts, query.shape[1]
        shape = -1, parts, size // parts
        asked = (self._apply(name + "query", query) * np.float32((size // parts) ** -0.5)).reshape(shape).transpose(1, 0, 2)
        keys, values = keys.reshape(shape).transpose(1, 2, 0), values.reshape(shape).transpose(1, 0, 2)
        place = np.ascontiguousarray(self._weights[name + "place.weight"].T)
        seen = np.empty_like(asked)
        for pairs, words, places in bounds:
            shares = _softmax(asked[:, pairs] @ keys[:, :, words] + place[:, places])
            seen[:, pairs] = shares @ values[:, words]
        query = self._norm(name + "norm1", query + self._apply(name + "out", seen.transpose(1, 0, 2).reshape(query.shape)))
        inner = self._apply(name + "inner.3", _gelu(self._apply(name + "inner.0", query)))
        return self._norm(name + "norm2", query + inner)

    def _apply(self, name: str, rows: np.ndarray) -> np.ndarray:
        product: np.ndarray = rows @ self._weights[name + ".weight"] + self._weights[name + ".bias"]
        return product

    def _norm(self, name: str, rows: np.ndarray) -> np.ndarray:
        share = np.float32(1 / rows.shape[-1])
        centred = rows - rows.sum(axis=-1, keepdims=True) * share
        spread = np.einsum("...i,...i->...", centred, centred)[..., None] * share
        scaled = centred / np.sqrt(spread + np.float32(_SMALL))
        normed: np.ndarray = scaled * self._weights[name + ".weight"] + self._weights[name + ".bias"]
        return normed


def _begin(counts: Sequence[int]) -> list[int]:
    """Where each of several runs begins in all of them, and where the last ends."""
    return [0, *accumulate(counts)]


def _gelu(rows: np.ndarray) -> np.ndarray:
    """The activation, in its approximation by tanh."""
    inner = rows * (np.float32(0.7978845608) + np.float32(0.0356774081) * rows * rows)  # a power would take ten times as long
    out: np.ndarray = np.float32(0.5) * rows * (1 + np.tanh(inner))
    return out


def _softmax(rows: np.ndarray) -> np.ndarray:
    raised = np.exp(rows - rows.max(axis=-1, keepdims=True))
    shares: np.ndarray = raised / raised.sum(axis=-1, keepdims=True)
    return shares
