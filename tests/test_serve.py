from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from sahelkg.answering import Limits
from sahelkg.cli import run
from sahelkg.errors import StoreError
from sahelkg.pages import PAGES
from sahelkg.protocol import GRAPH_TYPES, ROW_TYPES, RequestError, choose_form, read_get, read_post
from sahelkg.serve import Server
from sahelkg.vocabulary import MERGED_GRAPH, ONTOLOGY_GRAPH, expand

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from conftest import Built

ROOT = Path(__file__).parent.parent
COMUNICA = ROOT / ".interop" / "npm" / "node_modules" / ".bin" / "comunica-sparql-file"
WHO = "SELECT ?s ?o { ?s skg:attacked ?o } ORDER BY ?s ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@dataclass
class Client:
    """Speaks to a server; each request on a connection of its own."""

    server: Server

    def ask(
        self, method: str, target: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        where = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        try:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, {k.casefold(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()

    def query(self, text: str, accept: str | None = None, **more: str) -> tuple[int, dict[str, str], bytes]:
        headers = {"Accept": accept} if accept else {}
        return self.ask("GET", f"/sparql?{urlencode({'query': text, **more})}", headers=headers)


@contextmanager
def serving(store: Path, **options: object) -> Generator[Client]:
    with Server(store, port=0, log=lambda _: None, **options) as server:  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Client(server)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def client(built: Built) -> Generator[Client]:
    with serving(built.store) as found:
        yield found


# What a client asks for -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("application/json", "json"),
        ("text/csv", "csv"),
        ("text/csv; charset=utf-8; q=0.3, text/tab-separated-values;q=0.4", "tsv"),
        ("text/*", "csv"),
        ("application/sparql-results+xml, */*;q=0.1", "xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("TEXT/CSV", "csv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("image/png, text/csv;q=x, text/html;q=0.1", "html"),
    ],
)
def test_the_form_that_a_client_likes_best(accept: str | None, form: str) -> None:
    assert choose_form(accept, ROW_TYPES) == form


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "application/sparql-results+json;q=0", ";;,"])
def test_a_form_that_there_is_not(accept: str) -> None:
    with pytest.raises(RequestError, match="text/csv") as caught:
        choose_form(accept, ROW_TYPES)
    assert caught.value.status == 406


def test_a_named_form_wins_where_it_fits() -> None:
    assert choose_form("text/csv", ROW_TYPES, "xml") == "xml"
    assert choose_form("text/turtle", GRAPH_TYPES, "csv") == "turtle"


@pytest.mark.parametrize(
    ("status", "query", "kind", "body"),
    [
        (400, "", FORM, b""),
        (400, "", FORM, b"query=ASK{}&query=ASK{}"),
        (400, "", FORM, b"update=DROP+ALL"),
        (400, "", FORM, b"query=ASK{}&update=DROP+ALL"),
        (400, "", FORM, b"query=%ff"),
        (400, "", FORM, b"query=\xff"),
        (400, "", DIRECT, b"ASK { \xff }"),
        (400, "query=ASK{}", DIRECT, b"ASK {}"),
        (400, "", FORM, b"&".join(b"a=b" for _ in range(200))),
        (415, "", {"Content-Type": "application/sparql-update"}, b"DROP ALL"),
        (415, "", {"Content-Type": ""}, b"query=ASK{}"),
        (415, "", {"Content-Type": "multipart/form-data"}, b"query=ASK{}"),
    ],
)
def test_requests_that_are_none(status: int, query: str, kind: dict[str, str], body: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        read_post(query, kind["Content-Type"], body)
    assert caught.value.status == status
    assert "\n" not in str(caught.value)


def test_graphs_of_a_request() -> None:
    request = read_get("query=ASK%7B%7D&default-graph-uri=urn:a&default-graph-uri=urn:b")
    assert request is not None
    assert (request.default_graphs, request.named_graphs) == (("urn:a", "urn:b"), ())
    posted = read_post("named-graph-uri=urn:c", "application/sparql-query; charset=utf-8", b"ASK {}")
    assert (posted.default_graphs, posted.named_graphs) == ((), ("urn:c",))
    assert read_get("format=csv") is None


# What comes back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.query(WHO),
        lambda c: c.ask("POST", "/sparql", urlencode({"query": WHO}), FORM),
        lambda c: c.ask("POST", "/sparql", WHO.encode(), DIRECT),
    ],
)
def test_three_ways_to_ask(client: Client, ask: object) -> None:
    status, headers, body = ask(client)  # type: ignore[operator]
    assert (status, headers["content-type"]) == (200, "application/sparql-results+json")
    rows = json.loads(body)["results"]["bindings"]
    assert {"s": expand("ent:jnim"), "o": expand("ent:malian-armed-forces")} in [
        {name: term["value"] for name, term in row.items()} for row in rows
    ]


