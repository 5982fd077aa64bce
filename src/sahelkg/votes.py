"""How often the articles say what of an actor or a place, counted in the books: no step reads all that is told of it.

An entity that a tenth of a million articles name has one row. Its counts follow every change, so they are those of the
articles that there are, in whatever order they came.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.facts import read_name, read_text
from sahelkg.terms import node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sahelkg.facts import Told
    from sahelkg.live import Changes

VOTES = ox.NamedNode("urn:sahelkg:votes")
LABEL, OTHER, KIND, STATE = "label", "other", "kind", "state"  # names, classes, and the state that it belongs to
KEY = "key"  # under what those that may be the same are found
SEEN, PART = "seen", "part"  # mentions of it; what is said to belong to it

_TEXTS = {"skos:prefLabel": LABEL, "skos:altLabel": OTHER}
_NODES = {"rdf:type": KIND, "skg:ofState": STATE}
_USES = {"skg:refersTo": SEEN, "skg:agency": SEEN, "skg:ofState": PART}


class Votes:
    """The counts of the books, with those of the entities of one step at hand.

    Args:
        books: gives the books, which may have been opened anew since they were last asked.
    """

    def __init__(self, books: Callable[[], ox.Store]) -> None:
        self._books = books
        self._held: dict[str, dict[str, Counter[str]]] = {}
        self._rows: dict[str, list[ox.Quad]] = {}
        self._changed: set[str] = set()

    def count(self, entity: str, what: str) -> Counter[str]:
        """The values that articles give, each with how often; one value for what has none. Nothing for nobody."""
        return self._read(entity)[what]

    def change(self, before: Told, after: Told) -> None:
        """Counts what an article says now instead of what it said."""
        self._add(_cast(before), -1)
        self._add(_cast(after), 1)

    def change_keys(self, before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> None:
        """Counts the name keys of an article's entities."""
        self._add(((entity, KEY, key) for entity, key in before), -1)
        self._add(((entity, KEY, key) for entity, key in after), 1)

    def write(self, books: Changes) -> None:
        """Puts what changed into the rows of the books."""
        for entity in sorted(self._changed):
            held = {what: dict(sorted(counts.items())) for what, counts in sorted(self._held[entity].items()) if counts}
            row = [ox.Quad(node(entity), VOTES, ox.Literal(json.dumps(held, ensure_ascii=False)))] if held else []
            books.rewrite(self._rows[entity], row)
            self._rows[entity] = row
        self._changed.clear()

    def forget(self) -> None:
        """Lets go of what was kept at hand."""
        self._held.clear()
        self._rows.clear()

    def _read(self, entity: str) -> dict[str, Counter[str]]:
        if entity not in self._held:
            rows = list(self._books().quads_for_pattern(node(entity), VOTES, None, None))
            held: dict[str, Counter[str]] = defaultdict(Counter)
            for row in rows:
                held |= {what: Counter(counts) for what, counts in json.loads(_text(row)).items()}
            self._held[entity], self._rows[entity] = held, rows
        return self._held[entity]

    def _add(self, votes: Iterable[tuple[str, str, str]], number: int) -> None:
        for entity, what, value in votes:
            counts = self._read(entity)[what]
            counts[value] += number
            if not counts[value]:
                del counts[value]
            self._changed.add(entity)


def _cast(told: Told) -> Iterator[tuple[str, str, str]]:
    for subject, facts in told.items():
        described = subject.startswith("ent:")
        for fact in facts:
            if fact.name in _USES:
                yield read_name(fact.value), _USES[fact.name], ""
            if described and fact.name in _TEXTS:
                yield subject, _TEXTS[fact.name], read_text(fact.value)
            elif described and fact.name in _NODES:
                yield subject, _NODES[fact.name], read_name(fact.value)


def _text(row: ox.Quad) -> str:
    return str(getattr(row.object, "value", "{}"))
