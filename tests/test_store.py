"""The store on disk: whole articles only, whoever is killed, full or second; readers beside a writer."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from factory import Unknown, build_ontology, extract, tell
from sahelkg.errors import StoreError
from sahelkg.graph import build_graph
from sahelkg.parses import Parses
from sahelkg.snapshots import find_current
from sahelkg.store import Store, open_store
from sahelkg.vocabulary import ONTOLOGY_GRAPH, expand
from sahelkg.writer import ArticleRecord, Writer

ONTOLOGY = build_ontology()
ATTACK = ("ent:jnim", "attacked", "ent:boulikessi")


def record(key: str = "k", path: str | None = None) -> ArticleRecord:
    return ArticleRecord(parse_key="p" + key, statements_key="s" + key, path=path)


def put(writer: Writer, *ids: str, key: str = "k") -> None:
    for article_id in ids:
        told = (
            tell(*ATTACK, when=f"2025-06-{1 + len(key) % 20:02}"),
            tell("ent:mali", "alliedWith", Unknown(f"Front of {key}")),
        )
        writer.replace_article(article_id, build_graph(extract(article_id, *told), ONTOLOGY), record(key))


def add(path: Path, *ids: str) -> None:
    with Writer(path, ONTOLOGY) as writer:
        for number, article_id in enumerate(ids, 1):
            put(writer, article_id, key=article_id)
            if number % 1000 == 0:
                writer.commit()
        writer.commit()


def articles(store: Store) -> list[str]:
    return sorted(
        graph.value.removeprefix(expand("art:"))
        for graph in store.quads.named_graphs()
        if isinstance(graph, ox.NamedNode) and graph.value != ONTOLOGY_GRAPH
    )


def read_articles(path: Path) -> list[str]:
    with open_store(path) as store:
        return articles(store)


def dump(path: Path) -> list[str]:
    with open_store(path) as store:
        return sorted(str(quad) for quad in store.quads)


def test_what_is_committed_can_be_read(tmp_path: Path) -> None:
    with Writer(tmp_path / "store", ONTOLOGY) as writer:
        put(writer, "a", "b")
        assert writer.commit()
    assert read_articles(tmp_path / "store") == ["a", "b"]


def test_nothing_is_seen_before_the_commit_and_lost_without_it(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        with pytest.raises(StoreError, match="first build of this store has not ended"):
            open_store(tmp_path)
        writer.commit()
        put(writer, "b")
        assert sorted(article_id for article_id, _ in writer.list_records()) == ["a", "b"]
    assert read_articles(tmp_path) == ["a"]
    with Writer(tmp_path, ONTOLOGY) as writer:
        assert [article_id for article_id, _ in writer.list_records()] == ["a"]
        assert writer.get_record("b") is None


def test_records_say_what_was_written_with_the_article(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a/b ü", key="1")
        assert writer.get_record("a/b ü") == record("1")
        writer.commit()
        put(writer, "a/b ü", key="2")
        assert writer.get_record("a/b ü") == record("2")
        writer.note_record("a/b ü", record("2", path="moved.md"))
        writer.commit()
    with Writer(tmp_path, ONTOLOGY) as writer:
        assert list(writer.list_records()) == [("a/b ü", record("2", path="moved.md"))]


def test_an_article_goes_with_all_that_only_it_said(tmp_path: Path) -> None:
    with Writer(tmp_path / "one", ONTOLOGY) as writer:
        put(writer, "a", key="a")
        writer.commit()
        put(writer, "b", key="b")
        writer.commit()
        assert writer.remove_article("b")
        assert not writer.remove_article("b")
        assert not writer.remove_article("never there")
        writer.commit()
    with Writer(tmp_path / "other", ONTOLOGY) as writer:
        put(writer, "a", key="a")
        writer.commit()
    assert dump(tmp_path / "one") == dump(tmp_path / "other")


def test_a_commit_without_changes_writes_nothing(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        assert writer.commit()
    before = find_current(tmp_path)
    with Writer(tmp_path, ONTOLOGY) as writer:
        assert not writer.commit()
    assert find_current(tmp_path) == before


def test_a_store_without_articles_can_be_opened(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        assert writer.commit()
    assert read_articles(tmp_path) == []


def test_a_reader_keeps_what_it_opened_while_builds_go_on(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a0")
        writer.commit()
        with open_store(tmp_path) as store:
            for number in range(1, 6):
                put(writer, f"a{number}")
                writer.commit()
                assert articles(store) == ["a0"]
                assert read_articles(tmp_path) == [f"a{n}" for n in range(number + 1)]
            assert len(list((tmp_path / "checkpoints").iterdir())) == 3
        put(writer, "b")
        writer.commit()
        assert len(list((tmp_path / "checkpoints").iterdir())) == 2


def test_a_second_writer_is_told_so(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        with pytest.raises(StoreError, match=r"another build is writing this store \(process \d+\): wait"):
            Writer(tmp_path, ONTOLOGY)
        writer.commit()
    with Writer(tmp_path, ONTOLOGY):
        assert read_articles(tmp_path) == ["a"]


def test_a_full_build_starts_anew_and_leaves_the_old_one_until_it_ends(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        writer.commit()
    with Writer(tmp_path, ONTOLOGY, full=True) as writer:
        assert writer.get_record("a") is None
        assert read_articles(tmp_path) == ["a"]
        put(writer, "b")
        writer.commit()
    assert read_articles(tmp_path) == ["b"]


def test_a_changed_ontology_reaches_articles_that_were_not_built_again(tmp_path: Path) -> None:
    with Writer(tmp_path / "one", ONTOLOGY) as writer:
        writer.replace_article(
            "a", build_graph(extract("a", tell(Unknown("Front X"), "supports", "ent:mali")), ONTOLOGY), record()
        )
        writer.commit()
    entry = {Unknown("Front X").iri.removeprefix("ent:"): {"skg:sameAs": ["ent:jnim"]}}
    changed = build_ontology(**entry)
    with Writer(tmp_path / "one", changed) as writer:
        put(writer, "b")
        writer.commit()
    with open_store(tmp_path / "one") as store:
        assert list(
            store.quads.quads_for_pattern(
                ox.NamedNode(expand("ent:jnim")), ox.NamedNode(expand("skg:supports")), None, ox.DefaultGraph()
            )
        )


def test_the_users_ontology_is_kept_with_the_graph(tmp_path: Path) -> None:
    from sahelkg.ontology import load_ontology

    own = tmp_path / "mine.ttl"
    own.write_text(
        "@prefix ent: <https://w3id.org/sahelkg/id/> . @prefix skg: <https://w3id.org/sahelkg/ontology#> . "
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
        'ent:front-x a skg:ArmedGroup ; skos:prefLabel "Front X"@en .',
        encoding="utf-8",
    )
    ontology = load_ontology((own,))
    with Writer(tmp_path / "store", ontology) as writer:
        writer.commit()
    own.unlink()
    with open_store(tmp_path / "store") as store:
        assert [file.name for file in store.ontology_files] == ["mine.ttl"]
        assert load_ontology(store.ontology_files).version == ontology.version
        assert (
            len(
                list(
                    store.quads.quads_for_pattern(
                        ox.NamedNode(expand("ent:front-x")), None, None, ox.NamedNode(ONTOLOGY_GRAPH)
                    )
                )
            )
            == 2
        )


def test_as_dataset_holds_the_same_quads(tmp_path: Path) -> None:
    import rdflib

    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        writer.commit()
    with open_store(tmp_path) as store:
        dataset = store.as_dataset()
        assert isinstance(dataset, rdflib.Dataset)
        assert len(list(dataset.quads())) == len(store.quads)
        written = {
            f"{subject.n3()} {predicate.n3()} {value.n3()}"
            + (f" {graph.n3()}" if graph not in {None, rdflib.URIRef("urn:x-rdflib:default")} else "")
            for subject, predicate, value, graph in dataset.quads()
        }
        assert written == {str(quad) for quad in store.quads}


# --- what can go wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: None, "no store here: run sahelkg build"),
        (lambda path: path.mkdir(), "no store here: run sahelkg build"),
        (lambda path: path.write_text("a file"), "no store can be read here|no store here"),
    ],
)
def test_what_is_no_store_is_named_in_one_line(tmp_path: Path, spoil: object, message: str) -> None:
    spoil(tmp_path / "store")  # type: ignore[operator]
    with pytest.raises(StoreError, match=message) as caught:
        open_store(tmp_path / "store")
    assert "\n" not in str(caught.value)


def test_other_files_are_never_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("mine")
    with pytest.raises(StoreError, match="holds other files and is no store"):
        Writer(tmp_path, ONTOLOGY)
    with pytest.raises(StoreError, match="holds other files and is no store"):
        Writer(tmp_path, ONTOLOGY, full=True)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.md"]


def test_a_store_of_another_version_is_refused_and_built_anew_by_full(tmp_path: Path) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        writer.commit()
    (tmp_path / "format").write_text("sahelkg store, format 0\n")
    with pytest.raises(StoreError, match="another version of sahelkg: build it anew with build --full"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="another version"):
        Writer(tmp_path, ONTOLOGY)
    with Writer(tmp_path, ONTOLOGY, full=True) as writer:
        writer.commit()
    assert read_articles(tmp_path) == []


@pytest.mark.parametrize("spoilt", ["CURRENT", "checkpoint", "manifest"])
def test_a_broken_store_says_so_and_is_built_anew_by_full(tmp_path: Path, spoilt: str) -> None:
    with Writer(tmp_path, ONTOLOGY) as writer:
        put(writer, "a")
        writer.commit()
    current = find_current(tmp_path)
    assert current is not None
    if spoilt == "CURRENT":
        (tmp_path / "CURRENT").write_bytes(b"\xff\x00")
    elif spoilt == "checkpoint":
        current.rename(tmp_path / "gone")
    else:
        (current / "graph" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="build --full") as caught:
        open_store(tmp_path)
    assert "\n" not in str(caught.value)
    with Writer(tmp_path, ONTOLOGY, full=True) as writer:
        put(writer, "b")
        writer.commit()
    assert read_articles(tmp_path) == ["b"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_can_be_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Writer(path, ONTOLOGY) as writer:
        put(writer, "a")
        writer.commit()
    folders = [path, *(folder for folder in path.rglob("*") if folder.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert read_articles(path) == ["a"]
        with pytest.raises(StoreError, match="cannot be written to"):
            add(path, "b")
        with pytest.raises(StoreError, match="cannot be written to"):
            Writer(path / "new", ONTOLOGY)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert read_articles(path) == ["a"]


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_store import ONTOLOGY, put, Writer
with Writer(Path(sys.argv[1]), ONTOLOGY) as writer:
    print("open", flush=True)
    for number in range(int(sys.argv[2]), 400):
        put(writer, *(f"a{{number % 9}}-{{one}}" for one in range(4)), key=str(number))
        if number % 3 == 0:
            writer.commit()
            print(number, flush=True)
"""


