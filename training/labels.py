"""The label tables, learnt from the treebanks, and the lemma rules that they name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sahelkg.lemmas import apply_rule, find_rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treebanks import Sentence

NAMES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
MIN_COUNT = 3  # rarer features and lemma rules are not learnt


def build_tables(sentences: Iterable[Sentence]) -> dict[str, list[str]]:
    """Every label in the order of its frequency."""
    upos, feats, rels, rules = Counter(), Counter(), Counter(), Counter()
    for sentence in sentences:
        upos.update(sentence.upos)
        feats.update(f"{tag} {feat}".strip() for tag, feat in zip(sentence.upos, sentence.feats, strict=True))
        rels.update(sentence.rels)
        rules.update(map(find_rule, sentence.words, sentence.lemmas, sentence.upos))
    return {
        "upos": _frequent(upos, 1),
        "feats": _frequent(feats, MIN_COUNT),
        "rels": _frequent(rels, 1),
        "rules": _frequent(rules, MIN_COUNT),
        "names": list(NAMES),
    }


def _frequent(counts: Counter[str], least: int) -> list[str]:
    return [label for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= least]


def lemma_ceiling(sentences: Iterable[Sentence], rules: Iterable[str]) -> float:
    """The share of lemmas that the rules could give, were each word's rule known."""
    known, right, total = set(rules), 0, 0
    for sentence in sentences:
        for word, lemma, tag in zip(sentence.words, sentence.lemmas, sentence.upos, strict=True):
            rule = find_rule(word, lemma, tag)
            right += rule in known and apply_rule(word, rule) == lemma
            total += 1
    return right / total
