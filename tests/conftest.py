"""What several tests share: three small articles of our own and a store built from them, a small graph written by hand,
a browser, and the rule about skips.

With ``CI=true`` a test that skips because a program is missing fails: CI installs them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from asked import fill_store
from browser import open_browser
from sahelkg.cli import run

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    import pyoxigraph as ox

ARTICLES = {
    "kidal-raid.md": """---
id: kidal-raid
title: Raid on a camp near Kidal
date: 2024-03-05
publisher: Tessalit Times
---
Fighters of JNIM attacked a camp of the Malian army near Kidal on Monday. At least twelve soldiers were killed, an army
spokesman said.

The army said that its drones had struck the attackers as they withdrew. JNIM denied that it had lost any men.
""",
    "niamey-talks.md": """---
id: niamey-talks
title: Talks in Niamey
date: 2024-03-07
publisher: Dosso Daily
url: https://news.example.org/niamey-talks
---
Niger's prime minister, Ali Lamine Zeine, met a delegation from Russia in Niamey on Wednesday.

Niger expelled the French ambassador last year. Russia will train the Nigerien army, the defence ministry announced.
""",
    "no-news.txt": "The rains came early this year. Farmers along the river were content with what they saw.\n",
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport]:
    """Turns the skip of a test that asks for an installation into a failure, where all is to be installed."""
    report = yield
    reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
    if report.skipped and os.environ.get("CI") == "true" and " install" in reason:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: {reason}"
    return report


@dataclass(frozen=True)
class Built:
    """A store, the folder of its articles, and the folder of its files."""

    store: Path
    articles: Path
    out: Path


def write_articles(folder: Path) -> Path:
    """The three articles as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ARTICLES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The three articles, built by the command line."""
    folder = tmp_path_factory.mktemp("built")
    articles = write_articles(folder / "articles")
    assert run(["build", str(articles), "--out", str(folder / "out"), "--jobs", "1"]) == 0
    return Built(store=folder / "out" / "store", articles=articles, out=folder / "out")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The small graph of ``data/asked.trig``, in memory."""
    return fill_store()


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """A running browser."""
    with open_browser() as browser:
        yield browser
