"""The one writer of a store: articles replaced or removed as a whole, merged in batches, published as checkpoints."""

from __future__ import annotations

import gc
import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Self
from urllib.parse import unquote

import pyoxigraph as ox

from sahelkg.errors import StoreError
from sahelkg.keys import hash_program
from sahelkg.live import Live, give_back_memory
from sahelkg.merge import merge_articles, merge_everything
from sahelkg.ontology import locate_ontology
from sahelkg.snapshots import (
    FAILURES,
    FORMAT,
    PARTS,
    check_format,
    explain_failure,
    find_current,
    lock_for_writing,
    number_next,
    prune_checkpoints,
    publish_checkpoint,
    write_atomically,
)
from sahelkg.terms import node
from sahelkg.turtle import read_triples
from sahelkg.vocabulary import ONTOLOGY_GRAPH, article_iri, digest, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sahelkg.ontology import Ontology

BATCH_ARTICLES = 1000
BATCH_QUADS = 60_000  # what is held in memory before it is merged, at most, and one article
_RECORD = ox.NamedNode("urn:sahelkg:record")
_VERSION = ox.NamedNode("urn:sahelkg:version")
_STORE = ox.NamedNode("urn:sahelkg:store")


@dataclass(frozen=True, kw_only=True)
class ArticleRecord:
    """What a build has to know of an article that it built before; none of it is in the graph.

    ``parse_key`` and ``statements_key`` hash all that the parse and the statements depend on; ``path`` is where the
    article came from, ``folder`` the folder given on the command line that it was found in, None where it was named.
    ``file_key`` hashes the file's state and all that the statements depend on besides it; None where it has to be read.
    """

    parse_key: str
    statements_key: str
    path: str | None = None
    folder: str | None = None
    file_key: str | None = None


