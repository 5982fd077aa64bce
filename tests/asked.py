"""The store that the asking side is tested on: ``data/asked.trig``, the articles' graphs joined in the default one."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox

from sahelkg.vocabulary import ONTOLOGY_GRAPH, PREFIXES

DATA = Path(__file__).parent / "data" / "asked.trig"


def read_quads() -> list[ox.Quad]:
    """All quads of the small graph; mentions stay in the articles' graphs."""
    quads = list(ox.parse(path=str(DATA), format=ox.RdfFormat.TRIG))
    for quad in list(quads):
        graph = quad.graph_name
        if (
            isinstance(graph, ox.NamedNode)
            and graph.value != ONTOLOGY_GRAPH
            and PREFIXES["mn"] not in str(quad.subject)
        ):
            quads.append(ox.Quad(quad.subject, quad.predicate, quad.object, ox.DefaultGraph()))
    return quads


def fill_store(*, shuffled: int | None = None) -> ox.Store:
    """A store in memory that holds the small graph, filled in another order if asked."""
    quads = read_quads()
    if shuffled is not None:
        random.Random(shuffled).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    return store
