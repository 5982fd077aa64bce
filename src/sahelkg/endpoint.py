"""Requests to a SPARQL server: who one is there, what to do when the connection breaks, and what errors mean.

Credentials come from the environment (``SAHELKG_ENDPOINT_USER`` and ``SAHELKG_ENDPOINT_PASSWORD``, or
``SAHELKG_ENDPOINT_TOKEN``), else from the netrc file; never from the command line, which others on the computer can read.
"""

from __future__ import annotations

import base64
import http.client
import netrc
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sahelkg.errors import StoreError
from sahelkg.tables import strip_controls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

USER, PASSWORD, TOKEN = (f"SAHELKG_ENDPOINT_{name}" for name in ("USER", "PASSWORD", "TOKEN"))
_PASSING = {429, 502, 503, 504}  # a server that is busy or just starting
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between attempts; everything asked of a server may be asked twice
_LONGEST_WAIT = 30.0
_LARGEST_ANSWER = 2_000_000_000


@dataclass(frozen=True)
class Response:
    """What a server answered: its body, and the headers with it."""

    body: bytes
    headers: Message


class Endpoint:
    """A server to be asked, with the credentials for it. Requests are repeated where the connection breaks."""

    def __init__(self, *, timeout: float = 300.0, waits: tuple[float, ...] = _WAITS) -> None:
        self._timeout = timeout
        self._waits = waits
        self._basic: set[str] = set()  # the servers that want user and password with each request

    def send(
        self,
        url: str,
        body: bytes | None = None,
        *,
        content_type: str = "",
        accept: str = "*/*",
        method: str | None = None,
    ) -> Response:
        """The response to a request: a GET, or a POST of the body, unless another method is named.

        Raises:
            StoreError: the server cannot be reached, does not let us in, or refuses.
        """
        headers = {"Accept": accept, "User-Agent": "sahelkg"}
        if content_type:
            headers["Content-Type"] = content_type
        reason = ""  # not the error itself: with its frames it would keep alive what is being read
        for wait in (*self._waits, None):
            try:
                return self._send_once(url, body, headers, method)
            except urllib.error.HTTPError as error:
                if error.code not in _PASSING or wait is None:
                    raise _explain_status(url, error) from error
                wait = min(max(_read_wait(error.headers), wait), _LONGEST_WAIT)
                reason = f"{error.code}"
                error.close()
            except (OSError, http.client.HTTPException) as error:
                reason = " ".join(str(getattr(error, "reason", None) or error or type(error).__name__).split())[:120]
            if wait is None:
                break
            time.sleep(wait)
        raise StoreError(f"{show_url(url)}: cannot be reached ({reason}): check the address, and that the server runs")

    def _send_once(self, url: str, body: bytes | None, headers: Mapping[str, str], method: str | None) -> Response:
        host = urlsplit(url).netloc
        known = find_credentials(url)
        sent = dict(headers)
        if TOKEN in os.environ:
            sent["Authorization"] = f"Bearer {os.environ[TOKEN]}"
        elif known and host in self._basic:
            sent["Authorization"] = "Basic " + base64.b64encode(":".join(known).encode()).decode()
        request = urllib.request.Request(url, body, sent, method=method)
        try:
            with _build_opener(url, known).open(request, timeout=self._timeout) as answer:
                return Response(_read_body(answer), answer.headers)
        except urllib.error.HTTPError as error:
            asks = (error.headers.get("WWW-Authenticate") or "").strip().casefold()
            if error.code != 401 or not known or not asks.startswith("basic") or host in self._basic:
                raise
            error.close()
        self._basic.add(host)
        return self._send_once(url, body, headers, method)


def check_url(url: str) -> str:
    """The address of a server, as it was given.

    Raises:
        StoreError: it is none, or holds a password.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable or any(ord(char) < 33 or ord(char) > 126 for char in url):
        raise StoreError(f"{strip_controls(url)!r} is no address of a server: give http://… or https://…")
    if parts.username is not None or parts.password is not None:
        raise StoreError(f"{show_url(url)}: give the user as {USER} and the password as {PASSWORD}, or in netrc")
    return url


def show_url(url: str) -> str:
    """An address for a message: without user and password."""
    parts = urlsplit(url)
    return strip_controls(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")


def find_credentials(url: str) -> tuple[str, str] | None:
    """User and password for a server, from the environment, else from netrc; None where neither has them.

    Raises:
        StoreError: the netrc file cannot be read.
    """
    if USER in os.environ:
        return os.environ[USER], os.environ.get(PASSWORD, "")
    try:
        found = netrc.netrc(os.environ.get("NETRC") or None).authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError) as error:
        raise StoreError(f"the netrc file cannot be read ({error}): mend it, or set {USER} and {PASSWORD}") from error
    return (found[0], found[2]) if found and found[2] is not None else None


def _build_opener(url: str, known: tuple[str, str] | None) -> urllib.request.OpenerDirector:
    """An opener that follows no redirect, which would take credentials and changes elsewhere."""
    opener = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ]
    if known:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, *known)
        handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _read_body(answer: http.client.HTTPResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read(1 << 20):
        parts.append(chunk)
        size += len(chunk)
        if size > _LARGEST_ANSWER:
            raise StoreError(f"{show_url(answer.url)}: the answer is larger than 2 GB: ask for less")
    return b"".join(parts)


def _read_wait(headers: Message) -> float:
    value = headers.get("Retry-After") or ""
    return float(value) if value.isdecimal() else 0.0


def _explain_status(url: str, error: urllib.error.HTTPError) -> StoreError:
    where = show_url(url)
    said = strip_controls(" ".join(error.read(2000).decode("utf-8", "replace").split()))[:300]
    error.close()
    if error.code in {401, 403}:
        return StoreError(
            f"{where}: does not let us in ({error.code}): set {USER} and {PASSWORD}, or {TOKEN}, or add it to netrc"
        )
    if 300 <= error.code < 400:
        target = strip_controls(error.headers.get("Location") or "elsewhere")[:200]
        return StoreError(f"{where}: has moved to {target}: give that address")
    if error.code in {404, 405, 501}:
        return StoreError(f"{where}: nothing there takes this ({error.code}): check the address ({said or 'no reason given'})")
    return StoreError(f"{where}: refuses ({error.code}): {said or 'no reason given'}")
