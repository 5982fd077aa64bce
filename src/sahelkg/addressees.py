"""Whom words are aimed at that the verb itself does not name: who must act first, who got the letter, whom a march was for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.arguments import Argument
from sahelkg.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sahelkg.clauses import ClauseFinder
    from sahelkg.factuality import Judge
    from sahelkg.matching import Match
    from sahelkg.ontology import Relation
    from sahelkg.statements import StatementFinder
    from sahelkg.syntax import Syntax

ADDRESSEE = "addressee"
THREAT = "threatened"
_DEMAND = "demandedOf"
_PROTEST = "protestedAgainst"
_EASING = "conceded"
_PROTESTS = frozenset({_PROTEST})
_SETTLING = frozenset({"agreedWith", "conceded", "negotiatedWith"})
_AFTER = frozenset({"after", "following"})
_THERE = frozenset({"in", "into", "to"})
_OVER = frozenset({"over"})
_PREDICATES = frozenset({"VERB", "ADJ"})
_TO = frozenset({"to"})
_BELOW = frozenset({"acl", "advcl"})
_SURE = frozenset({Status.ASSERTED, Status.CLAIMED})
_CLAUSES = ("advcl", "xcomp", "ccomp", "acl")


def find_conditions(match: Match, judge: Judge) -> Iterator[Argument]:
    """Who must act before a clause comes true: "will not lift the ban until X …", "threatened to leave unless X …".

    A threat is meant for them as it stands; of all else only what is not going to happen is refused them.
    """
    finder, verb = judge.finder, match.clause.predicate
    threat = match.unit.relation == THREAT
    if not threat and judge.judge(match.top, carries=match.carrier is not None).status is not Status.DENIED:
        return
    syntax = judge.syntax
    hosts = [verb, *(syntax.kids(verb, *_CLAUSES) if threat else ())]
    for clause in (child for host in hosts for child in syntax.kids(host, "advcl")):
        cues = (judge.certainty.cue("ConditionalCue", mark) for mark in syntax.kids(clause, "mark"))
        if syntax.pos[clause] in _PREDICATES and any(cue is not None and cue.gives != "nothing" for cue in cues):
            yield from finder.find(clause, "verb").agents
            for inner in syntax.kids(clause, "ccomp"):  # "until he is satisfied that X has left"
                yield from finder.find(inner, "verb").agents


def place_letter(match: Match, finder: StatementFinder) -> Match:
    """The match, that of a clause on a letter as said by its author, to who gets it.

    "Sent X a letter threatening to leave", "wrote to X demanding …", "passed a resolution condemning X".
    """
    syntax, clause = finder.syntax, match.clause
    if clause.kind != "verb" or clause.passive or syntax.base[clause.predicate] not in {"acl", "advcl"}:
        return match
    letter = next((argument.head for argument in clause.agents if _is_letter(argument.head, finder)), None)
    participle = not syntax.kids(clause.predicate, "mark", "nsubj", "aux") and syntax.feature(clause.predicate, "Tense") != "Past"
    if letter is None and not participle:
        return match
    host = syntax.head[clause.predicate] if letter is None else letter
    while syntax.pos[host] != "VERB" and syntax.base[host] in {"obj", "obl", "nmod", "flat"}:
        host = syntax.head[host]
    if syntax.pos[host] != "VERB" or not _is_written(host, finder) or finder.finder.is_passive(host):
        return match
    told = finder.finder.find(host, "verb")
    if letter is not None and all(item.head != letter for item in told.patients):
        return match
    letters = [phrase for item in told.patients for phrase in finder.finder.find(item.head, "noun").obliques]
    given = [Argument(phrase.head, frozenset({ADDRESSEE})) for phrase in (*told.obliques, *letters) if phrase.markers & _TO]
    given += [Argument(other.head, frozenset({ADDRESSEE})) for other in told.recipients]
    return replace(match, clause=replace(clause, agents=told.agents), more=(*match.more, *given))


def find_addressees(match: Match) -> Iterator[Argument]:
    """Who gets the letter that a match stands in, as `place_letter` has found them."""
    yield from (phrase for phrase in match.more if ADDRESSEE in phrase.markers)


def find_destinations(match: Match, finder: ClauseFinder) -> Iterator[Argument]:
    """Where somebody goes who wants something there, as a participle tells: "fled to X seeking asylum"."""
    syntax, participle = finder.syntax, match.clause.predicate
    verb = syntax.head[participle]
    if syntax.base[participle] == "advcl" and syntax.pos[verb] == "VERB" and not syntax.kids(participle, "mark", "nsubj"):
        yield from (phrase for phrase in finder.find(verb, "verb").obliques if phrase.markers & _THERE and phrase.head < participle)


def _is_written(verb: int, finder: StatementFinder) -> bool:
    """Whether a verb is one of writing, or hands over a letter: "received a letter" is neither."""
    cues = [cue for _, cue in finder.lexicon.cues_of("MessageCue", "verb", finder.syntax.lemma[verb])]
    sent = any(_is_letter(argument.head, finder) for argument in finder.finder.find(verb, "verb").patients)
    return any(sent or cue.gives is None for cue in cues)


def _is_letter(noun: int, finder: StatementFinder) -> bool:
    return bool(finder.lexicon.cues_of("MessageCue", "noun", finder.syntax.lemma[noun]))


def is_march(match: Match, syntax: Syntax) -> bool:
    """Whether a clause of purpose tells what its verb already is: who blocked a road to protest has protested."""
    return match.unit.relation == _PROTEST and syntax.base[match.top] in {"acl", "advcl"} and not syntax.kids(match.top, "nsubj")


def find_threatened(match: Match, relation: Relation, status: Status, finder: StatementFinder) -> str | None:
    """The PLOVER type of what somebody threatens, has decided or no longer means to do, or will do if …; None: its status's own."""
    syntax, judge, verb = finder.syntax, finder.judge, match.top
    if status is Status.POSSIBLE and judge.certainty.is_conditional(verb):
        return relation.plover_planned
    relations = finder.ontology.relations
    if status is Status.DENIED and relation.plover_planned == relations[THREAT].plover:
        return relations[_EASING].plover if judge.certainty.is_called_off(syntax.head[verb]) else None
    while status is Status.PLANNED and syntax.base[verb] in {"ccomp", "xcomp", "conj"}:
        chosen = syntax.base[verb] == "xcomp"
        verb = syntax.head[verb]
        stance = judge.certainty.cue("StanceCue", verb, "verb") if chosen and relation.decided else None
        if stance is not None and stance.decides and judge.judge(verb).status in _SURE:
            return match.unit.plover or relation.plover  # not "may decide to lift the ban"
        units = finder.lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
        if any(unit.relation == THREAT and "complement" in unit.object_roles for _, unit in units):
            return relations[THREAT].plover
    return None


