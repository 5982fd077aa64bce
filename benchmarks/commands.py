"""Seconds from start to end of the commands, each the best of several runs, as one JSON line.

    python benchmarks/commands.py [ARTICLE…]      by default the first five of corpus/
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5


def measure(arguments: list[str], runs: int = RUNS) -> float:
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "sahelkg", *arguments], capture_output=True, check=True)
        best = min(best, time.perf_counter() - began)
    return round(best, 3)


def main() -> None:
    articles = sys.argv[1:] or [str(file) for file in sorted((ROOT / "corpus").glob("*.md"))[:5]]
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", f"{folder}/store"]
        build = ["build", *articles, "--out", folder, *store]
        found = {
            "articles": len(articles),
            "build": measure([*build, "--full", "--no-parses"], 3),
            "build_unchanged": measure(build, 3),
            "help": measure(["--help"]),
            "query": measure(["query", "who-attacked-whom", *store]),
            "stats": measure(["stats", *store]),
            "explain": measure(["explain", "Mali", *store]),
            "view": measure(["view", "-o", f"{folder}/page.html", *store]),
            "export_turtle": measure(["export", "--format", "turtle", "-o", f"{folder}/graph.ttl", *store]),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
