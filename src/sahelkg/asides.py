"""Attachments that only the lexicon shows to be wrong: who speaks beside a clause, what a text does, whom a verb stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.mending import ASKED

if TYPE_CHECKING:
    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_DEMAND = "demandedOf"
_DENIED = "denied"
OTHERS = "acl:others"  # an infinitive on a noun that is not whose verb governs the noun


def mend_with_lexicon(syntax: Syntax, lexicon: Lexicon) -> None:
    """Moves what the words show to hang elsewhere, where it takes the lexicon to know them."""
    for verb, pos in enumerate(syntax.pos):
        if pos != "VERB":
            continue
        lemma = syntax.lemma[verb]
        if lexicon.cues_of("IssueCue", "verb", lemma):
            _give_out(syntax, lexicon, verb)
        if syntax.kids(verb, "obl"):
            _hand_on_demand(syntax, lexicon, verb)
        if any(cue.gives == "claimed" and not e.complement for e, cue in lexicon.cues_of("ReportingCue", "verb", lemma)):
            _release_speaker(syntax, verb)
        charges = any(cue.accusation for _, cue in lexicon.cues_of("ReportingCue", "verb", lemma))
        if any(cue.gives == _DENIED for _, cue in lexicon.cues_of("StanceCue", "verb", lemma)):
            _stop_object(syntax, verb)
            charges = True  # "acquitted X of killing Y"
        if charges:
            _raise_charge(syntax, verb)
        if lexicon.cues_of("OthersCue", "verb", lemma):
            _part_plotters(syntax, lexicon, verb)


def _give_out(syntax: Syntax, lexicon: Lexicon, verb: int) -> None:
    """What a text does is done by whoever gives it out, as in "Signed a decree dissolving X", "issued a statement praising X"."""
    texts = {expression.complement for expression, _ in lexicon.cues_of("IssueCue", "verb", syntax.lemma[verb])}
    for text in syntax.kids(verb, "obj"):
        for act in syntax.kids(text, "acl", "amod") if syntax.lemma[text] in texts else ():
            if _is_said_of_text(syntax, act, text):
                syntax.move(act, verb)
                syntax.relabel(act, "advcl")


def _is_said_of_text(syntax: Syntax, act: int, text: int) -> bool:
    """Whether a word behind a text says what it does: "a statement | praising X", "a report | highly critical of X"."""
    if syntax.base[act] == "amod":
        return act > text and syntax.pos[act] == "ADJ" and bool(syntax.kids(act, "obl"))
    return syntax.low[act].endswith("ing") and not syntax.kids(act, "nsubj", "aux", "mark")


def _hand_on_demand(syntax: Syntax, lexicon: Lexicon, verb: int) -> None:
    """What somebody is called on to do is theirs, not the caller's, as in "Called on X | to lift the ban", "appealed to X to"."""
    later = [act for act in syntax.kids(verb, "advcl", "xcomp") if syntax.is_infinitive(act) and not syntax.kids(act, "nsubj")]
    if not later or syntax.kids(verb, "obj", "iobj"):
        return
    asked = {
        word
        for _, unit in lexicon.units_by_head.get(("verb", syntax.lemma[verb]), ())
        if unit.relation == _DEMAND and "oblique" in unit.object_roles
        for word in unit.object_prepositions
    }
    if any(phrase < later[0] and syntax.markers(phrase) & asked for phrase in syntax.kids(verb, "obl")):
        syntax.relabel(later[0], ASKED)


