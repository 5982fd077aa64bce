from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from sahelkg.errors import QueryError
from sahelkg.network import Mark, split_marks
from sahelkg.selection import read_network

GRAPH = Path(__file__).parent / "data" / "network.trig"


@pytest.fixture(scope="module")
def store():
    store = pyoxigraph.Store()
    store.load(path=str(GRAPH), format=pyoxigraph.RdfFormat.TRIG)
    return store


def triples(data):
    return {(edge.subject.rsplit("/", 1)[1], edge.relation, edge.object.rsplit("/", 1)[1]) for edge in data.edges}


def test_the_whole_graph_has_each_statement_once_with_all_its_passages(store):
    data = read_network(store)
    assert len(data.edges) == 6
    assert sum(edge.weight for edge in data.edges) == 8
    assert [actor.label for actor in data.actors][:2] == ["Ada Sow", "Zarian Armed Forces"]
    assert {source.publisher: source.url for source in data.sources} == {
        "River Post": "https://news.example/stormed",
        "Plain Times": "",  # an id is no address
    }
    assert data.left_out.actors == 0
    assert {relation.name for relation in data.relations if relation.symmetric} == {"alliedWith"}


def test_a_passage_has_its_words_source_date_place_and_toll(store):
    (attack,) = read_network(store, relation="attacked").edges
    claim = next(passage for passage in attack.passages if passage.status == "claimed")
    assert claim.said_by == ("Ada Sow",)
    assert (claim.date, claim.places, claim.deaths) == ("2031-03-02", ("Tin Koura",), "at least 30 soldiers")
    marked = {mark.role: claim.quote[mark.start : mark.end] for mark in claim.marks}
    assert marked == {"cue": "said", "subject": "Dawn Front", "object": "Tin Koura", "relation": "stormed"}
    assert all(isinstance(mark, Mark) for mark in claim.marks)


def test_words_of_the_relation_that_are_not_in_the_quote_have_no_mark(store):
    (leads,) = read_network(store, relation="leads").edges
    (passage,) = leads.passages
    assert [(passage.quote[mark.start : mark.end], mark.role) for mark in passage.marks] == [("leader", "relation")]


def test_a_quote_falls_into_pieces_at_its_marks():
    marks = [Mark(start=0, end=10, role="object"), Mark(start=4, end=8, role="relation"), Mark(start=9, end=12, role="cue")]
    pieces = list(split_marks(12, marks[:2]))
    assert pieces == [(0, 4, ("object",)), (4, 8, ("object", "relation")), (8, 10, ("object",)), (10, 12, ())]
    assert "".join("our allies."[start:end] for start, end, _ in split_marks(11, marks)) == "our allies."
    assert list(split_marks(0, [])) == []


def test_bare_and_contested_are_what_the_graph_says(store):
    edges = {edge.relation: edge for edge in read_network(store).edges}
    assert edges["attacked"].bare
    assert edges["alliedWith"].bare
    assert not edges["withdrewFrom"].bare
    assert edges["killed"].contested
    assert not edges["killed"].bare
    assert edges["killed"].statuses == {"claimed": 1, "denied": 1}
    assert edges["killed"].status == "claimed"


@pytest.mark.parametrize(
    "name", ["ent:dawn-front", "Dawn Front", "front de l'aube", "DF", "https://w3id.org/sahelkg/id/dawn-front"]
)
def test_around_takes_any_name(store, name):
    assert triples(read_network(store, around=name)) == {
        ("dawn-front", "attacked", "tin-koura"),
        ("dawn-front", "killed", "civilians-zaria"),
        ("ada-sow", "leads", "dawn-front"),
    }


def test_no_hop_from_two_actors_gives_what_is_between_them(store):
    assert triples(read_network(store, around=["Ada Sow", "Dawn Front"], hops=0)) == {
        ("ada-sow", "leads", "dawn-front")
    }


