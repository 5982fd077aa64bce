"""The learnt component: which relation holds between two mentions of a sentence, in which direction, how surely told.

It reads on from a layer of the reader's encoder: there the words of the two mentions are marked, and upper layers of
its own read the sentence for this pair (entity markers, Soares et al. 2019). What stands far from both is left out.
A pair costs about as much as a quarter of the encoder on as many words, so only those that `sahelkg.sieve` lets pass are read.
``training/pair_network.py`` is the same in PyTorch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sahelkg.confidences import Confidences
from sahelkg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE = "relations.onnx"
FORMAT = 3
"""The arrangement of inputs, outputs and tables that this module understands."""

NEAR = 8
"""Subwords before, between and behind the mentions are read as far as this many from the outer ones."""


@dataclass(frozen=True)
class Scores:
    """What the model gives the pairs of a sentence.

    Attributes:
        relations: ``[pair, label]``, shares of 1; the first column is no relation, column *i* label *i* - 1.
        statuses: ``[pair, status]``, shares of 1, if any relation holds.
        types: ``[pair, type]``, shares of 1, if any relation holds.
    """

    relations: np.ndarray
    statuses: np.ndarray
    types: np.ndarray


class RelationModel:
    """Reads pairs with the weights of one file.

    Attributes:
        confidences: the labels of the relations' scores, and what these are worth.
        statuses: the statuses' names; "open" is a question, a hypothesis, or what is neither confirmed nor denied.
        types: the names of PLOVER's types; "YIELD" is its CONCEDE or RETREAT.
        layer: the layer of the encoder that it reads on from.

    Raises:
        ModelError: the file is unreadable or of another format.
    """

    def __init__(self, file: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
            about = json.loads(self._session.get_modelmeta().custom_metadata_map.get("about", "{}"))
        except Exception as error:
            raise ModelError(f"{file}: the relation model cannot be read ({str(error).splitlines()[0]})") from error
        if about.get("format") != FORMAT:
            raise ModelError(f"{file}: weights of format {about.get('format')}; this version reads format {FORMAT}")
        self.confidences = Confidences(about)
        self.statuses: list[str] = about["statuses"]
        self.types: list[str] = about["types"]
        self.layer: int = about["layer"]

    def score(self, subwords: np.ndarray, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]] | None]) -> Scores:
        """The scores of a sentence's pairs, read one by one: a pair's do not depend on the others.

        Args:
            subwords: ``[subword, width]``, what the encoder's ``layer`` gave, as `ModelReader.recall` gives it.
            pairs: of each the subwords ``[start, end)`` of the mention that begins first and of the other; None for one that
                is not to be read: it holds no relation.
        """
        relations = np.zeros((len(pairs), len(self.confidences.labels) + 1), np.float32)
        statuses = np.full((len(pairs), len(self.statuses)), 1 / len(self.statuses), np.float32)
        types = np.full((len(pairs), len(self.types)), 1 / len(self.types), np.float32)
        relations[:, 0] = 1
        for number, pair in enumerate(pairs):
            if pair is not None:
                kept, marks, marked = mark_pair(len(subwords), *pair)
                feed = {"states": subwords[kept][None], "marks": marks[None], "marked": marked}
                relation, status, type_ = self._session.run(["relation", "status", "type"], feed)
                relations[number], statuses[number], types[number] = relation[0], status[0], type_[0]
        return Scores(relations, statuses, types)


def mark_pair(count: int, left: tuple[int, int], right: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which of a sentence's subwords are read for a pair, and how they are marked.

    Args:
        count: the sentence's subwords; the first, the root, is always read.
        left: the subwords ``[start, end)`` of the mention that begins first.
        right: those of the other, which may lie in it: it is marked over it.

    Returns:
        The numbers of the subwords read; their marks, 1 left and 2 right; the places of the root and of what is marked.

    Examples:
        >>> mark_pair(40, (1, 2), (4, 6))[1].tolist()
        [0, 1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    marks = np.zeros(count, np.int64)
    marks[slice(*left)] = 1
    marks[slice(*right)] = 2
    first, last = max(1, min(left[0], right[0]) - NEAR), min(count, max(left[1], right[1]) + NEAR)
    kept = np.concatenate([[0], np.arange(first, last)])
    marks = marks[kept]
    return kept, marks, np.concatenate([[0], np.flatnonzero(marks)])
