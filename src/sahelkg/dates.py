"""Dates that are told by number and name: days, months, seasons, years, decades; and what is missing from them.

Where the year is missing, it is that of a year named earlier in the sentence, else the one that the day of publication
and the tense give. Each function tries one kind of expression at an atom and gives what it found, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.moments import Moment, day_of, month_of, season_of, span_of_days
from sahelkg.scan import YEARS, Found
from sahelkg.years import find_told_year, guess_year, read_month_name

if TYPE_CHECKING:
    from sahelkg.scan import Scan


def find_numeric_date(scan: Scan, i: int) -> Found | None:
    """2025-06-05, 05.06.2025, 05/06/2025: the last is both 5 June and 6 May, so that only the days' bounds are told."""
    marks = scan.text(i + 1), scan.text(i + 3)
    parts = [scan.text(i), scan.text(i + 2), scan.text(i + 4)]
    if not all(part.isdecimal() and part.isascii() for part in parts) or marks[0] != marks[1] or marks[0] not in "-/.":
        return None
    if not all(scan.glued(j) for j in range(i + 1, i + 5)) or touches_figures(scan, i, i + 5):
        return None
    first, second, third = (int(part) for part in parts)
    lengths = [len(part) for part in parts]
    if lengths[0] == 4 and marks[0] in "-/" and max(lengths[1:]) <= 2 and first in YEARS:
        return Found(i + 5, day_of(first, second, third))
    if lengths[2] != 4 or max(lengths[:2]) > 2 or third not in YEARS:
        return None
    if marks[0] == ".":
        return Found(i + 5, day_of(third, second, first))
    readings = [moment for moment in (day_of(third, second, first), day_of(third, first, second)) if moment]
    days = sorted({moment.earliest for moment in readings if moment.earliest})
    if len(days) < 2:
        return Found(i + 5, readings[0] if readings else None)
    return Found(i + 5, Moment("span", f"{third:04}", days[0], days[-1]))


def find_day(scan: Scan, i: int, *, year: int | None = None, weekday: int | None = None) -> Found | None:
    """8 June 2025, June 8, the 8th of June, 8-10 June; a month and a number that counts something is no day."""
    start = i + 1 if scan.match("the", i) and scan.text(i + 1).isdecimal() else i
    if numbers := _day_numbers(scan, start):
        end, first, last = numbers
        end = scan.skip("dayOf", end)
        month = read_month_name(scan, end)
        if month is None or touches_figures(scan, start, start):
            return None
        return _complete(scan, i, month[0], (month[1], first), (month[1], last), year, weekday)
    month = read_month_name(scan, i)
    if month is None:
        return None
    numbers = _day_numbers(scan, scan.skip("the", month[0]))
    if numbers is None or (scan.match("counted", numbers[0]) and not scan.follows("onDay", i)):
        return None
    end, first, last = numbers
    return _complete(scan, i, end, (month[1], first), (month[1], last), year, weekday)


def find_month(scan: Scan, i: int, *, licensed: bool = False, year: int | None = None) -> Found | None:
    """June 2025, last June, June last year; June alone where a time is wanted ("in June", "the June attack")."""
    selector = scan.match("selector", i)
    month = read_month_name(scan, selector[0] if selector else i)
    if month is None:
        return None
    end, number = month
    if selector:
        return Found(end, _select_month(scan, number, selector[1]), "published")
    if told := find_told_year(scan, end):
        return Found(told.end, month_of(told.year, number) if told.year else None, told.anchor)
    if scan.text(end - 1) == "." or read_month_name(scan, end):  # "Sept." ends a sentence as well
        return None
    if not licensed and year is None and not _wants_time(scan, i, end):
        return None
    guessed, anchor = guess_year(scan, i, end, (number, None), year, None)
    return Found(end, month_of(guessed, number) if guessed else None, anchor)


def find_season(scan: Scan, i: int) -> Found | None:
    """Spring 2021, the summer of 2020, last spring; a season without a year or a selector is no time."""
    selector = scan.match("selector", i)
    season = scan.match("season", selector[0] if selector else i)
    if season is None:
        return None
    end, code = season
    told = find_told_year(scan, end)
    if told:
        return Found(told.end, season_of(told.year, code) if told.year else None, told.anchor)
    if selector is None or selector[0] == end:
        return None
    return Found(end, _select_season(scan, code, selector[1]), "published")


