"""Which reports tell of one event: the same relation, agent, patient or place, and date.

Grouping is a function of the set of reports: their order makes no difference. Every two reports of an event agree. The
precise come first; a vaguer report (without date or place, or with a month for a day) joins an event only if there is
just one that it can be, so it never bridges two, and one that could be either stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sahelkg.vocabulary import digest, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Containers = Callable[[str], frozenset[str]]  # place → all that it lies in

PRECISE_DAYS = 3  # a report that gives up to so many days ("over the weekend") is dated; a week or a month is vague
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, order=True)
class Report:
    """One evidence, as grouping and counting see it; actors and places are resolved.

    ``subject`` and ``object`` are those of the statement. ``place`` is where it happened: the object, if it is a place.
    ``earliest`` and ``latest`` are ISO days. ``publisher``, ``agencies`` and ``original`` say whose voice it is: the
    outlet's normalised name, the agencies that the article's evidence names, the article that it copies or itself.
    """

    evidence: str
    article: str
    statement: str
    relation: str
    subject: str
    object: str
    status: str
    accusation: bool = False
    place: str | None = None
    object_is_place: bool = False
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    publisher: str = ""
    agencies: tuple[str, ...] = ()
    original: str = ""

    @property
    def tells(self) -> bool:
        """Whether it says that it was so: asserted, or claimed by somebody."""
        return self.status in {"asserted", "claimed"}

    @property
    def supports(self) -> bool:
        """Whether a bare edge may rest on it: it tells, and not as the content of an accusation."""
        return self.tells and not self.accusation

    @property
    def is_reported(self) -> bool:
        """Whether it says of something that it happened, or that it didn't: what is planned or possible may yet."""
        return self.status in {"asserted", "claimed", "denied"}

    @cached_property
    def interval(self) -> tuple[date, date]:
        """First and last day on which it can have been; open sides are the calendar's ends."""
        return (
            date.fromisoformat(self.earliest) if self.earliest else date.min,
            date.fromisoformat(self.latest) if self.latest else date.max,
        )

    @property
    def is_dated(self) -> bool:
        """Whether it gives the day, or a few days."""
        first, last = self.interval
        return bool(self.earliest and self.latest) and (last - first).days < PRECISE_DAYS

    @property
    def has_time(self) -> bool:
        """Whether it says anything about when."""
        return bool(self.earliest or self.latest)


def block_of(report: Report, *, symmetric: bool) -> str:
    """A key that all reports share that can be of one event with this, and those of the same statement.

    Of a symmetric relation neither side is the agent, so both must be the same.
    """
    return digest("block", report.relation, report.subject, report.object if symmetric else "")


def group_reports(reports: Iterable[Report], containers: Containers) -> list[tuple[Report, ...]]:
    """The events that reports of one block tell of, each as its reports by evidence IRI.

    Args:
        reports: of one relation and one subject, in any order.
        containers: all places that a place lies in, at any depth.

    Returns:
        Each report in exactly one event; events by their smallest evidence IRI. Nothing for no reports.
    """
    return _Grouping(containers).group(reports)


def event_iri(group: Iterable[Report]) -> str:
    """``evt:`` + hash of the smallest evidence IRI among an event's reports."""
    return "evt:" + digest(min(expand(report.evidence) for report in group))


def overlaps(first: Report, second: Report) -> bool:
    """Whether two tellings of a state can be of the same time; one without a time can be of any."""
    return first.interval[0] <= second.interval[1] and second.interval[0] <= first.interval[1]


class _Event:
    """An event in the making: reports that agree pairwise, by what they say; equal ones are compared once."""

    def __init__(self, reports: list[Report]) -> None:
        self.reports = reports
        self.shapes = [reports[0]]

    def add(self, reports: list[Report]) -> None:
        self.reports = self.reports + reports
        self.shapes.append(reports[0])


