"""How long pages take in a real browser, beside plain pyvis on the same graph: run it, nothing is asserted.

Times in milliseconds, median and least of seven: from the start of loading to the first picture on the screen, and for
a filter from the click to the next picture. The last row is a page of 300 among 2,000, the others folded as far as there
is room. What else the machine does counts in, so the load is printed, and the
milliseconds that a processor spent on the page until its first picture. Needs Chromium and Playwright.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1] / "tests")]

from invented import invent_network  # noqa: E402
from sahelkg.folds import keep_folded  # noqa: E402
from sahelkg.pages import FOLDED  # noqa: E402
from sahelkg.positions import measure_centrality  # noqa: E402
from sahelkg.view import draw_network  # noqa: E402

RUNS = 7
PAINTED = "performance.getEntriesByType('mark').find(mark => mark.name === 'drawn')?.startTime"
FILTER = """() => new Promise(done => {
  const box = document.querySelector('#filters input[name=relation]');
  const start = performance.now();
  box.click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or sys.exit("needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        print(" actors  edges  written    size     picture  processor      filter | plain pyvis: written, size, stable")
        for actors, edges, limit in ((50, 120, 50), (300, 900, 300), (2000, 5000, 2000), (2000, 5000, 300)):
            data = fold_above(invent_network(actors, edges), limit)
            start = time.perf_counter()
            html = draw_network(data)
            written = (time.perf_counter() - start) * 1000
            file = Path(folder) / f"{actors}.html"
            file.write_text(html, encoding="utf-8")
            pictures, filters, spent = [], [], []
            for _ in range(RUNS):
                page = browser.new_page(viewport={"width": 1366, "height": 800})
                session = page.context.new_cdp_session(page)
                session.send("Performance.enable")
                before = read_processor_time(session)
                page.goto(file.as_uri())
                page.wait_for_function(PAINTED, polling=20)
                spent.append(read_processor_time(session) - before)
                pictures.append(page.evaluate(PAINTED))
                page.click("#show-filters")
                filters.append(page.evaluate(FILTER))
                page.close()
            plain = "" if limit < actors else measure_plain(browser, data, Path(folder) / f"plain{actors}.html")
            print(
                f"{limit:7} {edges:6} {written:8.0f} {len(html.encode()) / 1e6:5.2f}MB"
                f" {show(pictures):>11} {statistics.median(spent):10.0f} {show(filters):>11} | {plain or f'(of {actors:,})'}",
                flush=True,
            )
        browser.close()


def read_processor_time(session) -> float:
    """Milliseconds that the page's process has had of a processor."""
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return metrics["ProcessTime"] * 1000


def show(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ({min(times):.0f})"


def fold_above(data, limit: int):
    """The network with the actors above the limit folded, as ``sahelkg view --limit`` chooses them."""
    central = measure_centrality((a.iri for a in data.actors), ((e.subject, e.object) for e in data.edges))
    order = sorted(central, key=lambda iri: (-central[iri], iri))
    return keep_folded(replace(data, folded=tuple(order[limit:])), FOLDED)


def measure_plain(browser, data, file: Path) -> str:
    """pyvis as it comes: its own layout by springs, its own template (with the requests to a CDN that it makes)."""
    from pyvis.network import Network

    start = time.perf_counter()
    picture = Network(directed=True, cdn_resources="in_line")
    for actor in data.actors:
        picture.add_node(actor.iri, label=actor.label, title=actor.kind)
    for edge in data.edges:
        picture.add_edge(
            edge.subject, edge.object, label=edge.relation, title="\n".join(p.quote for p in edge.passages)
        )
    html = picture.generate_html()
    written = (time.perf_counter() - start) * 1000
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1366, "height": 800})
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    try:
        page.goto(file.as_uri(), wait_until="commit")
        page.wait_for_function(
            "typeof network !== 'undefined' && network.physics.stabilized", timeout=60_000, polling=50
        )
        stable = f"{page.evaluate('performance.now()'):.0f}"
    except Exception as error:
        stable = "over 60,000" if "Timeout" in type(error).__name__ else str(error)
    page.close()
    return f"{written:.0f}, {len(html.encode()) / 1e6:.2f} MB, {stable}"


if __name__ == "__main__":
    main()
