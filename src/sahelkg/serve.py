"""The graph over HTTP: a read-only SPARQL 1.1 endpoint at ``/sparql``, and the pages.

The server reads requests and writes responses; whatever needs the store is done in processes of their own, which end
with their time (:mod:`sahelkg.answerers`). It serves people on their own computer, or a team behind a proxy: it knows no
encryption and no users.
"""

from __future__ import annotations

import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from sahelkg.answerers import Answerers
from sahelkg.answering import Ask, Draw, Limits, Reply, refuse
from sahelkg.errors import StoreError
from sahelkg.frontpage import draw_front, draw_refusal, write_policy
from sahelkg.messages import say
from sahelkg.pages import PAGES
from sahelkg.protocol import GRAPH_TYPES, RequestError, choose_form, read_get, read_post, split_parameters
from sahelkg.servicedescription import describe_service
from sahelkg.snapshots import find_current
from sahelkg.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENDPOINT = "/sparql"
_LARGEST_BODY = 1_000_000
_IDLE = 30  # seconds after which a connection that says nothing is closed
_KEPT_PAGES = 8
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SEVERAL = {"around", "relation", "status", "article"}
_NUMBERS = {"hops", "limit"}
_SELECTION = {*_SEVERAL, *_NUMBERS, "since", "until"}


