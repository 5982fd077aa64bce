"""Which of the articles that come in are new, changed, unchanged or gone, and where each of them came from."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sahelkg.extracts import skip_article
from sahelkg.keys import hash_program, identify_model, key_statements
from sahelkg.records import Article, Skipped, Unread
from sahelkg.vocabulary import digest
from sahelkg.writer import ArticleRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sahelkg.ontology import Ontology
    from sahelkg.reports import Report
    from sahelkg.writer import Writer

_UNKNOWN_CONTENT = frozenset({"unreadable", "fetch"})  # what could not be looked at may be as it was


class Intake:
    """The articles of one build, held against what the store has.

    Args:
        writer: the store that is written.
        ontology: what statements depend on, with ``model``.
        paths: what was given to the build, in its order.
        report: counts what is unchanged, removed or skipped.
        rules_only: whether what is learnt is left out.
        published: the day of articles that name none.
        folders: those of the paths that are folders elsewhere, addresses of fsspec.
    """

    def __init__(
        self,
        writer: Writer,
        ontology: Ontology,
        model: str | None,
        paths: Sequence[str],
        report: Report,
        *,
        rules_only: bool = False,
        published: date | None = None,
        folders: Iterable[str] = (),
    ) -> None:
        self._writer = writer
        self._ontology = ontology
        self._model = identify_model(model)
        self._rules_only = rules_only
        self._report = report
        self._options = digest(ontology.version, self._model, hash_program(), repr(rules_only), repr(published))
        given = [_locate(path) for path in paths]
        self._given = frozenset(given)
        self._folders = sorted({*folders, *(path for path in given if Path(path).is_dir())}, key=len, reverse=True)
        self._seen: set[str] = set()
        self._unknown: set[str] = set()

    def remove(self, ids: Iterable[str]) -> None:
        """Takes articles out by id; an id that the store does not hold is reported."""
        for article_id in ids:
            if self._writer.remove_article(article_id):
                self._report.removed += 1
            else:
                message = f"{article_id}: no article of that id is in the store, so none was removed"
                self._report.add(
                    Skipped(path=article_id, article_id=article_id, reason_code="unknown-id", message=message)
                )

    def find_known(self, path: str, state: str) -> str | None:
        """The id of the article that a file held in the last build, where it is in the same state and all else is too."""
        return self._by_file_key.get(bytes.fromhex(self._key_file(path, state)))

    def choose(self, items: Iterable[Article | Skipped | Unread]) -> Iterator[Article]:
        """Yields the articles that have to be extracted; unchanged and skipped ones go to the report."""
        for item in items:
            if isinstance(item, Unread):
                self._seen.add(item.article_id)
                self._report.unchanged += 1
                continue
            if isinstance(item, Skipped):
                if item.reason_code in _UNKNOWN_CONTENT:
                    self._unknown.add(_locate(item.path))
                self._report.add(item)
                continue
            before = self._writer.get_record(item.id)
            now = self.note(item, "")
            if before and before.path and before.path != now.path and self._still_there(before.path):
                problem = (
                    f"has the id {item.id!r} that {before.path} has in the store: give one of them another id, "
                    f"or take that one out with --remove {item.id}"
                )
                self._report.add(skip_article(item, "duplicate-id", problem))
                continue
            self._seen.add(item.id)
            if before and before.statements_key == now.statements_key:
                self._report.unchanged += 1
                if (before.path, before.folder) != (now.path, now.folder):
                    self._writer.note_record(item.id, replace(now, parse_key=before.parse_key))
            else:
                yield item

    def note(self, article: Article, parse_key: str) -> ArticleRecord:
        """What the next build has to know of an article."""
        path = _locate(article.path or article.id)
        return ArticleRecord(
            parse_key=parse_key,
            statements_key=key_statements(article, self._ontology, self._model, rules_only=self._rules_only),
            path=path,
            folder=self._find_folder(path),
            file_key=self._key_file(path, article.file_state) if article.file_state else None,
        )

    def remove_vanished(self) -> None:
        """Takes out what came from a folder that was given again, and is not in it any more."""
        if not self._folders:
            return
        gone = [
            article_id
            for article_id, record in self._writer.list_records()
            if article_id not in self._seen and record.folder and record.path and self._is_gone(record.path)
        ]
        for article_id in sorted(gone):
            self._writer.remove_article(article_id)
            self._report.removed += 1

    @cached_property
    def _by_file_key(self) -> dict[bytes, str]:
        return {
            bytes.fromhex(record.file_key): article_id for article_id, record in self._writer.list_records() if record.file_key
        }

    def _key_file(self, path: str, state: str) -> str:
        located = _locate(path)
        return digest(located, self._find_folder(located) or "", state, self._options)

    def _find_folder(self, path: str) -> str | None:
        return next((folder for folder in self._folders if _lies_in(path, folder)), None)

    def _still_there(self, path: str) -> bool:
        """Whether an article of another path keeps its id: its path was not given now, and there may be something."""
        if path in self._given or any(_lies_in(path, folder) for folder in self._folders):
            return False  # two in one build are told apart by the reading
        return not path.startswith(os.sep) or Path(path).exists()

    def _is_gone(self, path: str) -> bool:
        inside = any(_lies_in(path, folder) for folder in self._folders)
        return inside and not any(path == unknown or _lies_in(path, unknown) for unknown in self._unknown)


def _locate(path: str) -> str:
    """An absolute path; ``-`` and addresses as they are."""
    return path if path == "-" or "://" in path else os.path.abspath(path)  # noqa: PTH100  (links stay what they are)


def _lies_in(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)
