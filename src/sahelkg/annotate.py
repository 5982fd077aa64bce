"""Article → spaCy ``Doc``: tokens, sentences, trees, tags, features, lemmas and names, by the model of the package.

The document's text is the article's text, so that ``token.idx`` is the offset in it; ``token.norm_`` is the token's
normalised form. ``doc.spans["paragraphs"]`` holds the paragraphs, labelled body, headline, caption or debris. What is
debris is not parsed: such a paragraph is one flat sentence. ``doc.user_data`` has ``cut_sentences``, the number of
sentences that were longer than the encoder takes and were cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sahelkg.errors import ModelError
from sahelkg.normal import Normal, normalise_text
from sahelkg.paragraphs import Paragraph, find_paragraphs
from sahelkg.reader import ModelReader, Reading
from sahelkg.sentences import cut_sentence, split_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from sahelkg.records import Article

Gazetteer = Callable[[str], Iterable[tuple[int, int, str | None]]]
"""Gives the known names in a text: start, end, and PER, ORG, LOC, or None where the model is to tell."""

UD_RELATIONS = frozenset(
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed "
    "flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp".split()
)


class Reader(Protocol):
    """What reads a sentence; see `sahelkg.reader.ModelReader`, which is one."""

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
        name: a folder or an installed spaCy pipeline whose parser gives Universal Dependencies' labels.

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
    normal = normalise_text(text)
    doc, norms = _tokenise(text, normal)
    table = _Table(doc, norms)
    known = _known_spans(doc, names(text)) if names else []
    starts = [token.idx for token in doc]
    spans = []
    for paragraph in find_paragraphs(text) if paragraphs is None else paragraphs:
        first = int(np.searchsorted(starts, paragraph.start))
        last = int(np.searchsorted(starts, paragraph.end))
        if first == last:
            continue
        spans.append((first, last, paragraph.kind))
        for sentence in _sentences(table, first, last, paragraph):
            _read_sentence(table, sentence, reader, known, parse=paragraph.kind != "debris")
    table.fill(spans)
    return doc


class _Table:
    """The document's annotation as columns, before it is written into the ``Doc`` at once."""

    def __init__(self, doc: Doc, norms: list[str]) -> None:
        self.doc = doc
        self.norms = norms
        self.space = [token.is_space for token in doc]
        self.heads = list(range(len(doc)))
        self.rels = ["dep"] * len(doc)
        self.upos = ["X"] * len(doc)
        self.feats = [""] * len(doc)
        self.lemmas = list(norms)
        self.names = ["O"] * len(doc)
        self.cut = 0

    def fill(self, paragraphs: list[tuple[int, int, str]]) -> None:
        """Writes the columns into the document."""
        from spacy.tokens import Span

        doc = self.doc
        if len(doc):
            self._attach_spaces()
            strings, morphology = doc.vocab.strings, doc.vocab.morphology
            add = lru_cache(maxsize=None)(strings.add)
            features = lru_cache(maxsize=None)(morphology.add)
            columns = [
                [head - place for place, head in enumerate(self.heads)],
                [add(rel) for rel in self.rels],
                [add(tag) for tag in self.upos],
                [add(tag) for tag in self.upos],
                [features(feat) for feat in self.feats],
                [add(lemma) for lemma in self.lemmas],
                [add(norm) for norm in self.norms],
                [{"B": 3, "I": 1, "O": 2}[name[0]] for name in self.names],
                [add(name[2:]) if name != "O" else 0 for name in self.names],
            ]
            array = np.empty((len(doc), len(columns)), dtype=np.uint64)
            for number, column in enumerate(columns):
                array[:, number] = np.array(column, dtype=np.int64 if number == 0 else np.uint64).astype(np.uint64)
            doc.from_array(["HEAD", "DEP", "POS", "TAG", "MORPH", "LEMMA", "NORM", "ENT_IOB", "ENT_TYPE"], array)
        doc.spans["paragraphs"] = [Span(doc, first, last, label=kind) for first, last, kind in paragraphs]
        doc.user_data["cut_sentences"] = self.cut

    def _attach_spaces(self) -> None:
        """White space hangs on the token before it, at the very beginning on the one after it."""
        words = [place for place, space in enumerate(self.space) if not space]
        before = None
        for place, space in enumerate(self.space):
            if space:
                self.heads[place] = before if before is not None else words[0] if words else 0
                self.rels[place], self.upos[place] = ("space", "SPACE") if words or place else ("root", "SPACE")
            else:
                before = place


