"""SPARQL text as tokens: what it may not hold, and where the term of a parameter goes.

Parsing proper is the store's. What is needed here is to know strings, IRIs and comments from the rest, without being
deceived about which is which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sahelkg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"""
    (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:\w[\w.-]*)?:(?:[\w:.%-]|\\.)*)
    | (?P<word>\w+)
    | (?P<blank>\s+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPERANDS = {"string", "iri", "variable", "language", "name", "word"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


class Token(NamedTuple):
    """A piece of the text: ``kind`` is a group of the pattern above; blanks and comments are no tokens."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word in capitals, ``""`` for anything else."""
        return self.text.upper() if self.kind == "word" else ""


def split_tokens(query: str) -> list[Token]:
    """The tokens of a query, in order.

    Examples:
        >>> [token.text for token in split_tokens('ASK { ?s :p "a#b" } # why')]
        ['ASK', '{', '?s', ':p', '"a#b"', '}']
    """
    return list(_find_tokens(query))


def _find_tokens(query: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup not in {"blank", "comment"}:
            yield Token(match.lastgroup or "mark", match.group(), match.start(), match.end())


def check_query(query: str) -> None:
    """Makes sure that a query only asks, and asks only this store.

    Raises:
        QueryError: it is an update, or has a SERVICE (federated query), however written.
    """
    first = next((token.word for token in _find_tokens(query) if token.word in _UPDATES | FORMS), None)
    if first in _UPDATES:
        raise QueryError(f"{first} changes the graph: only questions (SELECT, ASK, CONSTRUCT, DESCRIBE) are taken")
    decoded = _decode(query)
    if "SERVICE" in decoded.upper() and any(_may_call_service(split_tokens(text)) for text in (query, decoded)):
        raise QueryError(
            "SERVICE is refused, since queries never leave this computer: "
            "take it out (if the word is only compared with, put blanks around '<')"
        )


def _decode(query: str) -> str:
    """The query with its escaped code points read, as the standard has it done before all else."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ESCAPE.sub(character, query)


def _may_call_service(tokens: Sequence[Token]) -> bool:
    """Whether these tokens, of a text that holds the word somewhere, may be a federated query.

    Stores read keywords without a blank around them (``1SERVICE:x{}``), so a part of a word or of a prefix is enough.
    A ``<`` that compares could be taken for the start of an IRI, and what follows for a comment or a string. That can
    happen only after an operand within brackets; such a text is refused.
    """
    brackets: list[str] = []
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if "SERVICE" in token.word:
            return True
        prefix = token.text.partition(":")[0].upper() if token.kind == "name" else ""
        if "SERVICE" in prefix and after == "{" and not (before and before.word == "GRAPH"):
            return True
        compares = before is not None and (before.kind in _OPERANDS or before.text == ")")
        if token.kind == "iri" and brackets and brackets[-1] == "(" and compares:
            return True
        if token.text in {"(", "{", "["}:
            brackets.append(token.text)
        elif token.text in {")", "}", "]"} and brackets:
            brackets.pop()
    return False


def list_variables(query: str) -> list[str]:
    """The names of a query's variables, in order of appearance.

    Examples:
        >>> list_variables("SELECT ?a { ?a ?b $c }")
        ['a', 'b', 'c']
    """
    return list(dict.fromkeys(token.text[1:] for token in split_tokens(query) if token.kind == "variable"))


def bind_variable(query: str, name: str, term: str) -> str:
    """The query with a variable bound to a term: in its ``VALUES ?name { … }`` if it has one, else at the top.

    ``term`` is written as in N-Triples. No line is added, so that places in error messages stay right.

    Raises:
        QueryError: the query has no such variable, or no pattern to bind it in.

    Examples:
        >>> bind_variable("SELECT * { VALUES ?a { UNDEF } ?a ?b ?c }", "a", "<urn:x>")
        'SELECT * { VALUES ?a { <urn:x> } ?a ?b ?c }'
        >>> bind_variable("ASK { ?a ?b ?c }", "a", "<urn:x>")
        'ASK { VALUES ?a { <urn:x> } ?a ?b ?c }'
    """
    tokens = split_tokens(query)
    if name not in list_variables(query):
        known = ", ".join("?" + variable for variable in list_variables(query)) or "none"
        raise QueryError(f"the query has no variable ?{name} to bind; its variables: {known}")
    for place in range(len(tokens) - 3):
        values, variable, opening = tokens[place : place + 3]
        if values.word == "VALUES" and variable.text[1:] == name and opening.text == "{":
            closing = next((token for token in tokens[place + 3 :] if token.text == "}"), None)
            if variable.kind == "variable" and closing is not None:
                return f"{query[: opening.end]} {term} {query[closing.start :]}"
    start = _find_pattern(tokens)
    if start is None:
        raise QueryError(f"the query has no pattern in braces to bind ?{name} in: add WHERE {{ … }}")
    return f"{query[:start]} VALUES ?{name} {{ {term} }}{query[start:]}"


def _find_pattern(tokens: Sequence[Token]) -> int | None:
    """Where the outermost pattern begins, just after its brace; the template of a CONSTRUCT is none."""
    form = next((token.word for token in tokens if token.word in FORMS), "")
    brackets: list[str] = []
    blocks = 0
    for place, token in enumerate(tokens):
        if token.text == "{" and not brackets:
            blocks += 1
            if form != "CONSTRUCT" or blocks == 2 or (place and tokens[place - 1].word == "WHERE"):
                return token.end
        if token.text in {"(", "{"}:
            brackets.append(token.text)
        elif token.text in {")", "}"} and brackets:
            brackets.pop()
    return None
