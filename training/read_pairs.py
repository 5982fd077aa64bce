"""Trains what reads pairs of mentions: `python training/read_pairs.py WORK [--typed FILE] [--treebanks FOLDER] [--fold N]`.

First on the written sentences alone (WORK/written.pt), then on typed and judged pairs with some of the written ones beside
them. A tenth of the written sentences is kept out of both. Of the typed and judged pairs every part in turn is kept out of a
second stage of its own (WORK/typed-N.pt), and nothing of the last (WORK/typed-all.pt). With --fold N, or --fold all, only
that second stage is trained. What is done already is not done again. What ships is a smaller network that these teach
(`distil.py`).
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tomllib
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
import torch
from calibration import calibrate
from network import descend
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.preprocess import quant_pre_process
from pair_data import Lesson, Pair, draw_pairs, read_lessons
from pair_network import OnePair, PairNetwork
from relation_data import IGNORED, YIELD, list_labels
from torch import Tensor
from torch.nn import functional
from train import base_model
from written import STATUSES

from sahelkg.ontology import load_ontology
from sahelkg.relations import FORMAT, mark_pair

HERE = Path(__file__).parent
ALL = "all"
TENTH = 10
TOLD = [status for status in STATUSES if status != "open"]


@lru_cache(maxsize=1)
def list_types() -> list[str]:
    return sorted({type_ for relation in load_ontology().relations for status in TOLD if (type_ := type_of(relation, status))})


def type_of(relation: str, status: str) -> str | None:
    """The PLOVER type of a relation told with a status."""
    own = load_ontology().relations[relation]
    found = {"planned": own.plover_planned, "denied": own.plover_denied}.get(status) or own.plover
    return YIELD.get(found or "", found)


@lru_cache(maxsize=1)
def make_types() -> np.ndarray:
    """``[type, reversed, label]``: 1 where a label may be what a sentence of a type tells, in that direction."""
    ontology, labels = load_ontology(), list_labels()
    told = tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))["pairs"]["types"]
    table = np.zeros((len(list_types()), 2, len(labels)), np.float32)
    for row, type_ in enumerate(list_types()):
        for relation in told[type_]:
            symmetric = ontology.relations[relation].symmetric
            for reversed_ in (0, 1):
                table[row, reversed_, labels.index(relation + ("<" if reversed_ and not symmetric else ">"))] = 1
    return table


def list_wanted(pair: Pair) -> tuple[np.ndarray, int, int]:
    """Of a pair whose facts are known, 1 for each label that is right, its status, and its type."""
    lesson, labels = pair.lesson, list_labels()
    left, right = lesson.numbers[pair.left], lesson.numbers[pair.right]
    wanted, status, name = np.zeros(len(labels), np.float32), IGNORED, None
    for fact in lesson.facts or ():
        if {fact.subject, fact.object} == {left, right}:
            forward = fact.subject == left or load_ontology().relations[fact.relation].symmetric
            wanted[labels.index(fact.relation + (">" if forward else "<"))] = 1
            status = STATUSES.index(fact.status)
            name = type_of(fact.relation, fact.status)
    if lesson.judged is not None:
        name = lesson.judged[frozenset({left, right})]
    wanted[0] = not wanted.any()
    return wanted, status, IGNORED if name is None else list_types().index(name)


def collate(pairs: list[Pair]) -> tuple[Tensor, Tensor, Tensor]:
    """One padded batch: states, marks, mask."""
    laid = []
    for pair in pairs:
        kept, marks, _ = mark_pair(len(pair.lesson.states), pair.lesson.spans[pair.left], pair.lesson.spans[pair.right])
        laid.append((pair.lesson.states[kept], marks))
    longest = max(len(marks) for _, marks in laid)
    states = np.zeros((len(laid), longest, laid[0][0].shape[1]), np.float32)
    marks, mask = np.zeros((len(laid), longest), np.int64), np.zeros((len(laid), longest), bool)
    for row, (own, marked) in enumerate(laid):
        states[row, : len(own)], marks[row, : len(own)], mask[row, : len(own)] = own, marked, True
    return torch.from_numpy(states), torch.from_numpy(marks), torch.from_numpy(mask)


def compute_loss(found: tuple[Tensor, Tensor, Tensor], pairs: list[Pair], config: dict) -> Tensor:
    """Of a typed pair, the sum over all relations that its type may be told as is to be large."""
    shares, told, types = (scores.float().log_softmax(-1) for scores in found)
    total = torch.zeros(())
    taught = [row for row, pair in enumerate(pairs) if pair.taught is not None]
    known = [row for row, pair in enumerate(pairs) if pair.taught is None and pair.lesson.facts is not None]
    typed = [row for row, pair in enumerate(pairs) if pair.taught is None and pair.lesson.facts is None]
    if taught:
        said = zip(*(pairs[row].taught for row in taught), strict=True)
        relations, statuses, own = (torch.from_numpy(np.stack(part)) for part in said)
        held = 1 - relations[:, 0]
        weights = config["taught_weights"]
        total = total - weights[0] * (relations * shares[taught]).sum()
        total = total - weights[1] * (held * (statuses * told[taught]).sum(-1)).sum()
        total = total - weights[2] * (held * (own * types[taught]).sum(-1)).sum()
    if known:
        wanted, status, type_ = zip(*(list_wanted(pairs[row]) for row in known), strict=True)
        right = torch.from_numpy(np.stack(wanted))
        right = right / right.sum(-1, keepdim=True)
        right = right * (1 - config["smoothing"]) + config["smoothing"] / right.shape[1]
        weight = torch.tensor([config["judged_weight"] if pairs[row].lesson.judged else 1.0 for row in known])
        total = total - (weight[:, None] * right * shares[known]).sum()
        own = functional.nll_loss(told[known], torch.tensor(status), ignore_index=IGNORED, reduction="sum")
        total = total + config["status_weight"] * own
        own = functional.nll_loss(types[known], torch.tensor(type_), ignore_index=IGNORED, reduction="none")
        weight = torch.tensor([config["typed_weight" if pairs[row].lesson.judged else "written_types"] for row in known])
        total = total + (weight * own).sum()
    if typed:
        numbers = torch.tensor([list_types().index(pairs[row].lesson.type) for row in typed])
        fits = torch.from_numpy(make_types()[numbers.numpy(), [is_turned(pairs[row]) for row in typed]])
        held = -shares[typed].masked_fill(fits == 0, -1e4).logsumexp(-1)
        own = functional.cross_entropy(types[typed], numbers, label_smoothing=config["smoothing"], reduction="none")
        total = total + config["typed_weight"] * (config["typed_relations"] * held + own).sum()
    return total / len(pairs)


def is_turned(pair: Pair) -> int:
    """Whether the first marked mention, the source, is the one on the right."""
    return int(pair.lesson.numbers[pair.left] != 0)


def draw_written(lessons: list[Lesson], config: dict, chance: random.Random) -> list[Pair]:
    """All written pairs that hold something, and some of those that don't."""
    drawn = [pair for lesson in lessons for pair in draw_pairs(lesson, chance)]
    idle = [pair for pair in drawn if list_wanted(pair)[0][0]]
    told = [pair for pair in drawn if not list_wanted(pair)[0][0]]
    return told + chance.sample(idle, min(len(idle), int(config["idle"] * len(told))))


