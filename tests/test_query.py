import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from asked import fill_store
from sahelkg.errors import QueryError
from sahelkg.named import Parameter, Query, load_queries, read_query
from sahelkg.query import find_query, run_query, write_answer
from sahelkg.sparql import bind_variable, check_query, list_variables
from sahelkg.vocabulary import PREFIXES, expand

SERVICE = "<http://127.0.0.1:9/sparql>"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return fill_store()


def ask(store: ox.Store, query: str, **params: str) -> list[list[str]]:
    return list(run_query(store, find_query(query), params).read_rows())


# What is refused ------------------------------------------------------------------------------------------------------

CALLS = [
    f"SELECT * {{ SERVICE {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ service silent {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ SeRvIcE{SERVICE}{{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p ?o . OPTIONAL {{ {{ SERVICE {SERVICE} {{ ?a ?b ?c }} }} }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {SERVICE} {{ ?a ?b ?c }} }} }} }}",
    f"ASK {{ FILTER EXISTS {{ SERVICE {SERVICE} {{ ?a ?b ?c }} }} }}",
    f"SELECT * {{ SERVICE # why\n {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ # it's\n SERVICE {SERVICE} {{ ?a ?b ?c }} # it's\n }}",
    "SELECT * { VALUES ?x { <http://127.0.0.1:9/> } SERVICE ?x { ?a ?b ?c } }",
    "SELECT * { VALUES ?x { <http://127.0.0.1:9/> } SERVICE?x{ ?a ?b ?c } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "PREFIX s: <http://127.0.0.1:9/> SELECT * { SERVICEs:x { ?a ?b ?c } }",
    f"SELECT * {{ SERVICESILENT{SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE{SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE{SERVICE} {{ ?a ?b ?c }} }}",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p 1.SERVICE:x { ?a ?b ?c } }",
    f"SELECT * {{ ?s ?p trueSERVICE{SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ {{}}SERVICE{SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ \\u0053ERVICE {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ S\\u0045RVICE {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ S\\U00000045RVICE {SERVICE} {{ ?a ?b ?c }} }}",
    "SELECT * { ?s ?p ?o FILTER(?o<1)SERVICE?x#>\n{ ?a ?b ?c } }",
    f'SELECT * {{ ?s ?p ?o FILTER(?o<1#>"""\n) SERVICE {SERVICE} {{ ?a ?b ?c }} #"""\n }}',
    f'SELECT * {{ ?s ?p ?o FILTER(?o<1#>"""\n) . ?s <http://a#b> ?o . SERVICE {SERVICE} {{ ?a ?b ?c }} #"""\n }}',
    f"SELECT * {{ ?s <http://a/\\u0061#> ?o . SERVICE {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p skg:a\\#b . SERVICE {SERVICE} {{ ?a ?b ?c }} }}",
    f"SELECT * {{ ?s ?p '\\'' . SERVICE {SERVICE} {{ ?a ?b ?c }} # ' }}",
    f"SELECT * {{ ?s ?p '''a''b''' . SERVICE {SERVICE} {{ ?a ?b ?c }} #'''\n}}",
]
INNOCENT = [
    'SELECT * { ?s rdfs:label "the secret service"@en }',
    'SELECT * { ?s rdfs:label ?l FILTER(CONTAINS(?l, "SERVICE <x> {")) }',
    "SELECT * { ?service ?p $SERVICE }",
    "SELECT * { ?s <http://e.org/SERVICE> ?o }",
    "PREFIX service: <http://e.org/> SELECT * { ?a service:p ?c }",
    "PREFIX e: <http://e.org/> SELECT * { ?a e:service e:SERVICE }",
    "PREFIX service: <http://e.org/> SELECT * { GRAPH service:x { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o # no SERVICE here\n }",
    "SELECT * { ?s ?p '''SERVICE <x> { '''}",
    "SELECT * { ?s ?p ?o FILTER(?o < 1 || ?o > 2) }",
    "SELECT * { ?s ?p ?o FILTER(?o<1||?o>2) }",
    "SELECT * { ?s (<http://e.org/a>|^<http://e.org/b>)* ?o }",
]


