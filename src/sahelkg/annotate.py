"""Article → spaCy ``Doc``: tokens, sentences, trees, tags, features, lemmas and names, by the model of the package.

The document's text is the article's text, so that ``token.idx`` is the offset in it; ``token.norm_`` is the token's
normalised form. ``doc.spans["paragraphs"]`` holds the paragraphs, labelled body, headline, caption or debris. Debris
is not parsed: such a paragraph is one flat sentence of relation ``dep``. White space hangs on the token before it with
the relation ``space``. ``doc.user_data["cut_sentences"]`` is the number of sentences that were longer than the encoder
takes and were cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sahelkg.columns import Columns
from sahelkg.paragraphs import Paragraph, find_paragraphs
from sahelkg.pipelines import PipelineReader
from sahelkg.reader import ModelReader, Reading
from sahelkg.sentences import cut_sentence, split_sentences
from sahelkg.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Span

    from sahelkg.records import Article

Gazetteer = Callable[[str], Iterable[tuple[int, int, str | None]]]
"""Gives the known names in a text: start, end, and PER, ORG, LOC, or None where the model is to tell."""

KnownName = tuple[int, int, str | None]
"""The tokens ``[first, last)`` of a known name, and its type."""


_LEAST_WORDS = 10  # of a line without a stop that may be a sentence


class Reader(Protocol):
    """What reads a sentence: `sahelkg.reader.ModelReader` or `sahelkg.pipelines.PipelineReader`."""

    max_subwords: int

    def count_subwords(self, words: Sequence[str]) -> int:
        """How much of ``max_subwords`` the words take."""
        ...

    def read(
        self, words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None = None
    ) -> Reading:
        """Reads one sentence, each unit as one word."""
        ...


def annotate(
    articles: Iterable[Article], reader: Reader | None = None, names: Gazetteer | None = None
) -> Iterator[tuple[Article, Doc]]:
    """Each article with its annotated ``Doc``, one at a time, in the order given.

    Args:
        articles: any number; none is kept.
        reader: by default the model that comes with the package.
        names: finds the names that are known beforehand. Each is read as a single word, and stands in the ``Doc`` as
            one entity whose words hang flat on its first.

    Raises:
        ModelError: the model is missing or broken.
    """
    reader = reader or load_reader()
    for article in articles:
        yield article, annotate_text(article.text, reader, names)


@lru_cache(maxsize=4)
def load_reader(name: str | None = None) -> Reader:
    """The reader of that name: None for the package's own, a folder with such a model, or a spaCy pipeline.

    Args:
        name: a folder, or an installed spaCy pipeline whose parser gives Universal Dependencies' labels.

    Raises:
        ModelError: nothing of that name is there, or it labels sentences in another scheme.
    """
    if name is None:
        return ModelReader()
    if (Path(name) / "model.onnx").exists():
        return ModelReader(Path(name))
    return PipelineReader(name)


def annotate_text(
    text: str, reader: Reader, names: Gazetteer | None = None, paragraphs: Sequence[Paragraph] | None = None
) -> Doc:
    """The annotated ``Doc`` of one text; its paragraphs are found in it unless they are given."""
    from spacy.tokens import Span

    doc, norms = tokenise(text)
    columns = Columns(doc, norms)
    known = _find_known(doc, names(text)) if names else []
    starts = [token.idx for token in doc]
    spans = []
    cut = 0
    for paragraph in find_paragraphs(text) if paragraphs is None else paragraphs:
        first, last = (int(place) for place in np.searchsorted(starts, [paragraph.start, paragraph.end]))
        places = [place for place in range(first, last) if not columns.space[place]]
        if not places:
            continue
        spans.append(Span(doc, first, last, label=paragraph.kind))
        if paragraph.kind == "debris":
            columns.lay_flat(places)
        else:
            whole = paragraph.kind == "headline"
            for sentence in [places] if whole else _split(columns, places):
                cut += _read_sentence(columns, sentence, reader, known)
    columns.write()
    if len(spans) == 1 and spans[0].label_ == "headline" and _tells(spans[0]):
        spans = [Span(doc, spans[0].start, spans[0].end, label="body")]
    doc.spans["paragraphs"] = spans
    doc.user_data["cut_sentences"] = cut
    return doc


def _tells(line: Span) -> bool:
    """Whether a line without a stop, all that a text has, is a sentence: it has a subject, and a past or an auxiliary.

    Headlines tell in the present, leave the auxiliary out, or have capitals throughout.
    """
    words = [token for token in line if token.text[0].isalnum()]
    capitals = sum(token.text[0].isupper() for token in words)
    root = next((token for token in line if token.head.i == token.i and not token.is_space), None)
    if root is None or len(words) < _LEAST_WORDS or 2 * capitals > len(words):
        return False
    children = list(root.children)
    finite = root.morph.get("VerbForm", []) == ["Fin"] and root.morph.get("Tense", []) == ["Past"]
    finite |= any(str(child.dep_).startswith(("aux", "cop")) for child in children)
    return finite and any(str(child.dep_).startswith("nsubj") for child in children)


def _split(columns: Columns, places: list[int]) -> Iterator[list[int]]:
    """The tokens of each sentence of a paragraph of body text."""
    text, begins = "", []
    for place in places:
        text += " " * (bool(text) and columns.spaced[place])
        begins.append(len(text))
        text += columns.norms[place]
    for bounds in split_sentences(text):
        low, high = np.searchsorted(begins, bounds)
        if low < high:
            yield places[low:high]


def _read_sentence(columns: Columns, places: list[int], reader: Reader, known: Sequence[KnownName]) -> bool:
    """Fills the rows of one sentence; whether it had to be cut."""
    words = [columns.norms[place] for place in places]
    parts = cut_sentence(words, reader.count_subwords, reader.max_subwords)
    for start, end in parts:
        _read_part(columns, places[start:end], reader, known)
    return len(parts) > 1


def _read_part(columns: Columns, places: list[int], reader: Reader, known: Sequence[KnownName]) -> None:
    """Fills the rows of a sentence, or of a part of one, with each known name read as one word.

    A name of several words that the tagger finds and the parser tears apart is read again as one word: where the two
    disagree about an unknown name, the tagger is right.
    """
    words = [columns.norms[place] for place in places]
    spaced = [columns.spaced[place] for place in places]
    joined = _place_known(places, known)
    units = _join(len(places), joined)
    reading = reader.read(words, spaced, units)
    bounds = units or [(place, place + 1) for place in range(len(places))]
    torn = {}
    for first, last, kind in _find_torn(reading):
        start, end = bounds[first][0], bounds[last - 1][1]
        if joined.keys().isdisjoint(range(start, end)):
            torn[start] = end, kind
    if torn:
        joined |= torn
        bounds = _join(len(places), joined) or bounds
        reading = reader.read(words, spaced, bounds)
    columns.fill(places, bounds, reading)
    for start, (end, kind) in joined.items():
        columns.set_name(places[start:end], kind)
    columns.mend_names(places)


def _find_torn(reading: Reading) -> Iterator[KnownName]:
    """The names of several words of which several hang on words outside."""
    start = 0
    while start < len(reading.names):
        tag = reading.names[start]
        end = start + 1
        if tag != "O":
            while end < len(reading.names) and reading.names[end] == "I-" + tag[2:]:
                end += 1
            heads = reading.heads[start:end]
            outside = sum(not start <= head < end or head == place for place, head in enumerate(heads, start))
            if outside > 1:
                yield start, end, tag[2:]
        start = end


def _find_known(doc: Doc, found: Iterable[tuple[int, int, str | None]]) -> list[KnownName]:
    """Known names as token bounds, in order, not overlapping; the longest wins; what cuts a token is left out."""
    spans = []
    for start, end, kind in found:
        span = doc.char_span(start, end)
        if span is not None:
            spans.append((span.start, span.end, kind))
    taken: list[KnownName] = []
    used: set[int] = set()
    for first, last, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if not used.intersection(range(first, last)):
            used.update(range(first, last))
            taken.append((first, last, kind))
    return sorted(taken, key=lambda span: span[0])


def _place_known(places: list[int], known: Sequence[KnownName]) -> dict[int, tuple[int, str | None]]:
    """The known names of the sentence by their first word: its number → the end and the type."""
    if not known:
        return {}
    index = {place: number for number, place in enumerate(places)}
    names: dict[int, tuple[int, str | None]] = {}
    for first, last, kind in known:
        inside = [index[place] for place in range(first, last) if place in index]
        if inside and first >= places[0] and last - 1 <= places[-1]:
            names[inside[0]] = inside[-1] + 1, kind
    return names


def _join(count: int, joined: dict[int, tuple[int, str | None]]) -> list[tuple[int, int]] | None:
    """The bounds of the units of a sentence, with the words of each name in one; None without any name."""
    if not joined:
        return None
    units, place = [], 0
    while place < count:
        end = joined[place][0] if place in joined else place + 1
        units.append((place, end))
        place = end
    return units
