"""The shipped model on sentences of this field, and what `annotate` promises about offsets, spaces and bounds."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelkg.annotate import annotate, annotate_text, load_reader
from sahelkg.errors import ModelError
from sahelkg.paragraphs import Paragraph
from sahelkg.reader import MODEL_FOLDER
from sahelkg.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.tokens import Doc


def parse(text: str, *known: tuple[str, str | None]) -> Doc:
    """The text as one paragraph, with the names given handed over as known."""

    def names(text: str) -> list[tuple[int, int, str | None]]:
        return [(text.index(name), text.index(name) + len(name), kind) for name, kind in known]

    return annotate_text(text, load_reader(), names if known else None, [Paragraph(0, len(text))])


# Each relation is "word relation head"; "word#2" is the second such word, ROOT the root.
SENTENCES = [
    ("Gunmen stormed the barracks of Djibo.", "Gunmen nsubj stormed", "barracks obj stormed", "Djibo nmod barracks"),
    (
        "The town was captured by rebels on Monday.",
        "town nsubj:pass captured",
        "was aux:pass captured",
        "rebels obl:agent captured",
        "Monday obl captured",
    ),
    (
        "Niger expelled the French ambassador.",
        "Niger nsubj expelled",
        "ambassador obj expelled",
        "French amod ambassador",
    ),
    ("The army and the rebels signed a truce.", "army nsubj signed", "rebels conj army", "truce obj signed"),
    (
        "Soldiers killed ten fighters and arrested a commander.",
        "Soldiers nsubj killed",
        "arrested conj killed",
        "commander obj arrested",
        "fighters obj killed",
    ),
    (
        "The group that attacked Gao has claimed the raid.",
        "attacked acl:relcl group",
        "that nsubj attacked",
        "group nsubj claimed",
        "raid obj claimed",
    ),
    (
        "The base which insurgents seized lies near the border.",
        "seized acl:relcl base",
        "insurgents nsubj seized",
        "base nsubj lies",
    ),
    (
        "The junta leader, General Goita, met the minister.",
        "leader nsubj met",
        "Goita appos leader",
        "minister obj met",
    ),
    (
        "Russia denied that it had sent mercenaries to Libya.",
        "Russia nsubj denied",
        "sent ccomp denied",
        "mercenaries obj sent",
        "Libya obl sent",
    ),
    (
        "The government has not confirmed the attack.",
        "government nsubj confirmed",
        "not advmod confirmed",
        "attack obj confirmed",
    ),
    ("Mali plans to withdraw from the bloc.", "Mali nsubj plans", "withdraw xcomp plans", "bloc obl withdraw"),
    (
        "According to residents, the militants burned the market.",
        "residents obl burned",
        "militants nsubj burned",
        "market obj burned",
    ),
    (
        "The withdrawal of the force from Kidal alarmed residents.",
        "withdrawal nsubj alarmed",
        "force nmod withdrawal",
        "residents obj alarmed",
    ),
    (
        "The convoy was ambushed near Tessalit by unknown gunmen.",
        "convoy nsubj:pass ambushed",
        "Tessalit obl ambushed",
        "gunmen obl:agent ambushed",
    ),
    (
        "France ended its military cooperation with Chad.",
        "France nsubj ended",
        "cooperation obj ended",
        "its nmod:poss cooperation",
    ),
    (
        "Fighters loyal to the warlord crossed the river.",
        "Fighters nsubj crossed",
        "loyal amod Fighters",
        "warlord obl loyal",
        "river obj crossed",
    ),
    (
        "Villagers fled after the jihadists killed their chief.",
        "Villagers nsubj fled",
        "killed advcl fled",
        "jihadists nsubj killed",
        "after mark killed",
    ),
    (
        "The commander said the garrison had fallen.",
        "commander nsubj said",
        "fallen ccomp said",
        "garrison nsubj fallen",
    ),
    ('"We will fight them," the general told reporters.', "general nsubj told", "fight ccomp told", "We nsubj fight"),
    (
        "Troops backed by Russian mercenaries retook the village.",
        "backed acl Troops",
        "mercenaries obl:agent backed",
        "Troops nsubj retook",
    ),
    (
        "Togo and Benin have asked Paris for help.",
        "Togo nsubj asked",
        "Benin conj Togo",
        "Paris iobj asked",
        "help obl asked",
    ),
    (
        "The ministry's spokesman accused Algeria of interference.",
        "ministry nmod:poss spokesman",
        "spokesman nsubj accused",
        "Algeria obj accused",
    ),
    (
        "Drones destroyed two trucks, killing seven people.",
        "Drones nsubj destroyed",
        "killing advcl destroyed",
        "people obj killing",
    ),
    ("Chad is a member of the alliance.", "Chad nsubj member", "is cop member", "alliance nmod member"),
    ("Rebels took over the airport in Menaka.", "Rebels nsubj took", "over compound:prt took", "airport obj took"),
    (
        "The prisoners were handed over to the Red Cross in March.",
        "prisoners nsubj:pass handed",
        "over compound:prt handed",
        "Cross obl handed",
        "March obl handed",
    ),
]


@pytest.mark.parametrize(("text", "relations"), [(text, relations) for text, *relations in SENTENCES])
def test_relations(text: str, relations: list[str]) -> None:
    doc = parse(text)
    found = {f"{token.text} {token.dep_} {token.head.text}" for token in doc}
    assert [relation for relation in relations if relation not in found] == []
    assert len(list(doc.sents)) == 1


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Jama'at Nusrat al-Islam wal-Muslimin attacked the base.", "Jama'at Nusrat al-Islam wal-Muslimin", "ORG"),
        ("The army killed Abdoulaye Ould Mohamedou on Sunday.", "Abdoulaye Ould Mohamedou", "PER"),
        ("Soldiers entered Fada N'Gourma before dawn.", "Fada N'Gourma", "LOC"),
        ("Human Rights Watch has accused the soldiers.", "Human Rights Watch", "ORG"),
        ("The Wagner Group left the camp.", "Wagner Group", "ORG"),
        ("Burkina Faso recalled its envoy.", "Burkina Faso", "LOC"),
    ],
)
def test_long_names_stay_in_one_piece(text: str, name: str, kind: str) -> None:
    doc = parse(text)
    assert (name, kind) in [(ent.text, ent.label_) for ent in doc.ents]
    span = doc.char_span(text.index(name), text.index(name) + len(name))
    assert sum(token.head not in span or token.head == token for token in span) == 1


def test_known_name_is_read_as_one_word() -> None:
    name = "Mouvement pour le Salut et la Renaissance"
    doc = parse(f"Fighters of the {name} attacked Gao.", (name, "ORG"), ("Gao", None))
    assert (name, "ORG") in [(ent.text, ent.label_) for ent in doc.ents]
    first, *rest = doc.char_span(16, 16 + len(name))
    assert (first.dep_, first.head.text) == ("nmod", "Fighters")
    assert {(token.dep_, token.head) for token in rest} == {("flat", first)}


def test_known_names_that_cut_words_or_overlap_are_passed_over() -> None:
    doc = parse("The Africa Corps left Mali.", ("rica Corps", "ORG"), ("Africa", "LOC"), ("Africa Corps", "ORG"))
    assert [ent.text for ent in doc.ents if ent.label_ == "ORG"] == ["Africa Corps"]


def test_lemmas_tags_and_features() -> None:
    doc = parse("The fighters were killed in their camps.")
    assert [token.lemma_ for token in doc] == ["the", "fighter", "be", "kill", "in", "their", "camp", "."]
    assert [token.pos_ for token in doc] == ["DET", "NOUN", "AUX", "VERB", "ADP", "PRON", "NOUN", "PUNCT"]
    assert doc[1].morph.get("Number") == ["Plur"]
    assert doc[3].morph.get("Voice") == ["Pass"]


ODD = (
    "\n\n  Army retakes town\n\nThe so\u00adldiers\u00a0– some 300 – re\ufb01tted the “old” base at N’Goro.\u200b Then "
    "they left…\r\n\tSee also: Other news\n\nA \u200bsecond para\u00adgraph  follows here, and ends.\n\n"
)


def test_offsets_and_normalised_forms() -> None:
    doc = annotate_text(ODD, load_reader())
    assert doc.text == ODD
    assert all(ODD[token.idx : token.idx + len(token.text)] == token.text for token in doc)
    norms = [token.norm_ for token in doc if not token.is_space]
    for norm in ("soldiers", "refitted", '"', "N'Goro", "second", "paragraph"):
        assert norm in norms
    assert not any("\u200b" in norm or "\u00ad" in norm for norm in norms)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\u200b",
        "\u00ad \u200b\n",
        "…",
        "a",
        "x\u200b",
        "\u200bx",
        "\ufb01",
        "\ufb01'\ufb01",
        " \u00a0 x\u00a0",
        "😀",
        "e\u0301 \u200d",
    ],
)
def test_texts_of_almost_nothing(text: str) -> None:
    doc = annotate_text(text, load_reader())
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text


def test_every_sentence_is_a_tree_within_its_paragraph() -> None:
    doc = annotate_text(ODD + 'He said: "Go!" She asked "Why?" and left.\nShare\n', load_reader())
    paragraphs = doc.spans["paragraphs"]
    assert [paragraph.label_ for paragraph in paragraphs] == ["headline", "body", "debris", "body", "body", "debris"]
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1
        assert all(token.head in sentence for token in sentence)
        assert sentence.root.dep_ == "root"
        inside = [p for p in paragraphs if any(p.start <= token.i < p.end for token in sentence if not token.is_space)]
        assert len(inside) == 1
    assert all(token.dep_ == "space" and token.pos_ == "SPACE" for token in doc if token.is_space)


PIECES = [
    *[
        "Gao",
        "fell",
        "said",
        "Mr.",
        "U.S.",
        "Share",
        "a@b.c",
        "’s",
        "5",
        ".",
        ",",
        "…",
        "—",
        "“",
        '"',
        "(",
        "😀",
        "e\u0301",
    ],
    *[" ", "\n", "\n\n", "\t", "\r\n", "\x1f", "\x85", "\u2028", "\u00a0", "\u00ad", "\u200b", "\ufeff", "\ufb01"],
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_comes_back_whole_and_in_trees(text: str) -> None:
    doc = annotate_text(text, load_reader())
    assert doc.text == text
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1
        assert all(token.head in sentence for token in sentence)


def test_long_sentences_are_cut_and_counted() -> None:
    text = (
        "The army said that "
        + ", and that ".join(f"fighters burned village number {n} near Gao" for n in range(60))
        + "."
    )
    doc = annotate_text(text, load_reader())
    assert doc.user_data["cut_sentences"] == 1
    assert len(list(doc.sents)) > 1
    assert all(len(sentence) < 200 for sentence in doc.sents)


def test_address_of_hundreds_of_characters() -> None:
    doc = annotate_text("They wrote to http://example.org/" + "Az9-%20" * 300 + " yesterday.", load_reader())
    assert doc[1].pos_ == "VERB"


def test_article_alone_and_among_others() -> None:
    texts = ["Rebels took Gao.", "The army, which had fled, came back in June.", "Niger left the bloc. Mali followed."]
    articles = [Article(id=str(number), text=text) for number, text in enumerate(texts * 3)]
    together = [doc.to_json() for _, doc in annotate(articles)]
    alone = [doc.to_json() for article in articles for _, doc in annotate([article])]
    assert together == alone


def test_generator_takes_one_article_at_a_time() -> None:
    taken = []

    def articles() -> Iterator[Article]:
        for number in range(5):
            taken.append(number)
            yield Article(id=str(number), text="Rebels took Gao.")

    found = annotate(articles())
    next(found)
    assert taken == [0]


def test_model_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*UD labels"):
        load_reader("no_such_model")
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no parser.*UD labels"):
        load_reader(str(tmp_path / "blank"))
    parser = blank.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj", "prep"):
        parser.add_label(label)
    blank.initialize()
    blank.to_disk(tmp_path / "clear")
    with pytest.raises(ModelError, match="dobj.*UD labels"):
        load_reader(str(tmp_path / "clear"))


def test_model_of_another_format(tmp_path: Path) -> None:
    for file in MODEL_FOLDER.iterdir():
        if file.suffix in {".onnx", ".json", ".npz"}:
            shutil.copy(file, tmp_path)
    labels = (tmp_path / "labels.json").read_text(encoding="utf-8")
    (tmp_path / "labels.json").write_text(labels.replace('"format": 1', '"format": 9'), encoding="utf-8")
    with pytest.raises(ModelError, match="format 9"):
        load_reader(str(tmp_path))
    (tmp_path / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="cannot be read"):
        load_reader(str(tmp_path))
    (tmp_path / "labels.json").unlink()
    with pytest.raises(ModelError, match=r"no labels\.json"):
        load_reader(str(tmp_path))


def test_pipeline_with_ud_labels_is_taken(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "obl", "case", "obj", "punct", "nsubj:pass"):
        parser.add_label(label)
    nlp.initialize()
    nlp.to_disk(tmp_path / "ud")
    doc = annotate_text("Rebels took Gao. Then they left.", load_reader(str(tmp_path / "ud")))
    assert len(list(doc.sents)) == 2
    assert doc[0].sent.root.dep_ == "root"


def test_importing_records_loads_nothing_heavy() -> None:
    code = "import sahelkg.records, sys; print([m for m in ('spacy', 'onnxruntime', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("blank", ["  ", "\n", " \n ", "\u00a0 "])
def test_a_name_goes_on_behind_a_blank(blank: str) -> None:
    text = f"They met the Libyan{blank}National Army."
    name = f"Libyan{blank}National Army"
    assert name in [entity.text for entity in parse(text, (name, "ORG")).ents]
