"""Which lemmas a word form may belong to, among those that the lexicon knows.

The model guesses the lemma of a verb that it never saw; the lexicon knows its verbs, and a form that is one of theirs
settles it. Regular English inflection is a rule; irregular forms are read from ``ontology/forms.ttl``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sahelkg.ontology import Triples

_VOWELS = frozenset("aeiou")
_DOUBLE = re.compile(r"([bdgmnprt])\1$")  # "barr(ed)"; ss, ff, zz and the ll of one syllable are the verb's own
_LONG_DOUBLE_L = re.compile(r"[aeiou].*[^aeiou][aeiou]ll$")  # "controll(ed)", not "kill(ed)"
# what a stem ends in that has lost an e: "financ(ed)", "sav(ed)", "settl(ed)", "imitat(ed)", "assum(ed)", "fir(ed)"
_LOST_E = re.compile(
    r"(?:[cvu]|(?<![gz])z|[rd]g|[ae]ng|[aeiou]g|(?<=[aeiou])s|[nrlp]s|(?<![aeiouwr])[bptdgkfz]l"
    r"|[iu]at|(?<=[^aeiou])(?:a[bdklmprt]|e[d]|i[bdklmnpr]|o[bdklm]|u[bdlmprt]))$"
)


def inflect(lemma: str) -> set[str]:
    """The regular forms of a verb or noun, British and American, the lemma itself left out.

    Examples:
        >>> sorted(inflect("bar"))
        ['bared', 'baring', 'barred', 'barring', 'bars']
    """
    forms = {lemma + "s"}
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        forms.add(lemma + "es")
    if lemma.endswith("e"):
        forms |= {lemma + "d", lemma[:-1] + "ing"}
        if lemma.endswith("ie"):
            forms.add(lemma[:-2] + "ying")
    elif lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in _VOWELS:
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    else:
        forms |= {lemma + "ed", lemma + "ing"}
    bare = lemma.replace("qu", "q")  # the vowel of "qu" is none: "equip", "equipped"
    if len(bare) > 2 and bare[-1] not in "aeiouwxy" and bare[-2] in _VOWELS and bare[-3] not in _VOWELS:
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return forms


def restore_lemma(form: str, guess: str) -> str:
    """The base form of a verb that nobody has listed, by the rules of spelling; ``guess`` where they leave it open.

    Examples:
        >>> [restore_lemma(form, form) for form in ("envied", "slipped", "tempting", "outlasts", "financing")]
        ['envy', 'slip', 'tempt', 'outlast', 'finance']
    """
    if form.endswith("ied") or form.endswith("ies"):
        return form[:-3] + "y" if len(form) > 4 else form[:-1]
    if form.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return form[:-1]
    for ending in ("ed", "ing"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 1 and any(letter in "aeiouy" for letter in stem):
            if stem.endswith("e") and ending == "ed":
                return form[:-1]
            bare = stem.replace("qu", "q")
            if _DOUBLE.search(stem) or _LONG_DOUBLE_L.search(stem):
                return stem[:-1]
            if _LOST_E.search(bare):
                return stem + "e"
            return stem + "e" if stem.endswith(("it", "ot", "or", "op", "th")) and guess == stem + "e" else stem
    return guess


def index_forms(lemmas: Iterable[str], triples: Triples) -> Mapping[str, str]:
    """Form → lemma for the lemmas given; a form of two of them is left to the model.

    A form that is a lemma as well ("ousting") is listed: it is asked for only where the model's guess is none of them.

    Args:
        lemmas: heads of the lexicon's expressions.
        triples: the ontology's; ``skg:IrregularForms`` entries carry ``skg:lemma`` and ``skg:form``.
    """
    found: dict[str, set[str]] = defaultdict(set)
    known = set(lemmas)
    for lemma in known:
        for form in inflect(lemma):
            found[form].add(lemma)
    for entry in triples.instances("skg:IrregularForms"):
        for lemma in triples.texts(entry, "skg:lemma"):
            if lemma in known:
                for form in triples.texts(entry, "skg:form"):
                    found[form].add(lemma)
    return {form: next(iter(owners)) for form, owners in found.items() if len(owners) == 1}