def draw_real(seen: list[Lesson], written: list[Lesson], config: dict, chance: random.Random) -> list[Pair]:
    """The typed and judged pairs several times, and a share of the written ones."""
    beside = chance.sample(written, int(config["beside"] * len(written)))
    often = [one for one in seen for _ in range(config["judged_times" if one.judged else "typed_times"])]
    return draw_written(beside, config, chance) + [pair for one in often for pair in draw_pairs(one, chance)]


def sort_lessons(lessons: list[Lesson]) -> tuple[list[Lesson], list[Pair], list[Lesson]]:
    """The written sentences but a tenth, the pairs of that tenth, and the typed and judged sentences."""
    written = [one for one in lessons if one.facts is not None and one.judged is None]
    tenth = [pair for one in written if not one.part(TENTH) for pair in draw_pairs(one, None)]
    real = [one for one in lessons if one.facts is None or one.judged is not None]
    return [one for one in written if one.part(TENTH)], tenth, real


def load(config: dict, seed: int, file: Path | None = None) -> PairNetwork:
    """The network with the weights of a file, or with those of the base model."""
    torch.manual_seed(seed)
    sizes = len(list_labels()), len(STATUSES), len(list_types())
    network = PairNetwork(*sizes, config, None if file else base_model())
    if file:
        network.load_state_dict(torch.load(file))
    return network.eval()


