"""The graph as a file: eight formats, equal bytes for equal graphs, and never half a file."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sahelkg.errors import StoreError
from sahelkg.exchange import write_jsonl
from sahelkg.flat import write_csv
from sahelkg.networkfiles import write_gexf, write_graphml
from sahelkg.triples import write_jsonld, write_nquads, write_trig, write_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    import pyoxigraph as ox

WRITERS: Mapping[str, Callable[[ox.Store, IO[bytes]], None]] = {
    "turtle": write_turtle,
    "trig": write_trig,
    "nquads": write_nquads,
    "jsonld": write_jsonld,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "graphml": write_graphml,
    "gexf": write_gexf,
}


def export_graph(store: ox.Store, name: str, stream: IO[bytes]) -> None:
    """Writes the store to a binary stream in one of the formats of :data:`WRITERS`.

    ``turtle`` and ``jsonld`` hold the default graph, ``trig`` and ``nquads`` all graphs, ``jsonl`` and ``csv`` one
    evidence a line, ``graphml`` and ``gexf`` the network of statements.

    Raises:
        StoreError: there is no such format.
    """
    if name not in WRITERS:
        raise StoreError(f"no export format {name!r}: choose one of {', '.join(WRITERS)}")
    WRITERS[name](store, stream)


def export_file(store: ox.Store, name: str, path: Path) -> None:
    """Writes a file of :func:`export_graph`; a file of that name is replaced once the new one is whole.

    Raises:
        StoreError: the format is unknown, or the file cannot be written (which leaves what was there as it was).
    """
    with replace_file(path) as stream:
        export_graph(store, name, stream)


@contextmanager
def replace_file(path: Path) -> Generator[IO[bytes]]:
    """A binary stream whose content takes the place of ``path`` when the block ends well, and vanishes when it doesn't.

    A device or a pipe is written to as it is.

    Raises:
        StoreError: the folder is missing, or nothing can be written there.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        target = path.resolve()  # a link stays a link
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_read_umask()
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror or error}); choose another place") from error


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
