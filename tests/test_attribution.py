"""Who says so, shape by shape: speech reported, quoted, nested, denied, and what is nobody's but the article's own."""

from __future__ import annotations

import pytest

from test_status import Read, Row, find_told, load_rows, names_of, read

__all__ = ["read"]

ROWS = load_rows("attribution.jsonl")
EXPECTED_MISSES: dict[str, str] = {}  # shape → why it is not read yet


def test_table_has_no_shape_twice() -> None:
    shapes = [row["shape"] for row in ROWS]
    assert len(shapes) == len(set(shapes)) >= 40


@pytest.mark.parametrize("row", ROWS, ids=[row["shape"] for row in ROWS])
def test_shape(row: Row, read: Read, request: pytest.FixtureRequest) -> None:
    """The statement has the status, and the source where it has one."""
    if reason := EXPECTED_MISSES.get(row["shape"]):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    s, p, o, status = row["told"]
    extraction = read(row["text"])
    told = find_told({"s": s, "p": p, "o": o}, extraction)
    assert {str(evidence.status) for evidence in told} == ({status} if status else set())
    wanted = {name.casefold() for name in row["by"]}
    for evidence in told:
        names = set().union(*(names_of(source, extraction) for source in evidence.sources))
        assert names & wanted if wanted else not evidence.sources
