"""What two do together and what a third does for them, and where forces on alert stand, through the real model."""

from __future__ import annotations

import pytest

from sahelkg import extract
from sahelkg.records import Status


def list_told(text: str) -> set[tuple[str, str, str]]:
    """All that a text tells, by the words for both ends."""
    return {(statement.subject.text, statement.predicate, statement.object.text) for statement in extract(text)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Togo launched a mediation effort to resolve the rift between Mali and Ivory Coast.",
         {("Togo", "negotiatedWith", "Mali"), ("Togo", "negotiatedWith", "Ivory Coast")}),
        ("The African Union launched a mediation effort to help Niger and Benin reach an accord.",
         {("African Union", "negotiatedWith", "Niger"), ("African Union", "negotiatedWith", "Benin")}),
        ("Nigerian prosecutors shared evidence with their Swiss counterparts.",
         {("Nigerian prosecutors", "alliedWith", "Swiss counterparts")}),
        ("Saudi Arabia's Crown Prince held talks with the Algerian Prime Minister in Riyadh.",
         {("Saudi Arabia's Crown Prince", "negotiatedWith", "Algerian Prime Minister")}),
        ("The juntas of Mali and Niger held talks on Friday.", {("juntas", "negotiatedWith", "Niger")}),
        ("A meeting between the foreign ministers of Mali and Algeria took place in Tunis.",
         {("Mali", "negotiatedWith", "Algeria")}),
        ("US Secretary of State Antony Blinken called Malian Foreign Minister Abdoulaye Diop to explain the new rules.",
         {("Antony Blinken", "negotiatedWith", "Abdoulaye Diop")}),
        ("Umaro Sissoco Embaló called John Mahama on Sunday to congratulate him.",
         {("Umaro Sissoco Embaló", "endorsed", "John Mahama")}),
        ("The emir Muhammadu Sanusi paid a courtesy visit to Abdourahamane Tiani.",
         {("Muhammadu Sanusi", "negotiatedWith", "Abdourahamane Tiani")}),
        ("Macky Sall attended an African Union summit in Addis Ababa.", {("Macky Sall", "negotiatedWith", "African Union")}),
        ("The Algerian army is on high alert along the border with Mali.", {("Algerian army", "mobilisedAgainst", "Mali")}),
        ("Togo kept its gendarmes on standby along the border with Ghana.", {("Togo", "mobilisedAgainst", "Ghana")}),
    ],
)  # fmt: skip
def test_what_is_told(text: str, told: set[tuple[str, str, str]]) -> None:
    assert told <= list_told(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Togo launched a mediation effort to resolve the rift between Mali and Ivory Coast.",
         ("Mali", "brokeTiesWith", "Ivory Coast")),
        ("Togo is trying to settle the dispute between Mali and Benin.", ("Mali", "agreedWith", "Benin")),
        ("Togo resolved the dispute between Mali and Benin.", ("Togo", "agreedWith", "Mali")),  # they did, not it
        ("Togo placed the soldiers in Chad on alert.", ("Togo", "mobilisedAgainst", "Chad")),  # where they stand
        ("Benin held talks with the Algerian minister in Riyadh.", ("Benin", "negotiatedWith", "Riyadh")),
        ("Umaro Sissoco Embaló called John Mahama a coward.", ("Umaro Sissoco Embaló", "negotiatedWith", "John Mahama")),
        ("Mali and Senegal held games for children on the beach.", ("Mali", "alliedWith", "Senegal")),
        ("Ghana handed over the records of the trial to AFP.", ("Ghana", "alliedWith", "AFP")),
    ],
)  # fmt: skip
def test_what_is_not(text: str, told: tuple[str, str, str]) -> None:
    assert told not in list_told(text)


def test_a_name_behind_the_title_of_a_transition_is_who_holds_it() -> None:
    text = "Omar Touray was in Accra, one day after a meeting in Bamako with the Malian president of the transition Assimi Goïta."
    found = extract(text)
    assert ("ent:assimi-goita", "leads") in {(s.subject.entity, s.predicate) for s in found}


def test_those_on_their_way_are_no_fact() -> None:
    told = extract("Germany will announce thirty million euros for drought victims in Niger.")
    assert {s.status for s in told if s.predicate == "aided"} == {Status.PLANNED}
