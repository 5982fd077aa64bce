"""Pairs as the program finds them in running text, each with what the reading says of it: lessons for the look.

A look is asked of pairs that the program finds, and most of these hold nothing. What is worth reading it is best told by
`sahelkg.relations`, which reads them all once, the written sentences' and those of any other text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from keeping import keep
from relation_data import IGNORED, Example, Maker
from written import read_written

from sahelkg.annotate import annotate_text
from sahelkg.coreference import resolve_mentions
from sahelkg.gazetteer import find_parser_names
from sahelkg.mentions import find_mentions
from sahelkg.opinions import Opinions, list_mentions
from sahelkg.paragraphs import Paragraph
from sahelkg.plain import copy_plainly
from sahelkg.reader import MODEL_FOLDER
from sahelkg.records import Article
from sahelkg.rejections import drop_no_names
from sahelkg.relations import FILE
from sahelkg.statements import StatementFinder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def read_heard(work: Path, typed: Path | None = None, texts: Sequence[Path] = ()) -> list[Example]:
    """The pairs of all written and typed sentences and of the treebanks' texts; kept in ``work`` while nothing changes."""

    def make() -> Iterator[Example]:
        maker = Maker()
        for address, text in list_texts(typed, texts):
            yield from hear(maker, address, text)

    return keep(work, "heard", [MODEL_FOLDER / FILE, typed, *texts], make)


def hear(maker: Maker, address: str, text: str) -> Iterator[Example]:
    """The examples of a text, one for each of its sentences with pairs."""
    reader = maker.reader
    for own in find_opinions(maker, text):
        count = len(own.pairs.left)
        words, spaced = own.list_words()
        seen = reader.recall(words, spaced)
        shares = reader.relations.score(seen.subwords, own.list_bounds(seen.bounds, np.ones(count, bool))).relations
        yield maker.finish(address, words, spaced, own.pairs, shares, np.full(count, IGNORED), heard=True)


def find_opinions(maker: Maker, text: str) -> Iterator[Opinions]:
    """Those of a text's sentences that have pairs."""
    reader, ontology = maker.reader, maker.ontology
    names = find_parser_names(text, ontology)
    doc = copy_plainly(annotate_text(text, reader, lambda _: names, paragraphs=[Paragraph(0, len(text))]))
    mentions, entities = resolve_mentions(doc, drop_no_names(find_mentions(doc, ontology), ontology), ontology)
    finder = StatementFinder(doc, Article(id="lesson", text=text), mentions, entities, ontology)
    for number, body in enumerate(finder.syntax.body):
        here = list_mentions(finder, number) if body else []
        own = Opinions(finder, reader.relations, number, here, ()) if len(here) > 1 else None
        if own is not None and len(own.pairs.left):
            yield own


def list_texts(typed: Path | None, texts: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Addresses and texts; a treebank's sentences follow each other as they do in its documents."""
    for address, written in read_written():
        yield address, written.text
    for line in typed.read_text("utf8").splitlines() if typed else ():
        item = json.loads(line)
        yield item["id"], item["text"]
    for file in texts:
        name, sentences = file.name, []
        for line in [*file.read_text("utf8").splitlines(), "# newdoc"]:
            if line.startswith("# newdoc"):
                if sentences:
                    yield name, " ".join(sentences)
                name, sentences = line, []
            elif line.startswith("# text = "):
                sentences.append(line.removeprefix("# text = "))
