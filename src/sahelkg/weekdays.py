"""Weekdays, yesterday and tomorrow, and nights: days told from the day of publication, or from a day before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sahelkg.dates import find_day
from sahelkg.moments import Moment, day, span_of_days
from sahelkg.relative import last_told, read_unit
from sahelkg.scan import Found

if TYPE_CHECKING:
    from datetime import date

    from sahelkg.scan import Scan

_PUBLISHED, _TEXT = "published", "text"
_REACH_OF_CONTRAST = 40


def find_weekday(scan: Scan, i: int) -> Found | None:
    """Sunday, last Sunday, Sunday night, Sunday June 8, Monday last week, the following Friday.

    In the past tense it is the last such day up to the day of publication; "last Sunday" is a day before that.
    """
    selector, anchored = scan.match("selector", i), scan.match("anchored", i)
    start = (selector or anchored or (i, 0))[0]
    name, short = scan.match("weekday", start), scan.match("weekdayShort", start)
    if not (name or short) or not scan.is_capital(start):
        return None
    end, number = name or short or (start, 0)
    end += short is not None and scan.text(end) == "."
    dated = scan.skip("partOfDay", end)
    dated = scan.skip("the", scan.skip("onDay", dated + (scan.text(dated) == ",")))
    if (told := find_day(scan, dated, weekday=number)) and told.moment and told.moment.unit == "day":
        return told
    if not name:
        return None
    if anchored and not selector:
        return Found(scan.skip("partOfDay", end), _weekday_by_text(scan, number, anchored[1]), _TEXT)
    week = scan.match("selector", scan.skip("dayOf", end))
    if week and (unit := read_unit(scan, week[0])) and unit[1] == "week":
        return Found(unit[0], _day_of_week(scan.published, number, week[1]), _PUBLISHED)
    end = scan.skip("partOfDay", end)
    if scan.published is None:
        return Found(end, None, _PUBLISHED)
    back = (scan.published.isoweekday() - number) % 7
    ahead = -back % 7
    if selector and selector[1] < 0:
        offset = -(back or 7)
    elif selector and selector[1] > 0:
        offset = ahead or 7
    else:
        offset = ahead if scan.is_future(i, end) else -back
    return Found(end, day(scan.published + timedelta(days=offset)), _PUBLISHED)


def find_day_word(scan: Scan, i: int) -> Found | None:
    """Yesterday, today, the day before yesterday, last night; overnight, which is a night and so two days.

    Two of them in one sentence ("yesterday's rebels are today's ministers") are set against each other and no days.
    """
    if night := scan.match("overnight", i):
        return _find_night(scan, i, night[0])
    word = scan.match("dayWord", i)
    if word is None:
        return None
    moment = day(scan.published + timedelta(days=word[1])) if scan.published else None
    return Found(word[0], None if _is_contrast(scan, i, word) else moment, _PUBLISHED)


def _weekday_by_text(scan: Scan, number: int, step: int) -> Moment | None:
    anchor = last_told(scan)
    if anchor is None or anchor.earliest is None or anchor.unit != "day":
        return None
    back = (anchor.earliest.isoweekday() - number) % 7
    offset = {-1: -(back or 7), 0: 0 if back == 0 else None, 1: (-back % 7) or 7}[step]
    return day(anchor.earliest + timedelta(days=offset)) if offset is not None else None


def _day_of_week(published: date | None, number: int, step: int) -> Moment | None:
    if published is None:
        return None
    monday = published - timedelta(days=published.weekday())
    return day(monday + timedelta(days=number - 1 + 7 * step))


def _find_night(scan: Scan, i: int, end: int) -> Found | None:
    """Overnight: into the day of publication, or from a named weekday into the next."""
    if scan.follows("determiner", i):
        return None  # an overnight curfew
    named = find_weekday(scan, scan.skip("nightOf", end))
    if named:
        second = scan.match("to", named.end)
        into = find_weekday(scan, second[0]) if second else None
        first = named.moment.earliest if named.moment else None
        night = span_of_days("span", first, first + timedelta(days=1)) if first else None
        return Found(into.end if into else named.end, night, _PUBLISHED)
    if scan.published is None:
        return Found(end, None, _PUBLISHED)
    return Found(end, span_of_days("span", scan.published - timedelta(days=1), scan.published), _PUBLISHED)


def _is_contrast(scan: Scan, i: int, word: tuple[int, int]) -> bool:
    for step in (-1, 1):
        j = i + step
        while (
            0 <= j < len(scan.atoms)
            and abs(j - i) < _REACH_OF_CONTRAST
            and scan.text(j) not in ".!?"
            and not scan.atoms[j].is_break
        ):
            other = scan.match("dayWord", j)
            if other and other[1] != word[1] and not i <= j < word[0] and not j <= i < other[0]:
                return True
            j += step
    return False
