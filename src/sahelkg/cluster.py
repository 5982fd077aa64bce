"""Extraction on a Dask cluster: files in and shards out at fsspec paths, the store written here. The door to Dask.

The scheduler gives each machine some files at a time; what a machine that dies had is done by another. A shard's name
says all that it depends on, so what an earlier build of the same files made is taken as it is.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sahelkg.articles import read_content
from sahelkg.errors import ArticleError, SahelKGError, StoreError
from sahelkg.extracts import Settings, extract_one
from sahelkg.folders import SUFFIXES, printable
from sahelkg.keys import hash_program, identify_model
from sahelkg.ontology import load_ontology
from sahelkg.records import Article, Skipped
from sahelkg.shards import read_shard, write_shard
from sahelkg.vocabulary import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from types import TracebackType

    import distributed
    import fsspec

    from sahelkg.shards import Result

TASK_FILES = 64
TASK_BYTES = 2_000_000  # of files, at most, unless one is larger
WAITING = 4  # tasks a thread of the cluster: what it does while this program writes the store
_SECONDS_TO_CONNECT = 30


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What all tasks of a build have in common, as values that every machine understands."""

    shards: str
    ontology: tuple[tuple[str, bytes], ...]  # name and content of the user's files
    model: str | None
    rules_only: bool
    published: date | None


@dataclass(frozen=True)
class _Task:
    """Some files, and the name of their shard."""

    files: tuple[str, ...]
    key: str


