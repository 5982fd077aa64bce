"""Bare role nouns and those who make up a body: "the army", "the soldiers", "its troops" → whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.composed import compose
from sahelkg.focus import find_foremost, find_state, weigh_states
from sahelkg.phrases import longest_noun, singulars

if TYPE_CHECKING:
    from sahelkg.discourse import Discourse
    from sahelkg.roles import Role

_NEAR = 3  # sentences that the same noun is looked for in
DEFINITE = frozenset({"definite", "same"})
"""Uses of a determiner by which somebody told of before may be meant."""


def resolve_role(discourse: Discourse, number: int) -> bool:
    """Gives a bare role noun ("the army", "soldiers") the body of the state in focus; whether it could."""
    phrase = discourse.phrase(number)
    found = longest_noun(phrase, discourse.roles.roles)
    if found is None or phrase.owner is not None:
        return False  # somebody's whom nothing is known of: not the one's in focus
    if _is_of_another(discourse, number):
        return False
    role = discourse.roles.roles[found[0]]
    ontology = discourse.ontology
    before_noun = discourse.doc[phrase.head].dep_ == "compound"  # "army spokesman X" is the army's
    if role.kind != "Junta" and not phrase.plural and phrase.determiner not in DEFINITE and not before_noun:
        return False  # "an army", and "military" where it is an adjective, are nobody's in particular
    if phrase.plural and found[0].split()[-1] == role.kind.casefold():
        return False  # "juntas", "governments": those of several states
    if phrase.determiner in DEFINITE and _take_same_body(discourse, number, role):
        return True
    weights = weigh_states(discourse)
    with_body = {state for state in weights if (state, role.kind) in ontology.bodies}
    if role.kind != "Junta" and with_body and (foremost := find_foremost(weights)) is not None:
        with_body.add(foremost)  # whose body no list has is meant as well
    if role.kind == "Junta" and not with_body:
        return False  # a state whose junta nobody has told of has none
    # "government spokesman X" speaks for whom the passage is about
    state = find_state(discourse, number, lambda state: before_noun or not with_body or state in with_body, by_subject=before_noun)
    if state is None:
        return _take_only_body(discourse, number, role)
    _give_body(discourse, number, state, role, "focus-state")
    return True


def _is_of_another(discourse: Discourse, number: int) -> bool:
    """Whether an adjective of a name that is no known state's stands before the noun: "the Catalan government"."""
    phrase = discourse.phrase(number)
    words = [discourse.doc[place] for place in phrase.modifiers if not discourse.doc[place].is_sent_start]
    lower = discourse.doc[phrase.head].text.islower()
    return lower and any(token.pos_ == "ADJ" and token.text[:1].isupper() and token.text[1:].islower() for token in words)


def _take_same_body(discourse: Discourse, number: int, role: Role) -> bool:
    """The body that the same noun named a few sentences before: "46 Ivorian soldiers … the soldiers".

    Where the sentence tells a place of another state first, that is whose it is ("In Chad, the army …").
    """
    mention = discourse.mentions[number]
    told = next(
        (
            n
            for _, numbers in discourse.before(number, _NEAR)
            for n in reversed(numbers)
            if _is_such_body(discourse, number, n, role)
        ),
        None,
    )
    if told is None:
        return False
    entity = discourse.mentions[told].entity or ""
    here = (m for _, numbers in discourse.before(number, 0) for m in (discourse.mentions[n] for n in numbers))
    places = {discourse.country_of(m.entity or "") for m in here if m.how == "name" and discourse.fits(m.entity, ["Place"])}
    if places - {discourse.country_of(entity), None}:
        return False
    discourse.put(
        number, replace(mention, label=discourse.mentions[told].label, kind=role.kind, country=discourse.mentions[told].country)
    )
    discourse.give(number, entity, "same-body")
    return True


def _is_such_body(discourse: Discourse, number: int, other: int, role: Role) -> bool:
    told = discourse.mentions[other]
    known = told.entity is not None and discourse.kind_of(told.entity) == role.kind and told.rule not in {"focus-state", "pronoun"}
    return known and is_same_noun(discourse, number, other)


def resolve_members(discourse: Discourse, number: int) -> bool:
    """Gives "its units" the organisation that the pronoun stands for, and "its troops" a state's army."""
    phrase = discourse.phrase(number)
    if phrase.owner is None:
        return False
    owner = discourse.by_head.get(phrase.owner)
    if owner is None or discourse.mentions[owner].how not in {"pronoun", "description"}:
        return False
    entity = discourse.mentions[owner].entity
    if entity is None:
        return False
    noun = longest_noun(phrase, discourse.roles.roles)
    if noun is not None:
        role = discourse.roles.roles[noun[0]]
        kind = discourse.kind_of(entity)
        body = kind != role.kind and discourse.fits(entity, ["StateBody"])  # "the government said its soldiers"
        state = entity if kind == "State" else discourse.country_of(entity) if body else None
        if state is not None and state in discourse.ontology.entities:  # of a state that the article alone knows no body is known
            _give_body(discourse, number, state, role, "composed")
            return True
    members = any(form in discourse.roles.members for form in singulars(discourse.doc[phrase.head]))
    if members and discourse.fits(entity, ["Organisation"]):
        discourse.give(number, entity, "members")
        return True
    return False


def _give_body(discourse: Discourse, number: int, state: str, role: Role, rule: str) -> None:
    entity = compose(state, role, discourse.ontology)
    if discourse.ontology.entities.get(entity.iri) is None:
        discourse.put(number, replace(discourse.mentions[number], label=entity.label, kind=entity.kind, country=entity.country))
    discourse.give(number, entity.iri, rule)


def _take_only_body(discourse: Discourse, number: int, role: Role) -> bool:
    """The only body of that kind told of before."""
    here = discourse.mentions[number].head
    bodies = {m.entity for m in discourse.mentions if m.entity and m.head < here and discourse.kind_of(m.entity) == role.kind}
    if len(bodies) != 1:
        return False
    discourse.give(number, next(iter(bodies)) or "", "only-body")
    return True


def is_same_noun(discourse: Discourse, one: int, other: int) -> bool:
    """Whether two mentions have the same noun, in the singular or the plural."""
    first, second = (discourse.doc[discourse.mentions[n].head] for n in (one, other))
    return bool(set(singulars(first)) & set(singulars(second)))
