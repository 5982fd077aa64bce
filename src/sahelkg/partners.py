"""Those who do something to or with each other: whom one phrase names together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.fillers import Fillers
    from sahelkg.records import Mention
    from sahelkg.syntax import Syntax

_BETWEEN = frozenset({"between", "among", "of"})


def find_coordinated(subjects: list[Mention], fillers: Fillers) -> list[Mention]:
    """All of a coordination whose last member a relative pronoun took up ("X and Y, which fought each other")."""
    head = subjects[0].head
    if len(subjects) > 1 or fillers.syntax.base[head] != "conj":
        return subjects
    return fillers.find(fillers.syntax.head[head])


def stand_between(mentions: Sequence[Mention], syntax: Syntax) -> bool:
    """Whether what happens is told to be between them ("talks between X and Y"), not with them."""
    return bool(mentions) and bool(syntax.markers(mentions[0].head) & _BETWEEN)


def act_together(mentions: Sequence[Mention], syntax: Syntax) -> bool:
    """Whether one phrase names them all: not "discussed by X on Monday and by Y on Tuesday"."""
    return not any(syntax.base[m.head] == "conj" and syntax.marker(m.head) for m in mentions)


def is_both(mention: Mention, syntax: Syntax) -> bool:
    """Whether those between whom somebody agrees are a bare "the two countries": nobody beside those who agree."""
    noun = mention.head
    plural = syntax.pos[noun] == "NOUN" and syntax.feature(noun, "Number") == "Plur"
    return plural and "between" in syntax.markers(noun) and not syntax.kids(noun, "conj")