def _complete(
    scan: Scan, i: int, end: int, first: tuple[int, int], last: tuple[int, int], year: int | None, weekday: int | None
) -> Found:
    """One day or a run of days of a month, with the year that follows, or the one that is meant."""
    anchor = None
    if told := find_told_year(scan, end):
        end, anchor = told.end, told.anchor
        year = told.year
        if year is None:
            return Found(end, None, anchor)
    else:
        year, anchor = guess_year(scan, i, end, first, year, weekday)
    if year is None:
        return Found(end, None, anchor)
    days = [day_of(year, *numbers) for numbers in (first, last)]
    if days[0] is None or days[1] is None or not days[0].earliest or not days[1].latest:
        return Found(end, None)
    if first == last:
        return Found(end, days[0], anchor)
    if first > last:
        return Found(end, None, anchor)
    return Found(end, span_of_days("span", days[0].earliest, days[1].latest), anchor)


def _day_numbers(scan: Scan, i: int) -> tuple[int, int, int] | None:
    """One number of a day, or two joined by a dash or "and": the end, the first and the last."""
    first = _day_number(scan, i)
    if first is None:
        return None
    end, number = first
    joined = end + 1 if scan.text(end) == "-" else (scan.match("and", end) or scan.match("to", end) or (end, 0))[0]
    second = _day_number(scan, joined) if joined > end else None
    if second is None or second[1] <= number:
        return end, number, number
    apart = scan.match("and", end) is not None and second[1] != number + 1 and not scan.follows("between", i)
    # "on 3 and 17 June" is no stretch of time; the second day is the one that the month stands beside.
    return (end, number, number) if apart else (second[0], number, second[1])


def _day_number(scan: Scan, i: int) -> tuple[int, int] | None:
    text = scan.text(i)
    if not (text.isdecimal() and text.isascii()) or len(text) > 2 or not 1 <= int(text) <= 31:
        return None
    end = i + 1
    if scan.glued(end) and scan.match("ordinal", end):
        return end + 1, int(text)
    if scan.glued(end) and (scan.text(end).isalnum() or scan.text(end) in {"%", ":", "/"}):
        return None
    if scan.glued(end) and scan.text(end) in {",", "."} and scan.glued(end + 1) and scan.text(end + 1).isdecimal():
        return None
    return end, int(text)


def _wants_time(scan: Scan, i: int, end: int) -> bool:
    if scan.follows("in", i) or scan.follows("at", i):
        return not (scan.follows("agentBy", i) and scan.is_capital(end))  # "by April Jones"
    is_modifier = scan.is_word(end) and not any(scan.match(role, end) for role in ("at", "in", "to", "and"))
    possessive = scan.text(i - 1) == "s" and scan.text(i - 2) == "'"
    return is_modifier and (scan.follows("determiner", i) or possessive)


def _select_month(scan: Scan, number: int, step: int) -> Moment | None:
    if scan.published is None:
        return None
    year, month = scan.published.year, scan.published.month
    if step < 0:
        year -= number >= month
    elif step > 0:
        year += number <= month
    return month_of(year, number)


def _select_season(scan: Scan, code: int, step: int) -> Moment | None:
    """The last season of that name that is over, this year's, or the next to begin."""
    if scan.published is None or code == 24:  # a winter has two years
        return None
    this = season_of(scan.published.year, code)
    if step < 0 and this.latest and this.latest >= scan.published:
        return season_of(scan.published.year - 1, code)
    if step > 0 and this.earliest and this.earliest <= scan.published:
        return season_of(scan.published.year + 1, code)
    return this


def touches_figures(scan: Scan, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is a part of something longer: a telephone number, a path, a version."""
    before = scan.glued(start) and (scan.text(start - 1) in {"-", "/", ".", ",", "+"} or scan.text(start - 1).isalnum())
    after = end > start and scan.glued(end) and scan.glued(end + 1) and scan.text(end) in {"-", "/", ".", ","}
    return before or (after and scan.text(end + 1).isalnum())
