"""Articles from files, folders, standard input and web addresses; what cannot be read is said, never dropped."""

from __future__ import annotations

import io
import os
import re
import sys
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, TYPE_CHECKING
from urllib.parse import urldefrag

from sahelkg.encoding import decode_text, find_charset
from sahelkg.errors import ArticleError
from sahelkg.fetch import fetch
from sahelkg.folders import find_files, printable, read_state, skip_unreadable
from sahelkg.frontmatter import Metadata, read_metadata, split_front_matter
from sahelkg.jsonlines import read_lines
from sahelkg.language import detect_language
from sahelkg.records import Article, Skipped, Unread
from sahelkg.vocabulary import digest
from sahelkg.webpage import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

MAX_BYTES = 5_000_000
TIMEOUT = 20.0
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PAGE_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_ENGLISH = frozenset({"en", "eng", "english"})


@dataclass(frozen=True)
class _Reading:
    """The options of one call, and what it has come across."""

    published: date | None
    stdin: IO[bytes] | None
    max_bytes: int
    timeout: float
    known: Callable[[str, str], str | None] | None = None
    addresses: set[str] = field(default_factory=set)
    files: set[tuple[int, int]] = field(default_factory=set)


def read_articles(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    published: date | None = None,
    stdin: IO[bytes] | None = None,
    max_bytes: int = MAX_BYTES,
    timeout: float = TIMEOUT,
) -> Iterator[Article | Skipped]:
    """Yields the articles of files, folders, ``-`` and web addresses, and for each input without one the reason.

    Folders are read to the bottom, as :func:`~sahelkg.folders.find_files` says. What is given or reached twice is read
    once; a second article with an id that another has is left out. One article is held at a time.

    Reason codes: ``missing`` (no such path), ``kind``, ``unreadable``, ``empty``, ``binary``, ``encoding``, ``huge``,
    ``front-matter``, ``json``, ``language``, ``duplicate-id``, ``address``, ``fetch``, ``other-files``.

    Args:
        inputs: Paths, ``-`` for standard input, http and https addresses, in the order in which they are read.
        published: The day of publication of articles that name none. Never the file's day, never today.
        stdin: Where ``-`` is read from, instead of standard input. HTML and front matter are recognised.
        max_bytes: The largest file, answer or line of a ``.jsonl`` file that is read.
        timeout: Seconds to wait for a web server.

    Examples:
        >>> [skipped.reason_code for skipped in read_articles(["no/such/file.md"])]
        ['missing']
    """
    for item in _read_inputs(inputs, _Reading(published, stdin, max_bytes, timeout)):
        assert not isinstance(item, Unread)  # nothing is known
        yield item


def read_changed(
    inputs: Iterable[str | os.PathLike[str]], known: Callable[[str, str], str | None], *, published: date | None = None
) -> Iterator[Article | Skipped | Unread]:
    """Yields what :func:`read_articles` does, but leaves files unread that are as they were.

    Args:
        inputs: as there.
        known: gives the id of the article that a file is known to hold in that state (path, state); None for a file
            that has to be read.
        published: as there.
    """
    return _read_inputs(inputs, _Reading(published, None, MAX_BYTES, TIMEOUT, known))


def _read_inputs(inputs: Iterable[str | os.PathLike[str]], reading: _Reading) -> Iterator[Article | Skipped | Unread]:
    ids = Ids()
    for given in inputs:
        for item in _read_input(os.fspath(given), reading, ids):
            yield ids.take(item) if isinstance(item, Article) else item