def test_rows_and_triples_in_every_form(client: Client) -> None:
    assert ElementTree.fromstring(client.query(WHO, "application/sparql-results+xml")[2]).tag.endswith("sparql")
    assert client.query(WHO, "text/csv")[2].splitlines()[0] == b"s,o"
    assert client.query(WHO, "text/tab-separated-values")[2].splitlines()[0] == b"?s\t?o"
    assert json.loads(client.query("ASK {}", "application/json")[2])["boolean"] is True
    graph = "CONSTRUCT WHERE { ?s skg:attacked ?o }"
    forms = {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
    }
    found = []
    for accept, form in forms.items():
        status, headers, body = client.query(graph, accept)
        assert (status, headers["content-type"].partition(";")[0]) == (200, accept)
        found.append(set(ox.parse(body, format=form)))
    assert found[0]
    assert all(one == found[0] for one in found)


def test_an_answer_has_the_same_bytes_each_time(client: Client) -> None:
    graph = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert client.query(graph, "application/rdf+xml")[2] == client.query(graph, "application/rdf+xml")[2]


def test_a_dataset_stands_in_place_of_the_store_s(client: Client) -> None:
    def count(pattern: str, **graphs: str) -> int:
        body = client.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", **graphs)[2]
        return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])

    everywhere, merged = "GRAPH ?g { ?s a skg:Evidence }", "?s a skg:Evidence"
    assert count(merged) == count(everywhere) > 0
    assert count(merged, **{"default-graph-uri": MERGED_GRAPH}) == count(merged)
    assert count(everywhere, **{"default-graph-uri": MERGED_GRAPH}) == 0
    assert count(merged, **{"default-graph-uri": ONTOLOGY_GRAPH}) == 0
    article = expand("art:kidal-raid")
    assert 0 < count(everywhere, **{"named-graph-uri": article}) < count(everywhere)
    assert count(merged, **{"named-graph-uri": article}) == 0
    assert client.query("ASK {}", **{"default-graph-uri": "no iri"})[0] == 400


def test_a_slip_is_answered_with_its_place(client: Client) -> None:
    status, headers, body = client.query("SELECT ?a\nWHERE { ?a ?b ")
    assert (status, headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert b"line 2, column 15: not SPARQL" in body


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DROP ALL",
    ],
)
def test_nothing_but_questions_of_this_store(client: Client, text: str) -> None:
    before = client.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2]
    assert client.query(text)[0] == 400
    assert client.ask("POST", "/sparql", urlencode({"update": text}), FORM)[0] == 400
    assert client.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2] == before


