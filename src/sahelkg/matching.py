"""Where the words of a lexical unit stand in a text, and the clause that they are the predicate of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sahelkg.arguments import Argument
from sahelkg.carriers import counts, find_carrier, find_particle, is_measured
from sahelkg.chains import find_border_phrases, find_deeper_phrases, find_phrases_below
from sahelkg.efforts import TALKS, find_effort, find_parties
from sahelkg.mending import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sahelkg.arguments import Clause
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Expression, LexicalUnit, Lexicon
    from sahelkg.syntax import Syntax

_PREPOSITIONAL = frozenset({"adposition", "copula"})  # "X of Y", "X is in Y"
_HYPHENS = frozenset({"-", "–", "‑"})
_VERBAL = frozenset({"VERB", "AUX"})
_SOURCE = frozenset({"from"})
_SPEAKER = "speaker"
_COMPANIONS = frozenset({"obj", "obl", "nsubj", "xcomp", "nmod", "compound"})


@dataclass(frozen=True)
class Match:
    """A lexical unit in the text.

    ``words`` are its tokens; ``clause`` the predicate's clause; ``more`` the phrases that hang on the unit's own noun or
    object; ``carrier`` the clause of the verb that carries a noun ("carried out an attack") and ``passes`` the role that
    the verb's subject plays for it; ``ended`` says that the verb ends what the noun names. ``top`` is the token whose
    place in the sentence decides status and source: the carrier's verb, else the predicate.
    """

    unit: LexicalUnit
    words: tuple[int, ...]
    clause: Clause
    top: int
    more: tuple[Argument, ...] = ()
    carrier: Clause | None = None
    passes: str = ""
    ended: bool = False

    @property
    def evoking(self) -> tuple[int, ...]:
        """The unit's tokens and the verb that carries them: the words that a reader takes the relation from."""
        return self.words if self.carrier is None else (*self.words, self.top)


