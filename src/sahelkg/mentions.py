"""The mentions of an article: names, composed actors, descriptions, groups without a name, pronouns, demonyms.

What a mention's words alone decide is decided here; what depends on the rest of the article (descriptions, pronouns, a
role whose state is not named, a surname) is left without entity for :mod:`sahelkg.coreference`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.adjectives import find_adjectives
from sahelkg.composed import (
    compose,
    compose_local,
    find_listed_demonyms,
    find_organisation,
    given_states,
    is_linked,
    is_member,
    read_role,
)
from sahelkg.facilities import read_facility
from sahelkg.groups import (
    NOUN_RULE,
    name_nationals,
    name_unnamed,
    read_group,
    read_source,
)
from sahelkg.lexicon import load_lexicon
from sahelkg.marking import mark, mark_as, mark_entity, readable_tokens
from sahelkg.names import find_named
from sahelkg.nominals import SPANS
from sahelkg.phrases import is_phrase_head, longest_noun, read_phrase, singulars, word_of
from sahelkg.roles import read_roles
from sahelkg.unknown import name_organ

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Token

    from sahelkg.composed import Given
    from sahelkg.ontology import Ontology
    from sahelkg.phrases import Phrase
    from sahelkg.records import Mention
    from sahelkg.roles import Role, Roles

_SEATED = frozenset({"Court", "Government", "Junta", "Legislature", "Ministry", "Presidency", "SecurityForces", "State"})
"""Kinds of bodies that sit or serve where their state or town is: troops and embassies may be in another's."""


def find_mentions(doc: Doc, ontology: Ontology) -> list[Mention]:
    """The mentions of actors and places, by start, then end.

    Names nest in longer phrases ("Wagner" in "Wagner fighters"). Two mentions have the same head only where one noun
    names the bodies of several states ("the military leaders of Mali and Niger"). Debris has none.

    Args:
        doc: an annotated article.
        ontology: names, states and the words of ``roles.ttl``.
    """
    roles = read_roles(ontology)
    names = find_named(doc, ontology, roles)
    named = {place: name for name in names for place in range(name.first, name.last)}
    readable = readable_tokens(doc)
    found: list[Mention] = list(names)
    used: set[int] = set()  # demonyms and adjectives that are a part of a longer mention
    nouns = {span.start: span.label_ for span in doc.spans.get(SPANS, ())}
    for token in doc:
        if token.i not in readable or token.is_space or not is_phrase_head(token):
            continue
        if token.i in named:
            if token.i != named[token.i].head:
                continue
            joined = _read_joined(doc, named[token.i], named, ontology, roles)
            found += joined
            used.update(mention.head for mention in joined)
            continue
        phrase = read_phrase(doc, token.i, roles.determiners)
        people = _read_people(doc, phrase, ontology)
        if people is not None:
            found.append(people)
            continue
        for mention in _read_phrase(doc, phrase, named, used, nouns.get(token.i), ontology, roles):
            found.append(mention)
            if mention.how in {"generic", "composed"} and not _is_edge(doc, mention, ontology):
                used.update(range(mention.first, mention.last))
    # a demonym that shares its noun with another is nobody by itself, whatever the parser takes it for
    shared = {mention.head for mention in found if mention.rule in {"composed", "group"}}
    found = [mention for mention in found if mention.head not in shared or mention.rule not in {"demonym", NOUN_RULE}]
    heads = {mention.head for mention in found}
    for mention in (
        *_find_pronouns(doc, readable, roles),
        *find_adjectives(doc, readable, used, ontology, roles),
    ):
        if mention.head not in heads and mention.head not in named:
            heads.add(mention.head)
            found.append(mention)
    return sorted(found, key=lambda m: (m.start, m.end))


