"""Counts, chains, conflicts and the timeline."""

import io
import json
from types import ModuleType

import pyoxigraph as ox
import pytest

from asked import fill_store
from sahelkg import conflicts, timeline
from sahelkg.errors import QueryError
from sahelkg.occurrences import read_occurrences
from sahelkg.paths import find_paths
from sahelkg.selection import read_network
from sahelkg.stats import count_graph
from sahelkg.tables import strip_controls, write_rows
from sahelkg.vocabulary import expand, shorten

PREFIXES = b"""@prefix ent: <https://w3id.org/sahelkg/id/> . @prefix skg: <https://w3id.org/sahelkg/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix st: <https://w3id.org/sahelkg/statement/> .
@prefix ev: <https://w3id.org/sahelkg/evidence/> . @prefix evt: <https://w3id.org/sahelkg/event/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return fill_store()


def fill_with(turtle: bytes) -> ox.Store:
    store = fill_store()
    store.load(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return store


# Counts ---------------------------------------------------------------------------------------------------------------


def test_counts(store: ox.Store) -> None:
    counts = {(count.what, count.item): count.number for count in count_graph(store)}
    assert counts["articles", ""] == 3
    assert counts["passages", ""] == 16
    assert counts["statements", ""] == 14
    assert counts["contested statements", ""] == 1
    assert counts["bare edges", ""] == 10
    assert counts["events", ""] == 5
    assert counts["actors and places", ""] == 11
    assert counts["actors and places not known before", ""] == 2
    by_status = {item: number for (what, item), number in counts.items() if what == "passages by status"}
    assert by_status == {"asserted": 10, "claimed": 3, "denied": 1, "planned": 1, "possible": 1}
    assert sum(number for (what, _), number in counts.items() if what == "statements by relation") == 14
    assert counts["articles by publisher", "River News"] == 1


def test_groups_run_from_the_most_frequent(store: ox.Store) -> None:
    found = [count.number for count in count_graph(store) if count.what == "statements by relation"]
    assert found == sorted(found, reverse=True)


def test_an_empty_graph_has_noughts() -> None:
    counts = count_graph(ox.Store())
    assert counts
    assert not [count for count in counts if count.number or count.item]


# Chains ---------------------------------------------------------------------------------------------------------------


def test_the_shortest_chains(store: ox.Store) -> None:
    chains, explanation = find_paths(store, "Malian army", "Mali")
    assert [[shorten(actor) for actor in chain.actors] for chain in chains] == [
        ["ent:malian-armed-forces", "ent:africa-corps", "ent:russia", "ent:mali"]
    ]
    assert [shorten(step.relation) for step in chains[0].steps] == ["skg:supports", "skg:controls", "skg:alliedWith"]
    assert {shorten(edge.iri) for edge in explanation.edges} == {"st:back2", "st:control", "st:ally"}
    assert all(edge.passages for edge in explanation.edges)


def test_all_of_the_shortest_are_found_up_to_the_limit(store: ox.Store) -> None:
    chains, _ = find_paths(store, "Mali", "France")
    assert [shorten(chain.steps[0].relation) for chain in chains] == [
        "skg:operatesIn",
        "skg:withdrewFrom",
        "skg:accused",
        "skg:brokeTiesWith",
    ]
    assert find_paths(store, "Mali", "France", limit=2)[0] == chains[:2]
    turned, _ = find_paths(store, "France", "Mali")
    assert {chain.steps for chain in turned} == {chain.steps for chain in chains}


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("JNIM", "France", "no chain of at most 6 facts joins JNIM and France"),
        ("Niger", "Front for Change", "no chain"),
        ("JNIM", "GSIM", "both names mean JNIM"),
        ("JNIM", "Nobody", "no actor or place named 'Nobody'"),
    ],
)
def test_no_chain_of_what_is_no_fact(start: str, end: str, message: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=message):
        find_paths(store, start, end)


def test_the_longest_chain_is_bounded(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="at most 2 facts"):
        find_paths(store, "Malian army", "Mali", longest=2)


# Conflicts ------------------------------------------------------------------------------------------------------------


def test_where_articles_disagree(store: ox.Store) -> None:
    found = conflicts.find_conflicts(store)
    assert [(one.kind, one.about, one.iri) for one in found] == [
        ("denial", "JNIM captured Boulikessi", "st:capture"),
        ("deaths", "JNIM attacked Boulikessi", "evt:e1"),
        ("leader", "Mali", "ent:mali"),
    ]
    assert [(side.says, side.status, side.by, side.publisher) for side in found[0].sides] == [
        ("it is not so", "denied", ("Malian Armed Forces",), "River News"),
        ("it is so", "claimed", ("JNIM",), "Sahel Post"),
    ]
    assert [(side.says, side.evidence) for side in found[1].sides] == [("30", "ev:a1"), ("60+", "ev:b1")]
    assert [side.says for side in found[2].sides] == ["Assimi Goïta", "Bah N."]


@pytest.mark.parametrize(
    ("around", "kinds"),
    [
        ("JNIM", ["denial", "deaths"]),
        ("Goita", ["leader"]),
        ("Mali", ["leader"]),
        ("Russia", []),
        (None, ["denial", "deaths", "leader"]),
    ],
)
def test_conflicts_around_an_actor(around: str | None, kinds: list[str], store: ox.Store) -> None:
    assert [one.kind for one in conflicts.find_conflicts(store, around)] == kinds


def test_leaders_one_after_the_other_are_no_rivals() -> None:
    store = fill_store()
    latest = ox.NamedNode(expand("skg:latest"))
    for quad in list(store.quads_for_pattern(ox.NamedNode(expand("ev:c3")), latest, None, None)):
        store.remove(quad)
        day = ox.Literal("2019-12-31", datatype=ox.NamedNode(expand("xsd:date")))
        store.add(ox.Quad(quad.subject, latest, day, quad.graph_name))
    assert "leader" not in {one.kind for one in conflicts.find_conflicts(store)}


@pytest.mark.parametrize("status", ["denied", "planned", "possible"])
def test_who_only_may_lead_is_no_rival(status: str) -> None:
    store = fill_store()
    name = ox.NamedNode(expand("skg:status"))
    for quad in list(store.quads_for_pattern(ox.NamedNode(expand("ev:c3")), name, None, None)):
        store.remove(quad)
        store.add(ox.Quad(quad.subject, name, ox.NamedNode(expand(f"skg:{status}")), quad.graph_name))
    assert "leader" not in {one.kind for one in conflicts.find_conflicts(store)}


def test_undated_leaders_are_no_rivals() -> None:
    store = fill_store()
    for quad in list(store.quads_for_pattern(ox.NamedNode(expand("ev:c3")), ox.NamedNode(expand("skg:latest")), None, None)):
        store.remove(quad)
    assert "leader" not in {one.kind for one in conflicts.find_conflicts(store)}


def test_differing_dates_of_one_event() -> None:
    store = fill_store()
    date_report(store, "2025-06-02", "2025-06-02", "2025-06-02")
    dates = [one for one in conflicts.find_conflicts(store) if one.kind == "date"]
    assert [[side.says for side in one.sides] for one in dates] == [["2025-06-01", "2025-06-02"]]


def date_report(store: ox.Store, edtf: str, earliest: str, latest: str) -> None:
    graphs = {quad.graph_name for quad in store.quads_for_pattern(ox.NamedNode(expand("ev:b1")), None, None, None)}
    for name, value in (("skg:edtf", edtf), ("skg:earliest", earliest), ("skg:latest", latest)):
        for quad in list(store.quads_for_pattern(ox.NamedNode(expand("ev:b1")), ox.NamedNode(expand(name)), None, None)):
            store.remove(quad)
        day = ox.NamedNode(expand("xsd:string" if name == "skg:edtf" else "xsd:date"))
        for graph in graphs:
            store.add(
                ox.Quad(ox.NamedNode(expand("ev:b1")), ox.NamedNode(expand(name)), ox.Literal(value, datatype=day), graph)
            )


def test_a_month_and_a_day_of_it_are_no_conflict() -> None:
    store = fill_store()
    date_report(store, "2025-06", "2025-06-01", "2025-06-30")
    assert "date" not in {one.kind for one in conflicts.find_conflicts(store)}


CHARGE = """
ent:villagers a skg:GenericActor ; skos:prefLabel "villagers"@en .
ent:civilians a skg:GenericActor ; skos:prefLabel "civilians"@en .
art:x dcterms:issued "2024-04-29"^^xsd:date . art:y dcterms:issued "2024-%s"^^xsd:date .
st:charge a skg:Statement ; rdf:subject ent:jnim ; rdf:predicate skg:killed ; rdf:object ent:civilians ;
    rdfs:label "JNIM killed civilians"@en .
