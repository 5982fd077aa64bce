"""Changes for a SPARQL 1.1 server, collected into requests of a bearable size: Update, and the Graph Store Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

from sahelkg.endpoint import check_url
from sahelkg.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.endpoint import Endpoint
    from sahelkg.remote import RemoteStore

PUSHED_GRAPH = BASE + "graph/pushed"
BATCH = 1000  # triples in one request; Virtuoso takes no more than some thousands
BATCH_GRAPH_STORE = 50_000  # triples in one request of the Graph Store Protocol, which needs no SPARQL parser


@dataclass(frozen=True)
class Server:
    """Where a server takes queries, updates and, if it is named, graphs (Graph Store Protocol)."""

    store: RemoteStore
    update_url: str
    graph_store: str | None = None  # used for what is more than a request's triples
    batch: int = BATCH

    @property
    def endpoint(self) -> Endpoint:
        """How it is spoken to."""
        return self.store.endpoint


def open_server(store: RemoteStore, update: str | None = None, graph_store: str | None = None, batch: int = BATCH) -> Server:
    """The server behind an address for queries.

    Args:
        store: where it takes queries.
        update: where it takes updates; by default where its kind of server does: ``…/query`` has its ``…/update``,
            ``/repositories/NAME`` its ``…/statements``, any other takes both.
        graph_store: where it takes graphs.
        batch: triples in one request.

    Raises:
        StoreError: an address is none.
    """
    return Server(store, check_url(update or _guess_update(store.url)), check_url(graph_store) if graph_store else None, batch)


class Updates:
    """Changes in their order. They are sent when a request is full, and by :meth:`send`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._waiting: list[str] = []
        self._lines = 0

    def add(self, update: str, lines: int = 1) -> None:
        """Adds an operation of SPARQL 1.1 Update that is as long as so many triples."""
        if self._waiting and self._lines + lines > self._server.batch:
            self.send()
        self._waiting.append(update)
        self._lines += lines

    def insert(self, lines: Sequence[str], graph: str | None) -> None:
        """Adds triples, given as lines of N-Triples, to a graph, None being the default graph."""
        if self._server.graph_store and len(lines) > self._server.batch:
            self._post(lines, graph, "POST")
        else:
            self._change("INSERT DATA", lines, graph)

    def delete(self, lines: Sequence[str], graph: str | None) -> None:
        """Takes triples out of a graph."""
        self._change("DELETE DATA", lines, graph)

    def drop(self, graph: str | None) -> None:
        """Empties a graph, which need not be there."""
        self.add(f"DROP SILENT GRAPH <{graph}>" if graph else "CLEAR SILENT DEFAULT")

    def replace(self, lines: Sequence[str], graph: str) -> None:
        """Puts triples in place of what a graph held."""
        if self._server.graph_store and self._server.batch < len(lines) <= BATCH_GRAPH_STORE:
            self._post(lines, graph, "PUT")
        else:
            self.drop(graph)
            self.insert(lines, graph)

    def send(self) -> None:
        """Sends what is waiting.

        Raises:
            StoreError: the server cannot be reached or refuses.
        """
        if not self._waiting:
            return
        body = " ;\n".join(self._waiting).encode()
        self._server.endpoint.send(self._server.update_url, body, content_type="application/sparql-update")
        self._waiting.clear()
        self._lines = 0

    def _change(self, verb: str, lines: Sequence[str], graph: str | None) -> None:
        rest = list(lines)
        while rest:
            room = max(self._server.batch - self._lines, 1)
            if room < min(len(rest), self._server.batch):
                self.send()
                room = self._server.batch
            some, rest = rest[:room], rest[room:]
            data = "\n".join(some)
            self.add(f"{verb} {{ GRAPH <{graph}> {{\n{data}\n}} }}" if graph else f"{verb} {{\n{data}\n}}", len(some))

    def _post(self, lines: Sequence[str], graph: str | None, method: str) -> None:
        self.send()  # in their order
        url = f"{self._server.graph_store}?{urlencode({'graph': graph}) if graph else 'default'}"
        for first in range(0, max(len(lines), 1), BATCH_GRAPH_STORE):
            body = "\n".join(lines[first : first + BATCH_GRAPH_STORE]) + "\n"
            self._server.endpoint.send(url, body.encode(), content_type="text/turtle", method=method)


def _guess_update(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path
    if path.endswith("/query"):
        path = path.removesuffix("query") + "update"
    elif "/repositories/" in path and path.count("/", path.index("/repositories/") + 14) == 0:
        path += "/statements"
    return urlunsplit(parts._replace(path=path))
