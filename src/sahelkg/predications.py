"""What somebody is said to be: in "She was a surgeon" the surgeon is she."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.groups import NOUN_RULE
from sahelkg.phrases import relation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sahelkg.discourse import Discourse

RULE = "copula"


def resolve_predicate(discourse: Discourse, number: int) -> bool:
    """Gives a person's noun after "is" the entity of the subject, where that is one person; whether it could.

    Not where it is denied or asked ("is no soldier"), nor where somebody may or would be something.
    """
    mention = discourse.mentions[number]
    if mention.how != "generic" or mention.rule != NOUN_RULE or mention.plural:
        return False
    head = discourse.doc[mention.head]
    children = list(head.children)
    if not any(child.dep_ == "cop" for child in children):
        return False
    if any(child.morph.get("Polarity", []) == ["Neg"] or _is_modal(child) for child in children):
        return False
    if discourse.phrase(number).determiner == "no" or head.sent.text.rstrip().endswith("?"):
        return False
    subject = next((child.i for child in children if relation(child) == "nsubj"), None)
    found = discourse.by_head.get(subject) if subject is not None else None
    if found is None or discourse.mentions[found].plural:
        return False
    entity = discourse.mentions[found].entity
    if entity is None or not discourse.fits(entity, ["Person"]):
        return False
    discourse.give(number, entity, RULE)
    return True


def _is_modal(token: Token) -> bool:
    """Whether a word is an auxiliary such as "would": finite, but in no mood."""
    return relation(token) == "aux" and token.morph.get("VerbForm", []) == ["Fin"] and not token.morph.get("Mood", [])
