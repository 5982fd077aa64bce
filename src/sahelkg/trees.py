"""Scores of heads → the best tree with one root."""

from __future__ import annotations

import numpy as np

_FORBIDDEN = -1e9
_ROOT_COST = 1e5


def decode_heads(scores: np.ndarray) -> np.ndarray:
    """The head of each word, 0 for the root: the best heads where they are a tree, else the best tree.

    Args:
        scores: ``[word, head]`` with head 0 for the root and head *i + 1* for word *i*.

    >>> decode_heads(np.array([[0.0, 0, 5], [1, 4, 0]])).tolist()  # each would rather hang on the other
    [2, 0]
    """
    count = len(scores)
    scores = scores.astype(np.float64)
    scores[np.arange(count), np.arange(1, count + 1)] = _FORBIDDEN
    heads: np.ndarray = scores.argmax(axis=1)
    if _is_tree(heads.tolist()):
        return heads
    scores[:, 0] -= _ROOT_COST  # as few words as can be hang on the root: exactly one
    square = np.full((count + 1, count + 1), _FORBIDDEN)
    square[1:] = scores
    best = _best_tree(square)
    return np.asarray(best[1:])


def _is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    done = [False] * (len(heads) + 1)
    done[0] = True
    for word in range(1, len(heads) + 1):
        path = []
        while not done[word]:
            done[word] = True
            path.append(word)
            word = heads[word - 1]
            if word in path:
                return False
    return True


def _best_tree(scores: np.ndarray) -> np.ndarray:
    """Chu-Liu-Edmonds: the maximum spanning arborescence from node 0 of ``scores[dependent, head]``."""
    heads: np.ndarray = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    count = len(scores)
    outside = np.array([node for node in range(count) if node not in cycle])
    inside = np.array(sorted(cycle))
    size = len(outside)
    within = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, outside)] - within[:, None]
    leaving = scores[np.ix_(outside, inside)]
    small = np.full((size + 1, size + 1), _FORBIDDEN)
    small[:size, :size] = scores[np.ix_(outside, outside)]
    small[size, :size] = entering.max(axis=0)
    small[:size, size] = leaving.max(axis=1)
    small[size, size] = 2 * _FORBIDDEN
    solved = _best_tree(small)
    found: np.ndarray = heads.copy()
    for place, node in enumerate(outside):
        if place:
            found[node] = inside[leaving[place].argmax()] if solved[place] == size else outside[solved[place]]
    entry = solved[size]
    broken = inside[entering[:, entry].argmax()]
    found[broken] = outside[entry]
    return found


def _find_cycle(heads: np.ndarray) -> set[int] | None:
    colour = [0] * len(heads)
    colour[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while colour[node] == 0:
            colour[node] = 1
            path.append(node)
            node = int(heads[node])
        if colour[node] == 1:
            return set(path[path.index(node) :])
        for passed in path:
            colour[passed] = 2
    return None
