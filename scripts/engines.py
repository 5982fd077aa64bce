"""Programs by others that take the exported graph and answer the named questions: each installed, loaded and asked.

Each engine is a context manager made from the two exported files; ``ask`` gives what it answers in SPARQL 1.1 JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from abc import ABC, abstractmethod
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".interop"  # what is installed for this alone
MERGED = "https://w3id.org/sahelkg/graph/merged"
JSON = "application/sparql-results+json"
MOST_CPU = 30  # seconds of processor time for one question to Comunica, which has no limit of its own
TOO_LONG = f"not in {MOST_CPU} s"
PATIENCE = 300  # seconds for one question, or for a server to start


class MissingError(Exception):
    """The engine is not here; the message says how it is got."""


class Engine(ABC):
    """Takes the graph and answers questions; ``how`` says where it was had and how it was loaded."""

    name = ""
    how = ""
    packages: Sequence[str] = ()  # of Debian
    sorts = True  # whether rows come as ORDER BY has it

    def __init__(self, turtle: Path, trig: Path, folder: Path) -> None:
        self.turtle, self.trig, self.folder = turtle, trig, folder
        self._stack = ExitStack()
        folder.mkdir(parents=True)

    @classmethod
    @abstractmethod
    def find(cls) -> None:
        """Raises MissingError where it is not here."""

    @classmethod
    def install(cls) -> None:
        """Gets it, from Debian unless a class does it otherwise."""
        if cls.packages:
            install_packages(cls.packages)

    @abstractmethod
    def load(self) -> None:
        """Takes the graph in."""

    @abstractmethod
    def ask(self, query: str) -> dict[str, Any]:
        """The answer to a SELECT, as SPARQL 1.1 JSON."""

    @abstractmethod
    def version(self) -> str:
        """The program's version."""

    def __enter__(self) -> Self:
        self.load()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self, command: Sequence[str | Path], *, directory: Path | None = None, **variables: str) -> None:
        """Starts a server that ends with this engine."""
        log = self._stack.enter_context((self.folder / "server.log").open("wb"))
        process = subprocess.Popen(command, cwd=directory, stdout=log, stderr=log, env=os.environ | variables)
        self._stack.callback(lambda: (process.kill(), process.wait()))

    def post(self, url: str, query: str, **parameters: str) -> dict[str, Any]:
        """The answer of a server that speaks the SPARQL 1.1 Protocol."""
        body = urllib.parse.urlencode({"query": query, **parameters}).encode()
        request = urllib.request.Request(url, body, {"Accept": JSON})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return dict(json.load(answer))


class OxigraphServer(Engine):
    name = "Oxigraph server"
    how = "PyPI; TriG by `oxigraph load`"

    @classmethod
    def _program(cls) -> str | None:
        return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")

    @classmethod
    def find(cls) -> None:
        if cls._program() is None:
            raise MissingError("pip install oxigraph")

    @classmethod
    def install(cls) -> None:
        run([sys.executable, "-m", "pip", "install", "--quiet", "oxigraph"])

    def load(self) -> None:
        program, data = str(self._program()), self.folder / "data"
        run([program, "load", "--location", data, "--file", self.trig])
        port = find_port()
        self.url = f"http://127.0.0.1:{port}/query"
        self.start([program, "serve", "--location", data, "--bind", f"127.0.0.1:{port}"])
        wait_for(self.url)

    def ask(self, query: str) -> dict[str, Any]:
        return self.post(self.url, query)

    def version(self) -> str:
        return run([str(self._program()), "--version"]).split()[-1]


class Virtuoso(Engine):
    name = "Virtuoso"
    how = "Debian; Turtle by `TTLP_MT` into a named graph; questions carry `default-graph-uri`"
    packages = ("virtuoso-opensource-7", "virtuoso-opensource-7-bin")

    @classmethod
    def find(cls) -> None:
        if not (shutil.which("virtuoso-t") and shutil.which("isql-vt")):
            raise MissingError(f"apt-get install {' '.join(cls.packages)}")

    def load(self) -> None:
        self.run_server()
        with self.turtle.open("rb") as source, (self.folder / "graph.ttl").open("wb") as copy:
            shutil.copyfileobj(source, copy)
        self.isql(f"DB.DBA.TTLP_MT(file_to_string_output('graph.ttl'), '', '{MERGED}', 0)")

    def run_server(self) -> None:
        """Starts a server of one's own in the engine's folder."""
        self.sql, port = find_port(), find_port()
        self.base = f"http://127.0.0.1:{port}"
        (self.folder / "virtuoso.ini").write_text(f"""
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {self.sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = {port}
[SPARQL]
ResultSetMaxRows = 1000000
""")
        self.start(["virtuoso-t", "-f", "-c", "virtuoso.ini"], directory=self.folder)
        wait_for(f"{self.base}/sparql")

    def isql(self, statement: str) -> None:
        said = run(["isql-vt", str(self.sql), "dba", "dba", f"exec={statement};"])
        if "***" in said or "Error" in said:
            raise RuntimeError(said)

    def ask(self, query: str) -> dict[str, Any]:
        return self.post(f"{self.base}/sparql", query, **{"default-graph-uri": MERGED})

    def version(self) -> str:
        with urllib.request.urlopen(f"{self.base}/sparql", timeout=PATIENCE) as answer:
            return str(answer.headers["Server"]).split()[0].partition("/")[2]


