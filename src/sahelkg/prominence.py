"""The order in which nouns are tried as a pronoun's antecedent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.phrases import relation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sahelkg.discourse import Discourse


def rank_noun(discourse: Discourse, noun: Token, pronoun: Token, distance: int) -> int:
    """The order in which nouns are tried: within a sentence the subjects of clauses above the pronoun's come first."""
    rank = discourse.rank(noun)
    if distance == 0 and (said := _rank_said_of(noun, pronoun)):
        return said
    if (
        distance == 0
        and noun.dep_ in {"obj", "iobj"}
        and any(t.dep_ == "xcomp" and t.head.i == noun.head.i for t in (pronoun, *pronoun.ancestors))
    ):
        return -1  # "asked him to submit his work": the object does it
    if distance == 0 and rank == 0:
        clause = noun.head
        above = [token.i for token in pronoun.ancestors]
        # the nearest clause above first: "the report said Wagner had left after it …"
        return above.index(clause.i) if clause.i in above else 20
    return rank + 20 if distance == 0 else rank


def _rank_said_of(noun: Token, pronoun: Token) -> int:
    """Before all others, whoever a bare participle behind a noun is said of: "the leader of X, known for its attacks"."""
    said = next((t for t in pronoun.ancestors if t.dep_ in {"acl", "amod"} or t.pos_ in {"VERB", "AUX"}), None)
    if said is None or said.dep_ not in {"acl", "amod"} or not noun.i < said.i < pronoun.i:
        return 0
    if any(relation(child) in {"nsubj", "mark"} or child.dep_ == "obl:agent" for child in said.children):
        return 0
    if noun.i == said.head.i:
        return -3
    return -2 if noun.dep_ == "nmod" and noun.head.i == said.head.i else 0
