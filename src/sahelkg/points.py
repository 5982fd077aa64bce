"""One time, of whichever kind, without its preposition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.dates import find_day, find_month, find_numeric_date, find_season
from sahelkg.moments import Moment, about, months_of, part_of, week_of
from sahelkg.relative import find_anchored, find_counted, find_selected
from sahelkg.scan import Found
from sahelkg.weekdays import find_day_word, find_weekday
from sahelkg.years import find_decade, find_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from sahelkg.scan import Scan


def find_point(scan: Scan, i: int, *, licensed: bool = False, year: int | None = None, whole: bool = False) -> Found | None:
    """The time that begins at atom ``i``, or None.

    Args:
        scan: The text.
        i: Where the time should begin.
        licensed: Whether the words before want a time, so that a bare month or year is one.
        year: The year, where it is known from elsewhere.
        whole: Whether parts of a time ("late 2021") are left out.
    """
    if licensed and scan.match("the", i) and (found := find_point(scan, i + 1, year=year, whole=whole)):
        return found
    begins = scan.begins(i)
    if is_bare_article(scan, i):
        return None
    for firsts, find in _ATTEMPTS:
        left_out = whole and find is _find_part
        if not left_out and not begins.isdisjoint(firsts) and (found := find(scan, i, licensed, year)):
            return found
    return None


def is_bare_article(scan: Scan, i: int) -> bool:
    """Whether atom ``i`` is an article that stands before no time, as most do."""
    return scan.begins(i) & _FIRSTS == _ARTICLE and scan.begins(i + 1).isdisjoint(_BEHIND_ARTICLE)


def _find_part(scan: Scan, i: int, _licensed: bool, year: int | None) -> Found | None:
    """Mid-March 2024, late 2021, the early 1990s, the end of last year, the first half of 2023; early on Sunday."""
    for role in ("part", "half", "quarter"):
        match = scan.match(role, i)
        if match is None:
            continue
        end, number = match
        end += scan.text(end) == "-"
        further = scan.match("to", end)  # mid to late 2021
        if further and (later := scan.match("part", further[0] + (scan.text(further[0]) == "-"))):
            end, number = later[0] + (scan.text(later[0]) == "-"), 2
        end = scan.skip("onDay", end) if role == "part" else end
        found = find_point(scan, end, licensed=True, year=year, whole=True)
        if found is None or found.moment is None:
            return found
        moment: Moment | None = part_of(found.moment, number)
        if role != "part":
            earliest = found.moment.earliest
            is_year = found.moment.unit == "year" and earliest is not None
            width = 6 if role == "half" else 3
            moment = months_of(earliest.year, width * (number - 1) + 1, width * number) if is_year and earliest else None
        return Found(found.end, moment, found.anchor)
    return None


def _find_week_of(scan: Scan, i: int) -> Found | None:
    """The week of June 2."""
    word = scan.match("weekOf", i)
    found = find_day(scan, word[0]) if word else None
    if found is None or found.moment is None or found.moment.unit != "day" or found.moment.earliest is None:
        return None
    return Found(found.end, week_of(found.moment.earliest), found.anchor)


def _find_about(scan: Scan, i: int) -> Found | None:
    """Around 2014, where a time may stand."""
    word = scan.match("around", i)
    found = find_year(scan, word[0], licensed=True) if word else None
    if found is None or found.moment is None:
        return None
    may_stand = scan.follows("in", i) or scan.follows("at", i) or not scan.text(found.end).isalnum()
    return Found(found.end, about(found.moment)) if may_stand else None


# What a time may begin with, in the order in which they are tried, and what finds it there.
_ATTEMPTS: tuple[tuple[frozenset[str], Callable[[Scan, int, bool, int | None], Found | None]], ...] = (
    (frozenset({"figure"}), lambda scan, i, _licensed, _year: find_numeric_date(scan, i)),
    (frozenset({"overnight", "dayWord"}), lambda scan, i, _licensed, _year: find_day_word(scan, i)),
    (frozenset({"weekOf"}), lambda scan, i, _licensed, _year: _find_week_of(scan, i)),
    (frozenset({"part", "half", "quarter"}), _find_part),
    (
        frozenset({"selector", "anchored", "weekday", "weekdayShort"}),
        lambda scan, i, _licensed, _year: find_weekday(scan, i),
    ),
    (frozenset({"figure", "the", "month", "monthShort"}), lambda scan, i, _licensed, year: find_day(scan, i, year=year)),
    (
        frozenset({"selector", "month", "monthShort"}),
        lambda scan, i, licensed, year: find_month(scan, i, licensed=licensed, year=year),
    ),
    (frozenset({"figure"}), lambda scan, i, _licensed, _year: find_decade(scan, i)),
    (frozenset({"around"}), lambda scan, i, _licensed, _year: _find_about(scan, i)),
    (frozenset({"figure"}), lambda scan, i, licensed, _year: find_year(scan, i, licensed=licensed)),
    (frozenset({"selector", "season"}), lambda scan, i, _licensed, _year: find_season(scan, i)),
    (frozenset({"figure", "number", "article"}), lambda scan, i, _licensed, _year: find_counted(scan, i)),
    (
        frozenset({"past", "earlierThis", "laterThis", "selector", "the"}),
        lambda scan, i, _licensed, _year: find_selected(scan, i),
    ),
    (frozenset({"anchored", "the"}), lambda scan, i, _licensed, _year: find_anchored(scan, i)),
)
_FIRSTS = frozenset().union(*(firsts for firsts, _ in _ATTEMPTS))
_ARTICLE = frozenset({"the"})
_BEHIND_ARTICLE = frozenset({"figure", "unitOne"})
"""What makes a time of an article and what stands behind it: the days, the units that were or will be."""