def run_child(path: Path, start: int) -> subprocess.Popen[str]:
    code = CHILD.format(tests=str(Path(__file__).parent))
    return subprocess.Popen([sys.executable, "-c", code, str(path), str(start)], stdout=subprocess.PIPE, text=True)


def check_whole(path: Path) -> None:
    """Every article stands whole, and the merged graph is that of a fresh build of them."""
    with Writer(path, ONTOLOGY) as writer:
        records = dict(writer.list_records())
    with open_store(path) as store:
        assert articles(store) == sorted(records)
    with Writer(path.with_name("fresh"), ONTOLOGY, full=True) as writer:
        for article_id, found in records.items():
            put(writer, article_id, key=found.statements_key.removeprefix("s"))
        writer.commit()
    assert dump(path) == dump(path.with_name("fresh"))


def test_a_writer_killed_at_any_moment_leaves_whole_articles(tmp_path: Path) -> None:
    chance = random.Random(3)
    path = tmp_path / "store"
    with Writer(path, ONTOLOGY) as writer:
        put(writer, "first")
        writer.commit()
    for kill in range(int(os.environ.get("SAHELKG_KILLS", "6"))):
        child = run_child(path, kill * 40)
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        time.sleep(chance.random() * 0.6)
        child.send_signal(signal.SIGKILL)
        last = [int(line) for line in child.stdout.read().split() if line.isdigit()]
        child.wait()
        child.stdout.close()
        with Writer(path, ONTOLOGY) as writer:
            keys = {int(found.statements_key[1:]) for _, found in writer.list_records() if found.statements_key != "sk"}
        assert max(keys, default=-1) >= max(last, default=-1)  # what was said to be committed is there
    check_whole(path)


