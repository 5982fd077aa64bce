"""The README's session is real: its commands are run, and what it shows is what they print.

    python tests/test_readme.py          writes the output of now into the README

In a ``console`` block a line after ``$`` is a command, the lines below are its output, standard error included; a last
line of ``…`` stands for more of it. A ``python`` block runs as it is, after the session.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MORE = "…"
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of the README, and what the README shows of its output; ``cut`` says that there is more of it."""

    line: str
    shown: tuple[str, ...]
    cut: bool


def read_commands(text: str) -> list[Command]:
    commands = []
    for kind, body in BLOCK.findall(text):
        if kind == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, *shown = part.rstrip("\n").split("\n")
                while shown and not shown[-1]:
                    shown.pop()
                cut = bool(shown) and shown[-1] == MORE
                commands.append(Command(line, tuple(shown[:-1] if cut else shown), cut))
    return commands


def read_programs(text: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(text) if kind == "python"]


def prepare(folder: Path) -> dict[str, str]:
    """A folder that is as a fresh clone where it matters, and the environment in which the session runs."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    shutil.copytree(ROOT / "tests" / "gold", folder / "tests" / "gold")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAHELKG", "_SAHELKG"))}
    return kept | {"PATH": path, "COLUMNS": "110", "LC_ALL": "C.UTF-8"}


def run_line(line: str, folder: Path, environment: dict[str, str]) -> tuple[int, list[str]]:
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode, done.stdout.decode().rstrip("\n").split("\n")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[Command, int, list[str]]]]:
    """All commands run in order, each with its exit code and its lines."""
    folder = tmp_path_factory.mktemp("readme")
    environment = prepare(folder)
    commands = read_commands(README.read_text(encoding="utf-8"))
    return folder, [(command, *run_line(command.line, folder, environment)) for command in commands]


def test_commands_of_the_readme_run(session: tuple[Path, list[tuple[Command, int, list[str]]]]) -> None:
    _, done = session
    assert len(done) >= 12
    assert [(command.line, lines) for command, code, lines in done if code != 0] == []


def test_output_in_the_readme_is_real(session: tuple[Path, list[tuple[Command, int, list[str]]]]) -> None:
    _, done = session
    for command, _, lines in done:
        if command.shown:
            real = lines[: len(command.shown)] if command.cut else lines
            assert list(command.shown) == [line.rstrip() for line in real], f"{command.line}: run {__file__} to write it anew"


def test_python_of_the_readme_runs(session: tuple[Path, list[tuple[Command, int, list[str]]]]) -> None:
    folder, _ = session
    [program] = read_programs(README.read_text(encoding="utf-8"))
    assert len([line for line in program.splitlines() if line.strip()]) <= 8
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_files_that_the_readme_links_to_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def write_anew() -> None:
    """Puts the output of now into the README; where it was cut, it is cut at the same length."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = prepare(folder)
        at = 0
        for command in read_commands(text):
            code, lines = run_line(command.line, folder, environment)
            sys.stderr.write(f"{code} {command.line}\n")
            if code != 0:
                sys.exit("\n".join(lines[-5:]))  # the README stays as it was
            before = "\n".join([f"$ {command.line}", *command.shown, *([MORE] if command.cut else [])])
            shown = [line.rstrip() for line in lines] if command.shown else []
            after = "\n".join([f"$ {command.line}", *([*shown[: len(command.shown)], MORE] if command.cut else shown)])
            at = text.index(before, at)
            text = text[:at] + after + text[at + len(before) :]
            at += len(after)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_anew()
