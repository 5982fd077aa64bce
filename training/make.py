"""The whole way to the shipped model: `make model TREEBANKS=FOLDER`, or `python training/make.py FOLDER [WORK]`.

Stopped at any moment it goes on where it was: training from its last checkpoint, finished steps are not done again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from treebanks import check_folder

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("work", type=Path, nargs="?", default=HERE / "work")
    parser.add_argument("--typed", type=Path, help="pairs with PLOVER types, as read_pairs.py takes them")
    options = parser.parse_args()
    check_folder(options.treebanks)
    first, second = options.work / "first", options.work / "final"
    tagged = options.work / "names.json"
    if not (first / "model.pt").exists():  # what is chosen by: EWT's test part is kept out
        run("train.py", options.treebanks, first)
    if not tagged.exists():
        run("export.py", first, first / "model")
        run("tag_names.py", options.treebanks, first / "model", tagged)
    if not (second / "model.pt").exists():  # the model as shipped: all names, EWT's test part too
        start = ["--start", first / "model.pt", "--rate", "0.4", "--epochs", "2"]
        run("train.py", options.treebanks, second, "--final", "--tagged", tagged, *start)
    run("export.py", second)
    run("nominals.py", options.treebanks)
    typed = ["--typed", options.typed] if options.typed else []
    run("read_pairs.py", options.work / "pairs", *typed, "--treebanks", options.treebanks)
    run("distil.py", options.work / "pairs", *typed, "--treebanks", options.treebanks)
    run("relate.py", options.work / "relations", *typed, "--texts", options.treebanks / "en_gum-train.conllu")
    run("evaluate.py", options.treebanks)
    run("evaluate_names.py")


def run(script: str, *arguments: str | Path) -> None:
    """One step, in a process of its own; its failure ends all."""
    print("==", script, *arguments, flush=True)
    subprocess.run([sys.executable, HERE / script, *arguments], check=True)


if __name__ == "__main__":
    main()
