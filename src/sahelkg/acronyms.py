"""Acronyms, and whether one name abbreviates another: "JNIM" and "Jama'at Nusrat al-Islam wal-Muslimin"."""

from __future__ import annotations

import re
from collections import Counter

from sahelkg.vocabulary import normalise_name

SMALL_WORDS = frozenset({"of", "the", "for", "and", "in", "to", "on", "de", "du", "des", "la", "le", "et", "pour"})
_LEAST = 3  # letters that must be found among the initials
_UNUSED = 2  # words that may give none
_ACRONYM = re.compile(r"[^\W\d_](?:[^\W_]|[-.](?=[^\W_])){1,9}\Z")


def is_acronym(name: str) -> bool:
    """Whether a name is written as an acronym: one word of two to ten signs, at most one letter of it small."""
    if name.islower():
        return False
    letters = [character for character in name if character.isalpha()]
    small = sum(character.islower() for character in letters)
    return bool(_ACRONYM.match(name)) and len(letters) >= 2 and small <= (1 if len(letters) > 3 else 0)


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
    return _consume(letters, words) or _consume(letters, [word for word in words if word not in SMALL_WORDS])


def shares_initials(short: str, long: str) -> bool:
    """Whether an acronym is made of the initials of ``long`` in another language's order: enough where brackets bring it in.

    Up to two words may give no letter, and small words may give theirs.

    Examples:
        >>> shares_initials("MNLA", "National Movement for the Liberation of Azawad")
        True
        >>> shares_initials("JNIM", "National Movement for the Liberation of Azawad")
        False
    """
    letters = Counter(character for character in short.casefold() if character.isalpha())
    words = normalise_name(long).split()
    own = Counter(word[0] for word in words if word not in SMALL_WORDS)
    pool = own + Counter(word[0] for word in words if word in SMALL_WORDS)
    least = letters.total() >= _LEAST and is_acronym(short) and own.total() > 1
    return least and letters <= pool and (own - letters).total() <= _UNUSED


def _consume(letters: list[str], words: list[str]) -> bool:
    """Whether the letters are the initials of all words, in order; a word may give more than its first letter."""
    if not letters:
        return all(word in SMALL_WORDS for word in words)
    if not words:
        return False
    if words[0] in SMALL_WORDS and _consume(letters, words[1:]):
        return True
    for taken in range(1, min(len(letters), len(words[0])) + 1):
        if list(words[0][:taken]) != letters[:taken]:
            break
        if _consume(letters[taken:], words[1:]):
            return True
    return False