def _tokenise(text: str, normal: Normal) -> tuple[Doc, list[str]]:
    """spaCy's tokens of the normalised text, as a ``Doc`` of the original one, and their normalised forms."""
    from spacy.tokens import Doc

    nlp = _english()
    tokens = nlp.tokenizer(normal.text)
    norms = [token.text for token in tokens]
    if normal.text == text:
        return tokens, norms
    words: list[str] = []
    spaces: list[bool] = []
    forms: list[str] = []
    place = 0
    for token, norm in zip(tokens, norms, strict=True):
        if token.is_space:
            continue
        start, end = normal.original(token.idx, token.idx + len(norm))
        start = max(start, place)
        if start >= end:
            continue  # the second half of a ligature that belongs to the token before
        _add_gap(text[place:start], words, spaces, forms)
        words.append(text[start:end])
        spaces.append(False)
        forms.append(norm)
        place = end
    _add_gap(text[place:], words, spaces, forms)
    return Doc(nlp.vocab, words=words, spaces=spaces), forms


def _add_gap(gap: str, words: list[str], spaces: list[bool], forms: list[str]) -> None:
    """What lies between two tokens: one blank belongs to the token before; all else is a token of white space."""
    if gap.startswith(" ") and words and not spaces[-1]:
        spaces[-1] = True
        gap = gap[1:]
    if not gap:
        return
    if gap.strip() and not normalise_text(gap).text.strip() and words and not gap.strip().isspace():
        visible = gap.rstrip()
        if not normalise_text(visible).text:  # invisible characters alone: a part of the token before
            if not spaces[-1]:
                words[-1] += visible
                gap = gap[len(visible) :]
                _add_gap(gap, words, spaces, forms)
                return
    words.append(gap)
    spaces.append(False)
    forms.append(" ")


@lru_cache(maxsize=1)
def _english() -> Language:
    import spacy

    return spacy.blank("en")


def _sentences(table: _Table, first: int, last: int, paragraph: Paragraph) -> Iterator[list[int]]:
    """The tokens of each sentence of the paragraph, white space left out."""
    places = [place for place in range(first, last) if not table.space[place]]
    if paragraph.kind in {"debris", "headline"}:
        if places:
            yield places
        return
    text, begins = "", []
    doc = table.doc
    before = -1
    for place in places:
        text += " " * (before >= 0 and (doc[before].whitespace_ != "" or place > before + 1))
        begins.append(len(text))
        text += table.norms[place]
        before = place
    for start, end in split_sentences(text):
        low, high = np.searchsorted(begins, [start, end])
        if low < high:
            yield places[low:high]


def _read_sentence(
    table: _Table, places: list[int], reader: Reader, known: Sequence[tuple[int, int, str | None]], *, parse: bool
) -> None:
    """Fills the rows of one sentence."""
    words = [table.norms[place] for place in places]
    if not parse:
        for place in places:
            table.heads[place] = places[0]
        table.rels[places[0]] = "root"
        return
    doc = table.doc
    spaced = [place == 0 or doc[place - 1].whitespace_ != "" or table.space[place - 1] for place in places]
    parts = cut_sentence(words, reader.count_subwords, reader.max_subwords)
    table.cut += len(parts) > 1
    for start, end in parts:
        _read_part(table, places[start:end], words[start:end], spaced[start:end], reader, known)


def _read_part(
    table: _Table, places: list[int], words: list[str], spaced: list[bool], reader: Reader,
    known: Sequence[tuple[int, int, str | None]],
) -> None:
    units, kinds = _join_known(places, known)
    reading = reader.read(words, spaced, units)
    bounds = units or [(place, place + 1) for place in range(len(places))]
    tops = [places[start] for start, _ in bounds]
    for number, (start, end) in enumerate(bounds):
        top = tops[number]
        table.heads[top] = tops[reading.heads[number]]
        table.rels[top] = reading.rels[number]
        table.upos[top] = reading.upos[number]
        table.feats[top] = reading.feats[number]
        table.names[top] = reading.names[number]
        if end - start == 1 and reading.lemmas[number]:
            table.lemmas[top] = reading.lemmas[number]
        kind = kinds.get(start, "") if units else ""
        if kind is None:
            kind = reading.names[number][2:] or "ORG"
        if kind:
            table.names[top] = "B-" + kind
            table.upos[top] = "PROPN"
            for place in places[start + 1 : end]:
                mark = not any(character.isalnum() for character in table.norms[place])
                table.heads[place] = top
                table.rels[place] = "punct" if mark else "flat"
                table.upos[place] = "PUNCT" if mark else "PROPN"
                table.names[place] = "I-" + kind
    _mend_names(table, places)


