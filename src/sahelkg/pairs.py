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
    words = np.arange(count)
    inside = (words >= spans[:, :1]) & (words < spans[:, 1:2])
    average = inside / np.maximum(1, inside.sum(axis=1, keepdims=True))
    if wanted is None:
        wanted = [
            (one, two)
            for one, two in combinations(range(len(spans)), 2)
            if tuple(spans[one, :2]) != tuple(spans[two, :2]) and _count_between(spans[one], spans[two]) <= MOST_BETWEEN
        ]
    ways = [_climb(tree, int(head)) for head in spans[:, 2]]
    above = np.array(tree, dtype=np.int64)
    left, right, places, distance = [], [], [], []
    for one, two in wanted:
        if (spans[one, 0], -spans[one, 1]) > (spans[two, 0], -spans[two, 1]):
            one, two = two, one
        a, b = spans[one], spans[two]
        part = (words >= a[0]).astype(np.int64) + (words >= min(a[1], b[0])) + (words >= b[0]) + (words >= max(a[1], b[1]))
        on = np.zeros(count, dtype=bool)
        on[_join(ways[one], ways[two])] = True
        left.append(one)
        right.append(two)
        places.append(part * 3 + np.where(on, 2, np.where(on[above], 1, 0)))
        distance.append(int(np.clip(b[0] - a[1], -1, DISTANCES - 2)) + 1)
    return Pairs(
        average=average.astype(np.float32),
        heads=spans[:, 2],
        left=np.array(left, dtype=np.int64),
        right=np.array(right, dtype=np.int64),
        places=np.array(places, dtype=np.int64).reshape(-1, count),
        distance=np.array(distance, dtype=np.int64),
    )


def _count_between(one: np.ndarray, two: np.ndarray) -> int:
    return int(max(one[0], two[0]) - min(one[1], two[1]))


def _climb(tree: Sequence[int], word: int) -> list[int]:
    """The word and those above it, up to the root."""
    way = [word]
    while tree[word] != word:
        word = tree[word]
        way.append(word)
    return way


def _join(one: list[int], two: list[int]) -> list[int]:
    """The words on the path from one way's start to the other's."""
    shared = set(one) & set(two)
    return (
        [word for word in one if word not in shared]
        + [word for word in two if word not in shared]
        + [next(word for word in one if word in shared)]
    )
