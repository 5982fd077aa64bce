"""Who is helped where those who get it have no name: the place that they are told to be in, through the real model."""

from __future__ import annotations

import pytest

from sahelkg import extract


def list_helped(text: str) -> set[str]:
    """The labels of all that somebody is told to have aided."""
    return {statement.object.text for statement in extract(text) if statement.predicate == "aided"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Germany announced thirty million euros in emergency aid for drought victims in Niger.", "Niger"),
        ("Japan pledged new funding to fight malnutrition in Mali.", "Mali"),
        ("Denmark announced a steep increase in funding to vaccinate cattle in Chad.", "Chad"),
        ("UNICEF provided clean water to families in northern Mali.", "northern Mali"),
        ("Turkey donated two ambulances to the hospital in Abéché.", "Abéché"),
        ("The United States remains the largest donor of humanitarian assistance in Chad.", "Chad"),
        ("Switzerland spends ten million francs a year on schools in Mali.", "Mali"),
        ("Luxembourg approved nine million euros for Niger's schools.", "Niger"),
        ("Chadian peacekeepers arrived in Kidal on Monday.", "Kidal"),
        ("Qatar offered Sudan fifty ambulances and a field hospital.", "Sudan"),
    ],
)
def test_the_place_of_those_helped_is_helped(text: str, place: str) -> None:
    assert place in list_helped(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Niger provided three billion francs for farmers in Tillabéri.", "Tillabéri"),  # its own land
        ("The Nigerian army distributed food to families in Borno State.", "Borno State"),
        ("France provided food to its citizens in Sudan.", "Sudan"),  # its own people
        ("Germany provided two million euros for talks in Doha.", "Doha"),  # where one meets
        ("Japan pledged funds for wells on Monday in Niamey.", "Niamey"),  # where it was said
        ("China paid a high price for its mine in Mali.", "Mali"),
        ("Canada gave tents to refugees and held a feast in Gao.", "Gao"),
        ("Chadian soldiers arrived in Gao with a brass band.", "Gao"),  # no peacekeepers
        ("Qatar gave Mali a clinic and eleven ambulances.", "clinic"),
        ("Mohamed Bazoum spent a million euros on a villa in Niger.", "Niger"),
    ],
)
def test_other_places_are_not(text: str, place: str) -> None:
    assert place not in list_helped(text)


def test_a_donor_is_not_helped_and_what_it_does_then_is_done_by_the_one_it_is() -> None:
    told = extract("Germany has been the second-largest donor, contributing ten million dollars to Niger.")
    assert {(s.subject.text, s.object.text) for s in told if s.predicate == "aided"} == {("Germany", "Niger")}
