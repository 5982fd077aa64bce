"""Bytes from a web address, within bounds of time, size and redirects."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

from sahelkg.errors import ArticleError
from sahelkg.frontmatter import is_web_address

if TYPE_CHECKING:
    from email.message import Message

_CHUNK = 65536
_SAFE = "%/:=&?~+!$,;'@()*[]"
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})


@dataclass(frozen=True)
class Response:
    """What a server sent: the bytes, unpacked, and what it says of them."""

    body: bytes
    is_page: bool  # HTML, else plain text
    charset: str | None


def fetch(url: str, *, timeout: float, max_bytes: int) -> Response:
    """The page or plain text at an http or https address.

    Follows at most five redirects, to http and https only. Nothing is cached, no cookie kept, no proxy used but the
    environment's.

    Args:
        url: The address; letters beyond ASCII are encoded.
        timeout: Seconds, for each wait and for the whole body.
        max_bytes: The largest body that is read, packed or unpacked.

    Raises:
        ArticleError: ``address`` for one that cannot be asked for, ``fetch`` when no answer or an error comes,
            ``kind`` for content that is neither HTML nor plain text, ``huge`` for more than ``max_bytes``.
    """
    deadline = time.monotonic() + timeout
    request = urllib.request.Request(
        _ask_for(url), headers={"User-Agent": "sahelkg", "Accept": "text/html, text/plain"}
    )
    try:
        with _build_opener().open(request, timeout=timeout) as answer:
            headers = answer.headers
            kind = headers.get_content_type()
            if kind not in _PAGES | _PLAIN:
                raise ArticleError(f"is {kind[:60]!r}: give an address of HTML or plain text", reason_code="kind")
            body = _unpack(_read_body(answer, deadline, max_bytes), headers, max_bytes)
    except urllib.error.HTTPError as error:
        reason = " ".join(str(error.reason).split())[:80]
        error.close()
        raise ArticleError(f"was answered by {error.code} {reason}: check the address", reason_code="fetch") from error
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        # An URLError keeps what happened in ``reason``.
        reason = " ".join(str(getattr(error, "reason", None) or error or type(error).__name__).split())[:120]
        raise ArticleError(
            f"cannot be fetched ({reason}): check the address and the network", reason_code="fetch"
        ) from error
    return Response(body, kind in _PAGES, headers.get_content_charset())


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in {"http", "https"}:
            raise urllib.error.HTTPError(newurl, code, "redirects to what is neither http nor https", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _build_opener() -> urllib.request.OpenerDirector:
    """An opener for http and https alone: urllib's own would follow file:, ftp: and data: as well."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _ask_for(url: str) -> str:
    """The address as it goes over the wire: ASCII, without fragment."""
    if not is_web_address(url):
        raise ArticleError("is no address that can be asked for: give http:// or https://", reason_code="address")
    parts = urlsplit(urldefrag(url).url)
    if parts.username is not None:
        raise ArticleError(
            "holds a user name, which would be published with the graph: give it without", reason_code="address"
        )
    try:
        host = parts.netloc.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ArticleError("has a host name that does not exist: check it", reason_code="address") from error
    return urlunsplit((parts.scheme, host, quote(parts.path, safe=_SAFE), quote(parts.query, safe=_SAFE), ""))


def _read_body(answer: http.client.HTTPResponse, deadline: float, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise _too_large(max_bytes)
        if time.monotonic() > deadline:
            raise TimeoutError("timed out")
    if answer.length:  # fewer bytes came than were announced
        raise http.client.IncompleteRead(b"", answer.length)
    return b"".join(parts)


def _unpack(body: bytes, headers: Message, max_bytes: int) -> bytes:
    """The body without gzip or deflate, which some servers use unasked; a bomb is stopped at ``max_bytes``."""
    coding = (headers.get("Content-Encoding") or "identity").strip().casefold()
    if coding == "identity":
        return body
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise ArticleError(f"is packed as {coding[:20]!r}, which was not asked for", reason_code="kind")
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, by its header
    unpacked = unpacker.decompress(body, max_bytes + 1)
    if len(unpacked) > max_bytes:
        raise _too_large(max_bytes)
    return unpacked


def _too_large(max_bytes: int) -> ArticleError:
    return ArticleError(f"is larger than {max_bytes:,} bytes: raise the limit or cut it", reason_code="huge")
