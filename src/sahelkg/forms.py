"""Which lemmas a word form may belong to, among those that the lexicon knows.

The model guesses the lemma of a verb that it never saw; the lexicon knows its verbs, and a form that is one of theirs
settles it. Regular English inflection is a rule; irregular forms are read from ``ontology/forms.ttl``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sahelkg.ontology import Triples

_VOWELS = frozenset("aeiou")


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


def index_forms(lemmas: Iterable[str], triples: Triples) -> Mapping[str, str]:
    """Form → lemma for the lemmas given; a form of two of them is left to the model.

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
    return {form: next(iter(owners)) for form, owners in found.items() if len(owners) == 1 and form not in known}
