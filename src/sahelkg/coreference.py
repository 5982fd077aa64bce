"""Who stands for whom within an article: a sieve after the other, the surest first (Lee et al. 2013).

Names and acronyms; appositions; descriptions taken up later with a name; then, from left to right, roles of the state
in focus, definite descriptions and pronouns, each of which can lean on what was decided before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.appositions import describe, link_appositions
from sahelkg.bodies import DEFINITE, resolve_members, resolve_role
from sahelkg.descriptions import link_forward, resolve_by_noun, resolve_description, resolve_facility
from sahelkg.discourse import Discourse
from sahelkg.fullnames import join_first_names, join_full_names
from sahelkg.groups import NOUN_RULE, name_unnamed
from sahelkg.nominals import SPANS
from sahelkg.people import link_names
from sahelkg.phrases import longest_noun, word_of
from sahelkg.predications import resolve_predicate
from sahelkg.pronouns import find_reporter, resolve_pronoun
from sahelkg.roles import read_roles
from sahelkg.sets import resolve_joined, resolve_set
from sahelkg.voices import link_voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology
    from sahelkg.records import Entity, Mention


def resolve_mentions(doc: Doc, mentions: Sequence[Mention], ontology: Ontology) -> tuple[list[Mention], dict[str, Entity]]:
    """The mentions that stand for an actor or a place, and who these are.

    What stays open is left out, save pronouns of the first person, whose entity is the speaker's and stays None
    (`is_speaker_pronoun`). Nothing is guessed: of two that fit equally well none is taken.

    Args:
        doc: the article's ``Doc``.
        mentions: of `sahelkg.mentions.find_mentions`, in their order.
        ontology: the same as there.

    Returns:
        The mentions in their order, each with entity and rule; the entities by IRI, known and unknown.
    """
    roles = read_roles(ontology)
    discourse = Discourse(doc, mentions, ontology, roles)
    join_full_names(discourse)
    link_names(discourse)
    join_first_names(discourse)
    link_appositions(discourse)
    link_forward(discourse)
    link_voices(discourse)
    for number in range(len(discourse.mentions)):
        mention = discourse.mentions[number]
        if mention.how == "pronoun":
            if members := resolve_joined(discourse, number):
                discourse.sets[number] = members
                discourse.put(number, members[0])
            else:
                resolve_pronoun(discourse, number)
        elif mention.how in {"description", "generic"} and (members := resolve_set(discourse, number)):
            discourse.sets[number] = members
            discourse.put(number, members[0])
        elif resolve_predicate(discourse, number) or (mention.rule == NOUN_RULE and resolve_by_noun(discourse, number)):
            continue
        elif mention.how == "description" and (mention.entity is None or mention.rule == "group"):
            _resolve(discourse, number)
    _name_the_rest(discourse)
    kept = [
        replace(mention, rule="speaker") if mention.entity is None else mention
        for number, resolved in enumerate(discourse.mentions)
        for mention in discourse.sets.get(number, [resolved])
        if mention.entity is not None or is_speaker_pronoun(doc, mention, ontology)
    ]
    return kept, discourse.entities()


def _name_the_rest(discourse: Discourse) -> None:
    """Persons and bodies that no name is found for stay what they are called: "the governor", "a court".

    What may take up somebody told of before ("the group", "the country") stays open: it is no name for anybody.
    """
    nouns = {span.start: span.label_ for span in discourse.doc.spans.get(SPANS, ())}
    for number, mention in enumerate(discourse.mentions):
        looks = nouns.get(mention.head)
        if mention.how != "description" or mention.entity is not None or looks is None:
            continue
        if _may_take_up(discourse, number) or (looks == "place" and mention.kind != "State"):
            continue
        kind = {"Person": "person", "State": "organisation"}.get(mention.kind or "", looks)
        phrase, country = discourse.phrase(number), mention.country
        entity = name_unnamed(discourse.doc, phrase, kind, country, discourse.ontology, discourse.roles)
        unnamed = replace(mention, label=entity.label, kind=entity.kind, entity=entity.iri, rule=NOUN_RULE, how="generic")
        discourse.put(number, unnamed)
    bodies = {token for token, looks in nouns.items() if looks == "organisation"}
    for number, mention in enumerate(discourse.mentions) if bodies else ():
        if mention.how == "pronoun" and mention.entity is None:
            form = discourse.roles.pronouns[word_of(discourse.doc[mention.head])]
            neuter = form.person == "3" and form.number == "singular" and form.gender is None
            if neuter and form.use in {"personal", "possessive"} and (body := find_reporter(discourse, number, bodies)):
                discourse.give(number, body, "pronoun")


def _may_take_up(discourse: Discourse, number: int) -> bool:
    """Whether a description stands for one that has a name: a country, or a definite one of a kind told of before."""
    mention = discourse.mentions[number]
    if mention.kind == "Person" or _is_role(discourse, number):
        return False
    if mention.kind == "State" and not mention.plural:
        return True
    description = describe(discourse, number)
    if mention.kind is None and discourse.phrase(number).owner is not None:
        return True  # "his men"
    if discourse.phrase(number).determiner not in DEFINITE or description is None:
        return False
    after = discourse.doc[mention.last] if mention.last < len(discourse.doc) else None
    told = any(child.dep_ == "acl:relcl" for child in discourse.doc[mention.head].children)
    if told and after is not None and not after.is_punct:
        return True  # "the party that we speak to" is told of by what follows
    kinds = (*description.kinds, *description.rare)
    return any(
        other.head < mention.head and other.rule != NOUN_RULE and discourse.may_be(other.entity, kinds)
        for other in discourse.mentions
        if other.entity is not None
    )


def _resolve(discourse: Discourse, number: int) -> None:
    """One description, by the first way that fits it."""
    if resolve_members(discourse, number):
        return
    if _is_role(discourse, number):
        resolve_role(discourse, number)
    elif not resolve_description(discourse, number):
        resolve_facility(discourse, number)


def is_speaker_pronoun(doc: Doc, mention: Mention, ontology: Ontology) -> bool:
    """Whether a mention is "we", "our" or "I": it stands for whoever speaks."""
    if mention.how != "pronoun":
        return False
    form = read_roles(ontology).pronouns.get(word_of(doc[mention.head]))
    return form is not None and form.person == "1"


def _is_role(discourse: Discourse, number: int) -> bool:
    """Whether a description is a bare role noun, such as the army or the junta."""
    found = longest_noun(discourse.phrase(number), discourse.roles.roles)
    if found is None:
        return False
    role = discourse.roles.roles[found[0]]
    return found[0] in role.alone and role.kind == discourse.mentions[number].kind
