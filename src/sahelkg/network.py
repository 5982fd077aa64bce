"""What a page shows: actors, edges, and behind each edge the passages that tell it, with their articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATUS_ORDER = ("asserted", "claimed", "possible", "planned", "denied")  # the one that an edge is drawn by comes first


@dataclass(frozen=True, kw_only=True)
class Source:
    """An article, as a reader would cite it. ``url`` is what the article's file gave: it may be anything."""

    iri: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words of a quote, ``[start, end)`` in its code points, and their part in it.

    The parts are ``subject``, ``object``, ``cue``, ``source`` and ``relation``. Only the relation's words may lie over
    those of another part: "its ally" tells both who and how.
    """

    start: int
    end: int
    role: str


def split_marks(length: int, marks: Iterable[Mark]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The whole quote in pieces ``[start, end)`` in order, each with the parts that its words play.

    Examples:
        >>> marks = Mark(start=0, end=8, role="object"), Mark(start=4, end=8, role="relation")
        >>> list(split_marks(10, marks))
        [(0, 4, ('object',)), (4, 8, ('object', 'relation')), (8, 10, ())]
    """
    marks = tuple(marks)
    cuts = sorted({0, length, *(at for mark in marks for at in (mark.start, mark.end) if 0 <= at <= length)})
    for start, end in pairwise(cuts):
        yield start, end, tuple(mark.role for mark in marks if mark.start <= start < end <= mark.end)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One evidence: the words of one article that tell an edge, who says so, and how sure they are."""

    iri: str
    article: str  # IRI of a Source
    quote: str
    start: int
    status: str
    marks: tuple[Mark, ...] = ()
    said_by: tuple[str, ...] = ()  # labels of those who say so; empty where the article itself does
    cue: str = ""
    date: str = ""  # EDTF
    earliest: str = ""  # ISO day, empty where open
    latest: str = ""
    places: tuple[str, ...] = ()  # labels
    sites: tuple[str, ...] = ()  # IRIs of these places
    deaths: str = ""  # as told
    wounded: str = ""
    hostages: str = ""
    accusation: bool = False
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An actor or a place. ``links`` are addresses of pages about it, as the ontology or an article gave them.

    ``point`` is longitude and latitude in degrees where they are known, ``within`` the IRI of the place that contains it.
    """

    iri: str
    label: str
    kind: str = "Participant"  # local name of its class
    names: tuple[str, ...] = ()  # other names, the label not among them
    links: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    within: str = ""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A relation of the ontology: ``name`` is its local name, ``label`` its words ("allied with").

    ``event`` says that it tells what happens, and not how things are: what was so "since 2020" happened in 2020 then.
    """

    name: str
    label: str
    symmetric: bool = False
    plover: str = ""
    event: bool = False


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A statement with the passages that tell it, by article, start and IRI; never without one."""

    iri: str
    subject: str  # IRI of an Actor
    relation: str  # name of a Relation
    object: str  # IRI of an Actor
    passages: tuple[Passage, ...]
    bare: bool = False  # whether the graph holds the triple itself
    contested: bool = False

    @property
    def statuses(self) -> dict[str, int]:
        """How many passages have each status, in the order of :data:`STATUS_ORDER`."""
        told = [passage.status for passage in self.passages]
        return {status: told.count(status) for status in STATUS_ORDER if status in told}

    @property
    def status(self) -> str:
        """The status that the edge is drawn by: the surest that any passage gives it."""
        return next(iter(self.statuses), "possible")

    @property
    def weight(self) -> int:
        """The number of passages."""
        return len(self.passages)


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What a selection would hold and the page does not."""

    actors: int = 0  # above the limit
    edges: int = 0  # of these actors
    least_told: int = 0  # edges between actors that are shown, for which the page has no room
    undated: int = 0  # passages without a date, left out because a period was asked for


@dataclass(frozen=True, kw_only=True)
class NetworkData:
    """A part of the graph: actors and sources by IRI, relations by name, edges by subject, relation and object."""

    actors: tuple[Actor, ...] = ()
    edges: tuple[Edge, ...] = ()
    relations: tuple[Relation, ...] = ()
    sources: tuple[Source, ...] = ()
    folded: tuple[str, ...] = ()  # IRIs of actors above the limit, the most central first: shown when asked for
    left_out: LeftOut = field(default_factory=LeftOut)
    asked: tuple[tuple[str, str], ...] = ()  # the options that chose it: ("around", "JNIM"), for reading

    @cached_property
    def folded_set(self) -> frozenset[str]:
        """The folded actors, for asking."""
        return frozenset(self.folded)

    def is_folded(self, edge: Edge) -> bool:
        """Whether an edge has a folded actor at one of its ends."""
        return edge.subject in self.folded_set or edge.object in self.folded_set
