"""RDF terms made safely: what an article says is text, whatever it looks like, until it has been checked.

Every string that ends in the graph passes through here, so that no export can be broken by what an article holds: an
IRI is one only if it is, a date only if the calendar has it, and a literal never holds what XML 1.0 cannot.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox

from sahelkg.vocabulary import PREFIXES, expand

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")
_MOMENT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z", re.ASCII)
_XSD = {name: ox.NamedNode(PREFIXES["xsd"] + name) for name in ("date", "decimal", "gYear", "gYearMonth", "integer")}
TRUE = ox.Literal(value=True)


@lru_cache(maxsize=16384)
def node(name: str) -> ox.NamedNode:
    """The node of a prefixed name or an IRI.

    Raises:
        ValueError: it is no IRI.
    """
    return ox.NamedNode(expand(name))


def write_text(value: str, language: str | None = None) -> ox.Literal:
    """A literal; what no exchange format can hold (control characters, half surrogates) becomes U+FFFD, one for one.

    A language tag that is none is left out.
    """
    plain = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if language and _LANGUAGE.match(language):
        with suppress(ValueError):
            return ox.Literal(plain, language=language.lower())
    return ox.Literal(plain)


def write_integer(value: int) -> ox.Literal:
    """An ``xsd:integer``."""
    return ox.Literal(str(int(value)), datatype=_XSD["integer"])


def write_decimal(value: float) -> ox.Literal:
    """An ``xsd:decimal`` of at most four places, as the store writes it back: ``0.9``, ``1``."""
    return ox.Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=_XSD["decimal"])


def write_moment(value: str | None) -> ox.Literal | None:
    """A day, a month or a year as ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``; None for what the calendar lacks.

    Examples:
        >>> write_moment("2025-02-30") is None
        True
        >>> str(write_moment("2025-06"))
        '"2025-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    found = _MOMENT.match(value or "")
    if not found:
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return ox.Literal(found.group(), datatype=_XSD["date" if day else "gYearMonth" if month else "gYear"])


def write_day(value: str | None) -> ox.Literal | None:
    """An ``xsd:date``, or None for anything but a day of the calendar."""
    literal = write_moment(value)
    return literal if literal is not None and literal.datatype == _XSD["date"] else None


def write_address(url: str | None) -> ox.NamedNode | None:
    """The node of a web address, percent-encoded to ASCII; None for anything but http and https, or with a password.

    Examples:
        >>> write_address("javascript:alert(1)") is None
        True
        >>> str(write_address("https://example.org/a b?x=<é>"))
        '<https://example.org/a%20b?x=%3C%C3%A9%3E>'
    """
    try:
        parts = urlsplit((url or "").strip())
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not re.fullmatch(r"[a-z0-9.-]+", host):
        return None
    kept = "/:@!$&'()*+,;=-._~%"
    try:
        address = urlunsplit((
            parts.scheme,
            host + port,
            quote(_encode_stray_percents(parts.path), safe=kept),
            quote(_encode_stray_percents(parts.query), safe=kept + "?"),
            quote(_encode_stray_percents(parts.fragment), safe=kept + "?"),
        ))
        return ox.NamedNode(address)
    except ValueError:
        return None


def _encode_stray_percents(part: str) -> str:
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
