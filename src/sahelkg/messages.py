"""Lines for a user to read: what comes from articles, files and errors can neither move the cursor nor break a line."""

from __future__ import annotations

import sys

from sahelkg.folders import printable


def say(message: str) -> None:
    """Writes one line on stderr; characters that are not printable stand as their codes."""
    sys.stderr.write(printable(message) + "\n")


def clean_line(text: str) -> str:
    r"""The text on one line, runs of white space as one blank, unprintable characters as their codes.

    Examples:
        >>> print(clean_line("red \x1b[31m alert\n"))
        red \x1b[31m alert
    """
    return printable(" ".join(text.split()))
