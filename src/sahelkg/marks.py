"""How a clause hangs on what governs it, by its own words: as a gerund, a participle, an extent, a question word's clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelkg.syntax import Syntax


def is_extent(syntax: Syntax, index: int) -> bool:
    """Whether an infinitive tells how far somebody goes, and so did: "so far as to say"; not "so as to"."""
    marks = [mark for mark in syntax.kids(index, "mark") if mark and syntax.low[mark] == "as"]
    return any(syntax.pos[mark - 1] in {"ADV", "ADJ"} and syntax.low[mark - 1] != "so" for mark in marks)


def has_any_mark(syntax: Syntax, index: int) -> bool:
    """Whether a word marks the clause, other than "by"."""
    return bool(syntax.kids(index, "mark")) and not syntax.has_mark(index, "by")


def asks(syntax: Syntax, index: int) -> bool:
    """Whether a clause begins with a word that may also ask: "when X attacked", "where they met"."""
    return any(syntax.feature(child, "PronType") in {"Int", "Rel"} for child in syntax.kids(index, "advmod"))


def is_gerund_after(syntax: Syntax, index: int, head: int) -> bool:
    """Whether an -ing form stands right behind its verb, as its object does: a participle has a comma before it."""
    between = range(head + 1, index)
    near = index > head and all(syntax.dep[word] == "compound:prt" for word in between)
    return near and syntax.low[index].endswith("ing") and not syntax.kids(index, "mark")


def is_after_colon(syntax: Syntax, index: int, base: str) -> bool:
    """Whether a clause follows a colon behind its verb, as the words of whoever that verb tells of."""
    return base in {"parataxis", "ccomp"} and any(syntax.low[i] == ":" for i in range(syntax.head[index] + 1, index))


def is_participle(syntax: Syntax, index: int) -> bool:
    """Whether a clause is a participle that says more of its noun, and no content of it."""
    return syntax.feature(index, "VerbForm") in {"Part", "Ger"} and not syntax.has_mark(index, "that", "to", "of", "for")


def is_cleft(syntax: Syntax, noun: int) -> bool:
    """Whether a noun is what "it was X that …" singles out."""
    subjects = syntax.kids(noun, "nsubj", "expl")
    return bool(syntax.kids(noun, "cop")) and any(syntax.low[child] == "it" for child in subjects)


def follows_participle(syntax: Syntax, clause: int) -> bool:
    """Whether a participle took the place of the verb behind it: "X, said | to be rich, was arrested" is said by nobody."""
    return any(said < clause and syntax.is_infinitive(said) for said in syntax.kids(syntax.head[clause], "xcomp", "ccomp"))
