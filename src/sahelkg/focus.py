"""The state that a passage is about: whose army "the army" is, which country "the country"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.lexicon import load_lexicon
from sahelkg.phrases import relation, word_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sahelkg.discourse import Discourse
    from sahelkg.records import Mention

_DOMINANCE = 1.5  # how much more an article must speak of one state than of another to be about it
_SENTENCES = 4
_LOCATIVE = frozenset({"in", "near", "at", "across", "outside", "inside", "throughout", "around"})


def find_state(
    discourse: Discourse, number: int, admits: Callable[[str], bool] = lambda state: True, *, by_subject: bool = False
) -> str | None:
    """The state in focus at a mention: the nearest that is told of by name or place, the article's main one in doubt.

    Args:
        discourse: the article's mentions.
        number: the mention that needs a state.
        admits: says of a state whether it can be meant.
        by_subject: whether, of several, the one that is a sentence's subject is meant ("the country", not "the army").

    Returns:
        The state, or None where two or more are as likely.
    """
    totals = {state: weight for state, weight in weigh_states(discourse).items() if admits(state)}
    for distance, numbers in discourse.before(number, _SENTENCES):
        near: dict[str, None] = {}
        for other in numbers:
            mention = discourse.mentions[other]
            state = _state_told(discourse, other)
            if by_subject and distance == 0 and not discourse.fits(mention.entity, ["Place"]):
                continue  # in "French troops left the country" they are not at home
            if by_subject and distance == 0 and _is_joined_last(discourse, other):
                continue  # of "residents and X say that troops in the country" X is one of those who say so
            if mention.rule == "capital" and state != find_foremost(totals):
                continue  # "Washington and Paris welcomed the talks with the army": with none of theirs
            if state is not None and mention.how != "demonym" and admits(state) and not _is_set_apart(discourse, other):
                near[state] = None
        subjects = {
            _state_told(discourse, n)
            for n in numbers
            if by_subject and discourse.rank(discourse.doc[discourse.mentions[n].head]) == 0
        } & set(near)
        if len(subjects) == 1:
            return subjects.pop()
        chosen = _choose(discourse, numbers, {told: totals.get(told, 0.0) for told in near})
        if chosen is not None:
            return chosen
        if len(near) > 1:
            return None
    later = {
        state: None
        for other, mention in enumerate(discourse.mentions)
        if not by_subject and mention.head > discourse.mentions[number].head
        if discourse.sentence(mention.head) == discourse.sentence(discourse.mentions[number].head)
        if (state := _state_told(discourse, other)) is not None and admits(state) and _is_where(discourse, mention)
    }
    return next(iter(later)) if len(later) == 1 else _dominant(totals)


def _is_set_apart(discourse: Discourse, number: int) -> bool:
    """Whether a word beside the name says that it is another place: "neighbouring Mali", "the border with Mali"."""
    first = discourse.mentions[number].first
    if _is_beyond_border(discourse, number):
        return True
    return first > 0 and discourse.roles.determiners.get(word_of(discourse.doc[first - 1])) == "other"


def _is_beyond_border(discourse: Discourse, number: int) -> bool:
    """Whether a border is known by the name: "near the Niger border", "its border with Niger" lie on this side of it."""
    mention = discourse.mentions[number]
    token = discourse.doc[mention.head]
    edges = [token]
    if relation(token) == "compound":
        edges.append(token.head)
    if mention.first > 1 and word_of(discourse.doc[mention.first - 1]) == "with":
        edges.append(discourse.doc[mention.first - 2])
    lexicon = load_lexicon(discourse.ontology)
    return any(lexicon.cues_of("EdgeCue", "noun", word_of(edge)) for edge in edges)


def weigh_states(discourse: Discourse) -> dict[str, float]:
    """How much the article speaks of each state: names and places count double, bodies once, demonyms half.

    Reckoned once, from what is clear before descriptions and pronouns are.
    """
    if discourse.weights is not None:
        return discourse.weights
    totals: dict[str, float] = {}
    for number, mention in enumerate(discourse.mentions):
        state = _state_told(discourse, number)
        if state is None or _is_beyond_border(discourse, number):
            continue
        weight = 2.0 if mention.how == "name" and discourse.fits(mention.entity, ["Place"]) else 1.0
        if mention.rule == "capital" or mention.how == "demonym":
            weight = 0.5
        totals[state] = totals.get(state, 0.0) + weight
    discourse.weights = totals
    return totals


def _state_told(discourse: Discourse, number: int) -> str | None:
    """The state that a mention tells of: itself, the one that a place lies in, or a body's."""
    mention = discourse.mentions[number]
    if mention.entity is None or mention.how == "pronoun":
        return None
    kind = discourse.kind_of(mention.entity)
    if kind is None or not (
        discourse.ontology.is_kind(kind, "Place") or discourse.ontology.is_kind(kind, "StateBody") or mention.country
    ):
        return None
    return discourse.country_of(mention.entity)


def _is_where(discourse: Discourse, mention: Mention) -> bool:
    """Whether a preposition of place stands before a name."""
    first = mention.first
    case = next(
        (str(child.norm_).casefold() for child in discourse.doc[mention.head].children if child.dep_ == "case"),
        str(discourse.doc[first - 1].norm_).casefold() if first else "",
    )
    return case in _LOCATIVE


def _choose(discourse: Discourse, numbers: list[int], near: dict[str, float]) -> str | None:
    """The only one; else the place where it happens; else the one that the article is about."""
    if len(near) == 1:
        return next(iter(near))
    located: dict[str, None] = {}
    for number in numbers:
        state = _state_told(discourse, number)
        if state in near and _is_where(discourse, discourse.mentions[number]):
            located[state] = None
    if len(located) == 1:
        return next(iter(located))
    return _dominant(near)


def _is_joined_last(discourse: Discourse, number: int) -> bool:
    """Whether a name is joined to another noun before it that is no place: "groups, as well as France"."""
    token = discourse.doc[discourse.mentions[number].head]
    if relation(token) != "conj":
        return False
    first = discourse.by_head.get(token.head.i)
    return first is None or not discourse.fits(discourse.mentions[first].entity, ["Place"])


def find_foremost(totals: dict[str, float]) -> str | None:
    """The one that the article speaks of most."""
    return min(totals, key=lambda state: (-totals[state], state), default=None)


def _dominant(totals: dict[str, float]) -> str | None:
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if not ordered or ordered[0][1] <= 0:
        return None
    if len(ordered) == 1 or ordered[0][1] >= _DOMINANCE * ordered[1][1]:
        return ordered[0][0]
    return None
