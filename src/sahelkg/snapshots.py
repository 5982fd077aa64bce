"""The folders of a store, so switched that no reader sees half a build and a killed writer breaks nothing.

    DIR/format               which layout this is
    DIR/CURRENT              number of the checkpoint that readers open; replaced atomically, and only then it counts
    DIR/checkpoints/000007/  graph, books and the user's ontology as of one commit; never written to again
    DIR/live/                the writer's own, hard links of the last checkpoint at first; ``CLEAN`` holds its number
    DIR/parses/              kept parses
    DIR/lock                 held by the one writer

The writer removes ``CLEAN`` before its first change. Where it is missing, a writer was stopped on the way: its folder
is thrown away and made anew from the checkpoint. So all parts of a store always agree, whenever it was stopped.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from sahelkg.errors import StoreError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: RocksDB's own lock keeps a second writer out, open files stay
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = "sahelkg store, format 1\n"
KEPT = 2  # checkpoints: the one that readers open now, and the one that they may just have read the name of
PARTS = ("graph", "books")
RECORD = "urn:sahelkg:record"  # in the books: what a build has to know of an article that it built before, as JSON
FAILURES = (OSError, RuntimeError)  # what pyoxigraph raises: RuntimeError where RocksDB finds its files broken


def explain_failure(error: Exception, path: Path) -> StoreError:
    """What went wrong with a store's files, in one line that says what to do."""
    number = error.errno if isinstance(error, OSError) else None
    cause = ((isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__).splitlines()[0]
    lowered = cause.casefold()
    if number == errno.ENOSPC or "no space left" in lowered:
        return StoreError(f"{path}: the disk is full; what was built before is kept: make room and build again")
    if number in {errno.EACCES, errno.EROFS, errno.EPERM} or "permission denied" in lowered or "read-only" in lowered:
        return StoreError(f"{path}: cannot be written to ({cause}): choose another folder with --store or --out")
    if "lock" in lowered:
        return StoreError(f"{path}: another program holds this store: wait until it has ended")
    return StoreError(f"{path}: the store is broken or unreadable ({cause}): build it anew with build --full")


def check_format(path: Path) -> None:
    """Raises StoreError where a folder is no store, or one of another format."""
    marker = path / "format"
    try:
        found = marker.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StoreError(f"{path}: no store here: run sahelkg build, or name another folder with --store") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: no store can be read here ({error}): name another folder with --store") from error
    if found != FORMAT:
        raise StoreError(f"{path}: a store of another version of sahelkg: build it anew with build --full")


def find_current(path: Path) -> Path | None:
    """The checkpoint that readers are to open; None before the first commit."""
    try:
        name = (path / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path / 'CURRENT'}: cannot be read ({error}): build the store anew with build --full"
        ) from error
    if not name.isdigit():
        raise StoreError(f"{path / 'CURRENT'}: names no checkpoint: build the store anew with build --full")
    return path / "checkpoints" / name


def list_ontology_files(checkpoint: Path) -> tuple[Path, ...]:
    """The user's ontology files that a checkpoint was built with, in the order given, each in a folder of its own."""
    return tuple(sorted((checkpoint / "ontology").glob("*/*")))


def write_atomically(path: Path, content: bytes) -> None:
    """The file as a whole or not at all, on disk when this returns."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Has the names in a folder written to disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def lock_for_writing(path: Path) -> IO[bytes]:
    """The store's lock, held until the file is closed or the process ends.

    Raises:
        StoreError: another writer has it.
    """
    file = (path / "lock").open("a+b")
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read(20).decode("ascii", "replace").strip()
            file.close()
            who = f" (process {holder})" if holder.isdigit() else ""
            raise StoreError(f"{path}: another build is writing this store{who}: wait until it has ended") from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n".encode())
    file.flush()
    return file


def lease(checkpoint: Path) -> IO[bytes]:
    """A shared lock on a checkpoint: as long as it is open, no writer removes the checkpoint.

    Raises:
        FileNotFoundError: the checkpoint is gone.
    """
    file = (checkpoint / "lease").open("rb")
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_SH)
    if not (checkpoint / "lease").exists():  # removed while it was being locked
        file.close()
        raise FileNotFoundError(checkpoint)
    return file


def number_next(path: Path) -> int:
    """A number larger than that of any checkpoint there is."""
    return max((int(entry.name) for entry in _list(path / "checkpoints") if entry.name.isdigit()), default=0) + 1


def publish_checkpoint(path: Path, unfinished: Path, name: str) -> Path:
    """Makes a finished copy the one that readers open, and removes those that nobody needs any more.

    Args:
        path: the store.
        unfinished: the copy, in the store's ``checkpoints``.
        name: its number, larger than all before.

    Returns:
        Where it is now.
    """
    (unfinished / "lease").touch()
    for file in unfinished.rglob("*"):
        if file.is_file() and file.suffix != ".sst":  # RocksDB has synced those
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
    for part in (*PARTS, "."):
        sync_folder(unfinished / part)
    checkpoint = path / "checkpoints" / name
    unfinished.rename(checkpoint)
    sync_folder(checkpoint.parent)
    write_atomically(path / "CURRENT", f"{name}\n".encode())
    prune_checkpoints(path)
    return checkpoint


def prune_checkpoints(path: Path) -> None:
    """Removes unfinished copies, and all checkpoints but the last two and those that readers have open."""
    current = find_current(path)
    numbers = sorted(
        (entry for entry in _list(path / "checkpoints") if entry.name.isdigit()), key=lambda e: int(e.name)
    )
    past = [entry for entry in numbers if current is not None and int(entry.name) <= int(current.name)]
    for entry in _list(path / "checkpoints"):
        if entry in past[-KEPT:] or _is_leased(entry):
            continue
        with suppress(OSError):  # the name goes first, so that no reader finds half of it
            doomed = entry.with_name(f"{entry.name}.gone")
            entry.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)


def _list(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(folder.iterdir())
    except FileNotFoundError:
        return


def _is_leased(checkpoint: Path) -> bool:
    if fcntl is None:  # pragma: no cover
        return False
    try:
        with (checkpoint / "lease").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
