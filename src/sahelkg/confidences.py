"""How sure a score makes: confidences measured on sentences that a model had not been taught with, and what is told."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NONE = "none"


@dataclass(frozen=True)
class Label:
    """What a column of scores stands for: a relation, and whether its subject is the mention that begins later."""

    relation: str
    reversed: bool


class Confidences:
    """The labels of a model's scores, and what its scores are worth.

    Args:
        about: ``labels`` ("none" first, then a relation with ``>`` or ``<``), ``calibration`` (by relation, points of share
            and confidence; ``*`` for the others) and ``thresholds`` (by relation; ``*`` for the others).

    Attributes:
        labels: what the columns after the first stand for.
    """

    def __init__(self, about: Mapping[str, Any]) -> None:
        self.labels = [Label(name[:-1], name[-1] == "<") for name in about["labels"][1:]]
        self._points: dict[str, Sequence[Sequence[float]]] = {
            name: list(zip(*points, strict=True)) for name, points in about["calibration"].items() if points
        }
        self._thresholds: Mapping[str, float] = about["thresholds"]

    def calibrate(self, relation: str, share: float) -> float:
        """How often a relation was right that had such a share: on the line between the two points about it."""
        shares, right = self._points.get(relation, self._points["*"])
        place = bisect_right(shares, share)
        if place in {0, len(shares)}:
            return round(right[max(0, place - 1)], 2)
        slope = (right[place] - right[place - 1]) / (shares[place] - shares[place - 1])
        return round(slope * (share - shares[place - 1]) + right[place - 1], 2)

    def threshold(self, relation: str) -> float:
        """The confidence from which on the relation is told."""
        return self._thresholds.get(relation, self._thresholds["*"])

    def may_be_told(self, relation: str) -> bool:
        """Whether any share is enough."""
        return self.calibrate(relation, 1.0) >= self.threshold(relation)
