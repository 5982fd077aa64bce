"""A text as the model wants to see it: straight quotes, plain hyphens, no invisible characters; offsets kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REPLACED = {
    **dict.fromkeys("‘’‚‛ʼʻʹ′´`＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑⁃−", "-"),
    **dict.fromkeys("‒–―", "–"),
    "⁄": "/",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys(
        "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""
    ),
}
_TABLE = str.maketrans(_REPLACED)
_PATTERN = re.compile("[" + "".join(map(re.escape, _REPLACED)) + "]")


@dataclass(frozen=True)
class Normal:
    """A normalised text. ``offsets[i]`` is where its character *i* stands in the original; None where all agree."""

    text: str
    offsets: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The bounds in the original of ``[start, end)`` here; a ligature belongs as a whole to what holds a part."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]


def normalise_text(text: str) -> Normal:
    """The text with quotes straightened, ligatures undone, spaces and hyphens plain and invisible characters gone.

    >>> normalise_text("Jama’a o\u00adffi\u200bcers").text
    "Jama'a officers"
    """
    if not _PATTERN.search(text):
        return Normal(text)
    normal = text.translate(_TABLE)
    if len(normal) == len(text) and all(len(_REPLACED[c]) == 1 for c in set(_PATTERN.findall(text))):
        return Normal(normal)
    offsets: list[int] = []
    for place, character in enumerate(text):
        offsets += [place] * len(_REPLACED.get(character, character))
    return Normal(normal, [*offsets, len(text)])
