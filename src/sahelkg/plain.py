"""A ``Doc`` as plain Python objects: the find stages ask each token a hundred times, and spaCy makes it anew each time.

What stands here is what those stages use; anything else of a ``Doc``, a token or a span is asked of spaCy's own.
"""

from __future__ import annotations

from functools import cached_property
from itertools import count, pairwise, repeat
from operator import add
from typing import TYPE_CHECKING, Any, cast, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_KEYS = {
    **{"text": "ORTH", "is_space": "ORTH", "norm_": "NORM", "lemma_": "LEMMA", "pos_": "POS", "dep_": "DEP"},
    **{"ent_type_": "ENT_TYPE", "morph": "MORPH"},
}
"""The attributes of a token that are strings and the like, and the column of a document that holds each one's key."""


def copy_plainly(doc: Doc) -> Doc:
    """The same document for reading, ten times as fast to look at; for what reads a document often.

    It is typed as what it stands for. It does not see what is changed in ``doc`` afterwards.

    Args:
        doc: an annotated article; one that is plain already is given back.
    """
    return doc if isinstance(doc, _Document) else cast("Doc", _Document(doc))


def list_column(doc: Doc, name: str) -> list[Any]:
    """An attribute of all tokens: "norm_", "lemma_", "pos_", "dep_", "idx", "length", or "head" by its number in the document.

    Args:
        doc: one of `copy_plainly`.
        name: the attribute.
    """
    column: list[Any] = cast("Any", doc).columns[name]
    return column


class _Document:
    """Tokens, sentences and text of a ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.columns: dict[str, list[Any]] = {}
        self._tokens, starts = _copy_tokens(self)
        self._sentences = [_Span(self, first, last) for first, last in pairwise([*starts, len(doc)])]
        for sentence in self._sentences:
            for token in self._tokens[sentence.start : sentence.end]:
                token.sent = sentence

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[_Token]:
        return iter(self._tokens)

    @overload
    def __getitem__(self, place: int) -> _Token: ...
    @overload
    def __getitem__(self, place: slice) -> _Span: ...
    def __getitem__(self, place: int | slice) -> _Token | _Span:
        if isinstance(place, slice):
            first, last, _ = place.indices(len(self._tokens))
            return _Span(self, first, max(first, last))
        return self._tokens[place]

    @property
    def sents(self) -> Iterator[_Span]:
        """The sentences in order."""
        return iter(self._sentences)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.doc, name)


class _Token:
    """A token; its attributes have spaCy's names."""

    __slots__ = (
        *("children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_space", "lemma_", "length", "morph", "norm_"),
        *("pos_", "sent", "text", "whitespace_"),
    )

    head: _Token
    sent: _Span

    def __init__(
        self,
        doc: _Document,
        i: int,
        idx: int,
        length: int,
        whitespace_: str,
        text: str,
        is_space: bool,
        norm_: str,
        lemma_: str,
        pos_: str,
        dep_: str,
        ent_type_: str,
        morph: _Features,
    ) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        self.length = length
        self.whitespace_ = whitespace_
        self.text = text
        self.is_space = is_space
        self.norm_ = norm_
        self.lemma_ = lemma_
        self.pos_ = pos_
        self.dep_ = dep_
        self.ent_type_ = ent_type_
        self.morph = morph
        self.children: list[_Token] = []

    def __len__(self) -> int:
        return self.length

    def __bool__(self) -> bool:
        return True

    @property
    def ancestors(self) -> Iterator[_Token]:
        """The heads above it, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, other: _Token) -> bool:
        """Whether another token hangs on it, over whatever else."""
        return any(above is self for above in other.ancestors)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.doc.doc[self.i], name)


class _Span:
    """The tokens ``[start, end)``."""

    def __init__(self, doc: _Document, start: int, end: int) -> None:
        self.doc = doc
        self.start = start
        self.end = end

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[_Token]:
        return iter(self.doc._tokens[self.start : self.end])

    def __getitem__(self, place: int) -> _Token:
        return self.doc._tokens[self.start : self.end][place]

    @property
    def text(self) -> str:
        """Its words, without the white space behind them."""
        if self.start >= self.end:
            return ""
        last = self.doc._tokens[self.end - 1]
        return self.doc.text[self.doc._tokens[self.start].idx : last.idx + last.length]

    @cached_property
    def root(self) -> _Token:
        """The token on which the others hang."""
        return self.doc._tokens[self.doc.doc[self.start : self.end].root.i]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.doc.doc[self.start : self.end], name)


class _Features(dict[str, list[str]]):
    """The morphological features of a token, each with its values."""

    def get(self, field: str, default: Any = None) -> Any:
        """The values of a feature, else the default, else none."""
        return super().get(field) or ([] if default is None else default)


def _copy_tokens(document: _Document) -> tuple[list[_Token], list[int]]:
    """The tokens of a document, and where its sentences start."""
    doc = document.doc
    if not len(doc):
        document.columns.update({name: [] for name in ("head", "idx", "length", *_KEYS)})
        return [], []
    asked = ["SENT_START", "HEAD", "SPACY", "IDX", "LENGTH", *_KEYS.values()]
    table = doc.to_array(cast("Any", asked)).astype(np.int64).T.tolist()
    begun, heads, blanks, *numbers = table[:5]
    starts = [place for place, begins in enumerate(begun) if begins == 1 or place == 0]
    columns = {name: _read_column(doc, name, keys) for name, keys in zip(_KEYS, table[5:], strict=True)}
    document.columns.update(columns, head=list(map(add, count(), heads)), idx=numbers[0], length=numbers[1])
    tokens = list(map(_Token, repeat(document), range(len(doc)), *numbers, map(" ".__mul__, blanks), *columns.values()))
    for token, head in zip(tokens, document.columns["head"], strict=True):
        token.head = tokens[head]
        if head != token.i:
            token.head.children.append(token)
    return tokens, starts


_READ: dict[str, dict[int, Any]] = {name: {} for name in _KEYS}  # attribute → what its keys stand for: hashes, thus for good
_MOST_READ = 100_000


def _read_column(doc: Doc, name: str, keys: list[int]) -> list[Any]:
    """An attribute of all tokens, asked of spaCy once for all that have the same key."""
    read = _READ[name]
    if len(read) > _MOST_READ:
        read.clear()
    if unread := set(keys) - read.keys():
        for place, key in enumerate(keys):
            if key in unread:
                value = getattr(doc[place], name)
                read[key] = _Features({field: value.get(field) for field in value.to_dict()}) if name == "morph" else value
                unread.remove(key)
    return [read[key] for key in keys]
