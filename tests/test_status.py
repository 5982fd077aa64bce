"""How sure a sentence is of what it says, through the real model: each table a figure and a list of misses.

The figures are those reached, less a margin of one or two sentences; what must never happen has no margin.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.ontology import load_ontology
from sahelkg.records import Article, Evidence, Extraction, Mention

DATA = Path(__file__).parent / "data"
ONTOLOGY = load_ontology()
BARE = {"asserted", "claimed"}
Row = dict[str, Any]
Read = Callable[[str], Extraction]


@pytest.fixture(scope="module")
def read() -> Read:
    """Reads a text; what was read once is kept."""
    reader = load_reader()
    kept: dict[str, Extraction] = {}

    def extract(text: str) -> Extraction:
        if text not in kept:
            doc = annotate_text(text, reader, lambda part: find_parser_names(part, ONTOLOGY))
            kept[text] = extract_article(Article(id="sentence", text=text), doc, ONTOLOGY)
        return kept[text]

    return extract


def load_rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def names_of(mention: Mention, extraction: Extraction) -> set[str]:
    """All that the mention may be called."""
    known = {entity.iri: entity for entity in extraction.entities}
    entity = known.get(mention.entity or "") or ONTOLOGY.entities.get(mention.entity or "")
    return {name.casefold() for name in (mention.text, *((entity.label, *entity.names) if entity else ()))}


def find_told(row: Row, extraction: Extraction) -> list[Evidence]:
    """The evidence for the row's statement."""
    ends = row["s"].casefold(), row["o"].casefold()
    found = []
    for evidence in extraction.evidence:
        if evidence.predicate not in {row["p"], *row.get("also", ())}:
            continue
        subject, obj = names_of(evidence.subject, extraction), names_of(evidence.object, extraction)
        symmetric = ONTOLOGY.relations[evidence.predicate].symmetric
        if (ends[0] in subject and ends[1] in obj) or (symmetric and ends[1] in subject and ends[0] in obj):
            found.append(evidence)
    return found


def is_bare(evidence: Evidence) -> bool:
    return str(evidence.status) in BARE and not evidence.accusation


def show(row: Row, got: object) -> str:
    return f"{row['status']} {row['by']}, got {got}: {row['text']}"


def test_bare_edges(read: Read) -> None:
    """What is denied, planned, possible, left open or an accusation never stands as a bare edge."""
    wrong = [
        show(row, [str(e.status) for e in told])
        for row in load_rows("status.jsonl")
        if (row["status"] not in BARE or row.get("accusation"))
        and (told := [e for e in find_told(row, read(row["text"])) if is_bare(e)])
    ]
    assert not wrong, "\n".join(wrong)


def test_status(read: Read) -> None:
    """Of the statements that are found, the share with the status of the sentence."""
    found, wrong = 0, []
    for row in load_rows("status.jsonl"):
        told = find_told(row, read(row["text"]))
        if row["status"] == "none":
            wrong += [show(row, "told")] * bool(told)
        elif told:
            found += 1
            statuses = sorted({str(evidence.status) for evidence in told})
            wrong += [show(row, statuses)] * (statuses != [row["status"]])
    assert found >= 195, f"only {found} of the table's statements are found"
    assert len(wrong) <= 0.03 * found, "\n".join(wrong)


def test_sources(read: Read) -> None:
    """Of the statements that are found, the share with the right source, or rightly without one."""
    found, wrong = 0, []
    for row in load_rows("status.jsonl"):
        extraction = read(row["text"])
        told = find_told(row, extraction) if row["status"] != "none" else []
        if not told:
            continue
        found += 1
        wanted = {name.casefold() for name in row["by"]}
        sources = [[names_of(source, extraction) for source in evidence.sources] for evidence in told]
        right = any(any(names & wanted for names in named) if wanted else not named for named in sources)
        wrong += [show(row, [[source.text for source in e.sources] for e in told])] * (not right)
    assert len(wrong) <= 0.07 * found, "\n".join(wrong)


def test_nothing(read: Read) -> None:
    """Between the two names of each sentence nothing is told."""
    rows = load_rows("nothing.jsonl")
    loud = []
    for row in rows:
        extraction = read(row["text"])
        one, other = (name.casefold() for name in row["names"])
        for evidence in extraction.evidence:
            subject, obj = names_of(evidence.subject, extraction), names_of(evidence.object, extraction)
            if (one in subject and other in obj) or (other in subject and one in obj):
                loud.append(f"{evidence.predicate} ({evidence.rule}): {row['text']}")
    assert len(loud) <= 0.05 * len(rows), "\n".join(loud)
