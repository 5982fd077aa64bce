"""Where those are whom aid is for: the state or the place that an act of help names them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.groups import NOUN_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sahelkg.fillers import Fillers
    from sahelkg.lexicon import LexicalUnit, Lexicon
    from sahelkg.matching import Match
    from sahelkg.ontology import Ontology, Relation
    from sahelkg.records import Mention
    from sahelkg.syntax import Syntax

_AID = "aided"
_EASING = "conceded"
_NO_AIM = frozenset({"attacked", "fought", "negotiatedWith", "operatesIn"})  # what a noun for them takes place in is not helped
_MEANT = frozenset({"for", "to", "towards", "toward"})  # before those who get it, or what it is to be spent on
_WHOSE = frozenset({"", "against", "by", "from", "of", "with"})  # "victims of floods", "families hit by drought"
_SPENT = frozenset({"on"})
_EASED = frozenset({"for", "on"})  # "lifted a ban on", "opened its port for": not "gave in to"
_THERE = frozenset({"in", "across", "throughout", "inside", "within"})
_DEPTH = 6  # "for the families of those who fled the floods in X"


def find_helped_places(
    match: Match, subjects: Sequence[Mention], fillers: Fillers, lexicon: Lexicon, ontology: Ontology
) -> list[Mention]:
    """The places that a phrase on those who get help, or on what it is for, says they are in.

    "Funds for the victims of floods in X", "to fight hunger in X": X is helped. Where the act itself takes place is none
    ("announced aid in X"), nor is where people meet ("for talks in X") or the giver's own land.

    Args:
        match: an act of help, told by a verb.
        subjects: who gives.
        fillers: the mentions of the text.
        lexicon: knows the nouns for talks.
        ontology: knows which places lie in which states.
    """
    syntax = fillers.syntax
    if "patient" in match.unit.object_roles and match.unit.object_kind is not None:
        return []  # "hosts refugees in X" says where they are hosted
    own = {subject.entity for subject in subjects} | {subject.country for subject in subjects}
    eased = match.unit.relation == _EASING  # which is done at home as well as abroad
    for place in _list_places(match, syntax, lexicon):
        found = [mention for mention in fillers.find(place) if ontology.is_kind(mention.kind or "", "Place")]
        states = {ontology.state_of(mention.entity or "") for mention in found} if not eased else set()
        if found and not own & {mention.entity for mention in found} and not own & (states - {None}):
            return found
    return []


def is_relief(relation: Relation, unit: LexicalUnit) -> bool:
    """Whether a unit tells of help, or of something eased for somebody: "eased curbs on the movement of herders in X"."""
    eased = relation.name == _EASING and "patient" not in unit.object_roles and bool(unit.object_prepositions & _EASED)
    return relation.name == _AID or eased


def are_unnamed(objects: Sequence[Mention]) -> bool:
    """Whether those helped are told by what they are only: "families", "a hospital"."""
    return all(mention.rule == NOUN_RULE or mention.kind == "GenericActor" for mention in objects)


def _list_places(match: Match, syntax: Syntax, lexicon: Lexicon) -> Iterator[int]:
    if match.clause.kind != "verb":
        return
    undergone = {argument.head for argument in match.clause.patients} if "patient" in match.unit.object_roles else set()
    given = [child for word in match.words for child in syntax.children[word] if child not in match.words]
    meanings = _MEANT | (match.unit.object_prepositions & _SPENT)
    waiting = [(child, child in undergone, 0) for child in given]
    for token, meant, depth in waiting:  # grows while it is read: those nearest come first
        base, markers = syntax.base[token], syntax.markers(token)
        if owners := [child for child in syntax.children[token] if syntax.dep[child] == "nmod:poss"]:
            if markers & meanings and base in {"nmod", "obl"}:
                yield from owners  # "for X's schools"
            continue  # "for its citizens in X", "for Y's campaign in X": the owner gets it
        if base in {"nmod", "obl"} and syntax.dep[token] != "nmod:poss":
            if meant and markers & _THERE and not _is_no_aim(syntax.head[token], syntax, lexicon):
                inner = set(syntax.subtree(syntax.head[token]))
                if inner.issuperset(range(syntax.head[token], token)):  # not "for wells, it said on Monday in X"
                    yield token
                continue
            meant |= bool(markers & meanings)
            if not markers & (meanings | _WHOSE):
                continue  # "on Monday", "after the floods"
        elif base in {"advcl", "acl", "xcomp"}:
            infinitive = any(syntax.low[mark] == "to" for mark in syntax.kids(token, "mark"))
            if not infinitive and (not meant or match.unit.relation == _EASING):
                continue  # "lifted curbs on traders held in X"
            meant = True
        elif base not in {"obj", "conj", "iobj"} or syntax.pos[token] == "VERB":
            continue
        if meant and base in {"obl", "obj"}:
            yield from _find_beside(token, syntax)
        if depth < _DEPTH:
            waiting += [(child, meant, depth + 1) for child in syntax.children[token]]


def _find_beside(noun: int, syntax: Syntax) -> Iterator[int]:
    """The place told right behind those who get it, which the parser hung on their verb: "to the clinic | in X"."""
    words = list(syntax.subtree(noun))
    if any(syntax.base[word] == "case" and syntax.low[word] not in _MEANT | _SPENT | _WHOSE | _THERE for word in words):
        return
    end = max(words) + 1
    for child in syntax.kids(syntax.head[noun], "obl"):
        if any(case == end and syntax.low[case] in _THERE for case in syntax.kids(child, "case")):
            yield child


def _is_no_aim(noun: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    units = (unit for _, unit in lexicon.units_by_head.get(("noun", syntax.lemma[noun]), ()))
    return any(unit.relation in _NO_AIM and "holder" not in unit.subject_roles for unit in units)
