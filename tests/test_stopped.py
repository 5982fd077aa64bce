"""Builds that are stopped: killed at any moment, out of disk, on a disk that is read-only, beside another one.

``SAHELKG_KILLS`` says how often a build is killed, 20 times by default. The small and the read-only disk are mounted in a
namespace of their own, which takes ``unshare`` and a system that lets its users have one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sahelkg import build
from sahelkg.cli import run
from sahelkg.export import WRITERS, export_file
from sahelkg.store import open_store
from sahelkg.writer import Writer
from test_build import ids

TEXTS = (
    "Fighters of JNIM attacked Kidal on {day} March 2024, the army said.",
    "Niger expelled the ambassador of France on {day} March 2024.\n\nJNIM denied that it had attacked Gao.",
    "The Front of Tinzoua captured Menaka on {day} March 2024. Mali accused the Front of Tinzoua of killing civilians.",
    "Russia supports the junta of Mali. The Front of Tinzoua attacked Kidal on {day} March 2024.",
)

# A process that has imported everything and then forks a build whenever it is told to: what is killed is a build, not Python.
FORKS = """
import os, sys
import sahelkg.annotate, sahelkg.cluster, sahelkg.export, sahelkg.extraction, sahelkg.graph, sahelkg.pipeline, sahelkg.view
from sahelkg.ontology import load_ontology
load_ontology()
sahelkg.pipeline.COMMIT_EVERY = 3
sahelkg.writer.BATCH_ARTICLES = 2
for line in sys.stdin:
    articles, out = line.split()
    pid = os.fork()
    if not pid:
        sahelkg.pipeline.build([articles], out=out)
        os._exit(0)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("ended", flush=True)
"""


def write(folder: Path, number: int, day: int) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"a{number:02}.txt").write_text(TEXTS[number % len(TEXTS)].format(day=day) + "\n", encoding="utf-8")


def read_exports(store: Path, folder: Path) -> dict[str, bytes]:
    found = {}
    with open_store(store) as opened:
        for name in WRITERS:
            export_file(opened.quads, name, folder / f"dump.{name}")
            found[name] = (folder / f"dump.{name}").read_bytes()
    return found


def test_killed_at_any_moment_a_build_loses_no_article_and_no_byte(tmp_path: Path) -> None:
    chance = random.Random(5)
    articles, out = tmp_path / "articles", tmp_path / "out"
    for number in range(12):
        write(articles, number, number + 1)
    build([articles], out=out)  # which keeps the parses, so that a build is soon done
    known = {f"a{number:02}" for number in range(12)}
    forks = subprocess.Popen([sys.executable, "-c", FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert forks.stdin is not None
    assert forks.stdout is not None
    killed = 0
    whole = 2.0  # seconds that a build takes, as the last one that ended did
    try:
        for attempt in range(5 * int(os.environ.get("SAHELKG_KILLS", "20"))):
            if attempt % 3 == 0:
                write(articles, chance.randrange(12), chance.randrange(1, 29))
            if chance.random() < 0.2:  # the first build of a store
                shutil.rmtree(out / "store" / "live", ignore_errors=True)
                shutil.rmtree(out / "store" / "checkpoints", ignore_errors=True)
                (out / "store" / "CURRENT").unlink(missing_ok=True)
            forks.stdin.write(f"{articles} {out}\n")
            forks.stdin.flush()
            pid = int(forks.stdout.readline())
            began = time.monotonic()
            time.sleep(chance.random() * whole)
            ended = False
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                ended = True
            assert forks.stdout.readline() == "ended\n"
            if ended:
                whole = max(0.3, min(whole, time.monotonic() - began))
            killed += not ended
            if (out / "store" / "CURRENT").exists():
                assert set(ids(out / "store")) <= known
            if killed == int(os.environ.get("SAHELKG_KILLS", "20")):
                break
    finally:
        forks.stdin.close()
        forks.wait()
        forks.stdout.close()
    assert killed >= int(os.environ.get("SAHELKG_KILLS", "20"))
    build([articles], out=out)
    build([articles], out=tmp_path / "undisturbed")
    assert read_exports(out / "store", tmp_path) == read_exports(tmp_path / "undisturbed" / "store", tmp_path)
    assert (out / "sahelkg.ttl").read_bytes() == (tmp_path / "undisturbed" / "sahelkg.ttl").read_bytes()
    assert (out / "graph.html").read_bytes() == (tmp_path / "undisturbed" / "graph.html").read_bytes()


def test_a_second_build_is_told_so_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sahelkg.ontology import load_ontology

    write(tmp_path / "articles", 0, 1)
    with Writer(tmp_path / "out" / "store", load_ontology()):
        assert run(["build", str(tmp_path / "articles"), "--out", str(tmp_path / "out")]) == 1
    err = capsys.readouterr().err
    assert "another build is writing this store (process" in err
    assert len(err.splitlines()) == 1


# What runs in a namespace: a small disk is mounted at the folder, the program is run in it.
MOUNTED = 'mount -t tmpfs -o size="$1" none "$2" && exec "$3" -c "$4" "$2"'


def run_on_a_disk(size: str, folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program with a folder that is a disk of its own; skips where the system gives none."""
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*command, "mount -t tmpfs none /mnt"], capture_output=True, check=False).returncode
    ):
        pytest.skip("the system lets nobody mount a disk of his own")
    folder.mkdir()
    return subprocess.run(
        [*command, MOUNTED, "sh", size, str(folder), sys.executable, program],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
    )


