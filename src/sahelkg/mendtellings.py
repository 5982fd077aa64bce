"""Attachments of what is told: which clause goes on with the telling, and which with what is told.

As in `sahelkg.mending`, tokens are moved to other heads in the columns of `sahelkg.syntax.Syntax`, and nothing else is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_INNER = frozenset({"advcl", "conj", "xcomp"})


def mend_tellings(syntax: Syntax, lexicon: Lexicon) -> None:
    """What somebody says besides is theirs, and not whom they speak of: "Said that X must go, accusing Y", "… and accused Y"."""
    for verb, low in enumerate(syntax.low):
        if verb < 1 or syntax.pos[verb] != "VERB" or not lexicon.cues_of("ReportingCue", "verb", syntax.lemma[verb]):
            continue
        participle = low.endswith("ing") and syntax.base[verb] == "advcl" and syntax.low[verb - 1] == ","
        if not participle and syntax.base[verb] != "conj":
            continue
        told = syntax.head[verb]
        while syntax.base[told] in _INNER and syntax.head[told] < told:
            told = syntax.head[told]
        above = syntax.head[told]
        if syntax.base[told] != "ccomp" or not above < told < verb or syntax.kids(verb, "nsubj", "mark", "aux"):
            continue
        if not lexicon.cues_of("ReportingCue", "verb", syntax.lemma[above]):
            continue
        if participle or _goes_on(syntax, verb, told, above):
            syntax.move(verb, above)


def _goes_on(syntax: Syntax, verb: int, told: int, above: int) -> bool:
    """Whether a joined verb has the tense of the telling, which is not that of what is told."""
    # no participle is joined to an infinitive: it is read as one only by its form
    form = "Fin" if syntax.feature(syntax.head[verb], "VerbForm") == "Inf" and syntax.kids(verb, "obj") else None
    finite = (form or syntax.feature(verb, "VerbForm")) == "Fin" and syntax.feature(verb, "Tense") == "Past"
    helped = [syntax.feature(child, "Tense") or syntax.low[child] for child in syntax.kids(told, "aux", "cop")]
    now = syntax.feature(told, "Tense") == "Pres" or any(tense != "Past" for tense in helped)
    return finite and now and syntax.feature(above, "Tense") == "Past" and bool(syntax.kids(above, "nsubj"))
