"""What builds, stores and questions cost as the graph grows, as a table; each ratio is of one run on one machine.

    python benchmarks/bench.py [--articles 200] [--sizes 1000,10000] [--quads 100000,1000000] [--rdflib 100000]

Reading: words a second of a whole build, by one and by two processes, against ``annotate`` alone on the same invented
articles. Store: time, memory and disk of stores of so many articles, a build of them that finds nothing changed, and one
that finds one article changed; their graphs are invented (:mod:`invent_statements`), since reading 100,000 articles takes
hours. Quads: load and query times of so many against raw pyoxigraph, and rdflib where asked for. Commands: their start-up.
Processor seconds where the column says ``cpu``: other programs make less of a difference to them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from commands import measure
from fill_store import fill_store
from invent import invent_article, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
QUERY = "SELECT ?who (COUNT(*) AS ?n) { ?who skg:attacked ?whom } GROUP BY ?who ORDER BY DESC(?n) LIMIT 10"
ALONE = """
import sys, time
from sahelkg.annotate import annotate, load_reader
from sahelkg.articles import read_articles
from sahelkg.records import Article
articles = [found for found in read_articles([sys.argv[1]]) if isinstance(found, Article)]
reader = load_reader()
list(annotate(articles[:1], reader))
began = time.process_time()
words = sum(not token.is_space for _, doc in annotate(articles, reader) for token in doc)
print(words, time.process_time() - began)
"""
SAHELKG = [sys.executable, "-m", "sahelkg"]


class Done(NamedTuple):
    """What a program printed, its seconds by the clock and of processors (its own processes' too), and its peak memory."""

    text: str
    wall: float
    cpu: float
    peak_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure builds, stores and questions as the graph grows.")
    parser.add_argument("--articles", type=int, default=200, help="that are read [200]")
    parser.add_argument("--sizes", type=_read_numbers, default=[1_000, 10_000], help="of stores, in articles [1000,10000]")
    parser.add_argument("--quads", type=_read_numbers, default=[100_000, 1_000_000], help="of stores that are asked")
    parser.add_argument("--rdflib", type=int, default=100_000, help="the most quads that rdflib is given [100000]")
    given = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_reading(folder, given.articles)
        for size in given.sizes:
            measure_store(folder, size)
        for quads in given.quads:
            measure_questions(folder, quads, with_rdflib=quads <= given.rdflib)
        measure_commands(folder)


def measure_reading(folder: Path, count: int) -> None:
    """Words a second: ``annotate`` alone, a whole build, a build by two processes."""
    articles = folder / "read"
    write_folder(articles, count)
    words, alone = map(float, _run([sys.executable, "-c", ALONE, str(articles)]).text.split())
    rows = [("annotate alone", f"{alone:.1f}", "", f"{words / alone:.0f}", "1")]
    start = _run([*SAHELKG, "build", *_first(articles), "--out", str(folder / "warm"), "--jobs", "1"]).cpu
    one = 0.0
    for jobs in (1, 2):
        build = [*SAHELKG, "build", str(articles), "--out", str(folder / f"jobs{jobs}"), "--jobs", str(jobs), "--no-parses"]
        _, wall, cpu, _ = _run(build)
        one = one or wall
        share = words / (cpu - start) / (words / alone)
        rows.append((
            f"build --jobs {jobs}",
            f"{cpu:.1f}",
            f"{wall:.1f}",
            f"{words / cpu:.0f}",
            f"{share:.2f}, {one / wall:.2f} times one",
        ))
    _print(f"{count} articles, {words:.0f} words", ("", "cpu s", "wall s", "words/cpu s", "of annotate, start-up left out"), rows)


def measure_store(folder: Path, size: int) -> None:
    """Filling a store, a build that finds nothing changed, one that finds one article changed."""
    articles, out = folder / f"articles{size}", folder / f"out{size}"
    write_folder(articles, size)
    program = [sys.executable, str(HERE / "fill_store.py"), str(size), str(out / "store"), "--folder", str(articles)]
    filled = json.loads(_run(program).text)
    rows = [("merge and write", f"{filled['seconds']:.1f}", "", str(filled["peak_memory_mb"]), str(filled["disk_mb"]))]
    build = [*SAHELKG, "build", str(articles), "--out", str(out), "--jobs", "1"]
    changed = next(articles.rglob("invented-0000007.md"))
    for what in ("nothing changed", "one changed"):
        if what == "one changed":
            changed.write_text(invent_article(7, seed=2).write(), encoding="utf-8")
        _, wall, cpu, peak = _run(build)
        rows.append((what, f"{cpu:.1f}", f"{wall:.1f}", f"{peak:.0f}", ""))
    _print(f"store of {size} articles", ("", "cpu s", "wall s", "peak MB", "disk MB"), rows)


def measure_questions(folder: Path, quads: int, *, with_rdflib: bool) -> None:
    """Load and query times of a store of about so many quads, against the bare library and rdflib."""
    import pyoxigraph as ox

    from sahelkg.export import export_file
    from sahelkg.query import run_query
    from sahelkg.store import open_store
    from sahelkg.vocabulary import PREFIXES

    path = folder / f"quads{quads}"
    fill_store(path, max(1, quads // 400))
    dumped = folder / f"{quads}.nq"
    with open_store(path) as store:
        count = len(store.quads)
        export = _time(lambda: export_file(store.quads, "nquads", dumped))
        lines = _time(lambda: export_file(store.quads, "jsonl", folder / "lines"))
        asked = min(_time(lambda: list(run_query(store.quads, QUERY).read_rows())) for _ in range(3))
    raw = ox.Store(str(folder / f"raw{quads}"))
    load = _time(lambda: raw.bulk_load(path=str(dumped), format=ox.RdfFormat.N_QUADS))
    bare = min(_time(lambda: list(raw.query(QUERY, prefixes=PREFIXES))) for _ in range(3))  # type: ignore[arg-type]
    rows = [("sahelkg", "", f"{asked:.3f}", f"{export:.1f}", f"{lines:.1f}"), ("pyoxigraph", f"{load:.1f}", f"{bare:.3f}", "", "")]
    if with_rdflib:
        import rdflib

        dataset = rdflib.Dataset()
        load = _time(lambda: dataset.parse(dumped, format="nquads"))
        asked = _time(lambda: list(dataset.query(QUERY, initNs=PREFIXES)))
        rows.append(("rdflib", f"{load:.1f}", f"{asked:.3f}", "", ""))
    command = measure(["query", QUERY, "--store", str(path)], 3)
    rows.append(("sahelkg query, from its start", "", f"{command:.3f}", "", ""))
    _print(f"{count} quads", ("wall s", "load", "query", "N-Quads out", "JSON lines out"), rows)


def measure_commands(folder: Path) -> None:
    """Start-up of the commands on a small store."""
    found = json.loads(_run([sys.executable, str(HERE / "commands.py")]).text)
    _print("commands, five articles", ("command", "wall s"), [(name, str(seconds)) for name, seconds in found.items()])


def _run(command: Sequence[str]) -> Done:
    """Runs a program to its end."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        text = program.stdout.read()
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with {program.returncode}")
    return Done(text, time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _time(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _first(folder: Path) -> list[str]:
    return [str(min(folder.rglob("*.md")))]


def _read_numbers(text: str) -> list[int]:
    return [int(part.replace("_", "")) for part in text.split(",") if part]


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
    print(f"\n{title}")
    for row in (columns, *rows):
        print(
            "  ".join(
                cell.ljust(width) if place == 0 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )


if __name__ == "__main__":
    main()
