"""Gold statements: what a careful reader finds in an article, to hold extracted statements against.

A file has one JSON object a line and an article each: ``doc`` (the article's file stem), ``published`` and
``statements``, each with the names that are right (``s``, ``o``), the properties (``p``), ``status``, ``by``, ``when``,
``where``, ``deaths``, ``optional`` and ``quote``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sahelkg.errors import ArticleError
from sahelkg.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class GoldStatement:
    """A statement that a careful reader finds. Names are folded; ``shown`` is how it is printed.

    ``relation`` is the first of ``predicates`` in the file: the one that it is counted under.
    """

    subjects: frozenset[str]
    predicates: frozenset[str]
    objects: frozenset[str]
    status: str
    by: frozenset[str]
    when: str | None
    where: frozenset[str]
    deaths: int | None
    optional: bool
    shown: str
    relation: str
    quote: str


@dataclass(frozen=True)
class GoldArticle:
    """The gold statements of one article, named by its file stem."""

    article: str
    statements: tuple[GoldStatement, ...]


def fold_name(name: str) -> str:
    """A name without case, leading article and punctuation.

    Examples:
        >>> fold_name("The Jama’at")
        'jama at'
    """
    return re.sub(r"[^\w]+", " ", re.sub(r"^(?:the|a|an)\s+", "", name.casefold().strip())).strip()


def fold_names(names: Iterable[str] | None) -> frozenset[str]:
    """The folded names, empty ones left out."""
    return frozenset(fold_name(name) for name in names or () if name)


def read_gold(path: Path) -> list[GoldArticle]:
    """The gold articles of a file, in its order.

    Raises:
        ArticleError: the file cannot be read, or a line is not in the form of gold statements.
    """
    articles = []
    for number, line in enumerate(_read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            statements = tuple(_read_statement(given) for given in entry["statements"])
            articles.append(GoldArticle(str(entry["doc"]), statements))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            problem = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise ArticleError(
                f"{path}:{number}: no gold statements ({problem}); give one JSON object a line, with doc and statements"
            ) from error
    if not articles:
        raise ArticleError(f"{path}: holds no gold statements; give one JSON object a line, with doc and statements")
    return articles


def read_apart(path: Path) -> list[frozenset[str]]:
    """The actors that must stay apart: one a line, its names between bars (``Mali|Republic of Mali``).

    Raises:
        ArticleError: the file cannot be read.
    """
    return [
        frozenset(fold_name(name) for name in line.split("|")) for line in _read_text(path).splitlines() if line.strip()
    ]


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error


def _read_statement(given: Mapping[str, Any]) -> GoldStatement:
    for name in ("s", "p", "o"):
        if not isinstance(given[name], list) or not given[name]:
            raise ValueError(f"{name} is no list of names")
    if given["status"] not in set(Status):
        raise ValueError(f"the status {given['status']!r} is none of {', '.join(Status)}")
    return GoldStatement(
        subjects=fold_names(given["s"]),
        predicates=frozenset(given["p"]),
        objects=fold_names(given["o"]),
        status=given["status"],
        by=fold_names(given.get("by")),
        when=given.get("when"),
        where=fold_names(given.get("where")),
        deaths=given.get("deaths"),
        optional=bool(given.get("optional")),
        shown=f"{given['s'][0]} {'|'.join(given['p'])} {given['o'][0]}  “{given.get('quote', '')}”",
        relation=str(given["p"][0]),
        quote=str(given.get("quote") or ""),
    )
