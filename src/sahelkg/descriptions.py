"""Definite descriptions: "the group", "the Russian mercenary group", "the West African country" → who was told of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.appositions import describe
from sahelkg.composed import compose, find_demonym
from sahelkg.focus import find_state
from sahelkg.phrases import longest_noun, relation, singulars, word_of

if TYPE_CHECKING:
    from sahelkg.discourse import Discourse
    from sahelkg.roles import Role

_SENTENCES = 8
_DEFINITE = frozenset({"definite", "same"})


def resolve_role(discourse: Discourse, number: int) -> bool:
    """Gives a bare role noun ("the army", "soldiers") the body of the state in focus; whether it could."""
    phrase = discourse.phrase(number)
    found = longest_noun(discourse.doc, phrase, discourse.roles.roles)
    if found is None:
        return False
    role = discourse.roles.roles[found[0]]
    ontology = discourse.ontology
    with_body = {
        state
        for mention in discourse.mentions
        if mention.entity
        for state in [discourse.country_of(mention.entity)]
        if state and (state, role.kind) in ontology.bodies
    }
    state = find_state(discourse, number, lambda state: not with_body or state in with_body)
    if state is None:
        return _take_only_body(discourse, number, role)
    entity = compose(state, role, ontology)
    if ontology.entities.get(entity.iri) is None:
        from dataclasses import replace

        discourse.mentions[number] = replace(
            discourse.mentions[number], label=entity.label, kind=entity.kind, country=entity.country
        )
    discourse.give(number, entity.iri, "focus-state")
    return True


def _take_only_body(discourse: Discourse, number: int, role: Role) -> bool:
    """The only body of that kind told of before."""
    here = discourse.mentions[number].head
    bodies = {
        m.entity for m in discourse.mentions if m.entity and m.head < here and discourse.kind_of(m.entity) == role.kind
    }
    if len(bodies) != 1:
        return False
    discourse.give(number, next(iter(bodies)) or "", "only-body")
    return True


def resolve_description(discourse: Discourse, number: int) -> bool:
    """Gives a definite description the nearest actor or place told of before that fits it; whether there was one.

    Kind, number, demonym, area and the words under which an actor was described must agree. Of two that fit in one
    sentence the subject is taken, then the one told of more often; where neither decides, none is.
    """
    mention = discourse.mentions[number]
    description = describe(discourse, number)
    phrase = discourse.phrase(number)
    if description is None or phrase.determiner not in _DEFINITE or phrase.owner is not None:
        return False
    if "State" in description.kinds and len(description.kinds) == 1:
        return _resolve_country(discourse, number)
    kinds = description.kinds
    demonym = _demonym_of(discourse, number)
    words = _words_of(discourse, number)
    for _, numbers in discourse.before(number, _SENTENCES):
        fitting: dict[str | None, list[int]] = {}
        for other in numbers:
            candidate = discourse.mentions[other]
            if candidate.how in {"demonym"} or discourse.are_coarguments(number, other):
                continue
            if candidate.entity is None:
                if candidate.how == "description" and _same_noun(discourse, number, other):
                    fitting.setdefault(None, []).append(other)  # one without a name, told of first: it is meant
                continue
            if _fits(discourse, candidate.entity, kinds, demonym, plural=mention.plural):
                fitting.setdefault(candidate.entity, []).append(other)
        if not fitting:
            continue
        chosen = _choose(discourse, fitting, words)
        if chosen is None:
            return False
        discourse.give(number, chosen, "description")
        return True
    return False


def link_forward(discourse: Discourse) -> None:
    """A description that a later one with a name takes up: "an al-Qaeda linked group … the same group – JNIM –"."""
    for number, mention in enumerate(discourse.mentions):
        if mention.how != "description" or mention.entity is None or mention.rule != "apposition":
            continue
        if discourse.phrase(number).determiner != "same":
            continue
        for _, numbers in discourse.before(number, _SENTENCES):
            first = [
                other
                for other in numbers
                if discourse.mentions[other].how == "description"
                and discourse.mentions[other].entity is None
                and _same_noun(discourse, number, other)
            ]
            if first:
                discourse.give(first[-1], mention.entity, "forward")
                break


def _same_noun(discourse: Discourse, one: int, other: int) -> bool:
    first, second = (discourse.doc[discourse.mentions[n].head] for n in (one, other))
    return bool(set(singulars(first)) & set(singulars(second)))


def _fits(discourse: Discourse, entity: str, kinds: tuple[str, ...], demonym: str | None, *, plural: bool) -> bool:
    if not discourse.fits(entity, kinds):
        return False
    if plural and discourse.fits(entity, ["Person"]):
        return False
    country = discourse.country_of(entity)
    return demonym is None or country is None or country == demonym


def _choose(discourse: Discourse, fitting: dict[str | None, list[int]], words: set[str]) -> str | None:
    if len(fitting) == 1:
        return next(iter(fitting))
    if None in fitting:
        return None
    described = [e for e in fitting if e and words and words <= discourse.described.get(e, set())]
    if len(described) == 1:
        return described[0]
    ranks = {
        entity: min(discourse.rank(discourse.doc[discourse.mentions[n].head]) for n in numbers)
        for entity, numbers in fitting.items()
    }
    best = min(ranks.values())
    top = [entity for entity, rank in ranks.items() if rank == best]
    return top[0] if len(top) == 1 and best == 0 else None


def _resolve_country(discourse: Discourse, number: int) -> bool:
    """The state in focus, within the area that an adjective tells ("West African"); described ones by their words."""
    words = _words_of(discourse, number)
    if not words <= {
        word for form in singulars(discourse.doc[discourse.mentions[number].head]) for word in form.split()
    }:
        told = [entity for entity, known in discourse.described.items() if words <= known]
        if len(told) == 1:
            discourse.give(number, told[0], "description")
            return True
    area = _area_of(discourse, number)
    leftover = words - set(singulars(discourse.doc[discourse.mentions[number].head]))
    if area is None and "colonial" in leftover:
        return False
    noun = longest_noun(discourse.doc, discourse.phrase(number), discourse.roles.kinds)
    if noun is not None and any(form in discourse.roles.groups for form in (noun[0],)) and area is None and leftover:
        return False
    state = find_state(discourse, number, lambda state: area is None or _lies_in(discourse, state, area))
    if state is None:
        return False
    discourse.give(number, state, "description")
    return True


def _lies_in(discourse: Discourse, place: str, area: str) -> bool:
    triples = discourse.ontology.triples
    queue, seen = [place], set[str]()
    while queue:
        current = queue.pop()
        if current == area:
            return True
        if current not in seen:
            seen.add(current)
            queue += triples.resources(current, "schema:containedInPlace")
    return False


def _area_of(discourse: Discourse, number: int) -> str | None:
    """The area of "the West African country", "the Sahel state"."""
    doc, phrase = discourse.doc, discourse.phrase(number)
    for first in range(phrase.start, phrase.head):
        text = " ".join(word_of(doc[place]) for place in range(first, phrase.head))
        if text in discourse.roles.areas:
            return discourse.roles.areas[text]
    return None


def _demonym_of(discourse: Discourse, number: int) -> str | None:
    phrase = discourse.phrase(number)
    for place in range(phrase.start, phrase.head):
        found = find_demonym(discourse.doc, place, discourse.ontology)
        if found is not None:
            return found[0]
    return None


def _words_of(discourse: Discourse, number: int) -> set[str]:
    phrase = discourse.phrase(number)
    return {word_of(discourse.doc[place]) for place in (*phrase.modifiers, phrase.head)}


def is_subject(discourse: Discourse, number: int) -> bool:
    """Whether a mention is the subject of a clause."""
    return relation(discourse.doc[discourse.mentions[number].head]) == "nsubj"
