"""Years and decades, and which year is meant where none is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.moments import day_of, decade_of, year_of
from sahelkg.scan import YEARS, YEARS_BESIDE_A_MONTH, Found

if TYPE_CHECKING:
    from sahelkg.scan import Scan

_YEAR = 7  # skg:value of the unit


def find_year(scan: Scan, i: int, *, licensed: bool = False) -> Found | None:
    """A year: four figures where the grammar wants a year ("in 2020", "the 2020 coup"), and no count of anything."""
    if not is_year_number(scan, i):
        return None
    end = i + 1
    counted = scan.match("counted", end) is not None
    if scan.follows("in", i) or scan.follows("yearWord", i) or (licensed and not counted):
        return Found(end, year_of(int(scan.text(i))))
    if scan.text(i - 1) == "(" and scan.text(end) in {")", ",", "-", ";", ":"}:
        return Found(end, year_of(int(scan.text(i))))
    if not counted and _joins_year(scan, i):
        return Found(end, year_of(int(scan.text(i))))
    if counted or scan.match("counted", end + 1) or scan.follows("quantifier", i):
        return None
    plural = scan.is_word(end) and scan.text(end).endswith("s") and len(scan.text(end)) > 3
    is_year = (scan.follows("at", i) and not plural) or _is_attribute(scan, i)
    return Found(end, year_of(int(scan.text(i)))) if is_year else None


def find_decade(scan: Scan, i: int) -> Found | None:
    """The 1990s."""
    end = i + 1 + (scan.text(i + 1) == "'")
    if not is_year_number(scan, i, decade=True) or scan.text(end) != "s" or not scan.text(i).endswith("0"):
        return None
    return Found(end + 1, decade_of(int(scan.text(i)))) if scan.glued(i + 1) and scan.glued(end) else None


def find_told_year(scan: Scan, i: int) -> Found | None:
    """The year behind a month or season: "2025", ", 2025", "of 2025", "last year", "of that year"."""
    end = i + 1 if scan.text(i) == "," else scan.skip("dayOf", i)
    if is_year_number(scan, end, years=YEARS_BESIDE_A_MONTH):
        lists_count = end > i and scan.text(i) == "," and scan.match("counted", end + 1)
        return None if lists_count else Found(end + 1, year_of(int(scan.text(end))))
    end = scan.skip("dayOf", i)
    selector, anchored = scan.match("selector", end), scan.match("anchored", end)
    unit = scan.match("unitOne", (selector or anchored or (end, 0))[0])
    if unit is None or unit[1] != _YEAR:
        return None
    if selector:
        moment = year_of(scan.published.year + selector[1]) if scan.published else None
        return Found(unit[0], moment, "published")
    if anchored is None:
        return None
    previous = scan.found[-1][1].moment if scan.found else None
    moment = year_of(previous.earliest.year + anchored[1]) if previous and previous.earliest else None
    return Found(unit[0], moment, "text")


def guess_year(
    scan: Scan, i: int, end: int, when: tuple[int, int | None], year: int | None, weekday: int | None
) -> tuple[int | None, str | None]:
    """The year of a month or day that is told without, and what it was reckoned from."""
    if year is not None:
        return year, None
    if (told := scan.year_before(i)) is not None:
        return told or None, "text"
    if scan.published is None:
        return None, None
    this = scan.published.year
    month, number = when
    if number is None:
        key: tuple[int, ...] = (month,)
        now: tuple[int, ...] = (scan.published.month,)
    else:
        key, now = (month, number), (scan.published.month, scan.published.day)
    if weekday is not None and number is not None:
        fitting = [near for near in (this, this - 1, this + 1) if _is_weekday(near, month, number, weekday)]
        if fitting:
            return fitting[0], "published"
    if scan.is_future(i, end):
        return this + (key < now), "published"
    return this - (key > now), "published"


def is_year_number(scan: Scan, i: int, *, decade: bool = False, years: range = YEARS) -> bool:
    """Whether atom ``i`` is four figures that may be a year, and no part of another number, name or code."""
    text = scan.text(i)
    if len(text) != 4 or not (text.isdecimal() and text.isascii()) or int(text) not in years:
        return False
    if scan.glued(i) and scan.text(i - 1) not in {"(", "-", "'", '"', "“", "[", "—", "/"}:
        return False
    if scan.glued(i) and scan.text(i - 1) in {"-", "/"} and scan.glued(i - 1) and not scan.follows("part", i - 1):
        return scan.text(i - 2).isdecimal() or read_month_name(scan, i - 2) is not None
    if scan.glued(i + 1) and not decade:
        after = scan.text(i + 1)
        if after.isalnum() or after in {"%", "_"}:
            return False
        return after not in {".", ",", "/"} or not (scan.glued(i + 2) and scan.text(i + 2).isalnum())
    return True


def read_month_name(scan: Scan, i: int) -> tuple[int, int] | None:
    """The end and the number of the month whose name begins with a capital at atom ``i``, or None."""
    if not scan.is_capital(i):
        return None
    if month := scan.match("month", i):
        return month
    short = scan.match("monthShort", i)
    if short is None:
        return None
    end, number = short
    end += scan.text(end) == "."
    # A shortened name is one only beside a figure.
    return (end, number) if scan.text(end).isdecimal() or scan.text(i - 1).isdecimal() else None


def _is_attribute(scan: Scan, i: int) -> bool:
    """Whether a year stands between a determiner or possessive and a noun: "the failed 2023 rebellion"."""
    end = i + 1
    if scan.text(end) == "-" and scan.text(end + 1).isdecimal():  # the 2012-13 war
        end += 2
    if not scan.text(end).isalpha():
        return False
    j = i
    while j > max(0, i - 3):
        if scan.follows("determiner", j) or (scan.text(j - 1) == "s" and scan.text(j - 2) == "'"):
            return j == i or not scan.text(end).endswith("s")
        if not scan.text(j - 1).isalpha() or scan.follows("at", j):
            return False
        j -= 1
    return False


def _joins_year(scan: Scan, i: int) -> bool:
    """Whether only commas and "and" lie between a year and the year found before it."""
    if not scan.found:
        return False
    _, (end, moment, _) = scan.found[-1]
    joined = end < i and all(scan.text(j) == "," or scan.match("and", j) or scan.match("or", j) for j in range(end, i))
    return joined and moment is not None and moment.unit in {"year", "month"}


def _is_weekday(year: int, month: int, number: int, weekday: int) -> bool:
    moment = day_of(year, month, number)
    return moment is not None and moment.earliest is not None and moment.earliest.isoweekday() == weekday
