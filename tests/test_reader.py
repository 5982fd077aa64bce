"""The model itself: the same sentence gives the same result, trees are trees, offsets of subwords are right."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

from sahelkg.annotate import annotate_text
from sahelkg.lemmas import apply_rule, find_rule
from sahelkg.normal import normalise_text
from sahelkg.paragraphs import Paragraph
from sahelkg.reader import MODEL_FOLDER, ModelReader
from sahelkg.trees import decode_heads

NAMES = Path(__file__).parent / "data" / "names.txt"
SENTENCES = [
    re.sub(r"\[(?:PER|ORG|LOC) ([^\]]+)\]", r"\1", line).split()
    for line in NAMES.read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
][:30]


@pytest.fixture(scope="module")
def reader() -> ModelReader:
    return ModelReader()


def test_same_result_on_one_thread_and_on_two(reader: ModelReader) -> None:
    double = ModelReader(threads=2)
    for words in SENTENCES:
        spaced = [True] * len(words)
        assert reader.read(words, spaced) == double.read(words, spaced)
        assert np.array_equal(reader.vectors(words, spaced), double.vectors(words, spaced))


def test_same_result_whatever_was_read_before(reader: ModelReader) -> None:
    first = [reader.read(words, [True] * len(words)) for words in SENTENCES]
    again = [reader.read(words, [True] * len(words)) for words in reversed(SENTENCES)]
    assert first == again[::-1]


def test_sentence_alone_and_among_others(reader: ModelReader) -> None:
    texts = [
        "Rebels took Gao.",
        "The army, which had fled, came back in June with two helicopters.",
        "Niger left the bloc.",
    ]
    joined = " ".join(texts)
    doc = annotate_text(joined, reader, paragraphs=[Paragraph(0, len(joined))])
    for text, sentence in zip(texts, doc.sents, strict=True):
        alone = annotate_text(text, reader, paragraphs=[Paragraph(0, len(text))])
        assert [(t.text, t.dep_, t.head.i, t.tag_, t.lemma_, t.ent_iob_, str(t.morph)) for t in alone] == [
            (t.text, t.dep_, t.head.i - sentence.start, t.tag_, t.lemma_, t.ent_iob_, str(t.morph)) for t in sentence
        ]


def test_vectors_have_one_row_for_each_word_or_unit(reader: ModelReader) -> None:
    words = ["Burkina", "Faso", "left", "."]
    assert reader.vectors(words, [True] * 4).shape == (4, 768)
    assert reader.vectors(words, [True] * 4, [(0, 2), (2, 3), (3, 4)]).shape == (3, 768)


def test_units_are_read_as_one_word(reader: ModelReader) -> None:
    reading = reader.read(["Burkina", "Faso", "left", "."], [True] * 4, [(0, 2), (2, 3), (3, 4)])
    assert reading.rels[:2] == ["nsubj", "root"]
    assert reading.lemmas == ["", "leave", "."]


def test_model_is_small_and_loads_at_once() -> None:
    size = sum(file.stat().st_size for file in MODEL_FOLDER.iterdir() if file.is_file())
    assert size <= 40_000_000
    begun = time.process_time()
    ModelReader()
    assert time.process_time() - begun < 3  # a tenth of a second alone on a core


def _is_tree(heads: list[int]) -> bool:
    for word in range(1, len(heads) + 1):
        seen = set()
        while word:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word - 1]
    return heads.count(0) == 1


def test_any_scores_give_a_tree_with_one_root() -> None:
    chance = np.random.default_rng(7)
    for size in range(1, 30):
        for _ in range(20):
            assert _is_tree(decode_heads(chance.normal(size=(size, size + 1))).tolist())


def test_tree_is_the_best_one() -> None:
    from itertools import product

    chance = np.random.default_rng(3)
    for _ in range(60):
        scores = chance.normal(size=(4, 5))
        best = max(
            (heads for heads in product(range(5), repeat=4) if _is_tree(list(heads))),
            key=lambda heads: sum(scores[word, head] for word, head in enumerate(heads)),
        )
        assert decode_heads(scores).tolist() == list(best)


@pytest.mark.parametrize(
    ("form", "lemma", "upos"),
    [
        ("Fighters", "fighter", "NOUN"),
        ("was", "be", "AUX"),
        ("Mali", "Mali", "PROPN"),
        ("seized", "seize", "VERB"),
        ("better", "good", "ADJ"),
        ("JNIM", "JNIM", "PROPN"),
        ("'s", "be", "AUX"),
        ("ran", "run", "VERB"),
        ("N'T", "not", "PART"),
    ],
)
def test_rule_gives_the_lemma_that_it_was_found_from(form: str, lemma: str, upos: str) -> None:
    assert apply_rule(form, find_rule(form, lemma, upos)) == lemma


def test_normalised_text_keeps_its_offsets() -> None:
    text = "a\u00adb \ufb03x\u200b“y”"
    normal = normalise_text(text)
    assert normal.text == 'ab ffix"y"'
    assert [text[slice(*normal.original(i, i + 1))] for i in range(len(normal.text))] == [
        "a",
        "b",
        " ",
        "\ufb03",
        "\ufb03",
        "\ufb03",
        "x",
        "“",
        "y",
        "”",
    ]
