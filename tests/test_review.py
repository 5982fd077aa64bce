from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from sahelkg.answers import add_entries, make_entries, read_answers
from sahelkg.cli import run
from sahelkg.coverage import list_unused, reread
from sahelkg.errors import OntologyError
from sahelkg.formatting import format_turtle
from sahelkg.forms import restore_lemma
from sahelkg.ontology import Ontology, load_ontology
from sahelkg.pipeline import extract
from sahelkg.review import COLUMNS, PARTS, Row, list_doubts
from sahelkg.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {
    "one.md": """---
id: one
date: 2024-03-05
---
General Oumarou Tchangari, the chief of the Zarmakoy Front, met reporters on Monday. The Zarmakoy Front attacked Djibo
last week, the army said.

Niger imitated Chad at the table for a month. JNIM is strong in the north. It attacked Ansongo on Sunday.
""",
    "two.md": """---
id: two
date: 2024-03-09
---
Fighters of the Zarmakoy Front attacked Tessit on Friday. Burkina Faso imitated Mali, as a diplomat put it, and Russia
imitated France.
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    assert run(["build", str(folder / "articles"), "--out", str(folder / "out"), "--jobs", "1"]) == 0
    return folder


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def rows(folder: Path, ontology: Ontology) -> list[Row]:
    with open_store(folder / "out" / "store") as store:
        return list_doubts(store, ontology)


def cells(**filled: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | {name.replace("_", " "): value for name, value in filled.items()}


def write_table(path: Path, *rows: dict[str, Any], delimiter: str = ",") -> Path:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


NAME = cells(part="name", item="Zarmakoy Front", key="ent:x-zarmakoy-front-0", articles="art:one")
PREDICATE = cells(
    part="predicate",
    item="… imitate …",
    key="verb imitate |",
    guess="Burkina Faso → Mali",
    sentence_1="Burkina Faso imitated Mali, as a diplomat put it.",
    articles="art:two",
)
STATEMENT = cells(part="statement", item="JNIM attacked Ansongo", key="st:" + "0" * 32, articles="art:one art:b%20c")


class TestListing:
    def test_unknown_names_come_with_kind_and_sentences(self, rows: list[Row]) -> None:
        names = {row.item: row for row in rows if row.part == "name"}
        front = names["Zarmakoy Front"]
        assert front.guess == "ArmedGroup"
        assert front.times >= 3
        assert list(front.articles) == ["art:one", "art:two"]
        assert len(front.sentences) == 3
        assert all("Zarmakoy Front" in sentence for sentence in front.sentences)
        assert "JNIM" not in names

    def test_unmapped_predicates_join_known_actors(self, rows: list[Row]) -> None:
        predicates = {row.item: row for row in rows if row.part == "predicate"}
        assert predicates["… imitate …"].times == 3
        assert predicates["… imitate …"].guess == "Niger → Chad"
        assert not any("attack" in item for item in predicates)  # the lexicon has it
        assert not any("meet" in item for item in predicates)  # reporters are nobody that the ontology holds

    def test_statements_that_rest_on_a_pronoun_are_doubtful(self, rows: list[Row]) -> None:
        doubtful = {row.item: row.guess for row in rows if row.part == "statement"}
        assert doubtful["JNIM attacked Ansongo"] == "“It” taken for JNIM"
        assert not any("Tessit" in item for item in doubtful)

    def test_parts_in_order_each_by_frequency(self, rows: list[Row]) -> None:
        order = [(PARTS.index(row.part), -row.times) for row in rows]
        assert order == sorted(order)

    def test_a_table_of_what_is_in_the_texts_is_safe_to_open(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        row = Row("name", '=HYPERLINK("http://e.org")', "ent:x-a", sentences=["@SUM(1)", "-1"])
        from sahelkg.commands.review import _write

        [_, line] = csv.reader(io.StringIO(_write([row], "csv")))
        assert [cell for cell in line if cell.startswith(("=", "@", "-"))] == []
        assert run(["review", "--store", str(folder / "out" / "store"), "--format", "csv"]) == 0
        assert next(csv.reader(io.StringIO(capsys.readouterr().out))) == list(COLUMNS)

    def test_json_and_articles_give_the_same(self, folder: Path, capsys: pytest.CaptureFixture[str], rows: list[Row]) -> None:
        assert run(["review", str(folder / "articles"), "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == [row.as_dict() for row in rows]

    def test_without_kept_parses_it_asks_for_the_articles(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["build", str(folder / "articles" / "two.md"), "--out", str(tmp_path), "--jobs", "1", "--no-parses"]) == 0
        assert run(["review", "--store", str(tmp_path / "store")]) == 1
        assert "give the articles" in capsys.readouterr().err


LEMMAS = """
accused:accuse acquired:acquire agreed:agree bribed:bribe called:call controlled:control declared:declare
eclipsed:eclipse envied:envy escaped:escape expelled:expel financed:finance freed:free ignored:ignore joined:join
killed:kill mauled:maul mediated:mediate needed:need offered:offer ousted:oust patrolled:patrol ruled:rule saved:save
seized:seize settled:settle shelled:shell slipped:slip spurned:spurn tempted:tempt tolerated:tolerate treated:treat
visited:visit warned:warn wooed:woo hiding:hide stopping:stop envies:envy passes:pass visits:visit swollen:swollen
"""


@pytest.mark.parametrize("pair", LEMMAS.split())
def test_lemmas_of_verbs_that_nobody_has_listed(pair: str) -> None:
    form, lemma = pair.split(":")
    assert restore_lemma(form, lemma) == lemma


class TestReach:
    def test_predicates_are_told_apart_by_the_lexicon(self, folder: Path, ontology: Ontology) -> None:
        with open_store(folder / "out" / "store") as store:
            found = [(p.words, p.mapped) for reading in reread(store, ontology) for p in reading.predicates]
            unused = {unit.iri for unit in list_unused(store, ontology)}
        assert found.count(("imitate", False)) == 3  # of a verb that the lexicon lacks the model guesses the lemma
        assert "lex:attack-v" not in unused
        assert len(unused) > 500

    def test_check_says_what_share_is_mapped(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(["check", str(folder / "articles" / "two.md"), "--unused"])
        said = capsys.readouterr()
        assert "predicates between two actors: 3, of them 1 (33%) mapped" in said.err
        assert "never fired: lex:" in said.out


class TestAnswers:
    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (NAME | {"kind": "Armed Gruop"}, "no kind is called 'Armed Gruop': take ArmedGroup"),
            (NAME | {"kind": "Relation"}, "no kind is called"),
            (NAME | {"same as": "JNIMM"}, "no actor or place is known as 'JNIMM': did you mean jnim"),
            (NAME | {"same as": "JNIM", "kind": "ArmedGroup"}, "fill in one of kind, same as, not both"),
            (NAME | {"relation": "attacked"}, "a name takes kind or reject or same as, not relation"),
            (NAME | {"reject": "perhaps"}, "reject is 'perhaps'"),
            (NAME | {"part": "noun", "reject": "x"}, "the part 'noun' is none of"),
            (NAME | {"key": "JNIM", "reject": "x"}, "leave that column as it was"),
            (NAME | {"item": "Niger", "kind": "ArmedGroup"}, "ent:niger is a State already"),
            (PREDICATE | {"relation": "befriended"}, "no relation is called 'befriended'"),
            (PREDICATE | {"key": "imitate", "relation": "attacked"}, "leave it as it was"),
            (STATEMENT | {"relation": "attacked"}, "a statement takes reject"),
        ],
    )
    def test_that_cannot_be(self, tmp_path: Path, ontology: Ontology, row: dict[str, str], words: str) -> None:
        with pytest.raises(OntologyError, match=r"filled\.csv:2: ") as raised:
            make_entries(read_answers(write_table(tmp_path / "filled.csv", row)), ontology)
        assert words in str(raised.value)

    @pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "[1]", "[{}]", "["])
    def test_of_no_table_of_ours(self, tmp_path: Path, content: str) -> None:
        file = tmp_path / "filled.csv"
        file.write_text(content, encoding="utf-8")
        if content:
            with pytest.raises(OntologyError, match=r"filled\.csv"):
                read_answers(file)
        else:
            assert read_answers(file) == []

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_as_spreadsheets_save_them(self, tmp_path: Path, delimiter: str) -> None:
        row = NAME | {"item": "'=Front", "reject": " Yes "}
        file = write_table(tmp_path / "t.csv", row, NAME | {"reject": "no"}, NAME, delimiter=delimiter)
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
        [answer] = read_answers(file)
        assert (answer["item"], answer["reject"]) == ("=Front", "Yes")

    @pytest.mark.parametrize(
        ("row", "lines"),
        [
            (NAME | {"kind": "armed group"}, ["ent:zarmakoy-front a skg:ArmedGroup", "skg:sameAs ent:zarmakoy-front"]),
            (NAME | {"item": "Niger", "kind": "State"}, ["ent:niger a skg:State"]),
            (NAME | {"item": "CAR Armed Forces", "kind": "Person"}, ["ent:x-zarmakoy-front-0 a skg:Person"]),
            (NAME | {"same as": "jnim"}, ['ent:jnim skos:altLabel "Zarmakoy Front"@en', "skg:sameAs ent:jnim"]),
            (NAME | {"same as": "ent:jnim", "item": "ZFL"}, ['ent:jnim skg:caseSensitiveLabel "ZFL"@en']),
            (NAME | {"reject": "yes"}, ["skg:isNoName true"]),
            (PREDICATE | {"reject": "yes"}, ["lex:none-imitate-v a skg:RejectedPredicate"]),
            (PREDICATE | {"relation": "Rival of"}, ["lex:own-imitate-v a skg:LexicalUnit", "skg:evokes skg:rivalOf"]),
            (
                PREDICATE | {"relation": "controls reversed"},
                ["lex:own-imitate-v-reversed a", "skg:objectRole skg:agent", "skg:subjectRole skg:patient"],
            ),
            (
                PREDICATE | {"key": "verb sign pact | with", "relation": "agreedWith"},
                ['skg:objectPreposition "with"@en', "skg:objectRole skg:oblique", 'skg:lemma "sign pact"@en'],
            ),
            (
                PREDICATE | {"key": "noun heir | of", "relation": "succeeds"},
                ["skg:subjectRole skg:holder", "skg:objectRole skg:possessor"],
            ),
            (STATEMENT | {"reject": "yes"}, ["/article/b%20c> , art:one"]),
        ],
    )
    def test_become_entries(self, tmp_path: Path, ontology: Ontology, row: dict[str, str], lines: list[str]) -> None:
        entries, _ = make_entries(read_answers(write_table(tmp_path / "t.csv", row)), ontology)
        turtle = " ".join(format_turtle(entries).split())
        assert [line for line in lines if line not in turtle] == [], turtle

    def test_may_name_what_another_row_gives_a_kind(self, tmp_path: Path, ontology: Ontology) -> None:
        other = NAME | {"item": "Zarmakoi Front", "key": "ent:x-zarmakoi-front-0", "same as": "Zarmakoy Front"}
        table = write_table(tmp_path / "t.csv", other, NAME | {"kind": "ArmedGroup"})
        entries, _ = make_entries(read_answers(table), ontology)
        assert 'ent:zarmakoy-front a skg:ArmedGroup ; skos:prefLabel "Zarmakoy Front"@en ; skos:altLabel "Zarmakoi' in (
            " ".join(format_turtle(entries).split())
        )

    def test_comments_of_the_users_own_stay(self) -> None:
        own = '@prefix ent: <https://w3id.org/sahelkg/id/> .\nent:b a ent:c . # mine\n'
        added = add_entries(own, "<http://e.org/a> <http://e.org/p> 1 .\n", "own.ttl")
        assert added.startswith(own)
        assert format_turtle(added).count(" .\n") >= 3
        canonical = format_turtle(own)
        assert add_entries(canonical, "<http://e.org/a> <http://e.org/p> 1 .\n", "own.ttl") == format_turtle(added)


class TestTheWholeWay:
    def test_what_is_filled_in_holds_in_later_builds(
        self, folder: Path, tmp_path: Path, rows: list[Row], capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = {
            "Zarmakoy Front": {"kind": "armed group"},
            "Oumarou Tchangari": {"reject": "yes"},
            "… imitate …": {"relation": "rivalOf"},
            "JNIM attacked Ansongo": {"reject": "yes"},
        }
        table = write_table(tmp_path / "filled.csv", *(row.as_dict() | given.get(row.item, {}) for row in rows))
        own = tmp_path / "own.ttl"
        assert run(["review", "--apply", str(table), "--ontology", str(own)]) == 0
        assert "note" not in capsys.readouterr().err
        once = own.read_text(encoding="utf-8")
        assert run(["review", "--apply", str(table), "--ontology", str(own)]) == 0
        assert own.read_text(encoding="utf-8") == once == format_turtle(once)

        told = {(one.subject.entity, one.predicate, one.object.entity) for one in extract(ARTICLES["two.md"], ontology=[own])}
        assert ("ent:burkina-faso", "rivalOf", "ent:mali") in told
        assert ("ent:zarmakoy-front", "attacked", "ent:tessit") in told
        store = ["--store", str(folder / "out" / "store")]
        build = ["build", str(folder / "articles"), "--out", str(tmp_path), *store, "--jobs", "1"]
        assert run([*build, "--ontology", str(own)]) == 0
        report = capsys.readouterr().err
        assert "2 built, 0 unchanged" in report  # the keys have noticed it
        assert "1 statement rejected by the ontology" in report
        assert run(build) == 0
        assert "0 built, 2 unchanged" in capsys.readouterr().err  # kept with the graph
        assert run(["review", "--format", "json", *store]) == 0
        left = {row["item"] for row in json.loads(capsys.readouterr().out)}
        assert left.isdisjoint(given)

    def test_a_file_that_would_be_broken_is_left_as_it_was(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        own = tmp_path / "own.ttl"
        table = write_table(tmp_path / "t.csv", NAME | {"same as": "nobody at all"})
        assert run(["review", "--apply", str(table), "--ontology", str(own)]) == 1
        assert not own.exists()
        own.write_text("no Turtle", encoding="utf-8")
        assert run(["review", "--apply", str(write_table(tmp_path / "t.csv", NAME | {"reject": "x"})), "--ontology", str(own)]) == 1
        assert own.read_text(encoding="utf-8") == "no Turtle"
        assert "own.ttl:1: not Turtle" in capsys.readouterr().err

    def test_wrong_use(self, tmp_path: Path) -> None:
        table = write_table(tmp_path / "t.csv", NAME)
        assert run(["review", "--apply", str(table)]) == 2
        assert run(["review", "a.md", "--apply", str(table), "--ontology", "own.ttl"]) == 2
        assert run(["review", "--apply", str(table), "--ontology", str(tmp_path / "own.ttl")]) == 0
        assert not (tmp_path / "own.ttl").exists()