def _is_named_state(phrase: Phrase, named: Mapping[int, Mention], ontology: Ontology, roles: Roles) -> bool:
    """Whether the noun only says of the town's or region's name right before it what that is: "Khartoum state"."""
    noun, name = longest_noun(phrase, roles.kinds), named.get(phrase.head - 1)
    if noun is None or name is None or noun[1] != phrase.head or roles.kinds[noun[0]].kinds != ("State",):
        return False
    return name.how in {"name", "tagged"} and any(ontology.is_kind(name.kind, kind) for kind in ("City", "Region"))


def _is_edge(doc: Doc, mention: Mention, ontology: Ontology) -> bool:
    """Whether a noun by its looks is a border, which is its state's as much as a place: "troops on the Malian border"."""
    edges = load_lexicon(ontology).cues_by_head
    return mention.rule == NOUN_RULE and any(("EdgeCue", "noun", noun) in edges for noun in singulars(doc[mention.head]))


def _read_phrase(
    doc: Doc,
    phrase: Phrase,
    named: Mapping[int, Mention],
    used: set[int],
    looks: str | None,
    ontology: Ontology,
    roles: Roles,
) -> Iterator[Mention]:
    """What a phrase without a name at its head stands for: the first reading that fits; adds the demonyms used up."""
    if _is_named_state(phrase, named, ontology, roles):
        return
    states = given_states(doc, phrase, named, ontology, roles)
    before = [given for given in states if given.how != "complement"]
    first = min([phrase.first, *(given.first for given in before)])
    span = first, phrase.head + 1, phrase.head
    yield from _read_modifier(doc, phrase, named, states, used, ontology, roles)
    facility = read_facility(doc, phrase, named, span, roles, ontology)
    if facility is not None:
        yield facility
        return
    role = read_role(doc, phrase, ontology, roles)
    if role is not None and not before and role[0].kind not in _SEATED:
        foreign = any(is_linked(doc, place, roles) for place in range(phrase.first, phrase.head))
        role = None if foreign else role  # "Turkish-backed forces in Libya" are no army of Libya's
    seated = role and not states and role[0].kind in _SEATED
    local = compose_local(doc, phrase, role[0], named, ontology, roles) if role and seated else None
    if local is not None:
        body, first = local
        yield mark_entity(doc, first, *span[1:], body, how="composed", rule="composed", plural=phrase.plural)
        return
    organisation = None if role and before else find_organisation(doc, phrase, named, ontology, roles)
    if organisation is None and phrase.owner is not None and phrase.owner not in named and is_member(doc, phrase, roles):
        # "its units", "the group's fighters": whose, coreference will tell
        yield mark(doc, *span, how="description", plural=phrase.plural)
        return
    if organisation is not None:
        whole = min(first, organisation.first), *span[1:]
        yield mark_as(doc, whole, organisation, rule="members", plural=phrase.plural)
        return
    if role is not None and states:
        used.update(given.token for given in states if given.how == "demonym")
        yield from _compose_all(doc, phrase, role, first, states, ontology)
        return
    state = next((given.state for given in reversed(before or states)), None)
    entity = read_group(doc, phrase, state, ontology, roles)
    source = read_source(doc, phrase, state, ontology, roles)
    if source is not None and (entity is None or _is_qualified(doc, phrase, roles) or not phrase.plural):
        entity = source
    described = longest_noun(phrase, roles.kinds)
    if entity is not None and source is None and _is_one_person(phrase, roles, described):
        entity = None
    if entity is not None:
        # "the mercenaries" may be a company told of before; where they are not, they stay what they are called
        how = "description" if described is not None and _may_be_told_before(phrase, roles, described[0]) else "generic"
        used.update(given.token for given in states if given.how == "demonym")
        read = read_source if entity == source else read_group
        for given, own in _spread(phrase, first, before) if len(before) > 1 else ():
            span = own
            if given is not before[-1]:
                other = read(doc, phrase, given.state, ontology, roles) or entity
                yield mark_entity(doc, *own, other, how=how, rule="group", plural=phrase.plural)
        yield mark_entity(doc, *span, entity, how=how, rule="group", plural=phrase.plural)
    elif looks not in {None, "place"} and _are_several(phrase, roles, described, before):
        for given, own in _spread(phrase, first, before):
            unnamed = name_unnamed(doc, phrase, looks, given.state, ontology, roles)
            yield mark_entity(doc, *own, unnamed, how="generic", rule=NOUN_RULE, plural=True)
    elif role is not None and role[1] in role[0].alone:
        yield mark(doc, phrase.first, phrase.head + 1, phrase.head, how="description", kind=role[0].kind, plural=phrase.plural)
    elif described is not None:
        kinds = roles.kinds[described[0]].kinds
        yield mark(
            doc,
            *span,
            how="description",
            kind=kinds[0] if len(kinds) == 1 else None,
            country=state,
            plural=phrase.plural,
        )
    elif phrase.plural and phrase.determiner is not None and longest_noun(phrase, roles.sides) is not None:
        yield mark(doc, *span, how="description", plural=True)
    elif looks is not None and not _is_act(doc[phrase.head], ontology):
        # "the raid" is nobody, whatever it looks like; the Islamic Jihad is
        organ = name_organ(doc, span, named, ontology, roles)
        unnamed = name_unnamed(doc, phrase, looks, state, ontology, roles)
        yield organ or mark_entity(doc, *span, unnamed, how="generic", rule=NOUN_RULE, plural=phrase.plural)


