"""The verb that carries a noun of an act: who "carried out an attack" attacked, who "came under attack" was attacked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.arguments import Argument
from sahelkg.complements import find_joined

if TYPE_CHECKING:
    from sahelkg.arguments import Clause
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Cue, Lexicon
    from sahelkg.syntax import Syntax

_VERBAL = frozenset({"VERB", "AUX"})
_CHARGE_MARKERS = frozenset({"of", "for", "in", "over"})
_LONG_PARTICLE = frozenset({"compound", "advmod", "case", "mark", "obl"})
_BRIDGES = 2  # "claimed responsibility for the deaths in an attack"
_COUNTERS = frozenset({"ADJ", "DET", "NUM", "PRON"})  # "some of", "most of", "two of"


def find_particle(syntax: Syntax, index: int, particle: str) -> int | None:
    """Where the particle of a verb stands, beside it or before a phrase of its own; None where there is none."""
    for child in syntax.children[index]:
        if syntax.low[child] == particle and syntax.base[child] in _LONG_PARTICLE:
            if syntax.base[child] == "mark" and child < index:
                continue  # "to allow X a rest" allows nobody to
            return child
        if syntax.lemma[child] == particle and syntax.base[child] == "obj" and syntax.pos[child] == "NOUN":
            return child  # "razed the homes of X"
        if syntax.base[child] in {"obl", "nmod", "advcl", "xcomp"}:
            for case in syntax.kids(child, "case", "mark"):
                if syntax.low[case] == particle:
                    return case
    follower = index + 1
    if follower < len(syntax.low) and syntax.low[follower] == particle and syntax.pos[follower] in {"ADP", "ADV"}:
        return follower
    return None


def find_carrier(syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon, noun: int) -> tuple[Clause | None, str, bool, int]:
    """The verb that carries a noun, the role its subject passes on, whether it ends it, and the token on top.

    Of two, one above and one below, who undergoes stands with the upper, who acts with the lower one: "fell into an ambush
    laid by X".
    """
    lower = _find_relative_carrier(syntax, finder, lexicon, noun)
    upper = _find_upper_carrier(syntax, finder, lexicon, noun)
    if lower is None:
        return upper
    if lower[0] is not None and upper[0] is not None and (lower[1], upper[1]) == ("agent", "patient"):
        doers = tuple(Argument(argument.head, frozenset({"by"})) for argument in lower[0].agents)
        return replace(upper[0], obliques=(*doers, *upper[0].obliques)), *upper[1:]
    return lower


def _find_upper_carrier(
    syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon, noun: int
) -> tuple[Clause | None, str, bool, int]:
    current = noun
    while is_measured(syntax, lexicon, current) or (
        syntax.base[current] == "conj" and syntax.pos[syntax.head[current]] == "NOUN"
    ):
        current = syntax.head[current]
    head, base, dep = syntax.head[current], syntax.base[current], syntax.dep[current]
    if head == current:
        return None, "", False, noun
    if (
        syntax.pos[head] == "ADJ"
        and base == "obl"
        and (cue := _cue(syntax, lexicon, "SupportCue", head, "adjective", syntax.marker(current), base))
    ):
        return finder.find(head, "adjective"), cue.gives or "agent", False, head
    if base == "nsubj":  # "the raid is believed to have been carried out by X"
        head = next((verb for verb in syntax.kids(head, "xcomp") if finder.is_passive(verb)), head)
        dep = "nsubj:pass" if finder.is_passive(head) else dep
    if syntax.pos[head] in _VERBAL and base in {"obj", "obl", "nsubj", "xcomp"}:
        if base == "nsubj" and dep != "nsubj:pass":
            return None, "", False, noun
        marker = syntax.marker(current)
        if base == "obl" and (accused := _find_accused(syntax, finder, lexicon, head, marker)):
            return accused, "agent", False, current
        for kind in ("PhaseCue", "SupportCue"):
            if cue := _cue(syntax, lexicon, kind, head, "verb", marker, base):
                clause = finder.find(head, "verb")
                ended = cue.gives == "ended"
                return clause, "agent" if ended or kind == "PhaseCue" else cue.gives or "agent", ended, head
    if claimed := _find_claim(syntax, finder, lexicon, current):
        return claimed
    if syntax.pos[head] == "NOUN" and base == "nmod" and syntax.markers(current) & {"of", "to"}:  # "the end of", "an end to"
        ends = _cue(syntax, lexicon, "PhaseCue", head, "noun", "", "")
        if ends:
            return finder.find(head, "noun"), "agent", True, head
    return None, "", False, noun


def is_measured(syntax: Syntax, lexicon: Lexicon, noun: int) -> bool:
    """Whether the word above only counts or gathers it: "a series of attacks", "a million euros in aid", "some of its bans"."""
    if syntax.base[noun] in {"nmod", "obl"} and syntax.pos[syntax.head[noun]] in _COUNTERS and "of" in syntax.markers(noun):
        return True
    return syntax.base[noun] == "nmod" and counts(syntax, lexicon, syntax.head[noun], noun)


def counts(syntax: Syntax, lexicon: Lexicon, measure: int, noun: int) -> bool:
    """Whether a noun counts what stands after it; a phrase of the verb only where it follows at once."""
    cues = lexicon.cues_of("MeasureCue", "noun", syntax.lemma[measure])
    if not cues:
        return False
    markers = syntax.markers(noun)
    if all((expression.particle or "of") not in markers for expression, _ in cues):
        return False
    return syntax.head[noun] == measure or any(case == measure + 1 for case in syntax.kids(noun, "case"))


def _find_claim(syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon, noun: int) -> tuple[Clause | None, str, bool, int] | None:
    """The verb that carries a noun by another one, as in "Claimed responsibility for the attack", "the deaths in an attack"."""
    bridge, steps = noun, 0
    while syntax.base[bridge] == "nmod" and syntax.pos[syntax.head[bridge]] == "NOUN" and steps < _BRIDGES:
        bridge, steps = syntax.head[bridge], steps + 1
        verb = syntax.head[bridge]
        if syntax.pos[verb] != "VERB" or (syntax.base[bridge] != "obj" and syntax.dep[bridge] != "nsubj:pass"):
            continue
        for expression, cue in lexicon.cues_of("SupportCue", "verb", syntax.lemma[verb]):
            if expression.complement == syntax.lemma[bridge]:
                return finder.find(verb, "verb"), cue.gives or "agent", False, verb
    return None


def _find_relative_carrier(
    syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon, noun: int
) -> tuple[Clause | None, str, bool, int] | None:
    """The verb of a clause on the noun that carries it, as in "the raid that X launched", "the raid carried out by X"."""
    for verb in syntax.kids(noun, "acl"):
        if syntax.pos[verb] not in _VERBAL or (cue := _cue(syntax, lexicon, "SupportCue", verb, "verb", "", "obj")) is None:
            continue
        if any(not syntax.is_relative(child) for child in syntax.kids(verb, "obj", "xcomp", "ccomp")):
            continue  # "of which X claim to have found a draft"
        clause = finder.find(verb, "verb")
        if _is_held(syntax, lexicon, verb, noun):
            continue
        if clause.agents and any(argument.head == noun for argument in clause.patients):
            return clause, cue.gives or "agent", False, verb
    for verb in syntax.kids(noun, "amod", "compound"):  # "an ECOWAS-led strike"
        joined = find_joined(syntax, verb) if verb > 1 and syntax.low[verb - 1] in {"-", "–"} else ()
        cue = _cue(syntax, lexicon, "SupportCue", verb, "verb", "", "obj") if joined else None
        if cue is not None:
            return replace(finder.find(verb, "verb"), agents=joined), cue.gives or "agent", False, noun
    return None


def _is_held(syntax: Syntax, lexicon: Lexicon, verb: int, noun: int) -> bool:
    """Whether a participle may be that of a noun after "of" instead: "the release of hostages | held by X"."""
    between = [c for c in syntax.kids(noun, "nmod") if noun < c < verb and "of" in syntax.markers(c)]
    units = lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
    suffered = any("patient" in unit.object_roles for _, unit in units)
    return suffered and bool(between) and not syntax.kids(verb, "aux", "nsubj")


def _find_accused(syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon, verb: int, marker: str) -> Clause | None:
    """Whoever is accused does what the accusation's noun names, as in "Blamed X for the killing of Y"."""
    if marker not in _CHARGE_MARKERS:
        return None
    if not any(cue.accusation for _, cue in lexicon.cues_of("ReportingCue", "verb", syntax.lemma[verb])):
        return None
    return replace(finder.find(verb, "verb"), agents=finder.find(verb, "verb").patients, obliques=())


