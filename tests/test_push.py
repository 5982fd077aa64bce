"""A graph sent to a real server, whatever happens on the way, and asked there as here."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from factory import Unknown, build_ontology, extract, tell
from sahelkg.cli import run
from sahelkg.endpoint import PASSWORD, TOKEN, USER, Endpoint, check_url
from sahelkg.errors import QueryError, SahelKGError, StoreError
from sahelkg.explain import explain
from sahelkg.graph import build_graph
from sahelkg.named import load_queries
from sahelkg.push import Pushed, push_graph
from sahelkg.query import run_query
from sahelkg.remote import RemoteStore
from sahelkg.selection import read_network
from sahelkg.store import open_store
from sahelkg.updates import PUSHED_GRAPH, open_server
from sahelkg.vocabulary import MERGED_GRAPH, expand
from sahelkg.writer import ArticleRecord, Writer
from servers import run_oxigraph, run_proxy

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from conftest import Built

ONTOLOGY = build_ontology()
QUICK = Endpoint(waits=(0.0, 0.0, 0.0), timeout=60)


@pytest.fixture
def server() -> Generator[str]:
    with run_oxigraph() as url:
        yield url


@pytest.fixture(params=[(), ("--union-default-graph",)], ids=["own-default", "union-default"])
def any_server(request: pytest.FixtureRequest) -> Generator[str]:
    with run_oxigraph(*request.param) as url:
        yield url


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials of whoever runs the tests."""
    for name in (USER, PASSWORD, TOKEN):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "netrc").touch(mode=0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


def fill(path: Path, *ids: str, remove: tuple[str, ...] = ()) -> Path:
    with Writer(path, ONTOLOGY) as writer:
        for name in ids:
            who, _, version = name.partition("/")
            told = (
                tell("ent:jnim", "attacked", "ent:boulikessi", when=f"2025-06-{1 + len(version):02}"),
                tell("ent:mali", "alliedWith", Unknown(f"Front of “{name}” \\ 'x'")),
            )
            record = ArticleRecord(parse_key="p", statements_key=name)
            writer.replace_article(who, build_graph(extract(who, *told), ONTOLOGY), record)
        for name in remove:
            writer.remove_article(name)
        writer.commit()
    return path


def push(
    path: Path, url: str, *, endpoint: Endpoint = QUICK, gsp: bool = False, batch: int = 1000, replace: bool = False
) -> Pushed:
    target = open_server(RemoteStore(f"{url}/query", endpoint), None, f"{url}/store" if gsp else None, batch)
    with open_store(path) as store:
        return push_graph(store, target, replace=replace)


def read_server(url: str) -> dict[str, set[str]]:
    """What the server holds, by graph; the merged graph under ``""``, without the notes of the push."""
    store = RemoteStore(f"{url}/query")
    found: dict[str, set[str]] = {}
    for row in store.select("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"):
        found.setdefault(row["g"].value, set()).add(f"{row['s']} {row['p']} {row['o']}")
    if MERGED_GRAPH in found:
        found[""] = found.pop(MERGED_GRAPH)
    else:
        found[""] = {f"{row['s']} {row['p']} {row['o']}" for row in store.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")}
    found.pop(PUSHED_GRAPH, None)
    return found


def read_store(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with open_store(path) as store:
        for quad in store.quads:
            name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            found.setdefault(name, set()).add(f"{quad.subject} {quad.predicate} {quad.object}")
    return found


# What is sent ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gsp", [False, True], ids=["update", "graph-store"])
@pytest.mark.parametrize("batch", [1, 40, 1000])
def test_the_server_holds_what_the_store_holds(any_server: str, tmp_path: Path, gsp: bool, batch: int) -> None:
    path = fill(tmp_path / "store", "a", "b")
    report = push(path, any_server, gsp=gsp, batch=batch)
    here = read_store(path)
    assert read_server(any_server) == here
    assert report.graphs_sent == len(here) - 1
    assert report.triples_added == len(here[""])


def test_what_is_there_is_not_sent_again(any_server: str, tmp_path: Path) -> None:
    path = fill(tmp_path / "store", "a", "b", "c")
    first = push(path, any_server)
    again = push(path, any_server)
    assert again == Pushed(first.merged, graphs_unchanged=first.graphs_sent)
    fill(path, "b/2", remove=("c",))
    changed = push(path, any_server)
    assert (changed.graphs_sent, changed.graphs_unchanged, changed.graphs_removed) == (1, first.graphs_sent - 2, 1)
    assert 0 < changed.triples_added < first.triples_added
    assert changed.triples_removed > 0
    assert read_server(any_server) == read_store(path)


def test_an_empty_graph_empties_the_server(server: str, tmp_path: Path) -> None:
    path = fill(tmp_path / "store", "a")
    push(path, server)
    fill(path, remove=("a",))
    push(path, server)
    assert read_server(server) == read_store(path)


def test_a_graph_that_has_grown_is_cut_anew(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill(tmp_path / "store", "a", "b")
    push(path, server)
    monkeypatch.setattr("sahelkg.push.PART", 2)
    fill(path, "c")
    push(path, server)
    assert read_server(server) == read_store(path)
    fill(path, "d", remove=("a", "b"))
    push(path, server)
    assert read_server(server) == read_store(path)


def test_random_changes_and_breaks_end_in_the_same_graph(any_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sahelkg.push.PART", 20)
    monkeypatch.setattr("sahelkg.push._AT_ONCE", 30)
    drawn = random.Random(7)
    path = tmp_path / "store"
    for turn in range(8):
        chosen = drawn.sample("abcdefgh", 3)
        fill(path, *(f"{name}/{turn}" for name in chosen[:2]), remove=(chosen[2],) if turn else ())
        breaks = set(range(drawn.randrange(1, 40), 1000))
        late = {min(breaks)} if drawn.random() < 0.5 else set()
        with run_proxy(any_server, breaks=breaks, late=late) as proxy, suppress(StoreError):
            push(path, proxy.url, batch=drawn.choice([3, 17, 200]))
        if drawn.random() < 0.5:
            push(path, any_server, batch=50)
            assert read_server(any_server) == read_store(path)
    push(path, any_server)
    assert read_server(any_server) == read_store(path)


def test_a_connection_that_breaks_is_tried_again(server: str, tmp_path: Path) -> None:
    path = fill(tmp_path / "store", "a")
    with run_proxy(server, breaks={2, 4, 5}, late={4}, status={7: 503, 8: 429}) as proxy:
        push(path, proxy.url, batch=50)
    assert read_server(server) == read_store(path)


def test_the_graph_of_another_store_is_left_alone(any_server: str, tmp_path: Path) -> None:
    mine, other = fill(tmp_path / "mine", "a"), fill(tmp_path / "other", "b")
    push(mine, any_server)
    before = read_server(any_server)
    with pytest.raises(StoreError, match="the graph of another store: give --replace"):
        push(other, any_server)
    assert read_server(any_server) == before
    push(other, any_server, replace=True)
    assert read_server(any_server) == read_store(other)
    with pytest.raises(StoreError, match="another store"):
        push(mine, any_server)


def test_what_others_loaded_is_left_alone(server: str, tmp_path: Path) -> None:
    QUICK.send(f"{server}/update", b"INSERT DATA { <urn:a> <urn:b> <urn:c> . GRAPH <urn:g> { <urn:d> <urn:e> <urn:f> } }",
               content_type="application/sparql-update")
    path = fill(tmp_path / "store", "a")
    before = read_server(server)
    with pytest.raises(StoreError, match="was not sent to it by this store"):
        push(path, server)
    assert read_server(server) == before
    push(path, server, replace=True)
    assert read_server(server) == read_store(path) | {"urn:g": {"<urn:d> <urn:e> <urn:f>"}}


# Who is let in --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wants", ["Basic", "Digest", "Bearer"])
def test_credentials_of_the_environment(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wants: str) -> None:
    path = fill(tmp_path / "store", "a")
    with run_proxy(server, wants=wants) as proxy:
        with pytest.raises(StoreError, match=rf"does not let us in \(401\): set {USER}"):
            push(path, proxy.url, endpoint=Endpoint(waits=()))
        if wants == "Bearer":
            monkeypatch.setenv(TOKEN, "t0ken")
        else:
            monkeypatch.setenv(USER, "sahel")
            monkeypatch.setenv(PASSWORD, "p:ss")
        push(path, proxy.url, endpoint=Endpoint(waits=()))
    assert read_server(server) == read_store(path)
    if wants == "Digest":
        assert not any("p:ss" in header for *_, headers, _ in proxy.seen for header in headers.values())
        assert not any(headers.get("authorization", "").startswith("Basic") for *_, headers, _ in proxy.seen)


def test_credentials_of_netrc(server: str, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login sahel password p:ss\n")
    path = fill(tmp_path / "store", "a")
    with run_proxy(server, wants="Basic") as proxy:
        push(path, proxy.url, endpoint=Endpoint(waits=()))
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login sahel password wrong\n")
    with run_proxy(server, wants="Basic") as proxy, pytest.raises(StoreError, match="does not let us in"):
        push(path, proxy.url, endpoint=Endpoint(waits=()))


def test_a_netrc_of_no_use_is_named(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine\n")
    with pytest.raises(StoreError, match="netrc file cannot be read"):
        Endpoint(waits=()).send("http://127.0.0.1:9/query")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("localhost:7878/query", "no address of a server"),
        ("ftp://localhost/query", "no address"),
        ("http://", "no address"),
        ("http://[::1/query", "no address"),
        ("http://localhost/a b", "no address"),
        ("http://localhost/\x1b[31m", "no address"),
        ("http://sahel:p:ss@localhost/query", f"give the user as {USER}"),
    ],
)
def test_addresses_that_are_none(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        check_url(url)
    assert "p:ss" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_what_a_server_refuses_is_one_line(server: str, tmp_path: Path) -> None:
    path = fill(tmp_path / "store", "a")
    refusals = {500: r"refuses \(500\): not now", 403: "does not let us in", 307: "has moved", 404: "check the address"}
    for status, message in refusals.items():
        with run_proxy(server, status=dict.fromkeys(range(1, 9), status)) as proxy:
            with pytest.raises(StoreError, match=message) as caught:
                push(path, proxy.url)
            assert "\n" not in str(caught.value)
    with pytest.raises(StoreError, match="cannot be reached"):
        push(path, "http://127.0.0.1:9")


# What is asked --------------------------------------------------------------------------------------------------------


def test_a_server_answers_as_the_store_does(any_server: str, built: Built) -> None:
    push(built.store, any_server)
    remote = RemoteStore(f"{any_server}/query")
    with open_store(built.store) as store:
        for name, query in load_queries().items():
            given = {p.name: "JNIM" for p in query.parameters if p.required}
            here, there = (list(run_query(graph, query, given).read_rows()) for graph in (store.quads, remote))
            assert there == here, name
        assert explain(remote, "JNIM") == explain(store.quads, "JNIM")
        assert explain(remote, "JNIM").edges[0].passages[0].marks
        assert read_network(remote) == read_network(store.quads)
        graph = "CONSTRUCT WHERE { ?s skg:attacked ?o }"
        assert set(remote.query(graph, prefixes={"skg": expand("skg:")})) == set(
            store.quads.query(graph, prefixes={"skg": expand("skg:")})
        )
        assert bool(remote.query("ASK { ?s ?p ?o }"))
        assert not bool(remote.query("ASK { <urn:a> ?p ?o }"))


def test_own_prefixes_win_at_a_server(server: str) -> None:
    remote = RemoteStore(f"{server}/query")
    found = list(run_query(remote, 'PREFIX ent: <urn:own:> SELECT (STR(ent:a) AS ?own) (STR(skg:b) AS ?known) {}').read_rows())
    assert found == [["urn:own:a", expand("skg:b")]]


def test_nothing_leaves_for_a_third_server(server: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        run_query(RemoteStore(f"{server}/query"), "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")


def test_what_is_no_endpoint_is_named(server: str) -> None:
    with pytest.raises(SahelKGError, match="check"):
        RemoteStore(server, QUICK).query("ASK {}")


def test_commands_with_a_server_in_place_of_a_store(
    server: str, built: Built, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    endpoint = f"{server}/query"
    assert run(["push", "--endpoint", endpoint, "--store", str(built.store)]) == 0
    assert "triples added, 0 removed, in the default graph" in capfd.readouterr().err
    for line in (
        ["query", "who-attacked-whom"],
        ["explain", "JNIM"],
        ["timeline"],
        ["conflicts"],
        ["stats"],
        ["view", "-o", "-"],
        ["path", "JNIM", "Malian army"],
    ):
        assert run([*line, "--store", str(built.store)]) == run([*line, "--endpoint", endpoint])
        out = capfd.readouterr().out
        half = len(out) // 2
        assert out[:half] == out[half:], line
    assert run(["query", "denied", "--endpoint", endpoint, "--store", "x"]) == 2
    assert run(["query", "denied", "--endpoint", "nowhere"]) == 1


def test_a_build_sends_what_it_changed(server: str, built: Built, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    line = ["build", str(built.articles), "--out", str(tmp_path), "--jobs", "1", "--endpoint", f"{server}/query"]
    assert run(line) == 0
    assert read_server(server) == read_store(tmp_path / "store")
    capfd.readouterr()
    assert run(line) == 0
    assert "graphs      0 sent" in capfd.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="everything can be written by root")
def test_a_store_that_cannot_be_written_is_named(server: str, tmp_path: Path) -> None:
    path = fill(tmp_path / "store", "a")
    path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        push(path, server)
    path.chmod(0o700)
