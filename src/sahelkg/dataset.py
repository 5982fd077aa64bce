"""What an export says of itself: a ``void:Dataset`` with its licence, the ontology's version, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from sahelkg.vocabulary import MERGED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, expand, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TITLE = "Who did what to whom in the Sahel, according to whom"
_RIGHTS = "Quotations remain those of the articles that they are taken from."
_COUNT = "SELECT ?class (COUNT(?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class"


def describe_dataset(store: ox.Store, triples: int) -> list[bytes]:
    """The description as lines of N-Triples, for an export of that many other triples.

    ``void:triples`` counts the description itself too, so that it is what a parser of the file counts. Nothing in it
    depends on the day, the machine or the path.
    """
    dataset = ox.NamedNode(MERGED_GRAPH)
    described: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (dataset, "rdf:type", _node("void:Dataset")),
        (dataset, "dcterms:title", ox.Literal(_TITLE, language="en")),
        (dataset, "dcterms:license", ox.NamedNode(LICENCE)),
        (dataset, "dcterms:rights", ox.Literal(_RIGHTS, language="en")),
        (dataset, "dcterms:conformsTo", ox.NamedNode(ONTOLOGY_GRAPH)),
        (dataset, "void:vocabulary", ox.NamedNode(PREFIXES["skg"])),
        *((ox.NamedNode(ONTOLOGY_GRAPH), "owl:versionInfo", version) for version in _ontology_versions(store)),
    ]
    for name, count in _count_classes(store):
        part = ox.NamedNode(f"{MERGED_GRAPH}#{quote(shorten(name).replace(':', '-'), safe='')}")
        described += [
            (dataset, "void:classPartition", part),
            (part, "void:class", ox.NamedNode(name)),
            (part, "void:entities", ox.Literal(count)),
        ]
    described.append((dataset, "void:triples", ox.Literal(triples + len(described) + 1)))
    return [f"{subject} {_node(name)} {value} .\n".encode() for subject, name, value in described]


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _ontology_versions(store: ox.Store) -> Iterator[ox.Literal]:
    """The version that the ontology's graph states; none where the default graph says it already."""
    versions = []
    for quad in store.quads_for_pattern(ox.NamedNode(ONTOLOGY_GRAPH), _node("owl:versionInfo"), None, None):
        if quad.graph_name == ox.DefaultGraph():
            return
        if isinstance(quad.object, ox.Literal):
            versions.append(quad.object)
    yield from sorted(versions, key=str)


def _count_classes(store: ox.Store) -> list[tuple[str, int]]:
    solutions = store.query(_COUNT, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted((row["class"].value, int(row["n"].value)) for row in solutions)
