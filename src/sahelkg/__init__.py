"""Reads news about the Sahel into a knowledge graph in which every statement has its sentence.

    from sahelkg import ask, build, extract, open_store, show

They are imported when they are first asked for: importing the package loads nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sahelkg.notebook import ask as ask
    from sahelkg.notebook import show as show
    from sahelkg.pipeline import build as build
    from sahelkg.pipeline import extract as extract
    from sahelkg.store import open_store as open_store

__all__ = ["ask", "build", "extract", "open_store", "show"]
_HOMES = {
    "ask": "sahelkg.notebook",
    "build": "sahelkg.pipeline",
    "extract": "sahelkg.pipeline",
    "open_store": "sahelkg.store",
    "show": "sahelkg.notebook",
}


def __getattr__(name: str) -> Any:
    """The public function of that name (PEP 562), and ``__version__``."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sahelkg")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """What can be imported from here."""
    return [*globals(), *__all__, "__version__"]
