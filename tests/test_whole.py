"""The whole way on the project's own articles: every quote is the article's, every graph fits its shapes, bytes are equal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from sahelkg import build, open_store
from sahelkg.articles import read_articles
from sahelkg.ontology import load_ontology
from sahelkg.readout import read_records
from sahelkg.records import Article
from sahelkg.shapes import check_shapes
from sahelkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Built
    from sahelkg.store import Store

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
FOLDERS = [ROOT / "corpus", *([SEEDS] if SEEDS.is_dir() else [])]
MENTIONS = """SELECT ?article ?start ?end ?text WHERE {
    GRAPH ?g { ?m a skg:Mention ; skg:start ?start ; skg:end ?end ; skg:text ?text . ?a dcterms:identifier ?article } }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    report = build(FOLDERS, out=tmp_path_factory.mktemp("whole"))
    assert report.built >= 12
    assert not [skipped for skipped in report.skipped if skipped.reason_code != "other-files"]
    with open_store(report.store) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {item.id: item.text for item in read_articles(FOLDERS) if isinstance(item, Article)}


def test_every_quote_is_a_span_of_its_article(store: Store, texts: dict[str, str]) -> None:
    records: list[dict[str, Any]] = list(read_records(store.quads))
    assert len(records) > 50
    for record in records:
        text, evidence = texts[record["article"]], record["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        for end in ("subject", "object"):
            mention = record[end]["mention"]
            assert text[mention["start"] : mention["end"]] == mention["text"], evidence["quote"]


def test_every_mention_is_a_span_of_its_article(store: Store, texts: dict[str, str]) -> None:
    rows = list(store.quads.query(MENTIONS, prefixes=PREFIXES))  # type: ignore[arg-type]
    assert len(rows) > 100
    for row in rows:
        start, end = int(row["start"].value), int(row["end"].value)
        assert texts[row["article"].value][start:end] == row["text"].value


def test_graph_fits_its_shapes(store: Store) -> None:
    assert list(check_shapes(load_ontology(), store.quads)) == []


def test_bare_edges_are_asserted_or_claimed_and_no_accusation(store: Store) -> None:
    query = """SELECT ?s ?p ?o WHERE {
        ?s ?p ?o . ?p a skg:Relation . FILTER NOT EXISTS {
            ?st rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?e skg:evidenceFor ?st ; skg:status ?status .
            FILTER(?status = skg:asserted || (?status = skg:claimed && NOT EXISTS { ?e skg:accusation true })) } }"""
    assert list(store.quads.query(query, prefixes=PREFIXES)) == []  # type: ignore[arg-type]


def test_exports_hold_no_blank_nodes_and_ascii_names(store: Store) -> None:
    for quad in store.quads:
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
        if isinstance(quad.subject, ox.NamedNode):
            assert quad.subject.value.isascii()


def test_other_hash_seeds_and_orders_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    files = sorted(str(file) for file in built.articles.glob("*.*"))
    for seed, given in (("1", files), ("2", files[::-1])):
        command = [sys.executable, "-m", "sahelkg", "build", *given, "--out", str(tmp_path / seed), "--jobs", "1"]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True)
    for name in ("sahelkg.ttl", "graph.html"):
        first = (tmp_path / "1" / name).read_bytes()
        assert first == (tmp_path / "2" / name).read_bytes()
        assert str(tmp_path).encode() not in first
