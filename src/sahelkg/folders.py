"""Which files of a path given are articles, each once, in an order that does not depend on the disk."""

from __future__ import annotations

import os
import re
import stat
import time
from collections import Counter
from typing import TYPE_CHECKING

from sahelkg.records import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = frozenset({".md", ".txt", ".html", ".htm", ".jsonl"})
_YOUNG = 2_000_000_000  # nanoseconds: some file systems tell seconds only
_SURROGATE = re.compile("[\ud800-\udfff]")


def find_files(path: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Skipped]:
    """Yields the file that ``path`` is, or the article files below it, and what could not be looked into.

    Each folder's entries come sorted by name. Hidden ones are left out, files of other kinds counted in one
    :class:`Skipped` at the end. Links are followed; what is reached again by one is passed over.

    Args:
        path: A file or a folder.
        seen: Device and inode of all that was given out or looked into so far; filled here.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        yield skip(path, "missing", "no such file or folder")
        return
    except (OSError, ValueError) as error:  # ValueError: a path that holds NUL
        yield skip_unreadable(path, error)
        return
    if not stat.S_ISDIR(status.st_mode):
        if path.suffix.casefold() not in SUFFIXES or not stat.S_ISREG(status.st_mode):
            yield skip(path, "kind", "is no article: give .md, .txt, .html or .jsonl")
        elif _is_new(status, seen):
            yield path
        return
    others: Counter[str] = Counter()
    for found in _walk(path, seen):
        if isinstance(found, Skipped) or found.suffix.casefold() in SUFFIXES:
            yield found
        else:
            others[found.suffix.casefold()] += 1
    if others:
        kinds = ", ".join(f"{printable(kind) or 'no suffix'} {count}" for kind, count in sorted(others.items())[:10])
        message = f"{others.total()} files of other kinds left out ({kinds})"
        yield skip(path, "other-files", message, count=others.total())


def read_state(path: Path) -> str | None:
    """What changes when a file is written to, moved here or replaced; None where that cannot be told for sure.

    A file of the last two seconds may be written to once more with the same time on it.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _YOUNG:
        return None
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def skip(path: Path, reason_code: str, problem: str, *, count: int = 1) -> Skipped:
    """Why ``path`` gave no article."""
    where = printable(path.as_posix())
    return Skipped(path=where, article_id=None, reason_code=reason_code, message=f"{where}: {problem}", count=count)


def skip_unreadable(path: Path, error: OSError | ValueError) -> Skipped:
    """Why ``path`` cannot be read, in the system's words."""
    reason = getattr(error, "strerror", None) or str(error)
    return skip(path, "unreadable", f"cannot be read ({reason.lower()})")


def printable(name: str) -> str:
    r"""A file name as text that can be printed, stored and hashed, whatever bytes it is made of.

    Examples:
        >>> print(printable("a\nb\udce9"))
        a\x0ab\xe9
    """
    if _SURROGATE.search(name):
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in name)


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Skipped]:
    try:
        if not _is_new(folder.stat(), seen):
            return
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield skip_unreadable(folder, error)
        return
    for name in names:
        found = folder / name
        try:
            status = found.stat()
        except OSError as error:
            yield skip_unreadable(found, error)  # among others a link that leads nowhere, or in a circle
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(found, seen)
        elif found.suffix.casefold() not in SUFFIXES or (stat.S_ISREG(status.st_mode) and _is_new(status, seen)):
            yield found


def _is_new(status: os.stat_result, seen: set[tuple[int, int]]) -> bool:
    key = (status.st_dev, status.st_ino)
    if key in seen:
        return False
    seen.add(key)
    return True
