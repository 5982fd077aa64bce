from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sahelkg.cli import run
from sahelkg.errors import ArticleError
from sahelkg.evaluation import evaluate
from sahelkg.gold import fold_name, read_apart, read_gold
from sahelkg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from conftest import Built

GOLD = Path(__file__).parent / "gold" / "corpus.jsonl"


def actor(*names: str, words: str = "") -> dict[str, Any]:
    return {"iri": "ent:" + fold_name(names[0]).replace(" ", "-"), "names": list(names), "mention": {"text": words}}


def row(
    subject: dict[str, Any], predicate: str, obj: dict[str, Any], status: str = "asserted", **rest: Any
) -> dict[str, Any]:
    return {
        "article": "a",
        "subject": subject,
        "predicate": predicate,
        "object": obj,
        "status": status,
        "attributed_to": [],
        "time": None,
        "place": [],
        "deaths": None,
        "evidence": {"quote": "…"},
    } | rest


def gold(folder: Path, *statements: dict[str, Any]) -> Path:
    default = {"status": "asserted", "by": [], "when": None, "where": [], "deaths": None, "optional": False}
    file = folder / "gold.jsonl"
    line = {"doc": "a", "published": None, "statements": [default | statement for statement in statements]}
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return file


ATTACK = {"s": ["JNIM", "jihadists"], "p": ["attacked"], "o": ["Djibo"]}
JNIM, DJIBO = actor("JNIM"), actor("Djibo", "the town of Djibo")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


class TestMatching:
    @pytest.mark.parametrize(
        ("statement", "found", "right"),
        [
            (ATTACK, row(JNIM, "attacked", DJIBO), True),
            (ATTACK, row(actor("the JNIM"), "attacked", actor("DJIBO")), True),
            (ATTACK, row(DJIBO, "attacked", JNIM), False),
            (ATTACK, row(JNIM, "captured", DJIBO), False),
            (ATTACK, row(actor("ISGS"), "attacked", DJIBO), False),
            (
                {"s": ["Mali"], "p": ["alliedWith"], "o": ["Niger"]},
                row(actor("Niger"), "alliedWith", actor("Mali")),
                True,
            ),
            ({"s": ["Mali"], "p": ["accused"], "o": ["Niger"]}, row(actor("Niger"), "accused", actor("Mali")), False),
            ({"s": ["X"], "p": ["memberOf"], "o": ["Y"]}, row(actor("X"), "leads", actor("Y")), True),
            ({"s": ["X"], "p": ["leads"], "o": ["Y"]}, row(actor("X"), "memberOf", actor("Y")), False),
            ({"s": ["X"], "p": ["supports"], "o": ["Y"]}, row(actor("X"), "trains", actor("Y")), True),
        ],
    )
    def test_one(
        self, ontology: Ontology, tmp_path: Path, statement: dict[str, Any], found: dict[str, Any], right: bool
    ) -> None:
        result = evaluate(read_gold(gold(tmp_path, statement)), [found], ontology)
        assert (result.precision, result.recall, result.f1) == ((1, 1, 1) if right else (0, 0, 0))
        assert len(result.missed) == len(result.wrong) == (not right)

    def test_relations_of_the_second_table_are_left_out(self, ontology: Ontology, tmp_path: Path) -> None:
        rows = [row(JNIM, "attacked", DJIBO), row(JNIM, "threatened", DJIBO)]
        assert evaluate(read_gold(gold(tmp_path, ATTACK)), rows, ontology).extracted == 1

    def test_other_articles_are_passed_over(self, ontology: Ontology, tmp_path: Path) -> None:
        other = row(JNIM, "attacked", DJIBO, article="b")
        assert evaluate(read_gold(gold(tmp_path, ATTACK)), [other], ontology).extracted == 0

    def test_optional_statements_are_right_but_not_missed(self, ontology: Ontology, tmp_path: Path) -> None:
        articles = read_gold(gold(tmp_path, ATTACK | {"optional": True}))
        assert evaluate(articles, [], ontology).gold == 0
        assert evaluate(articles, [row(JNIM, "attacked", DJIBO)], ontology).precision == 1

    def test_actors_kept_apart(self, ontology: Ontology, tmp_path: Path) -> None:
        names = tmp_path / "apart.txt"
        names.write_text("JNIM\njihadists|extremists\n", encoding="utf-8")
        apart = read_apart(names)
        articles = read_gold(gold(tmp_path, ATTACK))
        conflated = row(actor("JNIM", "jihadists"), "attacked", DJIBO)
        assert evaluate(articles, [conflated], ontology).precision == 1
        assert evaluate(articles, [conflated], ontology, apart=apart).precision == 0
        told = row(actor("JNIM", "jihadists", words="jihadists"), "attacked", DJIBO)
        assert evaluate(articles, [told], ontology, apart=apart).precision == 1


