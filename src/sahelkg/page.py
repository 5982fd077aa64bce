"""The frame of every page: one HTML file that holds all it needs and is allowed nothing else.

Its Content-Security-Policy (CSP level 3) names the scripts and styles by their hashes and forbids every request; what
was read from articles is data in a JSON block, which no browser runs, and the page's script shows it as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from sahelkg.errors import SahelKGError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def read_asset(name: str) -> str:
    """The text of a file of the package's ``assets``."""
    return (files("sahelkg") / "assets" / name).read_text(encoding="utf-8")


def build_page(
    *,
    view: str,
    title: str,
    data: Mapping[str, Any],
    body: Sequence[str],
    scripts: Sequence[str],
    libraries: Sequence[str] = (),
) -> str:
    """The whole page as HTML.

    Args:
        view: The page's kind, the class of its body.
        title: Its title, any text.
        data: What the scripts show; anything that JSON holds.
        body: The names of the assets that make its body.
        scripts: The names of the assets with its script, in their order; they share one scope.
        libraries: Texts of scripts to be run before.
    """
    style = read_asset("page.css")
    own = '"use strict";\n(() => {\n' + "\n".join(read_asset(name) for name in scripts) + "})();\n"
    texts = [_check_script(text) for text in (*libraries, own)]
    policy = "; ".join((
        "default-src 'none'",
        "script-src " + " ".join(map(_hash_source, texts)),
        "style-src " + _hash_source(style),
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ))
    return Template(read_asset("page.html")).substitute(
        policy=policy,
        title=escape(_LONE_SURROGATE.sub("\ufffd", title)),
        style=style,
        view=view,
        body="".join(map(read_asset, body)),
        data=write_json(data),
        scripts="\n".join(f"<script>{text}</script>" for text in texts),
    )


def write_json(data: Any) -> str:
    r"""The data as JSON that can stand in a ``script`` element: no ``<``, and nothing that ends a line of script.

    Examples:
        >>> write_json({"quote": "</script>"})
        '{"quote":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return _LONE_SURROGATE.sub("\ufffd", text)


def _check_script(text: str) -> str:
    """The script with the newlines that the browser will see; one that would end its own element is refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise SahelKGError("a script of the page holds '</script' or '<!--' and cannot stand in it")
    return text


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
