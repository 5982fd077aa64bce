"""Names that are another spelling of a known one, its words in another order, its initials, or its office."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.graph import build_graph
from sahelkg.ontology import load_ontology
from sahelkg.records import Article
from sahelkg.terms import node
from sahelkg.variants import find_variant
from sahelkg.vocabulary import slugify, unknown_entity_iri
from test_coreference import entities, iri, read

ONTOLOGY = load_ontology()
DATA = Path(__file__).parent / "data"
LINES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (DATA / "variants.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
TEXTS = [
    tuple(part.strip() for part in line.split("|"))
    for line in (DATA / "variants-in-text.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
RULES = {"spelling": "spelling-variant", "order": "inverted-name"}


def test_there_are_enough_of_each_family_and_as_many_that_must_not() -> None:
    counts = Counter((family, wanted == "-") for family, _, _, wanted in LINES)
    counts.update((family, wanted.startswith("-") or wanted == f"x:{words}") for family, _, words, wanted in TEXTS)
    assert {family for family, _ in counts} == {"spelling", "order", "acronym", "office"}
    assert min(counts.values()) >= 40
    assert len(counts) == 8


@pytest.mark.parametrize(("family", "kind", "name", "wanted"), LINES, ids=lambda part: part)
def test_names(family: str, kind: str, name: str, wanted: str) -> None:
    assert find_variant(name, kind, ONTOLOGY) == (None if wanted == "-" else (wanted, RULES[family]))


@pytest.mark.parametrize(("family", "text", "words", "wanted"), TEXTS, ids=lambda part: part)
def test_names_in_text(family: str, text: str, words: str, wanted: str) -> None:
    mentions, _ = read(text)
    found = set(entities(mentions, words))
    generic = f"ent:{slugify(words)}"
    if wanted.startswith("-"):
        assert iri(wanted[1:].strip()) not in found
    elif wanted == f"x:{words}":
        assert not found - {iri(wanted), generic}  # nobody's but its own, or not seen as a name at all
    else:
        assert found == {iri(wanted)}, family


def test_the_graph_says_by_which_rule(tmp_path: Path) -> None:
    text = "Fighters of JNIM attacked Ogossagu on Monday. Niger's president, Salem Bazoum, condemned JNIM."
    doc = annotate_text(text, load_reader(), lambda part: find_parser_names(part, ONTOLOGY))
    quads = build_graph(extract_article(Article(id="a", text=text), doc, ONTOLOGY), ONTOLOGY)
    rules = {
        next(quad.object.value for quad in quads if quad.subject == one.subject and quad.predicate == node("skg:text")): one.object
        for one in quads
        if one.predicate == node("skg:rule") and one.object.value.startswith(node("skg:").value)
    }
    assert rules == {"Ogossagu": node("skg:spellingVariant"), "Salem Bazoum": node("skg:surnameAndOffice")}


def test_an_entry_keeps_two_apart(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix ent: <https://w3id.org/sahelkg/id/> . @prefix skg: <https://w3id.org/sahelkg/ontology#> .\n"
        f"<{node(unknown_entity_iri('Ogosagou')).value}> skg:distinctFrom ent:ogossagou .\n",
        encoding="utf-8",
    )
    known = load_ontology((own,))
    assert find_variant("Ogosagou", "Place", known) is None
    assert find_variant("Ogossagu", "Place", known) == ("ent:ogossagou", "spelling-variant")


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Tirana Hassan, who heads Human Rights Watch, urged Mali to investigate.", "Tirana Hassan", "x:Tirana Hassan"),
        ("The head of Human Rights Watch, Tirana Hassan, urged Mali to investigate.", "Tirana Hassan", "x:Tirana Hassan"),
        ("In Niamey Zeine said nothing of Mali.", "Niamey", "ent:niamey"),
        ("Police in Tirana arrested a man from Mali.", "Tirana", "ent:tirana"),
    ],
)
def test_a_person_named_as_a_place_is(text: str, words: str, wanted: str) -> None:
    mentions, _ = read(text)
    assert {mention.entity for mention in mentions if mention.text == words} <= {iri(wanted), "ent:albania", "ent:niger"}
    assert wanted.startswith("ent:") or iri(wanted) in {mention.entity for mention in mentions}
