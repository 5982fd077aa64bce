import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from asked import fill_store
from sahelkg.errors import StoreError
from sahelkg.export import WRITERS, export_file, export_graph, replace_file
from sahelkg.flat import COLUMNS, guard_cell
from sahelkg.networkfiles import read_links
from sahelkg.readout import GraphReader, read_record, read_records
from sahelkg.triples import sort_lines
from sahelkg.vocabulary import ONTOLOGY_GRAPH, PREFIXES, expand

GRAPHS = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld"}
OX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ODD = [
    (ox.NamedNode("https://e.org/Jama%27at_(a)"), ox.Literal('quote " and \\ and \n and \t', language="en")),
    (ox.NamedNode("https://e.org/é/ü?x=1&y='2'#~"), ox.Literal("Gao \u202e oaG \U0001f30d", language="fr")),
    (ox.NamedNode(PREFIXES["ent"] + "a.b."), ox.Literal("'''\"\"\"")),
    (ox.NamedNode(PREFIXES["ent"] + "-a"), ox.Literal("2025-06-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))),
    (ox.NamedNode(PREFIXES["ent"] + "a/b"), ox.Literal("2025", datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear"))),
    (ox.NamedNode(PREFIXES["art"] + "a%20b%3Cc%3E"), ox.Literal(-7)),
    (ox.NamedNode(PREFIXES["art"] + "a.b"), ox.Literal("1.50", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))),
    (ox.NamedNode(PREFIXES["skg"]), ox.Literal(True)),
    (ox.NamedNode("urn:x:y"), ox.Literal("1 . <a> <b> <c> .")),
    (ox.NamedNode("urn:x:z"), ox.NamedNode(PREFIXES["ent"] + "jnim")),
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return fill_store()


@pytest.fixture(scope="module")
def odd() -> ox.Store:
    found = ox.Store()
    for subject, value in ODD:
        for graph in (ox.DefaultGraph(), ox.NamedNode(PREFIXES["art"] + "a%20b")):
            found.add(ox.Quad(subject, ox.NamedNode(PREFIXES["rdfs"] + "seeAlso"), value, graph))
    return found


def write(store: ox.Store, name: str) -> bytes:
    stream = io.BytesIO()
    export_graph(store, name, stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", WRITERS)
def test_order_of_insertion_does_not_show(store: ox.Store, name: str) -> None:
    assert write(store, name) == write(fill_store(shuffled=1), name) == write(fill_store(shuffled=2), name)


def test_hash_seed_does_not_show() -> None:
    code = (
        "import hashlib, io; from asked import fill_store; from sahelkg.export import WRITERS\n"
        "for name, write in WRITERS.items():\n"
        "    out = io.BytesIO(); write(fill_store(), out); print(name, hashlib.sha256(out.getvalue()).hexdigest())"
    )
    seen = set()
    for seed in "0", "1", "77":
        paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        run = [sys.executable, "-c", code]
        seen.add(subprocess.run(run, env=environment, capture_output=True, check=True, text=True).stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("name", WRITERS)
def test_an_empty_store_can_be_written(name: str) -> None:
    assert write(ox.Store(), name) == b"" if name == "jsonl" else write(ox.Store(), name)


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # rdflib's own, of its own parsing
@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("fixture", ["store", "odd"])
def test_parsers_agree_on_the_number_of_triples(name: str, fixture: str, request: pytest.FixtureRequest) -> None:
    filled: ox.Store = request.getfixturevalue(fixture)
    content = write(filled, name)
    parsed = set(ox.parse(content, format=OX[name]))
    dataset = rdflib.Dataset()
    formats = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
    dataset.parse(data=content.decode(), format=formats[name])
    assert len(list(dataset.quads((None, None, None, None)))) == len(parsed)
    own = {quad for quad in filled if name in {"trig", "nquads"} or quad.graph_name == ox.DefaultGraph()}
    assert own <= parsed
    described = {str(quad.subject) for quad in parsed - own}
    assert all("graph/merged" in subject or subject == f"<{ONTOLOGY_GRAPH}>" for subject in described)


@pytest.mark.parametrize("tool", ["rapper", "serdi"])
@pytest.mark.parametrize("name", ["turtle", "trig", "nquads"])
@pytest.mark.parametrize("fixture", ["store", "odd"])
def test_strict_tools_agree(tool: str, name: str, fixture: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed (raptor2-utils, serdi)")
    path = tmp_path / "graph"
    export_file(request.getfixturevalue(fixture), name, path)
    expected = len(set(ox.parse(path.read_bytes(), format=OX[name])))
    if tool == "rapper":
        command = ["rapper", "-q", "-i", name, "-o", "nquads", path.as_uri()]
    else:
        command = ["serdi", "-i", name, "-o", "nquads", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert len(set(done.stdout.splitlines())) == expected


def test_turtle_describes_itself(store: ox.Store) -> None:
    graph = rdflib.Graph().parse(data=write(store, "turtle"), format="turtle")
    void, dcterms = rdflib.Namespace(PREFIXES["void"]), rdflib.Namespace(PREFIXES["dcterms"])
    dataset = next(graph.subjects(rdflib.RDF.type, void.Dataset))
    assert graph.value(dataset, void.triples) == rdflib.Literal(len(graph))
    assert graph.value(dataset, dcterms.license) is not None
    assert graph.value(rdflib.URIRef(ONTOLOGY_GRAPH), rdflib.OWL.versionInfo) == rdflib.Literal("0.1.0")
    parts = {
        graph.value(part, void["class"]): graph.value(part, void.entities)
        for part in graph.objects(dataset, void.classPartition)
    }
    articles = rdflib.URIRef(expand("schema:NewsArticle"))
    assert parts[articles].toPython() == len(set(graph.subjects(rdflib.RDF.type, articles))) == 3


def test_turtle_is_prefixed_and_has_no_blank_nodes(store: ox.Store) -> None:
    text = write(store, "turtle").decode()
    assert "\nent:jnim a skg:ArmedGroup ;\n    skos:altLabel" in text
    assert "\n    skg:attacked ent:boulikessi " in text
    assert "skg:start 140" in text
    assert '"2025-06-01"^^xsd:date' in text
    assert '"JNIM attacked Boulikessi"@en' in text
    assert "_:" not in text


def test_the_graph_holds_the_right_graphs(store: ox.Store) -> None:
    quads = set(ox.parse(write(store, "nquads"), format=ox.RdfFormat.N_QUADS))
    assert {str(quad.graph_name) for quad in quads} == {
        "DEFAULT",
        f"<{ONTOLOGY_GRAPH}>",
        *(f"<{PREFIXES['art']}{name}>" for name in ("sahel-post-17", "desert-wire-3", "r%C3%ADver%20news-9")),
    }
    assert {quad.graph_name for quad in ox.parse(write(store, "turtle"), format=OX["turtle"])} == {ox.DefaultGraph()}


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 1000])
def test_sorting_on_disk_is_sorting(store: ox.Store, at_once: int) -> None:
    lines = [f"{quad.triple} .\n".encode() for quad in store]
    whole = list(sort_lines(lines))
    assert list(sort_lines(reversed(lines), at_once)) == whole
    assert sorted(whole) == sorted(lines)
    subjects = [line.split(b" ")[0] for line in whole]
    assert subjects == sorted(subjects)


def test_plover_type_follows_the_status() -> None:
    store = fill_store()
    types = ("trains", "Planned", "AGREE"), ("captured", "Denied", "REJECT"), ("supports", "Denied", "REJECT")
    for relation, name, value in types:
        ends = ox.NamedNode(expand(f"skg:{relation}")), ox.NamedNode(expand(f"skg:ploverType{name}"))
        store.add(ox.Quad(*ends, ox.Literal(value)))
    seen = {(r["predicate"], r["status"], r["plover"]) for r in read_records(store)}
    assert {("trains", "planned", "AGREE"), ("captured", "denied", "REJECT"), ("captured", "claimed", "ASSAULT")} <= seen
    assert {plover for predicate, _, plover in seen if predicate == "supports"} == {"AID"}  # none of it is denied


def test_plover_type_read_in_a_passage_stands_before_the_relations() -> None:
    store = fill_store()
    before = {r["evidence"]["iri"]: r["plover"] for r in read_records(store)}
    one = min(iri for iri, plover in before.items() if plover == "ASSAULT")
    store.add(ox.Quad(ox.NamedNode(one), ox.NamedNode(expand("skg:ploverTypeRead")), ox.Literal("COERCE")))
    assert {r["evidence"]["iri"]: r["plover"] for r in read_records(store)} == before | {one: "COERCE"}


def test_jsonl_follows_the_contract(store: ox.Store) -> None:
    records = [json.loads(line) for line in write(store, "jsonl").splitlines()]
    assert len(records) == 16
    keys = [(r["article"], r["evidence"]["start"], r["evidence"]["end"], r["evidence"]["iri"]) for r in records]
    assert keys == sorted(keys)
    assert {r["article"] for r in records} == {"sahel-post-17", "desert-wire-3", "ríver news-9"}
    attack = next(r for r in records if r["evidence"]["iri"].endswith("/a1"))
    assert list(attack) == [
        *("article", "subject", "predicate", "plover", "object", "status", "attributed_to", "time", "place"),
        *("deaths", "wounded", "hostages", "event", "evidence", "statement", "rule"),
    ]
    assert attack == {
        "article": "sahel-post-17",
        "subject": {
            "iri": expand("ent:jnim"),
            "names": ["JNIM", "Group for the Support of Islam and Muslims", "GSIM"],
            "kind": "ArmedGroup",
            "mention": {"start": 11, "end": 15, "text": "JNIM"},
        },
        "predicate": "attacked",
        "plover": "ASSAULT",
        "object": {
            "iri": expand("ent:boulikessi"),
            "names": ["Boulikessi", "Boulkessi"],
            "kind": "Village",
            "mention": {"start": 58, "end": 68, "text": "Boulikessi"},
        },
        "status": "claimed",
        "attributed_to": [
            {"iri": expand("ent:jnim"), "names": ["JNIM", "Group for the Support of Islam and Muslims", "GSIM"]}
        ],
        "time": "2025-06-01",
        "place": [{"iri": expand("ent:boulikessi"), "names": ["Boulikessi", "Boulkessi"]}],
        "deaths": {"min": 30, "max": 30, "text": "30 soldiers"},
        "wounded": None,
        "hostages": None,
        "event": "evt:e1",
        "evidence": {
            "iri": expand("ev:a1"),
            "quote": "The group, JNIM, said it had stormed the garrison town of Boulikessi on Sunday",
            "start": 0,
            "end": 78,
        },
        "statement": "st:attack",
        "rule": "lex:storm-v",
    }


def test_records_leave_open_what_is_not_told(store: ox.Store) -> None:
    record = read_record(GraphReader(store), "ev:b3")
    assert (record["time"], record["place"], record["deaths"], record["event"], record["attributed_to"]) == (
        None,
        [],
        None,
        None,
        [],
    )
    toll = read_record(GraphReader(store), "ev:b1")["deaths"]
    assert toll == {"min": 60, "max": None, "text": "at least 60"}


def test_a_symmetric_statement_runs_as_the_article_has_it(store: ox.Store) -> None:
    record = read_record(GraphReader(store), "ev:a3")
    assert record["subject"]["iri"] == expand("ent:russia")
    assert record["subject"]["mention"]["text"] == "Russia"
    assert record["object"]["iri"] == expand("ent:mali")


def test_sources_run_from_the_outermost_to_the_innermost() -> None:
    store = fill_store()
    for name, value in (
        ("skg:attributedTo", ox.NamedNode(expand("ent:africa-corps"))),
        ("skg:sourceMention", ox.NamedNode(expand("mn:203"))),
    ):
        store.add(ox.Quad(ox.NamedNode(expand("ev:a1")), ox.NamedNode(expand(name)), value))
    for order in (["203", "101"], ["101", "203"]):
        chain = ox.Quad(
            ox.NamedNode(expand("ev:a1")), ox.NamedNode(expand("skg:sourceChain")), ox.Literal(" ".join(order))
        )
        store.add(chain)
        told = [slot["iri"] for slot in read_record(GraphReader(store), "ev:a1")["attributed_to"]]
        assert told == [expand({"203": "ent:africa-corps", "101": "ent:jnim"}[name]) for name in order]
        store.remove(chain)


def test_resolved_actors_keep_the_words_that_were_used() -> None:
    store = fill_store()
    graph = ox.NamedNode(expand("art:sahel-post-17"))
    for quad in list(
        store.quads_for_pattern(ox.NamedNode(expand("mn:105")), ox.NamedNode(expand("skg:refersTo")), None, graph)
    ):
        store.remove(quad)
    observed = ox.NamedNode(expand("ent:x-rossiya-01234567"))
    store.add(ox.Quad(ox.NamedNode(expand("mn:105")), ox.NamedNode(expand("skg:refersTo")), observed, graph))
    store.add(ox.Quad(observed, ox.NamedNode(expand("skg:resolvedTo")), ox.NamedNode(expand("ent:russia"))))
    record = read_record(GraphReader(store), "ev:a3")
    assert record["subject"]["iri"] == expand("ent:russia")


def test_csv_is_a_table_that_calculates_nothing(store: ox.Store) -> None:
    rows = list(csv.DictReader(io.StringIO(write(store, "csv").decode(), newline="")))
    assert len(rows) == 16
    assert list(rows[0]) == list(COLUMNS)
    assert rows[0]["title"].startswith("'=HYPERLINK")
    assert rows[0]["deaths_min"] == "60"
    assert not rows[0]["deaths_max"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1"])
def test_formulas_are_guarded(cell: str) -> None:
    assert guard_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "1=1", "JNIM", " =1", "2025-06-01", None, -5, 0])
def test_other_cells_stay(cell: str | int | None) -> None:
    assert guard_cell(cell) == cell


def test_graphml_reads_back(store: ox.Store) -> None:
    graph = nx.read_graphml(io.BytesIO(write(store, "graphml")), force_multigraph=True)
    check_network(graph)
    attack = graph.get_edge_data("ent:jnim", "ent:boulikessi")["st:attack"]
    assert (attack["relation"], attack["status"], attack["weight"], attack["publishers"]) == (
        "attacked",
        "asserted",
        2,
        2,
    )
    assert (attack["earliest"], attack["latest"], attack["bare"], attack["contested"]) == (
        "2025-06-01",
        "2025-06-01",
        True,
        False,
    )


def test_gexf_reads_back(store: ox.Store) -> None:
    content = write(store, "gexf")
    check_network(nx.read_gexf(io.BytesIO(content), version="1.3"))
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("version")) == ("{http://gexf.net/1.3}gexf", "1.3")
    assert root.find("{*}graph").attrib == {
        "defaultedgetype": "directed",
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
    }
    edges = {edge.get("id"): edge for edge in root.iter("{http://gexf.net/1.3}edge")}
    assert (edges["st:quit"].get("start"), edges["st:quit"].get("end")) == ("2022-08-01", "2022-08-31")
    assert (edges["st:present"].get("start"), edges["st:present"].get("end")) == ("2013-01-01", None)
    assert (edges["st:lead2"].get("start"), edges["st:lead2"].get("end")) == (None, "2021-12-31")
    declared = {one.get("id") for one in root.iter("{http://gexf.net/1.3}attribute")}
    assert {one.get("for") for one in root.iter("{http://gexf.net/1.3}attvalue")} <= declared
    assert b"lastmodified" not in content


# Which elements and attributes GEXF 1.3 has where, as far as they are written; an attribute with * has to be there.
GEXF = {
    "gexf": (["graph"], "version*"),
    "graph": (["attributes", "nodes", "edges"], "defaultedgetype mode timeformat timerepresentation"),
    "attributes": (["attribute"], "class* mode"),
    "attribute": ([], "id* title* type*"),
    "nodes": (["node"], ""),
    "node": (["attvalues"], "id* label*"),
    "edges": (["edge"], "count"),
    "edge": (["attvalues", "spells"], "id source* target* label weight kind start end"),
    "attvalues": (["attvalue"], ""),
    "attvalue": ([], "for* value*"),
    "spells": (["spell"], ""),
    "spell": ([], "start end"),
}
GEXF_TYPES = {"string": str, "boolean": {"true": True, "false": False}.__getitem__, "integer": int, "double": float}


def check_element(element: ElementTree.Element) -> None:
    name = element.tag.removeprefix("{http://gexf.net/1.3}")
    children, attributes = GEXF[name]
    assert set(element.attrib) <= set(attributes.replace("*", "").split()), name
    assert {one.rstrip("*") for one in attributes.split() if one.endswith("*")} <= set(element.attrib), name
    inside = [child.tag.removeprefix("{http://gexf.net/1.3}") for child in element]
    assert inside == sorted(inside, key=children.index), name  # in this order
    for child in element:
        check_element(child)


def test_gexf_is_built_as_its_description_says() -> None:
    store = fill_store()
    told_again = "st:attack", "ev:again", "2023-05-01", "2023-05-09"
    statement, evidence, first, last = told_again
    facts = f"""INSERT DATA {{ {evidence} a skg:Evidence ; skg:evidenceFor {statement} ; skg:status skg:claimed ;
        skg:earliest "{first}"^^xsd:date ; skg:latest "{last}"^^xsd:date }}"""
    store.update(facts, prefixes=PREFIXES)
    root = ElementTree.fromstring(write(store, "gexf"))
    check_element(root)
    graph = root.find("{*}graph")
    assert graph is not None
    types = {}
    for part in graph.findall("{*}attributes"):
        for one in part:
            assert types.setdefault((part.get("class"), one.get("id")), one.get("type")) == one.get("type")
    nodes = [node.get("id") for node in graph.iter("{http://gexf.net/1.3}node")]
    edges = list(graph.iter("{http://gexf.net/1.3}edge"))
    assert len(set(nodes)) == len(nodes)
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for owner, elements in (("node", graph.iter("{http://gexf.net/1.3}node")), ("edge", edges)):
        for element in elements:
            for value in element.iter("{http://gexf.net/1.3}attvalue"):
                GEXF_TYPES[types[owner, value.get("for")]](value.get("value"))
    parallel = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(parallel)) == len(parallel)
    assert {end for source, target, _ in parallel for end in (source, target)} <= set(nodes)
    for element in graph.iter():
        days = [date.fromisoformat(element.attrib[name]) for name in ("start", "end") if name in element.attrib]
        assert days == sorted(days)
    (attack,) = (edge for edge in edges if edge.get("id") == statement)
    assert "start" not in attack.attrib
    assert [dict(spell.attrib) for spell in attack.iter("{http://gexf.net/1.3}spell")] == [
        {"start": first, "end": last},
        {"start": "2025-06-01", "end": "2025-06-01"},
    ]


@pytest.mark.parametrize(
    ("times", "spells"),
    [
        ([], ()),
        ([("", "")], ()),
        ([("2024-01-01", "2024-01-31"), ("2024-01-15", "2024-02-10")], (("2024-01-01", "2024-02-10"),)),
        ([("2024-01-01", "2024-12-31"), ("2024-03-01", "2024-03-02")], (("2024-01-01", "2024-12-31"),)),
        ([("2021-01-01", ""), ("2024-03-01", "2024-03-02")], (("2021-01-01", None),)),
        ([("", "2021-12-31"), ("2024-03-01", "")], ((None, "2021-12-31"), ("2024-03-01", None))),
        ([("", "2021-12-31"), ("2021-12-31", "")], ((None, None),)),
        ([("2024-03-01", "2024-03-02"), ("", "")], (("2024-03-01", "2024-03-02"),)),
    ],
)
def test_times_that_touch_are_one_spell(times: list[tuple[str, str]], spells: tuple[tuple[str | None, str | None], ...]) -> None:
    store = ox.Store()
    facts = ["st:s a skg:Statement ; rdf:subject ent:a ; rdf:predicate skg:attacked ; rdf:object ent:b ."]
    for number, (first, last) in enumerate(times or [("", "")]):
        facts.append(f"ev:{number} skg:evidenceFor st:s .")
        facts += [f'ev:{number} skg:earliest "{first}"^^xsd:date .'] if first else []
        facts += [f'ev:{number} skg:latest "{last}"^^xsd:date .'] if last else []
    store.update(f"INSERT DATA {{ {' '.join(facts)} }}", prefixes=PREFIXES)
    (link,) = read_links(store)
    assert link.spells == spells


GRAPHML_TYPES = {"string", "boolean", "double", "int"}


def test_graphml_is_built_as_its_description_says(store: ox.Store) -> None:
    root = ElementTree.fromstring(write(store, "graphml"))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert [child.tag for child in root] == [f"{space}key"] * (len(root) - 1) + [f"{space}graph"]
    keys = {key.get("id"): key for key in root.findall(f"{space}key")}
    assert len(keys) == len(root) - 1
    assert {key.get("attr.type") for key in keys.values()} <= GRAPHML_TYPES
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert graph.get("edgedefault") == "directed"
    tags = [child.tag.removeprefix(space) for child in graph]
    assert tags == sorted(tags, reverse=True)  # nodes, then edges
    nodes = {node.get("id") for node in graph.findall(f"{space}node")}
    for edge in graph.findall(f"{space}edge"):
        assert {edge.get("source"), edge.get("target")} <= nodes
    for owner in graph:
        given = [data.get("key") for data in owner]
        assert len(set(given)) == len(given)
        assert all(keys[key].get("for") == owner.tag.removeprefix(space) for key in given)


def check_network(graph: nx.MultiDiGraph) -> None:
    assert graph.number_of_nodes() == 11
    assert graph.number_of_edges() == 14
    assert graph.nodes["ent:jnim"]["label"] == "JNIM"
    assert graph.nodes["ent:jnim"]["kind"] == "ArmedGroup"
    by_relation = {data["relation"]: data for _, _, data in graph.edges(data=True)}
    assert by_relation["captured"]["contested"] is True
    assert by_relation["captured"]["bare"] is False
    assert by_relation["trains"]["status"] == "planned"
    assert by_relation["alliedWith"]["symmetric"] is True


def test_networks_hold_hostile_names() -> None:
    store = fill_store()
    label = ox.Literal('"><script>\x01\x1b[31m ]]> & \ufffe', language="en")
    name = ox.NamedNode(expand("skos:prefLabel"))
    for quad in list(store.quads_for_pattern(ox.NamedNode(expand("ent:jnim")), name, None, None)):
        store.remove(quad)
    store.add(ox.Quad(ox.NamedNode(expand("ent:jnim")), name, label))
    graph = nx.read_gexf(io.BytesIO(write(store, "gexf")), version="1.3")
    assert graph.nodes["ent:jnim"]["label"] == '"><script>[31m ]]> & '
    assert nx.read_graphml(io.BytesIO(write(store, "graphml"))).nodes["ent:jnim"]["label"].startswith('"><script>')


def test_an_unknown_format_is_named(store: ox.Store) -> None:
    with pytest.raises(StoreError, match="'rdfxml': choose one of turtle"):
        export_graph(store, "rdfxml", io.BytesIO())


def test_a_file_is_whole_or_as_it_was(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        write_half(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    export_file(store, "turtle", path)
    assert path.read_bytes() == write(store, "turtle")
    assert list(tmp_path.iterdir()) == [path]


def write_half(path: Path) -> None:
    with replace_file(path) as stream:
        stream.write(b"half")
        _ = 1 / 0


def test_a_link_stays_a_link(store: ox.Store, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    export_file(store, "jsonl", link)
    assert link.is_symlink()
    assert target.read_bytes() == write(store, "jsonl")


def test_a_missing_folder_is_one_line(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be written \(No such file or directory\)"):
        export_file(store, "turtle", tmp_path / "missing" / "graph.ttl")


def test_every_quote_of_the_fixture_is_found(store: ox.Store) -> None:
    assert all(record["evidence"]["quote"] for record in read_records(store))
