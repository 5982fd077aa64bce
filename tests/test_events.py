"""Which reports tell of one event: pairwise agreement, no order, no bridging."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelkg.corroboration import count_at_one_time, count_publishers
from sahelkg.events import Report, block_of, event_iri, group_reports, overlaps
from sahelkg.summaries import choose_time

if TYPE_CHECKING:
    import random

CONTAINERS = {"ent:camp": {"ent:town", "ent:region"}, "ent:town": {"ent:region"}, "ent:village": {"ent:region"}}


def containers(place: str) -> frozenset[str]:
    return frozenset(CONTAINERS.get(place, ()))


def report(
    name: str,
    when: str | None = None,
    place: str | None = None,
    *,
    of: str = "ent:army",
    status: str = "asserted",
    publisher: str = "post",
) -> Report:
    first, _, last = (when or "").partition("/")
    return Report(
        evidence=f"ev:{name}",
        article=f"art:{name}",
        statement=f"st:{of}",
        relation="attacked",
        subject="ent:jnim",
        object=of,
        status=status,
        place=f"ent:{place}" if place else None,
        edtf=when,
        earliest=first or None,
        latest=(last or first) or None,
        publisher=publisher,
        original=f"art:{name}",
    )


def group(*reports: Report) -> list[str]:
    return ["".join(one.evidence.removeprefix("ev:") for one in found) for found in group_reports(reports, containers)]


JUNE = "2025-06-01/2025-06-30"


@pytest.mark.parametrize(
    ("reports", "events"),
    [
        ([], []),
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-01", "town")], ["ab"]),
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-02", "town")], ["ab"]),
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-03", "town")], ["a", "b"]),
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-01", "village")], ["a", "b"]),
        # the same place and day, another patient
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-01", "town", of="ent:civilians")], ["ab"]),
        ([report("a", "2025-06-01"), report("b", "2025-06-01", of="ent:civilians")], ["a", "b"]),
        # a town and the region around it
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-01", "region")], ["ab"]),
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-06-01", "region", of="ent:civilians")],
            ["a", "b"],
        ),
        # three days in a row: every pair must agree
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-06-02", "town"), report("c", "2025-06-03", "town")],
            ["ab", "c"],
        ),
        # without a date or a place: a single candidate, or none
        ([report("a", "2025-06-01", "town"), report("b", None, "town")], ["ab"]),
        ([report("a", "2025-06-01", "town"), report("b", "2025-06-01")], ["ab"]),
        ([report("a", "2025-06-01", "town"), report("b")], ["ab"]),
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-07-01", "town"), report("c", None, "town")],
            ["a", "b", "c"],
        ),
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-06-01", "village"), report("c", "2025-06-01")],
            ["a", "b", "c"],
        ),
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-06-01", "village"), report("c", None, "town")],
            ["ac", "b"],
        ),
        (
            [
                report("a", "2025-06-01", "town"),
                report("b", "2025-06-01", "village"),
                report("c", "2025-06-01", "region"),
            ],
            ["a", "b", "c"],
        ),
        # what could be either stands alone, also from others like it
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-07-01", "town"), report("c"), report("d")],
            ["a", "b", "c", "d"],
        ),
        # months
        ([report("a", "2025-06-01", "town"), report("b", JUNE, "town")], ["ab"]),
        ([report("a", "2025-07-01", "town"), report("b", JUNE, "town")], ["a", "b"]),
        (
            [report("a", "2025-06-01", "town"), report("b", "2025-06-20", "town"), report("c", JUNE, "town")],
            ["a", "b", "c"],
        ),
        # two without a date are one where nothing says otherwise, and stay apart where the places do
        ([report("a", None, "town"), report("b", None, "town")], ["ab"]),
        ([report("a"), report("b")], ["ab"]),
        ([report("a", None, "town"), report("b", None, "village"), report("c")], ["a", "b", "c"]),
        # two that could join but exclude each other
        ([report("a", JUNE, "town"), report("b", "2025-06-03"), report("c", "2025-06-20")], ["a", "b", "c"]),
    ],
)
def test_grouping(reports: list[Report], events: list[str]) -> None:
    for order in itertools.permutations(reports):
        assert group(*order) == events


REPORTS = st.builds(
    report,
    st.integers(0, 10**6).map(str),
    st.sampled_from([None, "2025-06-01", "2025-06-02", "2025-06-03", "2025-06-04", JUNE, "2025-01-01/2025-12-31"]),
    st.sampled_from([None, "town", "village", "camp", "region"]),
    of=st.sampled_from(["ent:army", "ent:civilians"]),
    status=st.sampled_from(["asserted", "claimed", "denied"]),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(REPORTS, max_size=12, unique_by=lambda one: one.evidence), st.randoms())
def test_every_report_is_in_one_event_and_order_makes_no_difference(
    reports: list[Report], chance: random.Random
) -> None:
    groups = group_reports(reports, containers)
    assert sorted(one.evidence for found in groups for one in found) == sorted(one.evidence for one in reports)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert group_reports(shuffled, containers) == groups
    for found in groups:
        for first, second in itertools.combinations(found, 2):
            days = max(first.interval[0], second.interval[0]) - min(first.interval[1], second.interval[1])
            assert days.days <= 1
            assert first.object == second.object or first.place == second.place
            if first.place and second.place and first.place != second.place:
                assert first.place in containers(second.place) or second.place in containers(first.place)


def test_plans_and_possibilities_are_no_reports() -> None:
    for status in ("planned", "possible"):
        assert not report("a", status=status).is_reported
    for status in ("asserted", "claimed", "denied"):
        assert report("a", status=status).is_reported


def test_agents_and_relations_have_blocks_of_their_own_and_patients_only_where_neither_side_is_the_agent() -> None:
    assert block_of(report("a"), symmetric=False) == block_of(report("b", of="ent:civilians"), symmetric=False)
    assert block_of(report("a"), symmetric=True) != block_of(report("b", of="ent:civilians"), symmetric=True)


def test_an_event_is_named_by_its_smallest_evidence() -> None:
    assert event_iri([report("a"), report("b")]) == event_iri([report("c"), report("a")])
    assert event_iri([report("b")]) != event_iri([report("a")])


def test_the_date_of_an_event_is_the_most_precise_then_the_most_frequent() -> None:
    reports = [report("a", JUNE), report("b", "2025-06-02"), report("c", "2025-06-01"), report("d", "2025-06-02")]
    chosen = choose_time(reports)
    assert chosen is not None
    assert chosen.edtf == "2025-06-02"
    assert choose_time([report("a")]) is None


def test_states_of_unknown_time_overlap_with_all() -> None:
    assert overlaps(report("a"), report("b", "2019-01-01"))
    assert not overlaps(report("a", "2019-01-01/2019-12-31"), report("b", "2020-01-01"))


@pytest.mark.parametrize(
    ("voices", "count"),
    [
        ([], 0),
        ([("post", (), "1"), ("post", (), "2")], 1),
        ([("post", (), "1"), ("mail", (), "2")], 2),
        ([("post", (), "1"), ("mail", (), "1")], 1),
        ([("post", ("ent:afp",), "1"), ("mail", ("ent:afp",), "2")], 1),
        ([("post", ("ent:afp",), "1"), ("mail", ("ent:ap",), "2")], 2),
        ([("post", ("ent:afp",), "1"), ("mail", ("ent:afp", "ent:ap"), "2"), ("sun", ("ent:ap",), "3")], 1),
        ([("", (), "1"), ("", (), "2")], 1),
        ([("", (), "1"), ("post", (), "2")], 2),
    ],
)
def test_publishers_are_counted_by_what_makes_them_independent(
    voices: list[tuple[str, tuple[str, ...], str]], count: int
) -> None:
    reports = [
        Report(
            evidence=f"ev:{n}",
            article=f"art:{n}",
            statement="st:1",
            relation="attacked",
            subject="ent:jnim",
            object="ent:army",
            status="asserted",
            publisher=publisher,
            agencies=agencies,
            original=original,
        )
        for n, (publisher, agencies, original) in enumerate(voices)
    ]
    for order in itertools.permutations(reports):
        assert count_publishers(order) == count


def test_states_are_counted_at_one_time() -> None:
    reports = [
        report("a", "2019-01-01/2021-12-31", publisher="a"),
        report("b", "2021-06-01/2023-12-31", publisher="b"),
        report("c", "2023-01-01/2024-12-31", publisher="c"),
        report("d", publisher="d"),
    ]
    assert count_at_one_time(reports, count_publishers) == 3
    assert count_at_one_time([], count_publishers) == 0
