"""A document's annotation as columns, one entry per token, before it is written into the ``Doc`` at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from sahelkg.nominals import SPANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from sahelkg.reader import Reading

_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "POS", "TAG", "MORPH", "LEMMA", "NORM", "ENT_IOB", "ENT_TYPE"]
_IOB = {"B": 3, "O": 2, "I": 1}


class Columns:
    """The columns of one document. Heads are token numbers; a root's is its own."""

    def __init__(self, doc: Doc, norms: list[str]) -> None:
        self.doc = doc
        self.norms = norms
        self.space = [token.is_space for token in doc]
        blank = [token.whitespace_ != "" for token in doc]
        self.spaced = [place == 0 or blank[place - 1] or self.space[place - 1] for place in range(len(doc))]
        self._heads = list(range(len(doc)))
        self._rels = ["dep"] * len(doc)
        self._upos = ["X"] * len(doc)
        self._feats = [""] * len(doc)
        self._lemmas = list(norms)
        self._names = ["O"] * len(doc)
        self._kinds: dict[int, str] = {}

    def fill(self, places: Sequence[int], units: Sequence[tuple[int, int]], reading: Reading) -> None:
        """Writes the reading of the sentence of the tokens ``places``, a unit's into its first token."""
        tops = [places[start] for start, _ in units]
        for number, top in enumerate(tops):
            self._heads[top] = tops[reading.heads[number]]
            self._rels[top] = reading.rels[number]
            self._upos[top] = reading.upos[number]
            self._feats[top] = reading.feats[number]
            self._names[top] = reading.names[number]
            if reading.kinds and reading.kinds[number]:
                self._kinds[top] = reading.kinds[number]
            if reading.lemmas[number]:
                self._lemmas[top] = reading.lemmas[number]

    def set_name(self, places: Sequence[int], kind: str | None) -> None:
        """Makes the tokens one name, flat on the first, of the type given or of the one that was read."""
        top, *rest = places
        kind = kind or self._names[top][2:] or "ORG"
        self._names[top] = "B-" + kind
        self._upos[top] = "PROPN"
        for place in rest:
            mark = not any(character.isalnum() for character in self.norms[place])
            self._heads[place] = top
            self._rels[place], self._upos[place] = ("punct", "PUNCT") if mark else ("flat", "PROPN")
            self._feats[place] = "" if mark else "Number=Sing"
            self._names[place] = "I-" + kind

    def mend_names(self, places: Sequence[int]) -> None:
        """A name begins anew where what it would go on with is another."""
        before = "O"
        for place in places:
            tag = self._names[place]
            if tag.startswith("I-") and before[2:] != tag[2:]:
                self._names[place] = "B-" + tag[2:]
            before = tag

    def lay_flat(self, places: Sequence[int]) -> None:
        """Makes the tokens one sentence that was not parsed."""
        for place in places:
            self._heads[place] = places[0]
        self._rels[places[0]] = "root"

    def write(self) -> None:
        """Writes all columns into the document. White space hangs on the token before it, the first on what follows."""
        from spacy.tokens import Span

        if not self.norms:
            return
        self._attach_spaces()
        strings, morphology = self.doc.vocab.strings, self.doc.vocab.morphology
        add = lru_cache(maxsize=None)(strings.add)
        parse = lru_cache(maxsize=None)(morphology.add)
        tags = [add(tag) for tag in self._upos]
        table = [
            [head - place for place, head in enumerate(self._heads)],
            [add(rel) for rel in self._rels],
            tags,
            tags,
            [parse(feats) for feats in self._feats],
            [add(lemma) for lemma in self._lemmas],
            [add(norm) for norm in self.norms],
            [_IOB[name[0]] for name in self._names],
            [add(name[2:]) if name != "O" else 0 for name in self._names],
        ]
        array = np.empty((len(self.norms), len(table)), dtype=np.uint64)
        for number, column in enumerate(table):
            array[:, number] = np.array(column, dtype=np.int64 if number == 0 else np.uint64).astype(np.uint64)
        self.doc.from_array(list(_ATTRIBUTES), cast("Any", array))
        self.doc.spans[SPANS] = [Span(self.doc, place, place + 1, kind) for place, kind in sorted(self._kinds.items())]

    def _attach_spaces(self) -> None:
        before = next((place for place, space in enumerate(self.space) if not space), None)
        for place, space in enumerate(self.space):
            if not space:
                before = place
                continue
            self._heads[place] = 0 if before is None else before
            self._rels[place] = "root" if before is None and place == 0 else "space"
            self._upos[place] = "SPACE"
            following = next((other for other in range(place + 1, len(self.space)) if not self.space[other]), None)
            if following is not None and self._names[following].startswith("I-"):
                self._names[place] = self._names[following]  # a name goes on behind the blank
