"""What an endpoint says of itself: the SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

import pyoxigraph as ox

from sahelkg.dataset import LICENCE
from sahelkg.vocabulary import MERGED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, expand

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_ANSWERS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_MEDIA = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def describe_service(endpoint: str, form: str) -> bytes:
    """The description of the endpoint at that address, as ``turtle``, ``ntriples``, ``jsonld`` or ``rdfxml``.

    It names no feature: neither federated queries nor a union of graphs as the default graph.
    """
    service, dataset, default = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default"))
    found: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (service, "rdf:type", _sd("Service")),
        (service, f"{_SD}endpoint", service),
        (service, f"{_SD}supportedLanguage", _sd("SPARQL11Query")),
        *((service, f"{_SD}resultFormat", ox.NamedNode(_FORMATS + name)) for name in _ANSWERS),
        (service, f"{_SD}defaultDataset", dataset),
        (dataset, "rdf:type", _sd("Dataset")),
        (dataset, "dcterms:license", ox.NamedNode(LICENCE)),
        (dataset, "dcterms:conformsTo", ox.NamedNode(ONTOLOGY_GRAPH)),
        (dataset, f"{_SD}defaultGraph", default),
        (default, "rdf:type", _sd("Graph")),
        (default, "dcterms:identifier", ox.Literal(MERGED_GRAPH)),
    ]
    triples = [ox.Triple(subject, ox.NamedNode(expand(name)), value) for subject, name, value in found]
    written = ox.serialize(triples, format=_MEDIA[form], prefixes={**PREFIXES, "sd": _SD})
    return written if written is not None else b""


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
