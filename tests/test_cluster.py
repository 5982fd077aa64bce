"""Extraction on a real Dask cluster of this machine: the same bytes, whoever dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ARTICLES
from sahelkg import build
from sahelkg.cli import run
from sahelkg.errors import SahelKGError
from sahelkg.extracts import Settings, extract_one
from sahelkg.records import Article, Skipped
from sahelkg.shards import read_shard, write_shard
from test_build import dump, ids

if TYPE_CHECKING:
    from collections.abc import Generator

pytest.importorskip("distributed", reason="needs an installation of sahelkg[dask]")

DEADLY = "This article ends whoever reads it."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    for number in range(24):
        body = ARTICLES["kidal-raid.md" if number % 2 else "niamey-talks.md"].split("---\n")[2]
        file = folder / f"{number // 8}" / f"a{number:02}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body.replace("Monday", f"{number % 28 + 1} March"), encoding="utf-8")
    return folder


class Dask:
    """A scheduler and two worker processes, as ``dask scheduler`` and ``dask worker`` start them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        address = folder / "scheduler.json"
        self._start("dask_scheduler", "--port", "0", "--no-dashboard", "--idle-timeout", "900", "--scheduler-file", str(address))
        self.workers = [self.add_worker() for _ in range(2)]
        self.url = self._wait(address)

    def add_worker(self) -> subprocess.Popen[bytes]:
        where = ("--scheduler-file", str(self._folder / "scheduler.json"), "--local-directory", str(self._folder))
        return self._start("dask_worker", *where, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60")

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        tests = str(Path(__file__).parent)
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")])}
        started = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{name}", *arguments], stderr=subprocess.DEVNULL, env=environment
        )
        self.processes = [*getattr(self, "processes", []), started]
        return started

    def _wait(self, file: Path) -> str:
        import json

        for _ in range(600):
            if file.exists() and file.read_text(encoding="utf-8").strip():
                return str(json.loads(file.read_text(encoding="utf-8"))["address"])
            time.sleep(0.1)
        raise TimeoutError("no scheduler")

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait(120)


@pytest.fixture
def dask(tmp_path: Path) -> Generator[Dask]:
    folder = tmp_path / "dask"
    folder.mkdir()
    started = Dask(folder)
    yield started
    started.close()


def test_a_cluster_gives_the_same_bytes_though_a_machine_dies(
    dask: Dask, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sahelkg.cluster.TASK_FILES", 4)
    killed: list[int] = []

    def kill_one(_: object) -> None:
        if not killed:
            killed.append(dask.workers[0].pid)
            dask.workers[0].send_signal(signal.SIGKILL)

    report = build([articles], out=tmp_path / "far", scheduler=dask.url, progress=kill_one)
    assert killed
    assert (report.built, report.skipped) == (24, [])
    build([articles], out=tmp_path / "near")
    assert dump(tmp_path / "far" / "store", tmp_path) == dump(tmp_path / "near" / "store", tmp_path)

    dask.add_worker()
    made = {file: file.stat().st_mtime_ns for file in (tmp_path / "far" / "shards").iterdir()}
    assert len(made) == 2 * 6
    (articles / "0" / "a00.txt").write_text("Fighters of JNIM attacked Gao on 3 May 2024.\n")
    (articles / "2" / "a23.txt").unlink()
    (articles / "2" / "copy.md").write_text("---\nid: a22\n---\nFighters of JNIM attacked Gao.\n")
    arguments = ["build", str(articles), "--out", str(tmp_path / "far"), "--scheduler", dask.url]
    assert run(arguments) == 0
    err = capsys.readouterr().err
    assert "1 built, 22 unchanged, 1 removed, 1 skipped" in err
    assert "[duplicate-id]" in err
    assert {file: file.stat().st_mtime_ns for file in made} == made  # what was there was taken as it is
    build([articles], out=tmp_path / "near")
    assert dump(tmp_path / "far" / "store", tmp_path) == dump(tmp_path / "near" / "store", tmp_path)


def test_an_article_that_ends_every_machine_is_named(dask: Dask, articles: Path, tmp_path: Path) -> None:
    import distributed

    (articles / "1" / "deadly.txt").write_text(DEADLY + "\n")
    for _ in range(3):
        dask.add_worker()
    with distributed.Client(dask.url, set_as_default=False) as client:
        client.wait_for_workers(5, timeout=120)
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 1))
        client.run(arm)
    report = build([articles], out=tmp_path / "out", scheduler=dask.url)
    assert report.built == 24
    [skipped] = report.skipped
    assert skipped.reason_code == "worker"
    assert "deadly.txt" in skipped.message


