"""Names told in part: a surname for a person named in full, another first name with the right office, acronyms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.acronyms import abbreviates, is_acronym, shares_initials
from sahelkg.phrases import singulars, word_of
from sahelkg.variants import fold_word
from sahelkg.vocabulary import normalise_name, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc

    from sahelkg.discourse import Discourse
    from sahelkg.ontology import Ontology

_NEAR = 10  # tokens before a name in which its office stands
_PLACE = 4  # words that a place's name has
_LEAST_INITIALS = 3  # letters of an acronym that no brackets bring in


def link_names(discourse: Discourse) -> None:
    """Joins the names of one actor: surname and full name, name and acronym; tells apart who only shares a surname."""
    _settle_known_surnames(discourse)
    _join_surnames(discourse)
    _join_acronyms(discourse)
    _join_initials(discourse)


def _settle_known_surnames(discourse: Discourse) -> None:
    """A known surname with another first name: the known person where the office agrees, else somebody unknown."""
    by_surname = _surnames(discourse.ontology)
    for number, mention in enumerate(discourse.mentions):
        open_surname = mention.rule == "surname" and mention.entity is None
        unknown = mention.how == "tagged" and mention.kind == "Person" and mention.entity not in discourse.ontology.entities
        words = normalise_name(mention.text).split()
        if not (open_surname or (unknown and len(words) > 1)):
            continue
        candidates = by_surname.get(fold_word(words[-1]), set()) if words else set()
        candidates = candidates - _named_in_full(discourse)  # who is named in full beside is somebody else
        if not open_surname and len(candidates) != 1:
            continue  # a surname of many
        fitting = {entity for entity in candidates if _holds_office(discourse, number, entity)}
        if len(fitting) == 1:
            discourse.give(number, fitting.pop(), "surname-and-office")
        elif open_surname:
            discourse.put(
                number, replace(mention, entity=unknown_entity_iri(mention.label), kind="Person", rule="tagger")
            )


def _named_in_full(discourse: Discourse) -> set[str]:
    """The known persons whom the article calls by a name of several words."""
    return {
        mention.entity
        for mention in discourse.mentions
        if mention.how == "name" and mention.entity and mention.kind == "Person" and " " in mention.text.strip()
    }


@lru_cache(maxsize=4)
def _surnames(ontology: Ontology) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in ontology.names:
        if ontology.entities[name.entity].kind == "Person":
            found[fold_word(normalise_name(name.text).rsplit(" ", 1)[-1])].add(name.entity)
    return found


@lru_cache(maxsize=4)
def _kin_words(ontology: Ontology) -> frozenset[str]:
    triples = ontology.triples
    return frozenset(word for entry in triples.instances("skg:KinWord") for word in triples.texts(entry, "skg:word"))


def _holds_office(discourse: Discourse, number: int, person: str) -> bool:
    """Whether a leader's noun stands beside the name, and the ontology has that person in such an office."""
    mention = discourse.mentions[number]
    sentence = discourse.doc[mention.head].sent
    beside = [
        token
        for token in discourse.doc[max(sentence.start, mention.first - _NEAR) : min(sentence.end, mention.last + 8)]
        if any(form in discourse.roles.leaders for form in singulars(token))
    ]
    kin = _kin_words(discourse.ontology)
    near = discourse.doc[max(sentence.start, mention.first - _NEAR) : min(sentence.end, mention.last + 4)]
    if not beside or any(form in kin for token in near for form in singulars(token)):
        return False  # "the brother of its leader"
    triples = discourse.ontology.triples
    organisations = {
        organisation
        for subject in triples.instances("org:Membership")
        if triples.resource(subject, "org:member") == person
        for organisation in triples.resources(subject, "org:organization")
    }
    return any(other.entity in organisations for other in discourse.mentions)