st:denial a skg:Statement ; rdf:subject ent:%s ; rdf:predicate skg:killed ; rdf:object ent:villagers ;
    rdfs:label "JNIM killed villagers"@en .
ev:charge a skg:Evidence ; skg:evidenceFor st:charge ; skg:status skg:claimed ; skg:quote "c" ; prov:wasQuotedFrom art:x .
ev:denial a skg:Evidence ; skg:evidenceFor st:denial ; skg:status skg:%s ; skg:quote "d" ; prov:wasQuotedFrom art:y .
"""
MORE = b"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix art: <https://w3id.org/sahelkg/article/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.mark.parametrize(
    ("day", "subject", "status", "disagree"),
    [
        ("05-10", "jnim", "denied", True),
        ("09-10", "jnim", "denied", False),
        ("05-10", "isgs", "denied", False),
        ("05-10", "jnim", "claimed", False),
    ],
)
def test_a_charge_and_its_denial_may_call_the_victims_differently(
    day: str, subject: str, status: str, disagree: bool
) -> None:
    store = fill_with(MORE + (CHARGE % (day, subject, status)).encode())
    graph = ox.NamedNode("https://w3id.org/sahelkg/ontology")
    for word in ("civilians", "villagers"):
        noun = ox.NamedNode(expand(f"lex:group-{word}"))
        store.add(ox.Quad(noun, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("skg:GroupNoun")), graph))
        store.add(ox.Quad(noun, ox.NamedNode(expand("rdfs:label")), ox.Literal(word), graph))
    found = conflicts.find_conflicts(store)
    about = [one.about for one in found if one.kind == "denial"]
    assert ("JNIM killed civilians / JNIM killed villagers" in about) == disagree


OFFICE = """
ent:gabon a skg:State ; skos:prefLabel "Gabon"@en .
ent:a a skg:Person ; skos:prefLabel "A"@en . ent:b a skg:Person ; skos:prefLabel "B"@en .
art:x dcterms:issued "2024-04-01"^^xsd:date . art:y dcterms:issued "2024-%s"^^xsd:date .
st:a a skg:Statement ; rdf:subject ent:a ; rdf:predicate skg:leads ; rdf:object ent:gabon ; rdfs:label "A leads Gabon"@en .
st:b a skg:Statement ; rdf:subject ent:b ; rdf:predicate skg:leads ; rdf:object ent:gabon ; rdfs:label "B leads Gabon"@en .
ev:a a skg:Evidence ; skg:evidenceFor st:a ; skg:status skg:asserted ; skg:quote "Gabon's president, A" ;
    skg:start 10 ; skg:trigger "char=18,27" ; prov:wasQuotedFrom art:x .
