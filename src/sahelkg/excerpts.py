"""The quote of an evidence: the smallest run of words that holds what it rests on, extended to whole clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sahelkg.records import Mention
    from sahelkg.syntax import Syntax

_LOOSE = frozenset({"conj", "parataxis", "advcl", "ccomp", "list", "punct", "cc"})
_TRIMMED = frozenset({",", ";", ":", "-", "–", "—", "(", "and", "but", "or"})


def quote_passage(
    syntax: Syntax,
    words: Sequence[int],
    participants: Iterable[Mention],
    cue: int | None,
    sources: Iterable[Mention],
    place: Mention | None,
) -> tuple[int, int]:
    """Start and end of the quote, code points; never beyond the sentence of the unit's words."""
    sentence = syntax.sentence[words[0]]
    needed = set(words)
    for mention in (*participants, *sources, *([place] if place else [])):
        needed |= {token for token in range(mention.first, mention.last) if syntax.sentence[token] == sentence}
    if cue is not None and syntax.sentence[cue] == sentence:
        needed.add(cue)
    low, high = min(needed), max(needed)
    for index in list(needed):
        low, high = _widen(syntax, index, needed, low, high)
    first, last = syntax.sentences[sentence]
    low, high = max(low, first), min(high, last - 1)
    while low < min(needed) and syntax.low[low] in _TRIMMED:
        low += 1
    while high > max(needed) and (syntax.low[high] in _TRIMMED or syntax.base[high] in {"space", "cc"}):
        high -= 1
    return syntax.start[low], syntax.end[high]


def span_words(syntax: Syntax, words: Iterable[int], low: int, high: int) -> tuple[tuple[int, int], ...]:
    """The spans of these tokens by start, neighbours joined; what does not lie within ``[low, high)`` is left out."""
    spans: list[tuple[int, int]] = []
    last = -2
    for word in sorted(set(words)):
        start, end = syntax.start[word], syntax.end[word]
        if not low <= start < end <= high:
            continue
        if spans and word == last + 1:
            start = spans.pop()[0]
        spans.append((start, end))
        last = word
    return tuple(spans)


def _widen(syntax: Syntax, index: int, needed: set[int], low: int, high: int) -> tuple[int, int]:
    """Takes in the phrases of a needed word, but no loosely joined clause that holds nothing needed."""
    stack = [index]
    while stack:
        current = stack.pop()
        low, high = min(low, current), max(high, current)
        for child in syntax.children[current]:
            if syntax.base[child] in _LOOSE or syntax.dep[child] == "acl:relcl":
                continue
            stack.append(child)
    return low, high
