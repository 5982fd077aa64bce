"""The writer's two stores while a build runs: the graph, and the books that no export shows.

The books hold, by article, what finds its neighbours without a scan (names, bands of its text's signature), and a row
for each evidence under its statement and its block of possible events.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from sahelkg.facts import LineFile, read_name, read_quads
from sahelkg.terms import node
from sahelkg.vocabulary import PREFIXES, shorten
from sahelkg.votes import SEEN, Votes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from sahelkg.facts import Fact, Told
    from sahelkg.ontology import Ontology

    Node = ox.NamedNode
    Term = ox.NamedNode | ox.Literal

MERGED = ox.DefaultGraph()
BULK = 1000  # quads from which sorted files beat a transaction: a third of the time, no log to replay, no memory held
LINES_AT_ONCE = 100
_STORES = "graph", "books"  # as `Live` and their folders name them
_MOST_HEAPS = -8  # M_ARENA_MAX of glibc's malloc.h
_ARTICLES = PREFIXES["art"]
_PARTS = frozenset({"rdf:subject", "rdf:predicate", "rdf:object"})


@dataclass(kw_only=True)
class Live:
    """The open stores of a writer, and the ontology that they are merged with.

    ``folder`` is where they lie, None for stores in memory.
    """

    graph: ox.Store
    books: ox.Store
    ontology: Ontology
    folder: Path | None = None
    _containers: dict[str, frozenset[str]] = field(default_factory=dict)
    _told: dict[str, list[Fact]] = field(default_factory=dict)
    _resolved: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, ontology: Ontology) -> Self:
        """Opens the stores of a folder, or makes them."""
        graph, books = (_open(folder, name) for name in _STORES)
        return cls(graph=graph, books=books, ontology=ontology, folder=folder)

    def reopen(self) -> None:
        """Opens the stores anew, so that memory is let go of: RocksDB keeps up to 160 MB for each of what it read.

        It takes some 50 milliseconds. Nobody else may hold the stores.
        """
        if self.folder is None:
            return
        for name in _STORES:
            getattr(self, name).flush()  # no log to replay
        self.close()
        for name in _STORES:
            setattr(self, name, _open(self.folder, name))
        give_back_memory()

    def close(self) -> None:
        """Lets go of the stores."""
        for name in _STORES:
            self.__dict__.pop(name, None)

    def change_graph(self) -> Changes:
        """Gathers changes of the graph."""
        return Changes(lambda: self.graph)

    def change_books(self) -> Changes:
        """Gathers changes of the books."""
        return Changes(lambda: self.books)

    def containers(self, place: str) -> frozenset[str]:
        """All that the ontology says a place lies in, or an actor belongs to, at any depth."""
        if place not in self._containers:
            found: set[str] = set()
            queue = [place]
            while queue:
                current = queue.pop()
                for name in ("schema:containedInPlace", "skg:ofState"):
                    above = [other for other in self.ontology.triples.resources(current, name) if other not in found]
                    found.update(above)
                    queue += above
            self._containers[place] = frozenset(found - {place})
        return self._containers[place]

    @cached_property
    def contents(self) -> Mapping[str, tuple[str, ...]]:
        """Place or state → what the ontology says lies in it or belongs to it, one step down."""
        found: dict[str, list[str]] = {}
        for iri in self.ontology.entities:
            for name in ("schema:containedInPlace", "skg:ofState"):
                for above in self.ontology.triples.resources(iri, name):
                    found.setdefault(above, []).append(iri)
        return {above: tuple(sorted(set(below))) for above, below in found.items()}

    def observed(self, subject: str | None, name: str, value: Term | None = None) -> Iterator[ox.Quad]:
        """The matching quads of all articles' graphs."""
        for quad in self.graph.quads_for_pattern(node(subject) if subject else None, node(name), value, None):
            if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(_ARTICLES):
                yield quad

    def remember(self, before: Iterable[str], after: Told) -> None:
        """Keeps what an article says now at hand, and that of other subjects ``before`` it says nothing any more.

        Till :meth:`forget`.
        """
        for subject in before:
            self._told.setdefault(subject, [])
        self._told |= after

    def forget(self) -> None:
        """Lets go of what was kept at hand for one step."""
        self._told.clear()
        self._resolved.clear()
        self.votes.forget()

    def tell(self, subject: str) -> list[Fact]:
        """What its article says of a mention, an evidence or the article itself; nothing for one that is gone."""
        if subject not in self._told:
            self._told[subject] = self._look_up(subject)
        return self._told[subject]

    def tell_statement(self, statement: str) -> tuple[str, str, str]:
        """Subject, relation and object of a statement as articles have it, in the order that the graph holds."""
        told = self._told.get(statement) or self._look_up(statement)
        parts = {fact.name: read_name(fact.value) for fact in told if fact.name in _PARTS}
        return parts["rdf:subject"], parts["rdf:predicate"].removeprefix("skg:"), parts["rdf:object"]

    def _look_up(self, subject: str) -> list[Fact]:
        quads = self.graph.quads_for_pattern(node(subject), None, None, None)
        return read_quads(quad for quad in quads if quad.graph_name != MERGED)

    def merged(self, subject: str | None, name: str | None = None, value: Term | None = None) -> Iterator[ox.Quad]:
        """The matching quads of the default graph."""
        return self.graph.quads_for_pattern(node(subject) if subject else None, node(name) if name else None, value, MERGED)

    @cached_property
    def votes(self) -> Votes:
        """How often articles say what of an entity."""
        return Votes(lambda: self.books)

    def is_observed(self, entity: str) -> bool:
        """Whether an article speaks of it."""
        return bool(self.votes.count(entity, SEEN))

    def resolve(self, entity: str) -> str:
        """What an observed entity is taken for after all articles; itself where nothing was decided."""
        if entity not in self._resolved:
            found = (name_of(quad.object) for quad in self.merged(entity, "skg:resolvedTo"))
            self._resolved[entity] = next(found, entity)
        return self._resolved[entity]

    def note_resolution(self, entity: str, taken_for: str) -> None:
        """Says that the decision about an entity has just been changed in the merged graph."""
        self._resolved[entity] = taken_for

    def list_members(self, entity: str) -> list[str]:
        """The entity and all observed ones that are taken for it."""
        return [entity, *sorted(name_of(quad.subject) for quad in self.merged(None, "skg:resolvedTo", node(entity)))]


