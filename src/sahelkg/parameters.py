"""What a user writes for a parameter → one RDF term, checked; never text that is pasted into a query."""

from __future__ import annotations

import calendar
import difflib
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.errors import QueryError
from sahelkg.lookup import find_entity
from sahelkg.records import Status
from sahelkg.tables import strip_controls
from sahelkg.vocabulary import PREFIXES, article_iri, expand, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from sahelkg.lookup import Queryable

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_RELATIONS = """SELECT DISTINCT ?relation ?label WHERE {
    { ?relation a skg:Relation } UNION { ?statement rdf:predicate ?relation }
    OPTIONAL { ?relation rdfs:label ?label }
}"""


def make_term(store: Queryable, kind: str, value: str) -> ox.NamedNode | ox.Literal:
    """The term that a value stands for.

    Kinds: ``actor``, ``place``, ``entity`` (any name or alias); ``relation``, ``status``, ``article`` (its id);
    ``date``; ``since`` and ``until`` (a day, or a month or year of which they take the first or last day); ``year``,
    ``month`` (as text, ``"2025-06"``); ``number``; ``text``; ``any``: an IRI in angle brackets or with a known prefix,
    a quoted text, a day, a number, else a name.

    Raises:
        QueryError: the value is none of its kind; the message says what is expected.
    """
    if kind not in _MAKERS:
        raise QueryError(f"parameters of the kind {kind!r} do not exist; kinds: {', '.join(_MAKERS)}")
    return _MAKERS[kind](store, value.strip())


def _make_entity(kind: str | None) -> Callable[[Queryable, str], ox.NamedNode]:
    return lambda store, value: ox.NamedNode(find_entity(store, value, kind))


def _make_date(store: Queryable, value: str) -> ox.Literal:
    match = _DATE.fullmatch(value)
    if match is None or not match[3]:
        raise QueryError(f"{_show(value)} is no day: write it as 2025-06-30")
    return _day(value, int(match[1]), int(match[2]), int(match[3]))


def _make_since(store: Queryable, value: str) -> ox.Literal:
    match = _match_date(value)
    return _day(value, int(match[1]), int(match[2] or 1), int(match[3] or 1))


def _make_until(store: Queryable, value: str) -> ox.Literal:
    match = _match_date(value)
    year, month = int(match[1]), int(match[2] or 12)
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 31
    return _day(value, year, month, int(match[3] or last))


def _match_date(value: str) -> re.Match[str]:
    match = _DATE.fullmatch(value)
    if match is None:
        raise QueryError(f"{_show(value)} is no date: write it as 2025-06-30, 2025-06 or 2025")
    return match


def _day(value: str, year: int, month: int, day: int) -> ox.Literal:
    if not (1 <= month <= 12 and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise QueryError(f"{_show(value)} is no day of the calendar: write it as 2025-06-30")
    return ox.Literal(f"{year:04}-{month:02}-{day:02}", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def _make_year(store: Queryable, value: str) -> ox.Literal:
    if not re.fullmatch(r"[0-9]{4}", value):
        raise QueryError(f"{_show(value)} is no year: write it as 2025")
    return ox.Literal(value)


def _make_month(store: Queryable, value: str) -> ox.Literal:
    if not re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])", value):
        raise QueryError(f"{_show(value)} is no month: write it as 2025-06")
    return ox.Literal(value)


def _make_number(store: Queryable, value: str) -> ox.Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise QueryError(f"{_show(value)} is no whole number")
    return ox.Literal(int(value))


def _make_status(store: Queryable, value: str) -> ox.NamedNode:
    name = value.removeprefix("skg:").casefold()
    if name not in set(Status):
        raise QueryError(f"{_show(value)} is no status: {', '.join(Status)}")
    return ox.NamedNode(expand(f"skg:{name}"))


def _make_relation(store: Queryable, value: str) -> ox.NamedNode:
    known: dict[str, str] = {}
    for row in store.query(_RELATIONS, prefixes=PREFIXES):
        name = shorten(row["relation"].value).removeprefix("skg:")
        known[name.casefold()] = row["relation"].value
        if row["label"] is not None:
            known.setdefault(row["label"].value.casefold(), row["relation"].value)
    wanted = value.removeprefix("skg:").casefold()
    if wanted in known:
        return ox.NamedNode(known[wanted])
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(sorted(known)[:40]) or 'none'}"
    raise QueryError(f"no relation {_show(value)} in this store: {hint}")


def _make_article(store: Queryable, value: str) -> ox.NamedNode:
    iri = expand(value if value.startswith("art:") else article_iri(value))
    return _make_iri(iri)


def _make_text(store: Queryable, value: str) -> ox.Literal:
    return ox.Literal(value)


def _make_any(store: Queryable, value: str) -> ox.NamedNode | ox.Literal:
    if value.startswith("<") and value.endswith(">"):
        return _make_iri(value[1:-1])
    if len(value) > 1 and value[0] == value[-1] and value[0] in {'"', "'"}:
        return ox.Literal(value[1:-1])
    prefix, colon, _ = value.partition(":")
    if colon and (prefix in PREFIXES or value.startswith(("http://", "https://", "urn:"))):
        return _make_iri(expand(value))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return _make_date(store, value)
    if re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        return ox.Literal(int(value))
    return ox.NamedNode(find_entity(store, value))


def _make_iri(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{_show(iri)} is no IRI: {error}") from error


def _show(value: str) -> str:
    return repr(strip_controls(value))


_MAKERS: dict[str, Callable[[Queryable, str], ox.NamedNode | ox.Literal]] = {
    "actor": _make_entity("Actor"),
    "place": _make_entity("Place"),
    "entity": _make_entity(None),
    "relation": _make_relation,
    "status": _make_status,
    "article": _make_article,
    "date": _make_date,
    "since": _make_since,
    "until": _make_until,
    "year": _make_year,
    "month": _make_month,
    "number": _make_number,
    "text": _make_text,
    "any": _make_any,
}