@pytest.mark.skipif(
    not os.environ.get("SAHELKG_SMALL_DISK"), reason="needs a small file system: SAHELKG_SMALL_DISK=its folder"
)
def test_a_full_disk_loses_nothing() -> None:
    path = Path(os.environ["SAHELKG_SMALL_DISK"]) / "store"
    with Writer(path, ONTOLOGY, full=True) as writer:
        put(writer, "a")
        writer.commit()
    with pytest.raises(StoreError, match="the disk is full; what was built before is kept"):
        add(path, *(f"b{number}" for number in range(20_000)))
    assert "a" in read_articles(path)


def test_a_message_about_a_full_disk_is_plain(tmp_path: Path) -> None:
    from sahelkg.snapshots import explain_failure

    error = OSError("IO error: No space left on device: While appending to file: live/graph/000012.sst")
    assert "the disk is full" in str(explain_failure(error, tmp_path))


# --- kept parses ---------------------------------------------------------------------------------------------------


def test_parses_are_kept_by_key(tmp_path: Path) -> None:
    parses = Parses(tmp_path)
    assert parses.get("ab12") is None
    parses.put("ab12", b"some parse" * 100)
    parses.put("cd34", b"")
    assert parses.get("ab12") == b"some parse" * 100
    assert parses.get("cd34") == b""
    assert parses.keep_only({"cd34"}) == 1
    assert parses.get("ab12") is None
    assert parses.get("cd34") == b""


def test_a_damaged_parse_counts_as_none_and_a_key_is_no_path(tmp_path: Path) -> None:
    parses = Parses(tmp_path)
    parses.put("ab12", b"parse")
    (tmp_path / "parses" / "ab" / "ab12.zst").write_bytes(b"\x00not zstandard")
    assert parses.get("ab12") is None
    with pytest.raises(ValueError, match="no key"):
        parses.put("../../etc", b"")
