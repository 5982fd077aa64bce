"""The events of a graph in order of time, each with what its reports say."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sahelkg.lookup import find_entity
from sahelkg.occurrences import Occurrence, read_occurrences
from sahelkg.parameters import make_term

if TYPE_CHECKING:
    from sahelkg.lookup import Queryable

COLUMNS = ("date", "event", "kind", "place", "status", "dead", "told by")


def find_events(
    store: Queryable, *, around: str | None = None, since: str | None = None, until: str | None = None
) -> list[Occurrence]:
    """The events by first day, undated ones last.

    Args:
        store: the quads to ask.
        around: an actor or place, by any name, that takes part; all events unless given.
        since: a day, month or year; what happened or began before is left out, and so is what has no date. A time that
            reaches over it stays ("2025" since June 2025).
        until: a day, month or year; what began after it is left out, and so is what has no date.

    Raises:
        QueryError: a name or a date is wrong.
    """
    entity = find_entity(store, around) if around else None
    first = make_term(store, "since", since).value if since else None
    last = make_term(store, "until", until).value if until else None
    return [
        event
        for event in read_occurrences(store)
        if (entity is None or entity in event.ends) and _lies_between(event, first, last)
    ]


def _lies_between(event: Occurrence, first: str | None, last: str | None) -> bool:
    """Whether the event may lie in the period; with no date it lies nowhere.

    An event that goes on ("since 1990") began before: it lies where it began.
    """
    if (first or last) and not event.earliest and not event.latest:
        return False
    return not (first and event.ending and event.ending < first) and not (
        last and event.earliest and event.earliest > last
    )


def list_rows(events: list[Occurrence]) -> list[tuple[str, ...]]:
    """The events as rows of text under :data:`COLUMNS`."""
    return [
        (
            " / ".join(event.dates) or "undated",
            " / ".join(sorted({report.what for report in event.reports})),
            event.kind,
            ", ".join(event.places),
            event.status + (" (contested)" if event.contested else ""),
            " / ".join(_show_tolls(event, "deaths")),
            ", ".join(sorted({report.publisher or report.article for report in event.reports})),
        )
        for event in events
    ]


def as_json(events: list[Occurrence]) -> list[dict[str, Any]]:
    """The events with all their reports, as plain values."""
    return [
        {
            "event": event.iri,
            "kind": event.kind,
            "earliest": event.earliest,
            "latest": event.latest,
            "dates": list(event.dates),
            "actors": list(event.actors),
            "places": list(event.places),
            "status": event.status,
            "contested": event.contested,
            "publishers": event.publishers,
            "reports": [
                {
                    **asdict(report),
                    "tolls": {
                        name: dict(zip(("min", "max", "text"), toll, strict=True))
                        for name, toll in report.tolls.items()
                    },
                }
                for report in event.reports
            ],
        }
        for event in events
    ]


def show_toll(toll: tuple[int | None, int | None, str | None]) -> str:
    """A toll in few characters.

    Examples:
        >>> show_toll((30, 30, "30 soldiers")), show_toll((60, None, None)), show_toll((None, 9, None))
        ('30', '60+', 'up to 9')
    """
    least, most, words = toll
    if least is not None and least == most:
        return str(least)
    if least is not None:
        return f"{least}–{most}" if most is not None else f"{least}+"
    return f"up to {most}" if most is not None else words or ""


def _show_tolls(event: Occurrence, name: str) -> list[str]:
    return list(dict.fromkeys(show_toll(report.tolls[name]) for report in event.reports if name in report.tolls))
