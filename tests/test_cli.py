from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sahelkg.cli import run, sahelkg
from sahelkg.messages import clean_line

if TYPE_CHECKING:
    from conftest import Built

ROOT = Path(__file__).parent.parent
FORMATS = ["turtle", "trig", "nquads", "jsonld", "jsonl", "csv", "graphml", "gexf"]


def run_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sahelkg", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


def only_line(text: str) -> str:
    assert text.endswith("\n")
    [line] = text.splitlines()
    assert line.startswith("sahelkg: ")
    assert line.isprintable()
    return line


class TestCommandLine:
    @pytest.mark.parametrize("name", list(sahelkg.commands))
    def test_every_command_helps(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([name, "--help"]) == 0
        assert capsys.readouterr().out.startswith(f"Usage: sahelkg {name}")

    @pytest.mark.parametrize("name", list(sahelkg.commands))
    def test_every_command_is_in_the_readme(self, name: str) -> None:
        assert f"sahelkg {name}" in (ROOT / "README.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", list(sahelkg.commands))
    def test_every_option_says_what_it_does(self, name: str) -> None:
        for parameter in sahelkg.commands[name].params:
            if parameter.param_type_name == "option":
                assert getattr(parameter, "help", None) or hasattr(parameter.type, "choices"), parameter.name

    def test_every_command_that_reads_takes_a_store(self) -> None:
        lacking = {
            name
            for name, command in sahelkg.commands.items()
            if not any(parameter.name == "store" for parameter in command.params)
        }
        assert lacking == {"queries"}

    def test_no_command_is_wrong_use(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "Commands:" in captured.err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["frobnicate"],
            ["build"],
            ["build", "x.md", "--jobs", "0"],
            ["build", "x.md", "--published", "yesterday"],
            ["export"],
            ["export", "--format", "parquet"],
            ["query"],
            ["query", "articles", "--param", "publisher"],
            ["view", "--status", "certain"],
            ["view", "--limit", "none"],
            ["path", "Mali"],
            ["stats", "--unknown"],
        ],
        ids=" ".join,
    )
    def test_wrong_use(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "--help)" in only_line(captured.err)

    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["--version"]) == 0
        assert re.fullmatch(r"sahelkg \d+\.\d+\.\d+\n", capsys.readouterr().out)

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion_is_offered_for(self, shell: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", "import sys; sys.argv[0] = 'sahelkg'; from sahelkg.cli import main; main()"],
            capture_output=True,
            text=True,
            env=os.environ | {"_SAHELKG_COMPLETE": f"{shell}_source"},
            check=False,
        )
        assert done.returncode == 0 or "bash" in done.stderr.casefold()
        assert "_SAHELKG_COMPLETE" in done.stdout

    def test_help_loads_nothing_heavy(self) -> None:
        heavy = ["spacy", "rdflib", "onnxruntime", "numpy", "pyoxigraph", "networkx", "pyvis", "rich"]
        code = (
            f"import sys; from sahelkg.cli import run; run(['--help']); print([m for m in {heavy} if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.endswith("[]\n")

    @pytest.mark.parametrize("command", [["query", "articles"], ["stats"], ["queries"], ["timeline"]], ids=" ".join)
    def test_asking_loads_neither_parser_nor_rdflib(self, built: Built, command: list[str]) -> None:
        store = [] if command == ["queries"] else ["--store", str(built.store)]
        code = (
            f"import sys; from sahelkg.cli import run; code = run({[*command, *store]!r})\n"
            "print([code, *(m for m in ('spacy', 'rdflib', 'onnxruntime', 'pyvis') if m in sys.modules)])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.endswith("[0]\n"), done.stdout[-200:]


class TestFailures:
    def test_interrupt(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("sahelkg.named.load_queries", interrupt)
        assert run(["queries"]) == 130
        assert only_line(capsys.readouterr().err.lstrip("\n")) == "sahelkg: interrupted"

    def test_fault_of_the_program_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("first\nsecond \x1b[31m")

        monkeypatch.delenv("SAHELKG_DEBUG", raising=False)
        monkeypatch.setattr("sahelkg.named.load_queries", fail)
        assert run(["queries"]) == 1
        assert "first second \\x1b[31m" in only_line(capsys.readouterr().err)

    def test_closed_pipe_is_quiet(self, built: Built) -> None:
        command = f"{sys.executable} -m sahelkg export --format nquads --store {built.store} | head -c 10"
        command += "; echo ${PIPESTATUS[0]}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        assert done.stdout.splitlines()[-1][-1] == "0"

    def test_no_store(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["query", "articles", "--store", str(tmp_path / "none")]) == 1
        assert "no store" in only_line(capsys.readouterr().err)

    def test_folder_that_is_no_store(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
        assert run(["stats", "--store", str(tmp_path)]) == 1
        assert "no store" in only_line(capsys.readouterr().err)
        assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["query", "SELECT * { ?s ?p"], "not SPARQL"),
            (["query", "SELECT * { ?s foo:bar ?o }"], "unknown prefix"),
            (["query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "SERVICE"),
            (["query", "INSERT DATA { <a:b> <a:b> <a:b> }"], ""),
            (["query", "artikles"], "articles"),
            (["query", "articles", "--param", "colour=red"], "colour"),
            (["query", "articles", "--format", "turtle"], "turtle"),
            (["explain", "Atlantis"], "Atlantis"),
            (["explain", "Mali", "frobnicated"], "frobnicated"),
            (["path", "Mali", "Atlantis"], "Atlantis"),
            (["view", "--around", "Atlantis", "-o", "-"], "Atlantis"),
            (["view", "--query", "no-such-query", "-o", "-"], "no-such-query"),
            (["timeline", "--around", "Atlantis"], "Atlantis"),
            (["conflicts", "--around", "Atl\x1b[31mantis"], "antis"),
            (["export", "--format", "csv", "-o", "/no/such/folder/x.csv"], "/no/such/folder/x.csv"),
            (["export", "--format", "csv", "-o", "/"], "folder"),
            (["eval", "no-such-gold.jsonl"], "no-such-gold.jsonl"),
            (["check", "--ontology", "no-such.ttl"], "no-such.ttl"),
        ],
        ids=lambda value: " ".join(value[:2]).replace("\x1b", "ESC") if isinstance(value, list) else "",
    )
    def test_mistake_of_the_user(
        self, built: Built, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run([*arguments, "--store", str(built.store)]) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert words in only_line(captured.err)

    def test_unwritable_output_leaves_what_was_there(self, built: Built, tmp_path: Path) -> None:
        target = tmp_path / "graph.csv"
        target.write_text("before", encoding="utf-8")
        assert run(["export", "--format", "csv", "-o", str(target / "x"), "--store", str(built.store)]) == 1
        assert target.read_text(encoding="utf-8") == "before"

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a\nb\tc", "a b c"),
            ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
            ("\u202eevil", "\\x202eevil"),
            ("Gao é", "Gao é"),
        ],
    )
    def test_messages_cannot_move_the_cursor(self, text: str, line: str) -> None:
        assert clean_line(text) == line


class TestWhereTheStoreIs:
    def test_store_wins_over_out(self, built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        article = str(built.articles / "no-news.txt")
        assert run(["build", article, "--out", str(tmp_path / "out"), "--store", str(tmp_path / "s")]) == 0
        assert (tmp_path / "s" / "format").is_file()
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["graph.html", "sahelkg.ttl"]
        assert f"--store {tmp_path / 's'}" in capsys.readouterr().err

    def test_out_wins_over_environment(self, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SAHELKG_STORE", str(tmp_path / "env"))
        assert run(["build", str(built.articles / "no-news.txt"), "--out", str(tmp_path / "out")]) == 0
        assert (tmp_path / "out" / "store").is_dir()
        assert not (tmp_path / "env").exists()

    def test_environment_wins_over_default(
        self, built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert run(["stats"]) == 1
        assert "out/store" in only_line(capsys.readouterr().err)
        monkeypatch.setenv("SAHELKG_STORE", str(built.store))
        assert run(["stats"]) == 0


class TestAnswers:
    def test_query_is_csv_off_the_terminal(self, built: Built, capsys: pytest.CaptureFixture[str]) -> None:
        question = "SELECT ?id { ?a a schema:NewsArticle ; dcterms:identifier ?id } ORDER BY ?id"
        assert run(["query", question, "--store", str(built.store)]) == 0
        assert capsys.readouterr().out.split() == ["id", "kidal-raid", "niamey-talks", "no-news"]

    def test_query_from_a_file_and_from_standard_input(
        self, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        import io

        file = tmp_path / "count.rq"
        file.write_text("SELECT (COUNT(?a) AS ?n) { ?a a schema:NewsArticle }", encoding="utf-8")
        assert run(["query", str(file), "--store", str(built.store)]) == 0
        monkeypatch.setattr("sys.stdin", io.StringIO(file.read_text(encoding="utf-8")))
        assert run(["query", "-", "--store", str(built.store)]) == 0
        assert capsys.readouterr().out.split() == ["n", "3", "n", "3"]

    def test_every_named_question_has_an_answer(self, built: Built, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["queries"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) >= 12
        for line in lines:
            name = line.split()[0]
            needed = [f"--param={word}=Mali" for word in re.findall(r"(\w+)=…", line)][:1]
            assert run(["query", name, "--store", str(built.store)]) == 0 or run([
                "query", name, *needed, "--store", str(built.store)
            ]) == 0, name  # fmt: skip

    @pytest.mark.parametrize("form", FORMATS)
    def test_export(self, built: Built, form: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        file = tmp_path / "graph"
        assert run(["export", "--format", form, "-o", str(file), "--store", str(built.store)]) == 0
        assert run(["export", "--format", form, "--store", str(built.store)]) == 0
        assert file.read_bytes() == capsysbinary.readouterr().out

    def test_exported_lines_lead_to_the_text(self, built: Built, tmp_path: Path) -> None:
        file = tmp_path / "told.jsonl"
        assert run(["export", "--format", "jsonl", "-o", str(file), "--store", str(built.store)]) == 0
        from sahelkg.articles import read_articles
        from sahelkg.records import Article

        texts = {item.id: item.text for item in read_articles([built.articles]) if isinstance(item, Article)}
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        assert rows
        for row in rows:
            evidence = row["evidence"]
            assert texts[row["article"]][evidence["start"] : evidence["end"]] == evidence["quote"]
            for end in ("subject", "object"):
                words = row[end]["mention"]
                assert texts[row["article"]][words["start"] : words["end"]] == words["text"]

    def test_explain_shows_the_sentence(self, built: Built, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["explain", "JNIM", "--store", str(built.store)]) == 0
        shown = capsys.readouterr().out
        assert "Tessalit Times" in shown
        assert run(["explain", "JNIM", "--format", "json", "--store", str(built.store)]) == 0
        assert json.loads(capsys.readouterr().out)

    def test_view(self, built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = tmp_path / "page.html"
        assert run(["view", "-o", str(page), "--store", str(built.store)]) == 0
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        assert str(page) in capsys.readouterr().err

    @pytest.mark.parametrize("command", ["stats", "timeline", "conflicts"])
    @pytest.mark.parametrize("form", ["table", "csv", "json"])
    def test_overviews(self, built: Built, command: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run([command, "--format", form, "--store", str(built.store)]) == 0
        shown = capsys.readouterr().out
        assert shown
        if form == "json":
            assert isinstance(json.loads(shown), list)


def test_module_can_be_run() -> None:
    done = run_program("--version")
    assert (done.returncode, done.stdout[:8]) == (0, "sahelkg ")