class PushedVirtuoso(Virtuoso):
    name = "Virtuoso, pushed"
    how = "the same; `sahelkg push` over Digest authentication, asked by `sahelkg query --endpoint`"

    def load(self) -> None:
        self.run_server()
        self.isql('grant SPARQL_UPDATE to "SPARQL"')
        self.settings = {"SAHELKG_ENDPOINT_USER": "dba", "SAHELKG_ENDPOINT_PASSWORD": "dba"}
        store = self.turtle.parent / "store"
        command = [sys.executable, "-m", "sahelkg", "push", "--endpoint", f"{self.base}/sparql-auth", "--store", str(store)]
        run(command, **self.settings)

    def ask(self, query: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "sahelkg", "query", query, "--format", "json", "--endpoint", f"{self.base}/sparql-auth"]
        return dict(json.loads(run(command, **self.settings)))


class Jena(Engine):
    name = "Jena TDB2"
    how = "Debian; TriG by `tdb2.tdbloader`"
    packages = ("libapache-jena-java", "default-jre-headless")
    _JARS = (
        "jena-*",
        "slf4j-api",
        "slf4j-nop",
        "thrift",
        "guava",
        "failureaccess",
        "dexx.collection",
        "commons-*",
        "gson",
        "caffeine",
        "protobuf",
        "jsonld-java",
        "titanium-json-ld",
        "jackson-*",
        "httpclient*",
        "httpcore*",
    )

    @classmethod
    def find(cls) -> None:
        if not (shutil.which("java") and Path("/usr/share/java/jena-tdb2.jar").exists()):
            raise MissingError(f"apt-get install {' '.join(cls.packages)}")

    def load(self) -> None:
        # Debian's jena-core looks for its Xerces under another name than it has it under
        shim = self.folder / "shim"
        with zipfile.ZipFile("/usr/share/java/jena-core.jar") as jar:
            for name in jar.namelist():
                if name.startswith("org/apache/jena/ext/xerces/") and not name.endswith("/"):
                    target = shim / name.removeprefix("org/apache/jena/ext/")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(jar.read(name))
        jars = [jar for pattern in self._JARS for jar in sorted(Path("/usr/share/java").glob(f"{pattern}.jar"))]
        self.path = os.pathsep.join(map(str, [shim, *jars]))
        self._java("tdb2.tdbloader", "--loc", self.folder / "data", self.trig)

    def _java(self, *arguments: str | Path) -> str:
        return run(["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", self.path, *arguments])

    def ask(self, query: str) -> dict[str, Any]:
        file = self.folder / "question.rq"
        file.write_text(query, encoding="utf-8")
        return dict(
            json.loads(self._java("tdb2.tdbquery", "--loc", self.folder / "data", "--results", "JSON", "--query", file))
        )

    def version(self) -> str:
        [jar] = Path("/usr/share/java").glob("jena-tdb2-*.jar")
        return jar.stem.rpartition("-")[2]


class Comunica(Engine):
    name = "Comunica"
    how = f"npm; Turtle into an N3 store; {MOST_CPU} s of processor time for a question; its ORDER BY heeds the first key only"
    sorts = False
    _PACKAGE = "@comunica/query-sparql-file"
    _VERSION = "4.5.0"

    @classmethod
    def find(cls) -> None:
        if shutil.which("node") is None or not (KEPT / "npm" / "node_modules" / cls._PACKAGE).exists():
            raise MissingError(f"npm install {cls._PACKAGE}@{cls._VERSION}, with Node 20 or later")

    @classmethod
    def install(cls) -> None:
        if shutil.which("npm") is None:
            raise MissingError("npm and Node 20 or later")
        run(["npm", "install", "--prefix", KEPT / "npm", "--no-audit", "--no-fund", "--silent", f"{cls._PACKAGE}@{cls._VERSION}"])

    def load(self) -> None:
        """Nothing: each question has a process of its own, which can be limited."""

    def ask(self, query: str) -> dict[str, Any]:
        limited = ["bash", "-c", f'ulimit -t {MOST_CPU}; exec node "$0" "$1"', ROOT / "scripts" / "comunica.cjs", self.turtle]
        modules = str(KEPT / "npm" / "node_modules")
        return dict(json.loads(run(limited, given=json.dumps(query) + "\n", NODE_PATH=modules)))

    def version(self) -> str:
        return self._VERSION


ENGINES: tuple[type[Engine], ...] = (OxigraphServer, Virtuoso, PushedVirtuoso, Jena, Comunica)


def run(command: Sequence[str | Path], *, given: str = "", **variables: str) -> str:
    """What a program prints.

    Raises:
        RuntimeError: it fails; the message holds what it said.
    """
    environment = os.environ | variables
    done = subprocess.run(command, capture_output=True, text=True, input=given, env=environment, check=False)
    if done.returncode in {-24, -9, 137, 152}:
        raise RuntimeError(TOO_LONG)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout


def install_packages(packages: Sequence[str]) -> None:
    """Installs packages of Debian, as root or by sudo."""
    if shutil.which("apt-get") is None:
        raise MissingError(f"apt-get, for {' '.join(packages)}")
    rights = [] if os.geteuid() == 0 else ["sudo"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run([*rights, "apt-get", "update", "-qq"], **quiet)
    run([*rights, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)


def find_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(url: str) -> None:
    """Waits until a server answers whatever it answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
