"""Times in context: what each sentence tells, and what it does not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc

from sahelkg.moments import shift, since, span, until, year_of
from sahelkg.numbers import read_number
from sahelkg.ontology import read_files
from sahelkg.terminals import Words, split_atoms
from sahelkg.times import find_times

if TYPE_CHECKING:
    from sahelkg.records import Time

FOLDER = Path(__file__).parent.parent / "ontology"
TRIPLES = read_files([FOLDER / "times.ttl", FOLDER / "numbers.ttl"])
WORDS, NUMBERS = Words(TRIPLES, "skg:TimeWord"), Words(TRIPLES, "skg:NumberWord")
BLANK = spacy.blank("en")
SUNDAY, WEDNESDAY = date(2025, 6, 8), date(2025, 6, 11)


def times(text: str, published: date | None = WEDNESDAY) -> list[Time]:
    return find_times(BLANK(text), published, words=WORDS, numbers=NUMBERS)


def edtf(text: str, published: date | None = WEDNESDAY) -> list[str]:
    return [time.edtf for time in times(text, published)]


# What a text tells in full needs no day of publication.
ABSOLUTE = [
    ("The raid of 8 June 2025 left the market in ashes.", ["2025-06-08"]),
    ("On June 8, 2025, the column left Gao.", ["2025-06-08"]),
    ("On June 8 2025 the column left Gao.", ["2025-06-08"]),
    ("The treaty was signed on the 16th of September 2023.", ["2023-09-16"]),
    ("The treaty was signed on September 16th, 2023 in Bamako.", ["2023-09-16"]),
    ("On Sunday, June 8, 2025, the column left Gao.", ["2025-06-08"]),
    ("On Sun., 8 June 2025 the column left.", ["2025-06-08"]),
    ("The log is dated 2025-06-05.", ["2025-06-05"]),
    ("The log is dated 2025/06/05.", ["2025-06-05"]),
    ("The log is dated 25/06/2021.", ["2021-06-25"]),
    ("The log is dated 06/25/2021.", ["2021-06-25"]),
    ("The log is dated 05.06.2021.", ["2021-06-05"]),
    ("The log is dated 05/06/2021.", ["2021"]),
    ("The log is dated 06/06/2021.", ["2021-06-06"]),
    ("Elections were held in March 2022.", ["2022-03"]),
    ("The March 2022 operation lasted five days.", ["2022-03"]),
    ("In August, 2023 the envoy resigned.", ["2023-08"]),
    ("The base closed in Sept. 2021.", ["2021-09"]),
    ("The base closed on Sept. 11, 2021.", ["2021-09-11"]),
    ("The base closed on 11 Sept 2021.", ["2021-09-11"]),
    ("The deal dates from April of 2019.", ["2019-04"]),
    ("The army took power in 2020.", ["2020"]),
    ("He stayed until July 1805.", ["../1805-07"]),
    ("The 2020 coup brought the colonels to power.", ["2020"]),
    ("The failed 2023 rebellion weakened him.", ["2023"]),
    ("Niger's 2023 coup alarmed the neighbours.", ["2023"]),
    ("A 2021 report named the village.", ["2021"]),
    ("The year 2012 changed everything.", ["2012"]),
    ("The mission (2013) was short.", ["2013"]),
    ("Operation Barkhane (2014-2022) was French.", ["2014/2022"]),
    ("In 2020 and 2021 the army mutinied.", ["2020", "2021"]),
    ("Coups in 2012, 2020 and 2021 shook the state.", ["2012", "2020", "2021"]),
    ("Coups in August 2020 and May 2021 shook the state.", ["2020-08", "2021-05"]),
    ("Rain fell in August and September 2020.", ["2020-08", "2020-09"]),
    ("The truce held in mid-March 2024.", ["2024-03"]),
    ("The truce held in late 2021.", ["2021"]),
    ("Since the early 2020s they have tried.", ["202X/.."]),
    ("In the early 2020s they tried.", ["202X"]),
    ("In the late 1990s the rebels disarmed.", ["199X"]),
    ("The rebels of the 1990's disarmed.", ["199X"]),
    ("In the mid-2010s the group grew.", ["201X"]),
    ("The group has fought the state since 2014.", ["2014/.."]),
    ("It has been there since the coup in 2021.", ["2021/.."]),
    ("It has run the camp since beginning patrols in May 2021.", ["2021-05/.."]),
    ("It has run the camp since August 18, 2020.", ["2020-08-18/.."]),
    ("Dating back to 1960, the dispute is old.", ["1960/.."]),
    ("The troops stayed until 2022.", ["../2022"]),
    ("The troops stayed until the end of 2022.", ["../2022"]),
    ("The troops must be out by March 2026.", ["../2026-03"]),
    ("Before 2012 the north was calm.", ["../2012"]),
    ("After 2022 the north was lost.", ["2022/.."]),
    ("They left after the 2020 coup.", ["2020"]),
    ("Between 2020 and 2021 two coups took place.", ["2020/2021"]),
    ("From March to June 2023 the road was closed.", ["2023-03/2023-06"]),
    ("From November to February 2023 the road was closed.", ["2022-11/2023-02"]),
    ("From March 2022 to June 2023 the road was closed.", ["2022-03/2023-06"]),
    ("The road was closed from 2014 until 2022.", ["2014/2022"]),
    ("The 2012-13 war displaced many.", ["2012/2013"]),
    ("The fighting of 8-10 June 2025 was fierce.", ["2025-06-08/2025-06-10"]),
    ("The fighting of June 8–10, 2025 was fierce.", ["2025-06-08/2025-06-10"]),
    ("The clashes on 15 and 16 August 2024 killed nobody.", ["2024-08-15/2024-08-16"]),
    ("Between 8 and 10 June 2025 the road was closed.", ["2025-06-08/2025-06-10"]),
    ("From 8 June to 2 July 2024 the road was closed.", ["2024-06-08/2024-07-02"]),
    ("The road was closed April-May 2022.", ["2022-04/2022-05"]),
    ("In the spring of 2021 the talks began.", ["2021-21"]),
    ("The talks began in summer 2021.", ["2021-22"]),
    ("In the first half of 2023 attacks doubled.", ["2023-01/2023-06"]),
    ("In the second quarter of 2023 attacks doubled.", ["2023-04/2023-06"]),
    ("The group appeared around 2014.", ["2014~"]),
    ("As early as 2019 there were signs.", ["2019"]),
    ("From 2021 onwards the instructors came.", ["2021/.."]),
    ("The week of June 2, 2025 was the worst.", ["2025-06-02/2025-06-08"]),
    ("On 18 August 2020 soldiers mutinied. Three days later the president was freed.", ["2020-08-18", "2020-08-21"]),
    ("On 18 August 2020 soldiers mutinied. The same day the president resigned.", ["2020-08-18", "2020-08-18"]),
    ("On 18 August 2020 soldiers mutinied. The next day borders closed.", ["2020-08-18", "2020-08-19"]),
    ("On 18 August 2020 soldiers mutinied; the day before, they had met.", ["2020-08-18", "2020-08-17"]),
    ("On 18 August 2020 soldiers mutinied. Two weeks later they chose a leader.",
     ["2020-08-18", "2020-08-31/2020-09-06"]),
    ("On 18 August 2020 soldiers mutinied. The following month a president was sworn in.", ["2020-08-18", "2020-09"]),
    ("The first coup came in 2020. A year later came the second.", ["2020", "2021"]),
    ("The first coup came in August 2020. Nine months later came the second.", ["2020-08", "2021-05"]),
    ("In 2020, soldiers mutinied on 18 August.", ["2020", "2020-08-18"]),
    ("The bases fell in May 2012. Since then the north has been lost.", ["2012-05", "2012-05/.."]),
    ("The summit was in 2023. That year three states left.", ["2023", "2023"]),
    ("On Friday, 16 May 2025 he left. The following Monday he was back.", ["2025-05-16", "2025-05-19"]),
    ("On 16 May 2025 he left; the night of 18 May 2025 was calm.", ["2025-05-16", "2025-05-18"]),
    ("Mid to late 2021 was quiet, it was said.", ["2021"]),
]  # fmt: skip

# What is told from the day of publication.
RELATIVE = [
    (SUNDAY, "Gunmen raided the town Sunday.", ["2025-06-08"]),
    (WEDNESDAY, "Gunmen raided the town on Sunday.", ["2025-06-08"]),
    (WEDNESDAY, "Gunmen raided the town on Wednesday.", ["2025-06-11"]),
    (WEDNESDAY, "Gunmen raided the town on Thursday.", ["2025-06-05"]),
    (WEDNESDAY, "Gunmen raided the town last Sunday.", ["2025-06-08"]),
    (SUNDAY, "Gunmen raided the town last Sunday.", ["2025-06-01"]),
    (WEDNESDAY, "Gunmen raided the town on Sunday June 8.", ["2025-06-08"]),
    (WEDNESDAY, "Gunmen raided the town on Sunday night.", ["2025-06-08"]),
    (WEDNESDAY, "Late on Monday, gunmen raided the town.", ["2025-06-09"]),
    (WEDNESDAY, "Early Tuesday, gunmen raided the town.", ["2025-06-10"]),
    (WEDNESDAY, "Monday's attack was the third.", ["2025-06-09"]),
    (WEDNESDAY, "The ministers will meet on Friday.", ["2025-06-13"]),
    (WEDNESDAY, "On Friday, the ministers will meet.", ["2025-06-13"]),
    (WEDNESDAY, "The ministers will meet next Wednesday.", ["2025-06-18"]),
    (WEDNESDAY, "The talks are scheduled to open on Monday.", ["2025-06-16"]),
    (WEDNESDAY, "He said on Monday that troops will leave.", ["2025-06-09"]),
    (WEDNESDAY, "The army will go on; on Monday it lost a post.", ["2025-06-09"]),
    (WEDNESDAY, "On Monday last week the post fell.", ["2025-06-02"]),
    (WEDNESDAY, "Fighting raged from Friday to Sunday.", ["2025-06-06/2025-06-08"]),
    (WEDNESDAY, "Fighting raged between Thursday and Monday.", ["2025-06-05/2025-06-09"]),
    (WEDNESDAY, "The post fell yesterday.", ["2025-06-10"]),
    (WEDNESDAY, "The post fell the day before yesterday.", ["2025-06-09"]),
    (WEDNESDAY, "The post fell last night.", ["2025-06-10"]),
    (WEDNESDAY, "The post fell this morning.", ["2025-06-11"]),
    (WEDNESDAY, "The envoy arrives tomorrow.", ["2025-06-12"]),
    (WEDNESDAY, "The post was shelled overnight.", ["2025-06-10/2025-06-11"]),
    (WEDNESDAY, "The post was shelled overnight Saturday to Sunday.", ["2025-06-07/2025-06-08"]),
    (WEDNESDAY, "The post fell last week.", ["2025-06-02/2025-06-08"]),
    (WEDNESDAY, "The post fell earlier this week.", ["2025-06-09/2025-06-11"]),
    (WEDNESDAY, "The post fell earlier this month.", ["2025-06"]),
    (WEDNESDAY, "The post fell earlier this year.", ["2025"]),
    (WEDNESDAY, "Elections are due later this year.", ["2025"]),
    (WEDNESDAY, "The post fell last month.", ["2025-05"]),
    (WEDNESDAY, "The post fell last year.", ["2024"]),
    (WEDNESDAY, "The post fell late last year.", ["2024"]),
    (WEDNESDAY, "The post fell at the end of last month.", ["2025-05"]),
    (WEDNESDAY, "The state plans to vote next year.", ["2026"]),
    (WEDNESDAY, "The state plans to vote early next year.", ["2026"]),
    (WEDNESDAY, "The plane crashed last August.", ["2024-08"]),
    (date(2025, 8, 20), "The plane crashed last August.", ["2024-08"]),
    (WEDNESDAY, "The plane crashed last May.", ["2025-05"]),
    (WEDNESDAY, "The plane crashed in June.", ["2025-06"]),
    (WEDNESDAY, "The plane crashed in October.", ["2024-10"]),
    (WEDNESDAY, "The plane crashed in May.", ["2025-05"]),
    (WEDNESDAY, "The junta will hold elections in February.", ["2026-02"]),
    (WEDNESDAY, "The junta will hold elections in October.", ["2025-10"]),
    (WEDNESDAY, "The March attack was the worst.", ["2025-03"]),
    (WEDNESDAY, "Mali's August coup was the second.", ["2024-08"]),
    (WEDNESDAY, "The pact has held since March.", ["2025-03/.."]),
    (WEDNESDAY, "The pact has held since last year.", ["2024/.."]),
    (WEDNESDAY, "The pact has held since Sunday.", ["2025-06-08/.."]),
    (WEDNESDAY, "The pact was signed on 8 June.", ["2025-06-08"]),
    (WEDNESDAY, "The pact was signed on December 24.", ["2024-12-24"]),
    (WEDNESDAY, "The pact will be signed on June 20.", ["2025-06-20"]),
    (WEDNESDAY, "The clashes on 15 and 16 August were the worst.", ["2024-08-15/2024-08-16"]),
    (WEDNESDAY, "Between March and May the road was closed.", ["2025-03/2025-05"]),
    (WEDNESDAY, "From December to March the road was closed.", ["2024-12/2025-03"]),
    (WEDNESDAY, "The plane crashed in October last year.", ["2024-10"]),
    (WEDNESDAY, "The plane crashed in March this year.", ["2025-03"]),
    (WEDNESDAY, "The pact was signed three days ago.", ["2025-06-08"]),
    (WEDNESDAY, "The pact was signed two weeks ago.", ["2025-05-26/2025-06-01"]),
    (WEDNESDAY, "The pact was signed six months ago.", ["2024-12"]),
    (WEDNESDAY, "The pact was signed a year ago.", ["2024"]),
    (WEDNESDAY, "The pact was signed more than a year ago.", ["2024~"]),
    (WEDNESDAY, "The pact was signed twenty-five years ago.", ["2000"]),
    (WEDNESDAY, "The pact was signed a decade ago.", ["2015~"]),
    (WEDNESDAY, "Over the past decade the north was lost.", ["2015/2025"]),
    (WEDNESDAY, "Over the past three days the north was lost.", ["2025-06-08/2025-06-11"]),
    (WEDNESDAY, "In the last six months three posts fell.", ["2024-12/2025-06"]),
    (WEDNESDAY, "In the past 48 hours three posts fell.", ["2025-06-09/2025-06-11"]),
    (WEDNESDAY, "On Sunday gunmen raided. Three days earlier they were seen.", ["2025-06-08", "2025-06-05"]),
    (WEDNESDAY, "The talks failed last weekend.", ["2025-06-07/2025-06-08"]),
    (SUNDAY, "The talks failed last weekend.", ["2025-05-31/2025-06-01"]),
    (WEDNESDAY, "The talks began last spring.", ["2025-21"]),
    (WEDNESDAY, "The talks began last summer.", ["2024-22"]),
    (date(2024, 3, 1), "The talks began on Thursday, February 29.", ["2024-02-29"]),
    (date(2025, 1, 2), "The talks began on December 30.", ["2024-12-30"]),
    (date(2025, 1, 1), "The talks began yesterday, and last month they failed.", ["2024-12-31", "2024-12"]),
]  # fmt: skip

# No time, whatever the day of publication.
NOTHING = [
    "About 2,400 troops left the base.",
    "The force had 2020 soldiers.",
    "With 2000 fighters, it is the largest.",
    "More than 2000 people fled.",
    "Some 2012 families were counted.",
    "A force of 2000 soldiers marched.",
    "A force of some 2000 mercenary fighters marched.",
    "The Security Council passed Resolution 2085.",
    "Call +223 2021 2022 for help.",
    "It cost $2020 or €1990.",
    "The road is 2020 km long.",
    "Version 2020.5 is out.",
    "He may march on the capital, and they march too.",
    "May the dead rest.",
    "Theresa May visited the base.",
    "The fall of the town was swift.",
    "The group marched in silence for two years.",
    "It has fought for more than a decade.",
    "It has fought for years.",
    "In recent weeks the attacks grew.",
    "In the coming months more will come.",
    "The last days were quiet.",
    "In the coming days more will come.",
    "Years later nobody was tried.",
    "On 31 February 2025 nothing happened.",
    "The log is dated 2025-02-31.",
    "The log is dated 31/31/2021.",
    "The file is 223-2021-06-05-7.",
    "The attacks come every Sunday and every year.",
    "He prayed on Sundays.",
    "Bloody Sunday is remembered.",
    "An overnight curfew was imposed.",
    "Two days after the coup the borders closed.",
    "A day before the vote he fled.",
    "Yesterday's rebels are today's ministers.",
    "The statement was signed by April Diallo.",
    "A five-year plan and a 20-year-old soldier.",
    "The 9 mm rounds, 50 percent, at 10:30.",
    "Three days later the town fell.",
    "The same day the town fell.",
    "In the dry season they move, in summer they rest.",
    "One day they will leave.",
    "The second World War and the first week.",
    "The Sun rose; Mar and Dec are short.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_times_told_in_full(text: str, expected: list[str]) -> None:
    assert edtf(text, None) == expected


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_the_day_of_publication_changes_nothing_that_is_told_in_full(text: str, expected: list[str]) -> None:
    assert edtf(text, date(2026, 2, 3)) == expected


@pytest.mark.parametrize(("published", "text", "expected"), RELATIVE)
def test_times_told_from_the_day_of_publication(published: date, text: str, expected: list[str]) -> None:
    assert edtf(text, published) == expected


@pytest.mark.parametrize(("published", "text", "expected"), RELATIVE)
def test_an_undated_article_tells_nothing_from_its_day(published: date, text: str, expected: list[str]) -> None:
    assert edtf(text, None) == []


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("published", [WEDNESDAY, None])
def test_what_is_no_time(text: str, published: date | None) -> None:
    assert edtf(text, published) == []


@pytest.mark.parametrize("row", [(WEDNESDAY, *row) for row in ABSOLUTE] + RELATIVE)
def test_spans_bounds_and_values_fit(row: tuple[date, str, list[str]]) -> None:
    published, text, _ = row
    last = 0
    for time in times(text, published):
        assert last <= time.start < time.end
        last = time.end
        assert time.text == text[time.start : time.end]
        assert time.text == time.text.strip(" ,.;")
        if time.earliest and time.latest:
            assert date.fromisoformat(time.earliest) <= date.fromisoformat(time.latest)
        assert time.earliest or time.latest
        is_single = re.fullmatch(r"\d{4}(-[01]\d(-\d\d)?)?~?", time.edtf)
        if time.value is not None:
            assert is_single
            assert time.edtf.startswith(time.value)
        if time.value and len(time.value) == 10:
            assert time.earliest == time.latest == time.value


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "value"),
    [
        ("in June 2025", "2025-06-01", "2025-06-30", "2025-06"),
        ("in 2024", "2024-01-01", "2024-12-31", "2024"),
        ("in late 2021", "2021-07-02", "2021-12-31", "2021"),
        ("in early March 2024", "2024-03-01", "2024-03-17", "2024-03"),
        ("in the 1990s", "1990-01-01", "1999-12-31", None),
        ("in spring 2021", "2021-03-01", "2021-05-31", None),
        ("since March 2022", "2022-03-01", None, None),
        ("until March 2022", None, "2022-03-31", None),
        ("between 2020 and 2021", "2020-01-01", "2021-12-31", None),
        ("earlier this year", "2025-01-01", "2025-06-11", "2025"),
        ("later this month", "2025-06-11", "2025-06-30", "2025-06"),
        ("on 05/06/2021", "2021-05-06", "2021-06-05", None),
        ("around 2014", "2014-01-01", "2014-12-31", "2014"),
    ],
)
def test_bounds(text: str, earliest: str | None, latest: str | None, value: str | None) -> None:
    (time,) = times(text)
    assert (time.earliest, time.latest, time.value) == (earliest, latest, value)


def test_what_a_time_was_reckoned_from() -> None:
    found = times("On 3 May 2025 it fell. A week later it was back. On Sunday it fell again.")
    assert [time.anchor for time in found] == [None, "text", "published"]


def test_a_time_that_cannot_be_reckoned_is_no_ground_for_the_next() -> None:
    text = "The war began on 1 May 2012. On Sunday the post fell. Three days later it was back."
    assert edtf(text, None) == ["2012-05-01"]


def test_days_are_not_reckoned_from_years() -> None:
    assert edtf("The war began in 2012. The same day the post fell. Three days later it was back.") == ["2012"]


def test_paragraphs_do_not_run_into_each_other() -> None:
    assert edtf("They met on 8\n\nJune 2025 was dry. It was in\n\n2020 soldiers") == ["2025-06"]
    assert edtf("The raid of 8\nJune 2025", None) == ["2025-06-08"]


def test_odd_spaces_and_dashes_are_no_hindrance() -> None:
    assert edtf("on 8\u00a0June\u202f2025, in mid\u2011March 2024, in the 2012\u20132013 war", None) == [
        "2025-06-08", "2024-03", "2012/2013",
    ]  # fmt: skip


def test_the_tense_is_that_of_the_parse_where_there_is_one() -> None:
    words = ["Troops", "that", "will", "leave", "fought", "on", "Friday", "."]
    morphs = ["", "", "VerbForm=Fin", "VerbForm=Inf", "Mood=Ind|Tense=Past|VerbForm=Fin", "", "", ""]
    doc = Doc(BLANK.vocab, words=words, morphs=morphs)
    assert [time.edtf for time in find_times(doc, WEDNESDAY, words=WORDS, numbers=NUMBERS)] == ["2025-06-06"]


def test_hostile_figures_end_in_nothing() -> None:
    hostile = [
        "9" * 5000, "1/" * 3000, "in " * 3000 + "2020", "999999999999 years ago", "June " * 2000, "٣ June ٢٠٢٥",
        "between " * 500 + "June 8, 2025", "from June to " * 300, "900 decades ago", "the week of " * 300,
        "the end of " * 1000 + "2020", "yesterday " * 1000 + "today", "since " * 1000, "Sunday to " * 500,
    ]  # fmt: skip
    for text in hostile:
        for time in times(text):
            assert len(time.edtf) < 30


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("thirty-two", 32), ("thirty two", 30), ("a hundred", 100), ("a hundred and five", 105), ("two hundred", 200),
        ("two dozen", 24), ("a dozen", 12), ("3,000", 3000), ("1.2 million", 1_200_000), ("two million", 2_000_000),
        ("twelve thousand five hundred", 12500), ("one thousand two hundred and six", 1206), ("12,345,678", 12345678),
        ("a couple of", 2), ("seven", 7), ("5 thousand", 5000), ("ninety-nine", 99), ("1.5", None), ("many", None),
        ("a soldier", None), ("dozens", None), ("3rd", None), ("12,34", None), ("10:30", None), ("1,000,00", None),
        ("20km", None), ("5%", None), ("3/4", None), ("five and six", 5), ("twenty and five", 20), ("a", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: int | None) -> None:
    found = read_number(split_atoms(text), 0, NUMBERS)
    assert (found[1] if found else None) == value


def test_moments_by_themselves() -> None:
    assert span(year_of(2022), year_of(2020)) is None
    assert (since(year_of(2020)).edtf, until(year_of(2020)).edtf) == ("2020/..", "../2020")
    assert shift(year_of(2020), 1, "day") is None
    assert shift(year_of(9999), 1, "year") is None


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert len(ABSOLUTE) + len(RELATIVE) >= 150
    assert len(NOTHING) >= 40
    assert len({row[0] for row in ABSOLUTE} | {row[1] for row in RELATIVE} | set(NOTHING)) >= 190
