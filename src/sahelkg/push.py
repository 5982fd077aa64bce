"""A graph sent to a SPARQL 1.1 server: only what differs from what is there, and again from where it stopped.

The server notes what it has been sent, in a graph of its own: a digest of each named graph, and of each part of the
merged one, which is cut by the MD5 of the subject. A digest is taken back before its graph is touched, and set when all
of it is there. So a push that was broken off is just done again, and one of the same graph changes nothing.

Where the server's default graph is all graphs together, the merged graph goes under a name of its own.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from sahelkg.errors import StoreError
from sahelkg.snapshots import write_atomically
from sahelkg.triples import sort_lines
from sahelkg.updates import PUSHED_GRAPH, Updates
from sahelkg.vocabulary import BASE, MERGED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sahelkg.store import Store
    from sahelkg.updates import Server

PART = 1000  # triples of the merged graph that a part has on average, at most sixteen times as few
_AT_ONCE = 5000  # lines of parts that are compared with what the server holds in one question
_PAGE = 5000  # rows that are asked for at once: servers cut longer answers
_NOTED = "urn:sahelkg:pushed"
_FROM = "urn:sahelkg:pushedFrom"
_PROBE = "urn:sahelkg:probe"
_PENDING = "pending"


@dataclass
class Pushed:
    """What a push did. ``merged`` is the name under which the server has the merged graph, None for its default graph."""

    merged: str | None = None
    graphs_sent: int = 0
    graphs_unchanged: int = 0
    graphs_removed: int = 0
    triples_added: int = 0
    triples_removed: int = 0

    def lines(self) -> list[str]:
        """The report, a line each for the articles' graphs and the merged one."""
        where = f"<{self.merged}>" if self.merged else "the default graph"
        return [
            f"graphs      {self.graphs_sent} sent, {self.graphs_unchanged} unchanged, {self.graphs_removed} removed",
            f"merged      {self.triples_added} triples added, {self.triples_removed} removed, in {where}",
        ]


class _Part(NamedTuple):
    """A part of the merged graph: its number, its digest, and its triples as lines of N-Triples."""

    name: str
    digest: str
    lines: list[str]


def push_graph(store: Store, server: Server, *, replace: bool = False) -> Pushed:
    """Makes a server hold what the store holds.

    Args:
        store: what is sent; it stays as it is, but for a note of its own in its folder that tells it from others.
        server: where to.
        replace: put it in place of another store's graph; without, a server that holds one is left alone.

    Raises:
        StoreError: the server cannot be reached or refuses, or it holds another graph.
    """
    known = _read_notes(server)
    token = _read_token(store.path)
    updates = Updates(server)
    if _FROM in known and known[_FROM] != token and not replace:
        raise StoreError("the server holds the graph of another store: give --replace to put this one in its place")
    updates.insert([f"<{PUSHED_GRAPH}> <{_PROBE}> {ox.Literal(token)} ."], PUSHED_GRAPH)
    updates.send()
    merged = MERGED_GRAPH if _sees_all_graphs(server, token) else None
    if known.get(_FROM) != token:
        if replace:
            _clear(server, updates, merged)
        elif _holds(server, merged):
            updates.drop(PUSHED_GRAPH)
            updates.send()
            raise StoreError("the server holds a graph that was not sent to it by this store: give --replace to remove it")
        updates.insert([f"<{PUSHED_GRAPH}> <{_FROM}> {ox.Literal(token)} ."], PUSHED_GRAPH)
        known = {}
    report = Pushed(merged)
    _push_named(store.quads, updates, known, report)
    _push_merged(store.quads, server, updates, known, report)
    updates.send()
    return report


def _push_named(quads: ox.Store, updates: Updates, known: dict[str, str], report: Pushed) -> None:
    names = sorted(graph.value for graph in quads.named_graphs() if isinstance(graph, ox.NamedNode))
    for name in names:
        dumped = quads.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name)) or b""
        lines = sorted(dumped.decode().splitlines())
        digest = _digest(lines)
        if known.get(name) == digest:
            report.graphs_unchanged += 1
            continue
        _take_back(updates, [name])
        updates.replace(lines, name)
        _note(updates, {name: digest})
        report.graphs_sent += 1
    gone = sorted(set(known) - set(names) - {_FROM})
    for name in gone:
        if not name.startswith(f"{MERGED_GRAPH}#"):
            _take_back(updates, [name])
            updates.drop(name)
            report.graphs_removed += 1


def _push_merged(quads: ox.Store, server: Server, updates: Updates, known: dict[str, str], report: Pushed) -> None:
    with tempfile.TemporaryFile() as file:
        quads.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        file.seek(0)
        digits = _count_digits(sum(1 for _ in file))
        file.seek(0)
        there = {name for name in known if name.startswith(f"{MERGED_GRAPH}#")}
        if any(len(name) != len(f"{MERGED_GRAPH}#") + digits for name in there):  # cut otherwise: begin anew
            _take_back(updates, sorted(there))
            updates.drop(report.merged)
            there, known = set(), {name: digest for name, digest in known.items() if name not in there}
        parts = _cut(file, digits)
        gone = there
        for group in _gather(_find_changed(parts, known, gone)):
            _push_parts(group, server, updates, known, report)
        for names in _split(sorted(gone), 16):
            _push_parts([_Part(name, "", []) for name in names], server, updates, known, report)


