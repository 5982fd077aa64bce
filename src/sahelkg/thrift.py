"""What processes of the program's own do without: libraries that no stage here uses, searches for what nothing refers to."""

from __future__ import annotations

import gc
import sys

_UNUSED = ("torch", "tensorflow", "mxnet", "cupy")  # what spaCy's own library imports where it is installed
_COLLECT_EVERY = 20_000, 20, 50  # new objects, and searches among the younger ones


def hide_deep_learning(model: str | None) -> None:
    """Has these libraries look as if they weren't installed: importing torch takes a second, and 200 MB of each process.

    It lasts as long as the process, so it is for processes that are the program's own, never for a library call.

    Args:
        model: as for :func:`sahelkg.pipeline.build`; an installed pipeline may need them, and then they stay.
    """
    if model is None:
        for name in _UNUSED:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # which makes an import of it fail


def collect_seldom() -> None:
    """Has Python look for cycles rarely: what is read and built makes hardly any, and a search goes through all there is.

    Model, ontology and quads are hundreds of thousands of objects that stay; by default a tenth of the time of extraction
    and of a build goes into looking at them. It is for processes that are the program's own, never for a library call.
    """
    gc.set_threshold(*_COLLECT_EVERY)
