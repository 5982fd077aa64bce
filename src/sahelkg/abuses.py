"""Where something is done that only those who rule there do, and that nobody is told to do: "the arrests in X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_IN = frozenset({"in", "across", "throughout"})
_DOERS = frozenset({"by"})


def find_abused(noun: int, syntax: Syntax, lexicon: Lexicon) -> list[int]:
    """The places where an abuse takes place that is told without those who did it.

    Args:
        noun: what is condemned: an abuse, or what counts it ("a wave of arrests in X").
        syntax: the article's columns.
        lexicon: knows the nouns for abuses, `skg:AbuseCue`.

    Returns:
        The heads of its phrases of place, nearest first; nothing where somebody is told to have done it, or whose it is.
    """
    act = noun
    if lexicon.cues_of("MeasureCue", "noun", syntax.lemma[noun]):
        act = next((child for child in syntax.kids(noun, "nmod") if "of" in syntax.markers(child)), noun)
    if not lexicon.cues_of("AbuseCue", "noun", syntax.lemma[act]) or any(_is_done_by(word, syntax) for word in {noun, act}):
        return []
    undergone = [child for child in syntax.kids(act, "nmod") if syntax.markers(child) & {"of", "on", "against"}]
    if any(child > noun and syntax.markers(child) & _DOERS for child in syntax.kids(syntax.head[noun], "obl")):
        return []  # "denounced the arrests in X | by Y"
    return list(_list_places([noun, act, *undergone], syntax))


def _is_done_by(noun: int, syntax: Syntax) -> bool:
    """Whether a noun is told with an owner, a doer or a clause of its own."""
    owned = any(syntax.dep[child] == "nmod:poss" for child in syntax.children[noun])
    told = any(syntax.low[word] != "where" for verb in syntax.kids(noun, "acl") for word in syntax.children[verb][:1])
    return owned or told or any(syntax.low[word] in _DOERS and syntax.base[word] == "case" for word in syntax.subtree(noun))


def _list_places(words: list[int], syntax: Syntax) -> Iterator[int]:
    """The phrases of place on the words, and the one right behind them that the parser hung on their verb."""
    for word in words:
        yield from (child for child in syntax.kids(word, "nmod") if syntax.markers(child) & _IN)
    end = max(syntax.subtree(words[0])) + 1
    for child in syntax.kids(syntax.head[words[0]], "obl"):
        if any(case == end and syntax.low[case] in _IN for case in syntax.kids(child, "case")):
            yield child
