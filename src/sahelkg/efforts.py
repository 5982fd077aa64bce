"""Talks that stand before the noun for what is undertaken, and who they are between: "a mediation effort"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.arguments import Argument
from sahelkg.carriers import find_particle, is_measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

TALKS = "negotiatedWith"
_BETWEEN = frozenset({"between"})


def find_effort(syntax: Syntax, lexicon: Lexicon, noun: int) -> int:
    """The noun for an undertaking that a noun for talks stands right before, else that noun itself."""
    head = syntax.head[noun]
    if syntax.base[noun] == "compound" and lexicon.cues_of("StanceCue", "noun", syntax.lemma[head]):
        return head
    return noun


def is_fruitless(syntax: Syntax, lexicon: Lexicon, noun: int) -> bool:
    """Whether talks are told to have come to nothing: "the talks broke down", "held talks that ended without an agreement"."""
    while is_measured(syntax, lexicon, noun):
        noun = syntax.head[noun]
    above = [syntax.head[noun]] if syntax.dep[noun] == "nsubj" else []
    for verb in (*above, *syntax.kids(noun, "acl")):
        for expression, _ in lexicon.cues_of("FailureCue", "verb", syntax.lemma[verb]):
            phrases = [child for child in syntax.kids(verb, "obl", "advcl", "obj") if syntax.lemma[child] == expression.complement]
            if expression.complement and not phrases:
                continue
            if expression.particle is None or find_particle(syntax, verb, expression.particle) is not None:
                return not any(syntax.low[child] in {"not", "n't", "never"} for child in syntax.kids(verb, "advmod"))
    return False


def find_parties(syntax: Syntax, effort: int) -> Iterator[Argument]:
    """Who is to be brought together by an undertaking's infinitive, as in "An effort to settle the row between X and Y".

    Also those who are to do something of their own by it: "to help X and Y reach an accord".
    """
    above = syntax.head[effort]
    clauses = [*syntax.kids(effort, "acl"), *(clause for clause in syntax.kids(above, "advcl", "xcomp") if clause > effort)]
    clauses += [inner for clause in clauses for inner in syntax.kids(clause, "xcomp")]  # "designed to help X and Y"
    for verb in clauses:
        if not any(syntax.low[mark] == "to" for mark in syntax.kids(verb, "mark")):
            continue
        reached = syntax.kids(verb, "xcomp", "ccomp")
        for noun in (*syntax.kids(verb, "obj"), *(own for inner in reached for own in syntax.kids(inner, "nsubj", "obj"))):
            acts = syntax.base[noun] == "nsubj" or (syntax.head[noun] == verb and bool(reached))
            if acts and syntax.kids(noun, "conj"):
                yield Argument(noun, _BETWEEN)
            yield from (Argument(child, _BETWEEN) for child in syntax.kids(noun, "nmod") if "between" in syntax.markers(child))
