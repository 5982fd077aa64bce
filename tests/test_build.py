from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sahelkg
from conftest import ARTICLES, Built, write_articles
from sahelkg import build, extract, open_store
from sahelkg.articles import _parse_file
from sahelkg.cli import run
from sahelkg.errors import ArticleError, ModelError, OntologyError, StoreError
from sahelkg.export import export_file
from sahelkg.extracts import extract_one
from sahelkg.records import Article
from sahelkg.reports import Report
from sahelkg.vocabulary import PREFIXES
from sahelkg.workers import _cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from sahelkg.extracts import Extracted, Settings
    from sahelkg.records import Skipped

OWN = """@prefix ent: <https://w3id.org/sahelkg/id/> .
@prefix skg: <https://w3id.org/sahelkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ent:front-of-the-dunes a skg:ArmedGroup ;
    skos:prefLabel "Front of the Dunes"@en .
"""


def dump(store: Path, folder: Path) -> bytes:
    file = folder / "dump.trig"
    with open_store(store) as opened:
        export_file(opened.quads, "trig", file)
    return file.read_bytes()


def ids(store: Path) -> list[str]:
    with open_store(store) as opened:
        found = opened.quads.query(
            "SELECT ?id { ?a a schema:NewsArticle ; dcterms:identifier ?id } ORDER BY ?id", prefixes=PREFIXES
        )
        return [row["id"].value for row in found]  # type: ignore[union-attr, index]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


class TestReport:
    def test_figures(self, built: Built, tmp_path: Path) -> None:
        seen: list[int] = []
        report = build([built.articles], out=tmp_path, progress=lambda report: seen.append(report.built))
        assert (report.built, report.unchanged, report.removed, report.articles_skipped) == (3, 0, 0, 0)
        assert seen == [1, 2, 3]
        assert report.sentences >= 7
        assert report.files == [tmp_path / "sahelkg.ttl", tmp_path / "graph.html"]
        assert report.store == tmp_path / "store"
        assert not report.failed
        text = "\n".join(report.lines())
        assert "3 built, 0 unchanged, 0 removed, 0 skipped" in text

    def test_nothing_is_skipped_in_silence(self, articles: Path, tmp_path: Path) -> None:
        (articles / "empty.md").write_text("")
        (articles / "picture.png").write_bytes(b"\x89PNG")
        report = build([articles, tmp_path / "missing"], out=tmp_path / "out")
        assert [skipped.reason_code for skipped in report.skipped] == ["empty", "other-files", "missing"]
        assert report.articles_skipped == 2
        assert report.built == 3
        assert report.failed

    def test_a_hundred_skips_are_cut_and_counted(self, tmp_path: Path) -> None:
        (tmp_path / "many").mkdir()
        for number in range(100):
            (tmp_path / "many" / f"{number}.md").write_text("")
        report = build([tmp_path / "many"], out=tmp_path / "out")
        lines = list(report.lines())
        assert len(lines) < 40
        assert any("and 76 more" in line for line in lines)
        assert not (tmp_path / "out" / "sahelkg.ttl").exists()


BAD = {
    "empty": (b"", "empty.md"),
    "blank": (b" \n\t\n", "empty.txt"),
    "binary": (b"\x00\x01\x02" * 400, "data.txt"),
    "encoding": (b"\x81\x8d\x8f\x90\x9d" * 50, "encoded.txt"),
    "huge": (b"word " * 1_100_000, "huge.txt"),
    "front-matter": (b"---\ntitle: [unclosed\n---\nText of it.\n", "front.md"),
    "json": (b'{"id": "a", "text": \n', "lines.jsonl"),
    "language": (
        "Les soldats maliens ont repris la ville de Kidal aux groupes armés, a annoncé le gouvernement.\n".encode() * 3,
        "french.txt",
    ),
}


