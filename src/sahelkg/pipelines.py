"""Another spaCy pipeline in place of the package's model, if its parser gives Universal Dependencies' labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sahelkg.errors import ModelError
from sahelkg.reader import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

EXPECTED = (
    "--model takes a folder with model.onnx, or an installed spaCy pipeline whose parser gives UD labels "
    "(nsubj, obj, obl, case …)"
)
_RELATIONS = (
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed "
    "flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp"
)
_NEEDED = {"nsubj", "obj", "obl", "case"}
_TYPES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


class PipelineReader:
    """Reads sentences with the spaCy pipeline of that name or in that folder.

    Raises:
        ModelError: there is no such pipeline, spaCy cannot load it, it has no parser, or it labels in another scheme.
    """

    max_subwords = 200

    def __init__(self, name: str) -> None:
        import spacy

        try:
            self._nlp = spacy.load(name)
        except Exception as error:
            raise ModelError(f"{name}: cannot be loaded ({str(error).splitlines()[0]}); {EXPECTED}") from error
        parser: Any = next((pipe for part, pipe in self._nlp.pipeline if "parser" in part), None)
        given = {label.partition(":")[0].lower() for label in getattr(parser, "labels", ())}
        odd = sorted(given - set(_RELATIONS.split()) - {"space"})
        if odd or not given >= _NEEDED:
            found = "no parser" if parser is None else f"it has {', '.join(odd[:5])}" if odd else "labels are missing"
            raise ModelError(f"{name}: does not label sentences with Universal Dependencies ({found}); {EXPECTED}")

    def count_subwords(self, words: Sequence[str]) -> int:
        """How many words."""
        return len(words)

    def read(
        self, words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None = None
    ) -> Reading:
        """Reads one sentence; a unit of several words is given to the pipeline as one token with blanks in it."""
        from spacy.tokens import Doc

        bounds = units or [(place, place + 1) for place in range(len(words))]
        doc = Doc(
            self._nlp.vocab,
            words=[" ".join(words[start:end]) for start, end in bounds],
            spaces=[*[spaced[start] for start, _ in bounds][1:], False],
            sent_starts=[place == 0 for place in range(len(bounds))],
        )
        for _, pipe in self._nlp.pipeline:
            doc = pipe(doc)
        return _reading_of(doc, bounds)


def _reading_of(doc: Doc, bounds: Sequence[tuple[int, int]]) -> Reading:
    """The pipeline's reading; where it saw several sentences, the later ones hang on the first."""
    root = next(token.i for token in doc if token.head.i == token.i)
    names = []
    for token in doc:
        kind = _TYPES.get(token.ent_type_)
        names.append(f"{token.ent_iob_}-{kind}" if kind else "O")
    top = [token.head.i == token.i for token in doc]
    return Reading(
        heads=[root if top[token.i] else token.head.i for token in doc],
        rels=["root" if token.i == root else "parataxis" if top[token.i] else token.dep_.lower() for token in doc],
        upos=[token.pos_ or "X" for token in doc],
        feats=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ if end - start == 1 else "" for token, (start, end) in zip(doc, bounds, strict=True)],
        names=names,
    )