def _join_surnames(discourse: Discourse) -> None:
    """A lone word that ends just one person's full name in the article, or just one of those before it, is that person."""
    full: dict[str, dict[str, int]] = defaultdict(dict)  # whom a word may call, and where each was first named so
    for place, mention in enumerate(discourse.mentions):
        if mention.how in {"name", "tagged"} and mention.kind == "Person" and mention.entity:
            words = normalise_name(mention.text).split()
            if len(words) > 1:
                for word in words[1:]:
                    full[word].setdefault(mention.entity, place)
                if len(words) > 2:
                    full[" ".join(words[-2:])].setdefault(mention.entity, place)
    for number, mention in enumerate(discourse.mentions):
        if mention.how != "tagged" or mention.kind not in {"Person", "Organisation", "Place"}:
            continue
        entities = full.get(normalise_name(mention.text), {})
        entities = {entity: first for entity, first in entities.items() if entity != mention.entity}
        if len(entities) > 1:  # whom the text names only later is not meant yet
            entities = {entity: first for entity, first in entities.items() if first < number}
        if len(entities) == 1 and (mention.kind == "Person" or len(normalise_name(mention.text)) > 3):
            discourse.mentions[number] = replace(mention, entity=next(iter(entities)), kind="Person", rule="surname")


def _join_acronyms(discourse: Discourse) -> None:
    """A name in brackets after a name, one made of the other's initials: one actor, known if either is."""
    doc = discourse.doc
    same: dict[str, str] = {}
    for number, mention in enumerate(discourse.mentions):
        bracket = find_bracket(doc, mention.last) if mention.how in {"name", "tagged"} else None
        if bracket is None:
            continue
        inner = next(
            (
                other
                for other in range(number + 1, len(discourse.mentions))
                if discourse.mentions[other].first == bracket + 1
                and discourse.mentions[other].how in {"name", "tagged"}
            ),
            None,
        )
        if inner is None:
            continue
        short = discourse.mentions[inner]
        if mention.entity == short.entity or mention.entity is None or short.entity is None:
            continue
        known = [m for m in (mention, short) if m.how == "name"]
        if len(known) == 2:
            continue
        long = str(doc[mention.first : bracket].text)
        direct = bracket == mention.last and (abbreviates(short.text, mention.text) or abbreviates(mention.text, short.text))
        if not (direct or (mention.kind != "Person" and shares_initials(short.text, long))):
            continue
        kept = known[0] if known else mention
        gone = short if kept is mention else mention
        if gone.entity and kept.entity:
            same[gone.entity] = kept.entity
    for number, mention in enumerate(discourse.mentions):
        if mention.entity in same:
            discourse.give(number, same[mention.entity], "acronym")


def find_bracket(doc: Doc, place: int) -> int | None:
    """The bracket right behind a name that ends at ``place``, or behind where it is: "the X Mission | in Chad (…"."""
    last = place
    if last + 2 < len(doc) and word_of(doc[last]) == "in":
        last += 1
        while last + 2 < len(doc) and doc[last].pos_ == "PROPN" and last - place <= _PLACE:
            last += 1
    return last if last + 2 < len(doc) and word_of(doc[last]) == "(" else None


def _join_initials(discourse: Discourse) -> None:
    """An acronym that no brackets bring in: one made of the initials of just one organisation named in the article."""
    named: dict[str, dict[str, None]] = defaultdict(dict)  # a name of several words → whose it is
    for mention in discourse.mentions:
        if mention.how in {"name", "tagged"} and mention.entity and discourse.fits(mention.entity, ["Organisation"]):
            known = discourse.ontology.entities.get(mention.entity)
            for name in (mention.text, *((known.label, *known.names) if known else ())):
                if len(normalise_name(name).split()) > 2:
                    named[name][mention.entity] = None
    for number, mention in enumerate(discourse.mentions):
        short = mention.how == "tagged" and is_acronym(mention.text) and mention.kind not in {"Person", None}
        if not short or mention.entity in discourse.ontology.entities or len(mention.text) < _LEAST_INITIALS:
            continue
        bearers = {
            entity
            for name, entities in named.items()
            if abbreviates(mention.text, name)
            for entity in entities
            if entity != mention.entity
        }
        if len(bearers) == 1:
            discourse.give(number, bearers.pop(), "initials")
