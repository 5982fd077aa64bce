from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sahelkg.articles import read_articles
from sahelkg.cli import run
from sahelkg.errors import ArticleError
from sahelkg.evaluation import evaluate
from sahelkg.gold import fold_name, read_apart, read_gold
from sahelkg.mistakes import CLASSES
from sahelkg.ontology import Ontology, load_ontology
from sahelkg.readout import read_records
from sahelkg.sights import Sight
from sahelkg.store import open_store

if TYPE_CHECKING:
    from conftest import Built

GOLD = Path(__file__).parent / "gold" / "corpus.jsonl"
HELD = GOLD.with_name("held.jsonl")  # of articles that are measured with only
SCORED = Path(__file__).parent / "data" / "scored.json"  # gold, extracted rows, and the figures that score.py has for them
SCORE = Path(__file__).parent.parent.parent / "shared" / "eval" / "score.py"


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


def figures_of(gold: Path, rows: list[dict[str, Any]], apart: Path, ontology: Ontology) -> dict[str, Any]:
    found = evaluate(read_gold(gold), rows, ontology, apart=read_apart(apart)).as_dict()
    return {name: value for name, value in found.items() if not isinstance(value, dict)}


class TestAgreementWithScore:
    def test_to_the_digit_on_rows_kept_with_its_figures(self, ontology: Ontology, tmp_path: Path) -> None:
        kept = json.loads(SCORED.read_text(encoding="utf-8"))
        gold_file, apart = tmp_path / "gold.jsonl", tmp_path / "apart.txt"
        gold_file.write_text("\n".join(map(json.dumps, kept["gold"])), encoding="utf-8")
        apart.write_text("\n".join(kept["apart"]), encoding="utf-8")
        assert figures_of(gold_file, kept["rows"], apart, ontology) == kept["figures"]
        apart.write_text("", encoding="utf-8")
        without = figures_of(gold_file, kept["rows"], apart, ontology)
        assert without["precision"] > kept["figures"]["precision"]  # the list makes a difference

    @pytest.mark.skipif(not SCORE.is_file(), reason="the scorer of the measurements is not beside this checkout")
    def test_to_the_digit_on_what_is_extracted_now(self, built: Built, ontology: Ontology, tmp_path: Path) -> None:
        spec = importlib.util.spec_from_file_location("score", SCORE)
        assert spec is not None
        assert spec.loader is not None
        score = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(score)
        apart = tmp_path / "apart.txt"
        apart.write_text("\n".join("|".join(sorted(names)) for names in score.APART), encoding="utf-8")
        with open_store(built.store) as store:
            rows = list(read_records(store.quads))
        told = [{"s": row["subject"]["names"], "p": [row["predicate"]], "o": row["object"]["names"]} for row in rows[::2]]
        lines = [{"doc": rows[0]["article"], "statements": [{"status": "claimed", "by": ["army"]} | one for one in told]}]
        default = {"when": None, "where": [], "deaths": None, "optional": False, "quote": ""}
        lines[0]["statements"] = [default | one for one in lines[0]["statements"]]
        gold_file = tmp_path / "gold.jsonl"
        gold_file.write_text(json.dumps(lines[0]), encoding="utf-8")
        assert figures_of(gold_file, rows, apart, ontology) == score.score(lines, rows)
        assert figures_of(GOLD, rows, apart, ontology) == score.score(score.read(GOLD), rows)

    def test_the_relations_that_it_leaves_out_are_the_further_ones(self, ontology: Ontology) -> None:
        further = {name.removeprefix("skg:") for name in ontology.triples.resources("skg:furtherRelations", "skos:member")}
        assert len(set(ontology.relations) - further) == 28
        assert {name for name in set(ontology.relations) - further if ontology.relations[name].symmetric} == {
            *("alliedWith", "rivalOf", "negotiatedWith")
        }


QUOTE = "The group attacked Djibo on Monday."


def tell(subject: dict[str, Any], predicate: str, obj: dict[str, Any], quote: str = QUOTE) -> dict[str, Any]:
    return row(subject, predicate, obj, evidence={"quote": quote})


