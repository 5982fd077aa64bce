"""Stretches of the calendar as news names them, written in EDTF: no finer than they were told.

The notation is the Extended Date/Time Format (ISO 8601-2; Library of Congress, 2019), level 1: ``2025-06-01``,
``2025-06``, ``2025``, ``202X`` (a decade), ``2021-21`` (spring), ``2014~`` (about), ``2020/2021``, ``2014/..``.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "season", "year", "decade", "span"]
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


@dataclass(frozen=True)
class Moment:
    """A stretch of days, the first and the last counted in; ``None`` where it is open."""

    unit: Unit
    edtf: str
    earliest: date | None
    latest: date | None

    @property
    def value(self) -> str | None:
        """The day, month or year in ISO 8601, without a mark of approximation; None for anything else."""
        return self.edtf.rstrip("~") if self.unit in {"day", "month", "year"} else None


def day(at: date) -> Moment:
    """One day."""
    return Moment("day", at.isoformat(), at, at)


def day_of(year: int, month: int, number: int) -> Moment | None:
    """The day of these numbers, or None if there is no such day."""
    if not date.min.year <= year <= date.max.year or not 1 <= month <= 12:
        return None
    return day(date(year, month, number)) if 1 <= number <= calendar.monthrange(year, month)[1] else None


def month_of(year: int, month: int) -> Moment:
    """A month."""
    return Moment("month", f"{year:04}-{month:02}", date(year, month, 1), _last_day(year, month))


def year_of(year: int) -> Moment:
    """A year."""
    return Moment("year", f"{year:04}", date(year, 1, 1), date(year, 12, 31))


def decade_of(year: int) -> Moment:
    """The decade that a year lies in, from its year 0 to its year 9."""
    first = year - year % 10
    return Moment("decade", f"{first // 10:03}X", date(first, 1, 1), date(first + 9, 12, 31))


def season_of(year: int, code: int) -> Moment:
    """A season by its EDTF code (21 spring to 24 winter); a winter's year may be that of its start or of its end."""
    if code in _SEASON_MONTHS:
        first, last = _SEASON_MONTHS[code]
        return Moment("season", f"{year:04}-{code}", date(year, first, 1), _last_day(year, last))
    return Moment("season", f"{year:04}-{code}", date(year - 1, 12, 1), _last_day(year + 1, 2))


def week_of(at: date) -> Moment:
    """The week that a day lies in, Monday to Sunday."""
    monday = at - timedelta(days=at.weekday())
    return span_of_days("week", monday, monday + timedelta(days=6))


def span_of_days(unit: Unit, first: date, last: date) -> Moment:
    """From one day to another."""
    return Moment(unit, f"{first.isoformat()}/{last.isoformat()}", first, last)


def span(first: Moment, last: Moment) -> Moment | None:
    """From the start of one to the end of the other, or None if the second does not end after the first begins."""
    if first.earliest is None or last.latest is None or first.earliest > last.latest:
        return None
    return Moment("span", f"{_ends(first)[0]}/{_ends(last)[1]}", first.earliest, last.latest)


def since(first: Moment) -> Moment:
    """From the start of it on, without an end."""
    return Moment("span", f"{_ends(first)[0]}/..", first.earliest, None)


def until(last: Moment) -> Moment:
    """Until its end, without a start."""
    return Moment("span", f"../{_ends(last)[1]}", None, last.latest)


def about(moment: Moment) -> Moment:
    """The same, marked as approximate."""
    return replace(moment, edtf=f"{moment.edtf}~") if moment.unit in {"day", "month", "year"} else moment


def part_of(moment: Moment, part: int) -> Moment:
    """The early (1), middle (2) or late (3) part: the same expression, its bounds drawn in to half of it.

    "Early" and "late" have no bounds of their own, so the halves are generous; days and weeks stay whole.
    """
    if moment.earliest is None or moment.latest is None or moment.unit not in {"month", "season", "year", "decade"}:
        return moment
    quarter = ((moment.latest - moment.earliest).days + 1) // 4
    first, last = {1: (0, 2), 2: (1, 3), 3: (2, 4)}[part]
    return replace(
        moment,
        earliest=moment.earliest + timedelta(days=first * quarter),
        latest=moment.latest - timedelta(days=(4 - last) * quarter),
    )


def months_of(year: int, first: int, last: int) -> Moment:
    """From one month of a year to another of it."""
    return Moment("span", f"{year:04}-{first:02}/{year:04}-{last:02}", date(year, first, 1), _last_day(year, last))


def shift(moment: Moment, count: int, unit: str) -> Moment | None:
    """What lies ``count`` units after (before, if negative) a moment, as fine as the unit; None if that is not told.

    A day is reckoned from a day only, a week from a day or a week, a month from nothing coarser than a month, a year
    from nothing coarser than a year. Ten years and more ago is about the year.
    """
    at = moment.earliest
    if at is None or moment.unit in {"span", "decade"}:
        return None
    try:
        if unit == "day":
            return day(at + timedelta(days=count)) if moment.unit == "day" else None
        if unit == "week":
            return week_of(at + timedelta(weeks=count)) if moment.unit in {"day", "week"} else None
        if unit == "month":
            year, month = divmod(at.year * 12 + at.month - 1 + count, 12)
            return month_of(year, month + 1) if moment.unit in {"day", "month"} else None
        if unit == "year":
            return year_of(at.year + count)
        if unit == "decade":
            return about(year_of(at.year + 10 * count))
    except (ValueError, OverflowError):  # beyond the calendar
        return None
    return None


def _ends(moment: Moment) -> tuple[str, str]:
    first, _, last = moment.edtf.partition("/")
    return first, last or first


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
