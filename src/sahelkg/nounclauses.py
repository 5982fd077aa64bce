"""Nouns as predicates: who does or undergoes what a noun names, and of whom a role is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.arguments import NOMINAL, Argument, Clause
from sahelkg.complements import find_places
from sahelkg.subjects import find_subjects, is_passive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.syntax import Syntax

_ENGAGED = frozenset({"at", "behind", "in", "under"})
_FIRST_PHRASE = frozenset({"of", "by", "from"})  # after which a noun's next phrase is its own


def read_noun(syntax: Syntax, index: int) -> Clause:
    """The clause of a noun: what it names with who does and undergoes it, or a role with whom it is said of."""
    possessors: list[Argument] = []
    modifiers: list[Argument] = []
    obliques: list[Argument] = []
    for child in syntax.children[index]:
        dep, base = syntax.dep[child], syntax.base[child]
        if dep == "nmod:poss":
            possessors.append(Argument(child))
            possessors += _find_owner_before(syntax, child)
        elif base in {"nmod", "obl"} and (markers := syntax.markers(child) - {""}):
            obliques.append(Argument(child, frozenset(markers)))
            obliques += _find_nested(syntax, child, markers)
        elif base in {"compound", "amod"} or dep in {"nmod:desc"}:
            modifiers.append(Argument(child))
        elif base == "acl" and syntax.dep[child] == "acl" and syntax.low[child] in {"involving", "led"}:
            obliques += [Argument(grand, frozenset({"by"})) for grand in syntax.kids(child, "obj", "obl")]
        elif base == "advmod" and syntax.low[child] == "there":
            obliques.append(Argument(child, frozenset({"in", "there"})))
    obliques += _find_astray(syntax, index)
    if syntax.base[index] == "conj" and is_paired(syntax, index):
        owners = [child for child in syntax.children[syntax.head[index]] if syntax.dep[child] == "nmod:poss"]
        possessors += [Argument(child) for child in owners]
    if syntax.kids(index, "cop"):
        obliques += list(find_places(syntax, index))
    return Clause(
        index,
        "noun",
        holders=tuple(Argument(holder) for holder in _find_holders(syntax, index)),
        possessors=tuple(possessors),
        modifiers=tuple(modifiers),
        obliques=tuple(obliques),
        agents=tuple(argument for argument in obliques if "by" in argument.markers) or _find_engaged(syntax, index),
    )


def _find_owner_before(syntax: Syntax, pronoun: int) -> list[Argument]:
    """The noun right before "whose" ("the alliance, whose chief is X"), where the parser made no relative clause."""
    if syntax.low[pronoun] != "whose" or pronoun == 0:
        return []
    before = pronoun - 1 - (syntax.low[pronoun - 1] == ",")
    while syntax.base[before] in {"flat", "compound"} and syntax.head[before] < before:
        before = syntax.head[before]
    return [Argument(before)] if syntax.pos[before] in {"NOUN", "PROPN"} else []


def _find_engaged(syntax: Syntax, index: int) -> tuple[Argument, ...]:
    """Whoever is in what a noun names acts in it, as in "X is at war with Y", "X is in talks with Y"."""
    if syntax.kids(index, "cop") and syntax.markers(index) & _ENGAGED:
        return tuple(Argument(subject) for subject in find_subjects(syntax, index))
    head = syntax.head[index]
    if head == index or syntax.marker(index) != "in" or not _is_manner(syntax, index):
        return ()
    if syntax.pos[head] == "VERB" and not is_passive(syntax, head):
        return tuple(Argument(subject) for subject in find_subjects(syntax, head))
    return (Argument(head),) if syntax.base[index] == "nmod" and syntax.pos[head] == "PROPN" else ()


def _is_manner(syntax: Syntax, noun: int) -> bool:
    """Whether a noun after "in" tells how somebody acts ("in revolt against X"): singular, bare, no act undergone."""
    if syntax.feature(noun, "Number") == "Plur" or syntax.low[noun].endswith("ing") or syntax.kids(noun, "det", "nummod"):
        return False
    if any(syntax.kids(case - 1, "nummod") for case in syntax.kids(noun, "case") if case):
        return False  # "withheld forty million euros in aid"
    return syntax.base[noun] in {"obl", "nmod"} and all(syntax.dep[child] != "nmod:poss" for child in syntax.children[noun])


def _find_nested(syntax: Syntax, child: int, markers: set[str]) -> Iterator[Argument]:
    """What the parser hung on X, though it completes the noun, as in "The retreat of X from Y"."""
    if not markers & _FIRST_PHRASE:
        return
    for grandchild in syntax.kids(child, "nmod", "obl"):
        inner = syntax.markers(grandchild) - {"", "of"} - markers
        if inner and syntax.dep[grandchild] != "nmod:poss":
            yield Argument(grandchild, frozenset(inner))


def _find_astray(syntax: Syntax, index: int) -> Iterator[Argument]:
    """Prepositional phrases after a noun that the parser hung on its verb: "severed ties | with France"."""
    head = syntax.head[index]
    if head == index or syntax.base[index] not in {"obj", "nsubj", "obl", "xcomp", "conj", "nmod"}:
        return
    end = head if syntax.base[index] == "nsubj" else len(syntax.head)  # what follows the verb is not its subject's
    for child in syntax.kids(head, "obl", "nmod"):
        markers = syntax.markers(child) - {""}
        passive_agent = "by" in markers and is_passive(syntax, head)
        reaches = index < child < end or (child > index and "between" in markers)
        if markers and reaches and syntax.dep[child] != "nmod:poss" and not passive_agent:
            yield Argument(child, frozenset(markers))


def _find_holders(syntax: Syntax, index: int) -> Iterator[int]:
    """Who a role noun is said of: subject of "is", apposition either way, title before a name, "as its leader"."""
    if syntax.kids(index, "cop"):
        yield from find_subjects(syntax, index)
    for child in syntax.kids(index, "appos", "flat"):
        if syntax.pos[child] in {"PROPN", "NOUN"}:
            yield child
    for child in syntax.kids(index, "nmod"):  # "the head of X, NAME": the name may hang on X
        if "of" in syntax.markers(child):
            yield from (name for name in syntax.kids(child, "appos") if syntax.pos[name] == "PROPN")
            yield from (
                name
                for name in syntax.kids(child, "conj")
                if syntax.is_person(name) and not syntax.is_person(child) and not syntax.kids(name, "cc")
            )
    dep, base, head = syntax.dep[index], syntax.base[index], syntax.head[index]
    if base == "nsubj" and syntax.pos[head] == "PROPN" and syntax.kids(head, "cop"):
        yield head  # "its leader is X"
    if base == "conj" and is_paired(syntax, index):
        yield from (holder for holder in _find_holders(syntax, head) if holder != head)
    if base in {"appos", "flat"} or dep == "nmod:desc" or (base == "compound" and syntax.pos[head] == "PROPN"):
        yield head
    elif base == "xcomp":
        verb = head
        objects = syntax.kids(verb, "obj")
        yield from objects[:1] if objects and not is_passive(syntax, verb) else find_subjects(syntax, verb)
    elif base == "obl" and "as" in syntax.markers(index):
        objects = syntax.kids(head, "obj")
        yield from objects[:1] if objects and not is_passive(syntax, head) else find_subjects(syntax, head)
    elif base in {"nmod", "obl"} and syntax.pos[head] in NOMINAL and syntax.markers(index) & {"in", "under"}:
        yield head
    yield index


def is_title(syntax: Syntax, noun: int, holder: int) -> bool:
    """Whether a noun in the singular stands beside a name: in "President X and Y" it is X who is president."""
    if syntax.base[holder] == "nsubj" and syntax.head[holder] == noun:
        return False  # "X and Y are a danger"
    joined = any(syntax.kids(other, "cc") for other in syntax.conjuncts(holder)[1:])
    return syntax.feature(noun, "Number") == "Sing" and (joined or noun != holder)


def is_paired(syntax: Syntax, index: int) -> bool:
    """Whether a noun is the bare second of two that share what stands before them: "X's founder and leader"."""
    first = syntax.head[index]
    said = syntax.kids(index, "amod")
    if syntax.pos[index] != "NOUN" or syntax.pos[first] != "NOUN" or index - first != 2 + len(said):
        return False
    if said and (syntax.feature(index, "Number") != "Sing" or syntax.feature(first, "Number") != "Sing"):
        return False  # "X's ambassador and foreign observers"
    lower = all(syntax.doc[word].text.islower() for word in said)  # "X's founder and present leader", not "and Chadian ally"
    return lower and syntax.low[first + 1] == "and" and not syntax.kids(index, "det", "nmod", "compound")


def is_presumed(syntax: Syntax, index: int) -> bool:
    """Whether a noun is said of somebody in passing: as a subject, an apposition, a title; not by "is" or "as"."""
    if syntax.kids(index, "cop") or syntax.base[index] == "xcomp":
        return False
    if syntax.base[index] in {"nsubj", "appos", "compound", "flat"} or syntax.dep[index] in {"nmod:desc", "nmod:poss"}:
        return True
    named = [child for child in syntax.kids(index, "appos") if child > index and syntax.pos[child] == "PROPN"]
    return bool(named) and syntax.base[index] in {"obj", "obl", "iobj"}  # "was to free the country's president, X"
