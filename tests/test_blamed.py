"""Who is said to be behind a deed, whose act is looked into, what a court orders: and what only sounds like it."""

from __future__ import annotations

import pytest

from sahelkg import extract

Told = tuple[str, str, str, str]

STATED: list[tuple[str, Told]] = [
    (
        "The prosecutor of Niger said that Benin was behind the attack on the pipeline at Agadem.",
        ("prosecutor", "accused", "Benin", "asserted"),
    ),
    (
        "JNIM was responsible for the killing of the teachers, the Burkinabe government said late on Friday.",
        ("Burkinabe government", "accused", "JNIM", "asserted"),
    ),
    (
        "Residents of Boni said that Malian soldiers were to blame for the deaths in the convoy.",
        ("Residents", "accused", "Malian soldiers", "asserted"),
    ),
    (
        "Sudan said that Chad has violated its airspace on two mornings in a row.",
        ("Sudan", "accused", "Chad", "asserted"),
    ),
    (
        "Niger is investigating whether Benin hid two colonels in a villa by the sea.",
        ("Niger", "accused", "Benin", "asserted"),
    ),
    (
        "Senegal will open an investigation into claims that Gambia sold the seized timber.",
        ("Senegal", "accused", "Gambia", "planned"),
    ),
    (
        "In the end Barrick Gold filed a suit with a court in Geneva against Mali.",
        ("Barrick Gold", "accused", "Mali", "asserted"),
    ),
    (
        "After midnight Guinea ordered Cellou Dalein Diallo jailed and shut the radio.",
        ("Guinea", "detained", "Cellou Dalein Diallo", "asserted"),
    ),
    (
        "On the third evening Togo used tear gas to disperse protesters near the port.",
        ("Togo", "coerced", "protesters", "asserted"),
    ),
    (
        "Mali's prime minister, Abdoulaye Maïga, went so far as to claim that Algeria sponsors terrorism.",
        ("Abdoulaye Maïga", "accused", "Algeria", "asserted"),
    ),
    (
        "Without much noise Algeria ended its mediation efforts in Niger after four rounds.",
        ("Algeria", "brokeTiesWith", "Niger", "asserted"),
    ),
    (
        "At the end of May Germany called off its military partnership with Niger.",
        ("Germany", "brokeTiesWith", "Niger", "asserted"),
    ),
    (
        "On two motorbikes JNIM burned three villages in Tillabéri before the rain.",
        ("JNIM", "attacked", "Tillabéri", "asserted"),
    ),
]

NOT_STATED: list[tuple[str, tuple[str, str, str]]] = [
    ("The prosecutor said that Benin may be behind the attack on the pipeline.", ("prosecutor", "accused", "Benin")),
    ("Mali said that Algeria was not to blame for the deaths in the convoy.", ("Mali", "accused", "Algeria")),
    ("Mali said that JNIM blamed Algeria for the deaths in the convoy.", ("Mali", "accused", "JNIM")),
    ("Sudan denied that Chad had violated its airspace on the last day of the month.", ("Sudan", "accused", "Chad")),
    ("Niger is investigating whether Benin was bombed by jihadists on that night.", ("Niger", "accused", "Benin")),
    ("Sudan opened an office in the war against Chad to count the wounded.", ("Sudan", "accused", "Chad")),
    ("Guinea ordered a car for Cellou Dalein Diallo, jailed in May, and a lawyer.", ("Guinea", "detained", "Cellou Dalein Diallo")),
    ("Canada put its aid to Burkina Faso on hold for the third time.", ("Canada", "aided", "Burkina Faso")),
    ("Sweden phased out its development cooperation with Mali over two winters.", ("Sweden", "alliedWith", "Mali")),
    ("The junta kicked the Wagner Group out of the country in a week.", ("junta", "attacked", "Wagner Group")),
    ("On Friday JNIM attacked the convoy of a tax collector in Tillabéri.", ("JNIM", "attacked", "Tillabéri")),
]


def read(text: str) -> set[Told]:
    """The triples of the text by the words for their ends, with their status."""
    return {(one.subject.text, one.predicate, one.object.text, str(one.status)) for one in extract(text)}


@pytest.mark.parametrize(("text", "told"), STATED)
def test_what_is_said_of_somebody_is_found(text: str, told: Told) -> None:
    assert told in read(text)


@pytest.mark.parametrize(("text", "triple"), NOT_STATED)
def test_what_only_sounds_like_it_is_not_told(text: str, triple: tuple[str, str, str]) -> None:
    bare = {told[:3] for told in read(text) if told[3] in {"asserted", "claimed"}}
    assert triple not in bare
