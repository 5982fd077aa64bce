"""How often a relation is right that has such a share: measured on what a model had not seen."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from relation_data import list_labels

FEWEST = 40  # guesses from which a relation has confidences of its own


def calibrate(found: list[dict]) -> dict[str, list[list[float]]]:
    """By relation, points of share and confidence (isotonic); ``*`` for all, and for those too rare to be measured."""
    guesses: dict[str, list[tuple[float, float]]] = defaultdict(list)
    labels = list_labels()
    for one in found:
        for column in np.argsort(-one["shares"][1:], kind="stable")[:2] + 1:
            if one["shares"][column] > one["shares"][0]:
                pair = float(one["shares"][column]), float(one["wanted"][column] > 0)
                guesses[labels[column][:-1]].append(pair)
                guesses["*"].append(pair)
    return {name: fit_points(pairs) for name, pairs in sorted(guesses.items()) if name == "*" or len(pairs) >= FEWEST}


def fit_points(pairs: list[tuple[float, float]]) -> list[list[float]]:
    """The isotonic regression of right on share: neighbours out of order are pooled, weighed by number.

    Each end of a pool is a point. Two further pairs, one right and one wrong, keep the ends from 0 and 1.
    """
    pools: list[list[float]] = []  # lowest and highest share, right, number
    for share, right in sorted([*pairs, (0.0, 0.0), (1.0, 0.5)]):
        pools.append([share, share, right, 1.0])
        while len(pools) > 1 and pools[-2][2] * pools[-1][3] >= pools[-1][2] * pools[-2][3]:
            last = pools.pop()
            pools[-1] = [pools[-1][0], last[1], pools[-1][2] + last[2], pools[-1][3] + last[3]]
    points = []
    for low, high, right, number in pools:
        points += [[round(low, 4), round(right / number, 4)], [round(high, 4), round(right / number, 4)]]
    return points
