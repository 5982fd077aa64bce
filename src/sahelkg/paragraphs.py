"""A page's text → its paragraphs, each told apart as body, headline, caption or debris.

A line is a paragraph, save where a text is wrapped at a fixed width. What a paragraph is shows in its form (length,
final stop, three dots where a teaser was cut) and in where it stands; ``ontology/layout.ttl`` holds the phrases that
sites put beside their articles. A line that reads as a sentence within the article is always body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from sahelkg.layout import cue_pattern
from sahelkg.normal import normalise_text

Kind = Literal["body", "headline", "caption", "debris"]

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]*]*$|[\"”»]$")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CUT = re.compile(r"(?:\.{2,}|…)[\"'”’)\]]*$")
_STOP_INSIDE = re.compile(r"[a-z\d)\"”’][.!?][\"”’)]*\s+[\"“‘(]?[A-Z]")
_LIST_ITEM = re.compile(r"(?:[-*•·–—▪►]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"(?:#{1,6}\s|>\s|\*{3,}|-{3,}|={3,})")
_LONG = 160
_WIDTHS = range(50, 131)


@dataclass(frozen=True)
class Paragraph:
    """A stretch ``[start, end)`` of a text, without white space at its ends."""

    start: int
    end: int
    kind: Kind = "body"


def find_paragraphs(text: str) -> list[Paragraph]:
    r"""The paragraphs of ``text`` in order, not overlapping; white space alone lies between them.

    >>> [(p.kind, p.end) for p in find_paragraphs("Army says raid failed\n\nSoldiers fled the town on Sunday.")]
    [('headline', 21), ('body', 56)]
    """
    found = _join_wrapped(text, [_trim(text, *match.span()) for match in _LINE.finditer(text) if match.group().strip()])
    lines = [normalise_text(text[paragraph.start : paragraph.end]).text for paragraph in found]
    body = [_reads_as_body(line) for line in lines]
    first = body.index(True) if True in body else 0
    end = _find_end(lines, body)
    kinds = [
        _tell_kind(line, reads, first <= place < end)
        for place, (line, reads) in enumerate(zip(lines, body, strict=True))
    ]
    _look_around(lines, kinds, end)
    return [replace(paragraph, kind=kind) for paragraph, kind in zip(found, kinds, strict=True)]


def _trim(text: str, start: int, end: int) -> Paragraph:
    line = text[start:end]
    return Paragraph(start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip()))


def _join_wrapped(text: str, lines: list[Paragraph]) -> list[Paragraph]:
    """Joins the lines of a text that is wrapped at a fixed width: the next line's first word would not have fit."""
    breaks = [(before, line) for before, line in pairwise(lines) if text.count("\n", before.end, line.start) <= 1]
    width = max((line.end - line.start for line in lines), default=0)
    full = [
        len(text[line.start : line.end].split(maxsplit=1)[0]) + before.end - before.start >= width
        for before, line in breaks
    ]
    wrapped = width in _WIDTHS and sum(full) >= 0.6 * len(breaks)
    joins = {
        line.start
        for (before, line), filled in zip(breaks, full, strict=True)
        if not (_LIST_ITEM.match(text, line.start) or _MARKUP.match(text, line.start))
        and (
            (wrapped and filled) or (text[line.start].islower() and not _CLOSED.search(text[before.start : before.end]))
        )
    }
    joined: list[Paragraph] = []
    for line in lines:
        if line.start in joins:
            joined[-1] = Paragraph(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _reads_as_body(line: str) -> bool:
    """Whether the line, wherever it stands, has the form of running text: it is long or closed, and not cut."""
    words = line.count(" ") + 1
    if cue_pattern("DebrisLineCue", whole=True).match(line) or _is_call(line):
        return False
    if _STOP_INSIDE.search(line):
        return True
    if _CUT.search(line):
        return len(line) > 2 * _LONG
    return len(line) >= _LONG or (words > 1 and bool(_SENTENCE.search(line))) or (words > 3 and line[-1] in '"”»')


def _is_call(line: str) -> bool:
    """Whether the line is a link or a call to the reader rather than a sentence that happens to begin alike."""
    match = cue_pattern("DebrisStartCue", start=True).match(line)
    if match is None:
        return False
    return not _CLOSED.search(line) or line[match.start() : match.end()].rstrip()[-1] == ":" or len(line) < _LONG


def _find_end(lines: list[str], body: list[bool]) -> int:
    """The number of the line that ends the article, such as "Related posts"; what follows is debris.

    Running text of some length may follow a box in the middle: then that is no end.
    """
    ending = cue_pattern("DebrisEndCue", start=True)
    seen = 0
    for place, line in enumerate(lines):
        seen += body[place]
        if not seen or len(line) > 60 or not ending.match(line) or (body[place] and line.count(" ") > 6):
            continue
        after = sum(
            reads and len(rest) >= 100 and not cue_pattern("BiographyCue").search(rest)
            for rest, reads in zip(lines[place + 1 :], body[place + 1 :], strict=True)
        )
        if after < 2:
            return place
    return len(lines)


def _tell_kind(line: str, reads: bool, within: bool) -> Kind:
    words = line.count(" ") + 1
    closed = bool(_CLOSED.search(line)) and not line.endswith(":")
    if not any(character.isalpha() for character in line) or cue_pattern("DebrisLineCue", whole=True).match(line):
        return "debris"
    if _is_call(line) or (len(line) < _LONG and not closed and cue_pattern("DebrisPartCue").search(line)):
        return "debris"
    if (
        len(line) < 2 * _LONG
        and cue_pattern("CaptionCue").search(line)
        and not _STOP_INSIDE.search(line[: len(line) // 2])
    ):
        return "caption"
    if reads:
        return "body"
    if _CUT.search(line):
        return "debris"
    if words > 6 and _LIST_ITEM.match(line) and within:
        return "body"
    if words <= (1 if within else 2) and not closed:
        return "debris"
    return "headline"


def _look_around(lines: list[str], kinds: list[Kind], end: int) -> None:
    """What the neighbours tell: the end of the article, repeated lines, teasers of other articles."""
    bodies = [place for place, kind in enumerate(kinds[:end]) if kind == "body"]
    last = bodies[-1] if bodies else -1
    seen: set[str] = set()
    for place, line in enumerate(lines):
        key = line.casefold()
        if place >= end or (last >= 0 and place > last and kinds[place] in {"headline", "caption"}):
            kinds[place] = "debris"
        elif key in seen and kinds[place] != "body":
            kinds[place] = "debris"  # a headline told twice
        elif place >= last - 1 and place > 0 and len(bodies) > 2 and cue_pattern("BiographyCue").search(line):
            kinds[place] = "debris"
        seen.add(key)
    for place in range(1, len(lines)):
        if kinds[place - 1] == "headline" and kinds[place] == "debris" and _CUT.search(lines[place]):
            kinds[place - 1] = "debris"  # the headline of a teaser
