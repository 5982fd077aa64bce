"""The SPARQL 1.1 Protocol: what a request asks, and in which form it wants its answer. Nothing is answered here.

https://www.w3.org/TR/sparql11-protocol/, section 2.1; updates are none of it. Forms are chosen as RFC 9110, section
12.5.1, has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from sahelkg.errors import QueryError
from sahelkg.sparql import FORMS, split_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW_TYPES = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "html": ("text/html", "application/xhtml+xml"),
}
GRAPH_TYPES = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "ntriples": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
    "html": ("text/html", "application/xhtml+xml"),
}
FORM_BODY = "application/x-www-form-urlencoded"
QUERY_BODY = "application/sparql-query"
_MOST_PARAMETERS = 100


class RequestError(QueryError):
    """A request that is not answered, with the status that HTTP has for it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Request:
    """A question as it came in, and the dataset that it is asked of; None is the store's own."""

    query: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    wanted: str | None = None  # the form that a parameter ``format`` names

    @property
    def is_graph(self) -> bool:
        """Whether the answer holds triples; a text that is no query counts as SELECT."""
        first = next((token.word for token in split_tokens(self.query) if token.word in FORMS), "")
        return first in {"CONSTRUCT", "DESCRIBE"}


def read_get(query_string: str) -> Request | None:
    """The question of a GET request; None where it asks none.

    Raises:
        RequestError: 400, the parameters are none, or more than one ``query``.
    """
    parameters = split_parameters(query_string)
    return _make_request(parameters) if {"query", "update"} & set(parameters) else None


def read_post(query_string: str, content_type: str, body: bytes) -> Request:
    """The question of a POST request, in a form's parameters or as the body itself.

    Raises:
        RequestError: 400 for a body that cannot be read, 415 for one of another type.
    """
    kind = content_type.partition(";")[0].strip().casefold()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the body is no UTF-8 ({error.reason} at byte {error.start})") from None
    parameters = split_parameters(query_string)
    if kind == QUERY_BODY:
        if "query" in parameters:
            raise RequestError(400, "a query stands in the address and in the body: give one")
        return _make_request({**parameters, "query": [text]})
    if kind == FORM_BODY:
        for name, values in split_parameters(text).items():
            parameters.setdefault(name, []).extend(values)
        return _make_request(parameters)
    raise RequestError(415, f"a body of type {kind[:80] or 'unknown'!r}: send {FORM_BODY} or {QUERY_BODY}")


def choose_form(accept: str | None, types: Mapping[str, Sequence[str]], wanted: str | None = None) -> str:
    """The form that a client likes best of those there are; of equals the first.

    Args:
        accept: the ``Accept`` header; None and an empty one take anything.
        types: the media types of each form, the form's own first.
        wanted: a form named otherwise; it wins if it is among them.

    Raises:
        RequestError: 406, the client takes none of them.

    Examples:
        >>> choose_form("text/csv;q=0.5, application/json", ROW_TYPES)
        'json'
        >>> choose_form("*/*", GRAPH_TYPES)
        'turtle'
    """
    if wanted is not None and wanted in types:
        return wanted
    ranges = _read_accept(accept or "*/*")
    best, chosen = 0.0, None
    for form, names in types.items():
        for place, name in enumerate(names):
            quality = _weigh(name, ranges) - 0.0001 * (place > 0)  # a form's own type goes before others that it fits
            if quality > best:
                best, chosen = quality, form
    if chosen is None:
        offered = ", ".join(names[0] for names in types.values())
        raise RequestError(406, f"the answer comes as {offered}: accept one of these")
    return chosen


def split_parameters(text: str) -> dict[str, list[str]]:
    """The parameters of an address or a form, each with its values.

    Raises:
        RequestError: 400, they are no UTF-8 or too many.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise RequestError(400, "the parameters are no UTF-8: encode them as percent-encoded UTF-8") from None
    except ValueError:
        raise RequestError(400, f"there are more than {_MOST_PARAMETERS} parameters") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _make_request(parameters: Mapping[str, Sequence[str]]) -> Request:
    if "update" in parameters:
        raise RequestError(400, "updates are not taken: this endpoint only answers questions")
    queries = parameters.get("query", ())
    if len(queries) != 1:
        raise RequestError(400, f"{len(queries) or 'no'} parameters 'query': give one")
    default, named = (parameters.get(f"{kind}-graph-uri") for kind in ("default", "named"))
    described = default is not None or named is not None
    return Request(
        queries[0],
        tuple(default or ()) if described else None,
        tuple(named or ()) if described else None,
        next(iter(parameters.get("format", ())), None),
    )


def _read_accept(header: str) -> dict[str, float]:
    """Media ranges with their quality; parameters but ``q`` are left out of account."""
    ranges: dict[str, float] = {}
    for part in header.split(",")[:_MOST_PARAMETERS]:
        name, *parameters = (piece.strip().casefold() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            ranges[name] = max(quality, ranges.get(name, 0.0))
    return ranges


def _weigh(name: str, ranges: Mapping[str, float]) -> float:
    """The quality that the most specific range gives a type."""
    for key in (name, f"{name.partition('/')[0]}/*", "*/*"):
        if key in ranges:
            return ranges[key]
    return 0.0
