"""Who says so where no verb governs what is said: quotations, "according to", and what follows the comma.

A reporting verb with its clause is found on the way up by :mod:`sahelkg.factuality`; here is speech that stands beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sahelkg.quoting import Quotation, find_quotations
from sahelkg.records import Status

if TYPE_CHECKING:
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_BESIDE = frozenset({"obl", "nmod", "parataxis", "conj"})


@dataclass(frozen=True)
class Speech:
    """Tokens ``[first, last)`` that somebody says: the sources' tokens, outermost first, and the cue's.

    ``direct`` speech covers everything in it; indirect speech does not cover what the sentence takes for granted.
    """

    first: int
    last: int
    sources: tuple[int, ...]
    cue: int | None
    direct: bool
    status: Status = Status.CLAIMED

    def covers(self, index: int, *, background: bool) -> bool:
        """Whether the token is said by this speech's source."""
        return self.first <= index < self.last and (self.direct or not background)


def find_speech(syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> list[Speech]:
    """The speeches of a document: quotations first, then sentences with a source beside them."""
    found = [speech for quote in find_quotations(syntax) if (speech := _hear_quotation(quote, syntax, finder, lexicon))]
    found += _carry_on(found, syntax)
    for number, (first, last) in enumerate(syntax.sentences):
        if syntax.body[number]:
            found += _find_beside(first, last, syntax, finder, lexicon)
    return found


def _says(index: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    return syntax.pos[index] == "VERB" and any(
        cue.gives == "claimed" and not expression.complement
        for expression, cue in lexicon.cues_of("ReportingCue", "verb", syntax.lemma[index])
    )


def _hear_quotation(quote: Quotation, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> Speech | None:
    """The reporting verb outside the marks, in the sentences that the quotation touches; the nearest with a subject."""
    low = syntax.sentences[syntax.sentence[quote.first]][0]
    high = syntax.sentences[syntax.sentence[quote.last - 1]][1]
    best: tuple[int, int, tuple[int, ...]] | None = None
    for index in range(low, min(high, len(syntax.head))):
        if quote.first <= index < quote.last or not _says(index, syntax, lexicon):
            continue
        sources = tuple(argument.head for argument in finder.find(index, "verb").agents[:1])
        sources = tuple(source for source in sources if not quote.first <= source < quote.last)
        distance = quote.first - index if index < quote.first else index - quote.last
        if sources and (best is None or distance < best[0]):
            best = distance, index, sources
    if best is None:
        return Speech(quote.first, quote.last, (), None, direct=True) if _is_clause(quote, syntax) else None
    return Speech(quote.first, quote.last, best[2], best[1], direct=True)


def _is_clause(quote: Quotation, syntax: Syntax) -> bool:
    """Whether the quotation holds whole sentences, not a phrase set in marks."""
    return (
        any(syntax.pos[index] == "VERB" and syntax.kids(index, "nsubj") for index in range(quote.first, quote.last))
        and quote.last - quote.first > 6
    )


def _carry_on(found: list[Speech], syntax: Syntax) -> list[Speech]:
    """A quotation without a speaker of its own takes the one of the quotation just before it."""
    carried = []
    for before, speech in pairwise(found):
        distance = syntax.sentence[speech.first] - syntax.sentence[before.last - 1]
        if not speech.sources and before.sources and distance <= 1:
            carried.append(Speech(speech.first, speech.last, before.sources, before.cue, direct=True))
    return carried


def _find_beside(first: int, last: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> list[Speech]:
    """What stands beside the clause: "according to X" anywhere in the sentence, ", X said" at its end or in its middle."""
    found = []
    for index in range(first, last):
        beside = syntax.base[index] in _BESIDE and syntax.pos[index] in {"NOUN", "PROPN", "PRON"}
        marker = syntax.marker(index).split(" ")[0] if beside else ""
        if marker and lexicon.cues_of("AttributionCue", "other", marker):
            found.append(Speech(first, last, (index,), syntax.kids(index, "case")[0], direct=False))
        elif _says(index, syntax, lexicon) and _is_aside(index, syntax):
            sources = tuple(argument.head for argument in finder.find(index, "verb").agents[:1])
            if sources:
                found.append(Speech(first, last, sources, index, direct=False))
    return found


def _is_aside(index: int, syntax: Syntax) -> bool:
    """A reporting verb with a subject of its own and nothing that it governs, hung beside the clause."""
    if syntax.base[index] not in {"parataxis", "ccomp", "advcl", "conj"} or not syntax.kids(index, "nsubj"):
        return False
    return not syntax.kids(index, "ccomp", "obj", "xcomp", "mark", "cc")
