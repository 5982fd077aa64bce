"""Whether a capital is meant as a city or stands for its state: "Moscow said", but "a crash near Moscow"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.lexicon import load_lexicon
from sahelkg.nominals import SPANS
from sahelkg.phrases import relation, singulars, verb_bases, word_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from sahelkg.ontology import Ontology
    from sahelkg.roles import Roles

_LINKS = frozenset({"conj", "appos", "flat"})
_TAKERS = frozenset({"recipient", "oblique"})
_TO = frozenset({"to"})


def stands_for_state(token: Token, roles: Roles, ontology: Ontology) -> bool:
    """Whether the capital at ``token`` means its state, by the words that it stands with.

    A capital acts as a state where it does something ("Paris condemned"), is addressed ("urged Niamey"), or has ties,
    talks or quarrels ("ties with Moscow"). In doubt it is the city. Conjuncts are judged as their first.

    Args:
        token: the syntactic head of the capital's name.
        roles: holds the cues.
        ontology: holds the lexicon: what is done to nobody but an actor is done to the state ("sent helicopters to Bamako").
    """
    while relation(token) in _LINKS and token.head.i < token.i:
        token = token.head
    cues = roles.capital_cues
    rel = str(token.dep_)
    if rel == "nmod:poss":
        owned = token.head
        return not any(form in cues.get(("city", "owner"), ()) for form in singulars(owned))
    if rel == "nsubj":
        return _acts(token, roles)
    if rel in {"obj", "iobj"}:
        return any(form in cues.get(("state", "object"), ()) for form in verb_bases(token.head))
    if rel == "nsubj:pass":
        return any(form in cues.get(("state", "object"), ()) for form in verb_bases(token.head))
    case = next((word_of(child) for child in token.children if child.dep_ == "case" and child.i < token.i), None)
    if case is None:
        return False
    if case in cues.get(("state", "preposition"), ()):
        # "by Moscow" and "with Moscow" have an actor; "under" too: "under Moscow's" is an owner, seen above
        return True
    if case in {"of", "in", "near", "at", "outside", "around", "inside", "through", "into", "across", "over"}:
        return False
    head = token.head
    if head.pos_ == "NOUN":
        return any(form in cues.get(("state", "noun"), ()) for form in singulars(head))
    if head.pos_ in {"VERB", "ADJ"}:
        objects = [child for child in head.children if child.dep_ == "obj" and child.i < token.i]
        if any(form in cues.get(("state", "verb"), ()) for form in verb_bases(head)):
            return True
        if any(form in cues.get(("state", "noun"), ()) for noun in objects for form in singulars(noun)):
            return True
        return _takes_actor(head, objects, case, ontology)
    return False


def _takes_actor(verb: Token, objects: Sequence[Token], preposition: str, ontology: Ontology) -> bool:
    """Whether a verb and its object, a thing, tell with a preposition what is done to an actor, never to a place."""
    units = load_lexicon(ontology).units_by_head
    persons = {span.start for span in verb.doc.spans.get(SPANS, ())}  # "sent men to Bamako"
    nouns = {form for noun in objects if noun.i not in persons for form in singulars(noun)}
    return any(
        expression.complement in nouns
        and preposition in (unit.object_prepositions or _TO)
        and not _TAKERS.isdisjoint(unit.object_roles)
        and not ontology.is_kind("City", ontology.relations[unit.relation].range)
        for base in verb_bases(verb)
        for expression, unit in units.get(("verb", base), ())
    )


def _acts(token: Token, roles: Roles) -> bool:
    """Whether a subject does what a government does."""
    head = token.head
    if any(child.dep_ == "cop" for child in head.children):
        return any(form in roles.capital_cues.get(("state", "subject"), ()) for form in singulars(head))
    if head.pos_ not in {"VERB", "AUX"}:
        return False
    return not any(form in roles.capital_cues.get(("city", "subject"), ()) for form in verb_bases(head))
