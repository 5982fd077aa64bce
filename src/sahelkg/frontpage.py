"""The pages that ``serve`` adds to the drawn ones: a form for questions, and the table of an answer. No script in them."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from sahelkg.named import load_queries
from sahelkg.page import read_asset
from sahelkg.protocol import ROW_TYPES
from sahelkg.tables import strip_controls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sahelkg.query import Answer

FIRST_QUESTION = "who-attacked-whom"
_FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body><main>
{body}
</main></body>
</html>
"""


def write_policy() -> str:
    """The Content-Security-Policy of these pages: their style, forms and frames of this server, and nothing else."""
    style = base64.b64encode(hashlib.sha256(read_asset("front.css").encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'self'"
    )


def draw_front(pages: Iterable[str], name: str | None = None) -> str:
    """The first page: links to the pages, a form with the question of that name in it, and the network."""
    questions = load_queries()
    chosen = questions.get(name or FIRST_QUESTION)
    links = "".join(f'<li><a href="/{escape(page)}">{escape(page.capitalize())}</a></li>' for page in pages)
    listed = "".join(
        f'<li><a href="/?name={escape(one.name)}">{escape(one.question)}</a></li>' for one in questions.values()
    )
    return _frame(
        "sahelkg",
        f"""<h1>Who did what to whom in the Sahel, according to whom</h1>
<p class="soft">No statement without a sentence. Programs ask at <code>/sparql</code> (SPARQL 1.1 Protocol).</p>
<nav aria-label="Pages"><ul>{links}</ul></nav>
<h2>Ask</h2>
{_draw_form(chosen.text if chosen else "")}
<ul class="questions">{listed}</ul>
<h2>The network</h2>
<iframe src="/network" title="The network of actors"></iframe>""",
    )


def draw_answer(query: str, answer: Answer, *, most: int) -> str:
    """A question with its answer as a table of at most so many rows; the page says where there are more."""
    rows = answer.read_rows()
    shown = [_draw_cells(row, "td") for row in islice(rows, most)]
    more = next(rows, None) is not None
    count = f"The first {most} rows; there are more." if more else f"{len(shown)} row{'s' * (len(shown) != 1)}"
    return _frame(
        "Answer",
        f"""<p><a href="/">Pages and questions</a></p>
<h1>Answer</h1>
{_draw_form(query)}
<p class="soft">{count}</p>
<div class="rows"><table><thead>{_draw_cells(answer.columns, "th")}</thead><tbody>{"".join(shown)}</tbody></table></div>""",
    )


def draw_refusal(status: int, message: str) -> str:
    """The page of a question that was not answered, for a browser."""
    return _frame(
        "Not answered",
        f'<p><a href="/">Pages and questions</a></p><h1>Not answered ({status})</h1><pre>{_show(message)}</pre>',
    )


def _frame(title: str, body: str) -> str:
    return _FRAME.format(title=escape(title), style=read_asset("front.css"), body=body)


def _draw_form(query: str) -> str:
    forms = "".join(f"<option value={form}>{form}</option>" for form in ("html", *(f for f in ROW_TYPES if f != "html")))
    text = escape("".join(char for char in query if char in "\n\t\r" or char.isprintable() or char == " "))
    return f"""<form action="/sparql" method="get">
<p><label for="query">SPARQL; the prefixes of the graph are known</label></p>
<textarea id="query" name="query" spellcheck="false">
{text}</textarea>
<p><label>Answer as <select name="format">{forms}</select></label> <button>Ask</button></p>
</form>"""


def _draw_cells(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{_show(cell)}</{tag}>' for cell in cells)}</tr>"


def _show(text: str) -> str:
    return escape(strip_controls(text).encode(errors="replace").decode())
