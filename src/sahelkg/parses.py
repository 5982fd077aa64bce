"""Parses kept between builds, compressed, by key: a changed ontology needs the reader only where its names changed.

A key says all that the parse depends on (text, model, handed names), so a file never changes and may be shared by
builds. The folder is a cache: what is missing is parsed again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import zstandard

from sahelkg.snapshots import explain_failure

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class Parses:
    """The kept parses of a store."""

    def __init__(self, path: Path) -> None:
        self._path = path / "parses"

    def get(self, key: str) -> bytes | None:
        """What was kept under the key (hex digits); None for nothing or for a file that is damaged."""
        try:
            return zstandard.ZstdDecompressor().decompress(self._locate(key).read_bytes())
        except (OSError, zstandard.ZstdError):
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keeps the bytes, whole or not at all.

        Raises:
            StoreError: the disk is full or the folder cannot be written to.
        """
        file = self._locate(key)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(zstandard.ZstdCompressor(level=3, write_checksum=True).compress(content))
            unfinished.replace(file)  # not synced: what a power cut spoils, the checksum tells, and it is parsed again
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise explain_failure(error, self._path) from error

    def keep_only(self, keys: Collection[str]) -> int:
        """Removes all other parses; returns how many."""
        removed = 0
        for file in self._path.glob("*/*"):
            if file.suffix != ".zst" or file.stem not in keys:
                with suppress(OSError):
                    file.unlink()
                    removed += 1
        return removed

    def _locate(self, key: str) -> Path:
        if not key.isalnum():
            raise ValueError(f"no key of a parse: {key!r}")
        return self._path / key[:2] / f"{key}.zst"
