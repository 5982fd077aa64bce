"""Rules and the learnt component together: what it may add, and what it must never do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sahelkg import extract
from sahelkg.annotate import annotate_text, load_reader
from sahelkg.errors import ModelError
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.joining import ALONE, OTHERWISE
from sahelkg.keys import key_statements
from sahelkg.ontology import load_ontology
from sahelkg.pairs import pair_mentions
from sahelkg.reader import MODEL_FOLDER, ModelReader
from sahelkg.records import Article, Evidence, Status
from sahelkg.relations import FILE, RelationModel, mark_pair
from sahelkg.sieve import FILE as SIEVE
from sahelkg.sieve import PairSieve

DATA = Path(__file__).parent / "data"
ONTOLOGY = load_ontology()
THRESHOLDS = RelationModel(MODEL_FOLDER / FILE).confidences
Read = Callable[[str], tuple[list[Evidence], list[Evidence]]]


def load_rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def read() -> Read:
    """Reads a text: the evidence of the rules alone, and of both."""
    reader = load_reader()

    def read_twice(text: str) -> tuple[list[Evidence], list[Evidence]]:
        doc = annotate_text(text, reader, lambda part: find_parser_names(part, ONTOLOGY))
        article = Article(id="sentence", text=text)
        alone = extract_article(article, doc, ONTOLOGY).evidence
        return list(alone), list(extract_article(article, doc, ONTOLOGY, reader).evidence)

    return read_twice


def content(evidence: Evidence) -> tuple[object, ...]:
    return (
        evidence.subject.entity,
        evidence.predicate,
        evidence.object.entity,
        evidence.status,
        evidence.rule,
        evidence.start,
        evidence.end,
        tuple(source.entity for source in evidence.sources),
    )


def is_bare(evidence: Evidence) -> bool:
    return evidence.status in {Status.ASSERTED, Status.CLAIMED} and not evidence.accusation


@pytest.mark.parametrize("name", ["status.jsonl", "nothing.jsonl", "direction.jsonl"])
def test_rules_keep_what_they_said_and_what_is_added_is_marked(read: Read, name: str) -> None:
    added = 0
    for row in load_rows(name)[::3]:
        rules, both = read(row["text"])
        learnt = [one for one in both if one.rule == ALONE]
        assert sorted(map(str, map(content, rules))) == sorted(str(content(one)) for one in both if one not in learnt)
        added += len(learnt)
        for one in learnt:
            assert one.confidence is not None
            assert one.confidence >= 0.2
            assert one.second is None
            assert row["text"][one.start : one.end] == one.quote
            assert one.start <= min(one.subject.start, one.object.start) < max(one.subject.end, one.object.end) <= one.end
            relation = ONTOLOGY.relations[one.predicate]
            for mention, wanted in ((one.subject, relation.domain), (one.object, relation.range)):
                assert not mention.kind or ONTOLOGY.is_kind(mention.kind, wanted)
        assert {one.second for one in both} <= {None, ALONE, OTHERWISE}
    assert name == "nothing.jsonl" or added


def test_who_somebody_is_has_no_type(read: Read) -> None:
    for text in (
        "Hadiza Bukar teaches at the University of Diffa and lives in Maradi.",
        "Field Marshal Khalifa Haftar, who leads the Libyan National Army, was in Benghazi on Friday.",
        "The garrison of the Malian army at Anefis is led by Colonel Famouke Camara.",
    ):
        found = [one for one in read(text)[1] if ONTOLOGY.relations[one.predicate].plover is None]
        assert found
        assert {one.plover for one in found} == {None}


def test_what_a_rule_said_keeps_its_type(read: Read) -> None:
    """An ambassador called home for talks is no meeting, whatever the words beside it look like."""
    rules, both = read("After the vote Belgium recalled its ambassador from Mali for consultations and a long talk.")
    told = [one for one in rules if one.predicate == "brokeTiesWith"]
    assert told
    assert [one.plover for one in told] == [one.plover for one in both if one.predicate == "brokeTiesWith"]


def test_a_unit_may_have_a_type_of_its_own(read: Read) -> None:
    """An agreement signed is SUPPORT, one that is only promised what the relation has for that."""
    withdrawn, _ = read("After the vote Belgium pulled its peacekeepers out of Mali before the end of their mandate.")
    assert [one.plover for one in withdrawn if one.predicate == "withdrewFrom"] == ["SANCTION"]
    signed = read("Niger and Turkey signed an agreement on the training of officers in Niamey on Tuesday.")
    promised = read("Niger and Turkey will sign an agreement on the training of officers in Niamey on Tuesday.")
    assert [{one.plover for one in found if one.predicate == "agreedWith"} for found in signed] == [{"SUPPORT"}, {"SUPPORT"}]
    assert {one.plover for one in promised[0] if one.predicate == "agreedWith"} == {None}


def test_the_usual_type_is_not_written_again(read: Read) -> None:
    for text, relation in (
        ("JNIM fighters attacked the barracks of the Malian army at Boni on Monday.", "attacked"),
        ("The Malian government accused Algeria of sheltering rebels in the border towns.", "accused"),
    ):
        assert [one.plover for one in read(text)[1] if one.predicate == relation] == [None]


@pytest.mark.parametrize(
    ("text", "relation", "name"),
    [
        ("JNIM said on Sunday that it had attacked the barracks at Boni.", "attacked", "JNIM"),
        ("Malian troops began their assault on Kidal before sunrise on Tuesday.", "attacked", "Malian troops"),
    ],
)
def test_a_pronoun_gives_way_to_the_name_in_its_sentence(read: Read, text: str, relation: str, name: str) -> None:
    (one,) = [one for one in read(text)[0] if one.predicate == relation]
    assert one.subject.text == name
    assert one.quote.startswith(name)


def test_a_pronoun_stays_where_its_sentence_has_no_name(read: Read) -> None:
    text = "JNIM has camps in the forest of Wagadou. On Sunday it attacked the barracks at Boni."
    (one,) = [one for one in read(text)[0] if one.predicate == "attacked"]
    assert (one.subject.text, one.subject.entity) == ("it", "ent:jnim")


def test_what_is_denied_planned_possible_or_open_is_never_bare(read: Read) -> None:
    loud = []
    for row in load_rows("status.jsonl"):
        if row["status"] in {"asserted", "claimed"} and not row.get("accusation"):
            continue
        loud += [
            f"{one.subject.text} {one.predicate} {one.object.text}, {one.status}: {row['text']}"
            for one in read(row["text"])[1]
            if one.rule == ALONE and is_bare(one) and one.predicate == row["p"]
        ]
    assert not loud, "\n".join(loud)


def test_where_nothing_is_said_nothing_is_added(read: Read) -> None:
    loud = [
        f"{one.subject.text} {one.predicate} {one.object.text}: {row['text']}"
        for row in load_rows("nothing.jsonl")
        for one in read(row["text"])[1]
        if one.rule == ALONE and is_bare(one) and {one.subject.label, one.object.label} == set(row["names"])
    ]
    assert not loud, "\n".join(loud)


SOUNDS_LIKE = [
    "Tunisia surrendered a lead of a goal to Mali in the last minute.",
    "Chad imposed a ban on an old cook from Niger whose stew had burnt.",
]


@pytest.mark.parametrize("text", SOUNDS_LIKE)
def test_what_only_sounds_like_it_is_told_by_no_rule(read: Read, text: str) -> None:
    assert read(text)[0] == []


@pytest.mark.xfail(strict=True, reason="the learnt component has not been taught these yet")
@pytest.mark.parametrize("text", SOUNDS_LIKE)
def test_what_only_sounds_like_it_is_not_told(read: Read, text: str) -> None:
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The African Union demanded the immediate release of President Bazoum in a short statement.", "ent:mohamed-bazoum"),
        ("Chad's president Mahamat Idriss Déby and his guest Assimi Goïta signed two agreements on roads.", "ent:chad"),
    ],
)
def test_whose_somebody_is_and_who_is_asked_for_take_no_part(read: Read, text: str, entity: str) -> None:
    told = [one for one in read(text)[1] if ONTOLOGY.relations[one.predicate].event_class]
    assert [one for one in told if entity in {one.subject.entity, one.object.entity}] == []


@pytest.mark.parametrize("text", ["France no longer trains the Chadian army.", "France will no longer train the Chadian army."])
def test_a_state_that_is_over_is_not_told_anew(read: Read, text: str) -> None:
    assert [one for one in read(text)[1] if one.predicate == "trains"] == []


def test_rules_only_leaves_out_what_is_learnt() -> None:
    text = "JNIM fighters attacked the barracks of the Malian army at Boni on Monday, and Mali accused Algeria of helping them."
    alone = extract(text, rules_only=True)
    assert [(one.confidence, one.second) for one in alone] == [(None, None)] * len(alone)
    assert ALONE not in {one.rule for one in alone}
    assert any(one.confidence is not None for one in extract(text))
    article = Article(id="a", text=text)
    assert key_statements(article, ONTOLOGY, "m") != key_statements(article, ONTOLOGY, "m", rules_only=True)


def test_same_sentence_same_scores_read_now_or_again() -> None:
    """What the encoder saw is the same whether it is remembered or read anew."""
    words, spaced = ["The", "army", "killed", "two", "raiders", "near", "Boni", "."], [*[True] * 7, False]
    fresh, other = ModelReader(), ModelReader()
    other.read(words, spaced, [(0, 2), *((place, place + 1) for place in range(2, 8))])
    one, two = fresh.recall(words, spaced), other.recall(words, spaced)
    assert np.array_equal(one.words, two.words)
    assert np.array_equal(one.subwords, two.subwords)
    assert one.bounds.tolist() == two.bounds.tolist()


def test_scores_do_not_depend_on_the_other_pairs() -> None:
    reader = ModelReader()
    assert reader.relations is not None
    words = ["Rebels", "of", "the", "north", "attacked", "the", "town", "and", "the", "army", "fled", "."]
    seen = reader.recall(words, [True] * len(words))
    first, second = ((1, 5), (6, 8)), ((1, 5), (9, 11))
    together = reader.relations.score(seen.subwords, [first, None, second])
    alone = reader.relations.score(seen.subwords, [second])
    assert np.array_equal(together.relations[2], alone.relations[0])
    assert np.array_equal(together.statuses[2], alone.statuses[0])
    assert np.allclose(together.relations.sum(axis=1), 1, atol=1e-5)
    assert together.relations[1].tolist() == [1, *[0] * len(reader.relations.confidences.labels)]  # what is not read holds nothing


@pytest.mark.parametrize(
    ("text", "relation", "turned"),
    [
        ("France accused Mali .", "accused", False),
        ("France was accused by Mali .", "accused", True),
        ("Rebels captured Kidal .", "captured", False),
        ("Kidal was captured by rebels .", "captured", True),
        ("Police arrested Diarra .", "detained", False),
        ("Diarra was arrested by police .", "detained", True),
    ],
)
def test_direction_is_read_from_the_sentence(text: str, relation: str, turned: bool) -> None:
    reader = ModelReader()
    assert reader.relations is not None
    words = text.split()
    seen = reader.recall(words, [True] * len(words))
    ends = tuple(seen.bounds[0].tolist()), tuple(seen.bounds[-2].tolist())
    label = reader.relations.confidences.labels[int(reader.relations.score(seen.subwords, [ends]).relations[0].argmax()) - 1]
    assert (label.relation, label.reversed) == (relation, turned)


def test_sieve_does_not_depend_on_the_other_sentences() -> None:
    reader = ModelReader()
    assert reader.sieve is not None
    sentences = []
    for text, tree, mentions in (
        ("Rebels attacked Boni .", [1, 1, 1, 1], [(0, 1, 0), (2, 3, 2)]),
        (
            "Niger and Mali , which left the bloc , accused France .",
            [9, 2, 0, 0, 5, 2, 7, 5, 0, 9, 9, 9],
            [(0, 1, 0), (2, 3, 2), (10, 11, 10)],
        ),
    ):
        words = text.split()
        sentences.append((reader.recall(words, [True] * len(words)).words, pair_mentions(tree, mentions)))
    for some, one in zip(reader.sieve.sift(sentences), sentences, strict=True):
        assert some.shape == (len(one[1].left), len(reader.sieve.confidences.labels) + 1)
        assert np.allclose(some, reader.sieve.sift([one])[0], atol=1e-5)


def test_far_words_are_not_read_for_a_pair() -> None:
    kept, marks, marked = mark_pair(100, (40, 42), (44, 45))
    assert kept.tolist() == [0, *range(32, 53)]
    assert [(place, mark) for place, mark in zip(kept.tolist(), marks.tolist(), strict=True) if mark] == [(40, 1), (41, 1), (44, 2)]
    assert kept[marked].tolist() == [0, 40, 41, 44]
    assert mark_pair(5, (1, 4), (2, 3))[1].tolist() == [0, 1, 2, 1, 0]


def test_pairs_of_a_mention_within_another() -> None:
    pairs = pair_mentions([1, 2, 2, 2], [(0, 3, 2), (0, 1, 0), (3, 4, 3)])
    assert (pairs.left.tolist(), pairs.right.tolist()) == ([0, 0, 1], [1, 2, 2])
    assert pairs.distance.tolist() == [0, 1, 3]
    assert pair_mentions([0], [(0, 1, 0)]).places.shape == (0, 1)
    assert pair_mentions([1, 1], [(0, 1, 0), (0, 1, 0)]).places.shape == (0, 2)


def test_confidence_grows_with_the_share() -> None:
    model = RelationModel(MODEL_FOLDER / FILE).confidences
    for relation in ("attacked", "locatedIn"):
        found = [model.calibrate(relation, share / 20) for share in range(21)]
        assert found == sorted(found)
        assert 0 <= found[0] <= found[-1] <= 1


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    for kind, file in ((RelationModel, FILE), (PairSieve, SIEVE)):
        (tmp_path / file).write_bytes(b"no model")
        with pytest.raises(ModelError, match=file):
            kind(tmp_path / file)
