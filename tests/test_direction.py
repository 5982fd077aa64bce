"""Who does it to whom: a table of passives, by-agents, converse verbs and nominalisations through the real model.

What must never happen is a reversed statement. How many of the rows are found at all is a figure, and may only grow.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sahelkg import extract
from sahelkg.ontology import load_ontology
from sahelkg.vocabulary import normalise_name

if TYPE_CHECKING:
    from sahelkg.records import Mention

ONTOLOGY = load_ontology()
ROWS = [json.loads(line) for line in (Path(__file__).parent / "data" / "direction.jsonl").read_text("utf-8").splitlines()]
LEAST_FOUND = 0.42


def names_of(mention: Mention) -> set[str]:
    """All names of a participant, normalised."""
    entity = ONTOLOGY.entities.get(mention.entity or "")
    known = (entity.label, *entity.names) if entity else (mention.label,)
    return {normalise_name(name) for name in (*known, mention.text)}


def test_none_is_reversed_and_not_fewer_are_found() -> None:
    found, reversed_rows = 0, []
    for row in ROWS:
        wanted = normalise_name(row["s"]), normalise_name(row["o"])
        told = False
        for statement in extract(row["text"]):
            predicate = statement.predicate
            if predicate not in {row["p"], *row.get("also", ())} or ONTOLOGY.relations[predicate].symmetric:
                continue
            subject, obj = names_of(statement.subject), names_of(statement.object)
            told |= wanted[0] in subject and wanted[1] in obj
            if wanted[0] in obj and wanted[1] in subject:
                reversed_rows.append(row["text"])
        found += told
    assert not reversed_rows
    assert len(ROWS) >= 200
    assert found / len(ROWS) >= LEAST_FOUND, f"{found} of {len(ROWS)}"


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "obj"),
    [
        ("Fighters of JNIM stormed Djibo on Sunday.", "JNIM", "attacked", "Djibo"),
        ("Djibo was stormed on Sunday by fighters of JNIM.", "JNIM", "attacked", "Djibo"),
        ("The withdrawal of French troops from Niger ended in December 2023.", "French Armed Forces", "withdrewFrom", "Niger"),
        ("The killing of twelve Malian soldiers by JNIM shook the town.", "JNIM", "killed", "Malian Armed Forces"),
        ("The Malian army came under attack from JNIM near Boni.", "JNIM", "attacked", "Malian Armed Forces"),
        ("Africa Corps, which is overseen by the Russian Ministry of Defence, stayed on.", "Russian Ministry of Defence",
         "controls", "Africa Corps"),
        ("Iyad Ag Ghaly, the leader of JNIM, has not been seen for a year.", "Iyad Ag Ghaly", "leads", "JNIM"),
        ("JNIM leader Iyad Ag Ghaly has not been seen for a year.", "Iyad Ag Ghaly", "leads", "JNIM"),
        ("Niger severed its military ties with the United States in March 2024.", "Niger", "brokeTiesWith", "United States"),
        ("Wagner ended its presence in Mali after four years of fighting.", "Wagner Group", "withdrewFrom", "Mali"),
        ("Wagner is no longer present in Mali, and few are sad about it.", "Wagner Group", "withdrewFrom", "Mali"),
        ("Burkina Faso began working with Russia in the year after the coup.", "Burkina Faso", "alliedWith", "Russia"),
        ("Human Rights Watch condemned the tactics used by Wagner in the Mopti region.", "Human Rights Watch", "accused",
         "Wagner Group"),
        ("Moussa Traoré was overthrown in turn by Amadou Toumani Touré in the spring.", "Amadou Toumani Touré", "overthrew",
         "Moussa Traoré"),
        ("To the Alliance of Sahel States belong Mali, Burkina Faso and Niger.", "Niger", "memberOf", "Alliance of Sahel States"),
        ("Fighters of JNIM ambushed a convoy of Malian soldiers and Wagner mercenaries near Boni.", "JNIM", "attacked",
         "Wagner Group"),
        ("The raid that JNIM carried out on Djibo in May emptied the market.", "JNIM", "attacked", "Djibo"),
        ("Djibo was stormed and looted by fighters of JNIM on Sunday.", "JNIM", "attacked", "Djibo"),
    ],
)
def test_constructions(text: str, subject: str, predicate: str, obj: str) -> None:
    ends = normalise_name(subject), normalise_name(obj)
    told = [s for s in extract(text) if s.predicate == predicate]
    assert any(ends[0] in names_of(s.subject) and ends[1] in names_of(s.object) for s in told)
    assert not any(ends[1] in names_of(s.subject) for s in told if not ONTOLOGY.relations[predicate].symmetric)


def test_each_other_is_told_both_ways() -> None:
    found = extract("JNIM and the Islamic State fought each other near Gao.")
    assert {statement.predicate for statement in found} == {"fought"}  # not "alongside", not "in"
    told = {(statement.subject.entity, statement.object.entity) for statement in found}
    assert len(told) == 2
    assert {pair[::-1] for pair in told} == told


def test_three_at_one_table_are_three_pairs() -> None:
    told = [s for s in extract("Mali, Niger and Burkina Faso held talks in Bamako on Friday.") if s.predicate == "negotiatedWith"]
    assert len(told) == 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("JNIM attacked a military post in Djibo on Sunday.", "Djibo"),
        ("JNIM ambushed a convoy of Malian soldiers and Wagner mercenaries at Boni.", "Boni"),
        ("JNIM stormed the town of Djibo on Sunday. The jihadists killed nine Burkinabe soldiers.", "Djibo"),
    ],
)
def test_place_of_an_event(text: str, place: str) -> None:
    assert [s.place.label for s in extract(text) if s.place is not None][-1:] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "The Malian army and JNIM both wanted the hill above the river.",
        "Mali lies between Algeria and Burkina Faso, and its rivers run east.",
        "Was Djibo attacked by JNIM on Sunday, as people in the market said?",
        "Officials neither confirmed nor denied that Wagner had left Mali.",
        "The minister did not say whether Niger had expelled the French ambassador.",
        "A film about the Wagner Group was shown in Bamako on Saturday evening.",
        "The accounts were read by Mali on Monday and by Niger on Tuesday, each alone.",
    ],
)
def test_nothing_is_stated(text: str) -> None:
    assert extract(text) == []