def test_two_hops_reach_further(store):
    assert len(read_network(store, around="Ada Sow", hops=1).edges) == 1
    assert len(read_network(store, around="Ada Sow", hops=2).edges) == 3


def test_a_relation_stands_for_those_below_it(store):
    assert {edge.relation for edge in read_network(store, relation="memberOf").edges} == {"memberOf", "leads"}
    assert {edge.relation for edge in read_network(store, relation="leads").edges} == {"leads"}


def test_a_status_keeps_only_its_passages(store):
    (edge,) = read_network(store, status="denied").edges
    assert [passage.status for passage in edge.passages] == ["denied"]
    assert edge.contested


def test_a_period_leaves_out_and_counts_what_has_no_date(store):
    data = read_network(store, since="2031-03-10", until="2032-01-01")
    assert triples(data) == {
        ("dawn-front", "attacked", "tin-koura"),
        ("grey-lions", "alliedWith", "zaria"),
        ("grey-lions", "withdrewFrom", "zaria"),
    }
    assert data.left_out.undated == 4
    assert read_network(store, until="2028-12-31").edges[0].relation == "withdrewFrom"


def test_an_article_is_found_by_id_and_title(store):
    for name in ("river-post-1", "art:river-post-1", "Garrison town stormed at dawn"):
        data = read_network(store, article=name)
        assert {edge.relation for edge in data.edges} == {"attacked", "killed", "leads"}
        assert {source.publisher for source in data.sources} == {"River Post"}


def test_only_keeps_statements_evidence_and_pairs_of_actors(store):
    assert triples(read_network(store, only=["st:c1"])) == {("ada-sow", "leads", "dawn-front")}
    (edge,) = read_network(store, only=["ev:b2"]).edges
    assert [passage.status for passage in edge.passages] == ["denied"]
    assert len(read_network(store, only=["ent:zaria", "ent:grey-lions"]).edges) == 2
    assert read_network(store, only=[]).edges == ()


def test_above_the_limit_the_best_connected_stay_and_the_rest_is_counted(store):
    data = read_network(store, limit=4)
    assert len(data.actors) == 4
    assert "Dawn Front" in {actor.label for actor in data.actors}
    assert data.left_out.actors == 4
    assert len(data.edges) + data.left_out.edges == 6


def test_the_centre_stays_whatever_the_limit(store):
    data = read_network(store, around="River Union", hops=5, limit=1)
    assert [actor.label for actor in data.actors] == ["River Union"]
    assert data.edges == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"around": "Dwn Front"}, "Dawn Front"),
        ({"around": ""}, "no actor or place"),
        ({"article": "nothing"}, "no article"),
        ({"status": "sure"}, "asserted"),
        ({"since": "last week"}, "2025-06-30"),
        ({"until": "2031-13-01"}, "until"),
        ({"limit": 0}, "limit"),
        ({"hops": -1}, "hops"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(store, asked, said):
    with pytest.raises(QueryError, match=said) as raised:
        read_network(store, **asked)
    assert "\n" not in str(raised.value)


def test_an_ambiguous_name_lists_what_it_may_be():
    store = pyoxigraph.Store()
    store.load(
        b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ent: <https://w3id.org/sahelkg/id/> ."
        b'ent:a skos:prefLabel "Guard" . ent:b skos:prefLabel "Guard" .',
        format=pyoxigraph.RdfFormat.TURTLE,
    )
    with pytest.raises(QueryError, match="ent:a, ent:b"):
        read_network(store, around="Guard")


def test_an_empty_graph_gives_an_empty_network():
    data = read_network(pyoxigraph.Store())
    assert (data.actors, data.edges, data.sources) == ((), (), ())


def test_a_name_with_query_syntax_is_only_a_name(store):
    for name in ('" } INSERT', "> . ?s ?p ?o", "}\n#"):
        with pytest.raises(QueryError):
            read_network(store, around=name)
