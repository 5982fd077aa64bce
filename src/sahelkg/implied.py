"""Participants that a construction implies without a word of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.records import Entity, Mention
from sahelkg.roles import read_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.fillers import Fillers
    from sahelkg.matching import Match
    from sahelkg.ontology import Ontology
    from sahelkg.records import Evidence
    from sahelkg.syntax import Syntax

_NEAR = 1  # sentences that a predecessor is looked for in, backwards
_WITHIN = frozenset({"in", "inside", "within"})
_TAKEN_UP = 2  # sentences that an attack is looked for in, backwards
_TOLD = 8  # sentences that a presence is looked for in


def find_government(
    subject: Mention, word: int, place: str | None, syntax: Syntax, entities: dict[str, Entity], ontology: Ontology
) -> Mention | None:
    """The government whose power was seized: of the subject's state, else of ``place``; its words are "power"."""
    entity = entities.get(subject.entity or "")
    state = subject.country or (entity.country if entity else None) or place or _find_state_of_person(subject.entity, ontology)
    if state is None or state not in ontology.entities:
        return None
    known = ontology.bodies.get((state, "Government"))
    if known is None or known == subject.entity:
        return None
    body = ontology.entities[known]
    entities.setdefault(known, body)
    return Mention(
        start=syntax.start[word],
        end=syntax.end[word],
        text=syntax.doc.text[syntax.start[word] : syntax.end[word]],
        first=word,
        last=word + 1,
        head=word,
        how="implicit",
        label=body.label,
        kind=body.kind,
        entity=known,
        country=state,
        rule="implied-government",
    )


def _find_state_of_person(person: str | None, ontology: Ontology) -> str | None:
    """The one state in whose bodies the ontology has somebody; None for nobody known, or where they are of several."""
    triples = ontology.triples
    states = {
        organisation if ontology.entities[organisation].kind == "State" else ontology.entities[organisation].country
        for subject in triples.instances("org:Membership")
        if triples.resource(subject, "org:member") == person
        for organisation in triples.resources(subject, "org:organization")
        if organisation in ontology.entities
    } - {None}
    return states.pop() if person is not None and len(states) == 1 else None


def find_presence(subject: Mention, predicate: int, found: Sequence[Evidence], syntax: Syntax) -> Mention | None:
    """Where the subject has just been told to be, in this sentence or the last few before: what it leaves."""
    here = syntax.sentence[predicate]
    for evidence in reversed(found):
        distance = here - syntax.sentence[evidence.subject.head]
        if distance > _TOLD:
            break
        if evidence.predicate == "operatesIn" and distance >= 0 and evidence.subject.entity == subject.entity:
            return replace(evidence.object)
    return None


def find_predecessor(subject: Mention, predicate: int, found: Sequence[Evidence], syntax: Syntax) -> Mention | None:
    """Who was just told to leave, in this sentence or the one before: the one that is taken over from."""
    here = syntax.sentence[predicate]
    for evidence in reversed(found):
        distance = here - syntax.sentence[evidence.subject.head]
        if distance > _NEAR:
            break
        if evidence.predicate == "withdrewFrom" and distance >= 0 and evidence.subject.entity != subject.entity:
            return replace(evidence.subject)
    return None


def find_state(match: Match, fillers: Fillers) -> str | None:
    """The state that a phrase of place names beside the predicate: "seized power in X"."""
    for argument in (*match.clause.obliques, *match.more):
        for mention in fillers.find(argument.head) if "in" in argument.markers else ():
            if mention.kind == "State":
                return mention.entity
    return None


def find_target(match: Match, attacked: Sequence[tuple[int, list[Mention]]], syntax: Syntax) -> list[Mention]:
    """Whom an attack hit that "the attack" takes up: those of the one told of last, in the two sentences before.

    Args:
        match: a noun for an attack, with nobody that it hit.
        attacked: the attacks told of before: the word of each, and whom it hit.
        syntax: the article's columns.

    Returns:
        Nobody where the noun is not definite and single, or where two attacks were told of last.
    """
    noun = match.clause.predicate
    definite = any("Def" in syntax.feature(child, "Definite") for child in syntax.kids(noun, "det"))
    if any("between" in phrase.markers for phrase in match.clause.obliques):
        return []  # "the violence between X and Y" hit none of those told of before
    if match.clause.kind != "noun" or not definite or syntax.feature(noun, "Number") != "Sing" or syntax.kids(noun, "nmod"):
        return []
    before = [(syntax.sentence[word], hit) for word, hit in attacked if word < noun]
    last = max((sentence for sentence, _ in before), default=-1)
    found = [hit for sentence, hit in before if sentence == last]
    if syntax.sentence[noun] - last > _TAKEN_UP or len({frozenset(m.entity for m in hit) for hit in found}) != 1:
        return []
    return [replace(mention) for mention in found[0]]


def find_site(match: Match, fillers: Fillers, syntax: Syntax, ontology: Ontology) -> list[Mention]:
    """Where what a verb hits lies: Mopti of "burned three villages | in Mopti", where the parser hung the place on the verb.

    Only right behind a noun for a place that stands for the one it is in, as "village" does; not "the minister in Bamako".
    """
    clause = match.clause
    for patient in clause.patients if clause.kind == "verb" and not clause.passive else ():
        noun = patient.head
        word = read_roles(ontology).kinds.get(syntax.lemma[noun])
        is_place = word is not None and bool(word.kinds) and all(ontology.is_kind(kind, "Place") for kind in word.kinds)
        if not is_place or not fillers.is_part(noun) or fillers.at(noun) is not None:
            continue
        for phrase in clause.obliques:
            if phrase.markers & _WITHIN and noun + 1 in syntax.kids(phrase.head, "case"):
                return fillers.find(phrase.head)
    return []
