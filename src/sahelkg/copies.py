"""Which articles repeat one text: an agency report printed by many papers counts once.

Nearly equal texts are found by the bands of their signatures, never by comparing all with all. What hangs together by
near equality is one group; its earliest article stands for it, and the others are ``skg:copyOf`` that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.facts import read_text
from sahelkg.likeness import NEARLY_EQUAL, compare_signatures, list_bands
from sahelkg.live import name_of
from sahelkg.terms import node
from sahelkg.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sahelkg.facts import Fact
    from sahelkg.live import Live

TEXT_BAND = ox.NamedNode("urn:sahelkg:textBand")
_UNDATED = "9999-12-31"


def index_text(article: ox.NamedNode, facts: Iterable[Fact]) -> Iterator[ox.Quad]:
    """The rows of the books by which articles of nearly equal text are found, from what an article says of itself."""
    for fact in facts:
        if fact.name == "skg:textSignature":
            for band in list_bands(read_text(fact.value)):
                yield ox.Quad(article, TEXT_BAND, ox.Literal(band))


def find_originals(live: Live, changed: Iterable[str]) -> dict[str, str]:
    """Which article stands for each one that is affected, itself where it is no copy.

    Args:
        live: the writer's stores: articles' graphs and books as they are after the change, the merged graph as before.
        changed: articles, as prefixed names, that were added, replaced or removed.
    """
    finder = _Finder(live)
    queue = set(changed)
    for article in list(queue):  # who was in a group with it may now be in another
        original = next((name_of(quad.object) for quad in live.merged(article, "skg:copyOf")), article)
        queue.add(original)
        queue.update(name_of(quad.subject) for quad in live.merged(None, "skg:copyOf", node(original)))
    decided: dict[str, str] = {}
    for article in sorted(queue):
        if article not in decided:
            group = finder.reach(article)
            first = min(group, key=finder.rank)
            decided |= dict.fromkeys(group, first)
    return decided


class _Finder:
    def __init__(self, live: Live) -> None:
        self._live = live
        self._signatures: dict[str, str | None] = {}
        self._bands: dict[str, set[str]] = {}

    def reach(self, article: str) -> set[str]:
        """All articles that hang together with this one by nearly equal texts, itself included."""
        found = {article}
        queue = [article]
        while queue:
            signature = self._sign(queue.pop())
            if signature is None:
                continue
            near = set().union(*(self._share(band) for band in list_bands(signature))) - found
            for other in near:
                theirs = self._sign(other)
                if theirs is not None and compare_signatures(signature, theirs) >= NEARLY_EQUAL:
                    found.add(other)
                    queue.append(other)
        return found

    def rank(self, article: str) -> tuple[str, str]:
        """The earliest first, the undated last."""
        return min(self._read(article, "dcterms:issued"), default=_UNDATED), expand(article)

    def _sign(self, article: str) -> str | None:
        if article not in self._signatures:
            self._signatures[article] = next(iter(self._read(article, "skg:textSignature")), None)
        return self._signatures[article]

    def _read(self, article: str, name: str) -> list[str]:
        return [read_text(fact.value) for fact in self._live.tell(article) if fact.name == name]

    def _share(self, band: str) -> set[str]:
        if band not in self._bands:
            rows = self._live.books.quads_for_pattern(None, TEXT_BAND, ox.Literal(band), None)
            self._bands[band] = {name_of(quad.subject) for quad in rows}
        return self._bands[band]