@pytest.mark.parametrize("query", CALLS)
def test_no_query_leaves_this_computer(query: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        run_query(store, query)


@pytest.mark.parametrize("query", INNOCENT)
def test_the_word_alone_is_no_offence(query: str, store: ox.Store) -> None:
    list(run_query(store, query).read_rows())


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX e: <http://e.org/> DELETE WHERE { ?s ?p ?o }",
        "# a comment\nload <http://e.org/>",
        "DROP ALL",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(update: str, store: ox.Store) -> None:
    size = len(store)
    with pytest.raises(QueryError, match="only questions"):
        run_query(store, update)
    assert len(store) == size


def test_words_of_updates_are_allowed_in_questions(store: ox.Store) -> None:
    check_query('SELECT ?insert { ?insert ?p "DELETE" . ?s skg:LOAD ?o }')


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?a\nWHERE { ?a ?b ", r"query: line 2, column 15: not SPARQL"),
        ("SELECT * { ?a foo:b ?c }", r"query: line 1, column 20: unknown prefix 'foo:'"),
        ("SELEKT * { ?a ?b ?c }", "there is none of ASK, CONSTRUCT, DESCRIBE, SELECT"),
        ("SELECT * { ?a <b c> ?c }", "line 1, column"),
        ("SELECT ?x { ?a ?b ?c } GROUP BY ?a", "not SPARQL"),
        ("{", "not SPARQL"),
        ("SELECT * { ?a ?b 'half }", "not SPARQL"),
        ("SELECT * { ?a ?b ?c } LIMIT -1", "not SPARQL"),
    ],
)
def test_a_slip_is_one_line_with_its_place(query: str, message: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        run_query(store, query)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


# What is found --------------------------------------------------------------------------------------------------------


def test_forms_of_giving_a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_query("-", stdin=io.StringIO("ASK {}")).text == "ASK {}"
    assert find_query("denied").name == "denied"
    assert find_query("SELECT * { ?a ?b ?c }").text == "SELECT * { ?a ?b ?c }"
    Path("mine.rq").write_text("# Who?\nASK {}")
    assert find_query("mine.rq").question == "Who?"
    Path("denied").write_text("ASK {}")
    assert find_query("denied").text == "ASK {}"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("denyed", "did you mean denied"),
        ("who-attacked", "did you mean who-attacked-whom"),
        ("missing.rq", "is no file, no named query, and no SPARQL"),
        ("xyz\x1b[31m", r"'xyz\[31m' is no file"),
        ("", "is no file"),
    ],
)
def test_what_is_no_query_lists_near_names(given: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        find_query(given)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QueryError, match="cannot be read"):
        find_query(str(path))


def test_standard_input_that_is_no_text() -> None:
    with pytest.raises(QueryError, match="standard input: cannot be read"):
        find_query("-", stdin=io.TextIOWrapper(io.BytesIO(b"ASK { \xff }"), encoding="utf-8"))


def test_prefixes_are_known(store: ox.Store) -> None:
    for prefix in PREFIXES:
        run_query(store, f"ASK {{ ?a {prefix}:x ?c }}")


def test_an_own_declaration_wins(store: ox.Store) -> None:
    assert ask(store, "PREFIX ent: <urn:> SELECT ?o { ent:jnim ?p ?o }") == []


# The forms of an answer -----------------------------------------------------------------------------------------------

EDGE = """SELECT ?who ?name ?deaths ?none {
    ev:a1 skg:deathsMin ?deaths ; skg:attributedTo ?who . ?who skos:prefLabel ?name }"""
TITLE = "SELECT ?t { art:desert-wire-3 dcterms:title ?t }"


def write(store: ox.Store, query: str, form: str | None, *, terminal: bool = False) -> bytes:
    stream = io.BytesIO()
    write_answer(run_query(store, query), form, stream, terminal=terminal)
    return stream.getvalue()


def test_rows_in_every_form(store: ox.Store) -> None:
    iri = expand("ent:jnim")
    assert list(csv.reader(io.StringIO(write(store, EDGE, "csv").decode()))) == [
        ["who", "name", "deaths", "none"],
        [iri, "JNIM", "30", ""],
    ]
    assert write(store, EDGE, None) == write(store, EDGE, "csv")
    assert write(store, EDGE, "tsv").decode().splitlines()[1].split("\t") == [f"<{iri}>", '"JNIM"@en', "30", ""]
    bindings = json.loads(write(store, EDGE, "json"))["results"]["bindings"]
    assert bindings[0]["name"] == {"type": "literal", "value": "JNIM", "xml:lang": "en"}
    assert ElementTree.fromstring(write(store, EDGE, "xml")).tag.endswith("sparql")
    table = write(store, EDGE, None, terminal=True).decode().splitlines()
    assert [line.split() for line in table] == [["who", "name", "deaths", "none"], ["ent:jnim", "JNIM", "30"]]


