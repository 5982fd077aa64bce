"""Lines of N-Quads as a file: what the store's parser is given."""

import pyoxigraph as ox
import pytest

from sahelkg.facts import LineFile


def make_lines(sizes: list[int]) -> list[bytes]:
    return [f'<urn:a:{number}> <urn:b> "{"é" * size}" .\n'.encode() for number, size in enumerate(sizes)]


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_no_read_gives_more_than_was_asked_for(size: int) -> None:
    lines = make_lines([3, 0, 10_000, 1, 1, 1])
    file, parts = LineFile(iter(lines)), []
    while part := file.read(size):
        assert len(part) <= size
        parts.append(part)
    assert b"".join(parts) == b"".join(lines)
    assert file.read(size) == b""


def test_rest_is_read_at_once() -> None:
    lines = make_lines([3, 5, 9_000])
    file = LineFile(iter(lines))
    assert file.read(5) + file.read() == b"".join(lines)


def test_store_takes_lines_longer_than_its_parser_reads() -> None:
    store = ox.Store()
    store.load(LineFile(iter(make_lines([10, 20_000, 50_000]))), ox.RdfFormat.N_QUADS)
    assert sorted(len(quad.object.value) for quad in store) == [10, 20_000, 50_000]