class TestMistakes:
    @pytest.mark.parametrize(
        ("found", "missed", "wrong"),
        [
            (tell(DJIBO, "attacked", JNIM), "direction", "direction"),
            (tell(JNIM, "captured", DJIBO), "relation", "relation"),
            (tell(JNIM, "captured", DJIBO, "Elsewhere it fell long ago."), "clause", "relation"),
            (tell(actor("ISGS"), "attacked", DJIBO), "actor", "actor"),
            (tell(actor("ISGS", "the group", words="the group"), "attacked", DJIBO), "coreference", "coreference"),
            (tell(actor("ISGS", "It", words="It"), "attacked", DJIBO), "coreference", "coreference"),
            (tell(actor("Mali", "Malian rebels", words="Malian rebels"), "attacked", DJIBO), "coreference", "coreference"),
            (
                tell(actor("Malian Armed Forces", "Malian soldiers", words="Malian soldiers"), "attacked", DJIBO),
                "actor",
                "actor",
            ),
            (tell(actor("militants", words="militants"), "attacked", DJIBO), "actor", "actor"),
            (tell(JNIM, "attacked", actor("Gao")), "actor", "actor"),
            (tell(JNIM, "attacked", actor("Gao"), "In March it went to Gao."), "clause", "unfounded"),
            (tell(actor("Niger"), "expelled", actor("Benin")), "clause", "unfounded"),
        ],
    )
    def test_of_one_statement(
        self, ontology: Ontology, tmp_path: Path, found: dict[str, Any], missed: str, wrong: str
    ) -> None:
        articles = read_gold(gold(tmp_path, ATTACK | {"quote": QUOTE}))
        result = evaluate(articles, [found], ontology)
        assert [(mistake.side, mistake.kind) for mistake in result.mistakes] == [("missed", missed), ("wrong", wrong)]

    @pytest.mark.parametrize(
        ("text", "seen", "kind"),
        [
            ("Fighters of JNIM attacked Djibo.", ["JNIM", "Djibo"], "clause"),
            ("Fighters of JNIM attacked Djibo.", ["Djibo"], "actor"),
            ("Fighters of JNIM attacked Djibo.", ["JNIM"], "actor"),
            ("It is on the march: it attacked Djibo.", ["Djibo"], "coreference"),
            ("It is on the march: it attacked Djibo.", ["JNIM", "Djibo"], "clause"),
            ("Nothing of the kind.", [], "clause"),
        ],
    )
    def test_a_missed_statement_by_what_is_to_be_seen(
        self, ontology: Ontology, tmp_path: Path, text: str, seen: list[str], kind: str
    ) -> None:
        articles = read_gold(gold(tmp_path, ATTACK | {"quote": "attacked  Djibo"}))
        sight = Sight(text, ((0, len(text)),), tuple((0, 1, frozenset({fold_name(name)})) for name in seen))
        [mistake] = evaluate(articles, [], ontology, sights={"a": sight}).mistakes
        assert mistake.kind == kind

    def test_of_status_and_source(self, ontology: Ontology, tmp_path: Path) -> None:
        articles = read_gold(gold(tmp_path, ATTACK | {"status": "denied", "by": ["the army"]}))
        result = evaluate(articles, [row(JNIM, "attacked", DJIBO)], ontology)
        assert [(mistake.side, mistake.kind) for mistake in result.mistakes] == [("told", "status"), ("told", "attribution")]
        assert (result.missed, result.wrong) == ((), ())

    def test_by_relation(self, ontology: Ontology, tmp_path: Path) -> None:
        articles = read_gold(gold(tmp_path, ATTACK, ATTACK | {"p": ["captured", "attacked"]}))
        figures = evaluate(articles, [row(JNIM, "attacked", DJIBO), row(DJIBO, "killed", JNIM)], ontology).as_dict()
        assert figures["relations"]["attacked"] == {
            "gold": 1, "found": 1, "extracted": 1, "right": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0
        }
        assert figures["relations"]["captured"]["precision"] is None
        assert figures["relations"]["captured"]["found"] == 1
        assert figures["relations"]["killed"]["recall"] is None
        assert set(figures["errors"]) == set(CLASSES)
        assert figures["errors_by_relation"] == {"killed": {"relation": 1}}


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


class TestHeldArticles:
    def test_their_gold_is_in_their_words(self, ontology: Ontology) -> None:
        articles = {article.id: article.text for article in read_articles([HELD.parent.parent / "data" / "held"])}
        gold = read_gold(HELD)
        assert {one.article for one in gold} == set(articles)
        for one in gold:
            for statement in one.statements:
                assert statement.quote in articles[one.article], (one.article, statement.quote)
                assert statement.predicates <= set(ontology.relations)

    def test_they_are_many_and_of_news_length(self) -> None:
        articles = list(read_articles([HELD.parent.parent / "data" / "held"]))
        assert len(articles) >= 8
        assert all(200 <= len(article.text.split()) <= 450 for article in articles)
        assert sum(not statement.optional for one in read_gold(HELD) for statement in one.statements) >= 90

    def test_none_of_them_is_in_the_corpus(self) -> None:
        corpus = {path.stem for path in (HELD.parent.parent.parent / "corpus").glob("*.md")}
        assert corpus.isdisjoint(one.article for one in read_gold(HELD))


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
        assert [line.partition("  extracted ")[0] for line in shown if line.startswith("articles")] == ["articles 1  gold 1"]
        assert [line.split()[0] for line in shown[-len(CLASSES) :]] == list(CLASSES)
        assert any(line.startswith("relation ") for line in shown)