def arm() -> None:
    """Has a machine of the cluster die of what says that it shall."""
    import sahelkg.cluster

    def extract_or_die(settings: Settings, article: Article) -> object:
        if article.text.startswith(DEADLY):
            os.kill(os.getpid(), signal.SIGKILL)
        return extract_one(settings, article)

    sahelkg.cluster.extract_one = extract_or_die  # type: ignore[assignment]


class TestMistakes:
    def test_nobody_answers(self, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sahelkg.cluster._SECONDS_TO_CONNECT", 1)
        with pytest.raises(SahelKGError, match="no Dask scheduler answers there"):
            build([articles], out=tmp_path / "out", scheduler="tcp://127.0.0.1:9")

    def test_another_version_on_a_machine(self, dask: Dask, articles: Path, tmp_path: Path) -> None:
        import distributed

        def be_older() -> None:
            import sahelkg.keys

            sahelkg.keys.hash_program = lambda: "older"  # type: ignore[assignment]

        with distributed.Client(dask.url, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            client.run(be_older)
        with pytest.raises(SahelKGError, match="another version of sahelkg"):
            build([articles], out=tmp_path / "out", scheduler=dask.url)


class TestShards:
    ARTICLE = Article(id="a", text="Fighters of JNIM attacked Kidal on Monday.\n", authors=("A", "B"), notes=("odd",), path="a.txt")
    SKIPPED = Skipped(path="b.txt", article_id="b", reason_code="empty", message="b.txt: holds no text")

    def test_what_is_written_can_be_read(self, tmp_path: Path) -> None:
        import fsspec

        files = fsspec.filesystem("memory")
        results = [extract_one(Settings(), self.ARTICLE), self.SKIPPED]
        write_shard(files, "/shards", "k", results)
        read = read_shard(files, "/shards", "k")
        assert read is not None
        assert list(read) == results

    @pytest.mark.parametrize("file", ["k.nq.zst", "k.jsonl.zst"])
    @pytest.mark.parametrize("spoil", ["missing", "cut", "other"])
    def test_half_a_shard_is_none(self, file: str, spoil: str, tmp_path: Path) -> None:
        import fsspec

        files = fsspec.filesystem("file")
        write_shard(files, str(tmp_path), "k", [extract_one(Settings(), self.ARTICLE), self.SKIPPED])
        path = tmp_path / file
        if spoil == "missing":
            path.unlink()
        elif spoil == "cut":
            path.write_bytes(path.read_bytes()[:-9])
        else:
            write_shard(files, str(tmp_path / "other"), "k", [])
            path.write_bytes((tmp_path / "other" / file).read_bytes())
        assert read_shard(files, str(tmp_path), "k") is None


def test_articles_come_from_any_file_system(dask: Dask, articles: Path, tmp_path: Path) -> None:
    """An address of fsspec in place of a path; ids do not tell where an article came from."""
    report = build([articles.as_uri()], out=tmp_path / "far", scheduler=dask.url, shards=(tmp_path / "shards").as_uri())
    assert report.built == 24
    assert list((tmp_path / "shards").glob("*.nq.zst"))
    assert len(ids(tmp_path / "far" / "store")) == 24
    (articles / "2" / "a23.txt").unlink()
    report = build([articles.as_uri()], out=tmp_path / "far", scheduler=dask.url, shards=(tmp_path / "shards").as_uri())
    assert (report.unchanged, report.removed) == (23, 1)
