"""What somebody gets in touch with somebody for: "called X to express his support" tells of the support of X, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.matching import Match
    from sahelkg.records import Evidence
    from sahelkg.statements import StatementFinder

_TALKS = "negotiatedWith"
_GOODWILL = "endorsed"
_SURE = frozenset({Status.ASSERTED, Status.CLAIMED})


def read_purposes(finder: StatementFinder) -> None:
    """Gives calls, visits and meetings the type of the goodwill that they are for, and that goodwill whom it goes to.

    Where the infinitive names nobody ("to congratulate", "to express his support"), it goes to whoever is called.
    """
    relation = finder.ontology.relations[_GOODWILL]
    for place, (talk, words) in enumerate(list(zip(finder.found, finder.words, strict=True))):
        if talk.predicate != _TALKS or talk.status not in _SURE:
            continue
        for verb in _list_purposes(finder, words[0]):
            told = [n for n, own in enumerate(finder.words) if own[0] == verb and _is_goodwill(finder.found[n], talk)]
            for number in told:  # whoever is called to be thanked is thanked
                finder.found[number] = replace(finder.found[number], status=talk.status)
            half = None if told else _find_half(finder, verb)
            if half is not None:
                finder.tell(half, relation, talk.subject, talk.object, finder.judge.judge(words[0]))
            if told or half is not None:
                finder.found[place] = replace(talk, plover=relation.plover)
                break


def _list_purposes(finder: StatementFinder, verb: int) -> Iterator[int]:
    """The infinitives without a subject of their own that hang on a verb behind it."""
    syntax = finder.syntax
    for child in syntax.kids(verb, "advcl", "xcomp") if syntax.pos[verb] == "VERB" else ():
        marks = {syntax.low[mark] for mark in syntax.kids(child, "mark")}
        if child > verb and "to" in marks and not syntax.kids(child, "nsubj") and not finder.judge.certainty.is_negated(child):
            yield child


def _is_goodwill(one: Evidence, talk: Evidence) -> bool:
    return one.predicate == _GOODWILL and one.subject.entity == talk.subject.entity and one.status is not Status.DENIED


def _find_half(finder: StatementFinder, verb: int) -> Match | None:
    """A unit of goodwill that the infinitive's verb tells without saying to whom."""
    return next(
        (
            half
            for half in finder.halves
            if half.unit.relation == _GOODWILL and half.clause.predicate == verb and not half.clause.passive and not half.ended
        ),
        None,
    )
