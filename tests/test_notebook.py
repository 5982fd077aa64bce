"""Answers and pages in a notebook: what they show, and that nothing that was read can get out of its cell or frame."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import sahelkg
from browser import open_browser
from sahelkg.errors import QueryError
from sahelkg.notebook import Table, ask, show

if TYPE_CHECKING:
    import pyoxigraph as ox


class Reader(HTMLParser):
    """The tags of a fragment, and the text of its cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)

    def handle_data(self, data) -> None:
        self.texts.append(data)


def test_an_answer_is_a_table_that_can_be_gone_through_again(store: ox.Store) -> None:
    answer = ask(store, "SELECT ?who ?whom { ?who skg:attacked ?whom }")
    assert answer.columns == ("who", "whom")
    assert list(answer) == list(answer) == [("ent:jnim", "ent:boulikessi")]
    assert len(answer) == 1
    assert repr(answer) == "<Table of 1 rows: who, whom>"
    assert Reader(answer._repr_html_()).texts == ["who", "whom", "ent:jnim", "ent:boulikessi"]


def test_named_questions_take_parameters(store: ox.Store) -> None:
    assert len(ask(store, "who-attacked-whom", attacker="GSIM"))
    with pytest.raises(QueryError):
        ask(store, "who-attacked-whom", attacker="nobody at all")


def test_hostile_cells_stay_text() -> None:
    evil = "<script>alert(1)</script>&lt;\x1b[31m\"'"
    reader = Reader(Table((evil,), ((evil,),))._repr_html_())
    assert set(reader.tags) == {"table", "thead", "tr", "th", "tbody", "td"}
    assert reader.texts[0].startswith("<script>")
    assert "\x1b" not in "".join(reader.texts)


def test_a_long_table_says_what_it_does_not_show() -> None:
    html = Table(("n",), tuple((str(n),) for n in range(1234)))._repr_html_()
    assert html.count("<td") == 200
    assert "1,034 more rows are not shown" in html


def test_a_page_is_what_view_writes_in_a_frame_of_its_own(store: ox.Store, tmp_path) -> None:
    page = show(store, "timeline", around="JNIM", height=400)
    frame = page._repr_html_()
    assert Reader(frame).tags == ["iframe"]
    assert unescape(re.search(r'srcdoc="([^"]*)"', frame)[1]) == page.html
    assert "allow-same-origin" not in frame
    assert "height:400px" in frame
    page.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    assert repr(page).startswith("<Page 'sahelkg: timeline'")


def test_a_query_chooses_what_a_page_shows(store: ox.Store) -> None:
    page = show(store, query="SELECT ?a ?b { VALUES (?a ?b) { (ent:jnim ent:boulikessi) } }")
    assert "id/boulikessi" in page.html
    assert "id/france" not in page.html
    with pytest.raises(QueryError):
        show(store, "atlas")


def test_the_package_offers_both() -> None:
    import_module("sahelkg.view")  # the module of the picture has not taken the place of either
    assert sahelkg.ask is ask
    assert sahelkg.show is show


def test_a_page_draws_itself_in_a_frame(store: ox.Store, tmp_path) -> None:
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><title>x</title>{show(store)._repr_html_()}", encoding="utf-8")
    with open_browser() as browser:
        page = browser.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("body[data-drawn]").wait_for()
        frame.locator("#search").fill("jnim")
        frame.locator("#search").press("Enter")
        assert frame.locator("#panel h2").inner_text() == "JNIM"
        frame.locator("#panel .row[data-edge]").first.click()
        assert frame.locator("#panel blockquote").count() >= 1
        page.close()
        assert wrong == []