def test_no_file_is_read(client: Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> <urn:c> .")
    for text in (f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}", f"SELECT * {{ GRAPH <{secret.as_uri()}> {{ ?s ?p ?o }} }}"):
        assert json.loads(client.query(text)[2])["results"]["bindings"] == []
    for target in ("/../../etc/passwd", "/%2e%2e/etc/passwd", f"/{secret}", "//etc/passwd", "/static/page.css"):
        assert client.ask("GET", target)[0] == 404


@pytest.mark.parametrize(
    ("status", "method", "target", "body", "headers"),
    [
        (404, "GET", "/nowhere", None, {}),
        (405, "PUT", "/sparql", "x", {}),
        (405, "DELETE", "/sparql?graph=urn:a", None, {}),
        (405, "POST", "/network", "x", FORM),
        (405, "BREW", "/sparql", None, {}),
        (406, "GET", f"/sparql?query={quote(WHO)}", None, {"Accept": "image/png"}),
        (406, "GET", "/sparql", None, {"Accept": "image/png"}),
        (411, "POST", "/sparql", None, FORM | {"Transfer-Encoding": "chunked"}),
        (413, "POST", "/sparql", "x", FORM | {"Content-Length": "9999999"}),
        (411, "POST", "/sparql", None, FORM | {"Content-Length": "-1"}),
        (414, "GET", f"/sparql?query={'x' * 70000}", None, {}),
        (415, "POST", "/sparql", "x", {"Content-Type": "text/plain"}),
        (421, "GET", "/", None, {"Host": "rebound.example.org"}),
        (400, "GET", "/network?hops=many", None, {}),
        (400, "GET", "/network?colour=red", None, {}),
        (400, "GET", "/network?around=Nobody+At+All", None, {}),
    ],
)
def test_refusals(client: Client, status: int, method: str, target: str, body: str | None, headers: dict[str, str]) -> None:
    found, answered, text = client.ask(method, target, body, headers)
    assert found == status
    assert text.count(b"\n") == 1
    if status == 405:
        assert "GET" in answered["allow"]


def test_head_and_options(client: Client) -> None:
    status, headers, body = client.ask("HEAD", f"/sparql?query={quote(WHO)}")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0
    status, headers, body = client.ask("OPTIONS", "/sparql")
    assert (status, headers["allow"], body) == (204, "GET, HEAD, POST, OPTIONS", b"")


def test_several_requests_on_one_connection(client: Client) -> None:
    where = urlsplit(client.server.url)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
    for _ in range(3):
        connection.request("POST", "/sparql", WHO.encode(), DIRECT)
        response = connection.getresponse()
        assert response.status == 200
        response.read()
    connection.close()


def test_what_the_endpoint_says_of_itself(client: Client) -> None:
    status, _, body = client.ask("GET", "/sparql", headers={"Accept": "text/turtle"})
    found = {(q.predicate.value.rpartition("#")[2], str(q.object)) for q in ox.parse(body, format=ox.RdfFormat.TURTLE)}
    assert status == 200
    assert ("endpoint", f"<{client.server.url}/sparql>") in found
    assert ("supportedLanguage", "<http://www.w3.org/ns/sparql-service-description#SPARQL11Query>") in found
    assert not any(name == "feature" for name, _ in found)
    assert client.ask("GET", "/sparql", headers={"Accept": "text/html"})[:2][0] == 303


# Pages ----------------------------------------------------------------------------------------------------------------

HOSTILE = "SELECT (\"</textarea><script>alert(1)</script>\" AS ?x) ('<img src=x>' AS ?y) {}"


def test_the_first_page_has_a_form_and_the_pages(client: Client) -> None:
    status, headers, body = client.ask("GET", "/")
    text = body.decode()
    assert status == 200
    assert all(f'href="/{page}"' in text for page in PAGES)
    assert '<iframe src="/network"' in text
    assert "SELECT DISTINCT ?attackerName" in text
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "?evidence skg:status skg:denied" in client.ask("GET", "/?name=denied")[2].decode()
    assert client.ask("GET", "/?name=%3Cscript%3E")[0] == 200


def test_pages_are_drawn_and_kept(client: Client) -> None:
    for page in PAGES:
        status, headers, body = client.ask("GET", f"/{page}")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert body == client.ask("GET", f"/{page}")[2]
    near = client.ask("GET", "/network?around=Niger&hops=1")[2].decode()
    assert "Kidal" not in near[near.index('id="data"') :]


def test_an_answer_in_a_browser_is_text_only(client: Client) -> None:
    status, headers, body = client.query(HOSTILE, "text/html")
    text = body.decode()
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text
    refused = client.query("SELECT <script>alert(1)</script>", "text/html")
    assert refused[0] == 400
    assert b"<script" not in refused[2]


def test_a_long_table_is_cut_and_says_so(client: Client) -> None:
    text = client.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1500", "text/html")[2].decode()
    assert text.count("<tr>") == 1001
    assert "there are more" in text


# Limits ---------------------------------------------------------------------------------------------------------------


def list_children(client: Client) -> list[int]:
    return [int(child.process.pid or 0) for child in client.server.answerers._idle.queue]


def is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/status")
    return status.exists() and not re.search(r"^State:\s+Z", status.read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def narrow(built: Built) -> Generator[Client]:
    with serving(built.store, limits=Limits(seconds=1.5, answer=1), processes=1) as found:
        assert found.query("ASK {}")[0] in {200, 503}  # the process may need longer than that to start
        yield found


def test_a_question_past_its_time_is_ended(narrow: Client) -> None:
    [process] = list_children(narrow)
    status, headers, body = narrow.query(ENDLESS)
    assert (status, headers["retry-after"]) == (503, "10")
    assert b"not answered within 1.5 seconds" in body
    assert list_children(narrow) != [process]
    assert not is_alive(process)
    assert wait_until(lambda: narrow.query("ASK {}")[0] == 200)


def test_who_hangs_up_ends_the_question(narrow: Client) -> None:
    assert wait_until(lambda: narrow.query("ASK {}")[0] == 200)
    [process] = list_children(narrow)
    where = urlsplit(narrow.server.url)
    with socket.create_connection((str(where.hostname), where.port or 0)) as connection:
        connection.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.3)
    assert wait_until(lambda: not is_alive(process))


def test_an_answer_that_is_too_large_is_refused(narrow: Client) -> None:
    assert wait_until(lambda: narrow.query("ASK {}")[0] == 200)
    status, _, body = narrow.query("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (status, b"larger than 1 MB" in body) == (500, True)


def test_more_questions_than_processes_wait(client: Client) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(client.query(WHO)[0])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 8


def wait_until(holds: object, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


# Beside a build, and as a command -------------------------------------------------------------------------------------


def test_a_build_shows_from_its_commit_on(built: Built, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(built.store, store)
    article = tmp_path / "later.md"
    article.write_text("---\ntitle: Later\ndate: 2024-05-02\n---\nFighters of JNIM attacked Djibo on Monday.\n")
    with serving(store, processes=1) as client:
        asked = 'ASK { ?a dcterms:title "Later"@en }'
        assert json.loads(client.query(asked)[2])["boolean"] is False
        page = client.ask("GET", "/network")[2]
        assert run(["build", str(article), "--store", str(store), "--out", str(tmp_path), "--jobs", "1"]) == 0
        assert json.loads(client.query(asked)[2])["boolean"] is True
        assert client.ask("GET", "/network")[2] != page


def test_there_must_be_a_store_and_a_free_address(built: Built, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        Server(tmp_path, port=0)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(StoreError, match="cannot be listened at"):
        Server(built.store, port=taken.getsockname()[1])
    with pytest.raises(StoreError, match="choose another --host"):
        Server(built.store, host="no.such.host.invalid", port=0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_stop(built: Built, number: int) -> None:
    command = [sys.executable, "-m", "sahelkg", "serve", "--port", "0", "--store", str(built.store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        url = re.search(r"http://\S+/sparql", line)
        assert url is not None, line
        where = urlsplit(url[0])
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        connection.request("GET", "/sparql?query=ASK%7B%7D")
        assert connection.getresponse().read() == b'{"head":{},"boolean":true}'
        connection.close()
        process.send_signal(number)
        assert process.wait(20) == 0
        rest = process.stderr.read()
    assert "Traceback" not in rest
    assert rest.count("\n") == 1


# Clients of others ----------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper's own
def test_sparqlwrapper_asks(client: Client) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="install SPARQLWrapper")
    asked = wrapper.SPARQLWrapper(f"{client.server.url}/sparql")
    asked.setQuery("PREFIX skg: <https://w3id.org/sahelkg/ontology#> SELECT ?s { ?s skg:attacked ?o }")
    for method in (wrapper.GET, wrapper.POST):
        asked.setMethod(method)
        asked.setReturnFormat(wrapper.JSON)
        assert asked.queryAndConvert()["results"]["bindings"]
    asked.setRequestMethod(wrapper.POSTDIRECTLY)
    assert asked.queryAndConvert()["results"]["bindings"]
    asked.setQuery("PREFIX skg: <https://w3id.org/sahelkg/ontology#> CONSTRUCT WHERE { ?s skg:attacked ?o }")
    for form in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD):
        asked.setReturnFormat(form)
        assert asked.query().convert()
    asked.setReturnFormat(wrapper.JSON)
    asked.setQuery("SELECT nonsense")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        asked.query()


def test_comunica_asks(client: Client) -> None:
    if not COMUNICA.exists():
        pytest.skip("no Comunica here: make interop puts it there")
    query = "PREFIX skg: <https://w3id.org/sahelkg/ontology#> SELECT ?s ?o { ?s skg:attacked ?o . ?e a skg:Evidence } LIMIT 3"
    command = [str(COMUNICA), f"sparql@{client.server.url}/sparql", query, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 3
