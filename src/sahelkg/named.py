"""The named questions: files of ``ontology/queries``, each plain SPARQL 1.1 that any server runs as it is.

    # Who attacked whom, and who says so?
    # param: actor actor -
    PREFIX skg: <https://w3id.org/sahelkg/ontology#>
    SELECT … WHERE { VALUES ?actor { UNDEF } … }

The first line is the question. A parameter has a name, a kind (:mod:`sahelkg.parameters`) and a default: ``-`` for
none, ``required``, or a value. Its place is ``VALUES ?name { … }``, which holds the default, or ``UNDEF``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.errors import QueryError
from sahelkg.ontology import locate_ontology

if TYPE_CHECKING:
    from pathlib import Path

_PARAM = re.compile(r"#\s*param:\s*(?P<name>\w+)\s+(?P<kind>\w+)\s+(?P<default>.*?)\s*")


@dataclass(frozen=True)
class Parameter:
    """A variable that a user may bind; ``default`` is None where it may stay open."""

    name: str
    kind: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True)
class Query:
    """A question in SPARQL. ``name`` is how messages call it: the named query, the file, or ``"query"``."""

    text: str
    name: str = "query"
    question: str = ""
    parameters: tuple[Parameter, ...] = ()


def read_query(text: str, name: str) -> Query:
    """A query with what its comments say: the question in the first line, its parameters."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    parameters = []
    for line in text.splitlines():
        match = _PARAM.fullmatch(line.strip())
        if match:
            default = match["default"]
            parameters.append(
                Parameter(
                    match["name"],
                    match["kind"],
                    None if default in {"-", "required"} else default,
                    required=default == "required",
                )
            )
    question = first.lstrip("# ").strip() if first.startswith("#") and not _PARAM.fullmatch(first.strip()) else ""
    return Query(text.lstrip("\ufeff"), name, question, tuple(parameters))


@lru_cache(maxsize=4)
def load_queries(folder: Path | None = None) -> dict[str, Query]:
    """The named questions, by name; ``folder`` is the built-in one unless given.

    Raises:
        QueryError: a file cannot be read.
    """
    folder = folder or locate_ontology() / "queries"
    found = {}
    for path in sorted(folder.glob("*.rq")):
        try:
            found[path.stem] = read_query(path.read_text(encoding="utf-8"), path.stem)
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{path}: cannot be read ({error}): mend or remove the file") from error
    return found