def _find_changed(parts: Iterable[_Part], known: dict[str, str], gone: set[str]) -> Iterator[_Part]:
    """The parts that the server has otherwise or not at all; those that are still there are taken out of ``gone``."""
    for part in parts:
        gone.discard(part.name)
        if known.get(part.name) != part.digest:
            yield part


def _push_parts(
    parts: list[_Part], server: Server, updates: Updates, known: dict[str, str], report: Pushed
) -> None:
    """Brings some parts of the merged graph to what they are here: what is too much goes, what is missing comes."""
    here = {line for part in parts for line in part.lines}
    touched = [part.name for part in parts if part.name in known]
    there = _read_parts(server, touched, report.merged) if touched else set()
    _take_back(updates, [part.name for part in parts])
    _note(updates, {part.name: _PENDING for part in parts})
    updates.delete(sorted(there - here), report.merged)
    updates.insert(sorted(here - there), report.merged)
    _take_back(updates, [part.name for part in parts])
    _note(updates, {part.name: part.digest for part in parts if part.lines})
    report.triples_added += len(here - there)
    report.triples_removed += len(there - here)


def _read_parts(server: Server, names: list[str], merged: str | None) -> set[str]:
    """What the server holds of these parts, as lines of N-Triples."""
    digits = [name.partition("#")[2] for name in names]
    pattern = f"GRAPH <{merged}> {{ ?s ?p ?o }}" if merged else "?s ?p ?o"
    wanted = ", ".join(f'"{one}"' for one in digits)
    rows = server.store.select(
        f"SELECT ?s ?p ?o WHERE {{ {pattern} FILTER(SUBSTR(MD5(STR(?s)), 1, {len(digits[0])}) IN ({wanted})) }}"
    )
    return {f"{row['s']} {row['p']} {row['o']} ." for row in rows}


def _cut(lines: Iterable[bytes], digits: int) -> Iterator[_Part]:
    """The merged graph, given as lines of N-Triples in any order, in its parts."""
    keyed = (hashlib.md5(line[1 : line.index(b">")]).hexdigest()[:digits].encode() + b" " + line for line in lines)
    for key, group in groupby(sort_lines(keyed), key=lambda line: line[:digits]):
        found = sorted(line[digits + 1 :].decode().rstrip("\n") for line in group)
        yield _Part(f"{MERGED_GRAPH}#{key.decode()}", _digest(found), found)


def _gather(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Parts in lists of so many lines as are compared at once."""
    group: list[_Part] = []
    size = 0
    for part in parts:
        if group and size + len(part.lines) > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append(part)
        size += len(part.lines)
    if group:
        yield group


def _split(names: list[str], size: int) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some


def _count_digits(triples: int) -> int:
    digits = 1
    while triples > PART * 16**digits:
        digits += 1
    return digits


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _take_back(updates: Updates, names: list[str]) -> None:
    """Forgets the digests of graphs or parts that are about to be changed."""
    for some in _split(names, 200):
        values = " ".join(f"<{name}>" for name in some)
        updates.add(
            f"DELETE {{ GRAPH <{PUSHED_GRAPH}> {{ ?g <{_NOTED}> ?d }} }} "
            f"WHERE {{ GRAPH <{PUSHED_GRAPH}> {{ ?g <{_NOTED}> ?d }} VALUES ?g {{ {values} }} }}",
            lines=len(some),
        )


def _note(updates: Updates, digests: dict[str, str]) -> None:
    updates.insert([f"<{name}> <{_NOTED}> {ox.Literal(digest)} ." for name, digest in digests.items()], PUSHED_GRAPH)


def _read_notes(server: Server) -> dict[str, str]:
    """What the server says it was sent: digests by graph or part, and the token of the store that they are of."""
    found: dict[str, str] = {}
    last = ""
    while True:
        rows = server.store.select(
            f"SELECT ?g ?p ?d WHERE {{ GRAPH <{PUSHED_GRAPH}> {{ ?g ?p ?d }} "
            f"FILTER(STR(?g) > {ox.Literal(last)}) }} ORDER BY STR(?g) LIMIT {_PAGE}"
        )
        for row in rows:
            name, kind, value = row["g"].value, row["p"].value, row["d"].value
            last = max(last, name)
            if kind != _PROBE:
                found[_FROM if kind == _FROM else name] = value
        if len(rows) < _PAGE:
            return found


def _sees_all_graphs(server: Server, token: str) -> bool:
    """Whether the default graph holds what stands in named graphs."""
    return bool(server.store.select(f"SELECT ?s WHERE {{ ?s <{_PROBE}> {ox.Literal(token)} }} LIMIT 1"))


def _holds(server: Server, merged: str | None) -> bool:
    pattern = f"GRAPH <{merged}> {{ ?s ?p ?o }}" if merged else "?s ?p ?o"
    return bool(server.store.select(f"SELECT ?s WHERE {{ {pattern} }} LIMIT 1"))


def _clear(server: Server, updates: Updates, merged: str | None) -> None:
    """Drops what another store sent: the merged graph, and every graph with a name of ours."""
    updates.drop(merged)
    while True:
        rows = server.store.select(
            f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}")) }} LIMIT {_PAGE}'
        )
        for row in rows:
            updates.drop(row["g"].value)
        updates.send()
        if len(rows) < _PAGE:
            return


def _read_token(path: Path) -> str:
    """What tells this store from others: drawn once, and kept in its folder."""
    file = path / "push"
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        token = secrets.token_hex(16)
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{file}: cannot be read ({error}): remove it, and push with --replace") from error
    try:
        write_atomically(file, f"{token}\n".encode())
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror}): the store notes there that it was sent") from error
    return token
