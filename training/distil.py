"""Makes the network that ships, by teaching a smaller one what a larger one reads (Hinton et al. 2015).

`python training/distil.py WORK [--typed FILE] [--treebanks FOLDER] [--fold N]`, after `read_pairs.py` with the same WORK.

The smaller network reads on from a higher layer of the encoder and has half as many layers of its own. It is trained on the
written sentences first (WORK/written-small.pt), then on what `read_pairs.py` trains on and on the pairs that the program finds
in all texts, with the shares that the larger network gives them. Every part in turn is kept out, from the teacher as well
(WORK/small-N.pt); what these say of the judged pairs that they had not seen, and the whole model of its tenth, give
confidences. The network that has seen all goes into the package. With --fold N, or --fold all, only that training is done.
"""

from __future__ import annotations

import random
import shutil
import tomllib
from typing import TYPE_CHECKING

import numpy as np
from heard import find_opinions, list_texts
from keeping import keep
from pair_data import Lesson, Pair, read_lessons
from read_pairs import (
    ALL,
    HERE,
    draw_real,
    export,
    guess,
    list_unseen,
    load,
    read_options,
    report,
    sort_lessons,
    train,
    train_first,
)
from relation_data import Maker

from sahelkg.reader import MODEL_FOLDER
from sahelkg.relations import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import torch


def find_lessons(work: Path, layers: tuple[int, int], typed: Path | None, treebanks: Path | None) -> list[tuple[Lesson, Lesson]]:
    """The sentences of all texts with the mentions of their pairs, with the states of either layer; two mentions a lesson."""
    texts = sorted(treebanks.glob("*.conllu")) if treebanks else []

    def make() -> Iterator[tuple[Lesson, Lesson]]:
        maker = Maker()
        for address, text in list_texts(typed, texts):
            for own in find_opinions(maker, text):
                words, spaced = own.list_words()
                found, encoded = maker.reader.layers(words, spaced)
                bounds = np.stack([encoded.first[1:], encoded.last[1:] + 1], axis=1)
                large, small = (found[layer].astype(np.float16) for layer in layers)
                for spans in own.list_bounds(bounds, np.ones(len(own.pairs.left), bool)):
                    if spans is not None:
                        yield (
                            Lesson(address, large, list(spans), [0, 1], None, None),
                            Lesson(address, small, list(spans), [0, 1], None, None),
                        )

    return keep(work, f"found-{layers}", [typed, *texts], make)


def teach(found: list[tuple[Lesson, Lesson]], network: torch.nn.Module) -> list[Pair]:
    """The pairs of the smaller network's lessons, with what the larger one says of them."""
    said = guess(network, [Pair(large, 0, 1) for large, _ in found])
    return [
        Pair(small, 0, 1, (one["shares"], one["statuses"], one["types"])) for (_, small), one in zip(found, said, strict=True)
    ]


def main() -> None:
    options = read_options(__doc__)
    config = tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))
    seed, large = config["seed"], config["pairs"]
    small = large | large["small"]
    work = options.work
    written, tenth, real = sort_lessons(read_lessons(work, small["layer"], options.typed, options.treebanks))
    found = find_lessons(work, (large["layer"], small["layer"]), options.typed, options.treebanks)
    kept_out = {pair.lesson.source for pair in tenth}
    found = [pair for pair in found if pair[0].source not in kept_out]
    print(f"{len(written)} written sentences, {len(real)} typed or judged, {len(found)} pairs found", flush=True)
    first = work / "written-small.pt"
    train_first(first, written, tenth, small, seed)
    parts = [*map(str, range(small["folds"])), ALL]
    for part in parts if options.fold is None else [options.fold]:
        file, chance = work / f"small-{part}.pt", random.Random(seed)
        if file.exists():
            continue
        unseen = [pair for pair in found if str(pair[0].part(small["folds"])) != part]
        taught = teach(unseen, load(large, seed, work / f"typed-{part}.pt"))
        idle = [pair for pair in taught if pair.taught[0][0] >= small["surely_idle"]]
        rest = [pair for pair in taught if pair.taught[0][0] < small["surely_idle"]]
        seen = [one for one in real if str(one.part(small["folds"])) != part]

        def draw(seen=seen, idle=idle, rest=rest, chance=chance) -> list[Pair]:
            own = draw_real(seen, written, small, chance)
            return own + rest + chance.sample(idle, min(len(idle), int(small["idle_taught"] * len(rest))))

        epochs = small["taught_epochs"] * (2 if part == ALL else 1)
        train(load(small, seed, first), draw, epochs, small, chance, file)
        print(f"part {part}:", report(guess(load(small, seed, file), list_unseen(real, small["folds"], part))), flush=True)
    if options.fold is None:
        measure(work, small, seed, real, tenth)
        shutil.copy(work / f"small-{ALL}.onnx", MODEL_FOLDER / FILE)


def measure(work: Path, config: dict, seed: int, real: list[Lesson], tenth: list[Pair]) -> None:
    """Writes the networks, each with the confidences that the others give, so that it can be measured on its own part."""
    found = {}
    parts = [*map(str, range(config["folds"])), ALL]
    for part in parts:
        unseen = list_unseen(real, config["folds"], part)
        found[part] = guess(load(config, seed, work / f"small-{part}.pt"), unseen + (tenth if part in {"0", ALL} else []))
        print(f"part {part}: {report(found[part])}", flush=True)
    for part in parts:
        others = [one for other in parts[:-1] if other != part for one in found[other]] + (found[ALL] if part == "0" else [])
        export(load(config, seed, work / f"small-{part}.pt"), config, others, work / f"small-{part}.onnx")


if __name__ == "__main__":
    main()
