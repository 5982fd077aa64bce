"""Pictures of the pages of a built store, for the README: python docs/screenshots.py STORE [FOLDER].

Writes network.png, sentences.png, timeline.png, conflicts.png, map.png and phone.png into FOLDER (docs/img unless given),
of the pages of the store as ``sahelkg view`` writes them, each with no more than 256 colours to keep it small. Needs
Chromium, Playwright and Pillow (pip install 'sahelkg[docs]').
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from sahelkg.pages import PAGES, draw_page
from sahelkg.store import open_store

LAPTOP, PHONE = {"width": 1280, "height": 760}, {"width": 390, "height": 844}
SHOTS = (  # picture, page, screen, colours, what to choose one after the other: the best connected, or the first
    ("network", "network", LAPTOP, "light", ()),
    ("sentences", "network", LAPTOP, "dark", ("#panel .rows .row", "#panel .row[data-edge]")),
    ("timeline", "timeline", LAPTOP, "light", (".event",)),
    ("conflicts", "conflicts", LAPTOP, "light", ()),
    ("map", "map", LAPTOP, "light", ("#places .row",)),
    ("phone", "network", PHONE, "dark", ()),
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
        for name, page, screen, colours, choices in SHOTS:
            view = browser.new_page(viewport=screen, color_scheme=colours, reduced_motion="reduce")
            view.goto((Path(made) / f"{page}.html").as_uri())
            view.wait_for_selector("body[data-drawn]")
            for choice in choices:
                if view.locator(choice).count():
                    view.locator(choice).first.click()
            view.wait_for_timeout(300)
            write_small(view.screenshot(), folder / f"{name}.png")
            view.close()
        browser.close()


def write_small(png: bytes, path: Path) -> None:
    """The picture with a palette of its own."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        small = picture.convert("RGB").quantize(colors=256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) == 3 else "docs/img"))
