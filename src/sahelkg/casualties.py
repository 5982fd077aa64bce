"""Who did it, where only the event's noun says so: "two soldiers were killed in an attack by X", "died in a raid blamed on Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.matching import find_carrier

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
_HARM = frozenset({"attacked", "captured", "detained", "killed"})
_SUFFERED = frozenset({"detained", "expelled", "killed", "overthrew"})  # "X's death" is none that X brought about
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
    phrases = [a for a in (*match.clause.obliques, *match.more) if a.markers & _DURING]
    acting = () if match.clause.passive or match.clause.kind != "verb" else match.clause.agents
    for argument in (*acting, *phrases):
        noun = argument.head
        if not _names_attack(syntax.lemma[noun], lexicon):
            continue
        for token in _doers(noun, syntax, finder, lexicon):
            if found := fillers.find(token, demonym=True):
                return noun, found
    return None


def is_done_by_attack(match: Match, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether what acts in a clause is an attack, as in "The attack left ten soldiers dead"."""
    clause = match.clause
    return clause.kind == "verb" and not clause.passive and any(_names_attack(syntax.lemma[a.head], lexicon) for a in clause.agents)


def find_harmers(match: Match, syntax: Syntax, finder: ClauseFinder, fillers: Fillers, lexicon: Lexicon) -> list[Mention]:
    """Whose an attack was that nobody is told to have made, where somebody does harm in it ("X killed five in a raid on Y")."""
    noun = match.clause.predicate
    verb = syntax.head[noun]
    if match.clause.kind != "noun" or syntax.pos[verb] != "VERB" or not syntax.markers(noun) & _DURING:
        return []
    units = lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
    clause = finder.find(verb, "verb")
    if clause.passive or not clause.patients:
        return []
    if not any(unit.relation in _HARM and "agent" in unit.subject_roles and not e.complement for e, unit in units):
        return []
    return [mention for argument in clause.agents for mention in fillers.find(argument.head)]


def find_undergone(noun: int, syntax: Syntax, lexicon: Lexicon) -> list[int]:
    """Who an act is done to by the look of its noun: those of "the arrest of X", and X of "X's arrest"."""
    units = [unit for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ()) if "patient" in unit.object_roles]
    found = [child for child in syntax.kids(noun, "nmod") if units and "of" in syntax.markers(child)]
    if not found and any(unit.relation in _SUFFERED for unit in units):
        found = [child for child in syntax.kids(noun, "nmod") if syntax.dep[child] == "nmod:poss"]
    return found


def _names_attack(lemma: str, lexicon: Lexicon) -> bool:
    return any(unit.relation == EVENT_RELATION for _, unit in lexicon.units_by_head.get(("noun", lemma), ()))


def _doers(noun: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> Iterator[int]:
    """Who a noun's attack was by: its by-phrase, what a participle says of it, its owner, the word before it."""
    clause = finder.find(noun, "noun")
    yield from (argument.head for argument in clause.agents)
    below = [noun, *(child for child in syntax.kids(noun, "nmod"))]
    for child in (participle for word in below for participle in syntax.kids(word, "acl")):
        yield from (a.head for a in finder.find(child, "verb").obliques if a.markers & _DOERS and child > noun)
    yield from (argument.head for argument in (*clause.possessors, *clause.modifiers))
    carrier, passes, _, _ = find_carrier(syntax, finder, lexicon, noun)
    if carrier is not None and passes == "agent":  # "launched attacks that killed X"
        yield from (argument.head for argument in carrier.agents if argument.head != noun)
