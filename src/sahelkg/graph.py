"""What one article says, as the quads of its named graph.

The graph holds the article's description, its observed mentions, its evidence and its statements, and what is told of
entities that the ontology does not know; nothing that needs a second article. It depends on the extraction and the
ontology's labels alone, holds no blank nodes, and no bare edge: those are for :mod:`sahelkg.merge`, after all articles.

A publisher is a literal, ``dcterms:publisher "Sahel Post"``: outlets are told apart by their normalised name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.likeness import sign_text
from sahelkg.terms import (
    TRUE,
    node,
    write_address,
    write_day,
    write_decimal,
    write_integer,
    write_moment,
    write_text,
)
from sahelkg.vocabulary import article_iri, evidence_iri, mention_iri, statement_iri, stored_triple, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.ontology import Ontology
    from sahelkg.records import Article, Entity, Evidence, Extraction, Mention, Time

    Term = ox.NamedNode | ox.Literal
    Fact = tuple[str, str, Term | None]  # subject, property, value; None where there is nothing to say

ENGLISH = "en"


def build_graph(extraction: Extraction, ontology: Ontology) -> list[ox.Quad]:
    """The quads of the article's named graph, sorted, each once.

    Args:
        extraction: what was found in the article. Evidence whose subject or object has no entity, or whose relation the
            ontology does not hold, is an error of the stages before.
        ontology: gives labels and symmetry of relations.

    Returns:
        At least the article's description, where nothing else was found.

    Raises:
        ValueError: evidence without an entity or of an unknown relation.

    Examples:
        >>> from sahelkg.ontology import load_ontology
        >>> from sahelkg.records import Article, Extraction
        >>> quads = build_graph(Extraction(article=Article(id="a 1", text="Nothing.")), load_ontology())
        >>> str(quads[0].graph_name)
        '<https://w3id.org/sahelkg/article/a%201>'
    """
    graph = node(extraction.article.iri)
    facts = _list_facts(extraction, ontology)
    quads = {ox.Quad(node(subject), node(name), value, graph) for subject, name, value in facts if value is not None}
    return sorted(quads, key=str)


def write_graph(extraction: Extraction, ontology: Ontology) -> bytes:
    """The same quads in the same order as N-Quads, which is what the store takes and processes send each other."""
    end = f"{node(extraction.article.iri)} .\n"
    facts = _list_facts(extraction, ontology)
    lines = {f"{node(subject)} {node(name)} {value} {end}" for subject, name, value in facts if value is not None}
    return "".join(sorted(lines)).encode()


def _list_facts(extraction: Extraction, ontology: Ontology) -> list[Fact]:
    entities = {entity.iri: entity for entity in extraction.entities}
    mentions = dict.fromkeys(extraction.mentions)
    facts: list[Fact] = [*_describe_article(extraction.article)]
    facts += [(extraction.article.iri, "skg:agency", node(agency)) for agency in extraction.agencies]
    for evidence in extraction.evidence:
        facts += _describe_evidence(evidence, entities, ontology)
        used = (evidence.subject, evidence.object, evidence.place, *evidence.sources)
        mentions.update(dict.fromkeys(mention for mention in used if mention is not None))
    for mention in mentions:
        if mention.entity is not None:
            facts += _describe_mention(extraction.article.id, mention, ontology)
            if mention.entity not in entities and mention.entity not in ontology.entities:
                facts += _describe_unlisted(mention)
    for entity in extraction.entities:
        facts += _describe_entity(entity, ontology)
    return facts


def _describe_article(article: Article) -> Iterator[Fact]:
    iri, language = article.iri, article.language or ENGLISH
    yield iri, "rdf:type", node("schema:NewsArticle")
    yield iri, "dcterms:identifier", write_text(article.id)
    if article.title:
        yield iri, "dcterms:title", write_text(article.title, language)
    yield iri, "dcterms:issued", write_day(article.published.isoformat() if article.published else None)
    if article.publisher:
        yield iri, "dcterms:publisher", write_text(article.publisher)
    for author in article.authors:
        yield iri, "dcterms:creator", write_text(author)
    yield iri, "dcterms:source", write_address(article.url)
    yield iri, "dcterms:language", write_text(language)
    yield iri, "skg:textSha256", write_text(article.text_sha256)
    signature = sign_text(article.text)
    if signature:
        yield iri, "skg:textSignature", write_text(signature)


def _describe_evidence(evidence: Evidence, entities: dict[str, Entity], ontology: Ontology) -> Iterator[Fact]:
    iri = evidence_iri(evidence)
    relation = ontology.relations.get(evidence.predicate)
    subject, obj = evidence.subject.entity, evidence.object.entity
    if relation is None or subject is None or obj is None:
        raise ValueError(
            f"{evidence.article}: evidence at {evidence.start} has no entity or no relation of the ontology"
        )
    statement = statement_iri(subject, evidence.predicate, obj, symmetric=relation.symmetric)
    subject, _, obj = stored_triple(subject, evidence.predicate, obj, symmetric=relation.symmetric)
    labels = {evidence.subject.entity: evidence.subject.label, evidence.object.entity: evidence.object.label}
    labels |= {name: entities[name].label for name in (subject, obj) if name in entities}
    labels |= {name: ontology.entities[name].label for name in (subject, obj) if name in ontology.entities}
    yield statement, "rdf:type", node("skg:Statement")
    yield statement, "rdf:subject", node(subject)
    yield statement, "rdf:predicate", node(f"skg:{evidence.predicate}")
    yield statement, "rdf:object", node(obj)
    yield statement, "rdfs:label", write_text(f"{labels[subject]} {relation.label} {labels[obj]}", ENGLISH)

    yield iri, "rdf:type", node("skg:Evidence")
    yield iri, "skg:evidenceFor", node(statement)
    yield iri, "prov:wasQuotedFrom", node(article_iri(evidence.article))
    yield iri, "skg:quote", write_text(evidence.quote, ENGLISH)
    yield iri, "skg:start", write_integer(evidence.start)
    yield iri, "skg:end", write_integer(evidence.end)
    yield iri, "skg:status", node(f"skg:{evidence.status}")
    yield iri, "skg:rule", node(evidence.rule)
    yield iri, "skg:rule", node(evidence.second) if evidence.second else None
    yield iri, "skg:subjectMention", node(mention_iri(evidence.article, evidence.subject))
    yield iri, "skg:objectMention", node(mention_iri(evidence.article, evidence.object))
    sources = [source for source in evidence.sources if source.entity is not None]
    for source in sources:
        yield iri, "skg:attributedTo", node(source.entity or "")
        yield iri, "skg:sourceMention", node(mention_iri(evidence.article, source))
    if len(sources) > 1:  # a set of triples has no order, and who quotes whom has one
        chain = (mention_iri(evidence.article, source).removeprefix("mn:") for source in sources)
        yield iri, "skg:sourceChain", write_text(" ".join(chain))
    if evidence.cue:
        yield iri, "skg:cue", write_text(evidence.cue, ENGLISH)
    for first, last in evidence.triggers:  # as RFC 5147 names a span of a text
        yield iri, "skg:trigger", write_text(f"char={first},{last}")
    if evidence.place is not None and evidence.place.entity is not None:
        yield iri, "skg:place", node(evidence.place.entity)
        yield iri, "skg:placeMention", node(mention_iri(evidence.article, evidence.place))
    if evidence.time is not None:
        yield from _describe_time(iri, evidence.time)
    for name, toll in (("deaths", evidence.deaths), ("wounded", evidence.wounded), ("hostages", evidence.hostages)):
        if toll is not None:
            yield iri, f"skg:{name}Min", None if toll.min is None else write_integer(toll.min)
            yield iri, f"skg:{name}Max", None if toll.max is None else write_integer(toll.max)
            yield iri, f"skg:{name}Text", write_text(toll.text, ENGLISH)
    if evidence.accusation:
        yield iri, "skg:accusation", TRUE
    if evidence.confidence is not None:
        yield iri, "skg:confidence", write_decimal(evidence.confidence)
    if evidence.plover is not None:
        yield iri, "skg:ploverTypeRead", write_text(evidence.plover)


def _describe_time(iri: str, time: Time) -> Iterator[Fact]:
    yield iri, "skg:time", write_moment(time.value)
    yield iri, "skg:edtf", write_text(time.edtf)
    yield iri, "skg:earliest", write_day(time.earliest)
    yield iri, "skg:latest", write_day(time.latest)


def _describe_mention(article: str, mention: Mention, ontology: Ontology) -> Iterator[Fact]:
    iri = mention_iri(article, mention)
    yield iri, "rdf:type", node("skg:Mention")
    yield iri, "skg:start", write_integer(mention.start)
    yield iri, "skg:end", write_integer(mention.end)
    yield iri, "skg:text", write_text(mention.text, ENGLISH)
    yield iri, "skg:observedLabel", write_text(mention.label, ENGLISH)
    yield iri, "skg:observedKind", node(f"skg:{mention.kind}") if mention.kind else None
    yield iri, "skg:refersTo", node(mention.entity or "")
    first, *others = mention.rule.split("-")
    rule = f"skg:{first}{''.join(word.capitalize() for word in others)}"  # "surname-and-office" → skg:surnameAndOffice
    if rule in ontology.triples.instances("skg:ResolutionRule"):
        yield iri, "skg:rule", node(rule)


def _describe_entity(entity: Entity, ontology: Ontology) -> Iterator[Fact]:
    if entity.iri in ontology.entities:
        return  # the ontology's graph describes it, once for all articles
    yield entity.iri, "rdf:type", node(f"skg:{entity.kind}")
    names = dict.fromkeys((entity.label, *entity.names))
    label = next((name for name in names if unknown_entity_iri(name) == entity.iri), entity.label)
    yield entity.iri, "skos:prefLabel", write_text(label, ENGLISH)  # what its IRI is made of, not "the spokesman"
    for name in names:
        if name != label:
            yield entity.iri, "skos:altLabel", write_text(name, ENGLISH)
    if entity.country:
        yield entity.iri, "skg:ofState", node(entity.country)


def _describe_unlisted(mention: Mention) -> Iterator[Fact]:
    iri = mention.entity or ""
    yield iri, "rdf:type", node(f"skg:{mention.kind or 'Participant'}")
    yield iri, "skos:prefLabel", write_text(mention.label, ENGLISH)