def train(network: PairNetwork, draw, epochs: int, config: dict, chance: random.Random, file: Path) -> None:
    """Trains on what ``draw()`` gives each epoch anew."""
    own, rates = {id(one) for one in network.layers.parameters()}, (config["layer_rate"], config["rate"])
    groups = [
        {"params": list(network.layers.parameters()), "lr": rates[0]},
        {"params": [one for one in network.parameters() if id(one) not in own], "lr": rates[1]},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    pairs, size, begun = draw(), config["batch"], time.time()
    steps = int(-(-len(pairs) // size) * epochs * 1.02) + 20  # one draw is a little larger than another
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps, pct_start=0.1, anneal_strategy="linear")
    network.train()
    for epoch in range(epochs):
        pairs = sorted(pairs if epoch == 0 else draw(), key=lambda pair: len(pair.lesson.states) * (1 + 0.3 * chance.random()))
        batches = [pairs[start : start + size] for start in range(0, len(pairs), size)]
        chance.shuffle(batches)
        summed = 0.0
        for batch in batches:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = network(*collate(batch))
            loss = compute_loss(found, batch, config)
            descend(loss, network, optimizer, schedule)
            summed += loss.item()
        print(f"epoch {epoch + 1} {time.time() - begun:.0f}s {len(pairs)} pairs, loss {summed / len(batches):.3f}", flush=True)
    torch.save(network.eval().state_dict(), file)


@torch.no_grad()
def guess(network: PairNetwork, pairs: list[Pair]) -> list[dict]:
    """What it says of each pair: a record with its shares, statuses and types, and what was wanted."""
    found = []
    for start in range(0, len(pairs), 64):
        batch = pairs[start : start + 64]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(*collate(batch))
        shares, told, types = (one.float().softmax(-1).numpy() for one in scores)
        for row, pair in enumerate(batch):
            status, typed = IGNORED, pair.lesson.type is not None
            if typed:
                type_ = list_types().index(pair.lesson.type)
                wanted = make_types()[type_, is_turned(pair)]
            else:
                wanted, status, type_ = list_wanted(pair)
            found.append({
                "shares": shares[row],
                "statuses": told[row],
                "types": types[row],
                "wanted": wanted,
                "status": status,
                "type": type_,
                "kind": "typed" if typed else "judged" if pair.lesson.judged else "written",
            })
    return found


def report(found: list[dict]) -> str:
    """Figures on what was not seen: of typed pairs, and of those of each kind that hold something or nothing."""
    typed = [one for one in found if one["kind"] == "typed"]
    said = (
        f"typed {np.mean([one['types'].argmax() == one['type'] for one in typed] or [0]):.3f} of {len(typed)}, direction "
        f"{np.mean([one['wanted'][1:][one['shares'][1:].argmax()] > 0 for one in typed] or [0]):.3f} "
        f"(none for {sum(one['shares'].argmax() == 0 for one in typed)})"
    )
    for kind in ("written", "judged"):
        held = [one for one in found if one["kind"] == kind and not one["wanted"][0]]
        idle = [one for one in found if one["kind"] == kind and one["wanted"][0]]
        right = [one["wanted"][one["shares"].argmax()] > 0 for one in held]
        loud = sum(one["shares"].argmax() > 0 for one in idle)
        told = loud + sum(one["shares"].argmax() > 0 for one in held)
        said += (
            f"; {kind}: precision {sum(right) / max(1, told):.3f} recall {np.mean(right or [0]):.3f} of {len(held)}, "
            f"{loud} of {len(idle)} idle ones told, status "
            f"{np.mean([one['statuses'].argmax() == one['status'] for one in held] or [0]):.3f}"
        )
    return said


def export(network: PairNetwork, config: dict, found: list[dict], file: Path) -> None:
    """Writes the network with 8-bit weights, and labels, confidences and thresholds in its metadata."""
    raw = file.with_suffix(".raw.onnx")
    states, marks = torch.zeros(1, 9, network.marks.embedding_dim), torch.tensor([[0, 1, 1, 0, 0, 2, 0, 0, 0]])
    torch.onnx.export(
        OnePair(network).eval(),
        (states, marks, torch.tensor([0, 1, 2, 5])),
        str(raw),
        input_names=["states", "marks", "marked"],
        output_names=["relation", "status", "type"],
        dynamic_axes={"states": {1: "s"}, "marks": {1: "s"}, "marked": {0: "m"}},
        opset_version=17,
        dynamo=False,
    )
    quant_pre_process(str(raw), str(raw), skip_symbolic_shape=True)
    quantize_dynamic(str(raw), str(file), weight_type=QuantType.QInt8, per_channel=True)
    raw.unlink()
    model = onnx.load(str(file))
    about = {
        "format": FORMAT,
        "labels": list_labels(),
        "statuses": list(STATUSES),
        "types": list_types(),
        "layer": config["layer"],
        "calibration": calibrate([one for one in found if one["kind"] != "typed"]),
        "thresholds": config["told"],
    }
    model.metadata_props.add(key="about", value=json.dumps(about, sort_keys=True))
    onnx.save(model, str(file))


def train_first(file: Path, written: list[Lesson], tenth: list[Pair], config: dict, seed: int) -> None:
    """Trains on the written sentences alone; reports on their tenth."""
    if not file.exists():
        chance = random.Random(seed)
        train(load(config, seed), lambda: draw_written(written, config, chance), config["epochs"], config, chance, file)
        print("first stage:", report(guess(load(config, seed, file), tenth)), flush=True)


def read_options(about: str | None) -> argparse.Namespace:
    """What `read_pairs.py` and `distil.py` are told on the command line."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--typed", type=Path, help="pairs with PLOVER types, as lines of JSON")
    parser.add_argument("--treebanks", type=Path, help="the folder of the sentences that judged.tsv speaks of")
    parser.add_argument("--fold", help="only the training that keeps this part out, or none: all")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    return options


def main() -> None:
    options = read_options(__doc__)
    config = tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))
    seed, config = config["seed"], config["pairs"]
    options.work.mkdir(parents=True, exist_ok=True)
    written, tenth, real = sort_lessons(read_lessons(options.work, config["layer"], options.typed, options.treebanks))
    print(f"{len(written)} written sentences, {len(tenth)} pairs kept out, {len(real)} typed or judged sentences", flush=True)

    first = options.work / "written.pt"
    train_first(first, written, tenth, config, seed)
    parts = [*map(str, range(config["folds"])), ALL]
    for part in parts if options.fold is None else [options.fold]:
        file, chance = options.work / f"typed-{part}.pt", random.Random(seed)
        if not file.exists():
            seen = [one for one in real if str(one.part(config["folds"])) != part]

            def draw(seen=seen, chance=chance) -> list[Pair]:
                return draw_real(seen, written, config, chance)

            slower = config | {"layer_rate": config["layer_rate"] * 0.7}
            train(load(config, seed, first), draw, config["typed_epochs"], slower, chance, file)
            print(f"part {part}:", report(guess(load(config, seed, file), list_unseen(real, config["folds"], part))), flush=True)


def list_unseen(real: list[Lesson], folds: int, part: str) -> list[Pair]:
    """The typed and judged pairs of a part."""
    return [pair for one in real if str(one.part(folds)) == part for pair in draw_pairs(one, None)]


if __name__ == "__main__":
    main()
