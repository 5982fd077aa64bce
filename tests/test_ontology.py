from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from sahelkg import open_store
from sahelkg.check import check_ontology
from sahelkg.errors import OntologyError
from sahelkg.ontology import Ontology, load_ontology, locate_ontology
from sahelkg.records import Status
from sahelkg.shapes import check_shapes
from sahelkg.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built

FIRST_TABLE = re.findall(
    r"\w+",
    """succeeds mergedInto alliedWith brokeTiesWith rivalOf supports trains controls affiliatedWith memberOf leads
    speaksFor fought attacked killed captured detained accused overthrew rebelledAgainst requestedHelpFrom
    negotiatedWith sanctioned expelled operatesIn withdrewFrom basedIn locatedIn""",
)
SECOND_TABLE = re.findall(
    r"\w+",
    """aided endorsed agreedWith conceded demandedOf rejected threatened protestedAgainst mobilisedAgainst coerced""",
)
EVENTS = re.findall(
    r"\w+",
    """attacked killed captured detained overthrew rebelledAgainst withdrewFrom expelled sanctioned brokeTiesWith
    requestedHelpFrom negotiatedWith accused""",
)
PLOVER = {
    "AGREE": "agreedWith",
    "CONSULT": "negotiatedWith",
    "COOPERATE": "alliedWith trains",
    "SUPPORT": "endorsed",
    "AID": "aided supports",
    "CONCEDE": "conceded",
    "RETREAT": "withdrewFrom",
    "REQUEST": "requestedHelpFrom demandedOf",
    "ACCUSE": "accused",
    "REJECT": "rejected",
    "THREATEN": "threatened",
    "PROTEST": "protestedAgainst",
    "SANCTION": "sanctioned brokeTiesWith expelled",
    "MOBILIZE": "mobilisedAgainst",
    "COERCE": "coerced detained captured",
    "ASSAULT": "attacked killed fought overthrew rebelledAgainst",
}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


class TestRelations:
    def test_are_the_closed_list(self, ontology: Ontology) -> None:
        assert sorted(ontology.relations) == sorted(FIRST_TABLE + SECOND_TABLE)

    def test_of_the_second_table_are_marked(self, ontology: Ontology) -> None:
        further = ontology.triples.resources("skg:furtherRelations", "skos:member")
        assert sorted(further) == sorted(f"skg:{name}" for name in SECOND_TABLE)

    @pytest.mark.parametrize("name", FIRST_TABLE + SECOND_TABLE)
    def test_say_all_about_themselves(self, ontology: Ontology, name: str) -> None:
        iri, triples = f"skg:{name}", ontology.triples
        for wanted in ("rdfs:label", "rdfs:comment", "skos:example"):
            assert len(triples.texts(iri, wanted, "en")) == 1, wanted
        for wanted in ("rdfs:domain", "rdfs:range"):
            assert len(triples.resources(iri, wanted)) == 1, wanted
        relation = ontology.relations[name]
        inverse = triples.resources(iri, "owl:inverseOf")
        assert len(inverse) == (not relation.symmetric)
        assert all(triples.text(other, "rdfs:label", "en") for other in inverse)

    def test_symmetry(self, ontology: Ontology) -> None:
        symmetric = {name for name, relation in ontology.relations.items() if relation.symmetric}
        assert symmetric == {"alliedWith", "rivalOf", "negotiatedWith", "agreedWith"}

    def test_parents(self, ontology: Ontology) -> None:
        parents = {name: relation.parent for name, relation in ontology.relations.items() if relation.parent}
        assert parents == {"leads": "memberOf", "speaksFor": "memberOf", "trains": "supports"}

    def test_events_and_states(self, ontology: Ontology) -> None:
        events = {name: relation.event_class for name, relation in ontology.relations.items() if relation.event_class}
        assert sorted(events) == sorted(EVENTS + SECOND_TABLE)
        assert len(set(events.values())) == len(events)
        assert all(ontology.is_kind(kind, "Event") for kind in events.values())

    def test_plover_types(self, ontology: Ontology) -> None:
        wanted = {name: kind for kind, names in PLOVER.items() for name in names.split()}
        assert {name: relation.plover for name, relation in ontology.relations.items() if relation.plover} == wanted

    def test_plover_types_of_refusals_and_promises(self, ontology: Ontology) -> None:
        relations = ontology.relations
        assert (relations["negotiatedWith"].plover_planned, relations["negotiatedWith"].plover_denied) == ("AGREE", "REJECT")
        assert (relations["attacked"].plover_planned, relations["attacked"].plover_denied) == ("THREATEN", None)
        assert not any(one.plover_planned or one.plover_denied for one in relations.values() if one.plover is None)
        assert relations["accused"].plover_planned is None

    def test_ends_of_states(self, ontology: Ontology) -> None:
        for name, relation in ontology.relations.items():
            if relation.ended_as:
                assert relation.event_class is None, name
                assert ontology.relations[relation.ended_as].event_class, name

    def test_people_lead_and_speak(self, ontology: Ontology) -> None:
        assert {name for name, relation in ontology.relations.items() if relation.domain == "Person"} == {
            "leads",
            "speaksFor",
        }


