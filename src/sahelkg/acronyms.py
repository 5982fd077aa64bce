"""Whether one name abbreviates another: "JNIM" and "Jama'at Nusrat al-Islam wal-Muslimin"."""

from __future__ import annotations

from sahelkg.vocabulary import normalise_name

_SMALL = frozenset({"of", "the", "for", "and", "in", "to", "on", "de", "du", "des", "la", "le", "et", "pour"})


def abbreviates(short: str, long: str) -> bool:
    """Whether the letters of ``short`` are initials of ``long``, in their order; small words may be left out.

    Examples:
        >>> abbreviates("MNLA", "National Movement for the Liberation of Azawad")
        False
        >>> abbreviates("NMLA", "National Movement for the Liberation of Azawad")
        True
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    if not 2 <= len(letters) <= 10 or " " in short.strip() or not any(c.isupper() for c in short[1:]):
        return False
    words = normalise_name(long).split()
    return _consume(letters, words) or _consume(letters, [word for word in words if word not in _SMALL])


def _consume(letters: list[str], words: list[str]) -> bool:
    """Whether the letters are the initials of all words, in order; a word may give more than its first letter."""
    if not letters:
        return all(word in _SMALL for word in words)
    if not words:
        return False
    if words[0] in _SMALL and _consume(letters, words[1:]):
        return True
    for taken in range(1, min(len(letters), len(words[0])) + 1):
        if list(words[0][:taken]) != letters[:taken]:
            break
        if _consume(letters[taken:], words[1:]):
            return True
    return False
