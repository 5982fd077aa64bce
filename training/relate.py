"""Trains the sieve, which tells what pairs are worth reading: `python training/relate.py WORK [--typed FILE] [--texts FILE …]`.

The encoder stays as it is. What is marked in the written sentences and in typed pairs is learnt beside what the reading
(`read_pairs.py`) says of all the pairs that the program finds in them and in the texts of treebanks. Without --fold, every
part in turn is kept out of a training of its own (WORK/fold-N.npz); what these say of the parts they had not seen gives the
confidences, and the model that has seen all goes into the package. With --fold N, or --fold all, only that training is done,
so that several can run side by side. What is done already is not done again.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from calibration import calibrate
from heard import read_heard
from network import LAYERS, descend
from relation_data import IGNORED, Example, list_labels, read_examples, type_of
from relation_network import RelationNetwork
from torch import Tensor
from torch.nn import functional
from written import STATUSES

from sahelkg.ontology import load_ontology
from sahelkg.reader import MODEL_FOLDER
from sahelkg.sieve import FILE, FORMAT

HERE = Path(__file__).parent
ALL = "all"


def collate(items: list[Example]) -> dict[str, Tensor]:
    """One padded batch; ``real`` tells pairs from padding."""
    rows, width = len(items), items[0].states.shape[1]
    words = max(len(item.words) for item in items)
    mentions = max(len(item.pairs.heads) for item in items)
    pairs = max(len(item.pairs.left) for item in items)
    arrays: dict[str, np.ndarray] = {
        "states": np.zeros((rows, words, width), np.float32),
        "mask": np.zeros((rows, words), bool),
        "average": np.zeros((rows, mentions, words), np.float32),
        "heads": np.zeros((rows, mentions), np.int64),
        **{name: np.zeros((rows, pairs), np.int64) for name in ("left", "right", "distance")},
        "places": np.zeros((rows, pairs, words), np.int64),
        "real": np.zeros((rows, pairs), bool),
    }
    for row, item in enumerate(items):
        n, m, p = len(item.words), len(item.pairs.heads), len(item.pairs.left)
        arrays["states"][row, :n] = item.states
        arrays["mask"][row, :n] = True
        arrays["average"][row, :m, :n] = item.pairs.average
        arrays["heads"][row, :m] = item.pairs.heads
        for name in ("left", "right", "distance"):
            arrays[name][row, :p] = getattr(item.pairs, name)
        arrays["places"][row, :p, :n] = item.pairs.places
        arrays["real"][row, :p] = True
    arrays["wanted"] = np.concatenate([item.wanted for item in items])
    arrays["statuses"] = np.concatenate([item.statuses for item in items])
    counts = [len(item.pairs.left) for item in items]
    arrays["open"] = np.repeat([item.open for item in items], counts)
    arrays["heard"] = np.repeat([item.heard for item in items], counts)
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def score(network: RelationNetwork, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Scores of relations and statuses, a row per pair."""
    found = network(*(batch[k] for k in ("states", "average", "heads", "left", "right", "places", "distance", "mask")))
    return found[0][batch["real"]], found[1][batch["real"]]


def compute_loss(relations: Tensor, statuses: Tensor, batch: dict[str, Tensor], config: dict) -> Tensor:
    """Pairs with known relations share their weight among them; of an open pair's labels the sum is to be large.

    Pairs without a relation, of which there are most, count for less, and open ones, of which there are few, for more.
    Of a heard pair the shares are learnt as they are.
    """
    shares, wanted, open_ = relations.float().log_softmax(-1), batch["wanted"], batch["open"]
    known = wanted[~open_] / wanted[~open_].sum(-1, keepdim=True)
    known = known * (1 - config["smoothing"]) + config["smoothing"] / wanted.shape[1]
    idle = torch.where(batch["heard"][~open_], config["heard_none_weight"], config["none_weight"])
    weight = 1 - (1 - idle) * wanted[~open_][:, 0]
    loss = -(weight * (known * shares[~open_]).sum(-1)).sum()
    either = shares[open_].masked_fill(wanted[open_] == 0, -1e4).logsumexp(-1).sum()
    loss = loss - config["open_weight"] * either
    told = functional.cross_entropy(statuses.float(), batch["statuses"], ignore_index=IGNORED, reduction="sum")
    return (loss + config["status_weight"] * told) / len(wanted)


def train(examples: list[Example], config: dict, seed: int) -> RelationNetwork:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = RelationNetwork(len(list_labels()), len(STATUSES), config)
    optimizer = torch.optim.AdamW(network.parameters(), lr=config["rate"], weight_decay=0.01)
    total = -(-len(examples) // config["batch"]) * config["epochs"]
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, config["rate"], total_steps=total + 1, pct_start=0.1, anneal_strategy="linear"
    )
    begun = time.time()
    for epoch in range(config["epochs"]):
        order = sorted(examples, key=lambda item: len(item.words) * (1 + 0.3 * chance.random()))
        batches = [order[i : i + config["batch"]] for i in range(0, len(order), config["batch"])]
        chance.shuffle(batches)
        summed = 0.0
        for items in batches:
            batch = collate(items)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                relations, statuses = score(network, batch)
            loss = compute_loss(relations, statuses, batch, config)
            descend(loss, network, optimizer, schedule)
            summed += loss.item()
        print(f"epoch {epoch + 1} {time.time() - begun:.0f}s loss {summed / len(batches):.3f}", flush=True)
    return network.eval()


