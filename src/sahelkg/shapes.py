"""The ontology and small graphs held against the SHACL shapes of ``ontology/shapes.ttl``, by pyshacl."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.errors import OntologyError
from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import rdflib

    from sahelkg.ontology import Ontology

QUADS_FOR_SHAPES = 100_000  # rdflib and pyshacl need about a minute for so many
_SHAPES = "shapes.ttl"


def check_shapes(ontology: Ontology, graph: ox.Store | None = None) -> Iterator[str]:
    """Yields what of the ontology, and of a built graph if one is given, does not fit the SHACL shapes.

    Args:
        ontology: whose ``shapes.ttl`` is used, and whose classes the graph is read with.
        graph: a built store; its default graph is looked at. A large one is left out, in a line that
            says so.

    Raises:
        OntologyError: pyshacl is not installed.
    """
    try:
        import pyshacl
    except ModuleNotFoundError:
        raise OntologyError("the shapes need pyshacl: run pip install 'sahelkg[check]'") from None
    shapes, known = _read_ontology(ontology.files, ontology.version)
    data = known
    if graph is not None:
        if len(graph) > QUADS_FOR_SHAPES:
            yield f"the graph has {len(graph):,} quads: its shapes are checked up to {QUADS_FOR_SHAPES:,} only"
            return
        data = _read_graph(graph)
        data += _read_terms(ontology.files, ontology.version)
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes)
    yield from sorted(_read_results(found))


@lru_cache(maxsize=2)
def _read_ontology(files: tuple[Path, ...], version: str) -> tuple[rdflib.Graph, rdflib.Graph]:
    """The shapes, and all other files; ``version`` tells files of the same name apart."""
    import rdflib

    del version
    shapes, known = rdflib.Graph(), rdflib.Graph()
    for file in files:
        (shapes if file.name == _SHAPES else known).parse(file, format="turtle")
    return shapes, known


@lru_cache(maxsize=2)
def _read_terms(files: tuple[Path, ...], version: str) -> rdflib.Graph:
    """What a graph needs to know of the ontology's terms: their classes, superclasses and labels."""
    import rdflib

    terms = rdflib.Graph()
    for name in (rdflib.RDFS.subClassOf, rdflib.RDF.type, rdflib.RDFS.label):
        for triple in _read_ontology(files, version)[1].triples((None, name, None)):
            if str(triple[0]).startswith(PREFIXES["skg"]):
                terms.add(triple)
    return terms


def _read_graph(store: ox.Store) -> rdflib.Graph:
    """The default graph, for rdflib."""
    import rdflib

    data = rdflib.Graph()
    data.parse(io.BytesIO(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""), format="nt")
    return data


def _read_results(report: rdflib.Graph) -> Iterator[str]:
    """A line for each violation of a SHACL report."""
    import rdflib

    sh = rdflib.Namespace(PREFIXES["sh"])
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus, path = report.value(result, sh.focusNode), report.value(result, sh.resultPath)
        value, message = report.value(result, sh.value), report.value(result, sh.resultMessage)
        where = shorten(str(focus)) + (f" {shorten(str(path))}" if isinstance(path, rdflib.URIRef) else "")
        yield f"{where}: {message}" + (f" (it is {shorten(str(value))[:100]})" if value is not None else "")
