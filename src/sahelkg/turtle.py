"""RDF files in and out, by pyoxigraph's parsers: forty times the speed of a parser in Python, and no import of rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_triples(path: Path) -> Iterator[ox.Triple]:
    """The triples of a Turtle file, in its order.

    Raises:
        OntologyError: the file cannot be read or parsed; the message holds file, line and cause.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror or error})") from error
    try:
        for quad in ox.parse(input=data, format=ox.RdfFormat.TURTLE):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise OntologyError(f"{path}{f':{line}' if line else ''}: not Turtle: {error}") from error
