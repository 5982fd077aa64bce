"""The phrases that hang on a lexical unit's own noun, at once or further down a chain of nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.arguments import NOMINAL, Argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_REACHED = frozenset({"from", "into", "to", "with"})  # "a ban on imports from X": what a thing's own phrase may tell of the unit
_TOPICS = frozenset({"about", "concerning", "regarding"})
_GETTING = frozenset({"to"})
_BEFORE = ("det", "nummod", "amod", "compound")
_FOR = frozenset({"for"})
_AGAINST = frozenset({"against"})
_ALONG = frozenset({"along"})
_NESTED = 1  # "a ban on sales of arms to X"


def find_phrases_below(syntax: Syntax, words: tuple[int, ...]) -> Iterator[Argument]:
    """The prepositional phrases right on the words; whose a thing is stands as "of" it.

    Who is to do what the noun is for is a phrase, too: "gave permission for X to land".
    """
    for word in words:
        for child in syntax.kids(word, "nmod", "obl"):
            if syntax.dep[child] == "nmod:poss":
                yield Argument(child, frozenset({"of"}))  # "took its place" is "took the place of it"
            elif markers := syntax.markers(child) - {""}:
                yield Argument(child, frozenset(markers))
        for clause in (*syntax.kids(word, "acl"), *(verb for verb in syntax.kids(syntax.head[word], "advcl") if verb > word)):
            yield from _find_doers(syntax, clause)


def _find_doers(syntax: Syntax, clause: int) -> Iterator[Argument]:
    """Who an infinitive is for, between its two marks: "for X to land"."""
    marks = {syntax.low[mark]: mark for mark in syntax.kids(clause, "mark")}
    for word in range(marks.get("for", clause) + 1, marks.get("to", 0)):
        if syntax.base[word] == "nsubj":
            yield Argument(word, _FOR)


def find_deeper_phrases(syntax: Syntax, lexicon: Lexicon, words: tuple[int, ...]) -> Iterator[Argument]:
    """What hangs further down on the unit's own noun, or on the clause or the noun that it shares it with.

    "Returned the remains of two pilots to X", "a ban on imports from X", "lifted the sanctions imposed on X", "expressed
    solidarity and support to X", "its presence on the border with X" (which stands along X), "filed a suit in a court | against X".
    """
    for word in words[1:]:
        astray = [child for child in syntax.kids(words[0], "obl") if word + 1 in syntax.kids(child, "case")]
        for child in (*syntax.children[word], *astray):
            base = syntax.base[child]
            if base in {"nmod", "obl"} and syntax.pos[child] in NOMINAL:
                yield from _find_opposed(syntax, lexicon, child)
            if base in {"nmod", "obl"} and syntax.pos[child] == "NOUN" and syntax.dep[child] != "nmod:poss":
                yield from _find_nested(syntax, lexicon, child, syntax.markers(child) - {""}, _NESTED)
            elif (base == "acl" and child not in words and _is_done_by(syntax, lexicon, child, word)) or (
                base == "conj" and syntax.pos[child] == "NOUN" and not syntax.kids(child, *_BEFORE)
            ):
                yield from find_phrases_below(syntax, (child,))


def find_border_phrases(syntax: Syntax, lexicon: Lexicon, words: tuple[int, ...]) -> Iterator[Argument]:
    """Whose border a noun in a phrase of its own stands along: "on alert along the border with X"."""
    for word in words[1:]:
        for child in syntax.kids(word, "nmod", "obl"):
            if lexicon.cues_of("EdgeCue", "noun", syntax.lemma[child]):
                yield from _find_nested(syntax, lexicon, child, set(), 0)


def _find_opposed(syntax: Syntax, lexicon: Lexicon, noun: int) -> Iterator[Argument]:
    """Against whom a thing is done, hung on the noun before which its place or its address stands; not "the war against X"."""
    if any("against" in unit.object_prepositions for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ())):
        return
    for child in syntax.kids(noun, "nmod"):
        if "against" in syntax.markers(child) and child > noun:
            yield Argument(child, _AGAINST)


def _find_nested(syntax: Syntax, lexicon: Lexicon, noun: int, markers: set[str], depth: int) -> Iterator[Argument]:
    """The phrases of a noun in a phrase: after "of", and of things spoken of at large ("on sales of arms to X")."""
    below = [child for child in syntax.kids(noun, "nmod") if syntax.dep[child] != "nmod:poss"]
    if lexicon.cues_of("EdgeCue", "noun", syntax.lemma[noun]):
        yield from (Argument(child, _ALONG) for child in below if "with" in syntax.markers(child))
        return
    reached = _REACHED
    if markers != {"of"} and syntax.kids(noun, "det", "nummod"):
        if not markers & _TOPICS:
            return
        reached = _GETTING  # "passed information about the dealer | to X"
    for child in below:
        inner = syntax.markers(child) - {"", "of"} - markers
        if inner & reached:
            yield Argument(child, frozenset(inner))
    for child in below if depth else ():
        if syntax.pos[child] == "NOUN" and "of" in syntax.markers(child):
            yield from _find_nested(syntax, lexicon, child, {"of"}, depth - 1)


def _is_done_by(syntax: Syntax, lexicon: Lexicon, verb: int, noun: int) -> bool:
    """Whether the verb of a clause on a noun does what the noun names: "sanctions imposed on X", "that it imposed on X"."""
    if syntax.pos[verb] != "VERB":
        return False
    units = lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
    if all(expression.complement != syntax.lemma[noun] for expression, _ in units):
        return False
    own = syntax.kids(verb, "obj", "xcomp", "ccomp", "nsubj")
    return all(syntax.is_relative(child) == (syntax.dep[child] in {"obj", "nsubj:pass"}) for child in own)
