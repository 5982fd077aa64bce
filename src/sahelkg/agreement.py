"""Whether a noun and a pronoun agree: in number, kind and gender, and by where the one stands to the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.appositions import describe
from sahelkg.phrases import relation, singulars, verb_bases, word_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

    from sahelkg.discourse import Discourse
    from sahelkg.roles import PronounForm

COLLECTIVE = ("Organisation",)
"""The kinds of one that may be "they"."""


def number_fits(plural: bool, entity: str | None, form: PronounForm, discourse: Discourse) -> bool:
    """Whether the pronoun's number may take up a noun's: "they" are several, or an organisation."""
    if form.number == "plural":
        return plural or (entity is not None and discourse.fits(entity, COLLECTIVE))
    if form.number == "singular":
        return not plural
    return True


def kind_may_fit(discourse: Discourse, kind: str | None, form: PronounForm) -> bool:
    """Whether a mention of that kind, of nobody known, may be what the pronoun stands for."""
    if kind is None:
        return form.kinds != ("Person",)
    return any(discourse.ontology.is_kind(kind, wanted) for wanted in form.kinds)


def gender_of(discourse: Discourse, number: int) -> str | None:
    """The gender that a title, a noun or an earlier pronoun shows of a person."""
    mention = discourse.mentions[number]
    if mention.how == "description":
        description = describe(discourse, number)
        if description is not None and description.gender is not None:
            return description.gender
    if mention.entity is not None and mention.entity not in discourse.genders and mention.first:
        title = word_of(discourse.doc[mention.first - 1]).rstrip(".")
        gender = discourse.roles.titles.get(title)
        if gender is not None:
            discourse.genders[mention.entity] = gender
    return discourse.genders.get(mention.entity or "")


def contains(noun: Token, pronoun: Token) -> bool:
    """Whether the pronoun is a part of the noun's own phrase ("its leader"), so that it cannot stand for it."""
    return noun.is_ancestor(pronoun) and pronoun.i < noun.i


def is_in_own_participle(noun: Token, pronoun: Token) -> bool:
    """Whether the pronoun is whoever the noun's clause leaves unsaid: "Placed under the care of X, he …" is not X."""
    if relation(pronoun) != "nsubj":
        return False
    for token in (noun, *noun.ancestors):
        hangs = token.head.i == pronoun.head.i or token.head.pos_ == "NUM"  # a footnote's number may stand before it
        if relation(token) in {"advcl", "acl"} and hangs and token.i < pronoun.i and pronoun.head.is_ancestor(token):
            return not any(relation(child) in {"nsubj", "csubj"} for child in token.children)
    return False


def is_predicated(noun: Token, pronoun: Token) -> bool:
    """Whether the pronoun owns what the noun is said to be, or takes the place of: "X is seen as its successor"."""
    if pronoun.dep_ != "nmod:poss" or relation(noun) != "nsubj":
        return False
    owned = pronoun.head
    if owned.i == noun.head.i:  # "X is its ally"
        return True
    if owned.head.i != noun.head.i:
        return False
    seen_as = any(child.dep_ == "case" and word_of(child) == "as" for child in owned.children)
    takes_place = word_of(owned) == "place" and "take" in verb_bases(noun.head)
    return owned.dep_ == "xcomp" or seen_as or takes_place


def must_be_agent(discourse: Discourse, pronoun: Token, form: PronounForm) -> bool:
    """Whether the pronoun does what only somebody does: it says, plans, attacks."""
    if form.use == "possessive":
        return False
    if relation(pronoun) != "nsubj" or str(pronoun.dep_).endswith("pass"):
        return False
    verb = pronoun.head
    return any(form in discourse.roles.agent_verbs for form in verb_bases(verb))


def narrow_kinds(discourse: Discourse, pronoun: Token, form: PronounForm) -> PronounForm:
    """The form with fewer kinds where what is owned tells: units are an organisation's, not a state's or a place's."""
    if form.use != "possessive" or "Organisation" not in form.kinds:
        return form
    owned = singulars(pronoun.head)
    if any(noun in discourse.roles.members and noun not in discourse.roles.roles for noun in owned):
        return replace(form, kinds=tuple(kind for kind in form.kinds if kind in {"Organisation", "GenericActor"}))
    return form


def is_empty(pronoun: Token, willing: Collection[str]) -> bool:
    """Whether "it" stands for a clause or for nothing: "it is clear that", "it was announced that".

    Args:
        pronoun: the token.
        willing: adjectives of somebody who means to do what follows: "it is ready to leave".
    """
    if word_of(pronoun) != "it" or relation(pronoun) not in {"nsubj", "expl"}:
        return False
    verb = pronoun.head
    has_clause = any(child.dep_ in {"csubj", "csubj:pass"} for child in verb.children)
    passive = str(pronoun.dep_).endswith("pass") and any(child.dep_ == "ccomp" for child in verb.children)
    copular = verb.pos_ in {"ADJ", "NOUN"} and word_of(verb) not in willing and any(
        child.dep_ in {"ccomp", "csubj", "advcl", "acl:relcl", "xcomp"} and child.i > verb.i for child in verb.children
    )
    return has_clause or passive or copular


def find_quoted_speakers(discourse: Discourse, number: int) -> set[str | None]:
    """Who says the quotation that a mention stands in: of oneself one says "I", not "he".

    Nobody for a mention in the article's own words, or where no verb of an agent's stands beside the quotation.
    """
    doc = discourse.doc
    place = discourse.quotation(discourse.mentions[number].head)
    if place is None:
        return set()
    first, last = discourse.quotations[place]
    low = discourse.sentence_starts[discourse.sentence(first)]
    high = doc[last - 1].sent.end
    return {
        discourse.mentions[other].entity
        for token in (*doc[low:first], *doc[last:high])
        if relation(token) == "nsubj"
        and (other := discourse.by_head.get(token.i)) is not None
        and any(verb in discourse.roles.agent_verbs for verb in verb_bases(token.head))
    }
