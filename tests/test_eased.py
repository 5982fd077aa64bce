"""Who is given in to, and where: what is eased, ended, laid down or given up, through the real model."""

from __future__ import annotations

import pytest

from sahelkg import extract

Edge = tuple[str, str, str]


def list_edges(text: str) -> set[Edge]:
    """Subject, predicate and object of all that is told, in the words of the text."""
    return {(one.subject.text, one.predicate, one.object.text) for one in extract(text)}


def list_conceded(text: str) -> set[str]:
    """All whom somebody is told to have given in to, or where."""
    return {one.object.text for one in extract(text) if one.predicate == "conceded"}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Last year Niger eased restrictions on the movement of herders in Tillabéri.", "Tillabéri"),
        ("Chad lifted all restrictions on the ability of traders to visit markets in Darfur.", "Darfur"),
        ("Nigeria eased most of its sanctions against Mali before the feast.", "Mali"),
        ("The United States reduced tariffs on two billion dollars of China's exports.", "China"),
        ("Teachers in Senegal suspended their strike after an agreement with the Gambian government.", "Gambian government"),
        ("Doctors called off their strike after the government of Chad agreed to pay them.", "government of Chad"),
        ("Miners ended a walkout following talks with Orano in a hotel.", "Orano"),
        ("Jihadists in Timbuktu laid down their arms on Sunday.", "Timbuktu"),
        ("Two hundred fighters in Diffa have surrendered since the rains.", "Diffa"),
        ("ECOWAS said it was ready to lift sanctions on Mali.", "Mali"),
        ("For the feast France announced a cease-fire with JNIM.", "JNIM"),
    ],
)
def test_whom_it_is_eased_for_is_told(text: str, whom: str) -> None:
    assert whom in list_conceded(text)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("ECOWAS lifted the ban on flights, it said in Abuja.", "Abuja"),  # where it was said
        ("Senegal lifted restrictions on journalists arrested in Gambia.", "Gambia"),  # where something else was done to them
        ("Teachers suspended their strike after jihadists attacked a school in Mali.", "jihadists"),
        ("Miners suspended a strike after their leader met Orano.", "leader"),  # their own
        ("Opposition parties called off a march after the government of Togo banned it.", "government of Togo"),
        ("Soldiers in Kidal surrendered to JNIM at nightfall.", "Kidal"),
        ("The commander in Mopti called on fighters to surrender.", "Mopti"),
        ("Mali said it was important to lift sanctions on Niger.", "Niger"),
        ("Mali says that it is possible to lift the ban on Orano.", "Orano"),
    ],
)
def test_others_are_not(text: str, whom: str) -> None:
    assert whom not in list_conceded(text)


@pytest.mark.parametrize(
    ("text", "edge", "status"),
    [
        ("Tanzania abandoned its plan to evict Maasai herders.", ("Tanzania", "expelled", "Maasai herders"), "denied"),
        ("Kenya reversed a decision to expel Somali refugees.", ("Kenya", "expelled", "Somali refugees"), "denied"),
        ("Kenya's plan to expel Somali refugees was dropped.", ("Kenya", "expelled", "Somali refugees"), "denied"),
        ("Niger announced its plan to expel French diplomats.", ("Niger", "expelled", "French diplomats"), "planned"),
        ("France ended its effort to mediate between Mali and Niger.", ("France", "negotiatedWith", "Mali"), "planned"),
    ],
)
def test_a_plan_that_is_given_up_is_denied(text: str, edge: Edge, status: str) -> None:
    found = {(one.subject.text, one.predicate, one.object.text): one.status for one in extract(text)}
    assert found[edge] == status


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Niger has decided to lift its ban on the BBC.", "CONCEDE"),
        ("Togo may decide to lift its ban on the BBC.", None),  # not decided
        ("Niger plans to lift its ban on the BBC.", None),
        ("Tanzania abandoned its plan to evict Maasai herders.", "CONCEDE"),
    ],
)
def test_a_decision_has_the_type_of_the_act(text: str, type_: str | None) -> None:
    found = [one for one in extract(text) if one.predicate in {"conceded", "expelled"}]
    assert {one.status for one in found} <= {"planned", "denied"}
    assert {one.plover for one in found} == {type_}


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("The company said it was prepared to sue Mali.", ("company", "accused", "Mali")),
        ("The militia said it will release Colonel Adamou Seydou on Friday.", ("militia", "conceded", "Adamou Seydou")),
        ("Donors applaud Ghana's decision to close the mines.", ("Donors", "endorsed", "Ghana")),
        ("Algeria has agreed to re-open its border with Niger.", ("Algeria", "conceded", "Niger")),
        ("The Algerian prime minister visited Niger in the spring.", ("Algerian prime minister", "negotiatedWith", "Niger")),
    ],
)
def test_bodies_without_a_name_and_words_cut_in_two_are_read(text: str, edge: Edge) -> None:
    assert edge in list_edges(text)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The minister said it would attack Mali before the rains.", "minister"),  # a person is no "it"
        ("The report said it would hurt Mali more than Niger.", "report"),
        ("A mining company said Mali knew that it had accused Togo.", "mining company"),
    ],
)
def test_it_is_nobody_elses(text: str, subject: str) -> None:
    assert subject not in {edge[0] for edge in list_edges(text)}