def test_answers_to_ask(store: ox.Store) -> None:
    assert write(store, "ASK { ent:jnim skg:attacked ent:boulikessi }", "table").split() == [b"answer", b"yes"]
    assert write(store, "ASK { ent:jnim skg:killed ?o }", "csv").strip() == b"false"
    assert json.loads(write(store, "ASK {}", "json"))["boolean"] is True


def test_triples_in_every_form(store: ox.Store) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { ent:jnim } ?s ?p ?o }"
    turtle = write(store, query, None)
    assert b"ent:jnim a skg:ArmedGroup" in turtle
    lines = write(store, query, "ntriples")
    assert set(ox.parse(turtle, format=ox.RdfFormat.TURTLE)) == set(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    assert len(lines.splitlines()) == 6
    assert b"ent:boulikessi" in write(store, "DESCRIBE ent:jnim", "table")


def test_blank_nodes_have_the_same_names_each_time(store: ox.Store) -> None:
    query = "CONSTRUCT { [] rdfs:label ?name ; rdfs:seeAlso ?who } WHERE { ?who skos:prefLabel ?name }"
    assert write(store, query, "ntriples") == write(fill_store(shuffled=5), query, "ntriples")


@pytest.mark.parametrize(("query", "form"), [(EDGE, "turtle"), ("ASK {}", "ntriples"), ("DESCRIBE ent:jnim", "csv")])
def test_a_form_that_does_not_fit(query: str, form: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match="cannot hold"):
        write(store, query, form)


def test_a_table_does_not_act_on_the_terminal(store: ox.Store) -> None:
    shown = write(store, 'SELECT ?t ("a\\u202Eb\\u0007\\nc" AS ?x) { art:desert-wire-3 dcterms:title ?t }', "table").decode()
    assert "\x1b" not in shown
    assert "ab c" in shown
    assert "[31m <script>" in shown
    assert not {"\u202e", "\x07"} & set(shown)


def test_csv_is_as_in_the_graph(store: ox.Store) -> None:
    rows = list(csv.reader(io.StringIO(write(store, TITLE, "csv").decode())))
    assert rows[1][0].startswith("=HYPERLINK")


# Parameters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ("SELECT ?a { ?a ?b ?c }", "SELECT ?a { VALUES ?a { <u:x> } ?a ?b ?c }"),
        ("SELECT ?a WHERE { ?a ?b ?c }", "SELECT ?a WHERE { VALUES ?a { <u:x> } ?a ?b ?c }"),
        ("ASK { VALUES $a{UNDEF}?a ?b ?c }", "ASK { VALUES $a{ <u:x> }?a ?b ?c }"),
        (
            "SELECT (EXISTS { ?a ?b 1 } AS ?x) { ?a ?b ?c }",
            "SELECT (EXISTS { ?a ?b 1 } AS ?x) { VALUES ?a { <u:x> } ?a ?b ?c }",
        ),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", "CONSTRUCT { ?a ?b ?c } WHERE { VALUES ?a { <u:x> } ?a ?b ?c }"),
        ("CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }", "CONSTRUCT { ?a ?b ?c } { VALUES ?a { <u:x> } ?a ?b ?c }"),
        ("# {?a}\nASK { ?a ?b '?a {' }", "# {?a}\nASK { VALUES ?a { <u:x> } ?a ?b '?a {' }"),
        ("PREFIX e: <u:{> ASK { ?a ?b e:c }", None),
        ("SELECT ?x { ?x ?y ?z }", None),
        ("DESCRIBE ?a", None),
    ],
)
def test_a_term_is_bound_in_its_place(query: str, bound: str | None) -> None:
    if bound is None and "?a" not in list_variables(query) and "{> ASK" not in query:
        with pytest.raises(QueryError, match="to bind"):
            bind_variable(query, "a", "<u:x>")
    elif bound is not None:
        assert bind_variable(query, "a", "<u:x>") == bound


