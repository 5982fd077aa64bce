"""Pictures of the pages of a built store, for the README: python docs/screenshots.py STORE [FOLDER].

Writes network.png, actor.png, timeline.png, conflicts.png and phone.png into FOLDER (docs/pictures unless given), of
the pages of the store as ``sahelkg view`` writes them. Needs Chromium and Playwright.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from sahelkg.pages import PAGES, draw_page
from sahelkg.store import open_store

LAPTOP, PHONE = {"width": 1280, "height": 760}, {"width": 390, "height": 844}
SHOTS = (  # picture, page, screen, colours, what to choose: the best connected, or the first
    ("network", "network", LAPTOP, "light", None),
    ("actor", "network", LAPTOP, "dark", "#panel .rows .row"),
    ("timeline", "timeline", LAPTOP, "light", ".event"),
    ("conflicts", "conflicts", LAPTOP, "light", None),
    ("phone", "network", PHONE, "dark", None),
)


def main(store: Path, folder: Path) -> None:
    """Writes the pictures."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or sys.exit("needs Chromium: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, open_store(store) as opened, sync_playwright() as started:
        for page in PAGES:
            html = draw_page(opened.quads, page)
            (Path(made) / f"{page}.html").write_text(html, encoding="utf-8", newline="\n")
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, page, screen, colours, choose in SHOTS:
            view = browser.new_page(viewport=screen, color_scheme=colours, reduced_motion="reduce")
            view.goto((Path(made) / f"{page}.html").as_uri())
            view.wait_for_selector("body[data-drawn]")
            if choose and view.locator(choose).count():
                view.locator(choose).first.click()
            view.wait_for_timeout(300)
            view.screenshot(path=folder / f"{name}.png")
            view.close()
            print(folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) == 3 else "docs/pictures"))