class Cluster:
    """A Dask cluster that extracts; a context manager."""

    def __init__(self, scheduler: str, shards: str | os.PathLike[str], settings: Settings, published: date | None) -> None:
        """Connects.

        Args:
            scheduler: the scheduler's address, ``tcp://host:8786``.
            shards: the folder of the shards, a path or an address of fsspec that all machines reach.
            settings: what extraction depends on; no parses are kept.
            published: the day of publication of articles that name none.

        Raises:
            SahelKGError: Dask is not installed, nobody answers, or a machine has another version of the program.
        """
        try:
            import distributed
        except ImportError:
            raise SahelKGError("--scheduler needs Dask: pip install 'sahelkg[dask]'") from None
        self._shards = _absolute(os.fspath(shards))
        self._published = published
        self._version = _describe_version(settings, published)
        self._job = _Job(
            shards=self._shards,
            ontology=tuple((file.name, file.read_bytes()) for file in settings.ontology),
            model=settings.model,
            rules_only=settings.rules_only,
            published=published,
        )
        try:
            self._client = distributed.Client(scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SahelKGError(f"{scheduler}: no Dask scheduler answers there ({error}): start one, or name another") from error
        try:
            self._check_versions()
        except BaseException:
            self.close()
            raise

    def extract(self, paths: Sequence[str]) -> Iterator[Result]:
        """Yields the result of each article of files and folders, in the order of the paths, then by name.

        At most some tasks a thread are under way, and one shard is held at a time. An article whose file ends several
        machines is named, and the others go on.

        Args:
            paths: files and folders, local ones that all machines see under the same name, or addresses of fsspec.
        """
        tasks = self._list_tasks(paths)
        under_way: deque[_Task | Skipped] = deque()
        futures: dict[str, distributed.Future] = {}
        while True:
            for item in islice(tasks, max(0, self._count_waiting() - len(under_way))):
                under_way.append(item)
                if isinstance(item, _Task):
                    futures[item.key] = self._submit(item)
            if not under_way:
                return
            item = under_way.popleft()
            if isinstance(item, Skipped):
                yield item
            else:
                yield from self._finish(item, futures.pop(item.key))

    @staticmethod
    def find_folders(paths: Sequence[str]) -> list[str]:
        """Those of the paths that are folders, as :meth:`extract` names them."""
        return [path for path in map(_absolute, paths) if _open(path).isdir(_strip(path))]

    def close(self) -> None:
        """Leaves the cluster as it was found."""
        self._client.close()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _check_versions(self) -> None:
        self._client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        others = {name for name, version in self._client.run(hash_program).items() if version != hash_program()}
        if others:
            raise SahelKGError(f"{min(others)}: has another version of sahelkg: install the same on all machines")

    def _count_waiting(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return WAITING * max(1, threads)

    def _submit(self, task: _Task) -> distributed.Future:
        # keyed by the shard: asked for twice, done once; pure, so that a task of a dead machine may be done again
        return self._client.submit(_make_shard, self._job, task.files, task.key, key=f"sahelkg-{task.key}", retries=1)

    def _finish(self, task: _Task, future: distributed.Future) -> Iterator[Result]:
        """What a task gave; where machines died of it, its files one by one."""
        import distributed

        try:
            future.result()
        except distributed.KilledWorker:
            if len(task.files) > 1:
                for file in task.files:
                    single = self._make_task((file,), {file: ""})
                    yield from self._finish(single, self._submit(single))
            else:
                yield _skip(task.files[0], "worker", "ended each machine that read it (out of memory?)")
            return
        found = read_shard(_open(self._shards), _strip(self._shards), task.key)
        if found is None:
            raise StoreError(
                f"{self._shards}: the shard {task.key} was made but cannot be read here: name with --shards a folder "
                "that all machines reach under this name"
            )
        yield from found

    def _list_tasks(self, paths: Sequence[str]) -> Iterator[_Task | Skipped]:
        seen: set[str] = set()
        for path in map(_absolute, paths):
            batch: dict[str, str] = {}
            size = 0
            for file, about in _find_files(path):
                if isinstance(about, Skipped):
                    yield about
                    continue
                if file in seen:
                    continue
                seen.add(file)
                if batch and (len(batch) == TASK_FILES or size + about["size"] > TASK_BYTES):
                    yield self._make_task(tuple(batch), batch)
                    batch, size = {}, 0
                batch[file] = f"{about['size']} {about.get('mtime') or about.get('ETag') or about.get('LastModified')}"
                size += about["size"]
            if batch:
                yield self._make_task(tuple(batch), batch)

    def _make_task(self, files: tuple[str, ...], states: dict[str, str]) -> _Task:
        return _Task(files, digest(self._version, *(f"{file}\n{states[file]}" for file in files)))


def _make_shard(job: _Job, paths: tuple[str, ...], key: str) -> None:
    """On a machine of the cluster: reads the files and writes their shard, unless it is there."""
    shards = _open(job.shards)
    if read_shard(shards, _strip(job.shards), key) is None:
        write_shard(shards, _strip(job.shards), key, _extract_files(job, paths))


def _extract_files(job: _Job, paths: tuple[str, ...]) -> Iterator[Result]:
    settings = Settings(ontology=_keep_ontology(job.ontology), model=job.model, rules_only=job.rules_only)
    for path in paths:
        try:
            raw = _open(path).cat_file(_strip(path))
        except OSError as error:
            yield _skip(path, "unreadable", f"cannot be read ({type(error).__name__})")
            continue
        for found in read_content(path, raw, published=job.published):
            yield extract_one(settings, found) if isinstance(found, Article) else found


@lru_cache(maxsize=2)
def _keep_ontology(files: tuple[tuple[str, bytes], ...]) -> tuple[Path, ...]:
    """The user's ontology as files of this machine, as long as its process lives."""
    if not files:
        return ()
    folder = Path(tempfile.mkdtemp(prefix="sahelkg-ontology-"))
    paths = []
    for number, (name, content) in enumerate(files):
        path = folder / f"{number:03}" / name
        path.parent.mkdir()
        path.write_bytes(content)
        paths.append(path)
    return tuple(paths)


def _describe_version(settings: Settings, published: date | None) -> str:
    """All that the shards of a build depend on beside the files."""
    ontology = load_ontology(settings.ontology).version
    options = repr((published.isoformat() if published else None, settings.rules_only))
    return digest(hash_program(), ontology, identify_model(settings.model), options)


def _find_files(path: str) -> Iterator[tuple[str, Any]]:
    """The article files of a file or folder, by name, each with what the file system says of it, or why there are none."""
    files = _open(path)
    bare = _strip(path)
    try:
        if files.isfile(bare):
            yield path, files.info(bare)
            return
        found = files.find(bare, detail=True) if files.exists(bare) else None
    except OSError as error:
        yield path, _skip(path, "unreadable", f"cannot be read ({error})")
        return
    if found is None:
        yield path, _skip(path, "missing", "no such file or folder")
        return
    others = 0
    for name, about in sorted(found.items()):
        if any(part.startswith(".") for part in name.removeprefix(bare).split("/")):
            continue
        if os.path.splitext(name)[1].casefold() in SUFFIXES:  # noqa: PTH122  (an address is no Path)
            yield files.unstrip_protocol(name) if "://" in path else name, about
        else:
            others += 1
    if others:
        skipped = _skip(path, "other-files", f"{others} files of other kinds left out")
        yield path, replace(skipped, count=others)


def _open(path: str) -> fsspec.AbstractFileSystem:
    import fsspec

    try:
        return fsspec.core.url_to_fs(path)[0]
    except (ImportError, ValueError) as error:
        raise ArticleError(f"{path}: no file system for such an address ({error})") from error


def _strip(path: str) -> str:
    import fsspec

    return str(fsspec.core.url_to_fs(path)[1])


def _absolute(path: str) -> str:
    """An address as it is, a local path from the root, without a slash at the end."""
    return path.rstrip("/") if "://" in path else os.path.abspath(path)  # noqa: PTH100  (links stay what they are)


def _skip(path: str, reason_code: str, problem: str) -> Skipped:
    where = printable(path)
    return Skipped(path=where, article_id=None, reason_code=reason_code, message=f"{where}: {problem}")
