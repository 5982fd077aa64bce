"""The sentences that teach reading pairs: their mentions, as written and as the program finds them, and a layer's states.

What the program finds is shorter or longer than what was marked by hand. A pair is taught with either, as chance has it,
so that the model meets in its lessons what it will meet in articles. A found mention that was not marked holds nothing.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from relation_data import YIELD, Maker
from written import HERE as WRITTEN
from written import Fact, read_written

from sahelkg.reader import MODEL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

UNMARKED = -1


@dataclass
class Lesson:
    """A sentence.

    Attributes:
        source: its address.
        states: ``[subword, width]`` in half precision, of one layer of the encoder.
        spans: the subwords ``[start, end)`` of each mention.
        numbers: which of the marked mentions each is, or ``UNMARKED``.
        facts: what is said of the marked; None where only a type is known.
        type: the PLOVER type of what the first marked does to the second; None where facts are known.
    """

    source: str
    states: np.ndarray
    spans: list[tuple[int, int]]
    numbers: list[int]
    facts: tuple[Fact, ...] | None
    type: str | None

    def part(self, count: int) -> int:
        """Which part it belongs to: by its address, so that more sentences don't move those there are."""
        return int.from_bytes(hashlib.md5(self.source.encode()).digest()[:4], "big") % count


@dataclass
class Pair:
    """Two mentions of a lesson, the one that begins first before the other. ``subject`` is the marked one on the left."""

    lesson: Lesson
    left: int
    right: int


def draw_pairs(lesson: Lesson, chance: Random | None) -> Iterator[Pair]:
    """Each pair of the lesson's marked mentions once, and some with what was found besides.

    Args:
        lesson: the sentence.
        chance: chooses how each mention is cut; None: as the program finds it, where it does.
    """
    by_number: dict[int, list[int]] = defaultdict(list)
    for mention, number in enumerate(lesson.numbers):
        by_number[number].append(mention)
    marked = sorted(number for number in by_number if number != UNMARKED)
    if lesson.type is not None:
        marked = marked[:2]
    for place, one in enumerate(marked):
        for two in marked[place + 1 :]:
            choices = [(a, b) for a in by_number[one] for b in by_number[two] if lesson.spans[a] != lesson.spans[b]]
            if choices:
                yield _order(lesson, *(chance.choice(choices) if chance else choices[-1]))
        if chance and lesson.facts is not None:
            for other in by_number[UNMARKED]:
                mention = chance.choice(by_number[one])
                if chance.random() < 0.5 and lesson.spans[mention] != lesson.spans[other]:
                    yield _order(lesson, mention, other)


def _order(lesson: Lesson, one: int, two: int) -> Pair:
    (start, end), (other_start, other_end) = lesson.spans[one], lesson.spans[two]
    return Pair(lesson, one, two) if (start, -end) < (other_start, -other_end) else Pair(lesson, two, one)


def read_lessons(work: Path, layer: int, typed: Path | None = None) -> list[Lesson]:
    """All written sentences, and those of the file of typed pairs; kept in ``work`` while nothing of it changes."""
    hashed = hashlib.sha256(str(layer).encode())
    for file in (*sorted(WRITTEN.glob("*.tsv")), MODEL_FOLDER / "model.onnx", *([typed] if typed else [])):
        hashed.update(file.read_bytes())
    kept = work / f"lessons-{hashed.hexdigest()[:12]}.pkl"
    if kept.exists():
        with kept.open("rb") as stream:
            return pickle.load(stream)
    maker, found = Maker(), []
    for address, written in read_written():
        sentences = maker.place(written.text, written.mentions, found=True)
        found += [_make(maker, layer, address, sentence, written.facts, None) for sentence in sentences]
    for line in typed.read_text("utf8").splitlines() if typed else ():
        item = json.loads(line)
        ends = [item["source"], item["target"][0]]
        type_ = YIELD.get(item["type"], item["type"])
        sentences = maker.place(item["text"], [(end["start"], end["end"]) for end in ends], found=True)
        found += [_make(maker, layer, item["id"], sentence, None, type_) for sentence in sentences]
    with kept.open("wb") as stream:
        pickle.dump(found, stream)
    return found


def _make(maker: Maker, layer: int, source: str, sentence, facts, type_) -> Lesson:
    _, words, spaced, spans, numbers = sentence
    layers, encoded = maker.reader.layers(words, spaced)
    first, last = encoded.first[1:], encoded.last[1:]
    return Lesson(
        source=source,
        states=layers[layer].astype(np.float16),
        spans=[(int(first[start]), int(last[end - 1]) + 1) for start, end, _ in spans],
        numbers=numbers,
        facts=facts,
        type=type_,
    )
