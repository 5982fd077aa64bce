"""Who a predicate is said of: its subject, looked for outwards where the construction puts it (control, raising, relatives)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.mending import ASKED

if TYPE_CHECKING:
    from sahelkg.syntax import Syntax

_MAX_CONTROL = 6  # clauses that a subject is looked for in, outwards
_ASKED = frozenset({"on", "upon"})  # "called on X to leave"
_ADDRESSED = _ASKED | {"to", "with"}  # "appealed to X to leave", where the verb is known for one that asks
_OBJECT_CONTROL = frozenset({"against", "of", "from", "for", "into", "with"})  # "accused X of killing", "warned X against it"


def is_passive(syntax: Syntax, index: int) -> bool:
    """Whether a verb's subject undergoes: passive auxiliary or subject, or a past participle on a noun."""
    if any(syntax.dep[child] in {"nsubj:pass", "aux:pass", "csubj:pass"} for child in syntax.children[index]):
        return True
    bare = syntax.base[index] in {"acl", "advcl"} and not syntax.kids(index, "aux", "nsubj")
    if bare and not syntax.low[index].endswith("ing") and any(syntax.dep[child] == "obl:agent" for child in syntax.children[index]):
        return True  # "though denied a visa by X"
    if syntax.base[index] == "conj" and not syntax.kids(index, "nsubj", "aux", "obj"):
        head = syntax.head[index]
        if syntax.pos[head] == "VERB" and syntax.feature(index, "VerbForm") == syntax.feature(head, "VerbForm"):
            return is_passive(syntax, head)
    if syntax.base[index] in {"acl", "amod", "advcl", "xcomp"} and not syntax.kids(index, "aux", "obj", "cop", "nsubj"):
        return (
            syntax.feature(index, "VerbForm") == "Part"
            and (syntax.feature(index, "Tense") == "Past" or syntax.low[index].endswith("ed"))
            and not syntax.low[index].endswith("ing")
        )
    return False


def find_subjects(syntax: Syntax, index: int, depth: int = 0) -> list[int]:
    """Who a verb or a predicate noun is said of; found outwards where the clause has no subject of its own."""
    own = syntax.kids(index, "nsubj", "csubj")
    if own:
        return [_find_antecedent(syntax, child, index) for child in own[:1]]
    if depth >= _MAX_CONTROL or _is_joined_participle(syntax, index):
        return []
    if inverted := _find_inverted(syntax, index):
        return inverted
    base, head = syntax.base[index], syntax.head[index]
    if head == index:
        return []
    if base == "conj" and syntax.pos[head] in {"VERB", "AUX", "ADJ", "NOUN"}:
        return find_subjects(syntax, head, depth + 1)
    if base == "xcomp":
        asked = _ADDRESSED if syntax.dep[index] == ASKED else _ASKED
        controllers = syntax.kids(head, "obj", "iobj") or [
            phrase for phrase in syntax.kids(head, "obl") if phrase < index and syntax.markers(phrase) & asked
        ]
        if controllers and not is_passive(syntax, head):
            return controllers[:1]
        return find_subjects(syntax, head, depth + 1)
    if base in {"advcl", "ccomp"} and not syntax.kids(index, "nsubj"):
        if (given := syntax.kids(head, "iobj")) and syntax.is_infinitive(index):
            return given[:1]  # "gave X a week to leave"
        if syntax.feature(index, "VerbForm") == "Fin" and base == "ccomp":
            return []
        objects = syntax.kids(head, "obj", "iobj")
        if objects and syntax.has_mark(index, *_OBJECT_CONTROL) and not is_passive(syntax, head):
            return objects[:1]
        if syntax.pos[head] in {"VERB", "ADJ", "AUX"} or syntax.kids(head, "cop"):
            return find_subjects(syntax, head, depth + 1)
        return []
    if base in {"acl", "amod"}:
        if base == "acl" and syntax.is_infinitive(index):
            return _find_planner(syntax, head, index, depth)
        apart = any(syntax.low[child] == "," for child in syntax.kids(index, "punct"))
        if apart and syntax.low[index].endswith("ing") and syntax.kids(head, "cop"):
            return find_subjects(syntax, head, depth + 1)  # "X is a donor, giving money to Y"
        return [head, *_find_noun_before(syntax, index, head)]
    return []


def _is_joined_participle(syntax: Syntax, index: int) -> bool:
    """Whether a hyphen joins a thing to the verb before its noun: "help drought-hit X" is nobody's blow."""
    thing = index - 2
    return syntax.low[index - 1] == "-" and syntax.base[index] == "xcomp" and thing in syntax.kids(index, "compound")


def _find_inverted(syntax: Syntax, index: int) -> list[int]:
    """The subject behind a verb whose phrase of place stands first ("To the alliance belong X and Y")."""
    if syntax.feature(index, "VerbForm") != "Fin" or is_passive(syntax, index) or syntax.kids(index, "iobj", "expl", "mark"):
        return []
    if syntax.base[index] in {"conj", "xcomp", "advcl"} or not any(
        child < index and syntax.marker(child) for child in syntax.kids(index, "obl")
    ):
        return []
    return [child for child in syntax.kids(index, "obj") if child > index][:1]


def _find_noun_before(syntax: Syntax, participle: int, head: int) -> list[int]:
    """The noun right before a participle that the parser hung further up ("the rise of a group | led by X")."""
    before = participle - 1
    while before > head and syntax.base[before] in {"flat", "compound"} and syntax.head[before] < before:
        before = syntax.head[before]
    return [before] if before > head and syntax.pos[before] in {"NOUN", "PROPN"} else []


def _find_planner(syntax: Syntax, noun: int, infinitive: int, depth: int) -> list[int]:
    """The possessor; "a force to fight X": the noun; else whoever acts on the noun, as in "Its plan to leave".

    Of "X is the first state to leave" it is X.
    """
    if syntax.kids(noun, "cop") and (subjects := syntax.kids(noun, "nsubj")):
        return [_find_antecedent(syntax, subjects[0], noun)]
    if syntax.base[noun] == "xcomp" and not syntax.kids(syntax.head[noun], "obj"):
        return find_subjects(syntax, noun, depth + 1)  # "became the first state to leave"
    owners = syntax.kids(noun, "nmod")
    owners = [owner for owner in owners if syntax.dep[owner] == "nmod:poss"] or [
        owner for owner in owners if "by" in syntax.markers(owner)
    ]
    if "for" in {syntax.low[mark] for mark in syntax.kids(infinitive, "mark")}:  # "the order for X to leave", X hung on the noun
        meant = [child for child in syntax.kids(noun, "nmod") if child < infinitive and syntax.dep[child] != "nmod:poss"]
        return [child for child in meant if not syntax.marker(child)][-1:]
    if owners:
        return owners[:1]
    if syntax.dep[infinitive] == "acl:others":
        return []  # "foiled a plot to oust X": none of those who plot
    head = syntax.head[noun]
    if syntax.base[noun] in {"obj", "obl"} and syntax.pos[head] == "VERB" and head != noun:
        return [*find_subjects(syntax, head, depth + 1), noun]
    return [noun]


def _find_antecedent(syntax: Syntax, subject: int, verb: int) -> int:
    """The noun that a relative pronoun stands for."""
    if syntax.dep[verb] == "acl:relcl" and syntax.is_relative(subject):
        return syntax.head[verb]
    if syntax.is_relative(subject) and syntax.base[verb] == "conj" and syntax.dep[syntax.head[verb]] == "acl:relcl":
        return syntax.head[syntax.head[verb]]
    return subject
