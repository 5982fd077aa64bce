"""The values of a predicate and its arguments, as :mod:`sahelkg.clauses` finds them."""

from __future__ import annotations

from dataclasses import dataclass

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


@dataclass(frozen=True)
class Argument:
    """A phrase of the clause: the token that heads it and its prepositions (empty for subject and object)."""

    head: int
    markers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Clause:
    """A predicate and its arguments.

    ``agents`` act, ``patients`` undergo (the subject of a passive), ``recipients`` get; ``obliques`` carry their
    prepositions; ``holders`` are what a noun is said of; ``possessors`` and ``modifiers`` stand before a noun.
    """

    predicate: int
    kind: str  # verb, noun, adjective, adposition
    passive: bool = False
    agents: tuple[Argument, ...] = ()
    patients: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    obliques: tuple[Argument, ...] = ()
    holders: tuple[Argument, ...] = ()
    possessors: tuple[Argument, ...] = ()
    modifiers: tuple[Argument, ...] = ()
    joined: tuple[Argument, ...] = ()  # "X-led": what stands before a participle
