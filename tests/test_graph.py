"""The named graph of one article: what it holds, what it never holds, and that hostile text stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import RELATIONS, Unknown, build_ontology, extract, tell
from sahelkg.graph import build_graph, write_graph
from sahelkg.likeness import NEARLY_EQUAL, compare_signatures, list_bands, sign_text
from sahelkg.live import name_of
from sahelkg.records import Article, Extraction, Time
from sahelkg.terms import write_address, write_day, write_moment, write_text
from sahelkg.vocabulary import evidence_iri, expand, mention_iri, statement_iri

ONTOLOGY = build_ontology()


def facts(extraction: Extraction, subject: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quad in build_graph(extraction, ONTOLOGY):
        if quad.subject == ox.NamedNode(expand(subject)):
            value = quad.object
            found.setdefault(name_of(quad.predicate), []).append(
                name_of(value) if isinstance(value, ox.NamedNode) else str(getattr(value, "value", ""))
            )
    return found


def test_evidence_says_what_who_how_sure_when_where_and_why() -> None:
    source = Unknown("Malian security source", "GenericActor")
    extraction = extract(
        "a",
        tell(
            *("ent:jnim", "attacked", "ent:malian-armed-forces", "claimed"),
            by=["ent:afp", source],
            when="2025-06-01",
            where="ent:boulikessi",
            deaths=30,
            accusation=True,
            rule="lex:storm-v",
            confidence=0.90,
        ),
    )
    evidence = extraction.evidence[0]
    found = facts(extraction, evidence_iri(evidence))
    mentions = [mention_iri("a", mention) for mention in evidence.sources]
    assert found.pop("skg:quote") == [extraction.article.text[evidence.start : evidence.end]]
    assert sorted(found.pop("skg:attributedTo")) == sorted(["ent:afp", source.iri])
    assert sorted(found.pop("skg:sourceMention")) == sorted(mentions)
    statement = statement_iri("ent:jnim", "attacked", "ent:malian-armed-forces", symmetric=False)
    assert evidence.place is not None
    assert found == {
        "rdf:type": ["skg:Evidence"],
        "skg:evidenceFor": [statement],
        "prov:wasQuotedFrom": ["art:a"],
        "skg:start": [str(evidence.start)],
        "skg:end": [str(evidence.end)],
        "skg:status": ["skg:claimed"],
        "skg:rule": ["lex:storm-v"],
        "skg:cue": ["said"],
        "skg:trigger": [f"char={start},{end}" for start, end in evidence.triggers],
        "skg:sourceChain": [" ".join(mention.removeprefix("mn:") for mention in mentions)],
        "skg:subjectMention": [mention_iri("a", evidence.subject)],
        "skg:objectMention": [mention_iri("a", evidence.object)],
        "skg:place": ["ent:boulikessi"],
        "skg:placeMention": [mention_iri("a", evidence.place)],
        "skg:time": ["2025-06-01"],
        "skg:edtf": ["2025-06-01"],
        "skg:earliest": ["2025-06-01"],
        "skg:latest": ["2025-06-01"],
        "skg:deathsMin": ["30"],
        "skg:deathsMax": ["30"],
        "skg:deathsText": ["30"],
        "skg:accusation": ["true"],
        "skg:confidence": ["0.9"],
    }


def test_open_times_have_no_bound_on_that_side() -> None:
    extraction = extract("a", tell("ent:russia", "supports", "ent:mali", when="2021/.."))
    found = facts(extraction, evidence_iri(extraction.evidence[0]))
    assert found["skg:earliest"] == ["2021-01-01"]
    assert "skg:latest" not in found
    assert "skg:time" not in found


def test_the_article_is_described_by_its_front_matter() -> None:
    extraction = extract(
        "2025/06 é",
        publisher="Sahel Post",
        url="https://example.org/a",
        authors=["A. B."],
        title="A title",
        published="2025-06-08",
    )
    found = facts(extraction, "art:2025%2F06%20%C3%A9")
    assert found.pop("skg:textSha256") == [extraction.article.text_sha256]
    assert found == {
        "rdf:type": ["schema:NewsArticle"],
        "dcterms:identifier": ["2025/06 é"],
        "dcterms:title": ["A title"],
        "dcterms:issued": ["2025-06-08"],
        "dcterms:publisher": ["Sahel Post"],
        "dcterms:creator": ["A. B."],
        "dcterms:source": ["https://example.org/a"],
        "dcterms:language": ["en"],
    }


def test_statements_of_symmetric_relations_have_one_order_and_mentions_that_of_the_text() -> None:
    extraction = extract("a", tell("ent:russia", "alliedWith", "ent:mali"))
    statement = statement_iri("ent:mali", "alliedWith", "ent:russia", symmetric=True)
    found = facts(extraction, statement)
    assert (found["rdf:subject"], found["rdf:object"]) == (["ent:mali"], ["ent:russia"])
    assert found["rdfs:label"] == ["Mali allied with Russia"]
    evidence = facts(extraction, evidence_iri(extraction.evidence[0]))
    assert facts(extraction, evidence["skg:subjectMention"][0])["skg:refersTo"] == ["ent:russia"]


def test_unknown_entities_are_described_and_known_ones_left_to_the_ontology() -> None:
    front = Unknown("Front X", names=("FX",), country="ent:mali")
    extraction = extract("a", tell(front, "attacked", "ent:boulikessi"))
    assert facts(extraction, front.iri) == {
        "rdf:type": ["skg:ArmedGroup"],
        "skos:prefLabel": ["Front X"],
        "skos:altLabel": ["FX"],
        "skg:ofState": ["ent:mali"],
    }
    assert facts(extraction, "ent:boulikessi") == {}


def test_no_bare_edges_no_blank_nodes_one_graph_and_one_order() -> None:
    extraction = extract("a", *(tell("ent:jnim", relation.name, "ent:mali") for relation in RELATIONS))
    quads = build_graph(extraction, ONTOLOGY)
    assert quads == build_graph(replace(extraction, evidence=extraction.evidence[::-1], mentions=()), ONTOLOGY)
    assert len(set(quads)) == len(quads)
    assert write_graph(extraction, ONTOLOGY) == ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    edges = {expand(f"skg:{relation.name}") for relation in RELATIONS}
    for quad in quads:
        assert quad.graph_name == ox.NamedNode(expand("art:a"))
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        assert quad.predicate.value not in edges


def test_an_article_without_evidence_is_described_all_the_same() -> None:
    assert facts(extract("a"), "art:a")["rdf:type"] == ["schema:NewsArticle"]


def test_evidence_of_an_unknown_relation_or_without_an_entity_is_an_error() -> None:
    extraction = extract("a", tell("ent:jnim", "attacked", "ent:mali"))
    for broken in (
        replace(extraction.evidence[0], predicate="befriended"),
        replace(extraction.evidence[0], subject=replace(extraction.evidence[0].subject, entity=None)),
    ):
        with pytest.raises(ValueError, match="a: evidence at"):
            build_graph(replace(extraction, evidence=(broken,)), ONTOLOGY)


# --- hostile text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://Example.ORG/A?b=c#d", "http://example.org/A?b=c#d"),
        ("https://example.org/a b><script>", "https://example.org/a%20b%3E%3Cscript%3E"),
        ("https://exämple.org/é?q={}|", "https://xn--exmple-cua.org/%C3%A9?q=%7B%7D%7C"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org:8080/", "https://example.org:8080/"),
        *[
            (url, None)
            for url in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "", None, "//example.org")
        ],
        *[(url, None) for url in ("https://", "https://user:secret@example.org/", "https://[::1", "https://a b/", "x")],
        ("https://example.org:99999/", None),
        ("https://" + "a" * 70 + ".org/", None),
    ],
)
def test_only_a_web_address_becomes_an_iri(url: str | None, expected: str | None) -> None:
    found = write_address(url)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [("2025-06-01", "date"), ("2025-06", "gYearMonth"), ("2025", "gYear"), ("2024-02-29", "date")]
    + [
        (bad, None)
        for bad in (
            "2025-02-29",
            "2025-13",
            "0000",
            "25",
            "2025-6-1",
            "2025-06-01T00:00",
            "",
            "２０２５",
            "2025\n",
            None,
        )
    ],
)
def test_only_what_the_calendar_has_is_a_date(value: str | None, kind: str | None) -> None:
    found = write_moment(value)
    assert (found.datatype.value.rpartition("#")[2] if found else None) == kind
    assert (write_day(value) is not None) == (kind == "date")


def test_dates_that_are_none_are_left_out_and_the_rest_stays() -> None:
    extraction = extract("a", tell("ent:russia", "supports", "ent:mali", when="2021"))
    odd = Time(start=0, end=1, text="x", edtf="2021-02-30", earliest="2021-02-30", latest="soon", value="2021-02-30")
    extraction = replace(extraction, evidence=(replace(extraction.evidence[0], time=odd),))
    found = facts(extraction, evidence_iri(extraction.evidence[0]))
    assert not {"skg:time", "skg:earliest", "skg:latest"} & found.keys()
    assert found["skg:quote"]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(st.characters(codec=None), max_size=40), st.text(max_size=30))
def test_any_text_survives_writing_and_reading(title: str, name: str) -> None:
    article = Article(
        id=name or "x",
        text="A text.",
        title=title,
        publisher=title,
        url=title,
        authors=(title,),
        language=name,
        published=date(2025, 6, 8),
    )
    quads = build_graph(Extraction(article=article), ONTOLOGY)
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert set(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == set(quads)
    assert write_graph(Extraction(article=article), ONTOLOGY) == written
    store = ox.Store()
    store.extend(quads)
    assert set(store) == set(quads)


def test_text_keeps_its_length_and_loses_what_no_format_can_hold() -> None:
    assert write_text("a\x00b\ud800c\td\n").value == "a\ufffdb\ufffdc\td\n"
    assert write_text("a", "no language").language is None
    assert write_text("a", "FR").language == "fr"


# --- signatures of texts ------------------------------------------------------------------------------------------


TEXT = " ".join(f"word{number % 83} and{number % 57}" for number in range(150))


def test_nearly_equal_texts_have_nearly_equal_signatures_and_share_a_band() -> None:
    cut = sign_text(" ".join(TEXT.split()[:250]))
    whole = sign_text("Agency - " + TEXT.upper())
    assert cut is not None
    assert whole is not None
    assert compare_signatures(cut, whole) >= NEARLY_EQUAL
    assert set(list_bands(cut)) & set(list_bands(whole))


def test_other_texts_have_other_signatures() -> None:
    first, second = sign_text(TEXT), sign_text(" ".join(f"other{n * 7 % 91}" for n in range(300)))
    assert first is not None
    assert second is not None
    assert compare_signatures(first, second) < 0.1


def test_a_text_too_short_to_tell_has_none() -> None:
    assert sign_text("More soon.") is None
    assert sign_text("") is None


def test_a_signature_depends_on_the_words_alone_and_never_changes() -> None:
    assert sign_text(TEXT) == sign_text(TEXT.replace(" ", "\n\n").title() + "…")
    assert (sign_text(TEXT) or "")[:16] == "007bf93202109ad5"
