"""The terms of the graph turned into what a page shows: actors, relations, articles, edges and their passages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from sahelkg.network import Actor, Edge, Mark, Passage, Relation, Source
from sahelkg.vocabulary import PREFIXES, expand, sort_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sahelkg.lookup import Queryable

Description = dict[str, list[Any]]  # by property, the terms in a fixed order
BATCH = 1000
_EVENT_RELATIONS = """
SELECT DISTINCT ?relation WHERE {
  ?event skg:report ?evidence . ?evidence skg:evidenceFor ?statement . ?statement rdf:predicate ?relation }"""
_SPAN = re.compile(r"char=(\d{1,9}),(\d{1,9})")
SKG = PREFIXES["skg"]
MENTIONS = (("subjectMention", "subject"), ("objectMention", "object"), ("sourceMention", "source"))


def describe(store: Queryable, iris: Iterable[str], *, named: bool = False) -> dict[str, Description]:
    """All that the default graph says of these, by IRI and property; with ``named`` the named graphs too."""
    found: dict[str, Description] = {}
    if isinstance(store, ox.Store) and not named:  # a third of the time that it takes to answer in SPARQL
        for iri in sorted(set(iris)):
            description: Description = {}
            for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
                description.setdefault(quad.predicate.value, []).append(quad.object)
            if description:
                found[iri] = description
    else:
        _ask(store, iris, found, named=named)
    for description in found.values():
        for terms in description.values():
            terms.sort(key=lambda term: (getattr(term, "language", None) != "en", term.value))
    return found


def _ask(store: Queryable, iris: Iterable[str], found: dict[str, Description], *, named: bool) -> None:
    body = "?s ?p ?o" if not named else "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
    rest = iter(sorted(set(iris)))
    while batch := list(islice(rest, BATCH)):
        values = " ".join(f"<{iri}>" for iri in batch)
        for row in store.query(f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} {body} }}"):
            found.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"])


def read_actors(store: Queryable, iris: Collection[str]) -> tuple[Actor, ...]:
    """The actors, by IRI; one that no graph has a label for is called by the end of its IRI."""
    found = describe(store, iris)
    found |= describe(store, set(iris) - set(found), named=True)  # what only the ontology knows
    actors = []
    for iri in sorted(iris):
        about = found.get(iri, {})
        label = _first(about, "skos:prefLabel") or _tail(iri)
        names = dict.fromkeys(_all(about, "skos:altLabel") + _all(about, "skos:prefLabel"))
        kinds = sorted(kind.removeprefix(SKG) for kind in _all(about, "rdf:type") if kind.startswith(SKG))
        actors.append(
            Actor(
                iri=iri,
                label=label,
                kind=kinds[0] if kinds else "Participant",
                names=tuple(name for name in names if name != label),
                links=tuple(dict.fromkeys(_all(about, "schema:sameAs") + _all(about, "schema:url"))),
                point=_read_point(about),
                within=next(iter(_nodes(about, "schema:containedInPlace")), ""),
            )
        )
    return tuple(actors)


def _read_point(about: Description) -> tuple[float, float] | None:
    try:
        lon, lat = (float(_first(about, f"schema:{name}")) for name in ("longitude", "latitude"))
    except ValueError:
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def find_event_relations(store: Queryable) -> set[str]:
    """The IRIs of the relations that tell events: those of which the graph has a report."""
    return {row["relation"].value for row in store.query(_EVENT_RELATIONS, prefixes=PREFIXES)}


def read_relations(store: Queryable, iris: Collection[str]) -> tuple[Relation, ...]:
    """The relations, by name."""
    found = describe(store, iris)
    events = find_event_relations(store)
    symmetric = PREFIXES["owl"] + "SymmetricProperty"
    return tuple(
        Relation(
            name=_tail(iri),
            label=_first(found.get(iri, {}), "rdfs:label") or _tail(iri),
            symmetric=symmetric in _all(found.get(iri, {}), "rdf:type"),
            plover=_first(found.get(iri, {}), "skg:ploverType"),
            event=iri in events,
        )
        for iri in sorted(iris)
    )


def read_sources(store: Queryable, iris: Collection[str]) -> tuple[Source, ...]:
    """The articles, by IRI."""
    found = describe(store, iris)
    publishers = describe(store, {p for about in found.values() for p in _nodes(about, "dcterms:publisher")})
    sources = []
    for iri in sorted(iris):
        about = found.get(iri, {})
        publisher = _first(about, "dcterms:publisher")
        sources.append(
            Source(
                iri=iri,
                title=_first(about, "dcterms:title"),
                publisher=_first(publishers.get(publisher, {}), "skos:prefLabel") or publisher,
                date=_first(about, "dcterms:issued"),
                url=_first(about, "schema:url") or _first(about, "dcterms:source"),
            )
        )
    return tuple(sources)


def read_edges(
    store: Queryable,
    told: Sequence[tuple[str, str, str, str, Sequence[str]]],
    evidence: Mapping[str, Description],
    statements: Mapping[str, Description],
) -> tuple[Edge, ...]:
    """The edges in the order given, from statement, subject, relation, object and the IRIs of their evidence."""
    mentions = describe(
        store,
        (m for about in evidence.values() for prop, _ in MENTIONS for m in _nodes(about, f"skg:{prop}")),
        named=True,
    )
    named = {
        iri for about in evidence.values() for prop in ("attributedTo", "place") for iri in _nodes(about, f"skg:{prop}")
    }
    labels = {actor.iri: actor.label for actor in read_actors(store, named)}
    bare = _read_bare(store, {subject for _, subject, *_ in told})
    edges = []
    for iri, subject, relation, obj, passages in told:
        read = [_read_passage(one, evidence.get(one, {}), mentions, labels) for one in passages]
        edges.append(
            Edge(
                iri=iri,
                subject=subject,
                relation=_tail(relation),
                object=obj,
                passages=tuple(sorted(read, key=lambda passage: (passage.article, passage.start, passage.iri))),
                bare=(subject, relation, obj) in bare,
                contested=_first(statements.get(iri, {}), "skg:contested") == "true",
            )
        )
    return tuple(edges)


def _read_bare(store: Queryable, subjects: Collection[str]) -> set[tuple[str, str, str]]:
    return {
        (subject, relation, term.value)
        for subject, about in describe(store, subjects).items()
        for relation, terms in about.items()
        if relation.startswith(SKG)
        for term in terms
    }


def _read_passage(
    iri: str, about: Description, mentions: Mapping[str, Description], labels: Mapping[str, str]
) -> Passage:
    quote, start = _first(about, "skg:quote"), int(_first(about, "skg:start") or 0)
    cue = _first(about, "skg:cue")
    said_by = [labels.get(value, value) for value in _all(about, "skg:attributedTo")]
    return Passage(
        iri=iri,
        article=_first(about, "prov:wasQuotedFrom"),
        quote=quote,
        start=start,
        status=_tail(_first(about, "skg:status")),
        marks=_find_marks(quote, start, cue, about, mentions),
        said_by=tuple(said_by),
        cue=cue,
        date=_first(about, "skg:edtf") or _first(about, "skg:time"),
        earliest=_first(about, "skg:earliest"),
        latest=_first(about, "skg:latest"),
        places=tuple(labels.get(value, value) for value in _all(about, "skg:place")),
        sites=tuple(_nodes(about, "skg:place")),
        deaths=_read_toll(about, "deaths"),
        wounded=_read_toll(about, "wounded"),
        hostages=_read_toll(about, "hostages"),
        accusation=_first(about, "skg:accusation") == "true",
        rule=", ".join(rule.removeprefix("lex:") for rule in sort_rules(_nodes(about, "skg:rule"))),
    )


def _find_marks(
    quote: str, start: int, cue: str, about: Description, mentions: Mapping[str, Description]
) -> tuple[Mark, ...]:
    """The words of the parts, none within another, then the relation's; what comes from another sentence has no mark."""
    found: list[Mark] = []
    for prop, role in MENTIONS:
        for mention in _nodes(about, f"skg:{prop}"):
            first, last = (_first(mentions.get(mention, {}), f"skg:{end}") for end in ("start", "end"))
            if first and last and 0 <= int(first) - start < int(last) - start <= len(quote):
                found.append(Mark(start=int(first) - start, end=int(last) - start, role=role))
    at = quote.find(cue) if cue else -1
    if at >= 0:
        found.append(Mark(start=at, end=at + len(cue), role="cue"))
    marks: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.start, -one.end, one.role)):
        if not marks or mark.start >= marks[-1].end:
            marks.append(mark)
    spans = [_SPAN.fullmatch(value) for value in _all(about, "skg:trigger")]
    words = sorted((int(span[1]) - start, int(span[2]) - start) for span in spans if span)
    marks += [Mark(start=one, end=other, role="relation") for one, other in words if 0 <= one < other <= len(quote)]
    return tuple(marks)


def _read_toll(about: Description, what: str) -> str:
    """The toll as told, else its bounds: "30", "30–40", "30 or more"."""
    least, most = _first(about, f"skg:{what}Min"), _first(about, f"skg:{what}Max")
    bounds = (
        least
        if least == most
        else f"{least}–{most}"
        if least and most
        else f"{least} or more"
        if least
        else most and f"up to {most}"
    )
    return _first(about, f"skg:{what}Text") or bounds


def _all(about: Description, prop: str) -> list[str]:
    return [term.value for term in about.get(expand(prop), ())]


def _first(about: Description, prop: str) -> str:
    return next(iter(_all(about, prop)), "")


def _nodes(about: Description, prop: str) -> list[str]:
    """The values that are IRIs: a literal has a datatype."""
    return [term.value for term in about.get(expand(prop), ()) if not hasattr(term, "datatype")]


def _tail(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