def _is_act(noun: Token, ontology: Ontology) -> bool:
    """Whether a common noun names what is done."""
    return noun.pos_ != "PROPN" and not load_lexicon(ontology).acts.isdisjoint(singulars(noun))


def _read_joined(doc: Doc, name: Mention, named: Mapping[int, Mention], ontology: Ontology, roles: Roles) -> list[Mention]:
    """The bodies that share their noun with a known name: the Malian ones of "Malian and Nigerien troops"."""
    listed = find_listed_demonyms(doc, name.first, name.first, name.head, ontology)
    if not listed:
        return []
    before = "".join(word_of(token) + " " for token in doc[name.first + 1 : name.head])
    role = next((roles.roles[before + form] for form in singulars(doc[name.head]) if before + form in roles.roles), None)
    return [
        mark_entity(doc, given.first, given.token + 1, given.token, body, how="composed", rule="composed", plural=True)
        for given in listed
        if role is not None and given.token not in named
        for body in [compose(given.state, role, ontology)]
    ]


def _read_people(doc: Doc, phrase: Phrase, ontology: Ontology) -> Mention | None:
    """A demonym that is a noun: "the French" are the state, "fifty Russians" people of it."""
    token = doc[phrase.head]
    if not token.text[:1].isupper() or phrase.modifiers:
        return None
    state = next((ontology.demonyms[form] for form in singulars(token) if form in ontology.demonyms), None)
    if state is None or not (phrase.plural or phrase.determiner == "definite"):
        return None
    counted = any(child.dep_ == "nummod" for child in token.children)
    entity = ontology.entities[state] if phrase.determiner == "definite" and not counted else name_nationals(state, ontology)
    return mark_entity(doc, token.i, token.i + 1, token.i, entity, how="composed", rule="demonym", plural=True)


def _compose_all(
    doc: Doc, phrase: Phrase, role: tuple[Role, str, int], first: int, states: list[Given], ontology: Ontology
) -> Iterator[Mention]:
    """The bodies of all states named: "Malian and Nigerien troops" are two."""
    for given, span in _spread(phrase, first, states):
        entity = compose(given.state, role[0], ontology)
        yield mark_entity(doc, *span, entity, how="composed", rule="composed", plural=phrase.plural)


