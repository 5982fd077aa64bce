"""Options that several commands have, and where the store is."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

import click

from sahelkg.errors import StoreError
from sahelkg.messages import say

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from sahelkg.store import Store

STORE_VARIABLE = "SAHELKG_STORE"

store_option = click.option(
    "--store", type=click.Path(path_type=Path), metavar="DIR", help="The store [$SAHELKG_STORE, else out/store]."
)
ontology_option = click.option(
    "--ontology",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Turtle that adds to the built-in ontology.",
)
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there; - is standard output."
)


def locate_store(store: Path | None, out: Path | None = None) -> Path:
    """The store's folder: ``--store`` wins over ``--out``, which wins over the environment, then ``out/store``."""
    if store is not None:
        return store
    if out is not None:
        return out / "store"
    return Path(os.environ.get(STORE_VARIABLE) or "out/store")


@contextmanager
def open_for_reading(store: Path | None) -> Generator[Store]:
    """The store that the options name, open."""
    from sahelkg.store import open_store

    with open_store(locate_store(store)) as opened:
        yield opened


@contextmanager
def open_articles(paths: Sequence[str], ontology: Sequence[Path], store: Path | None) -> Generator[Store]:
    """A store of these articles and no others, gone when it is closed; without any, the one that the options name.

    Raises:
        UsageError: an ontology is given, but no articles: what the store holds was read with the one that it has.
    """
    from sahelkg.pipeline import build
    from sahelkg.store import open_store

    if not paths:
        if ontology:
            raise click.UsageError("--ontology goes with articles to read: the store has what it was built with")
        with open_store(locate_store(store)) as opened:
            yield opened
        return
    with TemporaryDirectory() as folder:
        report = build(paths, out=folder, ontology=ontology or None, files=False)
        for skipped in report.skipped:
            say(skipped.message)
        with open_store(report.store) as opened:
            yield opened


@contextmanager
def open_output(path: Path | None) -> Generator[IO[bytes]]:
    """Standard output for no path or ``-``; else a file that takes its place when all is written."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from sahelkg.export import replace_file

    if path.is_dir():
        raise StoreError(f"{path}: is a folder: name a file")
    with replace_file(path) as stream:
        yield stream
