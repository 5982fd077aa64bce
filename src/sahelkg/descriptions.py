"""Definite descriptions: "the group", "the West African country", "the army" → who was told of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.appositions import describe
from sahelkg.bodies import DEFINITE, is_same_noun
from sahelkg.composed import find_demonym, is_linked
from sahelkg.countries import list_extra_words, list_words, resolve_country, resolve_outermost
from sahelkg.lexicon import load_lexicon
from sahelkg.phrases import longest_noun, relation, singulars, word_of
from sahelkg.roles import Description
from sahelkg.vocabulary import unknown_entity_iri

if TYPE_CHECKING:
    from sahelkg.discourse import Discourse

_SENTENCES = 8
CAPITAL_RULE = "capital-of"
"""The rule of a description that names a capital by its state: "X's capital"."""
_SINGLE = "Person", "City", "Village"


def resolve_facility(discourse: Discourse, number: int) -> bool:
    """Gives "the army base there" the place; a base of no named place is one of its own, called by its words."""
    mention = discourse.mentions[number]
    if mention.kind != "Base":
        return False
    after = discourse.doc[mention.last] if mention.last < len(discourse.doc) else None
    if after is not None and word_of(after) in {w for w, f in discourse.roles.pronouns.items() if f.use == "place"}:
        for _, numbers in discourse.before(number, 1):
            towns = [
                n
                for n in numbers
                if discourse.fits(discourse.mentions[n].entity, ["City", "Village", "Base"])
                and discourse.mentions[n].how != "pronoun"
            ]
            if towns:
                discourse.give(number, discourse.mentions[towns[-1]].entity or "", "base")
                return True
    if discourse.phrase(number).determiner in DEFINITE or mention.first == mention.head:
        return False
    discourse.give(number, unknown_entity_iri(mention.text), "unnamed-base")
    return True


def resolve_description(discourse: Discourse, number: int) -> bool:
    """Gives a definite description the nearest actor or place told of before that fits it; whether there was one.

    Kind, number, demonym, area and the words under which an actor was described must agree. Of two that fit in one
    sentence the subject is taken, then the one told of more often; where neither decides, none is.
    """
    mention = discourse.mentions[number]
    description = describe(discourse, number)
    phrase = discourse.phrase(number)
    if mention.country is not None and longest_noun(phrase, discourse.roles.capitals) is not None:
        return _give_capital(discourse, number, mention.country)
    if description is None or phrase.determiner not in DEFINITE or phrase.owner is not None:
        return False
    if description.kinds == ("State",):
        return not mention.plural and resolve_country(discourse, number)
    head = discourse.doc[mention.head]
    if any(child.dep_ == "cop" for child in head.children):
        return False  # "she is the first woman": it says something of the subject
    after = discourse.doc[mention.last] if mention.last < len(discourse.doc) else None
    if after is not None and word_of(after) == "of":
        return False  # "the group of countries" is told of here for the first time
    if mention.plural and any(discourse.ontology.is_kind(kind, "Place") for kind in description.kinds):
        return False
    if description.outermost:
        return resolve_outermost(discourse, number)
    inside = _find_names_inside(discourse, number)
    if inside:
        return _take_name_inside(discourse, number, inside, description)
    return _take_nearest(discourse, number, description.kinds) or _take_nearest(discourse, number, description.rare)


def resolve_by_noun(discourse: Discourse, number: int) -> bool:
    """Gives a bare "the council", or "council members", the one body told of before whose name ends in that noun."""
    mention, phrase, doc = discourse.mentions[number], discourse.phrase(number), discourse.doc
    head = doc[mention.head]
    noun = head
    if mention.plural:
        noun = doc[head.i - 1]
        if head.i == mention.first or noun.head.i != head.i or not set(singulars(head)) & set(discourse.roles.members):
            return False
    elif phrase.determiner not in DEFINITE or phrase.owner is not None:
        return False
    beside = (child for token in {noun, head} for child in token.children if child.i < head.i and child.i != noun.i)
    others = (child for child in beside if child.pos_ in {"ADJ", "NOUN", "PROPN", "VERB"})
    follows = mention.last < len(doc) and word_of(doc[mention.last]) == "of"
    if follows or any(not any(sign.isdigit() for sign in other.text) for other in others):
        return False
    told = {
        other.entity
        for other in discourse.mentions
        if other.how in {"name", "tagged"}
        and other.head < mention.head
        and other.last - other.first > 1
        and word_of(doc[other.last - 1]) == word_of(noun)
        and discourse.fits(other.entity, ["Organisation"])
    }
    if len(told) != 1 or None in told:
        return False
    discourse.give(number, str(told.pop()), "description")
    return True


def _find_names_inside(discourse: Discourse, number: int) -> set[str]:
    """The bodies that words before the noun name: those of "the mostly Muslim Séléka rebel alliance"."""
    mention = discourse.mentions[number]
    inside = range(discourse.phrase(number).start, mention.head)
    nouns = (("noun", form) for form in singulars(discourse.doc[mention.head]))
    units = (unit for noun in nouns for _, unit in load_lexicon(discourse.ontology).units_by_head.get(noun, ()))
    if any(unit.relation == "affiliatedWith" for unit in units):
        return set()  # "the al-Qaeda branch" is another
    return {
        other.entity
        for other in discourse.mentions
        if other.entity is not None
        and other.how in {"name", "tagged"}
        and other.head in inside
        and discourse.doc[other.head].head.i == mention.head
        and discourse.doc[other.head].dep_ == "compound"
        and not is_linked(discourse.doc, other.last - 1, discourse.roles)
        and discourse.fits(other.entity, ["Organisation"])
    }


def _take_name_inside(discourse: Discourse, number: int, inside: set[str], description: Description) -> bool:
    """Gives a description the armed group that words within it name; it stands for no other body told of before."""
    entity = next(iter(inside))
    whole = len(inside) == 1 and not description.relational and discourse.fits(entity, ["ArmedGroup"])
    if whole and discourse.may_be(entity, description.kinds) and not discourse.mentions[number].plural:
        discourse.give(number, entity, "description")
        return True
    return False


def _give_capital(discourse: Discourse, number: int, state: str) -> bool:
    """Gives "X's capital" the town that it is."""
    capital = next((town for town, seat in discourse.ontology.capitals.items() if seat == state), None)
    if capital is None:
        return False
    discourse.give(number, capital, CAPITAL_RULE)
    return True


def _take_nearest(discourse: Discourse, number: int, kinds: tuple[str, ...]) -> bool:
    """Gives a description the nearest entity of one of the kinds that agrees with it; whether there was one."""
    mention = discourse.mentions[number]
    demonym = _demonym_of(discourse, number)
    words = list_words(discourse, number)
    description = describe(discourse, number) or Description((), None)
    extra = list_extra_words(discourse, number)
    barred = discourse.coarguments(number)
    if description.kinds == ("Person",):
        barred |= _find_actors_upon(discourse, number)
    bodies = mention.plural and bool(kinds) and not set(singulars(discourse.doc[mention.head])) & set(discourse.roles.members)
    # "the region" is seldom one told of long before
    place = any(discourse.ontology.is_kind(kind, "Place") for kind in kinds)
    for _, numbers in discourse.before(number, 1 if place else _SENTENCES if kinds else -1):
        fitting: dict[str | None, list[int]] = {}
        for other in numbers:
            candidate = discourse.mentions[other]
            if candidate.how == "demonym" or discourse.are_coarguments(number, other):
                continue
            if discourse.doc[candidate.head].dep_ in {"compound", "amod"} and candidate.how in {"name", "tagged"}:
                continue  # "a Telegram account linked to the group": a name inside another noun's phrase
            if candidate.entity is None:
                if candidate.how == "description" and is_same_noun(discourse, number, other):
                    fitting.setdefault(None, []).append(other)  # one without a name, told of first: it is meant
                continue
            if description.kinds == ("Person",) and not extra <= discourse.described.get(candidate.entity, set()):
                continue  # "the pregnant woman" is nobody told of before, unless as pregnant
            if (
                demonym is not None
                and discourse.fits(candidate.entity, _SINGLE)
                and not _is_called(discourse, candidate.entity, number)
            ):
                continue  # "the Sudanese ambassador", "the Algerian town": one of many, unless told of as such
            if bodies and not candidate.plural and candidate.how in {"name", "tagged"}:
                continue  # "the factions" are not the one that was named; "the mercenaries" may be its own
            if _fits(discourse, candidate.entity, kinds, demonym, plural=mention.plural):
                fitting.setdefault(candidate.entity, []).append(other)
        for entity in barred & set(fitting):
            del fitting[entity]
        if not fitting:
            continue
        chosen = _choose(discourse, fitting, words)
        if chosen is None:
            return False
        discourse.give(number, chosen, "description")
        return True
    return False


def _find_actors_upon(discourse: Discourse, number: int) -> set[str | None]:
    """Who does something to somebody by a noun: X in "X demanded an apology from the minister"."""
    token = head = discourse.doc[discourse.mentions[number].head]
    while str(token.dep_) == "nmod" and token.head.i != token.i:
        token = token.head
    if token is head or relation(token) not in {"obj", "obl"}:
        return set()
    return {
        mention.entity
        for mention in discourse.mentions
        if str(discourse.doc[mention.head].dep_) == "nsubj" and discourse.doc[mention.head].head.i == token.head.i
    }


def _is_called(discourse: Discourse, entity: str, number: int) -> bool:
    """Whether an entity was described by the noun of a mention before."""
    noun = set(singulars(discourse.doc[discourse.mentions[number].head]))
    return bool(noun & discourse.described.get(entity, set()))


def link_forward(discourse: Discourse) -> None:
    """Gives a description the name that a later one has: "an al-Qaeda linked group … the same group – JNIM –"."""
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
                and is_same_noun(discourse, number, other)
            ]
            if first:
                discourse.give(first[-1], mention.entity, "forward")
                break


def _fits(discourse: Discourse, entity: str, kinds: tuple[str, ...], demonym: str | None, *, plural: bool) -> bool:
    if not discourse.may_be(entity, kinds):
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


def _demonym_of(discourse: Discourse, number: int) -> str | None:
    phrase = discourse.phrase(number)
    for place in range(phrase.start, phrase.head):
        found = find_demonym(discourse.doc, place, discourse.ontology)
        if found is not None:
            return found[0]
    return None
