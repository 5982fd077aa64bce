"""Whom words are aimed at that their verb does not name: refusals until somebody acts, letters, marches, calls for X to act."""

from __future__ import annotations

import pytest

from sahelkg import extract
from sahelkg.joining import ALONE, OTHERWISE

Told = tuple[str, str, str, str]

STATED: list[tuple[str, Told]] = [
    (
        "Algeria said in June that it would not lift the ban until Mali pays for the radar.",
        ("ent:algeria", "conceded", "ent:mali", "denied"),
    ),
    (
        "The Malian army says that it will never stop its war on JNIM, come rain or drought.",
        ("ent:malian-armed-forces", "conceded", "ent:jnim", "denied"),
    ),
    (
        "JNIM will not negotiate unless French soldiers leave the wells of the desert.",
        ("ent:jnim", "conceded", "ent:french-armed-forces", "denied"),
    ),
    (
        "In the spring Algeria wrote to Niger threatening to cut the power at night.",
        ("ent:algeria", "threatened", "ent:niger", "claimed"),
    ),
    (
        "In the spring Algeria sent a letter to Niger demanding an apology.",
        ("ent:algeria", "demandedOf", "ent:niger", "asserted"),
    ),
    (
        "Russia threatened retaliation if Chad lets in the instructors of another army.",
        ("ent:russia", "threatened", "ent:chad", "asserted"),
    ),
    (
        "Algeria threatened that Mali would be fined for the loss of the radar.",
        ("ent:algeria", "threatened", "ent:mali", "asserted"),
    ),
    (
        "Germany called for Niger to open the airport again before the feast.",
        ("ent:germany", "demandedOf", "ent:niger", "asserted"),
    ),
    (
        "ECOWAS has reiterated its demand that Niger open the bridge at Malanville.",
        ("ent:ecowas", "demandedOf", "ent:niger", "claimed"),
    ),
    (
        "Algeria insisted that Mali pay for the burnt lorries at once.",
        ("ent:algeria", "demandedOf", "ent:mali", "asserted"),
    ),
    (
        "Students in Dakar marched to the harbour to demand that France close its base.",
        ("ent:pupils-senegal", "protestedAgainst", "ent:france", "asserted"),
    ),
    (
        "Drivers in Niamey went on strike for better pay at Orano.",
        ("ent:truck-drivers-niger", "protestedAgainst", "ent:orano", "asserted"),
    ),
    (
        "Mali rejected the idea of an intervention by ECOWAS in the neighbouring country.",
        ("ent:mali", "rejected", "ent:ecowas", "asserted"),
    ),
    (
        "Although denied access to Gao by the Malian army, Moussa Mara slept there under a tree.",
        ("ent:malian-armed-forces", "rejected", "ent:moussa-mara", "asserted"),
    ),
]

NOT_STATED: list[tuple[str, tuple[str, str, str]]] = [
    ("Niger lifted its ban on maize before Benin opened the road.", ("ent:niger", "conceded", "ent:benin")),
    ("Niger will stay at the table until Benin frees the driver of the lorry.", ("ent:benin", "conceded", "ent:niger")),
    ("Algeria travelled to Niger with a letter threatening to close the station.", ("ent:algeria", "threatened", "ent:niger")),
    ("France received a letter from Mali threatening a lawsuit over the statue.", ("ent:france", "threatened", "ent:mali")),
    ("Algeria threatened that Mali would leave the table and slam the door.", ("ent:algeria", "threatened", "ent:mali")),
    ("ECOWAS demanded that Mohamed Bazoum be released before the feast.", ("ent:ecowas", "demandedOf", "ent:mohamed-bazoum")),
    ("ECOWAS demanded the release of Mohamed Bazoum before the feast.", ("ent:ecowas", "demandedOf", "ent:mohamed-bazoum")),
    ("ECOWAS urged Niger to work with Benin on the pipeline.", ("ent:ecowas", "demandedOf", "ent:benin")),
    ("Algeria insists that Mali left the camp near the wells in June.", ("ent:algeria", "demandedOf", "ent:mali")),
    ("ECOWAS asked what Niger wants with so many drones.", ("ent:ecowas", "demandedOf", "ent:niger")),
    (
        "Students in Dakar marched to the harbour to hear France demand the truth.",
        ("ent:france", "protestedAgainst", "ent:pupils-senegal"),
    ),
    ("Moussa Mara began a hunger strike in Bamako on the first day of Lent.", ("ent:moussa-mara", "attacked", "ent:bamako")),
    ("Families in Chibok demanded the release of girls held by Boko Haram.", ("ent:boko-haram", "conceded", "ent:girls")),
    ("The former prime minister of Mali accused Algeria of greed.", ("ent:mali", "accused", "ent:algeria")),
    ("Niger's opposition leader rejected the offer of ECOWAS.", ("ent:niger", "rejected", "ent:ecowas")),
    ("Niger refused to hand over Moussa Mara to the authorities in Bamako.", ("ent:malian-authorities", "succeeds", "ent:niger")),
]


@pytest.mark.parametrize(("text", "told"), STATED)
def test_who_is_meant_is_found(text: str, told: Told) -> None:
    assert told in {(e.subject.entity, e.predicate, e.object.entity, str(e.status)) for e in extract(text)}


@pytest.mark.parametrize(("text", "triple"), NOT_STATED)
def test_who_is_not_meant_is_left_alone(text: str, triple: tuple[str, str, str]) -> None:
    told = [evidence for evidence in extract(text) if evidence.rule not in {ALONE, OTHERWISE}]
    assert triple not in {(e.subject.entity, e.predicate, e.object.entity) for e in told}


def test_what_is_wished_after_a_verb_of_saying_is_planned() -> None:
    told = {(e.predicate, str(e.status)) for e in extract("Niger insisted that Algeria withdraw from Kidal.")}
    assert ("withdrewFrom", "planned") in told
    told = {(e.predicate, str(e.status)) for e in extract("Niger insisted that Algeria withdrew from Kidal.")}
    assert ("withdrewFrom", "claimed") in told


def test_what_a_call_is_for_is_planned() -> None:
    told = extract("ECOWAS reiterated its call for Niger to free Mohamed Bazoum.")
    assert {str(e.status) for e in told if e.predicate == "conceded"} == {"planned"}


def test_a_threat_of_leaving_is_a_threat() -> None:
    told = {e.predicate: e.plover for e in extract("Mali threatened to leave ECOWAS before the end of the year.")}
    assert told["withdrewFrom"] == "THREATEN"


def test_a_protest_by_a_roadblock_has_taken_place() -> None:
    told = {e.predicate: str(e.status) for e in extract("Traders in Gaya blocked the road to protest against ECOWAS.")}
    assert told["protestedAgainst"] == "asserted"
