"""Those whom no name is given for: who they are called, whose they are, and what may be told of them."""

from __future__ import annotations

import pytest

from sahelkg import extract


def told(text: str) -> set[tuple[str | None, str, str | None]]:
    """Subject, property and object of what a text states, symmetric ones as they stand."""
    return {(s.subject.entity, s.predicate, s.object.entity) for s in extract(text)}


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        # two whom only the sentence shows, of a country each
        (
            "A Togolese prosecutor charged a Beninese journalist with spying for the rebels.",
            ("ent:prosecutor-togo", "accused", "ent:journalist-benin"),
        ),
        (
            "Mauritania's crown prince held talks with the Senegalese prime minister in Nouakchott.",
            ("ent:crown-prince-mauritania", "negotiatedWith", "ent:prime-minister-senegal"),
        ),
        # who leads an attack attacks
        ("A Nigerian-led strike on Malam Fatori destroyed two lorries.", ("ent:nigeria", "attacked", "ent:malam-fatori")),
        ("An ECOWAS-led assault on Niamey cost thirty soldiers their lives.", ("ent:ecowas", "attacked", "ent:niamey")),
        # who backs a force supports it
        ("Algerian-backed rebels moved towards Kidal at dawn.", ("ent:algeria", "supports", "ent:rebels")),
        # demonyms that share a noun
        (
            "The Ghanaian and the Togolese armies attacked Islamic State near the park on Friday.",
            ("ent:ghanaian-armed-forces", "attacked", "ent:islamic-state"),
        ),
        (
            "The Chadian and Cameroonian presidents accused Boko Haram of burning the granaries.",
            ("ent:presidents-chad", "accused", "ent:boko-haram"),
        ),
        # names behind the title of several
        (
            "Presidents Umaro Sissoco Embaló and Patrice Talon accused France of delay.",
            ("ent:patrice-talon", "accused", "ent:france"),
        ),
        # somebody in a country is whom it happened to, not the country
        ("Gunmen kidnapped a union leader in Guinea on Sunday night.", ("ent:gunmen", "detained", "ent:union-leader-guinea")),
    ],
)
def test_who_has_no_name_takes_part(text: str, statement: tuple[str, str, str]) -> None:
    assert statement in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "A prosecutor charged a journalist with spying after the meeting.",
        "The foreman accused the accountant of leaving the safe open.",
        "Some cook struck a waiter in the kitchen of the barracks.",
    ],
)
def test_nothing_is_told_of_two_strangers(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Turkish-made drones struck Kidal in the night.", "ent:turkish-armed-forces"),
        ("Chinese-built lorries ran over two farmers in Gao.", "ent:china"),
        ("Russian-trained soldiers attacked the village of Ber.", "ent:russian-armed-forces"),
        ("French-speaking gunmen attacked a bus near Burkina Faso's border.", "ent:gunmen-france"),
        ("Anti-French protesters burnt the flag and attacked the consulate in Niamey.", "ent:protesters-france"),
        ("A pro-French government in Niger was overthrown by the generals.", "ent:france"),
        ("A non-Malian trader accused the army of theft.", "ent:mali"),
        ("Turkish-backed forces in Libya shelled the port of Sirte.", "ent:libyan-army"),
        ("Soldiers killed a jihadist leader in Nigeria on Monday.", "ent:nigeria"),
    ],
)
def test_a_country_beside_is_not_who_acted(text: str, wrong: str) -> None:
    ends = {end for subject, predicate, obj in told(text) if predicate != "locatedIn" for end in (subject, obj)}
    assert wrong not in ends


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Mali and Niger met Algeria's foreign minister in Tamanrasset.", "ent:mali", "ent:niger"),
        ("Ministers Abdoulaye Diop and Sadio Camara met Sergei Lavrov.", "ent:abdoulaye-diop", "ent:sadio-camara"),
        ("ECOWAS and AU negotiators met officials of the junta in Niamey.", "ent:ecowas", "ent:african-union"),
    ],
)
def test_two_that_meet_a_third_did_not_meet_each_other(text: str, one: str, other: str) -> None:
    assert all({subject, obj} != {one, other} for subject, _, obj in told(text))


def test_two_that_meet_do() -> None:
    assert told("Mali and Niger met in Tamanrasset on Monday.") == {("ent:mali", "negotiatedWith", "ent:niger")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Senegalese head of state accused Mali.", "The Senegalese head of mission accused Mali."),
        ("The director of UNICEF accused Mali.", "The director of UNHCR accused Mali."),
        ("The Nigerien prime minister accused Mali.", "The Nigerien minister accused Mali."),
        ("A US-led coalition attacked Sirte.", "A UN-backed coalition attacked Sirte."),
    ],
)
def test_those_of_different_offices_are_two(one: str, other: str) -> None:
    subjects = [{subject for subject, _, _ in told(text)} for text in (one, other)]
    assert all(subjects)
    assert subjects[0].isdisjoint(subjects[1])
