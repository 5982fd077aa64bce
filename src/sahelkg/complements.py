"""The phrases that complete a verb: objects, prepositional phrases, and those that stand elsewhere in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.arguments import NOMINAL, Argument
from sahelkg.subjects import is_passive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.syntax import Syntax

_BY = frozenset({"by"})
_NAMING = frozenset({"NOUN", "PROPN"})
_MEASURES = frozenset({"obl:unmarked", "obl:tmod", "obl:npmod"})  # "last Sunday", "twice a week"
_BETWEEN_VERBS = frozenset({"PUNCT", "CCONJ", "ADV", "AUX"})
_BEFORE_PARTICIPLE = frozenset({"compound", "obl", "nmod", "amod", "obj", "nsubj", "advmod"})


def find_objects(syntax: Syntax, index: int, subjects: tuple[Argument, ...]) -> list[Argument]:
    """What a verb acts on: its object, that of the verb beside it, or the noun that a relative clause hangs on."""
    heads = find_shared(syntax, index, "obj") or _find_shifted(syntax, index)
    heads = heads or _find_object_of_next(syntax, index) or _find_object_of_last(syntax, index)
    objects = [Argument(child) for child in heads if all(child != subject.head for subject in subjects)]
    if not objects and subjects and syntax.dep[index] == "acl:relcl" and not is_passive(syntax, index):
        if any(syntax.is_relative(child) and syntax.marker(child) for child in syntax.kids(index, "obl")):
            return []  # "the deal under which X agreed to leave"
        objects = _find_relative_object(syntax, index, subjects)
    return objects


def find_phrases(syntax: Syntax, index: int, *, stranded: bool = True) -> Iterator[Argument]:
    """The prepositional phrases of a verb or an adjective, those of place and those that a relative pronoun stands for."""
    for child in find_shared(syntax, index, "obl", "nmod"):
        yield Argument(child, frozenset(syntax.markers(child) - {""}))
    yield from find_places(syntax, index)
    if stranded:
        yield from _find_stranded(syntax, index)


def find_agents(syntax: Syntax, index: int, phrases: Iterable[Argument]) -> list[Argument]:
    """Who acts in a passive: the phrase with "by", also one that hangs on a bare noun or an adverb ("in turn by X").

    Of two passives side by side the agent that stands after the last is that of both.
    """
    found = [phrase for phrase in phrases if "by" in phrase.markers]
    if found:
        return found
    for child in syntax.kids(index, "obl", "nmod", "advmod"):
        if child > index and (syntax.pos[child] == "ADV" or _is_bare(syntax, child)):
            found += [Argument(below, _BY) for below in syntax.kids(child, "nmod", "obl") if "by" in syntax.markers(below)]
    for follower in syntax.kids(index, "conj") if not found else ():
        if _stand_side_by_side(syntax, index, follower) and is_passive(syntax, follower):
            return find_agents(syntax, follower, find_phrases(syntax, follower))
    return found


def _is_bare(syntax: Syntax, noun: int) -> bool:
    """Whether a noun has nothing before it that would give it an agent of its own: no article, no attribute."""
    return not syntax.kids(noun, "det", "amod", "compound", "nummod")


def _stand_side_by_side(syntax: Syntax, verb: int, follower: int) -> bool:
    """Whether nothing but commas, conjunctions, adverbs and auxiliaries stands between two verbs."""
    return all(syntax.pos[place] in _BETWEEN_VERBS for place in range(verb + 1, follower))


def _find_shifted(syntax: Syntax, index: int) -> list[int]:
    """A heavy object behind a phrase, read as a phrase without its preposition ("bombed in error a gathering")."""
    if is_passive(syntax, index):
        return []
    return [
        child
        for child in syntax.kids(index, "obl")
        if child > index and syntax.dep[child] not in _MEASURES and not syntax.marker(child) and syntax.pos[child] in _NAMING
    ]


def _find_object_of_last(syntax: Syntax, index: int) -> list[int]:
    """The object behind two verbs that hangs on the first, as in "may restrict or expel X"."""
    first = syntax.head[index]
    if syntax.base[index] != "conj" or is_passive(syntax, index) or syntax.kids(index, "nsubj", "iobj", "xcomp", "ccomp"):
        return []
    beside = [first, *(verb for verb in syntax.kids(first, "conj") if verb < index and syntax.pos[verb] == "VERB")]
    return [child for verb in beside for child in syntax.kids(verb, "obj") if child > index]


def _find_object_of_next(syntax: Syntax, index: int) -> list[int]:
    """The object that stands after the last of two verbs is that of both, as in "Arming and financing X"."""
    if is_passive(syntax, index) or syntax.kids(index, "iobj", "xcomp", "ccomp"):
        return []
    for follower in syntax.kids(index, "conj"):
        between = [place for place in range(index + 1, follower) if syntax.low[place] not in {",", "and", "or"}]
        if syntax.pos[follower] == "VERB" and not between:
            return syntax.kids(follower, "obj") or _find_object_of_next(syntax, follower)
    return []


def _find_relative_object(syntax: Syntax, index: int, subjects: tuple[Argument, ...]) -> list[Argument]:
    """The noun is the object unless the pronoun is the subject or "where", as in "The town that they seized"."""
    head = syntax.head[index]
    if any(argument.head == head for argument in subjects):
        return []
    if any(syntax.low[child] in {"where", "when", "why"} for child in syntax.kids(index, "advmod", "mark")):
        return []
    return [Argument(head)]


def find_places(syntax: Syntax, index: int) -> Iterator[Argument]:
    """The words "there" and, in a relative clause, "where", as phrases with "in"."""
    for child in find_shared(syntax, index, "advmod"):
        if syntax.low[child] in {"there", "here"}:
            yield Argument(child, frozenset({"in", "to", "there"}))
        elif syntax.low[child] == "where" and syntax.base[index] in {"acl", "advcl"}:
            head = syntax.head[index]
            place = head if syntax.pos[head] in NOMINAL else _find_place_before(syntax, child, head)
            if place is not None:
                yield Argument(place, frozenset({"in", "to", "there"}))


def _find_place_before(syntax: Syntax, where: int, verb: int) -> int | None:
    """The noun before "where" when the parser hung the clause on the verb."""
    for index in range(where - 1, syntax.sentences[syntax.sentence[where]][0] - 1, -1):
        if syntax.pos[index] in {"NOUN", "PROPN"}:
            while syntax.base[index] in {"flat", "compound"}:
                index = syntax.head[index]
            return index if index != verb else None
    return None


def _find_stranded(syntax: Syntax, index: int) -> Iterator[Argument]:
    """The relative noun fills the stranded preposition, as in "The party we communicate with"."""
    if syntax.dep[index] != "acl:relcl":
        return
    for child in syntax.children[index]:
        if syntax.base[child] == "obl" and syntax.pos[child] == "ADP":
            yield Argument(syntax.head[index], frozenset({syntax.low[child]}))
        elif syntax.base[child] == "obl" and syntax.is_relative(child):
            yield Argument(syntax.head[index], frozenset(syntax.markers(child) - {""}))


def find_shared(syntax: Syntax, index: int, *bases: str) -> list[int]:
    """Dependents, with relative pronouns replaced by what they stand for."""
    found = []
    for child in syntax.kids(index, *bases):
        if syntax.is_relative(child) and syntax.dep[index] == "acl:relcl":
            found.append(syntax.head[index])
        else:
            found.append(child)
    return found


def find_joined(syntax: Syntax, index: int) -> tuple[Argument, ...]:
    """The name that stands before a participle and hangs on it or on its noun, as in "al-Qaeda-linked"."""
    if syntax.base[index] not in {"amod", "compound", "acl"} or syntax.head[index] < index:
        return ()
    found = [child for child in syntax.children[index] if child < index and syntax.base[child] in _BEFORE_PARTICIPLE]
    noun = syntax.head[index]
    low = index - 1
    while low >= 0 and syntax.low[low] in {"-", "–", "‑"}:
        low -= 1
    while low >= 0 and syntax.base[low] == "flat":
        low = syntax.head[low] if syntax.head[low] < low else low - 1
    if not found and low >= 0 and (syntax.head[low] == noun or syntax.low[index - 1] in {"-", "–"}):
        found = [low] if syntax.pos[low] in {"PROPN", "NOUN", "ADJ"} else []
    return tuple(Argument(child, frozenset({"-"})) for child in found)
