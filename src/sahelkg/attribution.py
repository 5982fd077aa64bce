"""Who says so where no verb governs what is said: quotations, "according to", and what follows the comma.

A reporting verb with its clause is found on the way up by :mod:`sahelkg.factuality`; here is speech that stands beside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sahelkg.quoting import Quotation, find_quotations
from sahelkg.records import Status

if TYPE_CHECKING:
    from sahelkg.clauses import ClauseFinder
    from sahelkg.lexicon import Lexicon
    from sahelkg.syntax import Syntax

_MIN_CLAUSE = 4  # tokens
_ASIDE = frozenset({"parataxis", "ccomp", "advcl", "conj"})
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
    heard = (_hear_quotation(quote, syntax, finder, lexicon) for quote in find_quotations(syntax.doc))
    found = _carry_on([speech for speech in heard if speech], syntax)
    for number, (first, last) in enumerate(syntax.sentences):
        if syntax.body[number]:
            found += _find_beside(first, last, syntax, finder, lexicon)
    return found


def _says(index: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a token is a verb of saying, with the word that it needs ("make clear")."""
    return syntax.pos[index] == "VERB" and any(
        cue.gives == "claimed" and expression.complement in {None, *(syntax.lemma[child] for child in syntax.kids(index, "xcomp"))}
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
        sources = _find_speaker(index, syntax, finder)
        sources = tuple(source for source in sources if not quote.first <= source < quote.last)
        sources = sources or _find_astray(quote, index, syntax)
        distance = quote.first - index if index < quote.first else index - quote.last
        if sources and (best is None or distance < best[0]):
            best = distance, index, sources
    if best is None:
        return Speech(quote.first, quote.last, (), None, direct=True) if _is_clause(quote, syntax) else None
    return Speech(quote.first, quote.last, best[2], best[1], direct=True)


def _find_speaker(verb: int, syntax: Syntax, finder: ClauseFinder) -> tuple[int, ...]:
    """The subject of a verb of saying, before it or behind it: ", said the army"."""
    if _is_inverted(verb, syntax):
        return tuple(syntax.kids(verb, "nsubj", "iobj", "obj")[:1])
    return tuple(argument.head for argument in finder.find(verb, "verb").agents[:1])


def _is_inverted(verb: int, syntax: Syntax) -> bool:
    """Whether a verb after a comma or a mark has no subject before it but a noun that follows it."""
    if verb == 0 or syntax.pos[verb - 1] != "PUNCT" or syntax.feature(verb, "VerbForm") != "Fin":
        return False  # ", blaming him": a participle's noun is its object
    arguments = syntax.kids(verb, "nsubj", "iobj", "obj")
    return bool(arguments) and arguments[0] > verb and not syntax.kids(verb, "aux", "mark")


def _find_astray(quote: Quotation, verb: int, syntax: Syntax) -> tuple[int, ...]:
    """The speaker whom the parser took for a subject of the quoted words: “…,” a spokesman | said."""
    for index in range(min(quote.last, verb), max(quote.last, verb)):
        if syntax.base[index] == "nsubj" and quote.first <= syntax.head[index] < quote.last:
            return (index,)
    return ()


def _is_clause(quote: Quotation, syntax: Syntax) -> bool:
    """Whether the quotation holds whole sentences, not a phrase set in marks."""
    return (
        any(syntax.pos[index] == "VERB" and syntax.kids(index, "nsubj") for index in range(quote.first, quote.last))
        and quote.last - quote.first > _MIN_CLAUSE
    )


def _carry_on(found: list[Speech], syntax: Syntax) -> list[Speech]:
    """The quotations, each without a speaker of its own with the one of the quotation just before it."""
    carried: list[Speech] = []
    for speech in found:
        before = carried[-1] if carried else None
        near = before is not None and syntax.sentence[speech.first] - syntax.sentence[before.last - 1] <= 1
        if before is not None and near and before.sources and not speech.sources:
            carried.append(replace(speech, sources=before.sources, cue=before.cue))
        else:
            carried.append(speech)
    return carried


def _find_beside(first: int, last: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> list[Speech]:
    """What stands beside the clause: "according to X" anywhere in the sentence, ", X said" at its end or in its middle."""
    found = []
    for index in range(first, last):
        beside = syntax.base[index] in _BESIDE and syntax.pos[index] in {"NOUN", "PROPN", "PRON"}
        marker = syntax.marker(index).split(" ")[0] if beside else ""
        if (marker and lexicon.cues_of("AttributionCue", "other", marker)) or (beside and _is_in_words(index, syntax, lexicon)):
            found.append(Speech(first, last, (index,), syntax.kids(index, "case")[0], direct=False))
        elif _says(index, syntax, lexicon) and _is_aside(index, syntax):
            sources = _find_speaker(index, syntax, finder)
            if sources:
                found.append(Speech(first, last, sources, index, direct=False))
        elif syntax.base[index] == "advcl" and _says(index, syntax, lexicon):
            sources = _find_witness(index, syntax, finder, lexicon)
            found += [Speech(first, last, sources, index, direct=False)] if sources else []
    return found


def _find_witness(verb: int, syntax: Syntax, finder: ClauseFinder, lexicon: Lexicon) -> tuple[int, ...]:
    """Who says the sentence by a clause set beside it: "as X reported in May", "as X tells it", "as was noted by X"."""
    told = [word for word in syntax.kids(verb, "obj") if syntax.pos[word] != "PRON"]
    modals = (lexicon.cues_of("ModalCue", "other", syntax.lemma[word]) for word in syntax.kids(verb, "aux"))
    if any(expression.particle is None for found in modals for expression, _ in found):
        return ()  # "as you may have heard"
    if not syntax.has_mark(verb, "as") or told or syntax.kids(verb, "ccomp", "xcomp") or syntax.feature(verb, "VerbForm") == "Inf":
        return ()
    return tuple(argument.head for argument in finder.find(verb, "verb").agents[:1])


def _is_in_words(index: int, syntax: Syntax, lexicon: Lexicon) -> bool:
    """Whether a phrase is one as "in the words of X", "by its own account": words, and whose they are."""
    owners = syntax.kids(index, "nmod")
    owned = any(syntax.dep[owner] == "nmod:poss" or "of" in syntax.markers(owner) for owner in owners)
    return owned and any(
        expression.particle in syntax.markers(index)
        for expression, _ in lexicon.cues_of("AttributionCue", "noun", syntax.lemma[index])
    )


def _is_aside(index: int, syntax: Syntax) -> bool:
    """A reporting verb with a subject of its own and nothing that it governs, hung beside the clause or set into it."""
    if _is_inverted(index, syntax):
        return syntax.base[index] in _ASIDE
    if not syntax.kids(index, "nsubj") or syntax.kids(index, "ccomp", "obj", "mark", "cc"):
        return False
    return syntax.base[index] in _ASIDE or (syntax.base[index] == "acl" and _is_between_commas(index, syntax))


def _is_between_commas(index: int, syntax: Syntax) -> bool:
    """Whether it is as in "…, the army said, …": no relative clause, though the parser may take it for one."""
    first = min(syntax.subtree(index))
    before = first - 1 if syntax.low[first] != "," else first
    last = max(syntax.subtree(index))
    after = last if syntax.low[last] == "," else min(last + 1, len(syntax.low) - 1)
    relative = any(syntax.is_relative(child) for child in syntax.kids(index, "nsubj", "obj"))
    return not relative and syntax.low[before] == "," and syntax.low[after] == ","
