"""Turtle, TriG, N-Quads and JSON-LD of a store: sorted, so that equal graphs have equal bytes, and in bounded memory.

A graph is sorted as canonical N-Triples lines, in runs on disk where it is large; the other forms are written from the
sorted lines. Whatever order the store was filled in, the bytes are the same.
"""

from __future__ import annotations

import heapq
import io
import re
import tempfile
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.dataset import describe_dataset
from sahelkg.facts import LineFile
from sahelkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

LINES_AT_ONCE = 400_000  # that many lines of N-Triples are held in memory, about 100 MB
_TYPE = b"<" + PREFIXES["rdf"].encode() + b"type>"
_XSD = PREFIXES["xsd"]
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE = {
    _XSD + "integer": re.compile(r'"[+-]?[0-9]+"'),
    _XSD + "decimal": re.compile(r'"[+-]?[0-9]*\.[0-9]+"'),
    _XSD + "boolean": re.compile(r'"(?:true|false)"'),
}
_NAMESPACES = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def write_turtle(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the default graph, headed by the description of itself as a ``void:Dataset``."""
    with _sort_default_graph(store) as (lines, count):
        write_lines(chain(sort_lines(describe_dataset(store, count)), lines), stream)


def write_lines(lines: Iterable[bytes], stream: IO[bytes]) -> None:
    """Writes lines of N-Triples, sorted by subject and predicate, as Turtle with all known prefixes."""
    _write_prefixes(stream)
    stream.writelines(_shorten_lines(lines))


def write_trig(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the default graph as :func:`write_turtle` does, then every named graph, by its IRI."""
    write_turtle(store, stream)
    for graph in _named_graphs(store):
        stream.write(b"\n" + _shorten_iri(f"<{graph.value}>").encode() + b" {\n")
        stream.writelines(_shorten_lines(_read_graph(store, graph)))
        stream.write(b"}\n")


def write_nquads(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes every graph, the default graph and its description first, one quad a line."""
    with _sort_default_graph(store) as (lines, count):
        stream.writelines(sort_lines(describe_dataset(store, count)))
        stream.writelines(lines)
    for graph in _named_graphs(store):
        end = f" <{graph.value}> .\n".encode()
        stream.writelines(line.removesuffix(b" .\n") + end for line in _read_graph(store, graph))


def write_jsonld(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the default graph and its description as expanded JSON-LD on one line."""
    with _sort_default_graph(store) as (lines, count):
        for_parser = LineFile(chain(sort_lines(describe_dataset(store, count)), lines))
        triples = (quad.triple for quad in ox.parse(input=for_parser, format=ox.RdfFormat.N_TRIPLES))  # type: ignore[arg-type]
        ox.serialize(triples, stream, ox.RdfFormat.JSON_LD)
    stream.write(b"\n")


def sort_lines(lines: Iterable[bytes], at_once: int = LINES_AT_ONCE) -> Iterator[bytes]:
    """The lines of N-Triples by subject, type before other predicates, predicate and object.

    Holds ``at_once`` lines in memory; more are sorted in runs in temporary files and merged.
    """
    source = iter(lines)
    run = sorted(islice(source, at_once), key=_order)
    if len(run) < at_once:
        yield from run
        return
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while run:
            file = stack.enter_context(tempfile.TemporaryFile())
            file.writelines(run)
            file.seek(0)
            runs.append(file)
            run = sorted(islice(source, at_once), key=_order)
        yield from heapq.merge(*runs, key=_order)


def _order(line: bytes) -> tuple[bytes, bool, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate != _TYPE, predicate, rest


@contextmanager
def _sort_default_graph(store: ox.Store) -> Generator[tuple[Iterator[bytes], int]]:
    """The sorted lines of the default graph, and how many there are."""
    with tempfile.TemporaryFile() as file:
        store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        file.seek(0)
        count = sum(1 for _ in file)
        file.seek(0)
        yield sort_lines(file), count


def _named_graphs(store: ox.Store) -> list[ox.NamedNode]:
    return sorted((g for g in store.named_graphs() if isinstance(g, ox.NamedNode)), key=lambda graph: graph.value)


def _read_graph(store: ox.Store, graph: ox.NamedNode) -> Iterator[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return sort_lines(io.BytesIO(dumped or b""))


def _write_prefixes(stream: IO[bytes]) -> None:
    stream.writelines(f"@prefix {name}: <{namespace}> .\n".encode() for name, namespace in sorted(PREFIXES.items()))


def _shorten_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Turtle of sorted N-Triples lines: one block a subject, after an empty line."""
    of_subject = of_predicate = block = ""
    for line in lines:
        subject, predicate, rest = line.decode().split(" ", 2)
        value = _shorten_value(rest[: rest.rindex(" .")])
        if subject != of_subject:
            if block:
                yield f"{block} .\n".encode()
            of_subject, of_predicate = subject, predicate
            block = f"\n{_shorten_iri(subject)} {_shorten_predicate(predicate)} {value}"
        elif predicate != of_predicate:
            of_predicate = predicate
            block += f" ;\n    {_shorten_predicate(predicate)} {value}"
        else:
            block += f" , {value}"
    if block:
        yield f"{block} .\n".encode()


def _shorten_value(term: str) -> str:
    """An object of N-Triples as Turtle writes it: prefixed, and numbers bare; a text stays as it is."""
    if not term.endswith(">"):
        return term
    return _shorten_iri(term) if term.startswith("<") else _shorten_typed(term)


@lru_cache(maxsize=1000)
def _shorten_predicate(term: str) -> str:
    return "a" if term.encode() == _TYPE else _shorten_iri(term)


@lru_cache(maxsize=40_000)
def _shorten_iri(term: str) -> str:
    iri = term[1:-1]
    for prefix, namespace in _NAMESPACES:
        if iri.startswith(namespace):
            local = iri[len(namespace) :]
            return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else term
    return term


@lru_cache(maxsize=10_000)
def _shorten_typed(term: str) -> str:
    text, _, datatype = term.rpartition("^^")
    bare = _BARE.get(datatype[1:-1])
    return text[1:-1] if bare is not None and bare.fullmatch(text) else f"{text}^^{_shorten_iri(datatype)}"
