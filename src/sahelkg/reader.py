"""The reader's model: a sentence's words → tree, tags, features, lemmas and names. The door to onnxruntime.

Sentences run one by one: the model's dynamic quantisation takes its scale from all that it is given at once, and the
same sentence shall give the same result whatever stands beside it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sahelkg.bio import NameDecoder
from sahelkg.errors import ModelError
from sahelkg.lemmas import apply_rule
from sahelkg.nominals import FILE as NOMINALS
from sahelkg.nominals import NominalKinds
from sahelkg.relations import FILE as RELATIONS
from sahelkg.relations import RelationModel
from sahelkg.sieve import FILE as SIEVE
from sahelkg.sieve import PairSieve
from sahelkg.subwords import Encoded, SubwordTable
from sahelkg.trees import decode_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

MODEL_FOLDER = Path(__file__).parent / "model"
FORMAT = 1
"""The arrangement of inputs, outputs and tables that this module understands."""

_FILES = "model.onnx", "labels.json", "tokenizer.json", NOMINALS
_OUTPUTS = ["arcs", "label_dep", "label_head", "upos", "feats", "rules", "names", "vectors"]
_LAYERS = [f"layer{number}" for number in range(7)]
_KEPT_WORDS = 6_000  # of which what the encoder saw is kept: 20 MB


@dataclass(frozen=True)
class Reading:
    """What was read of one sentence, word by word. ``heads`` are word numbers; the root's is its own.

    ``rels`` are UD relations in lower case with their subtypes, ``upos`` and ``feats`` UD's; ``names`` are ``O`` or
    ``B-`` or ``I-`` and PER, ORG or LOC.
    """

    heads: list[int]
    rels: list[str]
    upos: list[str]
    feats: list[str]
    lemmas: list[str]
    names: list[str]
    kinds: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Seen:
    """What the encoder saw of a sentence, for what tells relations.

    Attributes:
        words: ``[word, width]``: its layers, mixed as the sieve wants them.
        subwords: ``[subword, width]``: the layer that the relation model reads on from.
        bounds: ``[word, 2]``, the first subword of each word and the one behind its last.
    """

    words: np.ndarray
    subwords: np.ndarray
    bounds: np.ndarray


class ModelReader:
    """Reads sentences with the model in ``folder``, by default the one that comes with the package.

    Args:
        folder: holds ``model.onnx``, ``labels.json``, ``tokenizer.json`` and ``nominals.npz``, and
            ``sieve.npz`` and ``relations.onnx`` if it tells relations.
        threads: threads within one sentence. One is best: sentences are short.

    Attributes:
        sieve: tells from what `recall` gives which pairs of mentions are worth reading; None where the folder holds none.
        relations: reads those; None likewise.

    Raises:
        ModelError: a file is missing, unreadable or of another format.
    """

    max_subwords = 250
    """A sentence of more is to be cut; the encoder itself ends at 512."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        for name in _FILES:
            if not (folder / name).is_file():
                raise ModelError(f"{folder}: no {name}; a folder with a model holds {', '.join(_FILES)}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(f"{folder}: the model cannot be read ({str(error).splitlines()[0]})") from error
        if labels.get("format") != FORMAT:
            raise ModelError(f"{folder}: a model of format {labels.get('format')}; this version reads format {FORMAT}")
        self._labels = labels
        self._feats = [label.partition(" ")[2] for label in labels["feats"]]
        self._names = NameDecoder(labels["names"])
        self._table = SubwordTable(tokenizer)
        self._kinds = NominalKinds(folder)
        self.relations: RelationModel | None = None
        self.sieve: PairSieve | None = None
        self._layers: list[str] = []
        if (folder / RELATIONS).is_file():
            self.relations, self.sieve = RelationModel(folder / RELATIONS), PairSieve(folder / SIEVE)
            mixed = [number for number, weight in enumerate(self.sieve.mix) if weight or number == self.relations.layer]
            self._layers = [_LAYERS[number] for number in mixed]
            self._weights = self.sieve.mix[mixed]
            self._read_on = mixed.index(self.relations.layer)
        self._seen: OrderedDict[tuple[str, ...], Seen] = OrderedDict()
        self._seen_words = 0

    def count_subwords(self, words: Sequence[str]) -> int:
        """How much of ``max_subwords`` the words take."""
        return 2 + sum(len(self._table.look_up(word)[0]) for word in words)

    def read(self, words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None = None) -> Reading:
        """Reads one sentence of at least one word.

        Args:
            words: the words in their normalised form.
            spaced: for each, whether white space stands before it.
            units: bounds ``[start, end)`` of what is to be read as one word, in order, covering all words; None
                where each word is one. What is read then has one entry per unit, with the lemma left empty where a
                unit has several words.
        """
        encoded = self._table.encode(words, spaced, units)
        found = self._session.run([*_OUTPUTS, *self._layers], _feed(encoded))
        arcs, label_dep, label_head, upos, feats, rules, names, vectors, *layers = found
        if layers:
            self._keep(words, spaced, self._gather(layers, self._table.encode(words, spaced) if units else encoded))
        heads = decode_heads(arcs)
        rels = self._find_rels(heads, label_dep, label_head)
        labels = self._labels
        lemma_rules = labels["rules"]
        bounds = [(i, i + 1) for i in range(len(words))] if units is None else units
        tags = [labels["upos"][tag] for tag in upos]
        return Reading(
            heads=[head - 1 if head else place for place, head in enumerate(heads.tolist())],
            rels=[labels["rels"][rel] for rel in rels],
            upos=tags,
            feats=[self._feats[feat] for feat in feats],
            lemmas=[
                apply_rule(words[start], lemma_rules[rule]) if end - start == 1 else ""
                for (start, end), rule in zip(bounds, rules, strict=True)
            ],
            names=self._names.decode(names),
            kinds=self._kinds.tell(vectors[1:], tags),
        )

    def score_names(self, words: Sequence[str], spaced: Sequence[bool]) -> np.ndarray:
        """The scores of O, B-PER, I-PER, B-ORG, I-ORG, B-LOC, I-LOC, one row per word."""
        return self._run(["names"], words, spaced, None)[0]

    def vectors(self, words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None = None) -> np.ndarray:
        """The encoder's vectors, one row per word or unit: first and last subword side by side.

        What a further head is to be built on, such as the relation between two mentions.
        """
        return self._run(["vectors"], words, spaced, units)[0][1:]

    def recall(self, words: Sequence[str], spaced: Sequence[bool]) -> Seen:
        """What the encoder saw of a sentence, for what tells relations.

        What was read lately is kept; else the sentence is read again, which gives the same.

        Args:
            words: as in `read`.
            spaced: as in `read`.

        Raises:
            ModelError: the folder holds no relation model.
        """
        if not self._layers:
            raise ModelError("this model has no part for relations: build with --rules-only")
        kept = self._seen.get(_key(words, spaced))
        if kept is not None:
            return kept
        encoded = self._table.encode(words, spaced)
        return self._gather(self._session.run(self._layers, _feed(encoded)), encoded)

    def layers(self, words: Sequence[str], spaced: Sequence[bool]) -> tuple[np.ndarray, Encoded]:
        """What each layer of the encoder gives, ``[layer, subword, width]``, and where the words lie in it.

        What a further part is taught with.
        """
        encoded = self._table.encode(words, spaced)
        return np.concatenate(self._session.run(_LAYERS, _feed(encoded))), encoded

    def _run(
        self, outputs: list[str], words: Sequence[str], spaced: Sequence[bool], units: Sequence[tuple[int, int]] | None
    ) -> list[np.ndarray]:
        found: list[np.ndarray] = self._session.run(outputs, _feed(self._table.encode(words, spaced, units)))
        return found

    def _gather(self, layers: list[np.ndarray], encoded: Encoded) -> Seen:
        first, last = encoded.first[1:], encoded.last[1:]
        mixed = sum(weight * layer[0] for weight, layer in zip(self._weights, layers, strict=True) if weight)
        words = (mixed[first] + mixed[last]) * np.float32(0.5)
        return Seen(words, layers[self._read_on][0], np.stack([first, last + 1], axis=1))

    def _keep(self, words: Sequence[str], spaced: Sequence[bool], seen: Seen) -> None:
        key = _key(words, spaced)
        if key in self._seen:
            self._seen.move_to_end(key)
        else:
            self._seen[key] = seen
            self._seen_words += len(words)
        while self._seen_words > _KEPT_WORDS:
            _, oldest = self._seen.popitem(last=False)
            self._seen_words -= len(oldest.words)

    def _find_rels(self, heads: np.ndarray, label_dep: np.ndarray, label_head: np.ndarray) -> list[int]:
        """The best relation to each head; ``root`` for the root and for nothing else."""
        count, width = len(heads), label_head.shape[1]
        dependents = label_dep.reshape(count, -1, width + 1)
        scores = (dependents[:, :, :width] @ label_head[heads][:, :, None])[:, :, 0] + dependents[:, :, width]
        root = self._labels["rels"].index("root")
        scores[:, root] = np.where(heads == 0, np.inf, -np.inf)
        found: list[int] = scores.argmax(axis=1).tolist()
        return found


def _feed(encoded: Encoded) -> dict[str, np.ndarray]:
    return {
        "subwords": encoded.subwords,
        "shapes": encoded.shapes,
        "first": encoded.first,
        "last": encoded.last,
    }


def _key(words: Sequence[str], spaced: Sequence[bool]) -> tuple[str, ...]:
    return (*words, "".join("+" if apart else "-" for apart in spaced))
