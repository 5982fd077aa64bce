"""Pairs of mentions of one sentence, laid out as the arrays that the relation model reads.

Training and reading share this module, so that the model sees the same thing in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES = 15
"""Where a word stands to a pair: before, in the first mention, between, in the second, behind; and off the path through
the tree that joins the two heads, one step off it, or on it."""

DISTANCES = 16
"""Words between the two mentions, at most 14; 0 where one lies in the other."""

MOST_BETWEEN = 45
"""Mentions further apart than this many words are not paired."""


@dataclass(frozen=True)
class Pairs:
    """The pairs of a sentence of *t* words and *m* mentions.

    Attributes:
        average: ``[m, t]``, the share of each word in a mention: a mention's words have equal ones, adding up to 1.
        heads: ``[m]``, the word that heads each mention.
        left: ``[p]``, each pair's mention that begins first (of two that begin together the longer).
        right: ``[p]``, its other mention.
        places: ``[p, t]``, below ``PLACES``.
        distance: ``[p]``, below ``DISTANCES``.
    """

    average: np.ndarray
    heads: np.ndarray
    left: np.ndarray
    right: np.ndarray
    places: np.ndarray
    distance: np.ndarray


def pair_mentions(
    tree: Sequence[int], mentions: Sequence[tuple[int, int, int]], wanted: Sequence[tuple[int, int]] | None = None
) -> Pairs:
    """Lays out the pairs of a sentence's mentions.

    Args:
        tree: each word's head by its number in the sentence; the root's is its own.
        mentions: for each its words ``[first, last)`` and the word that heads it.
        wanted: the pairs, each as two different numbers of mentions in any order; by default all whose mentions do
            not have the same words and are no further apart than ``MOST_BETWEEN``.

    Returns:
        The pairs in the order wanted, else by their mentions' numbers; none is possible.

    Examples:
        >>> pair_mentions([1, 1, 1], [(0, 1, 0), (2, 3, 2)]).places.tolist()
        [[5, 8, 11]]
    """
    count = len(tree)
    spans = np.array(mentions, dtype=np.int64).reshape(-1, 3)
    if wanted is None:
        wanted = list(combinations(range(len(spans)), 2))
        chosen = np.array(wanted, dtype=np.int64).reshape(-1, 2)
        one, two = spans[chosen[:, 0]], spans[chosen[:, 1]]
        between = np.maximum(one[:, 0], two[:, 0]) - np.minimum(one[:, 1], two[:, 1])
        chosen = chosen[(one[:, :2] != two[:, :2]).any(axis=1) & (between <= MOST_BETWEEN)]
    else:
        chosen = np.array(wanted, dtype=np.int64).reshape(-1, 2)
    one, two = spans[chosen[:, 0]], spans[chosen[:, 1]]
    later = (one[:, 0] > two[:, 0]) | ((one[:, 0] == two[:, 0]) & (one[:, 1] < two[:, 1]))
    left, right = np.where(later, chosen[:, 1], chosen[:, 0]), np.where(later, chosen[:, 0], chosen[:, 1])
    words = np.arange(count)
    inside = (words >= spans[:, :1]) & (words < spans[:, 1:2])
    first, second = spans[left], spans[right]
    part = sum(
        (words >= bound[:, None]).astype(np.int64)
        for bound in (
            first[:, 0],
            np.minimum(first[:, 1], second[:, 0]),
            second[:, 0],
            np.maximum(first[:, 1], second[:, 1]),
        )
    )
    return Pairs(
        average=(inside / np.maximum(1, inside.sum(axis=1, keepdims=True))).astype(np.float32),
        heads=spans[:, 2],
        left=left,
        right=right,
        places=np.asarray(part * 3 + _find_path(tree, spans[:, 2], left, right)).reshape(-1, count),
        distance=np.clip(second[:, 0] - first[:, 1], -1, DISTANCES - 2) + 1,
    )


def _find_path(tree: Sequence[int], heads: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """``[pair, word]``: 2 on the path that joins the two heads, 1 right below it, else 0."""
    above = np.zeros((len(heads), len(tree)), dtype=bool)  # each mention's head and the words above it
    height = np.zeros(len(tree), dtype=np.int64)
    for number, word in enumerate(heads.tolist()):
        way = [word]
        while tree[way[-1]] != way[-1]:
            way.append(tree[way[-1]])
        above[number, way] = True
        height[way] = range(len(way), 0, -1)  # the deeper, the more: words on one way to the root
    shared = above[left] & above[right]
    path = above[left] ^ above[right]
    rows = np.arange(len(left))
    path[rows, np.where(shared, height, 0).argmax(axis=1)] = True
    found: np.ndarray = np.where(path, 2, np.where(path[:, np.array(tree, dtype=np.int64)], 1, 0))
    return found
