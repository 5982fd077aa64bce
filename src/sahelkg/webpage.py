"""The article in a web page, and what the page's head says of it; trafilatura's door."""

from __future__ import annotations

import json
import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sahelkg.errors import ArticleError
from sahelkg.frontmatter import Metadata, parse_day, read_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import ModuleType

# Where pages state the day of first publication, the most explicit first. Days of change, of printing and of the
# server, and days guessed from the address or the text, are not among them.
_DATE_PATHS = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[translate(@name, 'DCTERMSIUPBLHAO', 'dctermsiupblhao')='dcterms.issued']/@content",
    "//meta[translate(@name, 'DCATEISU', 'dcateisu')='dc.date.issued']/@content",
    "//meta[translate(@name, 'DCATE', 'dcate')='dc.date']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='publication_date'"
    " or @name='parsely-pub-date' or @name='citation_publication_date']/@content",
    "//time[@pubdate]/@datetime",
)
_ARTICLE_TYPES = re.compile(r"(?:\w*Article|BlogPosting|Report|LiveBlogPosting)$")


def read_page(page: str, *, url: str | None = None) -> tuple[str, Metadata]:
    """The article's text in a web page, without menus, comments and share buttons, and the page's metadata.

    Paragraphs are lines of the text; offsets of everything that is found later point into it.

    Args:
        page: The decoded HTML.
        url: Where it came from, if known; else the page's canonical address is taken.

    Raises:
        ArticleError: ``empty`` if there is no article in it.
    """
    from lxml import etree

    trafilatura = _load_trafilatura()
    from trafilatura.metadata import extract_metadata

    try:
        tree = trafilatura.load_html(page)
        if tree is None:
            raise ArticleError("holds no web page that can be read", reason_code="empty")
        # The head is read before the text is extracted, which takes the tree apart. The day is looked for by
        # ourselves: trafilatura would guess one, and hold it against today.
        published = _find_day(tree)
        found = extract_metadata(tree, date_config={"extensive_search": False, "max_date": "2200-01-01"})
        text = trafilatura.extract(page, include_comments=False, include_tables=False, with_metadata=False)
    except (etree.LxmlError, RecursionError, ValueError) as error:
        raise ArticleError("holds no web page that can be read", reason_code="empty") from error
    if not text:
        raise ArticleError("holds no article text that can be told from menus", reason_code="empty")
    stated = {"title": found.title, "publisher": found.sitename, "language": found.language}
    metadata = read_metadata({
        **stated,
        "date": published.isoformat() if published else None,
        "url": url or found.url,
        "author": [name.strip() for name in (found.author or "").split(";") if name.strip()],
    })
    return text, metadata


@lru_cache(maxsize=1)
def _load_trafilatura() -> ModuleType:
    """Trafilatura, which speaks through exceptions here and not through the log as well."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura


def _find_day(tree: Any) -> date | None:
    for stated in _stated_days(tree):
        if day := parse_day(stated):
            return day
    return None


def _stated_days(tree: Any) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        yield from _days_in_linked_data(data)
    for path in _DATE_PATHS:
        yield from (str(value) for value in tree.xpath(path))


def _days_in_linked_data(data: object, depth: int = 0) -> Iterator[str]:
    """``datePublished`` of the articles at the top, in a list, or in ``@graph``; not of those that are linked to."""
    if isinstance(data, list) and depth < 3:
        for item in data:
            yield from _days_in_linked_data(item, depth + 1)
    if not isinstance(data, dict):
        return
    types = data.get("@type")
    names = types if isinstance(types, list) else [types]
    if any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names):
        stated = data.get("datePublished")
        if isinstance(stated, str):
            yield stated
    if depth < 3:
        yield from _days_in_linked_data(data.get("@graph"), depth + 1)