FULL = """
import shutil, sys
from pathlib import Path
from sahelkg import build
from sahelkg.cli import run
from test_build import dump, ids
from test_stopped import write
disk = Path(sys.argv[1])
for number in range(3):
    write(disk / "articles", number, 1)
assert run(["build", str(disk / "articles"), "--out", str(disk / "out")]) == 0
Path("/dev/shm/sahelkg-test").mkdir(exist_ok=True)
before = dump(disk / "out" / "store", Path("/dev/shm/sahelkg-test"))
free = shutil.disk_usage(disk).free
(disk / "ballast").write_bytes(bytes(free - 100_000))
for number in range(3, 12):
    write(Path("/dev/shm/sahelkg-test/articles"), number, 1)
print("full", flush=True)
assert run(["build", "/dev/shm/sahelkg-test/articles", "--out", str(disk / "out")]) == 1
assert dump(disk / "out" / "store", Path("/dev/shm/sahelkg-test")) == before
(disk / "ballast").unlink()
assert run(["build", "/dev/shm/sahelkg-test/articles", "--out", str(disk / "out")]) == 0
assert len(ids(disk / "out" / "store")) == 12
print("done")
"""


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    program = FULL.replace("/dev/shm/sahelkg-test", str(tmp_path / "beside"))
    (tmp_path / "beside").mkdir()
    done = run_on_a_disk("200m", tmp_path / "disk", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "full\ndone\n"
    assert "the disk is full; what was built before is kept: make room and build again" in done.stderr
    assert "Traceback" not in done.stderr


READ_ONLY = """
import subprocess, sys
from pathlib import Path
from sahelkg.cli import run
from test_build import ids
from test_stopped import write
disk = Path(sys.argv[1])
for number in range(3):
    write(disk / "articles", number, 1)
assert run(["build", str(disk / "articles"), "--out", str(disk / "out")]) == 0
write(disk / "articles", 3, 1)
subprocess.run(["mount", "-o", "remount,ro", "none", str(disk)], check=True)
print("read-only", flush=True)
assert run(["build", str(disk / "articles"), "--out", str(disk / "out")]) == 1
assert run(["build", str(disk / "articles"), "--out", str(disk / "new")]) == 1
assert run(["query", "who-attacked-whom", "--store", str(disk / "out" / "store")]) == 0
assert len(ids(disk / "out" / "store")) == 3
"""


def test_a_read_only_disk_is_said_and_can_be_asked(tmp_path: Path) -> None:
    done = run_on_a_disk("200m", tmp_path / "disk", READ_ONLY)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cannot be written to") == 2
    assert "Traceback" not in done.stderr
    assert "Kidal" in done.stdout
