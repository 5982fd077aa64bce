"""Names of one person of different length: "Joshua Norton" and "Joshua Abraham Norton", "Daniel" and "Daniel Bernoulli"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sahelkg.vocabulary import normalise_name

if TYPE_CHECKING:
    from sahelkg.discourse import Discourse

_NAMED = frozenset({"name", "tagged"})
_LEAST = 3  # letters of a first name


def join_full_names(discourse: Discourse) -> None:
    """Gives a person's name in full the entity of a longer one that has all its words, first and last in their places.

    Where several longer names have them, or the ontology knows both, nobody is joined.
    """
    names = _read_names(discourse)
    same: dict[str, str] = {}
    for words, entity in names.items():
        if len(words) < 2 or entity is None or entity in discourse.ontology.entities:
            continue
        longer = {other for full, other in names.items() if other and other != entity and _holds(full, words)}
        if len(longer) == 1:
            same[entity] = longer.pop()
    _give(discourse, same, "full-name")


def join_first_names(discourse: Discourse) -> None:
    """Gives a lone first name the only person of the article who is called so in full."""
    names = _read_names(discourse)
    called: dict[str, set[str]] = defaultdict(set)
    for words, entity in names.items():
        if len(words) > 1 and entity:
            called[words[0]].add(entity)
    same = {
        entity: next(iter(called[words[0]]))
        for words, entity in names.items()
        if len(words) == 1
        and entity
        and entity not in discourse.ontology.entities
        and len(words[0]) >= _LEAST
        and len(called[words[0]]) == 1
    }
    _give(discourse, same, "first-name")


def _read_names(discourse: Discourse) -> dict[tuple[str, ...], str | None]:
    """The words of each person's names, with the entity; None where the article calls two people so."""
    found: dict[tuple[str, ...], str | None] = {}
    for mention in discourse.mentions:
        if mention.how in _NAMED and mention.kind == "Person" and mention.entity:
            words = tuple(normalise_name(mention.text).split())
            if words:
                found[words] = mention.entity if found.get(words, mention.entity) == mention.entity else None
    return found


def _holds(full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a longer name has all the words in their order, the same ones first and last."""
    if len(full) <= len(words) or (full[0], full[-1]) != (words[0], words[-1]):
        return False
    rest = iter(full)
    return all(word in rest for word in words)


def _give(discourse: Discourse, same: dict[str, str], rule: str) -> None:
    for number, mention in enumerate(discourse.mentions):
        if mention.entity in same and mention.how in _NAMED:
            discourse.give(number, same[mention.entity], rule)
