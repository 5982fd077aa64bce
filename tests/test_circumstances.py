"""When and where what a sentence tells was, and how many it hit: each in the statement's own clause, nothing made up."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.records import Article, Extraction, Toll
from test_status import ONTOLOGY, Row, find_told, load_rows, names_of

ROWS = load_rows("circumstances.jsonl")


@cache
def read(text: str, published: str) -> Extraction:
    doc = annotate_text(text, load_reader(), lambda part: find_parser_names(part, ONTOLOGY))
    return extract_article(Article(id="sentence", text=text, published=date.fromisoformat(published)), doc, ONTOLOGY)


def bounds(toll: Toll | None) -> list[int | None] | None:
    return None if toll is None else [toll.min, toll.max]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['text'][:40]}:{row['p']}:{row['o']}" for row in ROWS])
def test_when_where_and_how_many(row: Row) -> None:
    """The statement has the date, the place and the tolls of its row; those that the row does not name may be any."""
    extraction = read(row["text"], row["published"])
    told = find_told(row, extraction)
    assert told, "not found"
    for evidence in told:
        assert (evidence.time.edtf if evidence.time else None) == row["when"]
        if "where" in row:
            assert evidence.place is not None
            assert row["where"].casefold() in names_of(evidence.place, extraction)
        for kind in ("deaths", "wounded", "hostages"):
            if kind in row:
                assert bounds(getattr(evidence, kind)) == row[kind]
