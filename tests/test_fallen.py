"""In whose attack somebody fell, whom a passage goes back to, who of several is meant: and what only sounds like it."""

from __future__ import annotations

import pytest

from sahelkg import extract

Told = tuple[str, str, str, str]

STATED: list[tuple[str, Told]] = [
    (
        "Nine gendarmes were killed when gunmen ambushed their lorry outside Torodi.",
        ("gunmen", "killed", "gendarmes", "asserted"),
    ),
    ("At least thirty farmers died after militants raided the village of Zamdogo.", ("militants", "killed", "farmers", "asserted")),
    ("Seven pupils were killed when their bus was attacked by bandits near Kankara.", ("bandits", "killed", "pupils", "asserted")),
    ("Two Nigerien soldiers died in clashes with jihadists on Friday.", ("jihadists", "killed", "Nigerien soldiers", "asserted")),
    ("Abu Musab died following a raid by Nigerian troops on his farm.", ("Nigerian troops", "killed", "Abu Musab", "asserted")),
    (
        "Togo said that the commander of JNIM, known for its raids on Benin, had fled by boat.",
        ("JNIM", "attacked", "Benin", "asserted"),
    ),
    (
        "Italian troops are stationed in two towns: Niamey and Agadez.",
        ("Italian troops", "operatesIn", "Agadez", "asserted"),
    ),
    ("Ansaru is one of four groups operating in Kaduna State.", ("Ansaru", "operatesIn", "Kaduna State", "asserted")),
    (
        "The Malian government has severed all relations between Mali and Ukraine.",
        ("Mali", "brokeTiesWith", "Ukraine", "asserted"),
    ),
    (
        "The Nigerien junta has accused armed groups of carrying out murders against herders in the north.",
        ("armed groups", "killed", "herders", "claimed"),
    ),
    ("Ansaru has been blamed for most of the attacks on travellers this year.", ("Ansaru", "attacked", "travellers", "claimed")),
    (
        "Turkey is laying the groundwork for its deployment in Somalia.",
        ("Turkey", "operatesIn", "Somalia", "planned"),
    ),
    ("Togo has maintained close ties with Israel.", ("Togo", "alliedWith", "Israel", "asserted")),
    ("Cameroon has been grappling with a jihadist insurgency for ten years.", ("jihadist", "fought", "Cameroon", "asserted")),
    (
        "Moussa Ag Acharatoumane, a spokesman for the MNLA, said that his group had seized Talataye.",
        ("MNLA", "captured", "Talataye", "claimed"),
    ),
    ("Iran said it agreed with Niger's position on the pipeline.", ("Iran", "endorsed", "Niger", "claimed")),
    (
        "The UN Security Council met on Monday. The council condemned JNIM on Tuesday.",
        ("council", "accused", "JNIM", "asserted"),
    ),
    ("Ukrainian intelligence spokesman Andriy Yusov smiled.", ("Andriy Yusov", "speaksFor", "Ukrainian intelligence", "asserted")),
]

NOT_STATED: list[tuple[str, tuple[str, str, str]]] = [
    ("Nine assailants were killed when militants attacked a fort outside Torodi.", ("militants", "killed", "assailants")),
    ("Nine JNIM fighters died when rebels stormed a fort outside Torodi.", ("rebels", "killed", "JNIM")),
    ("Nine men were killed when they attacked a fort held by the army.", ("army", "killed", "men")),
    ("Two children were killed in clashes with the rebels.", ("rebels", "killed", "children")),
    ("Nine gendarmes were killed before gunmen ambushed a lorry.", ("gunmen", "killed", "gendarmes")),
    ("Togo said that the commander of JNIM, known for its raids on Benin, had fled.", ("Togo", "attacked", "Benin")),
    ("Benin is battling an al-Qaeda-linked insurgency.", ("Benin", "fought", "al-Qaeda")),
    ("Ansaru is not one of the groups active in Senegal.", ("Ansaru", "operatesIn", "Senegal")),
    (
        "The Malian government has severed all relations between Mali and Ukraine.",
        ("Ukraine", "brokeTiesWith", "Mali"),
    ),
    (
        "German troops are stationed in Chad. Senegal wants to complete the withdrawal of the German troops by May.",
        ("German troops", "withdrewFrom", "Chad"),
    ),
    ("Several parties refused to ratify the charter, including FACT.", ("parties", "rejected", "FACT")),
    ("Amadou Diallo told AFP that his group had taken control of Ansongo.", ("Amadou Diallo", "captured", "Ansongo")),
    ("The junta of Niger thanked the government and people of Togo.", ("junta of Niger", "endorsed", "Nigerien government")),
    ("Portugal founded the G5 Sahel in a dream.", ("Portugal", "memberOf", "G5 Sahel")),
    ("FACT is based in Libya. Oman called on the rebel factions that had not signed to sign.", ("Oman", "demandedOf", "FACT")),
    ("The market of Tera in Niger and the wells near neighbouring Dori in Burkina Faso are dry.", ("Tera", "locatedIn", "Dori")),
]


def tell(text: str) -> set[Told]:
    return {(one.subject.text, one.predicate, one.object.text, one.status) for one in extract(text)}


@pytest.mark.parametrize(("text", "told"), STATED)
def test_who_did_it_to_whom_is_told(text: str, told: Told) -> None:
    assert told in tell(text)


@pytest.mark.parametrize(("text", "triple"), NOT_STATED)
def test_what_only_sounds_like_it_is_not_told(text: str, triple: tuple[str, str, str]) -> None:
    assert not [one for one in tell(text) if one[:3] == triple and one[3] != "denied"]


def test_a_board_goes_by_the_name_that_ends_in_its_noun() -> None:
    found = extract("The UN Security Council met. The council members urged Mali to wait.")
    assert [one.subject.entity for one in found if one.predicate == "demandedOf"] == ["ent:un-security-council"]


def test_a_surname_is_that_of_who_was_named_before() -> None:
    found = extract("Mahamat Idriss Déby flew to Doha. Déby accused Sudan. The report says that Idriss Déby died in 2021.")
    assert [one.subject.entity for one in found if one.predicate == "accused"] == ["ent:mahamat-deby"]


def test_the_fallen_are_of_where_they_fell() -> None:
    text = "Twelve soldiers were killed in an attack by Boko Haram in southern Chad. Niger mourned. Niger and its army sent food."
    found = extract(text)
    assert [one.object.entity for one in found if one.predicate == "killed"] == ["ent:chadian-armed-forces"]
