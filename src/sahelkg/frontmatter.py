"""What an article says of itself: id, title, day of publication, publisher, address, authors, language."""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from sahelkg.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Every scalar stays the text that was written: an id of 007 and a date that does not exist come through as they are.
_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.,]+ ?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_BLANK = frozenset({"", "~", "null", "none"})
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"{}|\\^`]")
_YEARS = range(1900, 2200)


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What an article says of itself; ``notes`` name what it says that makes no sense and was left out."""

    id: str | None = None
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    notes: tuple[str, ...] = ()


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    r"""The YAML front matter between two lines of ``---`` at the very start, and the text behind it as it is.

    Text that does not begin with such a line has no front matter: ``({}, text)``. All scalars are ``str``.

    Raises:
        ArticleError: ``front-matter`` with the line, if it is never closed, no YAML, or no list of fields.

    Examples:
        >>> split_front_matter("---\nid: 007\n---\nTroops left.\n")
        ({'id': '007'}, 'Troops left.\n')
    """
    opening = _FENCE.match(text)
    if opening is None or not text.startswith("---"):
        return {}, text
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        raise _broken("it is opened by '---' and never closed: close it with a line of '---'", 1)
    try:
        fields = yaml.load(text[opening.end() : closing.start()], Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or "no YAML").split())
        raise _broken(f"{problem}: mend the YAML", mark.line + 1 if mark else 1) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _broken("it is no YAML that can be read: mend it", 1) from error
    if fields is None or (isinstance(fields, str) and not fields.strip()):
        fields = {}
    if not isinstance(fields, dict):
        raise _broken("it is not made of 'name: value' lines: write them so, or take the '---' line away", 2)
    body = text[closing.end() :].removeprefix("\n")
    return {str(key).strip().casefold(): value for key, value in fields.items()}, body


def read_metadata(fields: Mapping[str, object]) -> Metadata:
    """The fields that are known, as values; what makes no sense is left out and noted, what is unknown passed over.

    Examples:
        >>> read_metadata({"id": "a-1", "date": "8 June 2025", "author": ["A. Diallo"]}).published
        datetime.date(2025, 6, 8)
        >>> read_metadata({"date": "2025-02-31"}).notes
        ("date '2025-02-31' is no day: left out",)
    """
    notes: list[str] = []
    single = {name: _read_text(name, fields.get(name), notes) for name in ("id", "title", "publisher", "language")}
    stated = _read_text("date", fields.get("date"), notes)
    published = parse_day(stated) if stated else None
    if stated and published is None:
        notes.append(f"date {_shown(stated)} is no day: left out")
    address = _read_text("url", fields.get("url"), notes)
    if address and not is_web_address(address):
        notes.append(f"url {_shown(address)} is no http or https address: left out")
        address = None
    raw_authors = fields.get("author") or fields.get("authors") or ()
    listed = raw_authors if isinstance(raw_authors, list) else [raw_authors] if raw_authors else []
    authors = tuple(name for name in (_read_text("author", item, notes) for item in listed) if name)
    return Metadata(**single, published=published, url=address, authors=authors, notes=tuple(notes))


def parse_day(text: str) -> date | None:
    """The day that ``text`` names: an ISO day or time, or one with the month in English letters; else None.

    The day is that of the place where it was written: no time zone moves it. A date in figures only that is not
    in the order of ISO 8601 is ambiguous and gives None, as do a month and a year alone.

    Examples:
        >>> parse_day("Sun, 08 Jun 2025 23:30:00 -0500")
        datetime.date(2025, 6, 8)
        >>> parse_day("06/08/2025") is None
        True
    """
    text = text.strip()
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif re.search(r"[^\W\d]{3}", text) and len(text) < 60:
        # The reader of mail dates knows the months' names; without a time of day it takes the year for one.
        parsed = _parse_mail_date(text) or _parse_mail_date(text + " 00:00:00")
        if parsed is None:
            return None
        year, month, day = parsed[:3]
        if not re.search(rf"(?<!\d){year}(?!\d)", text):
            return None
    else:
        return None
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def is_web_address(text: str) -> bool:
    """Whether ``text`` is an absolute http or https address without characters that an IRI must not hold."""
    if _NOT_IN_AN_ADDRESS.search(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _parse_mail_date(text: str) -> tuple[int, ...] | None:
    try:
        parsed = email.utils.parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        return None
    return parsed[:3] if parsed else None


def _read_text(name: str, value: object, notes: list[str]) -> str | None:
    """One line of text, its white space closed up; a list or a mapping in its place is noted."""
    if value is None:
        return None
    if isinstance(value, bool | list | dict):
        notes.append(f"{name} is no text: left out")
        return None
    text = " ".join(str(value).split())
    return None if text.casefold() in _BLANK else text.encode(errors="replace").decode()


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _broken(problem: str, line: int) -> ArticleError:
    return ArticleError(f"has front matter that cannot be read: {problem}", reason_code="front-matter", line=line)
