"""The part of a graph that a query's answer names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sahelkg.cli import run
from sahelkg.errors import QueryError
from sahelkg.pages import draw_page
from sahelkg.parts import read_part
from sahelkg.query import find_query, run_query
from sahelkg.selection import read_network

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

    from conftest import Built

ENT = "https://w3id.org/sahelkg/id/"


def edges(store: ox.Store, question: str) -> set[tuple[str, str, str]]:
    part = read_part(store, run_query(store, find_query(question)), question)
    found = read_network(store, only=part).edges
    return {(edge.subject.removeprefix(ENT), edge.relation, edge.object.removeprefix(ENT)) for edge in found}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("SELECT ?s ?p ?o { ?s ?p ?o FILTER (?p = skg:attacked) }", {("jnim", "attacked", "boulikessi")}),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER (?p = skg:attacked) }", {("jnim", "attacked", "boulikessi")}),
        (  # the other way round, and a contested one that stands on no bare edge
            "SELECT ?o ?p ?s { ?x rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER (?p = skg:captured) }",
            {("jnim", "captured", "boulikessi")},
        ),
        (
            "SELECT ?a ?b { VALUES (?a ?b) { (ent:jnim ent:boulikessi) } }",
            {("jnim", "attacked", "boulikessi"), ("jnim", "captured", "boulikessi")},
        ),
        (
            "SELECT ?a { VALUES ?a { ent:jnim ent:boulikessi } }",
            {("jnim", "attacked", "boulikessi"), ("jnim", "captured", "boulikessi")},
        ),
        ("SELECT ?x { ?x rdf:predicate skg:attacked }", {("jnim", "attacked", "boulikessi")}),
        ("SELECT ?e ?a { VALUES (?e ?a) { (ev:a1 ent:mali) } }", {("jnim", "attacked", "boulikessi")}),
        ("SELECT ?event { ?event a skg:Capture }", {("jnim", "captured", "boulikessi")}),
        ("SELECT ?a ?b ?name { VALUES (?a ?b ?name) { (ent:jnim UNDEF 'ent:mali') } }", set()),
    ],
)
def test_rows_name_edges(store: ox.Store, question: str, told: set[tuple[str, str, str]]) -> None:
    assert edges(store, question) == told


def test_evidence_gives_only_itself_and_a_statement_all_of_its_own(store: ox.Store) -> None:
    for question, number in (("SELECT ?e { VALUES ?e { ev:a1 } }", 1), ("SELECT ?s { VALUES ?s { st:attack } }", 2)):
        part = read_part(store, run_query(store, find_query(question)))
        (edge,) = read_network(store, only=part).edges
        assert edge.weight == number


def test_an_actor_without_an_edge_is_shown_alone(store: ox.Store) -> None:
    question = "SELECT ?a { VALUES ?a { ent:jnim } }"
    data = read_network(store, only=read_part(store, run_query(store, find_query(question)), question))
    assert [actor.label for actor in data.actors] == ["JNIM"]
    assert data.edges == ()


@pytest.mark.parametrize(
    "question", ["SELECT (1 AS ?one) {}", "ASK {}", "SELECT ?n { ?x skos:prefLabel ?n }", "SELECT ?a { ?a a art:none }"]
)
def test_an_answer_that_names_nothing_is_refused(store: ox.Store, question: str) -> None:
    with pytest.raises(QueryError, match="SELECT ."):
        read_part(store, run_query(store, find_query(question)), question)


@pytest.mark.parametrize("page", ["network", "timeline", "conflicts", "map"])
def test_every_page_shows_the_part_and_says_how_it_was_chosen(store: ox.Store, page: str) -> None:
    question = "SELECT ?a ?b { VALUES (?a ?b) { (ent:jnim ent:boulikessi) } }"
    html = draw_page(store, page, only=read_part(store, run_query(store, find_query(question)), "mine.rq"))
    assert "Chosen by: query mine.rq." in html
    assert "id/france" not in html


@pytest.mark.parametrize(
    ("page", "question"),
    [
        ("network", "who-attacked-whom"),
        ("timeline", "SELECT ?e { ?e skg:report ?r }"),
        ("map", "SELECT ?a ?p ?b { ?a ?p ?b }"),
    ],
)
def test_the_command_draws_what_a_query_returns(
    built: Built, page: str, question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.rq").write_text(question, encoding="utf-8")
    asked = question if "{" not in question else "mine.rq"
    assert run(["view", page, "--query", asked, "--store", str(built.store)]) == 0
    [written] = tmp_path.glob("*.html")
    assert written.name == ("graph.html" if page == "network" else f"{page}.html")
    assert f"query {asked}." in written.read_text(encoding="utf-8")
