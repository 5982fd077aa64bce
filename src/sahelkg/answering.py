"""The process that answers for ``serve``: it opens the store, answers one request after another, and can be killed.

pyoxigraph cannot stop a query (it has no time limit and does not see a signal while it runs), and a query can need more
memory than there is. So every request is answered in a process of its own kind, from which nothing but bytes comes back.
"""

from __future__ import annotations

import io
import signal
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from sahelkg.errors import QueryError, SahelKGError
from sahelkg.protocol import GRAPH_TYPES, ROW_TYPES, Request, RequestError, choose_form
from sahelkg.snapshots import find_current
from sahelkg.store import Store, open_store
from sahelkg.vocabulary import MERGED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from sahelkg.lookup import Queryable

_GRACE = 2.0  # seconds after which the process ends itself, should nobody have done it
_ROWS_SHOWN = 1000


@dataclass(frozen=True)
class Limits:
    """What one request may cost: seconds, megabytes of answer, and megabytes of memory."""

    seconds: float = 30.0
    answer: int = 64
    memory: int = 4096


class Ask(NamedTuple):
    """A request to answer a question, in the form that ``accept`` likes best."""

    request: Request
    accept: str | None


class Draw(NamedTuple):
    """A request to draw a page: the arguments of :func:`sahelkg.pages.draw_page`."""

    page: str
    selection: dict[str, Any]


class Reply(NamedTuple):
    """What comes back: status, type and body of the response, and where the client is sent to instead."""

    status: int
    type: str
    body: bytes
    location: str | None = None


class _Graphs:
    """A store asked with the dataset that a request describes, which stands in place of the store's own."""

    def __init__(self, store: ox.Store, default: Sequence[str], named: Sequence[str]) -> None:
        self._store = store
        self._default = [_name_graph(iri) for iri in default]
        self._named = [graph for graph in map(_name_graph, named) if isinstance(graph, ox.NamedNode)]

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> Any:
        return self._store.query(query, prefixes=prefixes, default_graph=[*self._default], named_graphs=[*self._named])


class _Bounded(io.BytesIO):
    """A body that grows up to so many bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._most:
            raise RequestError(500, f"the answer is larger than {self._most // 1_000_000} MB: ask for less, as with LIMIT")
        return super().write(data)


def answer_requests(path: Path, limits: Limits, channel: Connection) -> None:
    """Answers what comes through the channel until it is closed; what the process for answering runs.

    Each request is answered from the last checkpoint that there is when it comes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of the terminal; the server ends this one
    _limit_memory(limits.memory)
    store: Store | None = None
    while True:
        try:
            work = channel.recv()
        except (EOFError, OSError):
            return
        _set_alarm(limits.seconds + _GRACE)
        try:
            store = _refresh(store, path)
            reply = _answer(store.quads, work, limits)
        except RequestError as error:
            reply = refuse(error.status, str(error))
        except QueryError as error:
            reply = refuse(400, str(error))
        except SahelKGError as error:
            reply = refuse(503, str(error))
        except MemoryError:
            reply = refuse(500, "the question needs more memory than it may have: ask for less")
        except Exception as error:  # whatever it is, the server goes on and the client is told
            reply = refuse(500, f"a fault of the program ({type(error).__name__}): please report it")
        _set_alarm(0)
        with suppress(BrokenPipeError):
            channel.send(reply)


def refuse(status: int, message: str) -> Reply:
    """A reply that says in one line why there is no answer."""
    return Reply(status, "text/plain; charset=utf-8", f"{message}\n".encode(errors="replace"))


def _answer(store: ox.Store, work: Ask | Draw, limits: Limits) -> Reply:
    if isinstance(work, Draw):
        from sahelkg.pages import draw_page

        page = draw_page(store, work.page, **work.selection)
        return Reply(200, "text/html; charset=utf-8", page.encode())
    from sahelkg.query import run_query, write_answer

    request = work.request
    types = GRAPH_TYPES if request.is_graph else ROW_TYPES
    form = choose_form(work.accept, types, request.wanted)
    asked: Queryable = store
    if request.default_graphs is not None:
        asked = _Graphs(store, request.default_graphs, request.named_graphs or ())
    answer = run_query(asked, request.query)
    if form == "html":
        from sahelkg.frontpage import draw_answer

        return Reply(200, "text/html; charset=utf-8", draw_answer(request.query, answer, most=_ROWS_SHOWN).encode())
    body = _Bounded(limits.answer * 1_000_000)
    try:
        write_answer(answer, form, body)
    except OSError as error:  # how pyoxigraph hands on what the stream raised
        raise RequestError(500, str(error)) from error
    charset = "" if form in {"json", "xml", "jsonld", "rdfxml", "ntriples"} else "; charset=utf-8"
    return Reply(200, types[form][0] + charset, body.getvalue())


def _refresh(store: Store | None, path: Path) -> Store:
    """The store as of the last commit: opened, or opened again where a build has made a newer checkpoint."""
    if store is not None and store.checkpoint == find_current(path):
        return store
    if store is not None:
        store.close()
    return open_store(path)


def _name_graph(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    """The graph of that name; the merged one is the default graph here."""
    if iri == MERGED_GRAPH:
        return ox.DefaultGraph()
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise RequestError(400, f"{iri[:100]!r} names no graph: {error}") from None


def _set_alarm(seconds: float) -> None:
    """Has the system end this process after so many seconds, even within a query; 0 takes it back."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(megabytes: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # a system without such limits
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000,) * 2)