class TestTerms:
    def test_names_all_differ(self, ontology: Ontology) -> None:
        relations = set(ontology.relations)
        classes = {name.removeprefix("skg:") for name in ontology.triples.instances("owl:Class")}
        properties = {
            name.removeprefix("skg:")
            for kind in ("owl:ObjectProperty", "owl:DatatypeProperty")
            for name in ontology.triples.instances(kind)
        } - relations
        statuses = {name.removeprefix("skg:") for name in ontology.triples.instances("skg:Status")}
        assert statuses == set(Status)
        every = [*relations, *classes, *properties, *statuses]
        assert len(every) == len(set(every))

    def test_every_term_has_label_and_definition(self, ontology: Ontology) -> None:
        triples = ontology.triples
        for kind in ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "skg:Status", "skg:Role"):
            for term in triples.instances(kind):
                assert triples.text(term, "rdfs:label", "en"), term
                assert triples.text(term, "rdfs:comment", "en") or triples.text(term, "skos:definition", "en"), term

    @pytest.mark.parametrize(
        ("term", "name", "other"),
        [
            ("skg:Statement", "rdfs:subClassOf", "rdf:Statement"),
            ("skg:Event", "rdfs:subClassOf", "sem:Event"),
            ("skg:Actor", "rdfs:subClassOf", "prov:Agent"),
            ("skg:Organisation", "rdfs:subClassOf", "org:Organization"),
            ("skg:Place", "rdfs:subClassOf", "schema:Place"),
            ("skg:attributedTo", "rdfs:subPropertyOf", "prov:wasAttributedTo"),
        ],
    )
    def test_carry_on_from_what_exists(self, ontology: Ontology, term: str, name: str, other: str) -> None:
        assert other in ontology.triples.resources(term, name)

    def test_a_state_is_actor_and_place(self, ontology: Ontology) -> None:
        assert ontology.is_kind("State", "Actor")
        assert ontology.is_kind("State", "Place")
        assert not ontology.is_kind("Person", "Place")


class TestCheck:
    def test_built_in_ontology_has_no_fault(self, ontology: Ontology) -> None:
        assert list(check_ontology(ontology)) == []
        assert list(check_shapes(ontology)) == []

    def test_built_graph_has_no_fault(self, ontology: Ontology, built: Built) -> None:
        with open_store(built.store) as store:
            assert list(check_shapes(ontology, store.quads)) == []

    @pytest.mark.parametrize(
        ("entry", "words"),
        [
            ('ent:x a skg:Aktor ; skos:prefLabel "X"@en .', "skg:Aktor, which no file declares"),
            ('ent:x a skg:Person , skg:Company ; skos:prefLabel "X"@en .', "has the classes skg:Company, skg:Person"),
            ('ent:x a skg:Person ; skos:prefLabel "X"@en , "Y"@en .', "has 2 skos:prefLabel"),
            ("ent:x a skg:Person .", "has 0 skos:prefLabel"),
            ('ent:x a skg:City ; skos:prefLabel "X"@en ; schema:containedInPlace ent:nowhere .', "ent:nowhere"),
            ('ent:x a skg:City ; skos:prefLabel "X"@en ; schema:containedInPlace ent:x .', "lies in itself"),
            ('skg:hated a skg:Relation ; rdfs:label "hated"@en ; rdfs:domain skg:Ghost .', "skg:Ghost is no class"),
            ('skg:hated a skg:Relation ; rdfs:label "attacked"@en .', "shares its label"),
            ('skg:hated a skg:Relation ; rdfs:label "hated"@en ; skg:endedAs skg:loved .', "skg:loved is no relation"),
            ('skg:Actor a owl:Class ; rdfs:label "actor"@en .', "is declared in"),
            ('ent:protégé a skg:Person ; skos:prefLabel "X"@en .', "of ASCII"),
            ('ent:x   a skg:Person ; skos:prefLabel "X"@en .', "not in the canonical form"),
        ],
    )
    def test_faults_are_found(self, entry: str, words: str, tmp_path: Path) -> None:
        head = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
        file = tmp_path / "own.ttl"
        file.write_text(f"{head}\n{entry}\n", encoding="utf-8")
        faults = list(check_ontology(load_ontology((file,))))
        assert any(words in fault for fault in faults), faults

    def test_user_entries_may_add_names(self, tmp_path: Path) -> None:
        file = tmp_path / "own.ttl"
        file.write_text(
            "@prefix ent: <https://w3id.org/sahelkg/id/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
            'ent:jnim skos:altLabel "Group of the Dunes"@en .\n',
            encoding="utf-8",
        )
        known = load_ontology((file,))
        assert list(check_ontology(known)) == []
        assert "Group of the Dunes" in known.entities["ent:jnim"].names

    def test_no_turtle_names_file_and_line(self, tmp_path: Path) -> None:
        file = tmp_path / "own.ttl"
        file.write_text("\n\nent:x a .\n", encoding="utf-8")
        with pytest.raises(OntologyError, match=r"own\.ttl:3: not Turtle"):
            load_ontology((file,))

    def test_every_file_parses_in_other_parsers(self) -> None:
        import rdflib

        for file in sorted(locate_ontology().glob("*.ttl")):
            ours = sum(1 for _ in ox.parse(path=str(file)))
            assert len(rdflib.Graph().parse(file)) == ours, file


