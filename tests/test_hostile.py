"""Hostile articles and a hostile ontology, the whole way: built, drawn, and looked at in a browser, where nothing of it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import open_page
from sahelkg.cli import run
from sahelkg.pages import PAGES
from sahelkg.store import open_store
from sahelkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

RUN = "document.title='ran'"
LONG = "W" * 10_000
RIGHT_TO_LEFT = "\u202e\u2067\u200f"
ARTICLE = f"""---
id: "'><svg onload={RUN}>"
title: "</script><script>{RUN}</script> </title> {RIGHT_TO_LEFT} {LONG}"
publisher: "<img src=x onerror={RUN}>"
url: "javascript:{RUN}"
author: "</style><script>{RUN}</script>"
date: 2025-06-03
---
JNIM attacked Djibo on 1 June 2025 and killed 30 soldiers, the army said </script><script>{RUN}</script>.

The Evil Front attacked Gao on 1 June 2025, "<img src=x onerror={RUN}>" said a spokesman {RIGHT_TO_LEFT}.

JNIM attacked Kidal on 1 June 2025, {LONG} said.

France denied that it had attacked Menaka <svg/onload={RUN}> on 1 June 2025.
"""
OTHER = f"""---
title: "javascript:{RUN}//"
publisher: "`${{{RUN}}}` {{{{7*7}}}} <!-- -->"
date: 2025-06-04
---
JNIM attacked Djibo on 1 June 2025 and killed 60 soldiers. The Evil Front captured Gao on 2 June 2025.
"""
ONTOLOGY = f"""
ent:evil-front a skg:ArmedGroup ;
    skos:prefLabel "Evil Front"@en ;
    skos:altLabel "</script><img src=x onerror={RUN}>"@en , "{LONG}"@en , "{RIGHT_TO_LEFT}gnp.exe"@en ;
    schema:sameAs <javascript:{RUN.replace("'", "%27")}> , <data:text/html,%3Cscript%3E{RUN.replace("'", "%27")}%3C/script%3E> .
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "one.md").write_text(ARTICLE, encoding="utf-8")
    (articles / "two.md").write_text(OTHER, encoding="utf-8")
    own = folder / "own.ttl"
    prefixes = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
    own.write_text(prefixes + ONTOLOGY, encoding="utf-8")
    assert run(["build", str(articles), "--out", str(folder / "out"), "--ontology", str(own), "--jobs", "1"]) == 0
    for page in PAGES:
        arguments = ["view", page, "-o", str(folder / f"{page}.html"), "--store", str(folder / "out" / "store")]
        assert run(arguments) == 0
    return folder


def test_there_is_something_hostile_to_show(built: Path) -> None:
    with open_store(built / "out" / "store") as store:
        quotes = [row["q"].value for row in store.quads.query("SELECT ?q { ?e skg:quote ?q }", prefixes=PREFIXES)]
    assert any("<script>" in quote or "<img" in quote or "<svg" in quote for quote in quotes)
    assert any(LONG in quote for quote in quotes)
    html = (built / "network.html").read_text(encoding="utf-8")
    assert f"javascript:{RUN}"[:20] in html


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
@pytest.mark.parametrize("page_name", PAGES)
def test_nothing_runs_and_nothing_breaks(built: Path, browser, page_name: str, width: int, scheme: str) -> None:
    with open_page(browser, built / f"{page_name}.html", width=width, scheme=scheme) as page:
        title = page.title()
        data = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
        places = [("actor", actor["iri"]) for actor in data["actors"]] + [("edge", edge["iri"]) for edge in data["edges"]]
        places += [("event", event["iri"]) for event in data.get("events", [])]
        for name, iri in places:
            page.evaluate("([name, iri]) => { location.hash = `${name}=` + encodeURIComponent(iri) }", [name, iri])
            page.wait_for_selector("#panel #overview")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), iri
        page.click("#show-filters")
        page.fill("#search", "script")
        page.fill("#search", "www")
        page.keyboard.press("Enter")
        assert page.title() == title != "ran"
        alien = "body img, body iframe, #panel script, #story script, #panel a[href^=javascript], #panel a[href^=data]"
        assert page.locator(alien).count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