def test_parameters_of_a_question_of_ones_own(store: ox.Store) -> None:
    query = "SELECT ?place { ?who skg:attacked ?place }"
    assert ask(store, query, who="GSIM") == [["ent:boulikessi"]]
    assert ask(store, query, who="ent:jnim") == [["ent:boulikessi"]]
    assert ask(store, query, who=f"<{expand('ent:jnim')}>") == [["ent:boulikessi"]]
    assert ask(store, query, who="Russia") == []
    assert ask(store, "SELECT ?e { ?e skg:deathsMin ?n }", n="60") == [["ev:b1"]]
    assert ask(store, "SELECT ?e { ?e skg:time ?d ; skg:deathsMin 60 }", d="2025-06-01") == [["ev:b1"]]
    assert ask(store, "SELECT ?e { ?e dcterms:publisher ?p }", p='"Desert Wire"') == [["art:desert-wire-3"]]


HOSTILE = '"> } INSERT DATA { ent:a ent:b ent:c } #'


def test_a_value_is_never_text_of_the_query(store: ox.Store) -> None:
    size = len(store)
    assert ask(store, "SELECT ?e { ?e dcterms:publisher ?p }", p=f"'{HOSTILE}'") == []
    assert ask(store, "sources", publisher=HOSTILE) == []
    for value in (HOSTILE, f"<{HOSTILE}>", f"ent:{HOSTILE}", "ent:a> } #", "\ud800", "a\0b", "*"):
        with pytest.raises(QueryError, match="parameter e"):
            ask(store, "SELECT ?e { ?e ?p ?o }", e=value)
    assert len(store) == size


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("depends-on", {}, r"give --param actor=… \(actor\)"),
        ("denied", {"who": "JNIM"}, "denied has no parameter 'who'; it has: actor"),
        ("unknown-actors", {"who": "JNIM"}, "no variable [?]who"),
        (
            "who-attacked-whom",
            {"attacker": "JNMI"},
            "no actor or place named 'JNMI': did you mean JNIM",
        ),
        ("who-attacked-whom", {"since": "June"}, "parameter since: 'June' is no date"),
        ("who-attacked-whom", {"since": "2025-13"}, "no day of the calendar"),
        ("who-attacked-whom", {"until": "2025-02-30"}, "no day of the calendar"),
        ("changes", {"year": "25"}, "is no year"),
        ("corroborated", {"atLeast": "two"}, "is no whole number"),
    ],
)
def test_a_wrong_parameter_is_one_line(name: str, params: dict[str, str], message: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        ask(store, name, **params)
    assert "\n" not in str(caught.value)


def test_kinds_that_a_file_declares(store: ox.Store) -> None:
    query = read_query(
        "# Which?\n# param: status status asserted\n# param: r relation -\n# param: a article -\n"
        "SELECT ?e { VALUES ?status { skg:asserted } ?e skg:status ?status ; skg:evidenceFor ?s ;"
        " prov:wasQuotedFrom ?a . ?s rdf:predicate ?r } ORDER BY ?e",
        "mine",
    )
    assert query.parameters[0] == Parameter("status", "status", "asserted")
    assert list(run_query(store, query, {"status": "Planned"}).read_rows()) == [["ev:b2"]]
    assert list(run_query(store, query, {"r": "broke ties with"}).read_rows()) == [["ev:c6"]]
    assert list(run_query(store, query, {"r": "leads", "a": "ríver news-9"}).read_rows()) == [["ev:c2"], ["ev:c3"]]
    for name, value, message in (
        ("status", "sure", "is no status: asserted, claimed"),
        ("r", "lead", "did you mean leads"),
        ("r", "zzzz", "there are: accused"),
    ):
        with pytest.raises(QueryError, match=message):
            run_query(store, query, {name: value})


def test_an_unknown_kind_is_named(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="kind 'colour' do not exist"):
        run_query(store, Query("ASK { ?a ?b ?c }", "mine", "", (Parameter("a", "colour"),)), {"a": "red"})


def test_a_query_needs_neither_spacy_nor_rdflib() -> None:
    code = (
        "import sys, io, pyoxigraph\nfrom sahelkg.query import *\n"
        "write_answer(run_query(pyoxigraph.Store(), find_query('denied')), 'table', io.BytesIO())\n"
        "print([name for name in ('spacy', 'rdflib', 'networkx', 'numpy', 'click') if name in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


def test_named_questions_are_read_once() -> None:
    assert load_queries() is load_queries()
