"""Answers and pages that show themselves in a notebook (Jupyter's ``_repr_html_``).

In a cell, after ``store = open_store("out/store")``, stands ``ask(store, "who-attacked-whom", attacker="JNIM")`` or
``show(store, around="JNIM")``.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from sahelkg.pages import draw_page
from sahelkg.query import find_query, run_query
from sahelkg.tables import strip_controls

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from sahelkg.lookup import Queryable
    from sahelkg.store import Store

_MOST_ROWS = 200  # that are shown; all are held


@dataclass(frozen=True)
class Table:
    """The rows of an answer, as text: prefixed names, the text of literals, ``""`` for what is not bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The rows in their order."""
        return iter(self.rows)

    def __repr__(self) -> str:
        """A short description, for where there is no HTML."""
        return f"<Table of {len(self.rows)} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{_write(column)}</th>" for column in self.columns)
        rows = ("".join(f"<td>{_write(cell)}</td>" for cell in row) for row in self.rows[:_MOST_ROWS])
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        left = len(self.rows) - _MOST_ROWS
        more = f"<p>{left:,} more rows are not shown.</p>" if left > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


@dataclass(frozen=True)
class Page:
    """A page as ``sahelkg view`` writes it, in a frame of its own that may run its script and nothing else."""

    html: str
    title: str
    height: int = 640  # pixels of the frame

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the page to a file, in UTF-8."""
        from pathlib import Path

        Path(path).write_text(self.html, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        """A short description, for where there is no HTML."""
        return f"<Page {self.title!r} of {len(self.html.encode()):,} bytes>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="{escape(self.title)}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{self.height:d}px;border:1px solid #8886" srcdoc="{escape(self.html)}"></iframe>'
        )


def ask(store: Store | Queryable, question: str, **parameters: str) -> Table:
    """The answer to a question, which shows itself as a table.

    Args:
        store: What :func:`sahelkg.open_store` gave, or its quads.
        question: SPARQL, the name of a named question, or a file.
        **parameters: Values of its parameters, as a user writes them.

    Raises:
        QueryError: It is no question, or a parameter is wrong.

    Examples:
        >>> import pyoxigraph
        >>> ask(pyoxigraph.Store(), "SELECT (1 AS ?one) {}").rows
        (('1',),)
    """
    answer = run_query(_quads_of(store), find_query(question), parameters)
    return Table(tuple(answer.columns), tuple(tuple(row) for row in answer.read_rows()))


def show(
    store: Store | Queryable, page: str = "network", *, query: str | None = None, height: int = 640, **selection: Any
) -> Page:
    """A page, which shows itself in a frame.

    Args:
        store: What :func:`sahelkg.open_store` gave, or its quads.
        page: ``"network"``, ``"timeline"``, ``"conflicts"`` or ``"map"``.
        query: SPARQL, the name of a named question, or a file: only the actors and edges that its answer names.
        height: Pixels of the frame.
        **selection: ``around``, ``hops``, ``relation``, ``status``, ``since``, ``until``, ``article``, ``limit``, ``title``, as
            for :func:`sahelkg.pages.draw_page`.

    Raises:
        QueryError: There is no such page, or the selection is wrong.
    """
    quads = _quads_of(store)
    if query is not None:
        from sahelkg.parts import read_part

        selection["only"] = read_part(quads, run_query(quads, find_query(query)), query)
    return Page(draw_page(quads, page, **selection), f"sahelkg: {page}", height)


def _quads_of(store: Store | Queryable) -> Queryable:
    from sahelkg.store import Store

    return store.quads if isinstance(store, Store) else store


def _write(text: str) -> str:
    return escape(strip_controls(text))
