"""The project's own articles, gold statements and test sentences: complete, in form, and in nobody else's words."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from sahelkg.articles import read_articles
from sahelkg.frontmatter import split_front_matter
from sahelkg.gold import fold_name, read_gold
from sahelkg.ontology import Ontology, load_ontology
from sahelkg.records import Article, Skipped, Status

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus").glob("*.md"))
SEEDS = ROOT.parent / "shared" / "seeds"
DATA = ROOT / "tests" / "data"
GOLD = ROOT / "tests" / "gold" / "corpus.jsonl"
RUN = 12  # words in a row that no two texts may share
FIELDS = {"id", "title", "publisher", "author", "language", "sources", "note"}
UNDATED = {"bangui-pk12"}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def labels(ontology: Ontology) -> set[str]:
    return {fold_name(name.text) for name in ontology.names}


def read(path: Path) -> tuple[dict[str, object], str]:
    return split_front_matter(path.read_text(encoding="utf8"))


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold().replace("\u00ad", ""))
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf8").splitlines()]


def test_the_corpus_is_there():
    assert len(CORPUS) >= 12
    assert len({read(path)[0]["publisher"] for path in CORPUS}) >= 5


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_an_article_says_what_it_is_and_where_its_facts_are_from(path: Path):
    fields, text = read(path)
    assert set(fields) >= FIELDS
    assert fields["id"] == path.stem
    assert fields["language"] == "en"
    assert ("date" in fields) != (path.stem in UNDATED)
    sources = fields["sources"]
    assert isinstance(sources, list)
    assert sources
    assert all(re.match(r"https?://[\w.-]+/", source) for source in sources)
    assert len(text.split()) >= 250


def test_one_article_is_a_long_analysis():
    assert max(len(read(path)[1].split()) for path in CORPUS) >= 900


def test_every_article_is_read_without_a_note():
    items = list(read_articles([str(ROOT / "corpus")]))
    assert {item.id for item in items if isinstance(item, Article)} == {path.stem for path in CORPUS}
    assert not [item for item in items if isinstance(item, Skipped) or item.notes]


def test_the_article_in_french_is_skipped():
    (item,) = read_articles([str(DATA / "french.md")])
    assert isinstance(item, Skipped)
    assert item.reason_code == "language"


def test_no_two_articles_share_a_run_of_words():
    texts = {path.stem: runs(read(path)[1]) for path in CORPUS}
    shared = {(a, b): texts[a] & texts[b] for a, b in combinations(texts, 2) if texts[a] & texts[b]}
    assert not shared


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles that the project started from are not on this machine")
def test_nothing_is_taken_from_the_articles_that_the_project_started_from():
    seeds = set().union(*(runs(path.read_text(encoding="utf8")) for path in SEEDS.iterdir()))
    own = {path.name: runs(read(path)[1]) for path in CORPUS}
    own |= {path.name: runs(path.read_text(encoding="utf8")) for path in DATA.glob("*.jsonl")}
    assert not {name: found & seeds for name, found in own.items() if found & seeds}


def test_gold_is_in_the_form_of_the_guidelines_and_its_quotes_are_in_the_articles(ontology: Ontology):
    further = set(ontology.triples.resources("skg:furtherRelations", "skos:member"))
    scored = {name for name in ontology.relations if f"skg:{name}" not in further}
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf8").splitlines()]
    assert len(lines) >= 6
    assert len(read_gold(GOLD)) == len(lines)
    for line in lines:
        fields, text = read(ROOT / "corpus" / f"{line['doc']}.md")
        assert line["published"] == fields.get("date")
        for statement in line["statements"]:
            keys = {"s", "p", "o", "status", "by", "when", "where", "deaths", "optional", "quote"}
            assert set(statement) == keys, statement
            assert statement["quote"] in text, statement["quote"]
            assert statement["s"]
            assert statement["o"]
            assert set(statement["p"]) <= scored
            assert statement["p"]
            assert statement["status"] in set(Status)
            assert isinstance(statement["optional"], bool)
            if statement["status"] == "asserted":
                assert not statement["by"], statement


def test_gold_tells_every_status():
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf8").splitlines()]
    assert {statement["status"] for line in lines for statement in line["statements"]} == {
        str(status) for status in Status
    }


def test_the_sentences_for_status_are_in_form_and_enough(ontology: Ontology):
    found = rows("status.jsonl")
    counts = Counter(row["status"] for row in found)
    assert len(found) >= 200
    assert min(counts[status] for status in ("denied", "planned", "possible", "claimed")) >= 40
    assert counts["asserted"] >= 20
    assert counts["none"] >= 25
    assert sum(row.get("accusation", False) is True for row in found) >= 10
    for row in found:
        assert set(row) - {"accusation", "also"} == {"text", "s", "p", "o", "status", "by"}
        assert {row["p"], *row.get("also", ())} <= set(ontology.relations)
        assert row["status"] == "none" or row["status"] in set(Status)
        assert not (row["status"] in {"asserted", "none"} and row["by"])
        assert not (row.get("accusation") and (row["status"] != "claimed" or not row["by"])), row


def test_the_sentences_for_direction_are_in_form_and_enough(ontology: Ontology):
    found = rows("direction.jsonl")
    assert len(found) >= 200
    for row in found:
        assert set(row) - {"also"} == {"text", "s", "p", "o", "shape"}
        assert {row["p"], *row.get("also", ())} <= set(ontology.relations)
        assert not ontology.relations[row["p"]].symmetric


def test_the_sentences_that_state_nothing_are_in_form_and_enough():
    found = rows("nothing.jsonl")
    assert len(found) >= 80
    for row in found:
        assert set(row) == {"text", "names", "tempting"}
        assert len(set(row["names"])) == 2
        assert row["tempting"].split()[0].rstrip("s")[:4].casefold() in row["text"].casefold(), row


def test_no_test_sentence_is_short_or_there_twice():
    texts = [row["text"] for name in ("status", "direction", "nothing") for row in rows(f"{name}.jsonl")]
    assert not [text for text, count in Counter(texts).items() if count > 1]
    assert not [text for text in texts if len(text.split()) < 8]


def test_nearly_all_actors_of_the_sentences_are_known_by_that_name(labels: set[str]):
    ends = [row[end] for name in ("status", "direction") for row in rows(f"{name}.jsonl") for end in ("s", "o")]
    ends += [end for row in rows("nothing.jsonl") for end in row["names"]]
    groups = [end for end in ends if end[0].islower()]  # groups without a name: schoolgirls, civilians
    strangers = {end for end in ends if end[0].isupper() and fold_name(end) not in labels}
    assert len(groups) < len(ends) / 10
    assert len(strangers) < 15, strangers
