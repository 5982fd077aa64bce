"""Tags the names of EWT's train part, which has none, with a model trained before:
`python training/tag_names.py TREEBANKS FOLDER_OF_MODEL OUT.json`.

Words that the model is unsure of are left open: nothing is learnt from them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from labels import NAMES
from treebanks import read_treebank

from sahelkg.reader import ModelReader

SURE = 0.8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    reader = ModelReader(options.model)
    tagged = []
    for sentence in read_treebank(options.treebanks, "en_ewt-train"):
        tags = ["_"] * len(sentence)
        if reader.count_subwords(sentence.words) < reader.max_subwords:
            scores = reader.score_names(sentence.words, sentence.spaced)
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            best = [NAMES[index] for index in shares.argmax(axis=1)]
            tags = [tag if share >= SURE else "_" for tag, share in zip(best, shares.max(axis=1), strict=True)]
            for place, tag in enumerate(tags):
                if tag.startswith("I-") and (place == 0 or tags[place - 1][2:] != tag[2:]):
                    tags[place] = "_"
        tagged.append(tags)
    options.out.write_text(json.dumps(tagged), encoding="utf-8")
    flat = [tag for tags in tagged for tag in tags]
    print(f"{sum(tag[0] == 'B' for tag in flat)} names, {flat.count('_') / len(flat):.3f} of the words left open")


if __name__ == "__main__":
    main()
