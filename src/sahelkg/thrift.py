"""What processes of the program's own do without: spaCy's machinery for deep learning, which no stage here uses."""

from __future__ import annotations

import sys

_UNUSED = ("torch", "tensorflow", "mxnet", "cupy")  # what spaCy's own library imports where it is installed


def hide_deep_learning(model: str | None) -> None:
    """Has these libraries look as if they weren't installed: importing torch takes a second, and 200 MB of each process.

    It lasts as long as the process, so it is for processes that are the program's own, never for a library call.

    Args:
        model: as for :func:`sahelkg.pipeline.build`; an installed pipeline may need them, and then they stay.
    """
    if model is None:
        for name in _UNUSED:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # which makes an import of it fail
