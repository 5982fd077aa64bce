"""A paragraph → its sentences, as news writes them: ranks, initials, quotes, datelines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sahelkg.layout import cue_pattern, load_cues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"')\]]*)(?P<gap>\s+|(?=[A-Z][a-z])|(?=\"[A-Z]))(?P<next>\S)")
_WORD_BEFORE = re.compile(r"[^\s\"'(\[]+$")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]|(?:[a-z]\.)+[a-z]")
_DATELINE = re.compile(
    r"(?=[A-Z]{2})(?P<place>[A-Z][A-Z'\-. ]+[A-Z](?:[,/] ?[A-Z][\w'. -]{1,30}){0,2}?)"
    r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}))?(?: ?\([A-Z][\w/ .-]{1,30}\))? ?(?:(?:–|—|--) ?|[-:] )(?=\S)"
    r"|(?P<city>[A-Z][\w'-]+(?:,? [A-Z][\w'.-]+){0,3}),? ?\((?:[A-Z]{2,6}|[A-Z][\w ]{2,20})\) ?(?:(?:–|—|--) ?|- )(?=\S)"
    # a town in small letters: only where what follows begins a sentence and no second dash closes an aside
    r"|(?P<town>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}(?:, [A-Z][\w'. -]{1,25})?)(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r" (?:–|—|--) (?=[\"'(A-Z\d])(?![^.!?]* (?:–|—|--) )"
)
_FIRST_WORD = re.compile(r"[\"'(]?(\w+)")
_NAME_WORD = re.compile(r"[\w'.-]+,? ")
_CLAUSE_MARKS = {";": 4, ":": 3, "–": 3, "—": 3, "--": 3, ",": 2, ")": 1}


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The bounds of the sentences of one paragraph in its normalised form, without the white space between them.

    A dateline ("GAO, Mali (AP) – ") is a sentence by itself, so that it doesn't become a part of the first clause.

    >>> text = 'Lt. Col. Diallo fled. "Who is next?" he asked. It was 5 a.m. in Gao.'
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Lt. Col. Diallo fled.', '"Who is next?" he asked.', 'It was 5 a.m. in Gao.']
    """
    begin = len(text) - len(text.lstrip())
    bounds = []
    dateline = _DATELINE.match(text, begin)
    if dateline:
        bounds.append((begin, begin + len(dateline.group().rstrip())))
        begin = dateline.end()
    place = begin
    while match := _STOP.search(text, place):
        place = match.start("next")
        if _ends_sentence(text, begin, match):
            bounds.append((begin, match.end("close")))
            begin = place
    end = len(text.rstrip())
    if begin < end:
        bounds.append((begin, end))
    return bounds


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    mark, close, following = match["mark"], match["close"], match["next"]
    found = _WORD_BEFORE.search(text, max(begin, match.start() - 40), match.start())
    word = found.group() if found else ""
    if not match["gap"] and not (mark == "." and word.islower() and len(word) > 1 and "/" not in word and "." not in word):
        return False  # no white space: only "the base.The army", no address, no initials
    if not (following.isupper() or following.isdigit() or following in "\"'([–-•$€£"):
        return False
    if close and mark != "." and '"' in close:
        return not _goes_on_with_speech(text, match.start("next"))  # "Who did this?" Peskov asked.
    if mark != "." or close:
        return True
    if following.isdigit() and word in load_cues()["NumberAbbreviationCue"]:
        return False
    if word in load_cues()["AbbreviationCue"]:
        return False
    if word and _INITIALS.fullmatch(word):
        if len(word) == 1:
            return word == "I" and following != "."  # "John F. Kennedy"
        return _starts_afresh(text, match.start("next"))  # "U.S. troops", "at 5 a.m. The army"
    return True


def _goes_on_with_speech(text: str, place: int) -> bool:
    """Whether a name of up to six words and a verb of speech follow."""
    for _ in range(7):
        if cue_pattern("SpeechTagCue").match(text, place):
            return True
        match = _NAME_WORD.match(text, place)
        if match is None:
            return False
        word = match.group().strip()
        if word[-1] == "." and len(word) > 2 and word[:-1] not in load_cues()["AbbreviationCue"]:
            return False
        place = match.end()
    return False


def _starts_afresh(text: str, place: int) -> bool:
    """After initials, a sentence starts with a small word that has a capital: "The", "In", "He"."""
    match = _FIRST_WORD.match(text, place)
    return match is not None and match.group(1) in load_cues()["OpenerCue"]


def cut_sentence(words: Sequence[str], weigh: Callable[[Sequence[str]], int], most: int) -> list[tuple[int, int]]:
    """Bounds of the parts of a sentence of which none weighs more than ``most``: cut at clause bounds near the middle.

    Args:
        words: the sentence's words.
        weigh: gives the weight of some words.
        most: the bound. A word of more weight stands by itself.
    """
    parts, waiting = [], [(0, len(words))]
    while waiting:
        start, end = waiting.pop()
        if end - start == 1 or weigh(words[start:end]) <= most:
            parts.append((start, end))
            continue
        middle, half = (start + end) / 2, (end - start) / 2
        best = max(
            range(start + 1, end),
            key=lambda place: (
                _CLAUSE_MARKS.get(words[place - 1], 0) * (1 - abs(place - middle) / half) + 0.1 * (1 - abs(place - middle) / half)
            ),
        )
        waiting += [(best, end), (start, best)]
    return parts
