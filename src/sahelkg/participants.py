"""What the merged graph says of an actor or a place: one name, one kind, and what the ontology knows of it.

The ontology's label and kind come first. For those that it doesn't hold, the label and the kind that most articles
give, and of equally many the alphabetically first.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.live import name_of, quad_of
from sahelkg.terms import node, write_text
from sahelkg.vocabulary import PREFIXES
from sahelkg.votes import KIND, LABEL, OTHER, PART, STATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.live import Live
    from sahelkg.ontology import Ontology

_NUMBERS = ("schema:latitude", "schema:longitude", "skg:west", "skg:south", "skg:east", "skg:north")
_LINKS = ("schema:sameAs", "schema:containedInPlace", "skg:ofState")
_DESCRIBED = ("rdf:type", "skos:altLabel", *_LINKS, *_NUMBERS)  # besides the name
_DECIMAL = ox.NamedNode(PREFIXES["xsd"] + "decimal")


def describe_participant(live: Live, entity: str) -> set[ox.Quad]:
    """The quads of the merged graph about an actor or a place, as the articles' graphs and the ontology are now.

    Only ``skg:resolvedTo`` and ``skg:rule`` of one that is taken for another are not among them. Nothing for one that
    no article speaks of, unless what lies in it or belongs to it is spoken of.
    """
    members = live.list_members(entity)
    if live.resolve(entity) != entity or not is_needed(live, members):
        return set()
    known = live.ontology.entities.get(entity)
    quads = set(_describe_known(live.ontology, entity)) if known else set()
    labels, kinds, states, others = Counter[str](), Counter[str](), Counter[str](), set[str]()
    for member in members:
        labels.update(live.votes.count(member, LABEL))
        others.update(live.votes.count(member, OTHER))
        kinds.update(live.votes.count(member, KIND))
        states.update(live.votes.count(member, STATE))
        if member != entity and member in live.ontology.entities:
            others.update((live.ontology.entities[member].label, *live.ontology.entities[member].names))
    if known is None:
        label = choose(labels) or entity.partition(":")[2]
        quads.add(quad_of(entity, "skos:prefLabel", write_text(label, "en")))
        quads.add(quad_of(entity, "rdf:type", node(choose(kinds) or "skg:Participant")))
        state = choose(states)
        if state:
            quads.add(quad_of(entity, "skg:ofState", node(state)))
        taken = {label}
    else:
        taken = {known.label, *known.names}
    quads |= {quad_of(entity, "skos:altLabel", write_text(name, "en")) for name in {*labels, *others} - taken}
    return quads


def describe_relations(ontology: Ontology) -> Iterator[ox.Quad]:
    """Label, parent, symmetry and PLOVER types of every relation."""
    for relation in ontology.relations.values():
        iri = f"skg:{relation.name}"
        yield quad_of(iri, "rdf:type", node("skg:Relation"))
        yield quad_of(iri, "rdfs:label", write_text(relation.label, "en"))
        if relation.parent:
            yield quad_of(iri, "rdfs:subPropertyOf", node(f"skg:{relation.parent}"))
        if relation.symmetric:
            yield quad_of(iri, "rdf:type", node("owl:SymmetricProperty"))
        for name, plover in (
            ("skg:ploverType", relation.plover),
            ("skg:ploverTypeDenied", relation.plover_denied),
            ("skg:ploverTypePlanned", relation.plover_planned),
        ):
            if plover:
                yield quad_of(iri, name, write_text(plover))


def is_needed(live: Live, entities: Iterable[str]) -> bool:
    """Whether an article speaks of one of them, or of something in it or of it, at any depth."""
    seen: set[str] = set()
    queue = list(entities)
    while queue:
        entity = queue.pop()
        if entity in seen:
            continue
        seen.add(entity)
        if live.is_observed(entity) or live.votes.count(entity, PART):
            return True
        queue += live.contents.get(entity, ())
        queue += (name_of(quad.subject) for quad in live.merged(None, "skg:resolvedTo", node(entity)))
    return False


def read_description(live: Live, entity: str) -> list[ox.Quad]:
    """What the merged graph says of an entity as :func:`describe_participant` does, without a look at its bare edges."""
    labels = list(live.merged(entity, "skos:prefLabel"))
    if not labels:  # of what has no name nothing else is said
        return []
    return labels + [quad for name in _DESCRIBED for quad in live.merged(entity, name)]


def choose(votes: Counter[str]) -> str | None:
    """The most frequent, of equally frequent ones the alphabetically first; None of none."""
    return min(votes, key=lambda value: (-votes[value], value), default=None)


def _describe_known(ontology: Ontology, iri: str) -> Iterator[ox.Quad]:
    entity, triples = ontology.entities[iri], ontology.triples
    yield quad_of(iri, "rdf:type", node(f"skg:{entity.kind}"))
    yield quad_of(iri, "skos:prefLabel", write_text(entity.label, "en"))
    for name in ("skos:altLabel", "skg:caseSensitiveLabel"):
        for value in triples[iri].get(name, ()):
            if not isinstance(value, str) and value.text != entity.label:
                yield quad_of(iri, "skos:altLabel", write_text(value.text, value.language))
    for name in _LINKS:
        for other in triples.resources(iri, name):
            yield quad_of(iri, name, node(other))
    for name in _NUMBERS:
        for text in triples.texts(iri, name)[:1]:
            try:
                number = f"{Decimal(text):f}"
            except InvalidOperation:
                continue
            if "." in number:  # as the store writes it back
                number = number.rstrip("0").rstrip(".")
            yield quad_of(iri, name, ox.Literal(number, datatype=_DECIMAL))
