"""How long the named questions take on a large store, beside pyoxigraph with the same SPARQL: one run, one table.

    python benchmarks/queries.py [STORE] [--quads 1000000] [--runs 5]

Without a store, one is filled with invented graphs until it holds so many quads. Milliseconds of processor time, the least
of the runs, of asking and reading all rows: ``raw`` by ``pyoxigraph.Store.query``, ``ours`` by ``run_query``, which checks
what is asked, knows the prefixes and binds parameters. The two take turns, so that what else the machine does meets both.
The last lines are whole commands, in seconds of wall time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkg.named import load_queries
from sahelkg.query import bind_parameters, run_query
from sahelkg.store import open_store
from sahelkg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

    from sahelkg.named import Query

GIVEN = {"depends-on": {"actor": "Mali"}}  # what questions with a required parameter are asked about
QUADS_PER_ARTICLE = 290
COMMANDS = (
    ["query", "ASK { ?statement a skg:Statement }"],
    ["query", "SELECT ?who { ?who skg:attacked ?whom } LIMIT 10"],
    ["query", "corroborated"],
    ["query", "contradictions"],
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path, nargs="?")
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or fill(Path(folder) / "store", given.quads)
        with open_store(path) as store:
            print(f"{len(store.quads):,} quads; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            print(f"{'question':<24}{'rows':>8}{'raw ms':>10}{'ours ms':>10}{'ratio':>8}")
            for name, query in load_queries().items():
                rows, raw, ours = compare(store.quads, query, GIVEN.get(name, {}), given.runs)
                print(f"{name:<24}{rows:>8}{raw * 1000:>10.1f}{ours * 1000:>10.1f}{ours / raw:>8.2f}", flush=True)
        for command in COMMANDS:
            line = [sys.executable, "-m", "sahelkg", *command, "--store", str(path)]
            best = min(measure_command(line) for _ in range(given.runs))
            print(f"{best:>6.2f} s  sahelkg {' '.join(command)}")


def fill(path: Path, quads: int) -> Path:
    from fill_store import fill_store

    fill_store(path, max(quads // QUADS_PER_ARTICLE, 1))
    return path


def compare(quads: ox.Store, query: Query, given: dict[str, str], runs: int) -> tuple[int, float, float]:
    """The number of rows, and the least seconds of either way."""
    text = bind_parameters(quads, query, given)
    raw, ours = [], []
    rows = 0
    for _ in range(runs):
        began = time.process_time()
        rows = sum(1 for _ in quads.query(text, prefixes=PREFIXES))
        raw.append(time.process_time() - began)
        began = time.process_time()
        sum(1 for _ in run_query(quads, query, given).result)
        ours.append(time.process_time() - began)
        if sum(raw) > 20:
            break
    return rows, min(raw), min(ours)


def measure_command(line: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(line, capture_output=True, check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
