"""Who takes part in what somebody demands, refuses or threatens: the phrases of the clause that completes a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.arguments import Argument
    from sahelkg.clauses import ClauseFinder

_TOPICS = frozenset({"about", "against", "on", "over"})  # "declined to comment on X" is aimed at nobody


def find_content_phrases(finder: ClauseFinder, verb: int) -> Iterator[Argument]:
    """The participants of a verb's infinitive or clause that the verb's act is aimed at, nearest first.

    Of a clause with a subject of its own, that subject ("demanded that X leave"); of an infinitive, whom it acts on
    ("refused to release X", "threatened to pull out of X"). Nothing where no clause completes the verb.
    """
    syntax = finder.syntax
    for child in syntax.kids(verb, "xcomp", "ccomp"):
        if syntax.pos[child] not in {"VERB", "AUX"}:
            continue
        inner = finder.find(child, "verb")
        if syntax.kids(child, "nsubj"):
            yield from inner.patients if inner.passive else inner.agents
        elif syntax.base[child] == "xcomp" and not inner.passive:
            yield from inner.patients
            yield from inner.recipients
            yield from (phrase for phrase in inner.obliques if phrase.markers and not phrase.markers & _TOPICS)