@torch.no_grad()
def guess(network: RelationNetwork, examples: list[Example]) -> list[dict]:
    """What it says of each pair: a record with its shares, statuses and what was wanted."""
    found = []
    for start in range(0, len(examples), 64):
        items = examples[start : start + 64]
        relations, statuses = score(network, collate(items))
        row = 0
        for item in items:
            for pair in range(len(item.pairs.left)):
                found.append({
                    "source": item.source,
                    "shares": relations[row].softmax(-1).numpy(),
                    "statuses": statuses[row].softmax(-1).numpy(),
                    "wanted": item.wanted[pair],
                    "status": int(item.statuses[pair]),
                    "open": item.open,
                })
                row += 1
    return found


def report(found: list[dict]) -> str:
    """Figures on held-out pairs: of typed ones type with direction; of written ones precision, recall, status."""
    labels, n = list_labels(), defaultdict(float)
    for one in found:
        best = int(one["shares"].argmax())
        if one["open"]:
            typed = labels[int(one["wanted"].argmax())][:-1]
            types: dict[tuple[str | None, str], float] = defaultdict(float)
            for label, share in zip(labels[1:], one["shares"][1:], strict=True):
                types[type_of(label[:-1]), label[-1]] += float(share)
            n["typed"] += 1
            n["type"] += max(types, key=lambda key: types[key])[0] == type_of(typed)
            n["typed none"] += best == 0
        elif one["wanted"][0]:
            n["wrong"] += best != 0
        else:
            right = one["wanted"][best] > 0
            n["right"] += right
            n["wrong"] += best != 0 and not right
            n["wanted"] += 1
            n["status"] += int(one["statuses"].argmax()) == one["status"]
    guessed = n["right"] + n["wrong"]
    return (
        f"typed pairs {n['type'] / max(1, n['typed']):.3f} of {n['typed']:.0f} (none for {n['typed none']:.0f}); "
        f"written precision {n['right'] / max(1, guessed):.3f} recall {n['right'] / max(1, n['wanted']):.3f} "
        f"of {n['wanted']:.0f}, status {n['status'] / max(1, n['wanted']):.3f}"
    )


def export(network: RelationNetwork, config: dict, found: list[dict], file: Path) -> None:
    """Writes the weights in half precision, with labels and confidences."""
    about = {
        "format": FORMAT,
        "labels": list_labels(),
        "parts": config["parts"],
        "looks": config["looks"],
        "calibration": calibrate(found),
        "thresholds": {"*": config["precision"]},
        "worth": config["worth"],
    }
    state = {name: value for name, value in network.state_dict().items() if not name.startswith("status.")}
    weights = {name: value.numpy().astype(np.float16) for name, value in state.items()}
    mix = np.full(LAYERS + 1, 1 / (LAYERS + 1), np.float32)  # as the examples' states are made
    text = np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8)
    with file.open("wb") as stream:
        np.savez_compressed(stream, about=text, mix=mix, **weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--typed", type=Path, help="pairs with PLOVER types, as lines of JSON")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="treebanks whose texts are read")
    parser.add_argument("--fold", help="only the training that keeps this part out, or none: all")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    config = tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))
    seed, config = config["seed"], config["relations"]
    options.work.mkdir(parents=True, exist_ok=True)
    load_ontology()
    examples = read_examples(options.work, options.typed)
    heard = read_heard(options.work, options.typed, options.texts)
    for some in (examples, heard):
        print(len(some), "sentences,", sum(len(item.pairs.left) for item in some), "pairs", flush=True)
    parts = [str(part) for part in range(config["folds"])]
    for part in [*parts, ALL] if options.fold is None else [options.fold]:
        file = options.work / f"fold-{part}.pt"
        if file.exists():
            continue
        network = train([item for item in examples + heard if str(item.fold(config["folds"])) != part], config, seed)
        found = guess(network, [item for item in examples if str(item.fold(config["folds"])) == part])
        print(f"part {part} {report(found)}", flush=True)
        torch.save({"network": network.state_dict(), "found": found}, file)
    if options.fold is not None:
        return
    kept = {part: torch.load(options.work / f"fold-{part}.pt", weights_only=False) for part in [*parts, ALL]}
    print("all parts", report([one for part in parts for one in kept[part]["found"]]), flush=True)
    for part in [*parts, ALL]:  # each with the others' confidences, to be measured on its own part
        network = RelationNetwork(len(list_labels()), len(STATUSES), config).eval()
        network.load_state_dict(kept[part]["network"])
        others = [one for other in parts if other != part for one in kept[other]["found"]]
        export(network, config, others, options.work / f"fold-{part}.npz")
    shutil.copy(options.work / f"fold-{ALL}.npz", MODEL_FOLDER / FILE)


if __name__ == "__main__":
    main()
