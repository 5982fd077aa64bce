"""From a word as it stands to the lemma that the lexicon has, by the rules of spelling, where the reader's is none.

A reader learns to cut endings off and errs on words that it has seldom seen ("kidnapped" → "kidnapp", "seized" →
"seiz"). The lexicon says which lemmas there are to be found. A lemma that it holds is left as it is; another one is
exchanged only for one that the lexicon holds and the form can come from. `ontology/forms.ttl` has the irregular forms.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sahelkg.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
_NAMES = {"skg:verb": "verb", "skg:noun": "noun", "skg:adjective": "adjective"}
_VOWELS = "aeiou"


@dataclass(frozen=True)
class WordForms:
    """The lemmas that the lexicon asks for, and irregular forms, each by part of speech."""

    known: Mapping[str, frozenset[str]]
    irregular: Mapping[tuple[str, str], str]  # (part of speech, form) → lemma

    def find_lemma(self, form: str, lemma: str, part_of_speech: str) -> str:
        """The lexicon's lemma of a form, or the one given where the lexicon holds none that the form can come from.

        Args:
            form: the word as it stands, in lower case.
            lemma: what the reader took for its lemma, in lower case.
            part_of_speech: "verb", "noun" or "adjective".
        """
        known = self.known.get(part_of_speech, frozenset())
        if lemma in known:
            return lemma
        irregular = self.irregular.get((part_of_speech, form))
        if irregular is not None:
            return irregular
        return next((base for base in list_bases(form, part_of_speech) if base in known), lemma)


def list_bases(form: str, part_of_speech: str) -> Iterator[str]:
    """Yields the words that a regular form can come from, the form itself last.

    Examples:
        >>> list(list_bases("kidnapped", "verb"))
        ['kidnapp', 'kidnappe', 'kidnap', 'kidnapped']
        >>> list(list_bases("clashes", "noun"))
        ['clash', 'clashe', 'clashes']
    """
    endings = ("ied", "ies", "ed", "ying", "ing", "es", "s") if part_of_speech == "verb" else ("ies", "es", "s")
    if part_of_speech in {"verb", "noun"}:
        for ending in endings:
            if form.endswith(ending) and len(form) > len(ending) + 1:
                yield from _restore(form.removesuffix(ending), ending)
    yield form


def _restore(stem: str, ending: str) -> Iterator[str]:
    if ending in {"ied", "ies"}:
        yield stem + "y"
    elif ending == "ying":
        yield from (stem + "y", stem + "ie")
    elif ending in {"es", "s"}:
        yield stem
    else:
        yield from (stem, stem + "e")
        if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
            yield stem[:-1]


def mend_lemmas(doc: Doc, ontology: Ontology) -> list[str]:
    """The lemmas of a document in lower case, those of the lexicon where a form can come from one.

    Args:
        doc: read by any reader.
        ontology: its lexicon says which lemmas there are.

    Returns:
        One for each token.
    """
    forms = load_word_forms(ontology)
    return [
        forms.find_lemma((token.norm_ or token.text).lower(), token.lemma_.lower(), _POS[token.pos_])
        if token.pos_ in _POS
        else token.lemma_.lower()
        for token in doc
    ]


def load_word_forms(ontology: Ontology) -> WordForms:
    """The word forms of an ontology; kept, as its lexicon is."""
    cached = ontology.__dict__.get("_word_forms")
    if cached is None:
        cached = ontology.__dict__["_word_forms"] = _read_word_forms(ontology)
    return cached


def _read_word_forms(ontology: Ontology) -> WordForms:
    lexicon, triples = load_lexicon(ontology), ontology.triples
    known: dict[str, set[str]] = defaultdict(set)
    entries = [(unit.part_of_speech, unit.expressions) for unit in lexicon.units]
    entries += [(cue.part_of_speech, cue.expressions) for cue in lexicon.cues]
    for part_of_speech, expressions in entries:
        for expression in expressions:
            known[part_of_speech].add(expression.head)
            if expression.complement:
                known["noun"].add(expression.complement)
    irregular: dict[tuple[str, str], str] = {}
    for iri in triples.instances("skg:IrregularWord"):
        part_of_speech = _NAMES.get(triples.resource(iri, "skg:partOfSpeech") or "", "other")
        for lemma in triples.texts(iri, "skg:lemma")[:1]:
            irregular.update({(part_of_speech, form): lemma for form in triples.texts(iri, "skg:form")})
    return WordForms({pos: frozenset(words) for pos, words in known.items()}, irregular)