def find_matches(syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> Iterator[Match]:
    """Every place where a unit's words stand together in a sentence that may state something, in the text's order.

    Where a unit of several words matches, the shorter units of the same head and relation do not count again.
    """
    for index, lemma in enumerate(syntax.lemma):
        if not syntax.body[syntax.sentence[index]]:
            continue
        if lemma not in lexicon.heads:
            continue
        for kind in _kinds(syntax, index):
            matched: set[str] = set()
            closer = set()  # what units with a particle tell of whom: "replaced X with Y" is not "replaced X"
            longest = 0
            for expression, unit in _list_units(syntax, lexicon, index, kind):
                size = (expression.complement is not None) * 2 + (expression.particle is not None)
                if unit.iri in matched or (size < longest and kind == "verb" and longest >= 2):
                    continue
                if size == 0 and kind == "verb" and (unit.relation, unit.object_roles) in closer:
                    continue
                words = _find_words(syntax, lexicon, index, expression, kind)
                if words is None:
                    continue
                matched.add(unit.iri)
                if size == 1:
                    closer.add((unit.relation, unit.object_roles))
                if _is_whole(unit) and all(
                    word == index or (syntax.dep[word] != "nsubj:pass" and word != syntax.head[index]) for word in words
                ):
                    longest = max(longest, size)  # "troops are stationed", "troops stationed in X" are still whose stationing it is
                yield _match(unit, words, index, kind, syntax, finder, lexicon)


def _is_whole(unit: LexicalUnit) -> bool:
    """Whether a unit says all there is to say of its words: not one for what somebody is said to do, or for certain people only."""
    return _SPEAKER not in unit.subject_roles and not unit.subject_words


def _list_units(syntax: Syntax, lexicon: Lexicon, index: int, kind: str) -> Sequence[tuple[Expression, LexicalUnit]]:
    """The units that a word may head: those of a verb and its noun where such a noun is near."""
    key = kind, syntax.lemma[index]
    units, nouns = lexicon.units_by_head.get(key, ()), lexicon.complements.get(key)
    if not nouns:
        return units
    near = {syntax.lemma[other] for other in (*_list_companions(syntax, lexicon, index), syntax.head[index])}
    if near.isdisjoint(nouns):
        return lexicon.bare_by_head[key]
    return [pair for pair in units if pair[0].complement is None or pair[0].complement in near]


def _kinds(syntax: Syntax, index: int) -> tuple[str, ...]:
    pos = syntax.pos[index]
    if pos in _VERBAL:
        return ("noun", "verb") if _is_verbal_noun(syntax, index) else ("verb",)
    if pos in {"NOUN", "PROPN"}:
        return ("noun",)
    if pos == "ADJ":
        return "adjective", "verb", "noun"
    if pos == "ADP" and syntax.base[index] == "case":
        if syntax.kids(syntax.head[index], "cop"):
            return ("copula",)
        if syntax.base[syntax.head[index]] == "nmod":
            return ("adposition",)
    return ()


def _is_verbal_noun(syntax: Syntax, index: int) -> bool:
    """Whether a gerund is a noun by what hangs on it: "the fighting", "torn by fighting between X and Y"."""
    if syntax.feature(index, "VerbForm") != "Ger":
        return False
    return bool(syntax.kids(index, "det")) or any("between" in syntax.markers(child) for child in syntax.kids(index, "obl", "nmod"))


def _find_words(
    syntax: Syntax, lexicon: Lexicon, index: int, expression: Expression, kind: str
) -> tuple[int, ...] | None:
    """The tokens of the expression whose head is ``index``; None where its other words are missing."""
    if kind in _PREPOSITIONAL:
        return (index,)
    if kind == "noun":
        if expression.particle is None:
            return (index,)
        case = next((c for c in syntax.kids(index, "case") if syntax.low[c] == expression.particle), None)
        return None if case is None else (case, index)
    if expression.complement is None:
        if expression.particle is None:
            return (index,)
        particle = find_particle(syntax, index, expression.particle)
        return None if particle is None else (index, particle)
    if expression.particle is None and any(syntax.dep[child] == "compound:prt" for child in syntax.children[index]):
        return None  # "put off the sanctions" does not put any on
    for word, child in _list_companions(syntax, lexicon, index).items():
        purpose = syntax.base[child] == "advcl" and expression.particle == "to" and word == child  # "called | to thank"
        if syntax.lemma[word] != expression.complement or not (purpose or syntax.base[child] in _COMPANIONS):
            continue
        if syntax.dep[child] == ASKED:
            continue  # "called on students to rally" calls no rally
        if syntax.base[child] == "nsubj" and syntax.dep[child] != "nsubj:pass":
            continue
        own = (index, child, word) if syntax.base[word] == "compound" else (index, word)
        if expression.particle is None:
            if syntax.base[child] in {"obl", "nmod"} and syntax.marker(child):
                continue
            return own
        if expression.particle in syntax.markers(child):
            return own
        stray = syntax.base[child] in {"obl", "nmod"} and syntax.marker(child) == "to"
        if not stray and (particle := find_particle(syntax, index, expression.particle)) is not None:
            return (index, particle, word)  # not "handed over X | to the authorities" for "hand over authority"
    if syntax.dep[index] in {"acl", "acl:relcl"} and syntax.lemma[syntax.head[index]] == expression.complement:
        taken = [child for child in syntax.kids(index, "obl") if syntax.is_relative(child)]
        if all(expression.particle in syntax.markers(child) for child in taken):  # not "a deal under which X agreed to leave"
            return (index, syntax.head[index])
    return None


def _list_companions(syntax: Syntax, lexicon: Lexicon, index: int) -> dict[int, int]:
    """What hangs on a word, and what is joined to it or counted by it there, each with the child that it stands by.

    "Sent food and weapons", "sent thousands of tons of food", "withheld ten million euros in aid".
    """
    found: dict[int, int] = {}
    waiting = [(child, child) for child in syntax.children[index]]
    for word, child in waiting:
        found[word] = child
        base = syntax.base[child]
        if base in _COMPANIONS:
            below = syntax.children[word]
            waiting.extend((one, child) for one in below if syntax.base[one] == "conj" or is_measured(syntax, lexicon, one))
            measure = word == child and base in {"obj", "obl"} and lexicon.cues_of("MeasureCue", "noun", syntax.lemma[word])
            if measure:  # "ended its mediation | effort", "serves in a peacekeeping | mission"
                waiting.extend((one, child) for one in below if syntax.base[one] == "compound")
            if base == "obl" and word == child:  # "took X to the High | Court"
                waiting.extend((one, child) for one in below if syntax.base[one] == "flat")
            if base == "obj" and word == child:
                waiting.extend((one, child) for one in below if syntax.base[one] == "acl" and _is_ordered(syntax, one))
                # "provides X | with drones", "posted soldiers | on the border", the phrase hung on the object
                waiting.extend((one, one) for one in below if "with" in syntax.markers(one) or _is_edge(syntax, lexicon, one))
                # "ten million euros | in aid", the phrase hung on the verb
                waiting.extend((one, child) for one in syntax.kids(index, "obl") if counts(syntax, lexicon, child, one))
    return found


def _is_edge(syntax: Syntax, lexicon: Lexicon, noun: int) -> bool:
    return syntax.base[noun] == "nmod" and bool(lexicon.cues_of("EdgeCue", "noun", syntax.lemma[noun]))


def _is_ordered(syntax: Syntax, participle: int) -> bool:
    """Whether a bare participle on a verb's object may say what is to be done to it: "ordered three men of the guard | jailed"."""
    bare = not syntax.kids(participle, "nsubj", "obj", "aux", "obl")
    return bare and syntax.feature(participle, "VerbForm") == "Part"


def _match(
    unit: LexicalUnit, words: tuple[int, ...], index: int, kind: str, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon
) -> Match:
    if kind == "adposition":
        return Match(unit, words, finder.find(index, kind), syntax.head[syntax.head[index]])
    if kind == "copula":
        return Match(unit, words, finder.find(index, kind), syntax.head[index])
    if kind == "noun":
        effort = find_effort(syntax, lexicon, index) if unit.relation == TALKS else index
        carrier, passes, ended, top = find_carrier(syntax, finder, lexicon, effort)
        phrases = (*(carrier.obliques if carrier else ()), *find_border_phrases(syntax, lexicon, words))
        if effort != index:
            phrases += (*finder.find(effort, "noun").obliques, *find_parties(syntax, effort))
        return Match(unit, words, finder.find(index, "noun"), top, phrases, carrier, passes, ended)
    clause = finder.find(index, kind if kind == "adjective" else "verb")
    ended = is_over(index, syntax, lexicon)
    if len(words) > 2 and clause.patients and not clause.passive:  # "put the men | in X | on alert"
        first = clause.patients[0].head
        clause = replace(clause, obliques=tuple(p for p in clause.obliques if not first < p.head < words[-1]))
    if "possessor" in (*unit.subject_roles, *unit.object_roles):  # "attended an X summit", "on the X border"
        clause = replace(clause, modifiers=tuple(_list_modifiers(syntax, words[1:])))
    more = list(find_phrases_below(syntax, words[1:]))
    more += find_deeper_phrases(syntax, lexicon, words)
    if len(words) == 2 and syntax.base[words[1]] == "case":  # "pleaded for money | from X"
        more += [phrase for phrase in find_phrases_below(syntax, (syntax.head[words[1]],)) if phrase.markers == _SOURCE]
    if "recipient" in (*unit.subject_roles, *unit.object_roles):
        more += _find_first_objects(syntax, index)
    for patient in clause.patients:
        # "put the men in X | on alert": where those stand whom the whole unit is said of is not where that takes place
        apart = patient.head not in words and len(words) > 1
        below = find_phrases_below(syntax, (patient.head,))
        more += [p for p in below if p.markers != {"of"} and not (apart and p.head < words[-1])]
    return Match(unit, words, clause, index, tuple(more), ended=ended)


def _list_modifiers(syntax: Syntax, words: tuple[int, ...]) -> Iterator[Argument]:
    """The names and demonyms before a verb's noun."""
    for word in words:
        for child in syntax.kids(word, "compound", "amod"):
            after = max((*syntax.kids(child, "flat"), child)) + 1
            if child < word and not (syntax.low[after] in _HYPHENS and after < word):  # not "an X-linked insurgency"
                yield Argument(child, frozenset({"-"}))


def _find_first_objects(syntax: Syntax, verb: int) -> Iterator[Argument]:
    """Who gets what is given, where the parser takes two objects for one compound: "sent Niger food"."""
    follower = verb + 1
    for child in syntax.kids(verb, "obj"):
        if follower in syntax.kids(child, "compound", "amod") and syntax.pos[follower] == "PROPN":
            yield Argument(follower, frozenset({"to"}))


def is_over(index: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """An adverb of two words that says that a state has ended, as in "Is no longer present"."""
    return any(
        child > 0 and expression.complement == syntax.low[child]
        for child in syntax.kids(index, "advmod")
        for expression, _ in lexicon.cues_of("PhaseCue", "other", syntax.low[child - 1])
    )
