"""The sentences that teach relations: parsed, their pairs laid out, and what the shipped encoder sees of them.

A pair of a written sentence (`written.py`) has its relations and a status, or none. A sentence of an outside benchmark
(lines of JSON: text, source, target, type) has one pair and a PLOVER type; which of the type's relations holds is open.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from keeping import keep
from written import STATUSES, Written, read_written

from sahelkg.annotate import annotate_text
from sahelkg.confidences import NONE
from sahelkg.coreference import resolve_mentions
from sahelkg.gazetteer import find_parser_names
from sahelkg.mentions import find_mentions
from sahelkg.ontology import load_ontology
from sahelkg.opinions import list_mentions
from sahelkg.pairs import Pairs, pair_mentions
from sahelkg.paragraphs import Paragraph
from sahelkg.reader import ModelReader
from sahelkg.records import Article
from sahelkg.rejections import drop_no_names
from sahelkg.statements import StatementFinder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sahelkg.records import Mention

IGNORED = -100
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@dataclass
class Example:
    """One sentence. ``wanted`` is ``[pair, label]``, 1 for each label that may be right; ``statuses`` a number per pair.

    ``open`` says that one of the wanted labels is right and nobody knows which; ``heard``, that they are the shares that
    the reading gives. ``states`` is ``[word, width]`` in half precision, the mean of each word's first and last subword
    and of all layers.
    """

    source: str
    words: list[str]
    pairs: Pairs
    wanted: np.ndarray
    statuses: np.ndarray
    open: bool
    heard: bool
    states: np.ndarray

    def fold(self, count: int) -> int:
        """Which part it belongs to: by its address, so that more sentences don't move those there are."""
        return int.from_bytes(hashlib.md5(self.source.encode()).digest()[:4], "big") % count


@lru_cache(maxsize=1)
def list_labels() -> list[str]:
    """None, then each relation with ``>`` (the first mention is its subject) or ``<``; symmetric ones have ``>`` only."""
    relations = load_ontology().relations
    forward = [f"{name}>" for name in sorted(relations)]
    return [NONE, *forward, *(f"{name}<" for name in sorted(relations) if not relations[name].symmetric)]


def label_of(relation: str, *, reversed: bool) -> int:
    symmetric = load_ontology().relations[relation].symmetric
    return list_labels().index(relation + ("<" if reversed and not symmetric else ">"))


def type_of(relation: str) -> str | None:
    plover = load_ontology().relations[relation].plover
    return YIELD.get(plover or "", plover)


