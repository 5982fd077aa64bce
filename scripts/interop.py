"""The exported graph in other programs: what they parse, and what they answer to the named questions.

    python scripts/interop.py [--install] [--write docs/interop.md] [--only NAME …] [--store DIR]

Builds the graph of ``corpus/`` unless a store is named, exports it as Turtle and TriG, has rapper and serdi count its
triples, loads it into each engine that is here (``scripts/engines.py``; ``--install`` gets what is missing) and compares
every answer with that of the embedded store. Ends with 1 if one differs; a question that takes an engine too long is only
said to.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from engines import ENGINES, ROOT, TOO_LONG, MissingError, install_packages, run

from sahelkg.named import load_queries
from sahelkg.query import bind_parameters, run_query, write_answer
from sahelkg.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "int", "nonNegativeInteger")}
GIVEN: tuple[tuple[str, dict[str, str]], ...] = (  # what the questions are asked besides
    ("changes", {"year": "2025"}),
    ("depends-on", {"actor": "JNIM"}),
    ("denied", {"actor": "Mali"}),
    ("events-by-place-month", {"place": "Mali"}),
    ("presence", {"place": "Mali"}),
    ("tolls", {"since": "2024"}),
    ("who-attacked-whom", {"attacker": "JNIM"}),
    ("who-attacked-whom", {"since": "2024", "until": "2026"}),
)
OTHERWISE_SORTED = "same, in another order"
PARSERS = {"rapper": "raptor2-utils", "serdi": "serdi"}

Rows = list[tuple[str, ...]]


class Column(NamedTuple):
    """What one engine made of the questions, by name; or why it is missing."""

    name: str
    version: str
    how: str
    answers: dict[str, str]
    missing: str = ""
    sorts: bool = True

    @property
    def is_wrong(self) -> bool:
        """Whether an answer differs in more than what the engine is known for."""
        fine = {"same", TOO_LONG} | (set() if self.sorts else {OTHERWISE_SORTED})
        return not set(self.answers.values()) <= fine


def main() -> int:
    """Does what the module says; gives the exit code."""
    arguments = _read_arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store"
        if arguments.store is None:
            run([sys.executable, "-m", "sahelkg", "build", ROOT / "corpus", "--out", folder, "--store", store])
        else:
            shutil.copytree(arguments.store, store)
        for form, file in (("turtle", "graph.ttl"), ("trig", "graph.trig")):
            run([sys.executable, "-m", "sahelkg", "export", "--format", form, "-o", folder / file, "--store", store])
        turtle, trig = folder / "graph.ttl", folder / "graph.trig"
        counts = _count_triples(turtle, trig, install=arguments.install)
        questions, expected = _ask_ourselves(store)
        columns = []
        for engine in ENGINES:
            if arguments.only and engine.name not in arguments.only:
                continue
            columns.append(_try(engine, questions, expected, turtle, trig, folder, install=arguments.install))
    text = _write(counts, expected, columns)
    sys.stdout.write(text)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    wrong = [column.name for column in columns if column.is_wrong]
    same = all(len(set(found.values())) == 1 for found in counts.values())
    if wrong or not same:
        sys.stderr.write(f"not the same everywhere: {', '.join(wrong) or 'the number of triples'}\n")
    return int(bool(wrong) or not same)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--install", action="store_true", help="get the engines that are missing")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there")
    parser.add_argument("--store", type=Path, metavar="DIR", help="ask about this store, not about corpus/")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[engine.name for engine in ENGINES])
    return parser.parse_args()


def _count_triples(turtle: Path, trig: Path, *, install: bool) -> dict[str, dict[str, str]]:
    """By file, then by program: how many triples it found."""
    import pyoxigraph as ox

    missing = [package for program, package in PARSERS.items() if shutil.which(program) is None]
    if missing and install:
        install_packages(missing)
    counts: dict[str, dict[str, str]] = {}
    for form, file, parsed in (("turtle", turtle, ox.RdfFormat.TURTLE), ("trig", trig, ox.RdfFormat.TRIG)):
        found = counts[file.name] = {"pyoxigraph": str(sum(1 for _ in ox.parse(path=str(file), format=parsed)))}
        if shutil.which("rapper"):
            said = subprocess.run(["rapper", "-q", "-i", form, file], capture_output=True, check=True).stdout
            found["rapper"] = str(said.count(b"\n"))
        if shutil.which("serdi"):
            said = subprocess.run(["serdi", "-i", form, "-o", "nquads", file], capture_output=True, check=True).stdout
            found["serdi"] = str(said.count(b"\n"))
    return counts


def _ask_ourselves(store: Path) -> tuple[dict[str, str], dict[str, Rows]]:
    """The questions as any server takes them, and the embedded store's answers."""
    import io
    import json

    questions, answers = {}, {}
    with open_store(store) as opened:
        named = load_queries()
        plain = [(name, {}) for name, query in named.items() if not any(p.required for p in query.parameters)]
        for name, given in sorted((*plain, *GIVEN), key=lambda asked: asked[0]):
            called = " ".join([name, *(f"{key}={value}" for key, value in given.items())])
            text = bind_parameters(opened.quads, named[name], given)
            questions[called] = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
            stream = io.BytesIO()
            write_answer(run_query(opened.quads, questions[called]), "json", stream)
            answers[called] = _read_rows(json.loads(stream.getvalue()))
    return questions, answers


