# ruff: noqa: E501 - a table reads best with one question a line
import re

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from asked import fill_store
from sahelkg.named import load_queries, read_query
from sahelkg.query import find_query, run_query
from sahelkg.sparql import bind_variable, list_variables, split_tokens
from sahelkg.vocabulary import PREFIXES

NEEDED = {"depends-on": {"actor": "FAMa"}}
QUERIES = load_queries()

# name → parameters → columns that are looked at → rows
ANSWERS = [
    (
        "who-attacked-whom",
        {},
        "attackerName relationName targetName status by publisher evidence",
        [
            "JNIM|attacked|Boulikessi|claimed|JNIM|Sahel Post|ev:a1",
            "JNIM|captured|Boulikessi|claimed|JNIM|Sahel Post|ev:a2",
            "JNIM|attacked|Boulikessi|asserted||Desert Wire|ev:b1",
            "JNIM|captured|Boulikessi|denied|Malian Armed Forces|River News|ev:c1",
        ],
    ),
    ("who-attacked-whom", {"attacker": "Russia"}, "evidence", []),
    ("who-attacked-whom", {"target": "Boulkessi", "since": "2025-06", "until": "2025"}, "evidence", ["ev:a1", "ev:a2", "ev:b1", "ev:c1"]),
    ("who-attacked-whom", {"since": "2025-06-02"}, "evidence", []),
    ("who-attacked-whom", {"until": "2025-05"}, "evidence", []),
    ("changes", {"country": "Republic of Mali", "year": "2022"}, "change evidence", ["Mali broke ties with France|ev:c6", "France withdrew from Mali|ev:c4"]),
    ("changes", {"country": "Niger"}, "change", []),
    ("changes", {"year": "2025"}, "change status", ["JNIM captured Boulikessi|claimed", "JNIM captured Boulikessi|denied"]),
    ("denied", {}, "denied by contested", ["JNIM captured Boulikessi|Malian Armed Forces|true"]),
    ("denied", {"actor": "Malian army"}, "evidence", ["ev:c1"]),
    ("denied", {"actor": "France"}, "evidence", []),
    ("corroborated", {}, "publishers told statement", ["2|JNIM attacked Boulikessi|st:attack"]),
    ("corroborated", {"atLeast": "3"}, "statement", []),
    ("contradictions", {}, "statementLabel toldAs teller denier told denial", ["JNIM captured Boulikessi|claimed|JNIM|Malian Armed Forces|ev:a2|ev:c1"]),
    ("contradictions", {"actor": "Mali"}, "told", []),
    ("leaders", {"organisation": "Mali"}, "leaderName date", ["Bah N.|../2021", "Assimi Goïta|2020/.."]),
    ("leaders", {"leader": "Goita"}, "organisationName", ["Mali"]),
    ("leaders", {"organisation": "Russia"}, "leaderName", []),
    ("events-by-place-month", {}, "placeName month kind events", ["Mali|2022-08|Withdrawal|1", "Boulikessi|2025-06|Attack|1", "Boulikessi|2025-06|Capture|1"]),
    ("events-by-place-month", {"place": "Mali"}, "placeName month", ["Mali|2022-08", "Boulikessi|2025-06", "Boulikessi|2025-06"]),
    ("depends-on", {"actor": "FAMa"}, "patronName stepName nextName", ["Africa Corps|Africa Corps supports Malian Armed Forces|Malian Armed Forces", "Russia|Russia controls Africa Corps|Africa Corps"]),
    ("depends-on", {"actor": "Africa Corps"}, "patronName", ["Russia"]),
    ("depends-on", {"actor": "Front for Change"}, "patronName", []),
    ("depends-on", {"actor": "Russia"}, "patronName", []),
    ("sources", {}, "publisherName sourceName passages", ["River News|Mali|1", "River News|Malian Armed Forces|1", "Sahel Post|JNIM|2"]),
    ("sources", {"publisher": "sahel post"}, "sourceName", ["JNIM"]),
    ("planned", {}, "date plan evidence", ["2026|Africa Corps trains Malian Armed Forces|ev:b2"]),
    ("planned", {"until": "2025"}, "evidence", []),
    ("planned", {"since": "2026-05", "actor": "Malian army"}, "evidence", ["ev:b2"]),
    ("possible", {}, "possibly evidence", ["Niger supports Front for Change|ev:b3"]),
    ("alliances", {}, "firstName secondName toldSince brokenFrom passages", ["Mali|Russia|2021-01-01||1"]),
    ("alliances", {"actor": "Russia"}, "firstName", ["Mali"]),
    ("alliances", {"actor": "France"}, "firstName", []),
    ("tolls", {}, "event dead deadAtMost wounded inWords publisher", ["evt:e1|30|30||30 soldiers|Sahel Post", "evt:e1|60||12|at least 60|Desert Wire"]),
    ("tolls", {"place": "Mali"}, "evidence", ["ev:a1", "ev:b1"]),
    ("tolls", {"place": "Niger"}, "evidence", []),
    ("presence", {}, "actorName relationName placeName", ["France|operatesIn|Mali", "France|withdrewFrom|Mali"]),
    ("presence", {"place": "Boulikessi"}, "actorName", []),
    ("unknown-actors", {}, "name kind statements", ["Bah N.|Person|1", "Front for Change|ArmedGroup|1"]),
    ("accusations", {}, "accuserName accusedName ofWhat", ["Mali|France|France supports JNIM"]),
    ("accusations", {"accuser": "France"}, "accusedName", []),
    ("articles", {}, "issued publisherName statements", ["2025-06-02|Sahel Post|3", "2025-06-03|Desert Wire|5", "2025-06-05|River News|8"]),
    ("articles", {"publisher": "River News"}, "title", ["Army denies loss"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return fill_store()


@pytest.mark.parametrize(("name", "params", "columns", "rows"), ANSWERS)
def test_answers(name: str, params: dict[str, str], columns: str, rows: list[str], store: ox.Store) -> None:
    answer = run_query(store, find_query(name), params)
    places = [answer.columns.index(column) for column in columns.split()]
    assert ["|".join(row[place] for place in places) for row in answer.read_rows()] == rows


def test_an_alliance_that_ended() -> None:
    filled = fill_store()
    filled.load(
        b"""@prefix ent: <https://w3id.org/sahelkg/id/> . @prefix skg: <https://w3id.org/sahelkg/ontology#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix st: <https://w3id.org/sahelkg/statement/> .
        @prefix ev: <https://w3id.org/sahelkg/evidence/> .
        ent:france skg:alliedWith ent:mali .
        st:old rdf:subject ent:france ; rdf:predicate skg:alliedWith ; rdf:object ent:mali .
        ev:old skg:evidenceFor st:old .""",
        format=ox.RdfFormat.TURTLE,
    )
    rows = list(run_query(filled, find_query("alliances")).read_rows())
    assert rows == [["France", "Mali", "", "2022-01-01", "1"], ["Mali", "Russia", "2021-01-01", "", "1"]]


def test_every_question_is_asked_here() -> None:
    assert {name for name, *_ in ANSWERS} | {"relations"} == set(QUERIES)
    assert len(QUERIES) >= 14


def test_counts_by_relation(store: ox.Store) -> None:
    rows = list(run_query(store, find_query("relations")).read_rows())
    assert ["captured", "denied", "1", "1"] in rows
    assert sum(int(row[3]) for row in rows) == 16


@pytest.mark.parametrize("name", QUERIES)
class TestForm:
    def test_it_begins_with_its_question(self, name: str) -> None:
        assert QUERIES[name].question.endswith("?")
        assert 20 < len(QUERIES[name].question) < 110

    def test_it_reads_the_default_graph_only(self, name: str) -> None:
        words = {token.word for token in split_tokens(QUERIES[name].text)}
        assert not words & {"GRAPH", "SERVICE", "FROM", "NOW", "RAND", "UUID"}

    def test_its_order_is_fixed(self, name: str) -> None:
        assert "ORDER BY" in QUERIES[name].text

    def test_each_parameter_has_its_place_and_default(self, name: str) -> None:
        text = QUERIES[name].text
        for parameter in QUERIES[name].parameters:
            match = re.search(rf"VALUES \?{parameter.name} {{ (.*?) }}", text)
            assert match, parameter.name
            assert (match[1] == "UNDEF") == (parameter.default is None)
            if parameter.default is not None:
                term = run_query(fill_store(), f"SELECT ?x {{ VALUES ?x {{ {match[1]} }} }}").read_rows()
                label = next(iter(term))[0].removeprefix("ent:")
                assert label.casefold() == parameter.default.casefold()
            assert list_variables(bind_variable(text, parameter.name, "<urn:x>")) == list_variables(text)

    def test_it_is_standard_sparql_as_it_stands(self, name: str, store: ox.Store) -> None:
        prepareQuery(QUERIES[name].text)  # another parser, without our prefixes
        own = store.query(QUERIES[name].text)  # without our prefixes too
        assert isinstance(own, ox.QuerySolutions)

    def test_the_order_of_insertion_does_not_show(self, name: str, store: ox.Store) -> None:
        params = NEEDED.get(name)
        rows = list(run_query(store, QUERIES[name], params).read_rows())
        for seed in 1, 2:
            assert list(run_query(fill_store(shuffled=seed), QUERIES[name], params).read_rows()) == rows
        assert rows

    def test_another_engine_answers_the_same(self, name: str, store: ox.Store) -> None:
        graph = rdflib.Graph()
        content = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        graph.parse(data=content, format="nt")
        answer = run_query(store, QUERIES[name], NEEDED.get(name))
        text = QUERIES[name].text
        if name in NEEDED:
            text = bind_variable(text, "actor", f"<{PREFIXES['ent']}malian-armed-forces>")
        other = [["" if term is None else str(term) for term in row] for row in graph.query(text)]
        own = [["" if row[c] is None else row[c].value for c in answer.columns] for row in answer.result]
        assert sorted(own) == sorted(other)

    def test_an_empty_store_has_no_answer(self, name: str) -> None:
        if name not in NEEDED:
            assert list(run_query(ox.Store(), QUERIES[name]).read_rows()) == []


def test_comments_that_are_no_parameters() -> None:
    query = read_query("# What?\n# parameter: x\n#param:y  year 2025 \n# param: z\nASK {}", "mine")
    assert [(p.name, p.kind, p.default) for p in query.parameters] == [("y", "year", "2025")]
    assert read_query("ASK {}", "mine").question == ""