def _spread(phrase: Phrase, first: int, states: list[Given]) -> Iterator[tuple[Given, tuple[int, int, int]]]:
    """The states that a phrase names, each with first token, end and head of the words that stand for its own people.

    A demonym before another is a head of its own ("Malian and Nigerien troops"); after "of" all have the same.
    """
    *others, last = states
    for given in others:
        own = (given.first, given.token + 1, given.token) if given.token < phrase.head else (first, phrase.head + 1, phrase.head)
        yield given, own
    yield last, (last.first if others and last.token < phrase.head else first, phrase.head + 1, phrase.head)


def _read_modifier(
    doc: Doc,
    phrase: Phrase,
    named: Mapping[int, Mention],
    states: list[Given],
    used: set[int],
    ontology: Ontology,
    roles: Roles,
) -> Iterator[Mention]:
    """The body that a noun before another one names: the army of "army spokesman", "Malian army statement"."""
    head = singulars(doc[phrase.head])
    office = any(form in roles.leaders or roles.sources.get(form) == "spokesperson" for form in head)
    if not office and any(form in table for form in head for table in (roles.sources, roles.facilities, roles.roles)):
        return
    for place in phrase.modifiers:
        token = doc[place]
        role = roles.roles.get(word_of(token))
        if role is None or token.pos_ not in {"NOUN", "PROPN"} or place in named:
            continue
        before = [given for given in states if given.token < place]
        words = role.before if not office else {*role.alone, *role.before} if before else role.alone
        if word_of(token) not in words:
            continue
        if before:
            used.update(given.token for given in before if given.how == "demonym")
            entity = compose(before[-1].state, role, ontology)
            yield mark_entity(doc, before[-1].token, place + 1, place, entity, how="composed", rule="composed")
        else:
            yield mark(doc, place, place + 1, place, how="description", kind=role.kind)


def _is_qualified(doc: Doc, phrase: Phrase, roles: Roles) -> bool:
    return any(word_of(doc[place]) in roles.qualifiers for place in phrase.modifiers)


def _may_be_told_before(phrase: Phrase, roles: Roles, noun: str) -> bool:
    """Whether a group is one that a definite phrase takes up: an organisation, or a single person."""
    kinds = roles.kinds[noun].kinds
    if phrase.determiner not in {"definite", "same"}:
        return False
    return kinds != ("Person",) or not phrase.plural


def _is_one_person(phrase: Phrase, roles: Roles, described: tuple[str, int] | None) -> bool:
    """Whether the noun is a single person's, who is no group: "a minister"."""
    return described is not None and not phrase.plural and roles.kinds[described[0]].kinds == ("Person",)


def _are_several(phrase: Phrase, roles: Roles, described: tuple[str, int] | None, states: list[Given]) -> bool:
    """Whether a noun names persons or bodies of several states: "the Malian and the Nigerien presidents"."""
    listed = len(states) > 1 and all(given.how == "demonym" for given in states)
    return listed and phrase.plural and (described is None or "State" not in roles.kinds[described[0]].kinds)


def _find_pronouns(doc: Doc, readable: frozenset[int], roles: Roles) -> Iterator[Mention]:
    """The pronouns, and "there" and "where", that may stand for an actor or a place; none that stand for nothing."""
    for token in doc:
        form = roles.pronouns.get(word_of(token))
        if form is None or token.i not in readable or token.dep_ == "expl":
            continue
        if form.use == "place" and token.pos_ not in {"ADV", "PRON"}:
            continue
        if form.use == "relative" and not (token.pos_ == "PRON" and _relates(token)):
            continue
        if form.use == "relative-place" and not _relates(token):
            continue
        yield mark(
            doc,
            token.i,
            token.i + 1,
            token.i,
            how="pronoun",
            kind=form.kinds[0] if len(form.kinds) == 1 else None,
            plural=form.number == "plural",
        )


def _relates(token: Token) -> bool:
    """Whether the word begins a relative clause, not a question or a complement clause."""
    clauses = (token, *token.ancestors)
    return token.dep_ != "mark" and any(str(clause.dep_).endswith(":relcl") for clause in clauses)