def _try(
    engine: Any, questions: dict[str, str], expected: dict[str, Rows], turtle: Path, trig: Path, folder: Path, *, install: bool
) -> Column:
    """Has an engine answer all questions; says what was other than expected."""
    began = time.monotonic()
    try:
        if install and not _is_here(engine):
            engine.install()
        engine.find()
    except (MissingError, RuntimeError) as error:
        return Column(engine.name, "", engine.how, {}, f"not here: {error}")
    answers = {}
    place = folder / engine.__name__
    with engine(turtle, trig, place) as running:
        version = running.version()
        for name, question in questions.items():
            try:
                answers[name] = _compare(_read_rows(running.ask(question)), expected[name])
            except (RuntimeError, OSError, ValueError, KeyError) as error:
                answers[name] = str(error) if TOO_LONG in str(error) else f"no answer ({' '.join(str(error).split())[:200]})"
    sys.stderr.write(f"{engine.name} {version}: {time.monotonic() - began:.0f} s, {Counter(answers.values())}\n")
    return Column(engine.name, version, engine.how, answers, sorts=engine.sorts)


def _is_here(engine: Any) -> bool:
    try:
        engine.find()
    except MissingError:
        return False
    return True


def _read_rows(answer: dict[str, Any]) -> Rows:
    """The rows in their order, each a text for each variable; values that are equal have equal texts."""
    names = answer["head"]["vars"]
    return [tuple(_show(row.get(name)) for name in names) for row in answer["results"]["bindings"]]


def _show(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    value, datatype = term["value"], term.get("datatype", "")
    if datatype in NUMBERS:
        with suppress(InvalidOperation):
            value = str(Decimal(value).normalize() + 0)
        datatype = "number"
    elif datatype == XSD + "boolean":
        value = {"1": "true", "0": "false"}.get(value, value)
    elif datatype == XSD + "string":
        datatype = ""
    kind = "iri" if term["type"] == "uri" else "literal"
    return f"{kind} {value} {datatype} {term.get('xml:lang', '').casefold()}"


def _compare(found: Rows, expected: Rows) -> str:
    if found == expected:
        return "same"
    if Counter(found) == Counter(expected):
        return OTHERWISE_SORTED
    missing, more = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    return f"{missing.total()} rows missing, {more.total()} too many"


def _write(counts: dict[str, dict[str, str]], expected: dict[str, Rows], columns: Sequence[Column]) -> str:
    """The report as Markdown; equal results give equal bytes."""
    lines = [
        "# The graph in other programs",
        "",
        "Written by `make interop`, which installs the programs, loads the exported graph of `corpus/` into each, has each answer",
        "every named question as it stands in `ontology/queries`, and compares rows, values and order with the embedded store's.",
        "",
        "## Triples counted",
        "",
        "| file | " + " | ".join(next(iter(counts.values()))) + " |",
        "| --- |" + " --- |" * len(next(iter(counts.values()))),
        *(f"| `{file}` | " + " | ".join(found.values()) + " |" for file, found in counts.items()),
        "",
        "## Questions answered",
        "",
        "| program | version | how |",
        "| --- | --- | --- |",
        *(f"| {c.name} | {c.version or c.missing} | {c.how} |" for c in columns),
        "",
    ]
    there = [column for column in columns if column.answers]
    lines += [
        "| question | rows | " + " | ".join(column.name for column in there) + " |",
        "| --- | --- |" + " --- |" * len(there),
        *(f"| {name} | {len(rows)} | " + " | ".join(c.answers[name] for c in there) + " |" for name, rows in expected.items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
