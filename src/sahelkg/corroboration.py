"""How many tell it, independently of each other, and who contradicts whom.

Publishers are independent unless their articles are copies of one text, or their evidence names the same agency. For an
event its reports are counted; for a state those whose times overlap or are unknown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sahelkg.events import overlaps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sahelkg.events import Report


def count_publishers(reports: Iterable[Report]) -> int:
    """The number of independent publishers of these reports.

    Articles without a publisher count as one all together: nothing shows that they differ.
    """
    parents: dict[str, str] = {}

    def find(voice: str) -> str:
        parents.setdefault(voice, voice)
        while parents[voice] != voice:
            parents[voice] = parents[parents[voice]]
            voice = parents[voice]
        return voice

    for report in reports:
        own = find(f"publisher {report.publisher}")
        for other in (f"text {report.original}", *(f"agency {agency}" for agency in report.agencies)):
            parents[find(other)] = own
    return len({find(voice) for voice in list(parents)})


def count_at_one_time(reports: Collection[Report], count: Callable[[Iterable[Report]], int]) -> int:
    """The largest count over reports that can all be of one time; those without a time can be of any.

    Intervals of which every two overlap share a day (Helly's theorem), and one of them begins on it.
    """
    days = {report.interval[0] for report in reports} or {date.min}
    return max(
        count(report for report in reports if report.interval[0] <= day <= report.interval[1]) for day in sorted(days)
    )


def stands_bare(groups: Iterable[Sequence[Report]], statement: str, *, state: bool) -> bool:
    """Whether a statement's triple stands bare.

    It does if somebody tells it other than as an accusation, and nobody denies that event, or that state at that time.

    Args:
        groups: all events with reports of the statement; for a state, one group of all its evidence.
        statement: prefixed name; an event may have reports of other statements too.
        state: whether only overlapping times contradict each other.
    """
    for group in groups:
        denials = [report for report in group if report.status == "denied"]
        for report in group:
            if report.statement == statement and report.supports:
                denied = any(overlaps(report, denial) for denial in denials) if state else bool(denials)
                if not denied:
                    return True
    return False


def is_contested(group: Sequence[Report], *, state: bool) -> bool:
    """Whether these reports of one event, or of one state at overlapping times, tell it and deny it."""
    denials = [report for report in group if report.status == "denied"]
    return any(report.tells and (not state or overlaps(report, denial)) for denial in denials for report in group)
