"""Who did it, where only the event's noun says so: "two soldiers were killed in an attack by X", "died in a raid blamed on Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.clauses import ClauseFinder
    from sahelkg.fillers import Fillers
    from sahelkg.lexicon import Lexicon
    from sahelkg.matching import Match
    from sahelkg.records import Mention
    from sahelkg.syntax import Syntax

EVENT_RELATION = "attacked"
IMPLIED = "impliedAttacker"
_DURING = frozenset({"in", "during", "after"})
_DOERS = frozenset({"by", "on", "to"})  # "carried out by", "blamed on", "attributed to"


def find_attackers(
    match: Match, syntax: Syntax, finder: ClauseFinder, fillers: Fillers, lexicon: Lexicon
) -> tuple[int, list[Mention]] | None:
    """The noun of the attack that a clause tells its victims of, and whose attack it was.

    Args:
        match: a unit whose own clause names nobody that did it.
        syntax: the article's columns.
        finder: its clauses.
        fillers: its mentions.
        lexicon: knows the nouns for attacks.

    Returns:
        The noun's token and the attackers; None where the clause has no such noun or that names nobody.
    """
    for argument in (*match.clause.obliques, *match.more):
        noun = argument.head
        if not argument.markers & _DURING or not _names_attack(syntax.lemma[noun], lexicon):
            continue
        for token in _doers(noun, syntax, finder):
            if found := fillers.find(token, demonym=True):
                return noun, found
    return None


def _names_attack(lemma: str, lexicon: Lexicon) -> bool:
    return any(unit.relation == EVENT_RELATION for _, unit in lexicon.units_by_head.get(("noun", lemma), ()))


def _doers(noun: int, syntax: Syntax, finder: ClauseFinder) -> Iterator[int]:
    """Who a noun's attack was by: its by-phrase, what a participle says of it, its owner, the word before it."""
    clause = finder.find(noun, "noun")
    yield from (argument.head for argument in clause.agents)
    below = [noun, *(child for child in syntax.kids(noun, "nmod"))]
    for child in (participle for word in below for participle in syntax.kids(word, "acl")):
        yield from (a.head for a in finder.find(child, "verb").obliques if a.markers & _DOERS and child > noun)
    yield from (argument.head for argument in (*clause.possessors, *clause.modifiers))