class _Grouping:
    def __init__(self, containers: Containers) -> None:
        self._containers = containers
        self._broad: set[str] = set()
        self._events: list[_Event] = []
        self._by_key: dict[tuple[object, ...], list[_Event]] = defaultdict(list)

    def group(self, reports: Iterable[Report]) -> list[tuple[Report, ...]]:
        alike: dict[tuple[str, ...], list[Report]] = defaultdict(list)
        for report in sorted(reports, key=lambda report: report.evidence):
            alike[report.object, report.place or "", report.earliest or "", report.latest or ""].append(report)
        for unit in alike.values():
            if unit[0].place:
                self._broad |= self._containers(unit[0].place)
        by_class: dict[int, list[list[Report]]] = defaultdict(list)
        for _, unit in sorted(alike.items()):
            by_class[self._vagueness(unit[0])].append(unit)
        alone: list[list[Report]] = []
        for _, units in sorted(by_class.items()):
            alone += self._place_units(units)
        groups = [event.reports for event in self._events] + alone
        ordered = (tuple(sorted(group, key=lambda report: report.evidence)) for group in groups)
        return sorted(ordered, key=lambda group: group[0].evidence)

    def _vagueness(self, report: Report) -> int:
        """0 for a report with day and place, more for vaguer ones; a place that others lie in tells nothing apart."""
        when = 0 if report.is_dated else 2 if report.has_time else 4
        return when + (0 if report.place and report.place not in self._broad else 1)

    def _place_units(self, units: list[list[Report]]) -> list[list[Report]]:
        """Lets equally vague units join the events there are, or be new ones; returns those left alone."""
        alone: list[list[Report]] = []
        joining: list[tuple[_Event, list[Report]]] = []
        new: list[list[Report]] = []
        for unit in units:
            candidates = self._find_candidates(unit[0])
            if len(candidates) > 1:
                alone += [unit] if unit[0].is_dated else [[report] for report in unit]
            elif candidates:
                joining.append((candidates[0], unit))
            else:
                new.append(unit)
        for event, unit in joining:
            if all(self._agree(unit[0], shape) for shape in event.shapes):
                event.add(unit)
                self._index(event, unit[0])
            else:  # of two that could join but exclude each other, the first in order of what they say
                alone.append(unit)
        made: list[_Event] = []
        mine: dict[tuple[object, ...], list[_Event]] = defaultdict(list)
        for unit in new:
            near = dict.fromkeys(event for key in self._look_up_keys(unit[0]) for event in mine[key])
            fitting = (event for event in near if all(self._agree(unit[0], shape) for shape in event.shapes))
            found = next(fitting, None)
            if found is None:
                found = _Event(unit)
                made.append(found)
            else:
                found.add(unit)
            for key in self._keys(unit[0]):
                mine[key].append(found)
        for event in made:
            self._events.append(event)
            for shape in event.shapes:
                self._index(event, shape)
        return alone

    def _find_candidates(self, report: Report) -> list[_Event]:
        """The events that the report agrees with, two at most."""
        found: dict[_Event, None] = {}
        seen: set[_Event] = set()
        for key in self._look_up_keys(report):
            for event in self._by_key[key]:
                if event not in seen:
                    seen.add(event)
                    if all(self._agree(report, shape) for shape in event.shapes):
                        found[event] = None
                        if len(found) == 2:
                            return list(found)
        return list(found)

    def _index(self, event: _Event, shape: Report) -> None:
        for key in self._keys(shape):
            if event not in self._by_key[key]:
                self._by_key[key].append(event)

    @staticmethod
    def _keys(report: Report) -> Iterator[tuple[object, ...]]:
        """What an event can be found by: patient and place, with each day that it gives, and without."""
        days: list[date | None] = [None]
        if report.is_dated:
            first, last = report.interval
            days += [first + offset * _DAY for offset in range((last - first).days + 1)]
        for day in days:
            yield "object", report.object, day
            if report.place:
                yield "place", report.place, day

    @staticmethod
    def _look_up_keys(report: Report) -> Iterator[tuple[object, ...]]:
        days: list[date | None] = [None]
        if report.is_dated:
            first, last = report.interval
            days = [first + offset * _DAY for offset in range(-1, (last - first).days + 2)]
        for day in days:
            yield "object", report.object, day
            if report.place:
                yield "place", report.place, day

    def _agree(self, first: Report, second: Report) -> bool:
        same_place = first.place is not None and first.place == second.place
        if not same_place:
            if first.object != second.object:
                return False
            if first.place and second.place and not self._nested(first.place, second.place):
                return False
        return self._dates_agree(first, second)

    def _nested(self, first: str, second: str) -> bool:
        return first in self._containers(second) or second in self._containers(first)

    @staticmethod
    def _dates_agree(first: Report, second: Report) -> bool:
        apart = max(first.interval[0], second.interval[0]) - min(first.interval[1], second.interval[1])
        return apart.days <= (1 if first.is_dated and second.is_dated else 0)
