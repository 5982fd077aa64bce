"""Known names in a text: which are found, where, and which words are none."""

from __future__ import annotations

import pytest

from sahelkg.acronyms import abbreviates
from sahelkg.gazetteer import find_names, find_parser_names
from sahelkg.ontology import load_ontology

ONTOLOGY = load_ontology()

FOUND = [
    ("Fighters of JNIM left.", [("JNIM", "ent:jnim")]),
    ("the islamic state in the Greater Sahara", [("islamic state in the Greater Sahara", "ent:isgs")]),
    ("Burkina-Faso", [("Burkina-Faso", "ent:burkina-faso")]),
    ("BURKINA FASO", [("BURKINA FASO", "ent:burkina-faso")]),
    ("Burkina\nFaso", [("Burkina\nFaso", "ent:burkina-faso")]),
    ("Goi\u0308ta spoke", [("Goi\u0308ta", "ent:assimi-goita")]),
    ("GOÏTA", [("GOÏTA", "ent:assimi-goita")]),
    ("N’Djamena, N'Djamena", [("N’Djamena", "ent:ndjamena"), ("N'Djamena", "ent:ndjamena")]),
    ("Jama’at Nusrat al‑Islam wal–Muslimin", [("Jama’at Nusrat al‑Islam wal–Muslimin", "ent:jnim")]),
    ("al-Qa\u00adeda's men", [("al-Qa\u00adeda", "ent:al-qaeda")]),
    ("the U.N. and the U.S. agreed", [("U.N.", "ent:united-nations"), ("U.S.", "ent:united-states")]),
    ("Côte d’Ivoire", [("Côte d’Ivoire", "ent:ivory-coast")]),
    ("Mali's, Niger’s", [("Mali", "ent:mali"), ("Niger", "ent:niger")]),
    ("Mali-based and Nigeria", [("Mali", "ent:mali"), ("Nigeria", "ent:nigeria")]),
    ("the Islamic State", [("Islamic State", "ent:islamic-state")]),
    ("“Wagner”", [("Wagner", "ent:wagner-group")]),
]
NOT_FOUND = [
    "",
    "a hanging chad",
    "It is here.",
    "WHO IS THERE NOW AND WHAT IS LEFT",
    "Malin and Nigerian-like Malibu",
    "somalis",
    "a group of fama",
    "he told us",
    "xJNIMx",
    "Wagnerian opera",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_known_names_are_found_where_they_stand(text: str, names: list[tuple[str, str]]) -> None:
    assert [(text[n.start : n.end], n.entity) for n in find_names(text, ONTOLOGY)] == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_no_names(text: str) -> None:
    assert [text[n.start : n.end] for n in find_names(text, ONTOLOGY) if n.entity != "ent:who"] == []


def test_a_name_does_not_go_on_in_the_next_paragraph() -> None:
    text = "The talks with Burkina\n\nFaso"
    assert all("\n" not in text[n.start : n.end] for n in find_names(text, ONTOLOGY))


def test_every_name_of_the_ontology_finds_its_entity() -> None:
    lost = [
        name
        for name in ONTOLOGY.names
        if name.entity not in {found.entity for found in find_names(f"« {name.text} »", ONTOLOGY)}
    ]
    assert not lost


def test_the_parser_is_handed_proper_names_only() -> None:
    text = "Human Rights Watch accused the Malian army in Gao."
    handed = [(text[start:end], kind) for start, end, kind in find_parser_names(text, ONTOLOGY)]
    assert handed == [("Human Rights Watch", "ORG"), ("Gao", "LOC")]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("MLA", "Movement for the Liberation of Ayorou"),
        ("NMLA", "National Movement for the Liberation of Azawad"),
        ("FoL", "Front of Liberation"),
        ("ECOWAS", "Economic Community of West African States"),
    ],
)
def test_initials_abbreviate(short: str, long: str) -> None:
    assert abbreviates(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [("ABC", "Movement for the Liberation of Ayorou"), ("M", "Mali"), ("Mali", "Mali"), ("LMA", "Movement for Azawad")],
)
def test_other_letters_do_not(short: str, long: str) -> None:
    assert not abbreviates(short, long)
