"""Lemmas that a reader got wrong are mended, and those that it got right are left alone."""

from __future__ import annotations

import pytest

from sahelkg.lexicon import load_lexicon
from sahelkg.ontology import load_ontology
from sahelkg.wordforms import list_bases, load_word_forms

FORMS = load_word_forms(load_ontology())


@pytest.mark.parametrize(
    ("form", "lemma", "part_of_speech", "expected"),
    [
        ("kidnapped", "kidnapp", "verb", "kidnap"),
        ("seized", "seiz", "verb", "seize"),
        ("severed", "severe", "verb", "sever"),
        ("occupied", "occupi", "verb", "occupy"),
        ("withdrawn", "withdra", "verb", "withdraw"),
        ("overran", "overran", "verb", "overrun"),
        ("tied", "ti", "verb", "tie"),
        ("relies", "relie", "verb", "rely"),
        ("vying", "vy", "verb", "vie"),
        ("clashes", "clashe", "noun", "clash"),
        ("lives", "live", "noun", "life"),
        ("allies", "allie", "noun", "ally"),
    ],
)
def test_wrong_lemma_is_mended(form: str, lemma: str, part_of_speech: str, expected: str) -> None:
    assert FORMS.find_lemma(form, lemma, part_of_speech) == expected


@pytest.mark.parametrize(
    ("form", "lemma", "part_of_speech"),
    [
        ("found", "find", "verb"),  # never "found" where the reader says otherwise
        ("founded", "found", "verb"),
        ("left", "leave", "verb"),
        ("warehouses", "warehouse", "noun"),
        ("blossomed", "blossom", "verb"),
        ("fellow", "fellow", "noun"),
        ("early", "early", "adjective"),
    ],
)
def test_right_lemma_is_left_alone(form: str, lemma: str, part_of_speech: str) -> None:
    assert FORMS.find_lemma(form, lemma, part_of_speech) == lemma


def test_a_lemma_that_the_lexicon_lacks_is_not_invented() -> None:
    assert FORMS.find_lemma("zzorked", "zzork", "verb") == "zzork"
    assert FORMS.find_lemma("zzorked", "zzor", "verb") == "zzor"


def test_every_form_of_every_verb_of_the_lexicon_leads_back_to_one_of_its_lemmas() -> None:
    heads = {one.head for unit in load_lexicon(load_ontology()).units if unit.part_of_speech == "verb"
             for one in unit.expressions}  # fmt: skip
    for head in sorted(heads):
        third = head[:-1] + "ies" if head.endswith("y") and head[-2] not in "aeiou" else head + "s"
        assert FORMS.find_lemma(third, "?", "verb") in heads, third
        assert head in list_bases(third, "verb")


def test_words_without_a_rule_stay_as_they_are() -> None:
    assert list(list_bases("active", "adjective")) == ["active"]
