"""Train what says of a noun whether it stands for a person, an organisation, a place, or none of these.

    python training/nominals.py TREEBANKS        # writes src/sahelkg/model/nominals.npz, prints figures

Taught with the types of GUM's `Entity=` (person, organization, place; every other type and no mention at all are none)
and with the mentions of `training/relations/`, which say that a noun is one of the three but not which. The features are
the vectors that the reader's encoder gives a word; one hidden layer stands above them. Reported on GUM's dev part and
on every tenth of the written sentences, which are kept out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from treebanks import Sentence, gum_mentions, read_treebank
from written import read_written

from sahelkg.annotate import annotate_text
from sahelkg.reader import MODEL_FOLDER, ModelReader

KINDS = ("none", "person", "organization", "place")
SOME = -1  # one of the three, not known which
HIDDEN = 128
EPOCHS = 14
SEED = 11
NOUNS = frozenset({"NOUN", "PROPN"})
Rows = tuple[np.ndarray, np.ndarray]


def top_of(sentence: Sentence, first: int, last: int) -> int | None:
    """The word of a span that hangs on a word outside; None where there are several."""
    inside = range(first, last + 1)
    tops = [index for index in inside if sentence.heads[index] - 1 not in inside]
    return tops[0] if len(tops) == 1 else None


def read_gum(reader: ModelReader, folder: Path, name: str) -> Rows:
    """Vectors and kinds of a GUM part's nouns."""
    vectors, kinds = [], []
    for sentence in read_treebank(folder, name):
        if reader.count_subwords(sentence.words) > reader.max_subwords:
            continue
        found: dict[int, int] = {}
        for first, last, kind in sorted(gum_mentions(sentence), key=lambda mention: mention[0] - mention[1]):
            top = top_of(sentence, first, last)
            if top is not None:
                found[top] = KINDS.index(kind) if kind in KINDS else 0
        rows = reader.vectors(sentence.words, sentence.spaced)
        for index, upos in enumerate(sentence.upos):
            if upos in NOUNS:
                vectors.append(rows[index])
                kinds.append(found.get(index, 0))
    return np.array(vectors, np.float32), np.array(kinds)


def read_sentences(reader: ModelReader, *, kept_out: bool) -> Rows:
    """Vectors and kinds of the nouns of the written sentences: of each tenth, or of all the others."""
    vectors, kinds = [], []
    for number, (_, written) in enumerate(read_written()):
        if (number % 10 == 0) != kept_out:
            continue
        doc = annotate_text(written.text, reader)
        words = [token for token in doc if not token.is_space]
        rows = reader.vectors([token.norm_ for token in words], [bool(t.i and doc[t.i - 1].whitespace_) for t in words])
        heads = set()
        for start, end in written.mentions:
            span = doc.char_span(start, end, alignment_mode="expand")
            heads.add(span.root.i)
        for row, token in zip(rows, words, strict=True):
            if token.pos_ in NOUNS:
                vectors.append(row)
                kinds.append(SOME if token.i in heads else 0)
    return np.array(vectors, np.float32), np.array(kinds)


def train(vectors: np.ndarray, kinds: np.ndarray) -> torch.nn.Sequential:
    """Fits the layers; equal input gives equal weights."""
    torch.manual_seed(SEED)
    layers = torch.nn.Sequential(
        torch.nn.Dropout(0.2),
        torch.nn.Linear(vectors.shape[1], HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.2),
        torch.nn.Linear(HIDDEN, len(KINDS)),
    )
    optimiser = torch.optim.AdamW(layers.parameters(), lr=1e-3, weight_decay=0.01)
    features, labels = torch.from_numpy(vectors), torch.from_numpy(kinds)
    order = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = 1e-3 * (1 - epoch / EPOCHS)
        for rows in np.array_split(order.permutation(len(kinds)), max(1, len(kinds) // 256)):
            scores = torch.log_softmax(layers(features[rows]), dim=1)
            told = labels[rows]
            some = torch.logsumexp(scores[:, 1:], dim=1)
            exact = scores.gather(1, told.clamp(min=0)[:, None])[:, 0]
            loss = -torch.where(told == SOME, some, exact).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return layers.eval()


def report(name: str, layers: torch.nn.Sequential, rows: Rows) -> None:
    """Prints precision and recall of "stands for somebody or some place", and of the kind where it is known."""
    vectors, kinds = rows
    with torch.no_grad():
        scores = torch.softmax(layers(torch.from_numpy(vectors)), dim=1).numpy()
    for bound in (0.5, 0.7):
        found = 1 - scores[:, 0] >= bound
        right = (found & (kinds != 0)).sum()
        print(f"{name}: at {bound}: precision {right / found.sum():.3f} recall {right / (kinds != 0).sum():.3f}", end="")
        known = found & (kinds > 0)
        if known.any():
            print(f" kind {(scores[known, 1:].argmax(axis=1) + 1 == kinds[known]).mean():.3f}", end="")
        print()


def main() -> None:
    """Trains, reports, writes."""
    folder = Path(sys.argv[1])
    torch.set_num_threads(2)
    reader = ModelReader()
    gum, own = read_gum(reader, folder, "en_gum-train"), read_sentences(reader, kept_out=False)
    layers = train(np.concatenate([gum[0], own[0]]), np.concatenate([gum[1], own[1]]))
    report("GUM dev", layers, read_gum(reader, folder, "en_gum-dev"))
    report("written", layers, read_sentences(reader, kept_out=True))
    hidden, out = layers[1], layers[4]
    np.savez(
        MODEL_FOLDER / "nominals.npz",
        hidden=hidden.weight.detach().numpy().T.astype(np.float16),
        hidden_bias=hidden.bias.detach().numpy().astype(np.float16),
        out=out.weight.detach().numpy().T.astype(np.float16),
        out_bias=out.bias.detach().numpy().astype(np.float16),
    )


if __name__ == "__main__":
    main()
