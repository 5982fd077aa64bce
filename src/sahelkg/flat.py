"""One table of a store for spreadsheets: CSV by RFC 4180, one evidence a row.

A cell that a spreadsheet would take for a formula (it starts with ``=``, ``+``, ``-``, ``@``, a tab or a line end) gets
a leading apostrophe; numbers that the program itself wrote are left alone.
"""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING, Any

from sahelkg.readout import GraphReader, first_text, read_records
from sahelkg.vocabulary import article_iri

if TYPE_CHECKING:
    import pyoxigraph as ox

COLUMNS = (
    *("article", "title", "publisher", "published"),
    *("subject", "subject_iri", "subject_kind", "predicate", "plover", "object", "object_iri", "object_kind"),
    *("status", "attributed_to", "time", "place"),
    *("deaths_min", "deaths_max", "wounded_min", "wounded_max", "hostages_min", "hostages_max"),
    *("event", "quote", "start", "end", "evidence", "statement", "rule"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the header and one row for every evidence, in the order of :func:`~sahelkg.readout.read_records`."""
    graph = GraphReader(store)
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        rows = csv.DictWriter(text, COLUMNS)
        rows.writeheader()
        article: dict[str, str | None] = {}
        for record in read_records(store):
            if article.get("article") != record["article"]:
                article = _read_article(graph, record["article"])
            rows.writerow({key: guard_cell(value) for key, value in (article | _flatten(record)).items()})
    finally:
        text.detach()


def guard_cell(value: str | int | None) -> str | int | None:
    """The value with an apostrophe before it where a spreadsheet would calculate.

    Examples:
        >>> guard_cell("=1+1")
        "'=1+1"
        >>> guard_cell(-1)
        -1
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _read_article(graph: GraphReader, article_id: str) -> dict[str, str | None]:
    properties = graph.read_properties(article_iri(article_id))
    publisher = first_text(properties, "dcterms:publisher")
    if publisher and publisher.startswith(("http://", "https://")):
        publisher = next(iter(graph.read_entity(publisher)[0]), publisher)
    return {
        "article": article_id,
        "title": first_text(properties, "dcterms:title"),
        "publisher": publisher,
        "published": first_text(properties, "dcterms:issued"),
    }


def _flatten(record: dict[str, Any]) -> dict[str, str | int | None]:
    row: dict[str, str | int | None] = {}
    for role in ("subject", "object"):
        slot = record[role]
        row |= {role: _name(slot), f"{role}_iri": slot["iri"], f"{role}_kind": slot["kind"]}
    for toll in ("deaths", "wounded", "hostages"):
        row |= {f"{toll}_{end}": (record[toll] or {}).get(end) for end in ("min", "max")}
    return {
        **row,
        **{key: record[key] for key in ("predicate", "plover", "status", "time", "event", "statement", "rule")},
        "attributed_to": "; ".join(map(_name, record["attributed_to"])),
        "place": "; ".join(map(_name, record["place"])),
        "quote": record["evidence"]["quote"],
        "start": record["evidence"]["start"],
        "end": record["evidence"]["end"],
        "evidence": record["evidence"]["iri"],
    }


def _name(slot: dict[str, Any]) -> str:
    return str(slot["names"][0] if slot["names"] else slot["iri"])
