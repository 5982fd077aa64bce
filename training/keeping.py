"""Lessons that take minutes to make, kept while nothing changes that they are made of."""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING, TypeVar

from written import HERE as WRITTEN

from sahelkg.reader import MODEL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

T = TypeVar("T")


def keep(work: Path, name: str, files: Iterable[Path | None], make: Callable[[], Iterator[T]]) -> list[T]:
    """What ``make`` gives, or what was kept of it in ``work``.

    Args:
        work: an existing folder.
        name: what the kept file's name begins with; all that isn't a file and changes the lessons.
        files: those besides the written sentences and the reader's weights that the lessons depend on; None for an absent one.
        make: makes the lessons.
    """
    hashed = hashlib.sha256(name.encode())
    for file in (*sorted(WRITTEN.glob("*.tsv")), MODEL_FOLDER / "model.onnx", *files):
        if file is not None:
            hashed.update(file.read_bytes())
    kept = work / f"{name}-{hashed.hexdigest()[:12]}.pkl"
    if kept.exists():
        with kept.open("rb") as stream:
            return pickle.load(stream)
    found = list(make())
    with kept.open("wb") as stream:
        pickle.dump(found, stream)
    return found
