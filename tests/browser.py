"""A real browser for tests of pages: Debian's Chromium, driven by Playwright, that fails at any request or error."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def open_browser() -> Iterator:
    """A running browser, or a skip that says what to install."""
    if CHROMIUM is None:
        pytest.skip("the page tests need Chromium: apt-get install chromium")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the page tests need Playwright: pip install playwright"
    )
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def open_page(
    browser, file: Path, address: str = "", *, width: int = 1200, height: int = 800, scheme: str = "light"
) -> Iterator:
    """The page once it is drawn. At the end: no request was made, nothing logged, no dialog opened."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: wrong.append(f"popup: {popup.url}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith(("blob:", "data:"))
            or request.url.split("#")[0] == file.as_uri()
            or wrong.append(f"request: {request.url}")
        ),
    )
    page.goto(file.as_uri() + address)
    page.wait_for_selector("body[data-drawn]")
    yield page
    page.close()
    assert wrong == []


def data_of(html: str) -> dict:
    """What a page holds of the graph."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1])


def save(html: str, path: Path) -> Path:
    """The page as a file, as ``sahelkg view`` writes it."""
    path.write_text(html, encoding="utf-8", newline="\n")
    return path
