"""Articles of a file that holds one JSON object a line: a bad line is left out, the others are read."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING

from sahelkg.errors import ArticleError
from sahelkg.frontmatter import Metadata, read_metadata
from sahelkg.vocabulary import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

_SURROGATE = re.compile("[\ud800-\udfff]")


def read_lines(
    file: IO[bytes], *, stem: str, max_bytes: int
) -> Iterator[tuple[int, tuple[str, str, Metadata] | ArticleError]]:
    """Yields for each line its number, from 1, and the article's id, text and metadata, or what is wrong with it.

    Empty lines are passed over. A line without ``id`` gets the file's stem and a hash of its text, so that lines can
    move. Reads one line at a time; of one that is too long only its first ``max_bytes``.

    Args:
        file: Opened for reading bytes.
        stem: The file's name without suffix.
        max_bytes: The longest line that is read.
    """
    for number, raw in enumerate(_split(file, max_bytes), start=1):
        if len(raw) > max_bytes:
            yield number, ArticleError(f"is larger than {max_bytes:,} bytes: cut it", reason_code="huge")
        elif number == 1 and b"\0" in raw:
            yield number, ArticleError("is not UTF-8: convert the file to UTF-8", reason_code="encoding")
            return
        elif raw.strip():
            try:
                yield number, _parse(raw, stem)
            except ArticleError as error:
                yield number, error


def _split(file: IO[bytes], max_bytes: int) -> Iterator[bytes]:
    """The lines of the file; one that is too long is cut to one byte more than ``max_bytes``."""
    while raw := file.readline(max_bytes + 1):
        rest = raw
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(max_bytes + 1)
        yield raw


def _parse(raw: bytes, stem: str) -> tuple[str, str, Metadata]:
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ArticleError("is not UTF-8: convert it to UTF-8", reason_code="encoding") from error
    except (ValueError, RecursionError) as error:
        problem = getattr(error, "msg", "nested too deeply, or too long a number")
        raise ArticleError(f"is no JSON ({problem}): mend the line", reason_code="json") from error
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(text, str):
        raise ArticleError('is no JSON object with a "text": give it one', reason_code="json")
    if "\0" in text:
        raise ArticleError("holds NUL characters: take them out", reason_code="binary")
    # JSON can spell half a character; no encoding can write it, so it becomes the replacement character, one for one.
    text = _SURROGATE.sub("\ufffd", text)
    metadata = read_metadata({key.casefold(): value for key, value in fields.items()})
    return metadata.id or f"{stem}-{digest(text, length=8)}", text, metadata
