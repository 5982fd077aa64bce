"""Pairs of mentions of one sentence, laid out as the arrays that the relation model reads.

Training and reading share this module, so that the model sees the same thing in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
    pairs = [
        (one, two) if (mentions[one][0], -mentions[one][1]) <= (mentions[two][0], -mentions[two][1]) else (two, one)
        for one, two in (list_pairs(mentions) if wanted is None else wanted)
    ]
    average = np.zeros((len(mentions), count), dtype=np.float32)
    for number, (first, last, _) in enumerate(mentions):
        average[number, first:last] = 1 / max(1, last - first)
    ways = [_find_way(tree, head) for _, _, head in mentions]
    above = [frozenset(way) for way in ways]
    below: list[list[int]] = [[] for _ in tree]
    for word, head in enumerate(tree):
        below[head].append(word)
    places = bytearray()
    for left, right in pairs:
        meeting = next((word for word in ways[left] if word in above[right]), 0)
        places += _place(mentions[left], mentions[right], (above[left] ^ above[right]) | {meeting}, below)
    return Pairs(
        average=average,
        heads=np.array([head for _, _, head in mentions], dtype=np.int64),
        left=np.array([left for left, _ in pairs], dtype=np.int64),
        right=np.array([right for _, right in pairs], dtype=np.int64),
        places=np.frombuffer(places, dtype=np.uint8).astype(np.int64).reshape(-1, count),
        distance=np.array(
            [min(max(mentions[right][0] - mentions[left][1], -1), DISTANCES - 2) + 1 for left, right in pairs], dtype=np.int64
        ),
    )


def list_pairs(mentions: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The pairs of mentions, by their numbers, that have other words and are no further apart than ``MOST_BETWEEN``."""
    return [
        (one, two)
        for one, two in combinations(range(len(mentions)), 2)
        if mentions[one][:2] != mentions[two][:2]
        and max(mentions[one][0], mentions[two][0]) - min(mentions[one][1], mentions[two][1]) <= MOST_BETWEEN
    ]


def _find_way(tree: Sequence[int], word: int) -> list[int]:
    """A word and those above it, up to the root."""
    way = [word]
    while tree[word] != word:
        word = tree[word]
        way.append(word)
    return way


def _place(
    left: tuple[int, int, int], right: tuple[int, int, int], path: Collection[int], below: Sequence[Sequence[int]]
) -> bytearray:
    """Where each word stands to a pair: thrice the part of the sentence, and 2 on the path, 1 right below it."""
    start, second = left[0], right[0]
    end, last = min(left[1], second), max(left[1], right[1])
    row = bytearray(  # in plain Python: sentences are short, and an array for each step costs more than they do
        b"\x00" * start + b"\x03" * (end - start) + b"\x06" * (second - end) + b"\x09" * (last - second)
    )
    row += b"\x0c" * (len(below) - len(row))
    for word in path:
        row[word] += 2
        for lower in below[word]:
            if lower not in path:
                row[lower] += 1
    return row