GRAPH = """@prefix art: <https://w3id.org/sahelkg/article/> .
art:a a schema:NewsArticle ; dcterms:identifier "a" ; skg:textSha256 "SHA" .
ent:a a skg:Person ; skos:prefLabel "A"@en . ent:b a skg:Person ; skos:prefLabel "B"@en .
st:1 a skg:Statement ; rdf:subject ent:a ; rdf:predicate skg:attacked ; rdf:object ent:b ;
    rdfs:label "A attacked B"@en .
ev:1 a skg:Evidence ; skg:evidenceFor st:1 ; prov:wasQuotedFrom art:a ; skg:quote "A attacked B"@en ; skg:start 3 ;
    skg:end 15 ; skg:trigger "char=5,13" ; skg:status skg:asserted ; skg:rule lex:attack-v ;
    skg:subjectMention mn:a ; skg:objectMention mn:b .
mn:a a skg:Mention ; skg:start 3 ; skg:end 4 ; skg:text "A"@en ; skg:observedLabel "A"@en ; skg:refersTo ent:a .
mn:b a skg:Mention ; skg:start 14 ; skg:end 15 ; skg:text "B"@en ; skg:observedLabel "B"@en ; skg:refersTo ent:b .
ent:a skg:attacked ent:b .
""".replace("SHA", "0" * 64)


def read_graph(text: str) -> ox.Store:
    head = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
    store = ox.Store()
    store.load(io.BytesIO((head + text).encode()), format=ox.RdfFormat.TURTLE)
    return store


class TestShapes:
    def test_a_graph_as_it_should_be(self, ontology: Ontology) -> None:
        assert list(check_shapes(ontology, read_graph(GRAPH))) == []

    @pytest.mark.parametrize(
        ("before", "after", "where"),
        [
            ("ev:1 a skg:Evidence ; skg:evidenceFor st:1 ;", "ev:1 a skg:Evidence ;", "st:1"),
            ("skg:end 15 ; skg:trigger", "skg:end 16 ; skg:trigger", "ev:1"),
            ("char=5,13", "5-13", "ev:1 skg:trigger"),
            ("char=5,13", "char=5,16", "ev:1"),
            ("char=5,13", "char=2,13", "ev:1"),
            ("char=5,13", "char=13,13", "ev:1"),
            ("skg:start 3 ;\n", "skg:start -1 ;\n", "ev:1 skg:start"),
            ("skg:status skg:asserted", "skg:status skg:sure", "ev:1 skg:status"),
            ("skg:status skg:asserted", "skg:status skg:denied", "skg:attacked"),
            ("; skg:rule lex:attack-v", "", "ev:1 skg:rule"),
            ("; skg:objectMention mn:b", "", "ev:1 skg:objectMention"),
            ('; skg:quote "A attacked B"@en', "", "ev:1 skg:quote"),
            ("rdf:predicate skg:attacked ;", "rdf:predicate skg:frobnicated ;", "st:1 rdf:predicate"),
            ('skos:prefLabel "A"@en', 'skos:prefLabel "A"@en , "AA"@en', "ent:a skos:prefLabel"),
            ('skg:text "A"@en', 'skg:text "AB"@en', "mn:a"),
            ('"' + "0" * 64 + '"', '"00"', "art:a skg:textSha256"),
            ("ent:a skg:attacked ent:b .", "ent:a skg:attacked ent:b . ent:b skg:killed ent:a .", "skg:killed"),
            (
                "skg:start 3 ;\n",
                'skg:start 3 ; skg:earliest "2024-02-01"^^xsd:date ; skg:latest "2024-01-01"^^xsd:date ;\n',
                "ev:1 skg:earliest",
            ),
            ("skg:start 3 ;\n", "skg:start 3 ; skg:confidence 1.5 ;\n", "ev:1 skg:confidence"),
        ],
    )
    def test_faults_are_found(self, ontology: Ontology, before: str, after: str, where: str) -> None:
        assert before in GRAPH
        faults = list(check_shapes(ontology, read_graph(GRAPH.replace(before, after))))
        assert any(fault.startswith(where) for fault in faults), faults

    def test_a_large_graph_is_left_out_aloud(self, ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sahelkg.shapes.QUADS_FOR_SHAPES", 5)
        [line] = check_shapes(ontology, read_graph(GRAPH))
        assert "up to 5 only" in line


def test_prefixes_expand() -> None:
    assert expand("skg:attacked") == "https://w3id.org/sahelkg/ontology#attacked"