def _release_speaker(syntax: Syntax, verb: int) -> None:
    """Who stands between commas before "said" speaks: "X, a spokesman said on Monday, has left", "X fell, Y, the mayor, said"."""
    if syntax.feature(verb, "VerbForm") != "Fin" or syntax.kids(verb, "nsubj", "csubj", "expl", "mark", "cc", "aux"):
        return
    set_in = syntax.dep[verb] == "acl:relcl" and syntax.pos[syntax.head[verb]] in {"NOUN", "PROPN", "PRON"}
    if syntax.base[verb] == "conj" or not (set_in or syntax.kids(verb, "ccomp")):
        return
    closed = syntax.low[verb - 1] == ","  # "Y, the mayor, said"
    last = verb - 2 if closed else verb - 1
    for noun in range(syntax.sentences[syntax.sentence[verb]][0] + 1, last + 1):
        above = syntax.head[noun]
        if syntax.base[noun] != "appos" or syntax.pos[noun] not in {"NOUN", "PROPN"} or (set_in and above != syntax.head[verb]):
            continue
        begin, end = _bounds(syntax, noun, last)
        if end != last or syntax.low[begin - 1] != ",":
            continue
        title = next((t for t in syntax.kids(above, "appos") if closed and _bounds(syntax, t, last)[1] == begin - 2), None)
        if title is not None and syntax.low[_bounds(syntax, title, last)[0] - 1] == ",":
            syntax.move(noun, title)
            noun = title
        if set_in:
            host = next((word for word in syntax.ancestors(above) if syntax.pos[word] == "VERB"), None)
            if host is None:
                return
            syntax.move(verb, host)
            syntax.relabel(verb, "parataxis")
        syntax.move(noun, verb)
        syntax.relabel(noun, "nsubj")
        return


def _bounds(syntax: Syntax, noun: int, last: int) -> tuple[int, int]:
    """The first and the last word of a phrase, the commas around it left out."""
    words = [word for word in syntax.subtree(noun) if syntax.low[word] != "," or noun < word < last]
    words = sorted(words)
    while syntax.low[words[0]] == ",":
        words.pop(0)
    while syntax.low[words[-1]] == ",":
        words.pop()
    return words[0], words[-1]


def _stop_object(syntax: Syntax, verb: int) -> None:
    """Who is stopped right before a gerund was to do it, as in "Stopped bandits attacking the town"."""
    for act in syntax.kids(verb, "advcl"):
        stopped = [noun for noun in syntax.kids(verb, "obj") if max(syntax.subtree(noun)) == act - 1]
        if stopped and syntax.low[act].endswith("ing") and not syntax.kids(act, "mark", "nsubj"):
            syntax.relabel(act, "xcomp")


def _raise_charge(syntax: Syntax, verb: int) -> None:
    """A gerund with "of" is what somebody is charged with: "Suspects the army | of killing X", "accuses Y, which denies it, of"."""
    for suspect in syntax.kids(verb, "obj"):
        for word in (suspect, *syntax.kids(suspect, "acl")):
            for act in syntax.kids(word, "acl", "advcl"):
                marks = {syntax.low[mark] for mark in syntax.kids(act, "mark", "case")}
                if syntax.pos[act] == "VERB" and "of" in marks:
                    syntax.move(act, verb)
                    syntax.relabel(act, "advcl")


def _part_plotters(syntax: Syntax, lexicon: Lexicon, verb: int) -> None:
    """What is foiled is another's: the plan's own people are those behind it, as in "Foiled a plot | by officers to oust X"."""
    for noun in syntax.kids(verb, "obj", "nsubj"):
        for act in [*syntax.kids(noun, "acl"), *syntax.kids(verb, "advcl", "xcomp")]:
            marks = [mark for mark in syntax.kids(act, "mark") if syntax.low[mark] == "to"]
            if not marks or act < noun:
                continue
            planned = bool(lexicon.cues_of("StanceCue", "noun", syntax.lemma[noun]))  # "exposed a plot | to oust X"
            if not planned and not any("by" in syntax.markers(owner) for owner in syntax.kids(noun, "nmod")):
                continue  # "blocked the road to protest"
            if syntax.head[act] == verb:
                if max(syntax.subtree(noun)) != marks[0] - 1:
                    continue
                syntax.move(act, noun)
            syntax.relabel(act, OTHERS)