class Changes:
    """Quads of a store that go and come, gathered and then written at once; a context manager that writes at its end.

    ``store`` gives the store, which may be opened anew before they are written.

    Till then the store answers as before, so what is gathered together must not rest on each other. A transaction for
    every subject would cost more than all the rest of a merge, and so would a quad of Python's for every line.
    """

    def __init__(self, store: Callable[[], ox.Store]) -> None:
        self._store = store
        self._gone: set[str] = set()
        self._come: dict[str, None] = {}  # in their order: what belongs together is loaded faster

    def rewrite(self, before: Iterable[ox.Quad | str], after: Iterable[ox.Quad | str]) -> bool:
        """Notes that what the store holds, ``before``, becomes ``after``; returns whether they differ.

        Either may be given as quads or as their lines (:mod:`sahelkg.facts`).
        """
        old, new = set(map(str, before)), dict.fromkeys(map(str, after))
        if not old and not self._gone:
            self._come |= new
            return bool(new)
        gone, come = old - new.keys(), {line: None for line in new if line not in old}
        for line in gone:
            self._come.pop(line, None)
        self._gone -= come.keys()
        self._gone |= gone
        self._come |= come
        return bool(gone or come)

    def __len__(self) -> int:
        """How many quads come."""
        return len(self._come)

    def write(self) -> None:
        """Has the store hold what was noted."""
        store = self._store()
        for quad in ox.parse(_read(self._gone), ox.RdfFormat.N_QUADS):
            store.remove(quad)
        if self._come:
            load = store.bulk_load if len(self._come) >= BULK else store.load
            load(_read(self._come), ox.RdfFormat.N_QUADS, lenient=True)  # these terms were checked when they were made
        self._gone, self._come = set(), {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.write()


def _open(folder: Path, name: str) -> ox.Store:
    return ox.Store(str(folder / name))


def _read(lines: Iterable[str]) -> IO[bytes]:
    return LineFile(_join(lines))  # type: ignore[return-value]


def _join(lines: Iterable[str]) -> Iterator[bytes]:
    rest = iter(lines)
    while some := list(islice(rest, LINES_AT_ONCE)):
        yield " .\n".join([*some, ""]).encode()


def give_back_memory() -> None:
    """Has the C library return what was freed; glibc keeps it otherwise, in pieces, and the process seems to grow.

    It keeps pieces for each thread, too, unless it is told to have one heap for all: RocksDB's threads come and go.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MOST_HEAPS, 1)
        library.malloc_trim(0)


@lru_cache(maxsize=16384)
def name_of(term: object) -> str:
    """The prefixed name of a node."""
    return shorten(str(getattr(term, "value", "")))


def quad_of(subject: str, name: str, value: Term) -> ox.Quad:
    """A quad of the merged graph."""
    return ox.Quad(node(subject), node(name), value, MERGED)


def text_of(term: object) -> str:
    """The text of a literal."""
    return str(getattr(term, "value", ""))
