"""Whose doing a noun takes up that follows the clause it stands for: "X lifted the ban, a move welcomed by Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_BESIDE = frozenset({"appos", "parataxis", "dep", "nmod", "obl"})  # the parser has no label of its own for it


def find_resumed_agents(noun: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> list[int]:
    """Who does what a noun set off behind a clause takes up; nobody where the noun is any other.

    Args:
        noun: the noun, "move"; it takes up a clause where it is new ("a", no article) and a comma stands before it.
        syntax: of the document.
        finder: its clauses.
        lexicon: knows the nouns that take up clauses (``skg:ResumptionCue``).
    """
    if syntax.base[noun] not in _BESIDE or not lexicon.cues_of("ResumptionCue", "noun", syntax.lemma[noun]):
        return []
    articles = [child for child in syntax.kids(noun, "det") if syntax.feature(child, "Definite") == "Ind"]
    if not articles or syntax.kids(noun, "case") or syntax.low[articles[0] - 1] != ",":
        return []
    verb = next((above for above in syntax.ancestors(noun) if syntax.pos[above] == "VERB"), None)
    return [] if verb is None else [argument.head for argument in finder.find(verb, "verb").agents]