class Writer:
    """Writes a store; a context manager. One at a time.

    What was replaced or removed since the last :meth:`commit` is lost where the program is stopped or leaves by an
    error, and then has to be built again; what was committed stays.
    """

    _live: Live

    def __init__(self, path: Path, ontology: Ontology, *, full: bool = False) -> None:
        """Opens or makes the store.

        Args:
            path: the store's folder, ``out/store``; made if it is missing.
            ontology: what the graph is merged with. If it isn't the one of the last commit, all is merged anew.
            full: start with an empty graph; readers keep the old one until the commit.

        Raises:
            StoreError: another writer is at work, the folder cannot be written to, or the store is broken.
        """
        self.path = path
        self._ontology = ontology
        self._pending: dict[str, tuple[list[str], ArticleRecord] | None] = {}
        self._pending_quads = 0
        self._changed = False
        self._was_used = False  # since the writer's folder was opened
        self._current: Path | None = None  # the checkpoint that the writer's folder started from
        self._merge_all = False  # the ontology changed: at the next commit the whole is merged, not what changed
        self._lock: IO[bytes] | None = None
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._start(full=full)
        except FAILURES as error:
            self.close()
            raise explain_failure(error, path) from error
        except BaseException:
            self.close()
            raise

    def get_record(self, article_id: str) -> ArticleRecord | None:
        """What was noted of the article when it was last written, committed or not; None if it isn't there."""
        iri = article_iri(article_id)
        if iri in self._pending:
            held = self._pending[iri]
            return held[1] if held else None
        for quad in self._live.books.quads_for_pattern(node(iri), _RECORD, None, node(iri)):
            return ArticleRecord(**json.loads(quad.object.value))  # type: ignore[union-attr]
        return None

    def list_records(self) -> Iterator[tuple[str, ArticleRecord]]:
        """Id and record of every article, uncommitted changes included; in no order."""
        self._merge_pending()
        for quad in self._live.books.quads_for_pattern(None, _RECORD, None, None):
            article_id = unquote(str(quad.subject.value).removeprefix(expand("art:")))  # type: ignore[union-attr]
            yield article_id, ArticleRecord(**json.loads(quad.object.value))  # type: ignore[union-attr]

    def replace_article(self, article_id: str, quads: Iterable[ox.Quad] | bytes, record: ArticleRecord) -> None:
        """Puts an article in place of what was there under its id.

        Args:
            article_id: the article's id, not its IRI.
            quads: its named graph, from :func:`sahelkg.graph.build_graph`, or that as N-Quads.
            record: what the next build has to know of it.

        Raises:
            StoreError: the disk is full or the store cannot be written.
        """
        if isinstance(quads, bytes):
            lines = [line.removesuffix(" .") for line in quads.decode().split("\n") if line]
        else:
            lines = [str(quad) for quad in quads]
        self._pending[article_iri(article_id)] = lines, record
        self._pending_quads += len(lines)
        if len(self._pending) >= BATCH_ARTICLES or self._pending_quads >= BATCH_QUADS:
            self._merge_pending()

    def remove_article(self, article_id: str) -> bool:
        """Takes an article out with everything that only it said; returns whether it was there."""
        if self.get_record(article_id) is None:
            return False
        self._pending[article_iri(article_id)] = None
        return True

    def note_record(self, article_id: str, record: ArticleRecord) -> None:
        """Changes what is noted of an article whose graph stays as it is (its file was moved)."""
        self._merge_pending()
        try:
            self._begin_change()
            self._write_record(node(article_iri(article_id)), record)
        except FAILURES as error:
            raise explain_failure(error, self.path) from error

    def commit(self) -> bool:
        """Makes all that was done since the last commit visible to readers; returns whether there was anything.

        Raises:
            StoreError: the disk is full or the store cannot be written; the last commit stays.
        """
        self._merge_pending()
        if self._merge_all:
            try:
                merge_everything(self._live)
            except FAILURES as error:
                raise explain_failure(error, self.path) from error
            self._merge_all = False
        if self._current is not None and not self._changed:
            return False
        try:
            name = f"{number_next(self.path):06}"
            unfinished = self.path / "checkpoints" / f"{name}.tmp"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            for part, store in zip(PARTS, (self._live.graph, self._live.books), strict=True):
                store.flush()
                store.backup(str(unfinished / part))
            shutil.copytree(self._folder / "ontology", unfinished / "ontology", dirs_exist_ok=True)
            self._current = publish_checkpoint(self.path, unfinished, name)
            write_atomically(self._folder / "CLEAN", name.encode())
        except FAILURES as error:
            raise explain_failure(error, self.path) from error
        self._changed = False
        return True

    def close(self) -> None:
        """Ends the writing; what was not committed is dropped."""
        self._pending.clear()
        if hasattr(self, "_live"):
            self._live.close()
            del self._live
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _folder(self) -> Path:
        return self.path / "live"

    def _start(self, *, full: bool) -> None:
        marker = self.path / "format"
        if not marker.exists() and any(entry.name != "lock" for entry in self.path.iterdir()):
            raise StoreError(f"{self.path}: holds other files and is no store: name an empty folder with --store")
        self._lock = lock_for_writing(self.path)
        if full or not marker.exists():
            write_atomically(marker, FORMAT.encode())
        check_format(self.path)
        if not full:
            self._current = find_current(self.path)
            prune_checkpoints(self.path)
        clean = self._folder / "CLEAN"
        if not self._current or not clean.exists() or clean.read_text(encoding="ascii") != self._current.name:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
            if self._current:
                for part in PARTS:
                    ox.Store.read_only(str(self._current / part)).backup(str(self._folder / part))
                shutil.copytree(self._current / "ontology", self._folder / "ontology")
                write_atomically(clean, self._current.name.encode())
        self._live = Live.open(self._folder, self._ontology)
        self._changed = not clean.exists()
        self._set_ontology()

    def _set_ontology(self) -> None:
        known = [quad.object.value for quad in self._live.books.quads_for_pattern(_STORE, _VERSION, None, None)]  # type: ignore[union-attr]
        version = digest(self._ontology.version, hash_program())  # what is derived depends on both
        if known == [version]:
            return
        self._begin_change()
        graph = node(ONTOLOGY_GRAPH)
        self._live.graph.remove_graph(graph)
        self._live.graph.bulk_extend(read_ontology(self._ontology))  # the folder isn't clean: half of it is never seen
        self._live.books.update(f"DELETE WHERE {{ {_STORE} {_VERSION} ?version }}")
        self._live.books.add(ox.Quad(_STORE, _VERSION, ox.Literal(version)))
        kept = self._folder / "ontology"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for number, file in enumerate(list_own_files(self._ontology)):
            (kept / f"{number:03}").mkdir()
            shutil.copyfile(file, kept / f"{number:03}" / file.name)
        self._merge_all = True
        if next(self._live.books.quads_for_pattern(None, _RECORD, None, None), None) is None:
            merge_everything(self._live)  # of no articles: from here on, what changes is all there is
            self._merge_all = False

    def _begin_change(self) -> None:
        if not self._changed:
            (self._folder / "CLEAN").unlink(missing_ok=True)
            self._changed = True

    def _merge_pending(self) -> None:
        if not self._pending:
            return
        try:
            if self._was_used:
                self._live.reopen()
            self._was_used = True
            self._begin_change()
            articles = {iri: held[0] if held else [] for iri, held in self._pending.items()}
            with _pause_collector():
                merge_articles(self._live, articles, settle=not self._merge_all)
            for iri, held in self._pending.items():
                self._write_record(node(iri), held[1] if held else None)
        except FAILURES as error:
            raise explain_failure(error, self.path) from error
        self._pending.clear()
        self._pending_quads = 0
        give_back_memory()

    def _write_record(self, article: ox.NamedNode, record: ArticleRecord | None) -> None:
        for quad in list(self._live.books.quads_for_pattern(article, _RECORD, None, article)):
            self._live.books.remove(quad)
        if record is not None:
            written = json.dumps(asdict(record), sort_keys=True)
            self._live.books.add(ox.Quad(article, _RECORD, ox.Literal(written), article))


@contextmanager
def _pause_collector() -> Iterator[None]:
    """Keeps the collector of cycles off: a merge makes none, and a batch's facts are many to look through."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def list_own_files(ontology: Ontology) -> list[Path]:
    """The files that a user added to the built-in ontology, in the order given."""
    return [file for file in ontology.files if file.parent != locate_ontology()]


def read_ontology(ontology: Ontology) -> Iterator[ox.Quad]:
    """The ontology as quads of its own graph, without the shapes, which are about graphs and not about the world."""
    graph = node(ONTOLOGY_GRAPH)
    for path in ontology.files:
        if path.name != "shapes.ttl":
            for triple in read_triples(path):
                if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode):
                    yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
