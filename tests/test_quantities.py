"""Tolls in context: who was killed, wounded, taken; and what is counted but no toll."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from sahelkg.quantities import find_tolls

BLANK = spacy.blank("en")
Row = tuple[str, int | None, int | None, str]  # kind, min, max, text


def tolls(text: str) -> list[Row]:
    return [(found.kind, found.toll.min, found.toll.max, found.toll.text) for found in find_tolls(BLANK(text))]


def deaths(low: int | None, high: int | None, text: str) -> Row:
    return ("deaths", low, high, text)


def wounded(low: int | None, high: int | None, text: str) -> Row:
    return ("wounded", low, high, text)


def hostages(low: int | None, high: int | None, text: str) -> Row:
    return ("hostages", low, high, text)


TOLLS: list[tuple[str, list[Row]]] = [
    # what limits the number
    ("At least 30 soldiers were killed.", [deaths(30, None, "At least 30")]),
    ("More than 30 soldiers were killed at the post.", [deaths(30, None, "More than 30")]),
    ("The clash killed over 500 fighters.", [deaths(500, None, "over 500")]),
    ("Up to 50 villagers were killed.", [deaths(None, 50, "Up to 50")]),
    ("As many as 50 villagers were killed.", [deaths(None, 50, "As many as 50")]),
    ("Fewer than ten people died.", [deaths(None, 10, "Fewer than ten")]),
    ("No fewer than ten people died.", [deaths(10, None, "No fewer than ten")]),
    ("Around 40 people were killed.", [deaths(40, 40, "Around 40")]),
    ("Nearly 40 people were killed.", [deaths(40, 40, "Nearly 40")]),
    ("Between 20 and 30 civilians were killed.", [deaths(20, 30, "Between 20 and 30")]),
    ("The raid killed from 20 to 30 civilians.", [deaths(20, 30, "from 20 to 30")]),
    ("The raid killed 20 to 30 civilians.", [deaths(20, 30, "20 to 30")]),
    ("The raid killed 20-30 civilians.", [deaths(20, 30, "20-30")]),
    ("The raid killed two or three herders.", [deaths(2, 3, "two or three")]),
    ("Dozens of civilians were killed.", [deaths(None, None, "Dozens")]),
    ("Dozens were killed.", [deaths(None, None, "Dozens")]),
    ("The war has killed tens of thousands of people.", [deaths(None, None, "tens of thousands")]),
    ("The war has killed thousands and wounded many.", [deaths(None, None, "thousands")]),
    # numbers
    ("Thirty-two villagers were killed.", [deaths(32, 32, "Thirty-two")]),
    ("More than a dozen people were killed.", [deaths(12, None, "More than a dozen")]),
    ("Two dozen people were killed.", [deaths(24, 24, "Two dozen")]),
    ("Half a dozen people were killed.", [deaths(6, 6, "Half a dozen")]),
    ("A hundred people were killed.", [deaths(100, 100, "A hundred")]),
    ("The war killed 3,000 people.", [deaths(3000, 3000, "3,000")]),
    ("The war killed 1.2 million people.", [deaths(1_200_000, 1_200_000, "1.2 million")]),
    ("A soldier was killed.", [deaths(1, 1, "A")]),
    ("The mine killed a driver and one guard.", [deaths(1, 1, "a"), deaths(1, 1, "one")]),
    # objects
    ("Gunmen raided the post, killing five.", [deaths(5, 5, "five")]),
    ("Gunmen killed five gendarmes in the town.", [deaths(5, 5, "five")]),
    ("Thirty gunmen killed five gendarmes.", [deaths(5, 5, "five")]),
    ("Gunmen executed at least seven hostages.", [deaths(7, None, "at least seven")]),
    ("They killed two officers, three soldiers and a driver.",
     [deaths(2, 2, "two"), deaths(3, 3, "three"), deaths(1, 1, "a")]),
    ("They killed 12 soldiers and wounded 30.", [deaths(12, 12, "12"), wounded(30, 30, "30")]),
    ("They killed 12 soldiers, wounding 30 others.", [deaths(12, 12, "12"), wounded(30, 30, "30")]),
    ("The army said it had neutralised about 20 terrorists.", [deaths(20, 20, "about 20")]),
    ("They gunned down four worshippers.", [deaths(4, 4, "four")]),
    ("They killed all 14 passengers.", [deaths(14, 14, "all 14")]),
    ("They killed the 14 passengers.", [deaths(14, 14, "14")]),
    # subjects
    ("Six people have been killed since Monday.", [deaths(6, 6, "Six")]),
    ("Six people were reportedly killed.", [deaths(6, 6, "Six")]),
    ("Six people from the nearby town of Djibo were killed.", [deaths(6, 6, "Six")]),
    ("Six people travelling to a market were killed.", [deaths(6, 6, "Six")]),
    ("Six people, mostly women, were killed.", [deaths(6, 6, "Six")]),
    ("Six soldiers and two civilians were killed.", [deaths(6, 6, "Six"), deaths(2, 2, "two")]),
    ("Six people, including two children, were killed.", [deaths(6, 6, "Six")]),
    ("Twelve soldiers were killed by 30 gunmen.", [deaths(12, 12, "Twelve")]),
    ("In an attack by 30 gunmen 12 soldiers were killed.", [deaths(12, 12, "12")]),
    ("A group of 30 soldiers were killed.", [deaths(30, 30, "30")]),
    ("Five peacekeepers died in the blast.", [deaths(5, 5, "Five")]),
    ("Five miners lost their lives.", [deaths(5, 5, "Five")]),
    ("Five men were found dead.", [deaths(5, 5, "Five")]),
    ("Over 300 people are reported dead.", [deaths(300, None, "Over 300")]),
    ("Five men were killed and 12 were wounded.", [deaths(5, 5, "Five"), wounded(12, 12, "12")]),
    ("Five men were killed and 12 wounded.", [deaths(5, 5, "Five"), wounded(12, 12, "12")]),
    # nouns
    ("He was tried for the killings of at least 32 civilians.", [deaths(32, None, "at least 32")]),
    ("The deaths of 32 civilians were noted.", [deaths(32, 32, "32")]),
    ("The massacre of some 130 Fulani herders shocked the country.", [deaths(130, 130, "some 130")]),
    ("There were over 500 executions.", [deaths(500, None, "over 500")]),
    ("The year saw 3,000 deaths.", [deaths(3000, 3000, "3,000")]),
    ("The attack left 12 dead and 30 wounded.", [deaths(12, 12, "12"), wounded(30, 30, "30")]),
    ("The attack left at least 12 people dead.", [deaths(12, None, "at least 12")]),
    ("With 12 dead soldiers, it was the worst day.", [deaths(12, 12, "12")]),
    ("Twelve killed, 30 wounded in market raid.", [deaths(12, 12, "Twelve"), wounded(30, 30, "30")]),
    ("The death toll rose to 45.", [deaths(45, 45, "45")]),
    ("The death toll rose from 30 to at least 45 overnight.", [deaths(45, None, "at least 45")]),
    ("The toll rose by five to 45.", [deaths(45, 45, "45")]),
    ("Officials put the death toll at 45.", [deaths(45, 45, "45")]),
    ("It had a provisional toll of 45 soldiers.", [deaths(45, 45, "45")]),
    ("The attack claimed the lives of 17 soldiers.", [deaths(17, 17, "17")]),
    ("The attack claimed 17 lives.", [deaths(17, 17, "17")]),
    ("In all, 17 lives were lost.", [deaths(17, 17, "17")]),
    # wounded
    ("At least 30 people were injured.", [wounded(30, None, "At least 30")]),
    ("Ten soldiers were seriously hurt.", []),
    ("Thirty more people were wounded.", [wounded(30, 30, "Thirty")]),
    ("The blast injured four.", [wounded(4, 4, "four")]),
    ("There were 12 wounded in the clinic.", [wounded(12, 12, "12")]),
    # hostages
    ("The group was holding 40 hostages.", [hostages(40, 40, "40")]),
    ("Gunmen abducted seven people.", [hostages(7, 7, "seven")]),
    ("Seven people were kidnapped on the road.", [hostages(7, 7, "Seven")]),
    ("Two nuns were taken hostage.", [hostages(2, 2, "Two")]),
    ("The kidnapping of three engineers was condemned.", [hostages(3, 3, "three")]),
    ("They killed two guards and abducted five workers.", [deaths(2, 2, "two"), hostages(5, 5, "five")]),
]  # fmt: skip

NO_TOLLS = [
    "The army has 2,400 troops in the north.",
    "No one was killed.",
    "Not a single soldier was killed.",
    "The attack claimed the lives of numerous soldiers.",
    "Several soldiers were killed.",
    "Thirty people were killed or wounded.",
    "The raid killed and injured 30 people.",
    "Many people died.",
    "Thirty gunmen killed villagers.",
    "About 30 gunmen killed and burned.",
    "Thirty gunmen attacked the post and killed the commander.",
    "In an attack by 30 gunmen the mayor was killed.",
    "He was killed 30 km from the town.",
    "He was killed two weeks later.",
    "He was killed three days after the coup.",
    "He was killed on 12 June 2024.",
    "On June 12, the mayor was killed.",
    "In 2020 the mayor was killed.",
    "The mayor, 54, was killed.",
    "The mayor, aged 54, was killed.",
    "A 30-year-old was killed.",
    "The raid killed 20 cattle and 300 goats.",
    "They wounded the town's pride twice in 12 months.",
    "An attack killed soldiers.",
    "A group was killed.",
    "They want to eliminate an obligation and to execute a plan.",
    "It was a do-or-die moment.",
    "When they saw a cartoon, people had to die.",
    "A bomb was found, and the guard died.",
    "After talks with 12 ministers in the capital, the mayor was killed.",
    "They paid $30,000 and 20 percent was lost; the guard died.",
    "The toll road has 45 stops.",
    "The toll was not known. In the town 45 houses burned.",
    "Two days after 30 soldiers entered the town, the mayor was killed.",
    "The 12 ministers met. The mayor died.",
    "He lives with 12 others.",
    "Twelve ministers said the mayor was killed.",
    "Resolution 2085 was killed.",
    "One by one they left, and one day the king died.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), TOLLS)
def test_tolls(text: str, expected: list[Row]) -> None:
    assert tolls(text) == expected


@pytest.mark.parametrize("text", NO_TOLLS)
def test_what_is_no_toll(text: str) -> None:
    assert tolls(text) == []


@pytest.mark.parametrize(
    ("text", "first", "counted", "trigger"),
    [
        ("At least 30 Malian soldiers were killed .", ["At", "least", "30"], "soldiers", "killed"),
        ("Gunmen came , killing five .", ["five"], "five", "killing"),
        ("the killings of 32 civilians", ["32"], "civilians", "killings"),
        ("The death toll rose to 45 .", ["45"], "45", "death"),
        ("Two police officers were wounded .", ["Two"], "officers", "wounded"),
        ("It holds 40 hostages .", ["40"], "40", "hostages"),
        ("They killed 3,000 herders .", ["3,000"], "herders", "killed"),
    ],
)
def test_tokens_that_join_a_toll_to_its_clause(text: str, first: list[str], counted: str, trigger: str) -> None:
    words = text.split(" ")
    doc = Doc(BLANK.vocab, words=words)
    (found,) = find_tolls(doc)
    assert [token.text for token in doc[found.first : found.last]] == first
    assert (doc[found.counted].text, doc[found.trigger].text) == (counted, trigger)
    assert doc.text[found.start : found.end] == found.toll.text


def with_heads(text: str, heads: list[int]) -> Doc:
    words = text.split(" ")
    return Doc(BLANK.vocab, words=words, heads=heads, deps=["dep"] * len(words))


def test_a_tree_bridges_what_lies_between_subject_and_verb() -> None:
    text = "Thirty men of the garrison that the ministry had praised were killed ."
    assert tolls(text) == []
    doc = with_heads(text, [1, 11, 4, 4, 1, 9, 7, 9, 9, 4, 11, 11, 11])
    assert [found.toll.min for found in find_tolls(doc)] == [30]


def test_a_tree_parts_what_only_stands_side_by_side() -> None:
    text = "Thirty men in the capital and the mayor were killed ."
    doc = with_heads(text, [1, 2, 2, 4, 2, 7, 7, 9, 9, 9, 9])
    assert find_tolls(doc) == []


def test_hostile_text_ends() -> None:
    hostile = [
        "30 " * 1000, "killed " * 1000, "at least " * 500 + "30 were killed", "a " * 1000 + "soldier was killed",
        "9" * 10_000 + " soldiers were killed", "30 soldiers " * 500 + "were killed", "was " * 1000 + "killed",
        "killed 30, " * 400, "30 soldiers, " * 400 + "were killed",
    ]  # fmt: skip
    for text in hostile:
        assert len(find_tolls(BLANK(text))) <= 500


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert len(TOLLS) >= 60
    assert len(NO_TOLLS) >= 30
