"""Times that are told from another day: the day of publication ("last week") or a time before ("three days later").

Without that other day they are recognised, so that nothing is reckoned from them, and tell nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sahelkg.moments import Moment, about, day, month_of, part_of, shift, since, span, span_of_days, week_of, year_of
from sahelkg.numbers import read_number
from sahelkg.scan import Found

if TYPE_CHECKING:
    from datetime import date

    from sahelkg.scan import Scan

UNITS = ("hour", "day", "weekend", "week", "fortnight", "month", "year", "decade")  # by skg:value
_PUBLISHED, _TEXT = "published", "text"
_REACH = 120  # atoms; what is told further back is not what "the same day" means
_DAYS_IN = {"day": 1, "week": 7}


def find_selected(scan: Scan, i: int) -> Found | None:
    """Last week, this month, next year, earlier this year, over the past three days, the last weekend."""
    if (scan.follows("in", i) or scan.follows("over", i)) and (past := _find_past_span(scan, i)):
        return past
    start, part = i, 0
    for role, which in (("earlierThis", 1), ("laterThis", 3)):
        word = scan.match(role, i)
        if word and scan.match("selector", word[0]):
            start, part = word[0], which
    selector = scan.match("selector", start)
    unit = read_unit(scan, selector[0] if selector else i + 1)
    if selector is None and unit and unit[1] == "weekend" and scan.match("the", i):
        selector = (i + 1, 1 if scan.is_future(i, unit[0]) else -1)
    if selector is None or unit is None or scan.match("dayOf", unit[0]):
        return None
    return Found(unit[0], _select(scan.published, unit[1], selector[1], part), _PUBLISHED)


def find_counted(scan: Scan, i: int) -> Found | None:
    """Three days ago, a year earlier, two weeks later, a day after."""
    number = read_number(scan.atoms, i, scan.numbers)
    article = scan.match("article", i)
    end, count = number or ((article[0], 1) if article else (i, 0))
    unit = read_unit(scan, end, one=False)
    if not count or unit is None or count > 1000:
        return None
    vague = scan.follows("quantifier", i)
    if ago := scan.match("ago", unit[0]):
        moment = shift_by(day(scan.published), -count, unit[1]) if scan.published else None
        return Found(ago[0], about(moment) if moment and vague else moment, _PUBLISHED)
    step = scan.match("shift", unit[0])
    if step is None or not (_ends_here(scan, step[0]) or scan.text(i - 1) in {"", ",", ".", "\n"}):
        return None
    if scan.match("unitBefore", unit[0]) and not _ends_here(scan, step[0]):
        return None  # "a day after the attack" tells a day only to those who know the attack's
    anchor = last_told(scan)
    return Found(step[0], shift_by(anchor, step[1] * count, unit[1]) if anchor else None, _TEXT)


def find_anchored(scan: Scan, i: int) -> Found | None:
    """The same day, that year, the following week, the next morning, the day before."""
    anchored = scan.match("anchored", i)
    if anchored:
        end, count = anchored
        unit = read_unit(scan, end)
        if unit is None and (part := scan.match("partOfDay", end)):
            unit = part[0], "day"
        if unit is None or unit[1] == "weekend":
            return None
        anchor = last_told(scan)
        return Found(scan.skip("partOfDay", unit[0]), shift_by(anchor, count, unit[1]) if anchor else None, _TEXT)
    if scan.match("the", i) and (unit := read_unit(scan, i + 1)):
        side = scan.match("unitBefore", unit[0])
        if side and _ends_here(scan, side[0]):
            anchor = last_told(scan)
            return Found(side[0], shift_by(anchor, side[1], unit[1]) if anchor else None, _TEXT)
    return None


def find_since_then(scan: Scan, i: int) -> Found | None:
    """Since then: from the time told before it on."""
    word = scan.match("since", i)
    then = scan.match("then", word[0]) if word else None
    if then is None:
        return None
    anchor = last_told(scan)
    return Found(then[0], since(anchor) if anchor and anchor.earliest else None, _TEXT)


def read_unit(scan: Scan, i: int, *, one: bool = True) -> tuple[int, str] | None:
    """The end and the name of the unit of time at atom ``i``, or None; ``one`` leaves plurals out."""
    match = scan.match("unitOne" if one else "unit", i)
    return (match[0], UNITS[match[1] - 1]) if match else None


def last_told(scan: Scan) -> Moment | None:
    """The moment of the expression before, None if there is none near or it tells nothing."""
    if not scan.found:
        return None
    _, last = scan.found[-1]
    return last.moment if scan.here - last.end <= _REACH else None


def shift_by(anchor: Moment, count: int, unit: str) -> Moment | None:
    """What lies ``count`` units after ``anchor``, fortnights and "that week" included; None if it is not told."""
    if count == 0 and unit == "week":
        return week_of(anchor.earliest) if anchor.earliest and anchor.unit in {"day", "week"} else None
    if unit == "fortnight":
        return shift(anchor, 2 * count, "week")
    return shift(anchor, count, unit)


def _select(published: date | None, unit: str, step: int, part: int) -> Moment | None:
    """The unit before, around or after the day of publication; of this one the part that is over or to come."""
    if published is None:
        return None
    today = day(published)
    moment: Moment | None
    if unit == "weekend":
        return _weekend(published, step)
    if unit in {"week", "month", "year"}:
        moment = shift_by(today, step, unit)
    else:
        return None
    if moment is None or not part or step:
        return part_of(moment, part) if moment and part else moment
    if unit == "week" and moment.earliest and moment.latest:
        return (
            span_of_days("week", moment.earliest, published)
            if part == 1
            else span_of_days("week", published, moment.latest)
        )
    bounds = (moment.earliest, published) if part == 1 else (published, moment.latest)
    return Moment(moment.unit, moment.edtf, *bounds)


def _weekend(published: date, step: int) -> Moment:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    in_weekend = published.weekday() >= 5
    if step < 0 and in_weekend:
        saturday -= timedelta(weeks=1)
    elif step > 0 or (step == 0 and not in_weekend):
        saturday += timedelta(weeks=1)
    return span_of_days("span", saturday, saturday + timedelta(days=1))


def _find_past_span(scan: Scan, i: int) -> Found | None:
    """The past three days, the last decade: up to the day of publication, as fine as the unit."""
    past = scan.match("past", i)
    if past is None:
        return None
    end, count = read_number(scan.atoms, past[0], scan.numbers) or (past[0], 1)
    unit = read_unit(scan, end, one=False)
    if unit is None or scan.match("dayOf", unit[0]) or count > 1000 or (end == past[0] and not scan.match("the", i)):
        return None
    if scan.published is None:
        return Found(unit[0], None, _PUBLISHED)
    if unit[1] in {"month", "year", "decade"}:
        by_month = unit[1] == "month"
        years = count * 10 if unit[1] == "decade" else count
        first = shift(day(scan.published), -(count if by_month else years), "month" if by_month else "year")
        now = month_of(scan.published.year, scan.published.month) if by_month else year_of(scan.published.year)
        return Found(unit[0], span(first, now) if first else None, _PUBLISHED)
    days = -(-count // 24) if unit[1] == "hour" else count * _DAYS_IN.get(unit[1], 0)
    if not days:
        return None
    return Found(unit[0], span_of_days("span", scan.published - timedelta(days=days), scan.published), _PUBLISHED)


def _ends_here(scan: Scan, i: int) -> bool:
    return i >= len(scan.atoms) or scan.atoms[i].is_break or not (scan.text(i).isalnum() or scan.text(i) in {"$", "€"})