class Server(ThreadingHTTPServer):
    """An HTTP server for one store; a context manager. ``serve_forever`` answers until ``shutdown``."""

    daemon_threads = True

    def __init__(
        self,
        store: Path,
        *,
        host: str = "127.0.0.1",
        port: int = 8642,
        limits: Limits | None = None,
        processes: int = 2,
        log: Callable[[str], None] = say,
    ) -> None:
        """Binds the address and starts the processes that answer.

        Args:
            store: the store's folder.
            host: the name or number to listen at.
            port: 0 takes any that is free; ``url`` has it.
            limits: what a request may cost.
            processes: how many requests are answered side by side.
            log: takes a line for each request.

        Raises:
            StoreError: there is no store, or the address cannot be listened at.
        """
        open_store(store).close()  # says now what is wrong with it
        self.store = store
        self.limits = limits or Limits()
        self.log = log
        self.pages: dict[tuple[Path | None, str], Reply] = {}
        try:
            family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.address_family = family
            super().__init__(address[:2], _Handler)  # type: ignore[arg-type]
        except (OSError, OverflowError) as error:
            cause = getattr(error, "strerror", None) or error
            raise StoreError(f"{host}:{port}: cannot be listened at ({cause}): choose another --host or --port") from error
        self.answerers = Answerers(store, self.limits, processes)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.server_port}"
        # A page of the web can have a name of its own lead to this computer; its requests carry that name.
        self.hosts = {host.casefold(), *_LOOPBACK} if address[0] in _LOOPBACK else None

    def server_close(self) -> None:
        """Stops listening and ends the processes."""
        super().server_close()
        if hasattr(self, "answerers"):  # the base class closes where it cannot listen
            self.answerers.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says in one line what went wrong with a connection; nothing for one that was broken off."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            self.log(f"{client_address[0]} a fault of the program ({type(error).__name__}: {error})")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "sahelkg"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    error_content_type = "text/plain; charset=utf-8"
    error_message_format = "%(message)s\n"
    _allowed: ClassVar = {ENDPOINT: "GET, HEAD, POST, OPTIONS"}

    def do_GET(self) -> None:
        self._respond(self._get)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self._respond(self._post)

    def do_OPTIONS(self) -> None:
        self._respond(lambda _, __: Reply(204, "text/plain", b""))

    def do_PUT(self) -> None:
        self._respond(self._refuse_method)

    do_DELETE = do_PATCH = do_PUT  # noqa: N815

    def _respond(self, reply_to: Callable[[str, str], Reply | None]) -> None:
        if self.command != "POST" and {"content-length", "transfer-encoding"} & {name.casefold() for name in self.headers}:
            self.close_connection = True  # a body that nobody reads is not taken for the next request
        try:
            self._check_host()
            parts = urlsplit(self.path)
            reply = reply_to(parts.path, parts.query)
        except RequestError as error:
            reply = refuse(error.status, str(error))
        except ValueError:
            reply = refuse(400, "the address cannot be read")
        if reply is None:  # the client is gone
            self.close_connection = True
            return
        if reply.status >= 400:
            if self.command not in {"GET", "HEAD"}:
                self.close_connection = True  # its body may still be coming
            if "text/html" in self.headers.get("Accept", ""):
                page = draw_refusal(reply.status, reply.body.decode())
                reply = Reply(reply.status, "text/html; charset=utf-8", page.encode())
        self._send(reply)

    def _get(self, path: str, query: str) -> Reply | None:
        if path == ENDPOINT:
            request = read_get(query)
            if request is not None:
                return self.server.answerers.answer(Ask(request, self.headers.get("Accept")), self.connection)
            form = choose_form(self.headers.get("Accept"), GRAPH_TYPES)
            if form == "html":
                return Reply(303, "text/plain", b"", "/")
            kind = GRAPH_TYPES[form][0]
            return Reply(200, kind, describe_service(f"http://{self.headers.get('Host', '')}{ENDPOINT}", form))
        if path == "/":
            name = next(iter(split_parameters(query).get("name", ())), None)
            return Reply(200, "text/html; charset=utf-8", draw_front(PAGES, name).encode())
        if path.removeprefix("/") in PAGES:
            return self._draw(path.removeprefix("/"), query)
        raise RequestError(404, f"nothing here: there are /, {ENDPOINT}, {', '.join('/' + page for page in PAGES)}")

    def _post(self, path: str, query: str) -> Reply | None:
        if path != ENDPOINT:
            return self._refuse_method(path, query)
        length = self.headers.get("Content-Length")
        if length is None or not length.isdecimal() or "Transfer-Encoding" in self.headers:
            raise RequestError(411, "the length of the body is not said: send Content-Length")
        if int(length) > _LARGEST_BODY:
            raise RequestError(413, f"a body of more than {_LARGEST_BODY:,} bytes: send less")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise RequestError(400, "the body ended early")
        request = read_post(query, self.headers.get("Content-Type", ""), body)
        return self.server.answerers.answer(Ask(request, self.headers.get("Accept")), self.connection)

    def _refuse_method(self, path: str, _: str) -> Reply:
        raise RequestError(405, f"{self.command} is not taken at {path[:100]}: the graph can only be read here")

    def _draw(self, page: str, query: str) -> Reply | None:
        """A page, drawn once for each checkpoint as long as it is among the last that were asked for."""
        key = find_current(self.server.store), f"{page}?{query}"
        kept = self.server.pages.get(key)
        if kept is not None:
            return kept
        reply = self.server.answerers.answer(Draw(page, _read_selection(query)), self.connection)
        if reply is not None and reply.status == 200:
            while len(self.server.pages) >= _KEPT_PAGES:
                self.server.pages.pop(next(iter(self.server.pages)), None)
            self.server.pages[key] = reply
        return reply

    def _check_host(self) -> None:
        try:
            name = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        except ValueError:
            name = ""
        if self.server.hosts is not None and name.casefold() not in self.server.hosts:
            raise RequestError(421, "this server goes by another name: ask for localhost")

    def _send(self, reply: Reply) -> None:
        path = urlsplit(getattr(self, "path", "")).path  # there is none where the first line could not be read
        self.send_response(reply.status)
        if reply.location is not None:
            self.send_header("Location", reply.location)
        if reply.status != 204:
            self.send_header("Content-Type", reply.type)
        if reply.status in {204, 405}:
            self.send_header("Allow", self._allowed.get(path, "GET, HEAD, OPTIONS"))
        if reply.status == 503:
            self.send_header("Retry-After", "10")
        if reply.type.startswith("text/html"):
            drawn = path.removeprefix("/") in PAGES and reply.status == 200
            self.send_header("Content-Security-Policy", "frame-ancestors 'self'" if drawn else write_policy())
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Vary", "Accept")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        self.server.log(f"{self.address_string()} {format % args}")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers what the base class refuses, an unknown method or a line too long, as the rest is refused."""
        self.close_connection = True
        status = 405 if code == HTTPStatus.NOT_IMPLEMENTED else code
        self._send(refuse(status, message or HTTPStatus(status).phrase))


def _read_selection(query: str) -> dict[str, Any]:
    """The arguments of ``draw_page`` in an address: ``?around=JNIM&hops=2``."""
    found: dict[str, Any] = {}
    for name, values in split_parameters(query).items():
        if name not in _SELECTION:
            raise RequestError(400, f"no parameter {name[:40]!r}: there are {', '.join(sorted(_SELECTION))}")
        if name in _SEVERAL:
            found[name] = values
        elif name in _NUMBERS:
            if not (values[-1].isdecimal() and len(values[-1]) < 10):
                raise RequestError(400, f"{name} is {values[-1][:40]!r}: give a whole number")
            found[name] = int(values[-1])
        else:
            found[name] = values[-1]
    return found
