"""Whether one noun acts upon another: as the subject of its verb, also one shared with the verbs before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.phrases import relation

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_SHARING = frozenset({"conj", "advcl", "xcomp"})
_COUNTING = frozenset({"NUM", "NOUN", "PRON", "DET", "ADJ"})
_JOINED = frozenset({"conj", "flat"})


def acts_upon(noun: Token, other: Token) -> bool:
    """Whether a noun, alone or joined with others, is the subject of the verb that the other is the object of.

    Of "X and Y attacked them", "X welcomed the talks and urged them to stop", "X fought back, killing two of them".
    """
    noun, seen = _first_of(noun), 0
    target = _counted(other)
    if noun.dep_ not in _SUBJECTS or target.dep_ not in {"obj", "iobj"} or target.i < noun.i:
        return False
    verb = target.head
    while seen < 10:
        if any(child.dep_ in _SUBJECTS for child in verb.children):
            return bool(noun.head.i == verb.i)
        if relation(verb) not in _SHARING or verb.head.i == verb.i:
            return False
        if relation(verb) == "xcomp" and any(child.dep_ in {"obj", "iobj"} for child in verb.head.children):
            return False  # "X asked Y to help them": Y helps
        verb, seen = verb.head, seen + 1
    return False


def _first_of(noun: Token) -> Token:
    """The first of the nouns that one is joined to: whose verb is that of all of them."""
    seen = 0
    while relation(noun) in _JOINED and noun.head.pos_ in {"NOUN", "PROPN", "PRON"} and seen < 10:
        noun, seen = noun.head, seen + 1
    return noun


def _counted(pronoun: Token) -> Token:
    """The word that takes a number of them out, where one does: "two of them", "dozens of them"."""
    partitive = pronoun.dep_ == "nmod" and any(str(child.norm_).casefold() == "of" for child in pronoun.children)
    bare = partitive and pronoun.head.pos_ in _COUNTING and not any(c.dep_ in {"det", "nmod:poss"} for c in pronoun.head.children)
    return pronoun.head if bare else pronoun
