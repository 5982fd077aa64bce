"""The sentences that teach reading pairs: their mentions, as written and as the program finds them, and a layer's states.

What the program finds is shorter or longer than what was marked by hand. A pair is taught with either, as chance has it,
so that the model meets in its lessons what it will meet in articles. A found mention that was not marked holds nothing.

`judged.tsv` adds pairs of real sentences, most of which an earlier model held for related and which are not. A line is the
sentence's id in the treebanks or among the typed pairs, the two mentions' characters, the first one's first, and what the
sentence says of them: ``none``, or a relation with ``>`` (of the first to the second) or ``<``, its status, and the PLOVER
type of the event if it has any (else ``-``).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from keeping import keep
from relation_data import YIELD, Maker
from written import Fact, read_written

from sahelkg.confidences import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

UNMARKED = -1
JUDGED = Path(__file__).parent / "judged.tsv"


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
        judged: the pairs of which it is known what is said, each with its type if it has one; None: all.
    """

    source: str
    states: np.ndarray
    spans: list[tuple[int, int]]
    numbers: list[int]
    facts: tuple[Fact, ...] | None
    type: str | None
    judged: dict[frozenset[int], str | None] | None = None

    def part(self, count: int) -> int:
        """Which part it belongs to: by its address, so that more sentences don't move those there are."""
        return int.from_bytes(hashlib.md5(self.source.encode()).digest()[:4], "big") % count


@dataclass
class Pair:
    """Two mentions of a lesson, the one that begins first before the other.

    ``taught`` is what a larger network says of them: shares of relations, statuses and types.
    """

    lesson: Lesson
    left: int
    right: int
    taught: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None


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
            if lesson.judged is not None and frozenset({one, two}) not in lesson.judged:
                continue
            choices = [(a, b) for a in by_number[one] for b in by_number[two] if lesson.spans[a] != lesson.spans[b]]
            if choices:
                yield _order(lesson, *(chance.choice(choices) if chance else choices[-1]))
        if chance and lesson.facts is not None and lesson.judged is None:
            for other in by_number[UNMARKED]:
                mention = chance.choice(by_number[one])
                if chance.random() < 0.5 and lesson.spans[mention] != lesson.spans[other]:
                    yield _order(lesson, mention, other)


def _order(lesson: Lesson, one: int, two: int) -> Pair:
    (start, end), (other_start, other_end) = lesson.spans[one], lesson.spans[two]
    return Pair(lesson, one, two) if (start, -end) < (other_start, -other_end) else Pair(lesson, two, one)


def read_lessons(work: Path, layer: int, typed: Path | None = None, treebanks: Path | None = None) -> list[Lesson]:
    """All written sentences, those of the file of typed pairs, and the judged ones; kept in ``work`` while nothing changes."""
    name = f"lessons-{layer}-{'judged' if treebanks else 'unjudged'}"
    return keep(work, name, [JUDGED, typed], lambda: _make_lessons(layer, typed, treebanks))


def _make_lessons(layer: int, typed: Path | None, treebanks: Path | None) -> Iterator[Lesson]:
    maker = Maker()
    for address, written in read_written():
        for sentence in maker.place(written.text, written.mentions, found=True):
            yield _make(maker, layer, address, sentence, written.facts, None)
    texts: dict[str, str] = {}
    for line in typed.read_text("utf8").splitlines() if typed else ():
        item = json.loads(line)
        texts[item["id"]] = item["text"]
        ends = [item["source"], item["target"][0]]
        for sentence in maker.place(item["text"], [(end["start"], end["end"]) for end in ends], found=True):
            yield _make(maker, layer, item["id"], sentence, None, YIELD.get(item["type"], item["type"]))
    yield from _read_judged(maker, layer, texts | (read_texts(treebanks) if treebanks else {}))


def read_texts(treebanks: Path) -> dict[str, str]:
    """The sentences of a folder of treebanks, by their ids."""
    found, id_ = {}, ""
    for file in sorted(treebanks.glob("*.conllu")):
        for line in file.read_text("utf8").splitlines():
            if line.startswith("# sent_id = "):
                id_ = line[12:].strip()
            elif line.startswith("# text = "):
                found[id_] = line[9:].strip()
    return found


def _read_judged(maker: Maker, layer: int, texts: dict[str, str]) -> Iterator[Lesson]:
    """The judged pairs of those sentences whose texts are there, a lesson for each sentence."""
    judged: dict[str, list[list[str]]] = defaultdict(list)
    for line in JUDGED.read_text("utf8").splitlines():
        id_, *said = line.split("\t")
        judged[id_].append(said)
    for id_ in sorted(judged.keys() & texts.keys()):
        spans = sorted({tuple(map(int, end.split("-"))) for one, two, *_ in judged[id_] for end in (one, two)})
        number = {f"{start}-{end}": place for place, (start, end) in enumerate(spans)}
        facts = tuple(
            Fact(*((number[one], label[:-1], number[two]) if label[-1] == ">" else (number[two], label[:-1], number[one])), status)
            for one, two, label, status, _ in judged[id_]
            if label != NONE
        )
        for sentence in maker.place(texts[id_], spans):
            lesson = _make(maker, layer, id_, sentence, facts, None)
            lesson.judged = {
                frozenset({number[one], number[two]}): None if type_ == "-" else type_ for one, two, _, _, type_ in judged[id_]
            }
            yield lesson


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
