"""The text of a file's bytes, or why there is none: nothing is guessed that could put a wrong letter into a quote."""

from __future__ import annotations

import codecs
import re
import unicodedata

from sahelkg.errors import ArticleError

# What a page may name, by Python's names. Codecs that are no character sets (rot13, unicode_escape) are not here.
_CHARSETS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|iso8859-\d+|cp125\d|cp874|cp866|koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5|euc_jp|euc_kr"
    r"|shift_jis|iso2022_jp"
)
_CHARSET_IN_PAGE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_VALID_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_TYPOGRAPHY = frozenset("‘’‚“”„–—…•‹›«»°§·´€£©®™\xa0\xad¿¡²³¹½¼¾ºª†")
_MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MAX_SHARE_OF_GUESSED_LETTERS = 0.08


def decode_text(raw: bytes, *, charset: str | None = None) -> tuple[str, str | None]:
    r"""The text of ``raw`` without its byte order mark, and a note if the encoding had to be inferred.

    Tried in this order: a byte order mark (UTF-8, UTF-16), ``charset`` if it names a character set, UTF-8, and
    Windows-1252 where every byte beyond ASCII makes sense in it. Newlines stay as they are.

    Args:
        raw: The bytes of a file, or of a page as a server sent it.
        charset: What the server or the page says; a name that is unknown or does not fit the bytes is passed over.

    Raises:
        ArticleError: ``binary`` if it holds NUL, ``encoding`` if no encoding fits.

    Examples:
        >>> decode_text(b"M\xc3\xa9naka")
        ('Ménaka', None)
        >>> decode_text(b"M\xe9naka fell on Sunday")
        ('Ménaka fell on Sunday', 'read as Windows-1252, for it is not UTF-8')
    """
    note = None
    text = _decode_by_mark(raw)
    if text is None and charset is not None:
        text = _decode_as(raw, charset)
    if text is None and b"\0" in raw and not raw.startswith(_MARKS_OF_UTF16):
        raise ArticleError("is a binary file (it holds NUL bytes): give text", reason_code="binary")
    if text is None:
        text = _try(raw, "utf-8")
    if text is None:
        text = _decode_western(raw)
        note = "read as Windows-1252, for it is not UTF-8"
    if text is None:
        raise ArticleError(
            "is neither UTF-8 nor surely any other encoding: convert it to UTF-8", reason_code="encoding"
        )
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise ArticleError("is a binary file (it holds NUL characters): give text", reason_code="binary")
    return text, note


def find_charset(raw: bytes) -> str | None:
    """The character set that an HTML page names in its first 4,096 bytes, or None."""
    match = _CHARSET_IN_PAGE.search(raw[:4096])
    return match.group(1).decode("ascii") if match else None


def _decode_by_mark(raw: bytes) -> str | None:
    if raw.startswith(codecs.BOM_UTF8):
        return _try(raw, "utf-8")
    if raw.startswith(_MARKS_OF_UTF16):
        return _try(raw, "utf-16")
    return None


def _decode_as(raw: bytes, charset: str) -> str | None:
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    # Web pages that say Latin-1 or ASCII mean Windows-1252 (WHATWG Encoding Standard, 4.2).
    name = "cp1252" if name in {"iso8859-1", "ascii"} else name
    return _try(raw, name) if _CHARSETS.fullmatch(name) else None


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_western(raw: bytes) -> str | None:
    """``raw`` as Windows-1252 if that is the only sensible reading, else None."""
    if _VALID_UTF8_SEQUENCE.search(raw):  # UTF-8 with a broken or cut place
        return None
    text = _try(raw, "cp1252")
    if text is None:
        return None
    guessed = [(i, char) for i, char in enumerate(text) if char > "\x7f"]
    if len(guessed) > max(2, _MAX_SHARE_OF_GUESSED_LETTERS * len(text)):
        return None
    for i, char in guessed:
        if not (char.isalpha() or char in _TYPOGRAPHY):
            return None
        # A capital after a small letter is what the Mac's and DOS's accents and quotes turn into.
        if unicodedata.category(char) == "Lu" and i and text[i - 1].islower():
            return None
    if any(char < " " and char not in "\t\n\r\f" for char in text):
        return None
    return text
