"""What the merged graph says of an event and of a statement, from all reports of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sahelkg.corroboration import count_at_one_time, count_publishers, is_contested, stands_bare
from sahelkg.events import event_iri
from sahelkg.live import quad_of
from sahelkg.terms import TRUE, node, write_day, write_integer, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from sahelkg.events import Report
    from sahelkg.ontology import Relation

_CERTAINTY = ("asserted", "claimed", "denied")


def describe_event(group: Sequence[Report], relation: Relation) -> Iterator[ox.Quad]:
    """The quads of an event: class, actors, places, date, reports, how sure it is, and how many publishers tell it.

    Args:
        group: all its reports, of one relation; one at least.
        relation: that relation, which has an event class.
    """
    iri = event_iri(group)
    yield quad_of(iri, "rdf:type", node(f"skg:{relation.event_class}"))
    for report in group:
        yield quad_of(iri, "skg:report", node(report.evidence))
        yield quad_of(iri, "sem:hasActor", node(report.subject))
        if not report.object_is_place:
            yield quad_of(iri, "sem:hasActor", node(report.object))
        if report.place:
            yield quad_of(iri, "sem:hasPlace", node(report.place))
    dated = choose_time([report for report in group if report.status != "denied"] or list(group))
    if dated is not None:
        if dated.edtf:
            yield quad_of(iri, "skg:edtf", write_text(dated.edtf))
        for name, day in (("skg:earliest", write_day(dated.earliest)), ("skg:latest", write_day(dated.latest))):
            if day is not None:
                yield quad_of(iri, name, day)
    surest = next(status for status in _CERTAINTY if any(report.status == status for report in group))
    yield quad_of(iri, "skg:status", node(f"skg:{surest}"))
    if surest != "denied" and not any(report.supports for report in group):
        yield quad_of(iri, "skg:accusation", TRUE)
    if is_contested(group, state=False):
        yield quad_of(iri, "skg:contested", TRUE)
    yield from _count(iri, [group], state=False)


def describe_statement(
    reports: Sequence[Report], events: Sequence[Sequence[Report]], relation: Relation, names: tuple[str, str]
) -> Iterator[ox.Quad]:
    """The quads of a statement: triple, label, whether it is contested, counts; and the bare edge if it has one.

    Args:
        reports: all its evidence; nothing is said of a statement without any.
        events: the events with reports of it, each with all its reports; of no use for a state.
        relation: that of the statement; a state if it has no event class.
        names: labels of subject and object.
    """
    if not reports:
        return
    first, state = reports[0], relation.event_class is None
    statement, predicate = first.statement, f"skg:{relation.name}"
    yield quad_of(statement, "rdf:type", node("skg:Statement"))
    yield quad_of(statement, "rdf:subject", node(first.subject))
    yield quad_of(statement, "rdf:predicate", node(predicate))
    yield quad_of(statement, "rdf:object", node(first.object))
    yield quad_of(statement, "rdfs:label", label_statement(relation, names))
    groups = [reports] if state else events
    if stands_bare(groups, statement, state=state):
        yield quad_of(first.subject, predicate, node(first.object))
    elif any(
        is_contested(
            [report for report in group if report.statement == statement or report.status == "denied"], state=state
        )
        for group in groups
    ):
        yield quad_of(statement, "skg:contested", TRUE)
    yield from _count(statement, groups, state=state, statement=statement)


def label_statement(relation: Relation, names: tuple[str, str]) -> ox.Literal:
    """A statement in words, of the labels of its subject and object."""
    return write_text(f"{names[0]} {relation.label} {names[1]}", "en")


def choose_time(reports: Iterable[Report]) -> Report | None:
    """The report whose date an event carries: the most precise, then what most give, then the first; None without."""
    timed = [report for report in reports if report.has_time]
    given = Counter(report.interval for report in timed)

    def rank(report: Report) -> tuple[bool, int, int, str, str]:
        first, last = report.interval
        return not report.is_dated, (last - first).days, -given[report.interval], report.edtf or "", report.evidence

    return min(timed, key=rank, default=None)


def _count(
    iri: str, groups: Iterable[Sequence[Report]], *, state: bool, statement: str | None = None
) -> Iterator[ox.Quad]:
    """Publishers that tell an event, a state at one time, or a statement's best told event; and all articles."""
    publishers, articles = 0, set[str]()
    for group in groups:
        telling = [report for report in group if report.supports]
        if state:
            publishers = max(publishers, count_at_one_time(telling, count_publishers))
        else:
            publishers = max(publishers, count_publishers(telling))
        articles |= {report.article for report in telling if statement in {None, report.statement}}
    yield quad_of(iri, "skg:publishers", write_integer(publishers))
    yield quad_of(iri, "skg:articles", write_integer(len(articles)))