class TestBadInput:
    @pytest.mark.parametrize("case", BAD)
    def test_is_one_line_and_the_rest_is_built(self, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        content, name = BAD[case]
        (tmp_path / name).write_bytes(content)
        (tmp_path / "good.txt").write_text(ARTICLES["no-news.txt"], encoding="utf-8")
        arguments = ["build", str(tmp_path / name), str(tmp_path / "good.txt"), "--out", str(tmp_path / "out")]
        assert run(arguments) == 0
        captured = capsys.readouterr()
        assert captured.out == ""
        about = [line for line in captured.err.splitlines() if name in line and "skipped" in line]
        assert len(about) == 1
        assert "1 built, 0 unchanged, 0 removed, 1 skipped" in captured.err
        assert ids(tmp_path / "out" / "store") == ["good"]
        assert run([*arguments, "--strict"]) == 1

    def test_missing_path_is_an_error_but_the_rest_is_built(
        self, tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["build", str(tmp_path / "no\x1b[2J.md"), str(articles), "--out", str(tmp_path / "out")]) == 1
        err = capsys.readouterr().err
        assert "\x1b" not in err
        assert "no such file" in err
        assert len(ids(tmp_path / "out" / "store")) == 3

    def test_nothing_built_is_an_error_and_the_store_stands(self, built: Built, tmp_path: Path) -> None:
        shutil.copytree(built.store, tmp_path / "store")
        before = dump(tmp_path / "store", tmp_path)
        (tmp_path / "empty.md").write_text("")
        assert run(["build", str(tmp_path / "empty.md"), "--store", str(tmp_path / "store"), "--out", str(tmp_path)]) == 1
        assert dump(tmp_path / "store", tmp_path) == before

    @pytest.mark.parametrize("published", ["yesterday", "2025-13-01", ""])
    def test_published_that_is_no_day(self, published: str, articles: Path, tmp_path: Path) -> None:
        with pytest.raises(ArticleError, match="give a day such as"):
            build([articles], out=tmp_path / "out", published=published)

    def test_ontology_that_is_no_turtle(self, articles: Path, tmp_path: Path) -> None:
        (tmp_path / "own.ttl").write_text("ent:x a skg:Actor .\n")
        with pytest.raises(OntologyError, match=r"own\.ttl:1"):
            build([articles], out=tmp_path / "out", ontology=[tmp_path / "own.ttl"])
        assert not (tmp_path / "out" / "store").exists()

    def test_model_that_there_is_not(self, articles: Path, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="no-such-model"):
            build([articles], out=tmp_path / "out", model="no-such-model")

    def test_folder_that_is_no_store(self, articles: Path, tmp_path: Path) -> None:
        (tmp_path / "s").mkdir()
        (tmp_path / "s" / "mine.txt").write_text("mine")
        with pytest.raises(StoreError, match="no store"):
            build([articles], store=tmp_path / "s", out=tmp_path)


class TestAgain:
    def test_unchanged_articles_are_left_alone(self, built: Built) -> None:
        before = {path: path.read_bytes() for path in built.out.glob("*.*")}
        report = build([built.articles], out=built.out)
        assert (report.built, report.unchanged, report.removed) == (0, 3, 0)
        assert {path: path.read_bytes() for path in built.out.glob("*.*")} == before

    def test_order_and_steps_make_no_difference(self, built: Built, articles: Path, tmp_path: Path) -> None:
        files = sorted(articles.glob("*.*"), reverse=True)
        for file in files:
            build([file], out=tmp_path / "out")
        assert dump(tmp_path / "out" / "store", tmp_path) == dump(built.store, tmp_path)

    def test_a_changed_article_is_replaced_whole(self, built: Built, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        file = articles / "kidal-raid.md"
        file.write_text(file.read_text().replace("JNIM", "The Azawad Liberation Front").replace("twelve", "two"))
        changed = build([articles], out=tmp_path / "out")
        assert (changed.built, changed.unchanged) == (1, 2)
        file.write_text(ARTICLES["kidal-raid.md"])
        build([articles], out=tmp_path / "out")
        assert dump(tmp_path / "out" / "store", tmp_path) == dump(built.store, tmp_path)

    def test_front_matter_counts_as_a_change(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        file = articles / "kidal-raid.md"
        file.write_text(file.read_text().replace("2024-03-05", "2024-03-12"))
        assert build([articles], out=tmp_path / "out").built == 1

    def test_full_starts_anew(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        report = build([articles / "no-news.txt"], out=tmp_path / "out", full=True)
        assert report.built == 1
        assert ids(tmp_path / "out" / "store") == ["no-news"]

    def test_gone_from_its_folder(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        (articles / "niamey-talks.md").unlink()
        assert build([articles / "no-news.txt"], out=tmp_path / "out").removed == 0
        assert build([articles], out=tmp_path / "out").removed == 1
        assert ids(tmp_path / "out" / "store") == ["kidal-raid", "no-news"]

    def test_named_itself_it_stays_though_another_folder_is_given(self, articles: Path, tmp_path: Path) -> None:
        build([articles / "no-news.txt"], out=tmp_path / "out")
        other = tmp_path / "other"
        other.mkdir()
        (other / "new.txt").write_text("Nothing new from Gao.")
        assert build([other], out=tmp_path / "out").removed == 0
        assert ids(tmp_path / "out" / "store") == ["new", "no-news"]

    def test_a_missing_folder_removes_nothing(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        articles.rename(tmp_path / "elsewhere")
        report = build([articles], out=tmp_path / "out")
        assert (report.removed, report.failed) == (0, True)
        assert len(ids(tmp_path / "out" / "store")) == 3

    def test_a_moved_article_keeps_its_place(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        (articles / "kidal-raid.md").rename(articles / "renamed.md")
        report = build([articles], out=tmp_path / "out")
        assert (report.built, report.unchanged, report.removed, report.skipped) == (0, 3, 0, [])

    def test_what_is_no_article_any_more_goes(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        (articles / "kidal-raid.md").write_text("")
        report = build([articles], out=tmp_path / "out")
        assert report.removed == 1
        assert ids(tmp_path / "out" / "store") == ["niamey-talks", "no-news"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_what_cannot_be_read_now_stays(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        (articles / "kidal-raid.md").chmod(0)
        assert build([articles], out=tmp_path / "out").removed == 0

    def test_two_paths_with_one_id(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        other = tmp_path / "copy.md"
        other.write_text(ARTICLES["kidal-raid.md"])
        report = build([other], out=tmp_path / "out")
        [skipped] = report.skipped
        assert skipped.reason_code == "duplicate-id"
        assert str(articles / "kidal-raid.md") in skipped.message
        assert str(other) in skipped.message
        assert report.failed

    def test_remove(self, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        build([articles], out=tmp_path / "out")
        assert run(["build", "--remove", "no-news", "--out", str(tmp_path / "out")]) == 0
        assert ids(tmp_path / "out" / "store") == ["kidal-raid", "niamey-talks"]
        assert run(["build", "--remove", "no-news", "--out", str(tmp_path / "out")]) == 1
        assert "no article of that id" in capsys.readouterr().err

    def test_standard_input(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import io
        from types import SimpleNamespace

        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(ARTICLES["kidal-raid.md"].encode())))
        assert run(["build", "-", "--out", str(tmp_path)]) == 0
        assert ids(tmp_path / "store") == ["kidal-raid"]


class TestUnread:
    """Files that are as they were in the last build are not even opened."""

    @pytest.fixture(autouse=True)
    def any_age(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sahelkg.folders._YOUNG", 0)

    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        names: list[str] = []

        def parse(path: Path, *rest: Any) -> Any:
            names.append(path.name)
            return _parse_file(path, *rest)

        monkeypatch.setattr("sahelkg.articles._parse_file", parse)
        return names

    def test_are_unchanged_and_stay(self, articles: Path, tmp_path: Path, opened: list[str]) -> None:
        build([articles], out=tmp_path / "out")
        assert len(opened) == 3
        report = build([articles], out=tmp_path / "out")
        assert (report.built, report.unchanged, report.removed) == (0, 3, 0)
        assert len(opened) == 3
        (articles / "new.txt").write_text("Mali expelled the ambassador of France.")
        report = build([articles], out=tmp_path / "out")
        assert (report.built, report.unchanged, report.removed) == (1, 3, 0)
        assert opened[3:] == ["new.txt"]

    def test_a_change_that_keeps_size_and_time_is_seen(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        file = articles / "kidal-raid.md"
        times = file.stat().st_atime_ns, file.stat().st_mtime_ns
        file.write_text(file.read_text().replace("JNIM", "ISGS"))
        os.utime(file, ns=times)
        report = build([articles], out=tmp_path / "out")
        assert (report.built, report.unchanged) == (1, 2)

    @pytest.mark.parametrize("options", [{"published": "2024-01-01"}, {"rules_only": True}, {"full": True}])
    def test_with_other_options_they_are_read(
        self, options: dict[str, Any], articles: Path, tmp_path: Path, opened: list[str]
    ) -> None:
        build([articles], out=tmp_path / "out")
        build([articles], out=tmp_path / "out", **options)
        assert len(opened) == 6

    def test_another_file_with_the_id_of_one_is_reported(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        (articles / "zz.md").write_text("---\nid: kidal-raid\n---\nMali expelled the ambassador of France.\n")
        report = build([articles], out=tmp_path / "out")
        assert [skipped.reason_code for skipped in report.skipped] == ["duplicate-id"]
        assert report.unchanged == 3

    def test_one_that_was_taken_out_comes_back(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        build([], out=tmp_path / "out", remove=["kidal-raid"])
        report = build([articles], out=tmp_path / "out")
        assert (report.built, report.unchanged) == (1, 2)


class TestOtherProgram:
    def test_what_another_program_derived_is_derived_anew(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "two"
        folder.mkdir()
        (folder / "a.txt").write_text("Captain Moussa Tolofidie attacked Kidal, the army said.\n")
        (folder / "b.txt").write_text("Colonel Hamadou Barkindo attacked Gao, the army said.\n")
        with monkeypatch.context() as earlier:  # one that took everybody for one
            earlier.setattr("sahelkg.writer.hash_program", lambda: "earlier")
            earlier.setattr("sahelkg.resolve.list_name_keys", lambda *_: {"spelling everybody"})
            build([folder], out=tmp_path / "out")
        before = dump(tmp_path / "out" / "store", tmp_path)
        assert b"skg:resolvedTo ent:x-" in before
        build([folder], out=tmp_path / "out")
        build([folder], out=tmp_path / "fresh")
        after = dump(tmp_path / "out" / "store", tmp_path)
        assert after == dump(tmp_path / "fresh" / "store", tmp_path)
        assert b"skg:resolvedTo ent:x-" not in after


class TestParses:
    def test_are_kept_and_used(self, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        build([articles], out=tmp_path / "out")
        before = dump(tmp_path / "out" / "store", tmp_path)
        assert len(list((tmp_path / "out" / "store" / "parses").rglob("*.zst"))) == 3

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("parsed again")

        monkeypatch.setattr("sahelkg.annotate.annotate_text", refuse)
        assert build([articles], out=tmp_path / "out", full=True).built == 3
        assert dump(tmp_path / "out" / "store", tmp_path) == before

    def test_serve_another_ontology(self, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        build([articles], out=tmp_path / "out")

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("parsed again")

        monkeypatch.setattr("sahelkg.annotate.annotate_text", refuse)
        own = tmp_path / "own.ttl"
        own.write_text(OWN)  # a name that no article has
        assert build([articles], out=tmp_path / "out", ontology=[own]).built == 3

    def test_are_not_kept_where_nobody_wants_them(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        build([articles], out=tmp_path / "out", keep_parses=False)
        assert not list((tmp_path / "out" / "store" / "parses").rglob("*.zst"))

    def test_of_removed_articles_go(self, articles: Path, tmp_path: Path) -> None:
        build([articles], out=tmp_path / "out")
        (articles / "kidal-raid.md").unlink()
        build([articles], out=tmp_path / "out")
        assert len(list((tmp_path / "out" / "store" / "parses").rglob("*.zst"))) == 2


class TestOwnOntology:
    def test_is_kept_with_the_graph(self, tmp_path: Path) -> None:
        own = tmp_path / "own.ttl"
        own.write_text(OWN)
        article = tmp_path / "dunes.txt"
        article.write_text("The Front of the Dunes attacked Kidal on Monday.\n")
        first = build([article], out=tmp_path / "out", ontology=[own])
        assert first.built == 1
        assert not first.unknown
        own.unlink()
        again = build([article], out=tmp_path / "out")
        assert (again.built, again.unchanged) == (0, 1)
        with open_store(tmp_path / "out" / "store") as opened:
            assert [file.read_text() for file in opened.ontology_files] == [OWN]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        text = ARTICLES["kidal-raid.md" if number % 2 else "niamey-talks.md"]
        body = text.split("---\n")[2].replace("Monday", f"{number % 28 + 1} March")
        (folder / f"a{number:02}.txt").write_text(body)
    return folder


class TestProcesses:
    def test_more_processes_give_the_same_bytes(self, many: Path, tmp_path: Path) -> None:
        one = build([many], out=tmp_path / "one")
        two = build([many], out=tmp_path / "two", jobs=2)
        assert one.built == two.built == 40
        assert one.statements == two.statements
        assert dump(tmp_path / "one" / "store", tmp_path) == dump(tmp_path / "two" / "store", tmp_path)

    def test_a_process_that_dies_takes_no_other_article_with_it(self, many: Path, tmp_path: Path) -> None:
        killed: list[int] = []

        def kill_one(report: Report) -> None:
            if not killed:
                victim = multiprocessing.active_children()[0]
                killed.append(victim.pid or 0)
                victim.kill()

        report = build([many], out=tmp_path / "out", jobs=2, progress=kill_one)
        assert killed
        assert (report.built, report.skipped) == (40, [])

    def test_an_article_that_ends_its_process_is_named_and_the_rest_goes_on(
        self, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sahelkg.workers._extract_batch", die_of_some)
        for name in ("a03.txt", "a21.txt"):
            (many / name).write_text(f"{DEADLY} of this one its process dies.\n" * 3)
        report = build([many], out=tmp_path / "out", jobs=2)
        assert report.built == 38
        assert [(skipped.article_id, skipped.reason_code) for skipped in report.skipped] == [("a03", "worker"), ("a21", "worker")]
        assert all("ended the process that read it" in skipped.message for skipped in report.skipped)
        assert len(ids(tmp_path / "out" / "store")) == 38

    def test_none_outlives_the_one_that_feeds_it(self, tmp_path: Path) -> None:
        file = tmp_path / "numbers"
        code = (
            "import os, sys, time; from sahelkg.workers import run_beside\n"
            "if __name__ == '__main__':\n"
            "    with run_beside(time.sleep, 600):\n"
            "        while not (found := __import__('multiprocessing').active_children()): time.sleep(0.05)\n"
            f"        open({str(file)!r}, 'w').write(str(found[0].pid))\n"
            "        time.sleep(600)\n"
        )
        (tmp_path / "feeder.py").write_text(code)
        with subprocess.Popen([sys.executable, str(tmp_path / "feeder.py")]) as feeder:
            _wait_until(lambda: file.exists() and bool(file.read_text()))
            feeder.kill()
        _wait_until(lambda: not _is_running(int(file.read_text())))

    def test_batches_are_small_in_articles_and_in_text(self) -> None:
        lengths = [10] * 20 + [200_000, 10, 10] + [25_000] * 5
        articles = [Article(id=str(number), text="x" * length) for number, length in enumerate(lengths)]
        batches = list(_cut(articles))
        assert [article for batch in batches for article in batch] == articles
        assert [len(batch) for batch in batches] == [8, 8, 4, 1, 4, 2, 1]


DEADLY = "Nobody reads on:"


def die_of_some(settings: Settings, articles: list[Article]) -> list[Extracted | Skipped]:
    """What a process does, but of a text that says so it dies."""
    if any(article.text.startswith(DEADLY) for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return [extract_one(settings, article) for article in articles]


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{number}/status").read_text(encoding="utf-8")


def _wait_until(true: Callable[[], bool]) -> None:
    for _ in range(2400):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("waited for two minutes")


class TestExtract:
    TEXT = "Fighters of JNIM attacked Kidal last Sunday, the army said.\n"

    def test_gives_statements_without_any_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        told = extract(self.TEXT, published="2024-03-05")
        assert [(one.subject.entity, one.predicate, one.object.entity) for one in told] == [("ent:jnim", "attacked", "ent:kidal")]
        assert told[0].status == "claimed"
        assert told[0].time is not None
        assert told[0].time.edtf == "2024-03-03"
        assert self.TEXT[told[0].start : told[0].end] == told[0].quote
        assert not list(tmp_path.iterdir())

    def test_without_a_day_no_day_is_invented(self) -> None:
        assert [one.time for one in extract(self.TEXT)] == [None]

    @pytest.mark.parametrize("text", ["", " \n", "…", "Rain fell."])
    def test_nothing_to_tell(self, text: str) -> None:
        assert extract(text) == []


def test_importing_has_no_effects() -> None:
    assert set(sahelkg.__all__) == {"ask", "build", "extract", "open_store", "show"}
    with pytest.raises(AttributeError, match="frobnicate"):
        _ = sahelkg.frobnicate  # type: ignore[attr-defined]


def test_an_empty_report_is_a_failure(tmp_path: Path) -> None:
    assert Report(store=tmp_path).failed
