"""A graph on a server, asked as the embedded store is: what ``--endpoint`` puts in place of ``--store``.

On a server whose default graph is all graphs together (Virtuoso), the merged graph has a name of its own, and questions
carry it as ``default-graph-uri``; but not those with ``GRAPH`` in them, since a server that keeps to the SPARQL 1.1
Protocol would then hide the named graphs.
"""

from __future__ import annotations

import json
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox

from sahelkg.endpoint import Endpoint, check_url, show_url
from sahelkg.errors import QueryError, StoreError
from sahelkg.protocol import FORM_BODY, Request
from sahelkg.sparql import split_tokens
from sahelkg.vocabulary import MERGED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sahelkg.endpoint import Response

_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_MOST_ROWS = "X-SPARQL-MaxRows"  # how Virtuoso says that it cut the answer


class RemoteStore:
    """A server's graph; :meth:`query` is that of pyoxigraph's ``Store``, and gives the same kinds of results."""

    def __init__(self, url: str, endpoint: Endpoint | None = None) -> None:
        """Asks nothing yet.

        Args:
            url: where the server takes queries, ``http://localhost:7878/query``.
            endpoint: how it is spoken to.

        Raises:
            StoreError: the address is none.
        """
        self.url = check_url(url)
        self.endpoint = endpoint or Endpoint()

    @cached_property
    def default_graph(self) -> str | None:
        """The name of the merged graph, where the server has it under one; None where it is the default graph."""
        found = self.select(f"SELECT ?s WHERE {{ GRAPH <{MERGED_GRAPH}> {{ ?s ?p ?o }} }} LIMIT 1")
        return MERGED_GRAPH if found else None

    def select(self, query: str) -> list[ox.QuerySolution]:
        """The rows of the answer to a SELECT without prefixes, of the server's own dataset."""
        found = self._ask(query, None)
        return list(found) if isinstance(found, ox.QuerySolutions) else []

    def query(
        self, query: str, /, *, prefixes: dict[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The server's answer.

        Raises:
            StoreError: the server cannot be reached or refuses.
            QueryError: what it answered is cut or cannot be read.
        """
        text = _declare(query, prefixes or {})
        inside = any(token.word == "GRAPH" for token in split_tokens(query))
        return self._ask(text, None if inside else self.default_graph)

    def _ask(self, text: str, default_graph: str | None) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        request = Request(text)
        parameters = {"query": text} | ({"default-graph-uri": default_graph} if default_graph else {})
        response = self.endpoint.send(
            self.url,
            urlencode(parameters).encode(),
            content_type=FORM_BODY,
            accept=_TRIPLES if request.is_graph else _ROWS,
        )
        try:
            if request.is_graph:
                return _read_triples(response)
            return _read_rows(response, asks=any(token.word == "ASK" for token in split_tokens(text)))
        except (SyntaxError, ValueError) as error:
            kind = response.headers.get_content_type()
            raise QueryError(
                f"{show_url(self.url)}: what it answers ({kind}) cannot be read: check that it is a SPARQL endpoint"
            ) from error


def _declare(query: str, prefixes: dict[str, str]) -> str:
    """The query with the prefixes declared that it uses and does not declare, on its first line."""
    tokens = split_tokens(query)
    names = [token.text.partition(":")[0] for token in tokens if token.kind == "name"]
    own = {
        after.text.partition(":")[0]
        for token, after in pairwise(tokens)
        if token.word == "PREFIX" and after.kind == "name"
    }
    wanted = sorted({name for name in names if name in prefixes} - own)
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in wanted) + query


def _read_rows(response: Response, *, asks: bool) -> ox.QuerySolutions | ox.QueryBoolean:
    kind = response.headers.get_content_type()
    form = ox.QueryResultsFormat.from_media_type(kind)
    if kind == "application/json":
        form = ox.QueryResultsFormat.JSON
    if form is None:
        raise ValueError(kind)
    body = response.body
    most = response.headers.get(_MOST_ROWS, "")
    if form == ox.QueryResultsFormat.JSON and (most or b"#boolean" in body):
        body = _mend_json(body, int(most) if most.isdecimal() else None)
    found: Any = ox.parse_query_results(body, form)
    if asks and isinstance(found, ox.QuerySolutions):  # Virtuoso answers ASK with a row or none
        found = _make_boolean(any(True for _ in found))
    if not isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
        raise StoreError("the server answers with neither rows nor yes or no")
    return found


def _mend_json(body: bytes, most: int | None) -> bytes:
    """The rows with booleans as ``true`` and ``false``: Virtuoso writes 1 and 0.

    Raises:
        QueryError: there are as many rows as the server gives at most.
    """
    content = json.loads(body)
    rows = content.get("results", {}).get("bindings", ())
    if most is not None and len(rows) >= most:
        raise QueryError(f"the server gives no more than {most} rows: ask for less, or raise its ResultSetMaxRows")
    for row in rows:
        for term in row.values():
            if term.get("datatype") == _BOOLEAN:
                term["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
    return json.dumps(content).encode()


def _read_triples(response: Response) -> ox.QueryTriples:
    kind = response.headers.get_content_type()
    form = ox.RdfFormat.from_media_type("application/n-triples" if kind == "text/plain" else kind)
    if form is None:
        raise ValueError(kind)
    return _make_triples(quad.triple for quad in ox.parse(response.body, form))


def _make_triples(triples: Iterable[ox.Triple]) -> ox.QueryTriples:
    store = ox.Store()
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)
    return found


def _make_boolean(value: bool) -> ox.QueryBoolean:
    found = ox.Store().query(f"ASK {{ FILTER({str(value).lower()}) }}")
    assert isinstance(found, ox.QueryBoolean)
    return found