def is_strained(syntax: Syntax, lexicon: Lexicon, noun: int) -> bool:
    """Whether relations are said to be bad or to get worse: "ties between X and Y soured", "tense relations with X"."""
    head, base = syntax.head[noun], syntax.base[noun]
    if base in {"nsubj", "obj"} and _cue(syntax, lexicon, "StrainCue", head, "verb", "", ""):
        return True
    if base == "nmod" and syntax.markers(noun) & {"in", "of", "on"} and lexicon.cues_of("StrainCue", "noun", syntax.lemma[head]):
        return True
    said = [*syntax.kids(noun, "amod"), *([head, *syntax.kids(head, "xcomp")] if base == "nsubj" else [])]
    return any(lexicon.cues_of("StrainCue", kind, syntax.lemma[word]) for word in said for kind in ("adjective", "verb"))


def _has_object(syntax: Syntax, verb: int, noun: str) -> bool:
    below = syntax.kids(verb, "obj", "obl", "nsubj", "compound", "nmod")
    beside = [syntax.head[verb]] if syntax.base[verb] == "acl" else []  # "an ambush set by X"
    return any(syntax.lemma[word] == noun for word in (*below, *beside))


def _cue(syntax: Syntax, lexicon: Lexicon, kind: str, index: int, part_of_speech: str, marker: str, base: str) -> Cue | None:
    """The support or phase cue that a word is, with its particle; a noun in a phrase needs that preposition as it."""
    for expression, cue in lexicon.cues_of(kind, part_of_speech, syntax.lemma[index]):
        if expression.complement is not None and not _has_object(syntax, index, expression.complement):
            continue
        if expression.particle:
            if expression.particle == marker or find_particle(syntax, index, expression.particle) is not None:
                return cue
        elif base != "obl" or (expression.complement is not None):
            return cue
    return None
