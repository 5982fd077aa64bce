"""Real SPARQL servers for tests, and a proxy before them that breaks connections and asks for passwords."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

REALM, NONCE = "graphs", "a1b2c3"


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def run_oxigraph(*options: str) -> Generator[str]:
    """An Oxigraph server in memory; gives its address."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("no Oxigraph server here: pip install oxigraph")
    port = find_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 30
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert process.poll() is None
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@dataclass
class Proxy:
    """What the proxy is to do with the requests that come, and what came."""

    behind: str
    breaks: set[int] = field(default_factory=set)  # numbers of requests whose connection breaks, from 1
    late: set[int] = field(default_factory=set)  # of those, the ones that the server has still got
    status: dict[int, int] = field(default_factory=dict)  # numbers of requests that are answered so
    wants: str = ""  # "Basic", "Digest" or "Bearer"
    url: str = ""
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def run_proxy(behind: str, **options: Any) -> Generator[Proxy]:
    """A proxy before a server."""
    proxy = Proxy(behind, **options)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.casefold(): value for name, value in self.headers.items()}
            proxy.seen.append((self.command, self.path, headers, body))
            number = len(proxy.seen)
            if number in proxy.breaks:
                if number in proxy.late:
                    self.forward(body)
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if number in proxy.status:
                self.answer(proxy.status[number], {"Retry-After": "0"}, b"not now")
            elif proxy.wants and not is_let_in(proxy.wants, self.command, self.path, headers.get("authorization", "")):
                self.answer(401, {"WWW-Authenticate": challenge(proxy.wants)}, b"")
            else:
                self.answer(*self.forward(body))

        do_GET = do_PUT = do_POST  # noqa: N815

        def forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
            where = urlsplit(proxy.behind)
            connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
            names = ("Content-Type", "Accept")
            connection.request(self.command, self.path, body, {n: self.headers[n] for n in names if self.headers[n]})
            response = connection.getresponse()
            found = response.status, {"Content-Type": response.headers.get("Content-Type") or "text/plain"}, response.read()
            connection.close()
            return found

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        proxy.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


def challenge(wants: str) -> str:
    return f'{wants} realm="{REALM}"' + (f', nonce="{NONCE}", qop="auth", algorithm=MD5' if wants == "Digest" else "")


def is_let_in(wants: str, method: str, path: str, authorization: str) -> bool:
    """Whether it is user ``sahel`` with the password ``p:ss``, or the token ``t0ken``."""
    if wants == "Bearer":
        return authorization == "Bearer t0ken"
    if wants == "Basic":
        return authorization == "Basic " + base64.b64encode(b"sahel:p:ss").decode()
    parts = dict(re.findall(r'(\w+)="?([^",]+)"?', authorization.removeprefix("Digest ")))
    if not authorization.startswith("Digest ") or parts.get("uri") != path:
        return False

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    known, asked = md5(f"sahel:{REALM}:p:ss"), md5(f"{method}:{path}")
    return parts["response"] == md5(f"{known}:{NONCE}:{parts['nc']}:{parts['cnonce']}:{parts['qop']}:{asked}")