class Protests:
    """The protests told of so far, and the demands made by them: who is demanded something of is who they are against."""

    def __init__(self, finder: StatementFinder) -> None:
        self._syntax = finder.syntax
        self._finder = finder.finder
        self._lexicon = finder.lexicon
        self._told: dict[int, Match] = {}

    def place(self, match: Match) -> Match:
        """The match; a demand that a protest is held to make is one against whom it is made: "marched to demand that X leave"."""
        syntax, verb = self._syntax, match.clause.predicate
        if match.unit.relation == _PROTEST and match.clause.kind == "verb":
            self._told.update(dict.fromkeys(match.words, match))
            return replace(match, more=(*match.more, *self._find_causes(match)))
        if match.unit.relation == _EASING and self._is_protest_over(match):
            return replace(match, more=(*match.more, *self._find_settlements(match)))
        if match.unit.relation != _DEMAND or match.clause.kind != "verb" or syntax.base[verb] not in _BELOW:
            return match
        protest = self._told.get(syntax.head[verb])
        if protest is None or syntax.sentence[protest.top] != syntax.sentence[verb] or syntax.kids(verb, "nsubj"):
            return match
        unit = replace(match.unit, relation=_PROTEST, iri=protest.unit.iri)
        clause = replace(match.clause, agents=protest.clause.agents)
        return replace(match, unit=unit, words=(*protest.words, *match.words), clause=clause, top=protest.top)

    def _find_causes(self, match: Match) -> Iterator[Argument]:
        """Whom a protest is against by what it is for or answers: "struck for better pay at X", "in response to X"."""
        syntax = self._syntax
        for phrase in match.clause.obliques:
            for child in syntax.kids(phrase.head, "nmod"):
                markers = syntax.markers(child) - {""}
                if "for" in phrase.markers and "for" not in markers:
                    yield Argument(child, frozenset(markers))
                elif "in" in phrase.markers and markers == {"to"}:
                    yield Argument(child, _OVER)

    def _is_protest_over(self, match: Match) -> bool:
        words = match.words[1:] if match.clause.kind == "verb" else ()
        return any(self._evokes("noun", word, _PROTESTS) for word in words)

    def _evokes(self, kind: str, word: int, relations: frozenset[str]) -> bool:
        units = self._lexicon.units_by_head.get((kind, self._syntax.lemma[word]), ())
        return any(unit.relation in relations for _, unit in units)

    def _find_settlements(self, match: Match) -> Iterator[Argument]:
        """With whom those who end a protest have settled: "ended their strike after a deal with X", "after X agreed to pay"."""
        syntax = self._syntax
        phrases = (phrase for phrase in (*match.clause.obliques, *match.more) if phrase.markers & _AFTER)
        partners = [phrase.head for phrase in phrases if self._evokes("noun", phrase.head, _SETTLING)]
        for clause in syntax.kids(match.clause.predicate, "advcl"):
            if not any(syntax.low[mark] in _AFTER for mark in syntax.kids(clause, "mark")):
                continue
            if not self._evokes("verb", clause, _SETTLING):
                continue  # "after gunmen attacked the school"
            subjects = syntax.kids(clause, "nsubj")
            own = any(syntax.dep[child] == "nmod:poss" for subject in subjects for child in syntax.children[subject])
            if subjects and not own:  # not "after their leader met X"
                yield from (Argument(agent.head, _OVER) for agent in self._finder.find(clause, "verb").agents)
            elif not subjects:
                partners += [clause, *syntax.kids(clause, "obj")]
        for word in partners:
            yield from (Argument(child, _OVER) for child in syntax.kids(word, "nmod", "obl") if "with" in syntax.markers(child))
