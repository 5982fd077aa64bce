"""Who does what where the parser hangs a word on the wrong one: each row has what must be told and what must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sahelkg import extract
from sahelkg.ontology import load_ontology

if TYPE_CHECKING:
    from sahelkg.records import Mention

ONTOLOGY = load_ontology()
Told = set[tuple[str, str, str]]


def told_of(text: str) -> Told:
    return {(name_of(one.subject), one.predicate, name_of(one.object)) for one in extract(text)}


def name_of(mention: Mention) -> str:
    """What a participant is called."""
    entity = ONTOLOGY.entities.get(mention.entity or "")
    return entity.label if entity else mention.label


@pytest.mark.parametrize(
    ("text", "wanted", "barred"),
    [
        (
            'Lomé also said Benin was "poisoning" relations by arming JNIM in the north.',
            None,
            ("Togo", "supports", "JNIM"),
        ),
        (
            "The valley has been at war since a foreign-backed revolt in 2012 toppled Amadou Toumani Touré.",
            None,
            ("Mali", "overthrew", "Amadou Toumani Touré"),
        ),
        (
            "Niger signed a mining contract with the Turkish minister Hakan Fidan, under which Ankara agreed to build a road.",
            None,
            ("Turkey", "agreedWith", "Hakan Fidan"),
        ),
        (
            "Benin announced that the Nigerien junta must open the bridge, accusing Russia of meddling.",
            ("Benin", "accused", "Russia"),
            ("Nigerien junta", "accused", "Russia"),
        ),
        (
            "Chad said the Rapid Support Forces need to leave the border post and accused Libya of feeding them.",
            ("Chad", "accused", "Libya"),
            ("Rapid Support Forces", "accused", "Libya"),
        ),
        (
            "Chad, Libya's neighbour and regional rival, closed the crossing at dawn.",
            ("Chad", "rivalOf", "Libya"),
            ("Libya", "rivalOf", "Libya"),
        ),
        (
            "France pulled its last soldiers out of Chad, leaving the United Nations to guard the wells.",
            ("France", "withdrewFrom", "Chad"),
            ("France", "withdrewFrom", "United Nations"),
        ),
        (
            "The strangers that Gambia is lodging must go home by Friday, Adama Barrow said.",
            None,
            ("Adama Barrow", "demandedOf", "Gambia"),
        ),
        (
            "At least nine rangers were killed in Benin's deadliest attack of the year.",
            None,
            ("Benin", "killed", "rangers"),
        ),
        (
            "Cameroon voted a law to allow its armed forces a longer rest in the hot season.",
            None,
            ("Cameroon", "conceded", "Armed Forces of Cameroon"),
        ),
        (
            "Togo is calling home its envoys as Mali arrested nine of its soldiers at the airport.",
            None,
            ("Mali", "detained", "Malian Armed Forces"),
        ),
        (
            "The shells hit a house in Kidira town, Goudiry department, on Monday evening.",
            None,
            ("Goudiry", "locatedIn", "Kidira"),
        ),
    ],
)
def test_words_are_told_of_those_they_belong_to(
    text: str, wanted: tuple[str, str, str] | None, barred: tuple[str, str, str]
) -> None:
    told = told_of(text)
    assert wanted is None or wanted in told
    assert barred not in told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("France deployed soldiers to Gao in the second week of January.", ("France", "operatesIn", "Gao")),
        ("Fighting between Boko Haram and Ansaru killed many villagers.", ("Boko Haram", "fought", "Ansaru")),
        ("Benin lost seven rangers in an ambush by JNIM near the falls.", ("JNIM", "killed", "rangers")),
        ("Niger carried out strikes on villages in Diffa, Tahoua and Maradi.", ("Niger", "attacked", "Maradi")),
        (
            "By the autumn the Malian junta had driven several opposition leaders into exile.",
            ("Malian junta", "expelled", "opposition groups"),
        ),
        (
            "The Malian army and JNIM fought over the ford on Friday. Both sides have been accused of shelling civilians.",
            ("JNIM", "attacked", "civilians"),
        ),
    ],
)
def test_what_agencies_write_every_day_is_told(text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in told_of(text)


def test_who_is_charged_to_do_something_is_not_accused() -> None:
    told = extract("In Kano the governor charged Nigerian soldiers to protect the farmers of the valley.")
    assert all(one.predicate != "accused" for one in told)
    assert all(one.status.value == "planned" for one in told if one.predicate in {"supports", "aided"})