class Ids:
    """The ids of the articles of one build, each with where it was found first."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[str, int | None]] = {}

    def take(self, article: Article) -> Article | Skipped:
        """The article, or why not where another one has its id."""
        here = (article.path or "", article.line)
        there = self._taken.setdefault(article.id, here)
        return article if there == here else _skip_duplicate(article, *there)

    def hold(self, article_id: str, path: str) -> bool:
        """Takes the id for the article of a file that is not read; False where another one has it."""
        return self._taken.setdefault(article_id, (path, None)) == (path, None)


def read_content(
    where: str, raw: bytes, *, published: date | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Article | Skipped]:
    """Yields the articles of a file that somebody else has opened, as :func:`read_articles` does of one on disk.

    Args:
        where: The file's path or address; its suffix says what it is.
        raw: All its bytes.
        published: The day of publication of articles that name none.
        max_bytes: The largest file, or line of a ``.jsonl`` file, that is read.
    """
    reading = _Reading(published, None, max_bytes, 0.0)
    path = PurePosixPath(where)
    if path.suffix.casefold() == ".jsonl":
        yield from _read_lines_of(io.BytesIO(raw), where, path, reading)
    else:
        yield _read_one(where, partial(_parse_content, path, raw, reading), reading)


def _read_input(given: str, reading: _Reading, ids: Ids) -> Iterator[Article | Skipped | Unread]:
    if given == "-" or _SCHEME.match(given):
        if given not in reading.addresses:
            reading.addresses.add(given)
            parse = partial(_parse_stdin, reading) if given == "-" else partial(_parse_address, given, reading)
            yield _read_one(given, parse, reading)
        return
    for found in find_files(Path(given), reading.files):
        if isinstance(found, Skipped):
            yield found
        elif found.suffix.casefold() == ".jsonl":
            yield from _read_jsonl(found, reading)
        else:
            yield _read_file(found, reading, ids)


def _read_file(path: Path, reading: _Reading, ids: Ids) -> Article | Skipped | Unread:
    """The article of a file that holds one, unless it is known."""
    where, state = printable(path.as_posix()), read_state(path)
    identifier = reading.known(where, state) if reading.known and state else None
    if identifier is not None and ids.hold(identifier, where):
        return Unread(path=where, article_id=identifier)
    item = _read_one(where, partial(_parse_file, path, reading), reading)
    return replace(item, file_state=state) if isinstance(item, Article) else item


def _read_one(where: str, parse: Callable[[], tuple[str, str, Metadata]], reading: _Reading) -> Article | Skipped:
    """The article of which ``parse`` gives id, text and metadata, or the reason why there is none."""
    try:
        return _check(where, None, *parse(), reading)
    except ArticleError as error:
        return _skip(where, error.line, None, error)
    except OSError as error:
        return skip_unreadable(Path(where), error)


def _read_jsonl(path: Path, reading: _Reading) -> Iterator[Article | Skipped]:
    where = printable(path.as_posix())
    try:
        with path.open("rb") as file:
            yield from _read_lines_of(file, where, path, reading)
    except OSError as error:
        yield skip_unreadable(path, error)


def _read_lines_of(file: IO[bytes], where: str, path: PurePath, reading: _Reading) -> Iterator[Article | Skipped]:
    for number, found in read_lines(file, stem=printable(path.stem), max_bytes=reading.max_bytes):
        if isinstance(found, ArticleError):
            yield _skip(where, number, None, found)
        else:
            yield _check(where, number, *found, reading)


def _parse_file(path: Path, reading: _Reading) -> tuple[str, str, Metadata]:
    with path.open("rb") as file:
        raw = file.read(reading.max_bytes + 1)
    return _parse_content(path, raw, reading)


def _parse_content(path: PurePath, raw: bytes, reading: _Reading) -> tuple[str, str, Metadata]:
    is_page = path.suffix.casefold() in {".html", ".htm"}
    text, metadata = _parse(raw, reading, is_page=is_page, has_front_matter=path.suffix.casefold() == ".md")
    return metadata.id or printable(path.stem), text, metadata


def _parse_stdin(reading: _Reading) -> tuple[str, str, Metadata]:
    raw = (reading.stdin or sys.stdin.buffer).read(reading.max_bytes + 1)
    is_page = _PAGE_START.match(raw[:1000].decode("utf-8-sig", "replace")) is not None
    text, metadata = _parse(raw, reading, is_page=is_page, has_front_matter=True)
    return metadata.id or f"stdin-{digest(text, length=8)}", text, metadata


def _parse_address(given: str, reading: _Reading) -> tuple[str, str, Metadata]:
    url = urldefrag(given).url
    response = fetch(url, timeout=reading.timeout, max_bytes=reading.max_bytes)
    text, metadata = _parse(response.body, reading, is_page=response.is_page, charset=response.charset)
    return url, text, replace(metadata, url=url)


def _parse(
    raw: bytes, reading: _Reading, *, is_page: bool, has_front_matter: bool = False, charset: str | None = None
) -> tuple[str, Metadata]:
    if len(raw) > reading.max_bytes:
        raise ArticleError(f"is larger than {reading.max_bytes:,} bytes: cut it", reason_code="huge")
    text, note = decode_text(raw, charset=charset or (find_charset(raw) if is_page else None))
    if is_page:
        text, metadata = read_page(text)
    elif has_front_matter:
        fields, text = split_front_matter(text)
        metadata = read_metadata(fields)
    else:
        metadata = Metadata()
    return text, replace(metadata, notes=(*metadata.notes, note)) if note else metadata


def _check(
    where: str, line: int | None, identifier: str, text: str, metadata: Metadata, reading: _Reading
) -> Article | Skipped:
    """The article, unless there are no words in it or they are in another language than English."""
    if not any(char.isalnum() for char in text):
        return _skip(where, line, identifier, ArticleError("holds no text", reason_code="empty"))
    stated = (metadata.language or "").replace("_", "-").split("-")[0].casefold()
    language = detect_language(text) or stated or "en"
    if language not in _ENGLISH:
        problem = f"is in another language than English ({printable(language)[:20]})"
        return _skip(where, line, identifier, ArticleError(problem, reason_code="language"))
    return Article(
        id=identifier,
        text=text,
        title=metadata.title,
        published=metadata.published or reading.published,
        publisher=metadata.publisher,
        url=metadata.url,
        authors=metadata.authors,
        language="en",
        path=where,
        line=line,
        notes=metadata.notes,
    )


def _skip(where: str, line: int | None, identifier: str | None, error: ArticleError) -> Skipped:
    message = f"{f'{where}:{line}' if line else where}: {error}"
    return Skipped(path=where, line=line, article_id=identifier, reason_code=error.reason_code, message=message)


def _skip_duplicate(article: Article, path: str, line: int | None) -> Skipped:
    there = f"{path}:{line}" if line else path
    problem = f"has the id {article.id!r} that {there} has already: give one of them another id"
    return _skip(article.path or "", article.line, article.id, ArticleError(problem, reason_code="duplicate-id"))