class Maker:
    """Makes examples with the shipped reader."""

    def __init__(self) -> None:
        self.reader = ModelReader()
        self.ontology = load_ontology()

    def make_written(self, address: str, written: Written) -> list[Example]:
        """The examples of a line, one for each of its sentences with two mentions."""
        found = []
        for tree, words, spaced, spans, numbers in self.place(written.text, written.mentions):
            pairs = pair_mentions(tree, spans)
            wanted = np.zeros((len(pairs.left), len(list_labels())), np.float32)
            statuses = np.full(len(pairs.left), IGNORED)
            for row, (one, two) in enumerate(zip(pairs.left, pairs.right, strict=True)):
                left, right = numbers[one], numbers[two]
                for fact in written.facts:
                    if {fact.subject, fact.object} == {left, right}:
                        wanted[row, label_of(fact.relation, reversed=fact.subject != left)] = 1
                        statuses[row] = STATUSES.index(fact.status)
                if not wanted[row].any():
                    wanted[row, 0] = 1
            if len(pairs.left):
                found.append(self.finish(address, words, spaced, pairs, wanted, statuses))
        return found

    def make_typed(self, item: dict) -> list[Example]:
        """The example of a sentence with a typed pair; none if the two stand in different sentences."""
        spans = [(item["source"]["start"], item["source"]["end"])]
        spans += [(target["start"], target["end"]) for target in item["target"][:1]]
        for tree, words, spaced, places, numbers in self.place(item["text"], spans):
            if len(places) == 2:
                pairs = pair_mentions(tree, places, [(0, 1)])
                wanted = np.zeros((1, len(list_labels())), np.float32)
                for relation in self.ontology.relations:
                    if type_of(relation) == YIELD.get(item["type"], item["type"]):
                        wanted[0, label_of(relation, reversed=numbers[pairs.left[0]] != 0)] = 1
                return [self.finish(item["id"], words, spaced, pairs, wanted, np.array([IGNORED]), open=True)]
        return []

    def place(self, text: str, mentions, *, found: bool = False):
        """Each sentence that has two of the mentions: tree, words, spaces, the mentions' words, their numbers.

        With ``found``, the mentions that the program finds come after them, each with the number of the one that it is, or -1.
        """
        doc = annotate_text(
            text, self.reader, lambda _: find_parser_names(text, self.ontology), paragraphs=[Paragraph(0, len(text))]
        )
        own = self._find(doc, text) if found else []
        for sentence in doc.sents:
            tokens = [token for token in sentence if not token.is_space]
            place = {token.i: index for index, token in enumerate(tokens)}
            spans, numbers = [], []
            for number, (start, end) in enumerate(mentions):
                inside = [place[token.i] for token in tokens if token.idx < end and token.idx + len(token) > start]
                if inside:
                    spans.append(_head(tokens, place, inside))
                    numbers.append(number)
            if len(spans) < 2:
                continue
            here = set(numbers)
            for mention in own:
                inside = [place[token] for token in range(mention.first, mention.last) if token in place]
                if inside and mention.head in place:
                    spans.append((inside[0], inside[-1] + 1, place[mention.head]))
                    numbers.append(_find_same(mention, mentions, here))
            words = [token.norm_ for token in tokens]
            spaced = [t.i == 0 or bool(doc[t.i - 1].whitespace_) or doc[t.i - 1].is_space for t in tokens]
            yield [place[token.head.i] for token in tokens], words, spaced, spans, numbers

    def _find(self, doc, text: str) -> list[Mention]:
        """What the program takes for participants."""
        found = drop_no_names(find_mentions(doc, self.ontology), self.ontology)
        mentions, entities = resolve_mentions(doc, found, self.ontology)
        finder = StatementFinder(doc, Article(id="lesson", text=text), mentions, entities, self.ontology)
        finder.find()
        numbers = [number for number, body in enumerate(finder.syntax.body) if body]
        return [mention for number in numbers for mention in list_mentions(finder, number)]

    def finish(self, source, words, spaced, pairs, wanted, statuses, *, open=False, heard=False) -> Example:
        """The example of a sentence, with what the encoder sees of it."""
        layers, encoded = self.reader.layers(words, spaced)
        mean = layers.mean(axis=0)
        states = ((mean[encoded.first[1:]] + mean[encoded.last[1:]]) * 0.5).astype(np.float16)
        return Example(source, words, pairs, wanted, statuses, open, heard, states)


def _find_same(mention: Mention, marked, here: set[int]) -> int:
    """The marked mention that a found one is: half of the shorter in common, at most three times as long; -1 if none is."""
    fits = []
    for number in here:
        start, end = marked[number]
        common = min(end, mention.end) - max(start, mention.start)
        shorter, long = min(end - start, mention.end - mention.start), mention.end - mention.start
        if common > 0 and common * 2 >= shorter and long <= 3 * (end - start):
            fits.append((abs(start - mention.start) + abs(end - mention.end), number))
    return min(fits)[1] if fits else -1


def _head(tokens, place, inside) -> tuple[int, int, int]:
    """A mention's words and the one that heads it: a noun whose head lies outside."""
    low, high = inside[0], inside[-1] + 1
    tops = [k for k in inside if not low <= place.get(tokens[k].head.i, -1) < high or tokens[k].head.i == tokens[k].i]
    nouns = [k for k in tops if tokens[k].pos_ in {"NOUN", "PROPN", "PRON"}]
    return low, high, (nouns or tops or [high - 1])[0]


def read_examples(work: Path, typed: Path | None = None) -> list[Example]:
    """All written sentences, and those of the file of typed pairs; kept in ``work`` while nothing of it changes."""

    def make() -> Iterator[Example]:
        maker = Maker()
        for address, written in read_written():
            yield from maker.make_written(address, written)
        for line in typed.read_text("utf8").splitlines() if typed else ():
            yield from maker.make_typed(json.loads(line))

    return keep(work, "examples", [typed], make)