ev:b a skg:Evidence ; skg:evidenceFor st:b ; skg:status skg:asserted ; skg:quote "%s" ;
    skg:start 10 ; skg:trigger "char=18,27" ; prov:wasQuotedFrom art:%s .
"""


@pytest.mark.parametrize(
    ("day", "quote", "article", "rivals"),
    [
        ("04-20", "Gabon's president, B", "y", True),
        ("09-20", "Gabon's president, B", "y", False),
        ("04-20", "Gabon's PM/office, B", "y", False),
        ("04-20", "Gabon's president, B", "x", False),
        ("04-20", "Gabon's president, the ousted B", "y", False),
    ],
)
def test_undated_leaders_of_the_same_days(day: str, quote: str, article: str, rivals: bool) -> None:
    store = fill_with(MORE + (OFFICE % (day, quote, article)).encode())
    word = ox.NamedNode(expand("lex:past-office-words"))
    graph = ox.NamedNode("https://w3id.org/sahelkg/ontology")
    store.add(ox.Quad(word, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("skg:PastOfficeWord")), graph))
    store.add(ox.Quad(word, ox.NamedNode(expand("skg:word")), ox.Literal("ousted", language="en"), graph))
    found = [one for one in conflicts.find_conflicts(store) if (one.kind, one.about) == ("leader", "Gabon")]
    assert [[side.says for side in one.sides] for one in found] == ([["A", "B"]] if rivals else [])


def test_equal_tolls_are_no_conflict() -> None:
    store = fill_with(b"ev:b1 skg:deathsMax 30 .")
    for quad in list(store.quads_for_pattern(ox.NamedNode(expand("ev:b1")), ox.NamedNode(expand("skg:deathsMin")), None, None)):
        store.remove(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal(30), quad.graph_name))
    assert "deaths" not in {one.kind for one in conflicts.find_conflicts(store)}


# Timeline -------------------------------------------------------------------------------------------------------------


def events(store: ox.Store, **choice: str) -> list[str]:
    return [event.iri for event in timeline.find_events(store, **choice)]


def test_events_in_order(store: ox.Store) -> None:
    assert events(store) == ["evt:e4", "evt:e3", "evt:e1", "evt:e2", "evt:e5"]
    event = timeline.find_events(store)[2]
    assert (event.kind, event.dates, event.status, event.contested, event.publishers) == (
        "Attack",
        ("2025-06-01",),
        "asserted",
        False,
        2,
    )
    assert [report.evidence for report in event.reports] == ["ev:b1", "ev:a1"]
    assert event.places == ("Boulikessi",)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"around": "France"}, ["evt:e4", "evt:e3", "evt:e5"]),
        ({"around": "GSIM"}, ["evt:e1", "evt:e2"]),
        ({"around": "Russia"}, []),
        ({"since": "2023"}, ["evt:e1", "evt:e2"]),
        ({"until": "2022-08-15"}, ["evt:e4", "evt:e3"]),
        ({"until": "2022-07"}, ["evt:e4"]),
        ({"since": "2022-09", "until": "2022-10"}, ["evt:e4"]),
        ({"since": "2026"}, []),
    ],
)
def test_events_chosen(choice: dict[str, str], found: list[str], store: ox.Store) -> None:
    assert events(store, **choice) == found


def test_an_event_that_is_told_as_going_on_lies_where_it_began() -> None:
    store = fill_with(b'ev:c7 skg:earliest "2020-01-01"^^xsd:date ; skg:edtf "2020/.." .')
    assert "evt:e5" in events(store, since="2020")
    assert "evt:e5" not in events(store, since="2021")
    assert "evt:e5" in events(store, until="2021")
    assert "accused" in {edge.relation for edge in read_network(store, since="2020-01-01").edges}
    since = {edge.relation for edge in read_network(store, since="2023-01-01").edges}
    assert "accused" not in since
    assert "alliedWith" in since  # a state since 2021 goes on


@pytest.mark.parametrize("choice", [{"since": "soon"}, {"until": "2025-99"}, {"around": "Nobody"}])
def test_a_wrong_choice_is_an_error(choice: dict[str, str], store: ox.Store) -> None:
    with pytest.raises(QueryError):
        timeline.find_events(store, **choice)


@pytest.mark.parametrize("module", [timeline, conflicts])
def test_tables_and_json(module: ModuleType, store: ox.Store) -> None:
    found = timeline.find_events(store) if module is timeline else conflicts.find_conflicts(store)
    rows = module.list_rows(found)
    assert all(len(row) == len(module.COLUMNS) for row in rows)
    stream = io.BytesIO()
    write_rows(module.COLUMNS, rows, module.as_json(found), "json", stream)
    assert len(json.loads(stream.getvalue())) == len(found)
    stream = io.BytesIO()
    write_rows(module.COLUMNS, rows, None, "table", stream)
    assert "Boulikessi" in stream.getvalue().decode()


def test_tolls_stand_side_by_side(store: ox.Store) -> None:
    assert any("60+ / 30" in row for row in timeline.list_rows(timeline.find_events(store)))


def test_the_order_of_insertion_does_not_show(store: ox.Store) -> None:
    other = fill_store(shuffled=9)
    assert read_occurrences(other) == read_occurrences(store)
    assert conflicts.find_conflicts(other) == conflicts.find_conflicts(store)
    assert find_paths(other, "Mali", "France") == find_paths(store, "Mali", "France")


def test_nothing_gives_nothing() -> None:
    assert timeline.find_events(ox.Store()) == []
    assert conflicts.find_conflicts(ox.Store()) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x7f\x9bc", "abc"),
        ("a\r\nb\u2028c", "a  b c"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("Goïta — جماعة 🌍", "Goïta — جماعة 🌍"),
    ],
)
def test_control_characters_go(text: str, shown: str) -> None:
    assert strip_controls(text) == shown


def test_hashes_are_cut_in_tables_only() -> None:
    stream = io.BytesIO()
    evidence = "ev:0123456789abcdef0123456789abcdef"
    write_rows(["evidence"], [[evidence], ["ev:a1"]], [evidence], "table", stream)
    assert stream.getvalue().decode().split() == ["evidence", "ev:01234567…", "ev:a1"]
    stream = io.BytesIO()
    write_rows(["evidence"], [[evidence]], [evidence], "json", stream)
    assert json.loads(stream.getvalue()) == [evidence]
