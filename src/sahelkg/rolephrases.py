"""Where in a match the phrases stand that may fill the roles of its lexical unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.groups import NOUN_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.arguments import Argument
    from sahelkg.matching import Match
    from sahelkg.records import Mention


def find_role_phrases(match: Match, role: str, prepositions: frozenset[str], *, subject: bool) -> Iterator[Argument]:
    """The phrases that may fill a role, those nearest to the predicate first.

    Args:
        match: the unit in the text.
        role: a local name of the lexicon's roles, "agent"; an implied one has no phrase.
        prepositions: those that the unit names for the role.
        subject: the role is that of the relation's subject.
    """
    clause = match.clause
    if role == "agent":
        yield from _find_agents(match, prepositions)
    elif role == "patient":
        if subject or clause.passive or not clause.recipients or "recipient" not in match.unit.object_roles:
            yield from clause.patients  # "gave X a clinic": the clinic is not who gets it
        if clause.kind == "noun":
            told = [a for a in clause.obliques if "of" in a.markers]
            yield from told
            if clause.agents or match.carrier:
                yield from clause.possessors
            # "welcomed the release of X": not the one who welcomes it is released
            if match.carrier and match.passes == "patient" and (not told or "of" in match.unit.subject_prepositions):
                yield from match.carrier.patients if match.carrier.passive else match.carrier.agents
    elif role == "oblique":
        yield from (a for a in (*clause.obliques, *match.more) if a.markers & prepositions)
        if clause.joined and not subject:
            yield from clause.joined
    elif role == "recipient":
        yield from clause.recipients
        yield from (a for a in (*clause.obliques, *match.more) if a.markers & (prepositions or {"to"}))
    elif role == "possessor":
        yield from clause.possessors
        yield from (a for a in clause.obliques if a.markers & ({"of"} | prepositions))
        yield from clause.modifiers
    elif role == "holder":
        yield from clause.holders
    elif role == "partner":
        if subject and clause.kind == "verb":
            yield from clause.agents  # several who act together: "X and Y founded Z"
        yield from (a for a in (*clause.obliques, *match.more) if a.markers & {"between"})


def is_itself(match: Match, mention: Mention, role: str, *, subject: bool) -> bool:
    """Whether what stands on a unit's own word plays no role.

    An event is none of its actors, a donor not whom it gives to, and an office is not held of those who hold it.
    """
    office = role == "possessor" and mention.rule == "group"
    return office or mention.rule == NOUN_RULE or (match.clause.kind == "noun" and not subject)


def _find_agents(match: Match, prepositions: frozenset[str]) -> Iterator[Argument]:
    clause = match.clause
    if clause.kind != "noun":
        yield from clause.agents
        return
    yield from clause.agents
    yield from clause.possessors
    yield from (a for a in clause.obliques if a.markers & (prepositions | {"between"}))
    if match.carrier and match.passes != "patient":
        yield from match.carrier.agents
    if match.carrier and match.passes == "patient":
        yield from (a for a in match.carrier.obliques if a.markers & {"by", "from"})
    yield from clause.modifiers
