"""Which labels of the learnt component two mentions may have by their kinds: its relations' domains and ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.confidences import Label
    from sahelkg.records import Mention
    from sahelkg.statements import StatementFinder


class LabelFits:
    """Tells for the mentions of a document which of the labels they may have, on either side.

    Args:
        finder: knows the kinds of the document's mentions.
        labels: what the columns of scores after the first stand for.

    Attributes:
        events: ``[label]``, true for the relations that tell events; the first column, no relation, is false.
        columns: those of each relation, each with whether the mention that begins later is its subject.
    """

    def __init__(self, finder: StatementFinder, labels: Sequence[Label]) -> None:
        self._finder = finder
        relations = [finder.ontology.relations.get(label.relation) for label in labels]
        self.events = np.array([False, *(relation is not None and relation.event_class is not None for relation in relations)])
        self.columns: dict[str, list[tuple[int, bool]]] = {}
        for column, label in enumerate(labels, 1):
            self.columns.setdefault(label.relation, []).append((column, label.reversed))
        sides = [
            ("", "") if relation is None else (relation.domain, relation.range)[:: -1 if label.reversed else 1]
            for label, relation in zip(labels, relations, strict=True)
        ]
        classes = sorted({wanted for side in sides for wanted in side if wanted})
        self._classes = ["", *classes]  # the empty one is for no relation, and for one that the ontology doesn't have
        self._left = np.array([0, *(self._classes.index(left) for left, _ in sides)])
        self._right = np.array([0, *(self._classes.index(right) for _, right in sides)])
        self._known: dict[str, np.ndarray] = {}

    def list_fits(self, mentions: Sequence[Mention]) -> tuple[np.ndarray, np.ndarray]:
        """``[mention, label]`` twice: which labels each may have as the mention that begins first, and as the other."""
        rows = np.array([self._find_classes(mention) for mention in mentions])
        return rows[:, self._left], rows[:, self._right]

    def _find_classes(self, mention: Mention) -> np.ndarray:
        """``[class]``: of which it is."""
        kind = mention.kind or self._finder.entities[mention.entity or ""].kind
        known = self._known.get(kind)
        if known is None:
            known = np.array([wanted != "" and self._finder.ends.fits(mention, wanted, None) for wanted in self._classes])
            self._known[kind] = known
        return known
