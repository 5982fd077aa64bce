"""Teaches whom "he" and "she" stand for where the rules leave it open (`sahelkg.salience`).

    python training/antecedents.py TRAIN.conllu [--check DEV.conllu] [--out src/sahelkg/model/antecedents.json]

The treebank is UD_English-GUM with ``Entity=`` in MISC. Texts, trees and mentions are the program's own; of each pronoun
the right candidates are those whose last mention, or most of whose mentions, are in its marked chain. While the examples
are gathered each pronoun is given its right candidate, so that later ones are learnt on a true past.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from coreference import read_documents

from sahelkg import pronouns, salience
from sahelkg.annotate import annotate_text, load_reader
from sahelkg.coreference import resolve_mentions
from sahelkg.gazetteer import find_parser_names
from sahelkg.mentions import find_mentions
from sahelkg.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coreference import Document
    from spacy.tokens import Doc

    from sahelkg.discourse import Discourse
    from sahelkg.roles import PronounForm

GENRES = "news", "bio", "interview", "speech", "textbook", "vlog", "voyage", "court"
ROUNDS = 400
RATE = 0.5
DECAY = 2.0  # of the squared weights, in units of one example
LEAST = 3  # a feature of fewer examples is left out

Example = tuple[dict[str, dict[str, float]], set[str]]


def gather(document: Document, doc: Doc) -> list[Example]:
    """The examples of one document: the candidates' features, and the right candidates."""
    ontology = load_ontology()
    where = {start: chain for chain, starts in document.chains.items() for start in starts}
    examples: list[Example] = []

    def teach(discourse: Discourse, number: int, form: PronounForm) -> str | None:
        if form.gender is None:
            return kept(discourse, number, form)
        gold = where.get(doc[discourse.mentions[number].head].idx)
        candidates = salience.describe_candidates(discourse, number, form)
        told: dict[str, Counter[str | None]] = defaultdict(Counter)
        for other in discourse.mentions[:number]:
            if other.entity in candidates:
                told[other.entity][where.get(doc[other.head].idx)] += 1
        right = {entity for entity, chains in told.items() if gold and chains.most_common(1)[0][0] == gold}
        examples.append((candidates, right or {salience.NOBODY}))
        return max(right, key=lambda entity: (told[entity][gold], entity), default=None)

    kept = pronouns.find_third_person
    pronouns.find_third_person = teach
    try:
        resolve_mentions(doc, find_mentions(doc, ontology), ontology)
    finally:
        pronouns.find_third_person = kept
    return examples


def parse(paths: list[Path]) -> Iterator[tuple[Document, Doc]]:
    ontology, reader = load_ontology(), load_reader()
    for path in paths:
        for document in read_documents(path, GENRES):
            yield document, annotate_text(document.text, reader, lambda part: find_parser_names(part, ontology))


def fit(examples: list[Example]) -> dict[str, float]:
    """The weights that make the right candidates likeliest, by gradient ascent with momentum."""
    seen = Counter(name for candidates, _ in examples for told in candidates.values() for name in told)
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    index = {name: place for place, name in enumerate(names)}
    rows, owners, right = [], [], []
    for number, (candidates, good) in enumerate(examples):
        for entity, told in sorted(candidates.items()):
            row = np.zeros(len(names))
            for name, value in told.items():
                if name in index:
                    row[index[name]] = value
            rows.append(row)
            owners.append(number)
            right.append(entity in good)
    matrix, owner, correct = np.array(rows), np.array(owners), np.array(right, dtype=float)
    weights, speed = np.zeros(len(names)), np.zeros(len(names))
    count = len(examples)
    for _ in range(ROUNDS):
        scores = matrix @ weights
        top = np.full(count, -np.inf)
        np.maximum.at(top, owner, scores)
        odds = np.exp(scores - top[owner])
        odds /= np.bincount(owner, odds, count)[owner]
        wanted = odds * correct
        wanted /= np.maximum(np.bincount(owner, wanted, count), 1e-12)[owner]
        gradient = matrix.T @ (wanted - odds) / count - DECAY * weights / count
        speed = 0.9 * speed + gradient
        weights += RATE * speed
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 5e-4}


def check(examples: list[Example], weights: dict[str, float]) -> None:
    """Prints how often the likeliest candidate is right, by how likely it is."""
    rows = []
    for candidates, good in examples:
        scores = {
            entity: sum(weights.get(name, 0.0) * value for name, value in told.items()) for entity, told in candidates.items()
        }
        best = max(scores, key=lambda entity: (scores[entity], entity))
        rows.append((1 / sum(np.exp(score - scores[best]) for score in scores.values()), best, best in good))
    for least in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        taken = [right for odds, best, right in rows if odds >= least and best]
        print(f"≥ {least}: of {len(rows)} pronouns {len(taken)} given, {sum(taken) / max(1, len(taken)):.3f} right")


def main() -> None:
    """Trains, writes the weights, and checks them where a file to check is given."""
    parser = argparse.ArgumentParser(description="antecedents of pronouns")
    parser.add_argument("train", nargs="+", type=Path)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, default=Path("src/sahelkg/model/antecedents.json"))
    options = parser.parse_args()
    examples = [example for pair in parse(options.train) for example in gather(*pair)]
    weights = fit(examples)
    options.out.write_text(json.dumps({"weights": weights}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(examples)} pronouns, {len(weights)} weights")
    if options.check:
        check([example for pair in parse(options.check) for example in gather(*pair)], weights)


if __name__ == "__main__":
    main()
