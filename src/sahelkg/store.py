"""A built graph, opened for reading: the only door, with :mod:`sahelkg.writer`, to pyoxigraph's Store.

Readers open the last checkpoint, never the writer's folder: what they see are whole articles, and it doesn't change
under them, whatever a build beside them does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self
from urllib.parse import unquote

import pyoxigraph as ox

from sahelkg.errors import StoreError
from sahelkg.snapshots import (
    FAILURES,
    RECORD,
    check_format,
    explain_failure,
    find_current,
    lease,
    list_ontology_files,
)
from sahelkg.vocabulary import ONTOLOGY_GRAPH, PREFIXES

if TYPE_CHECKING:
    import os

    import rdflib

_ATTEMPTS = 5  # a checkpoint may go between reading its name and opening it, if builds follow each other fast


class Store:
    """A checkpoint of a store, for reading; a context manager.

    ``quads`` is the pyoxigraph Store: the default graph holds the merged whole, each named graph one article, and
    ``<https://w3id.org/sahelkg/ontology>`` the ontology that it was built with.
    """

    def __init__(self, quads: ox.Store, path: Path, checkpoint: Path, held: IO[bytes]) -> None:
        self.quads = quads
        self.path = path
        self._checkpoint = checkpoint
        self._held = held

    @property
    def checkpoint(self) -> Path:
        """The folder that is open; another one is current once a build has committed."""
        return self._checkpoint

    @property
    def ontology_files(self) -> tuple[Path, ...]:
        """The user's own ontology files that the graph was built with, in the order given; as long as this is open."""
        return list_ontology_files(self._checkpoint)

    def read_parse_keys(self) -> dict[str, str]:
        """The key of the kept parse of each article, by the article's id, in order of the ids.

        Raises:
            StoreError: the checkpoint is broken.
        """
        try:
            books = ox.Store.read_only(str(self._checkpoint / "books"))
        except FAILURES as error:
            raise explain_failure(error, self.path) from error
        keys: dict[str, str] = {}
        for quad in books.quads_for_pattern(None, ox.NamedNode(RECORD), None, None):
            if isinstance(quad.object, ox.Literal):
                article = unquote(str(getattr(quad.subject, "value", "")).removeprefix(PREFIXES["art"]))
                keys[article] = json.loads(quad.object.value)["parse_key"]
        return dict(sorted(keys.items()))

    def copy_merged(self) -> ox.Store:
        """The default graph in memory, for who asks thousands of questions; 100,000 triples take half a second and 60 MB.

        Of the ontology's graph only what it says of itself is there.
        """
        copy = ox.Store()
        merged = self.quads.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        copy.bulk_load(merged or b"", ox.RdfFormat.N_TRIPLES, lenient=True)  # as the store has it, so it was checked
        copy.extend(self.quads.quads_for_pattern(ox.NamedNode(ONTOLOGY_GRAPH), None, None, None))
        return copy

    def as_dataset(self) -> rdflib.Dataset:
        """Everything as an ``rdflib.Dataset`` in memory; 1,000,000 quads take some two minutes and 2 GB."""
        import rdflib

        dataset = rdflib.Dataset()
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        graphs: dict[str, rdflib.Graph] = {}
        for quad in self.quads:
            name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name.value)
            if name not in graphs:
                graphs[name] = dataset.graph(rdflib.URIRef(name)) if name else dataset.default_graph
            value: rdflib.URIRef | rdflib.Literal
            if isinstance(quad.object, ox.Literal):
                plain = quad.object.language or quad.object.datatype.value == str(rdflib.XSD.string)
                datatype = None if plain else rdflib.URIRef(quad.object.datatype.value)
                value = rdflib.Literal(quad.object.value, lang=quad.object.language, datatype=datatype, normalize=False)
            else:
                value = rdflib.URIRef(str(getattr(quad.object, "value", "")))
            subject = rdflib.URIRef(str(getattr(quad.subject, "value", "")))
            graphs[name].add((subject, rdflib.URIRef(quad.predicate.value), value))
        return dataset

    def close(self) -> None:
        """Lets go of the checkpoint, which a build may then remove."""
        del self.quads
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(path: str | os.PathLike[str]) -> Store:
    """The store's last checkpoint, for reading.

    A build that runs beside it is no hindrance; its next checkpoint is for those who open the store afterwards.

    Args:
        path: the store's folder, ``out/store``.

    Raises:
        StoreError: there is no store, none was ever finished, it is broken, or of another version.
    """
    path = Path(path)
    check_format(path)
    failure: Exception = FileNotFoundError("its checkpoints go faster than they can be opened")
    for _ in range(_ATTEMPTS):
        checkpoint = find_current(path)
        if checkpoint is None:
            raise StoreError(f"{path}: the first build of this store has not ended: wait, or run sahelkg build again")
        try:
            held = lease(checkpoint)
        except OSError as error:
            failure = error
            continue
        try:
            return Store(ox.Store.read_only(str(checkpoint / "graph")), path, checkpoint, held)
        except FAILURES as error:
            held.close()
            failure = error
    raise explain_failure(failure, path) from failure
