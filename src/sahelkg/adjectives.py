"""Adjectives that stand for an actor: demonyms and group adjectives beside a noun, demonyms joined to a participle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.composed import find_demonym, is_linked
from sahelkg.groups import generic_entity, group_adjective
from sahelkg.lexicon import load_lexicon
from sahelkg.marking import mark_entity
from sahelkg.phrases import is_plural, verb_bases, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology
    from sahelkg.records import Mention
    from sahelkg.roles import Roles

_BEFORE_NOUN = frozenset({"amod", "compound", "nmod", "conj"})


def find_adjectives(doc: Doc, readable: frozenset[int], used: set[int], ontology: Ontology, roles: Roles) -> Iterator[Mention]:
    """Demonyms and group adjectives that stand for an actor beside a noun: "French withdrawal", "jihadist attacks".

    Args:
        doc: an annotated article.
        readable: its tokens outside debris.
        used: tokens that are a part of a longer mention.
        ontology: the demonyms.
        roles: the words.
    """
    for token in doc:
        if token.i not in readable or token.pos_ not in {"ADJ", "PROPN", "NOUN"}:
            continue
        noun = token.head
        joined = _is_joined_to_act(doc, token.i, roles, ontology)
        if token.i in used and not (joined and is_linked(doc, token.i, roles)):
            continue
        if not joined and (noun.i <= token.i or noun.pos_ not in {"NOUN", "PROPN"} or token.dep_ not in _BEFORE_NOUN):
            continue
        demonym = find_demonym(doc, token.i, ontology)
        if demonym is not None and (joined or not is_linked(doc, token.i, roles)):
            state = ontology.entities[demonym[0]]
            yield mark_entity(doc, demonym[1], token.i + 1, token.i, state, how="demonym", rule="demonym")
            continue
        if group_adjective(doc, token.i + 1, roles) is not None:
            continue  # "militant Islamist insurgency": the second adjective tells who
        label = group_adjective(doc, token.i, roles)
        if label is not None and not is_plural(token):
            entity = generic_entity(label, None, ontology)
            yield mark_entity(doc, token.i, token.i + 1, token.i, entity, how="generic", rule="group-adjective", plural=True)


def _is_joined_to_act(doc: Doc, place: int, roles: Roles, ontology: Ontology) -> bool:
    """Whether a demonym is joined to a participle that says what its state does: "Turkish-backed", not "Turkish-made"."""
    if place + 3 >= len(doc) or word_of(doc[place + 1]) != "-" or word_of(doc[place + 2]) not in roles.links:
        return False
    units = load_lexicon(ontology).units_by_head
    told = (expression for base in verb_bases(doc[place + 2]) for expression, _ in units.get(("verb", base), ()))
    return any(expression.complement is None and expression.particle is None for expression in told)
