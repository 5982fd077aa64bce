"""axe-core finds no fault in any page, in light and dark, on a laptop and a phone."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from asked import fill_store
from browser import open_page
from invented import invent_network
from sahelkg.pages import draw_page
from sahelkg.view import draw_network

axe = pytest.importorskip("axe_playwright_python", reason="needs axe-core: pip install axe-playwright-python")
AXE = (files(axe) / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder, store = tmp_path_factory.mktemp("access"), fill_store()
    texts = {
        "network": draw_page(store),
        "timeline": draw_page(store, "timeline"),
        "conflicts": draw_page(store, "conflicts"),
        "map": draw_page(store, "map"),
        "large": draw_network(invent_network(70, 110)),
        "folded": draw_network(replace(large := invent_network(90, 200), folded=tuple(a.iri for a in large.actors[50:]))),
    }
    for name, html in texts.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8", newline="\n")
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (1200, "dark"), (390, "light"), (390, "dark")])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("network", ""),
        ("network", "#actor=id/jnim"),
        ("network", "#edge=statement/capture"),
        ("large", "#view=tables"),
        ("timeline", "#event=event/e1"),
        ("timeline", ""),
        ("conflicts", ""),
        ("map", ""),
        ("map", "#actor=id/boulikessi"),
        ("folded", "#open=0&relation=attacked"),
    ],
)
def test_axe_finds_no_fault(browser, pages, name, address, width, scheme):
    with open_page(browser, pages / f"{name}.html", address, width=width, scheme=scheme) as page:
        page.click("#show-filters")
        page.click("#show-downloads")
        page.fill("#search", "a")
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")["violations"]
        assert [(fault["id"], fault["impact"], fault["nodes"][0]["html"]) for fault in found] == []