class TestFields:
    def test_bare_edges(self, ontology: Ontology, tmp_path: Path) -> None:
        articles = read_gold(gold(tmp_path, ATTACK | {"status": "denied"}))
        assert evaluate(articles, [row(JNIM, "attacked", DJIBO, "claimed")], ontology).bare == 0
        denied = evaluate(articles, [row(JNIM, "attacked", DJIBO, "denied")], ontology)
        assert (denied.bare, denied.fields["status"]) == (0, (1, 1))

    def test_one_triple_is_one_statement(self, ontology: Ontology, tmp_path: Path) -> None:
        rows = [row(JNIM, "attacked", DJIBO, status) for status in ("asserted", "claimed")]
        result = evaluate(read_gold(gold(tmp_path, ATTACK)), rows, ontology)
        assert (result.extracted, result.fields["status"]) == (1, (1, 1))
        rows.append(row(JNIM, "attacked", DJIBO, "denied"))
        assert evaluate(read_gold(gold(tmp_path, ATTACK)), rows, ontology).fields["status"] == (0, 1)

    @pytest.mark.parametrize(
        ("field", "wanted", "found", "shares"),
        [
            ("by", ["AFP"], {"attributed_to": [actor("AFP")]}, (1, 1)),
            ("by", ["AFP"], {}, (0, 1)),
            ("by", [], {}, (1, 1)),
            ("by", [], {"attributed_to": [actor("AFP")]}, (0, 1)),
            ("when", "2025", {"time": "2025-06-01"}, (1, 1)),
            ("when", "2025-06-01", {"time": "2025"}, (0, 1)),
            ("when", "2021/..", {"time": "2021-12"}, (1, 1)),
            ("when", None, {"time": "2025"}, (0, 0)),
            ("where", ["Djibo"], {"place": [DJIBO]}, (1, 1)),
            ("where", ["Djibo"], {"place": [actor("Gao")]}, (0, 1)),
            ("deaths", 30, {"deaths": {"min": 30, "max": None, "text": "at least 30"}}, (1, 1)),
            ("deaths", 30, {"deaths": {"min": 60, "max": 60, "text": "60"}}, (0, 1)),
            ("deaths", 0, {"deaths": None}, (0, 1)),
        ],
    )
    def test_shares(
        self,
        ontology: Ontology,
        tmp_path: Path,
        field: str,
        wanted: Any,
        found: dict[str, Any],
        shares: tuple[int, int],
    ) -> None:
        articles = read_gold(gold(tmp_path, ATTACK | {field: wanted}))
        assert evaluate(articles, [row(JNIM, "attacked", DJIBO, **found)], ontology).fields[field] == shares


class TestGoldFiles:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("", "holds no gold"),
            ("{}", "lacks 'statements'"),
            ("[1]", "no gold statements"),
            ('{"doc": "a", "statements": [{"s": "X", "p": ["p"], "o": ["Y"], "status": "asserted"}]}', "s is no list"),
            ('{"doc": "a", "statements": [{"s": ["X"], "p": ["p"], "o": ["Y"], "status": "sure"}]}', "'sure'"),
            ('{"doc": "a", "statements": []}\n{', ":2: no gold statements"),
        ],
    )
    def test_that_are_wrong(self, tmp_path: Path, content: str, words: str) -> None:
        file = tmp_path / "gold.jsonl"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(ArticleError, match=r"gold\.jsonl") as raised:
            read_gold(file)
        assert words in str(raised.value)

    def test_of_the_project_name_relations_that_exist(self, ontology: Ontology) -> None:
        articles = read_gold(GOLD)
        assert len(articles) >= 6
        for article in articles:
            for statement in article.statements:
                assert statement.predicates <= set(ontology.relations), article.article


class TestCommand:
    def test_gold_against_articles_and_against_a_store(
        self, built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "gold.jsonl"
        statement = {"s": ["JNIM"], "p": ["attacked"], "o": ["Kidal"], "status": "asserted", "quote": "attacked a camp"}
        file.write_text(json.dumps({"doc": "kidal-raid", "statements": [statement]}) + "\n", encoding="utf-8")
        assert run(["eval", str(file), str(built.articles), "--json"]) == 0
        fresh = json.loads(capsys.readouterr().out)
        assert run(["eval", str(file), "--store", str(built.store), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == fresh
        assert fresh["articles"] == 1
        assert run(["eval", str(file), "--store", str(built.store), "--list"]) == 0
        shown = capsys.readouterr().out.splitlines()
        assert shown[-2].startswith("articles 1  gold 1  extracted ") or shown[-1].startswith("articles 1  gold 1")
