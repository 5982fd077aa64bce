"""Questions in SPARQL, asked of a store: what was asked, the answer, and the answer's forms.

Only questions are taken, and only of this store (:func:`sahelkg.sparql.check_query`). All prefixes of
:data:`sahelkg.vocabulary.PREFIXES` are known without being declared.
"""

from __future__ import annotations

import difflib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from sahelkg.errors import QueryError
from sahelkg.named import Query, load_queries, read_query
from sahelkg.parameters import make_term
from sahelkg.sparql import FORMS, bind_variable, check_query, split_tokens
from sahelkg.tables import strip_controls, write_rows
from sahelkg.triples import sort_lines, write_lines
from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from sahelkg.lookup import Queryable

TABLE_FORMATS = "table", "csv", "tsv", "json", "xml"  # of SELECT and ASK
GRAPH_FORMATS = "turtle", "ntriples", "jsonld", "rdfxml"  # of CONSTRUCT and DESCRIBE
_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {"jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML}
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What a store answered; its rows or triples can be gone through once."""

    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

    @property
    def is_graph(self) -> bool:
        """Whether it holds triples: the answer to CONSTRUCT or DESCRIBE."""
        return isinstance(self.result, ox.QueryTriples)

    @property
    def columns(self) -> list[str]:
        """The names of the variables; one column for the answer to ASK."""
        if isinstance(self.result, ox.QuerySolutions):
            return [variable.value for variable in self.result.variables]
        return ["subject", "predicate", "object"] if self.is_graph else ["answer"]

    def read_rows(self) -> Iterator[list[str]]:
        """The rows for people: prefixed names, the text of literals, ``""`` for what is not bound."""
        if isinstance(self.result, ox.QueryBoolean):
            yield ["yes" if self.result else "no"]
            return
        for row in self.result:
            terms = [row[column] for column in self.columns] if isinstance(row, ox.QuerySolution) else list(row)
            yield [_show_term(term) for term in terms]


def find_query(given: str, *, stdin: TextIO | None = None, folder: Path | None = None) -> Query:
    """The query that a user means: ``-``, an existing file, the name of a named one, else SPARQL with a brace.

    Raises:
        QueryError: it is none of these (near names are listed), or the file cannot be read.
    """
    if given == "-":
        try:
            return read_query((stdin or sys.stdin).read(), "standard input")
        except UnicodeDecodeError as error:
            raise QueryError(f"standard input: cannot be read ({error}): give text in UTF-8") from error
    if "\n" not in given and "\0" not in given and len(given) < 1000:
        path = Path(given)
        try:
            if path.is_file():
                return read_query(path.read_text(encoding="utf-8"), given)
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{given}: cannot be read ({error}): give a text file in UTF-8") from error
    named = load_queries(folder)
    if given in named:
        return named[given]
    if "{" in given:
        return read_query(given, "query")
    near = difflib.get_close_matches(given.casefold(), named, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "sahelkg queries lists the named ones"
    shown = strip_controls(given[:60])
    raise QueryError(f"{shown!r} is no file, no named query, and no SPARQL: {hint}")


def bind_parameters(store: Queryable, query: Query, given: Mapping[str, str]) -> str:
    """The query's text with the given parameters as terms in it; others keep what the text has for them.

    A parameter that the query declares is read by its kind, another one as ``any`` (:mod:`sahelkg.parameters`).

    Raises:
        QueryError: a parameter is unknown, missing or wrong.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    missing = [p for p in query.parameters if p.required and not given.get(p.name, "").strip()]
    if missing:
        wanted = " ".join(f"--param {p.name}=…" for p in missing)
        raise QueryError(f"{query.name}: give {wanted} ({', '.join(p.kind for p in missing)})")
    text = query.text
    for name, value in given.items():
        if declared and name not in declared:
            raise QueryError(f"{query.name} has no parameter {name!r}; it has: {', '.join(declared)}")
        kind = declared[name].kind if name in declared else "any"
        try:
            text = bind_variable(text, name, str(make_term(store, kind, value)))
        except QueryError as error:
            raise QueryError(f"parameter {name}: {error}") from error
    return text


def run_query(store: Queryable, query: Query | str, params: Mapping[str, str] | None = None) -> Answer:
    """The answer of a store to a question.

    Args:
        store: the quads to ask (``open_store(path).quads``), or a server's (:mod:`sahelkg.remote`).
        query: what :func:`find_query` gave, or SPARQL.
        params: values by parameter, as a user writes them.

    Raises:
        QueryError: it is no SPARQL (with line and column), an update, has a SERVICE, or a parameter is wrong.

    Examples:
        >>> run_query(ox.Store(), "SELECT (1 AS ?one) {}").columns
        ['one']
    """
    query = Query(query) if isinstance(query, str) else query
    check_query(query.text)
    if not isinstance(store, ox.Store):  # what a server says of a slip has no place, or that of another text
        _check_syntax(query)
    try:
        text = bind_parameters(store, query, params or {})
    except QueryError:
        _check_syntax(query)
        raise
    try:
        return Answer(store.query(text, prefixes=PREFIXES))
    except (SyntaxError, ValueError, RuntimeError) as error:
        _check_syntax(query)
        raise QueryError(f"{query.name}: {strip_controls(str(error))[:300]}") from error


def write_answer(answer: Answer, form: str | None, stream: IO[bytes], *, terminal: bool = False) -> None:
    """Writes an answer in one of :data:`TABLE_FORMATS` or :data:`GRAPH_FORMATS`.

    Without a form, rows are a table on a terminal and CSV elsewhere, triples are Turtle. CSV, TSV, JSON and XML are
    those of SPARQL 1.1: values as they are in the graph, whatever a spreadsheet makes of them (the CSV of ``export``
    is guarded against that).

    Raises:
        QueryError: the form does not fit the answer.
    """
    form = form or ("turtle" if answer.is_graph else "table" if terminal else "csv")
    fitting = GRAPH_FORMATS if answer.is_graph else TABLE_FORMATS
    if form not in fitting and not (form == "table" and answer.is_graph):
        what = "triples" if answer.is_graph else "rows"
        raise QueryError(f"{form} cannot hold {what}: choose {', '.join(fitting)}")
    try:
        if form == "table":
            write_rows(answer.columns, answer.read_rows(), None, "table", stream)
        elif isinstance(answer.result, ox.QueryTriples):
            _write_triples(answer.result, form, stream)
        else:
            answer.result.serialize(stream, format=_RESULTS[form])
    except RuntimeError as error:
        raise QueryError(f"the query ended early: {strip_controls(str(error))[:300]}") from error


def _check_syntax(query: Query) -> None:
    """Parses the text as it was written, so that the place in the message is the user's, whatever was bound in it."""
    try:
        ox.Store().query(query.text, prefixes=PREFIXES)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        line, column, expected = match.groups() if match else ("1", "1", str(error))
        where = f"{query.name}: line {line}, column {column}"
        if "Prefix not found" in expected:
            source = query.text.splitlines()[int(line) - 1][: int(column)]
            prefix = re.findall(r"[\w.-]*:", source)[-1:] or [""]
            raise QueryError(f"{where}: unknown prefix {prefix[0]!r}: add PREFIX {prefix[0]} <…>") from error
        near = "".join(query.text.splitlines(keepends=True)[int(line) - 1 :])[int(column) - 1 :].split()[:1]
        at = f"at {near[0][:30]!r} " if near else "at the end "
        raise QueryError(f"{where}: not SPARQL: {strip_controls(at + _say_expected(query, expected))}") from error
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"{query.name}: not SPARQL: {strip_controls(str(error))[:300]}") from error


def _say_expected(query: Query, expected: str) -> str:
    """What the parser would have taken; of its many alternatives only those that say something."""
    if not any(token.word in FORMS for token in split_tokens(query.text)):
        return f"there is none of {', '.join(sorted(FORMS))}"
    words = re.split(r",\s*|\s+\|\s*", expected.removeprefix("expected ").removeprefix("one of "))
    plain = [word.strip() for word in words if re.fullmatch(r'"[^"]+"', word.strip())]
    return f"it needs {' or '.join(plain[:6])}" if plain else "something is missing or too much"


def _show_term(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _write_triples(triples: ox.QueryTriples, form: str, stream: IO[bytes]) -> None:
    """Sorted, without doubles; blank nodes get the same names each time (RDFC-1.0)."""
    found = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    if form in _GRAPHS:
        ordered = sorted(found, key=lambda quad: str(quad.triple))
        ox.serialize((quad.triple for quad in ordered), stream, format=_GRAPHS[form], prefixes=PREFIXES)
        return
    lines = sort_lines(f"{quad.triple} .\n".encode() for quad in found)
    if form == "turtle":
        write_lines(lines, stream)
    else:
        stream.writelines(lines)
