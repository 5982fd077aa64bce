"""Those who do something to or with each other: whom one phrase names together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.efforts import TALKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sahelkg.fillers import Fillers
    from sahelkg.matching import Match
    from sahelkg.ontology import Relation
    from sahelkg.records import Entity, Mention
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


def is_by_another(match: Match, relation: Relation, parties: Sequence[Mention]) -> bool:
    """Whether a verb's subject brings about what is then between two others: "X settled the dispute between Y and Z"."""
    return match.clause.kind == "verb" and relation.symmetric and relation.name != TALKS and len(parties) > 1


def act_for_states(relation: Relation, one: Mention, other: Mention, entities: Mapping[str, Entity]) -> bool:
    """Whether two act together, each for a state: "prosecutors shared evidence with their Swiss counterparts"."""
    states = {_find_state(one, entities), _find_state(other, entities)}
    return relation.symmetric and None not in states and len(states) > 1


def part_bodies(one: Mention, other: Mention, fillers: Fillers, entities: Mapping[str, Entity]) -> Mention:
    """The second of two bodies, told by the name of its state where one noun stands for both: "the armies of X and Y"."""
    if (one.start, one.end) != (other.start, other.end) or other.rule != "composed":
        return other
    syntax, state = fillers.syntax, _find_state(other, entities)
    names = (name for child in syntax.kids(one.head, "nmod") for name in syntax.conjuncts(child))
    named = next((mention for name in names for mention in fillers.by_head[name] if mention.entity == state), None)
    if named is None:
        return other
    return replace(other, start=named.start, end=named.end, text=named.text, first=named.first, last=named.last, head=named.head)


def _find_state(mention: Mention, entities: Mapping[str, Entity]) -> str | None:
    known = entities.get(mention.entity or "")
    return mention.entity if mention.kind == "State" else mention.country or (known.country if known else None)
