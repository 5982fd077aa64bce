"""JSON Lines of a store: one evidence a line, for evaluation and other programs."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from sahelkg.readout import read_records

if TYPE_CHECKING:
    import pyoxigraph as ox


def write_jsonl(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the record of every evidence, sorted by article, start, end and evidence; an empty store gives no line."""
    for record in read_records(store):
        stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
