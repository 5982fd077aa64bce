"""What is done by way of something else: goodwill by a call, an act by a decree, leave for somebody to do something."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.ontology import load_ontology
from sahelkg.records import Article

ONTOLOGY = load_ontology()


class Told(NamedTuple):
    """One statement, with its status and the type of the unit where that is not its relation's."""

    subject: str
    predicate: str
    object: str
    status: str
    plover: str | None = None


@cache
def tell(text: str) -> set[Told]:
    """What the rules alone read."""
    doc = annotate_text(text, load_reader(), lambda part: find_parser_names(part, ONTOLOGY))
    found = extract_article(Article(id="sentence", text=text), doc, ONTOLOGY).evidence
    return {Told(one.subject.text, one.predicate, one.object.text, one.status.value, one.plover) for one in found}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Macky Sall telephoned Mohamed Bazoum on Sunday to express his solidarity.", "asserted"),
        ("Macky Sall phoned Mohamed Bazoum after the storm to apologise for the delay.", "asserted"),
        ("Macky Sall called Mohamed Bazoum on Friday to congratulate him on the vote.", "asserted"),
        ("On his way home Macky Sall visited Mohamed Bazoum to thank him for the rice.", "asserted"),
        ("A radio station says that Macky Sall called Mohamed Bazoum to offer his condolences.", "claimed"),
    ],
)
def test_who_is_called_for_goodwill_is_shown_it(text: str, status: str) -> None:
    ends = "Macky Sall", "Mohamed Bazoum"
    assert {
        Told(ends[0], "negotiatedWith", ends[1], status, "SUPPORT"),
        Told(ends[0], "endorsed", ends[1], status),
    } <= tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "Macky Sall telephoned Mohamed Bazoum on Sunday to discuss the price of cotton.",
        "Macky Sall telephoned Mohamed Bazoum on Sunday and went to bed early.",
        "Macky Sall telephoned Mohamed Bazoum on Sunday not to congratulate him but to talk of cotton.",
        "Macky Sall telephoned Mohamed Bazoum on Sunday to express his concern.",
    ],
)
def test_a_call_for_something_else_is_a_call(text: str) -> None:
    found = tell(text)
    assert Told("Macky Sall", "negotiatedWith", "Mohamed Bazoum", "asserted") in found
    assert all(one.status == "denied" for one in found if one.predicate == "endorsed")


def test_a_call_not_made_shows_no_goodwill() -> None:
    found = tell("Macky Sall has not called Mohamed Bazoum to express his solidarity.")
    assert {(one.status, one.plover) for one in found if one.predicate == "negotiatedWith"} == {("denied", None)}
    assert not [one for one in found if one.predicate == "endorsed" and one.status in {"asserted", "claimed"}]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Assimi Goïta signed a decree pardoning Oumar Mariko.", ("Assimi Goïta", "conceded", "Oumar Mariko", "asserted")),
        ("Assimi Goïta will sign a decree pardoning Oumar Mariko.", ("Assimi Goïta", "conceded", "Oumar Mariko", "planned")),
        ("The African Union issued a statement praising Mauritania.", ("African Union", "endorsed", "Mauritania", "claimed")),
        ("The African Union failed to pass a motion praising Chad.", ("African Union", "endorsed", "Chad", "denied")),
        ("Togo may pass a law banning Orano from the north.", ("Togo", "coerced", "Orano", "possible")),
    ],
)
def test_what_a_text_does_is_done_by_who_gives_it_out(text: str, told: tuple[str, str, str, str]) -> None:
    assert Told(*told) in tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "Togo vetoed a resolution praising Mauritania.",
        "Togo received a statement praising Mauritania.",
        "Togo discussed a law banning Orano from the north.",
    ],
)
def test_what_a_text_does_is_not_done_by_who_reads_or_rejects_it(text: str) -> None:
    assert all(one.subject != "Togo" or one.predicate == "rejected" for one in tell(text))


@pytest.mark.parametrize(
    "text",
    [
        "Chad gave permission for Sonatrach to land its aircraft.",
        "Chad gave approval for Sonatrach to sell fuel in the capital.",
    ],
)
def test_leave_goes_to_who_is_to_act(text: str) -> None:
    assert Told("Chad", "conceded", "Sonatrach", "asserted") in tell(text)


def test_leave_goes_to_nobody_that_is_acted_on() -> None:
    found = tell("Chad gave permission for a company to supply Sonatrach with fuel.")
    assert all(one.predicate != "conceded" or one.object != "Sonatrach" for one in found)


def test_goods_bring_in_where_they_are_from() -> None:
    assert Told("Togo", "conceded", "Malian", "asserted") in tell("Togo lifted a ban on imports of Malian cattle.")
    assert Told("Togo", "conceded", "Malian", "planned") in tell("Togo has agreed to ease a ban on imports of Malian cattle.")
    assert tell("Togo lifted a ban on the sale of cattle in a week of rain on the Malian plains.") == set()


def test_an_agreement_between_the_two_countries_is_theirs_who_sign_it() -> None:
    found = tell("Assimi Goïta and Macky Sall signed two agreements between the two countries.")
    assert Told("Assimi Goïta", "agreedWith", "Macky Sall", "asserted", "SUPPORT") in found
    assert {one.object for one in found if one.predicate == "agreedWith"} == {"Macky Sall"}
    assert tell("Togo signed an agreement between the two countries.") == set()


def test_the_name_set_off_behind_a_description_stands_for_it() -> None:
    found = tell("Macky Sall met his Togolese counterpart, Faure Gnassingbé, in Dakar.")
    assert Told("Macky Sall", "negotiatedWith", "Faure Gnassingbé", "asserted") in found
    assert all(one.object != "Togolese counterpart" for one in found)
