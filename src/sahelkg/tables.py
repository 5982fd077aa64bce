"""Tables for people: on a terminal, where text of articles must not move the cursor or turn the line around."""

from __future__ import annotations

import io
import json
import re
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

# Control characters (C0, DEL, C1), bidirectional marks, embeddings and isolates, line separators, what no file holds.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")

_HASHED = re.compile(r"((?:ev|evt|mn|st):[0-9a-f]{8})[0-9a-f]{24}")


def strip_controls(text: str) -> str:
    r"""The text with line ends and tabs as blanks, and without other control characters and marks of direction.

    Examples:
        >>> strip_controls("a\tb\x1b[31mc")
        'a b[31mc'
    """
    return _CONTROLS.sub(lambda match: " " if match.group() in "\t\n\r\v\f\x85\u2028\u2029" else "", text)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], stream: TextIO) -> None:
    """Prints a table as wide as the terminal, else 100 columns; no text in it acts on the terminal.

    Names that are nothing but hashes (``ev:81d2…``) are cut to what tells them apart; CSV and JSON hold them whole.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = stream.isatty()
    console = Console(file=stream, width=None if terminal else 100, highlight=False, markup=False, emoji=False)
    table = Table(box=None, pad_edge=False, header_style="bold" if terminal else "")
    for column in columns:
        table.add_column(Text(strip_controls(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_HASHED.sub(r"\1…", strip_controls(cell))) for cell in row))
    console.print(table)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[str]], content: object, form: str, stream: IO[bytes]) -> None:
    """Writes a result as a ``table`` of the rows, or as ``json`` of the content.

    Args:
        columns: the heads of the table.
        rows: texts, as many as columns.
        content: the same in plain values, for JSON.
        form: ``table`` or ``json``.
        stream: where to.
    """
    if form == "json":
        stream.write(json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")
        return
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", write_through=True)
    try:
        print_table(columns, rows, text)
    finally:
        text.detach()
