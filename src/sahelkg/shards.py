"""What a machine of a cluster extracted from some files: N-Quads and the figures beside them, at any fsspec path.

    <key>.nq.zst      the quads of all articles of the task, one article after the other; any triplestore loads it
    <key>.jsonl.zst   a line for each article or skipped input, with the length of its quads; written last

The key says all that a shard depends on, so a shard that is there need not be made again. One that was cut off on the
way lacks its second file or does not fit it, and counts as none.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import zstandard

from sahelkg.extracts import Extracted
from sahelkg.records import Article, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import fsspec

    Result = Extracted | Skipped

_LEVEL = 6


def write_shard(files: fsspec.AbstractFileSystem, folder: str, key: str, results: Iterable[Result]) -> None:
    """Writes what a task gave, in its order."""
    quads: list[bytes] = []
    lines: list[dict[str, Any]] = []
    for result in results:
        if isinstance(result, Skipped):
            lines.append({"no_article": asdict(result)})
            continue
        quads.append(result.quads)
        published = result.article.published
        article = asdict(result.article) | {"published": published.isoformat() if published else None}
        figures = {name: value for name, value in vars(result).items() if name not in {"article", "quads"}}
        lines.append({"article": article, "bytes": len(result.quads), **figures})
    content = b"".join(quads)
    head = {"sha256": sha256(content).hexdigest()}
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, *lines))
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    files.makedirs(folder, exist_ok=True)
    files.pipe_file(f"{folder}/{key}.nq.zst", compressor.compress(content))
    files.pipe_file(f"{folder}/{key}.jsonl.zst", compressor.compress(written.encode()))


def read_shard(files: fsspec.AbstractFileSystem, folder: str, key: str) -> Iterator[Result] | None:
    """What a task gave, in its order; None where there is no whole shard of that key."""
    try:
        written = _decompress(files.cat_file(f"{folder}/{key}.jsonl.zst"))
        content = _decompress(files.cat_file(f"{folder}/{key}.nq.zst"))
        head, *lines = [json.loads(line) for line in written.decode().split("\n") if line]
    except (OSError, ValueError, zstandard.ZstdError):
        return None
    return _restore(lines, content) if head.get("sha256") == sha256(content).hexdigest() else None


def _restore(lines: Iterable[dict[str, Any]], content: bytes) -> Iterator[Result]:
    place = 0
    for line in lines:
        if "no_article" in line:
            yield Skipped(**line["no_article"])
            continue
        fields: dict[str, Any] = line.pop("article")
        fields["published"] = date.fromisoformat(fields["published"]) if fields["published"] else None
        fields |= {name: tuple(fields[name]) for name in ("authors", "notes")}
        article = Article(**fields)
        end = place + line.pop("bytes")
        figures: dict[str, Any] = {
            name: tuple(map(tuple, value)) if isinstance(value, list) else value for name, value in line.items()
        }
        yield Extracted(article=article, quads=content[place:end], **figures)
        place = end


def _decompress(content: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(content)