def _mend_names(table: _Table, places: list[int]) -> None:
    """A name after which another of the same type goes on must begin anew."""
    before = "O"
    for place in places:
        tag = table.names[place]
        if tag.startswith("I-") and before[2:] != tag[2:]:
            table.names[place] = "B-" + tag[2:]
        before = table.names[place]


def _known_spans(doc: Doc, found: Iterable[tuple[int, int, str | None]]) -> list[tuple[int, int, str | None]]:
    """Known names as token bounds, in order, not overlapping; the longest wins; what cuts a token is left out."""
    spans = []
    for start, end, kind in found:
        span = doc.char_span(start, end)
        if span is not None:
            spans.append((span.start, span.end, kind))
    taken: list[tuple[int, int, str | None]] = []
    used: set[int] = set()
    for first, last, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if not used.intersection(range(first, last)):
            used.update(range(first, last))
            taken.append((first, last, kind))
    return sorted(taken, key=lambda span: span[0])


def _join_known(
    places: list[int], known: Sequence[tuple[int, int, str | None]]
) -> tuple[list[tuple[int, int]] | None, dict[int, str | None]]:
    """The sentence's units and the types of those that are known names, by their first word."""
    low, high = places[0], places[-1]
    index = {place: number for number, place in enumerate(places)}
    names = {}
    for first, last, kind in known:
        inside = [index[place] for place in range(first, last) if place in index]
        if low <= first and last - 1 <= high and inside:
            names[inside[0]] = inside[-1] + 1, kind
    if not names:
        return None, {}
    units, place = [], 0
    while place < len(places):
        end = names[place][0] if place in names else place + 1
        units.append((place, end))
        place = end
    return units, {start: kind for start, (_, kind) in names.items()}


class PipelineReader:
    """Reads sentences with an installed spaCy pipeline whose parser gives Universal Dependencies' labels.

    Raises:
        ModelError: no pipeline of that name is installed, it has no parser, or it labels in another scheme.
    """

    max_subwords = 200

    def __init__(self, name: str) -> None:
        import spacy

        expected = "--model takes a folder with model.onnx, or a spaCy pipeline whose parser gives UD labels (nsubj, obl, case …)"
        try:
            self._nlp = spacy.load(name)
        except Exception as error:
            raise ModelError(f"{name}: cannot be loaded ({str(error).splitlines()[0]}); {expected}") from error
        labels = {
            label.partition(":")[0].lower() for pipe in self._nlp.pipe_labels.values() for label in pipe
            if re.fullmatch(r"[A-Za-z]+(:[a-z]+)?", label)
        }
        parser: Any = next((self._nlp.get_pipe(pipe) for pipe in ("parser", "experimental_biaffine_parser") if self._nlp.has_pipe(pipe)), None)
        given = {label.partition(":")[0].lower() for label in getattr(parser, "labels", labels)}
        if parser is None or not {"nsubj", "obl", "case", "obj"} <= given or not given <= UD_RELATIONS | {"space"}:
            odd = ", ".join(sorted(given - UD_RELATIONS)[:5]) or "no parser"
            raise ModelError(f"{name}: does not label sentences with Universal Dependencies ({odd}); {expected}")

    def count_subwords(self, words: Sequence[str]) -> int:
        """Its words."""
        return len(words)

    def read(
        self, words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None = None
    ) -> Reading:
        """Reads one sentence, a unit by its first word."""
        from spacy.tokens import Doc

        bounds = units or [(place, place + 1) for place in range(len(words))]
        spaces = [spaced[start] for start, _ in bounds][1:] + [False]
        doc = Doc(self._nlp.vocab, words=[" ".join(words[start:end]) for start, end in bounds], spaces=spaces)
        for place, token in enumerate(doc):
            token.is_sent_start = place == 0
        for _, pipe in self._nlp.pipeline:
            doc = pipe(doc)
        return _reading_of(doc, bounds)


def _reading_of(doc: Doc, bounds: Sequence[tuple[int, int]]) -> Reading:
    root = next(token.i for token in doc if token.head is token or token.head.i == token.i)
    types = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "NORP": "", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
    names = []
    for token in doc:
        kind = types.get(token.ent_type_, "")
        names.append(f"{'B' if token.ent_iob_ == 'B' else 'I'}-{kind}" if kind else "O")
    return Reading(
        heads=[token.i if token.i == root else root if token.head.i == token.i else token.head.i for token in doc],
        rels=[
            "root" if token.i == root else "parataxis" if token.head.i == token.i else token.dep_.lower() for token in doc
        ],
        upos=[token.pos_ or "X" for token in doc],
        feats=[str(token.morph) for token in doc],
        lemmas=[
            token.lemma_ if end - start == 1 else "" for token, (start, end) in zip(doc, bounds, strict=True)
        ],
        names=names,
    )
