"""Which observed actors and places are the same, across articles.

Equal names have equal IRIs already. Beyond that only what is safe is joined, and each decision names its rule:

* ``skg:sameAsEntry``: an entry of the ontology says so, ``ent:x-… skg:sameAs ent:…``;
* ``skg:acronymUsedElsewhere``: one article introduces an acronym with the full name, another uses the acronym alone,
  and no other name has been given it;
* ``skg:spellingVariant``: two names that differ only in what transcriptions of a sound differ in, and in where words are
  set apart.

Kinds must agree. ``skg:distinctFrom`` in the ontology keeps two apart. Where links would join two that the ontology
holds, or two that are to be kept apart, none of the rules' links holds for any of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.acronyms import is_acronym
from sahelkg.facts import read_text
from sahelkg.live import name_of
from sahelkg.terms import node
from sahelkg.variants import fold_word
from sahelkg.vocabulary import expand, normalise_name, unknown_entity_iri
from sahelkg.votes import KEY, KIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sahelkg.facts import Told
    from sahelkg.live import Live
    from sahelkg.ontology import Ontology

BY_ENTRY = "skg:sameAsEntry"
BY_ACRONYM = "skg:acronymUsedElsewhere"
BY_SPELLING = "skg:spellingVariant"
LEAST_LETTERS = 8  # of a name whose spelling may vary: short names that differ by a letter are other names

NAME_KEY = ox.NamedNode("urn:sahelkg:nameKey")


@dataclass(frozen=True)
class Resolution:
    """What an observed entity is taken for, and by which rule."""

    entity: str
    rule: str


def fold_spelling(name: str) -> str | None:
    """What spelling variants of a name have in common; None where the name is too short to tell, or an acronym.

    Examples:
        >>> fold_spelling("Amadou Kouffa") == fold_spelling("Amadou Koufa")
        True
    """
    if is_acronym(name):
        return None
    words = normalise_name(name).split()
    letters = "".join(words)
    if len(letters) < LEAST_LETTERS or any(sign.isdigit() for sign in letters):
        return None
    return "".join(fold_word(word) for word in words)


def list_name_keys(label: str, names: Iterable[str]) -> set[str]:
    """Under what an observed entity is found by those that may be the same.

    ``spelling`` keys come from its label, ``short`` from a label that is an acronym, ``long`` from acronyms among the
    other names of a full one.
    """
    keys = set()
    folded = fold_spelling(label)
    if folded:
        keys.add(f"spelling {folded}")
    if is_acronym(label):
        keys.add(f"short {label}")
    else:
        keys |= {f"long {name}" for name in names if is_acronym(name)}
    return keys


def index_names(told: Told) -> Iterator[tuple[str, str]]:
    """Yields the article's unknown entities, each with every key by which it is found."""
    labels: dict[str, str] = {}
    names: dict[str, list[str]] = defaultdict(list)
    for subject, facts in told.items():
        for fact in facts:
            if fact.name == "skos:prefLabel":
                labels[subject] = read_text(fact.value)
            elif fact.name == "skos:altLabel":
                names[subject].append(read_text(fact.value))
    for entity, label in labels.items():
        if unknown_entity_iri(label) != entity:
            continue  # a description ("the spokesman") or a composed name: two of those are not one for being alike
        for key in list_name_keys(label, names[entity]):
            yield entity, key


def list_key_rows(entity: str, keys: Iterable[str]) -> Iterator[ox.Quad]:
    """The rows of the books by which an entity is found by its keys."""
    return (ox.Quad(node(entity), NAME_KEY, ox.Literal(key)) for key in keys)


def resolve_entities(live: Live, touched: Iterable[str], keys: Iterable[str]) -> Mapping[str, Resolution | None]:
    """What each entity near those touched is now taken for.

    Args:
        live: the writer's stores: articles' graphs and books as they are after the change, the merged graph as before.
        touched: entities that changed articles speak of, or spoke of.
        keys: name keys that these articles had or have (:func:`index_names`).

    Returns:
        A decision for every entity that can be affected, None for one that stands for itself.
    """
    resolver = _Resolver(live)
    decided: dict[str, Resolution | None] = {}
    queue = set(touched)
    for entity in list(queue):  # those that were taken for one thing with it till now may have to part
        queue.update(live.list_members(live.resolve(entity)))
    for key in sorted({*keys, *(key for entity in queue for key in resolver.list_keys(entity))}):
        queue.update(resolver.list_bearers(key))  # an acronym or a spelling may have lost or gained its only candidate
    for entity in sorted(queue):
        if entity not in decided:
            decided |= resolver.decide(entity)
    return decided


@dataclass(frozen=True)
class _Known:
    """What the ontology says of names and of who is who."""

    keys: Mapping[str, set[str]]
    bearers: Mapping[str, set[str]]
    same: Mapping[str, set[str]]
    apart: Mapping[str, set[str]]


@lru_cache(maxsize=4)
def _index_known(ontology: Ontology) -> _Known:
    keys: dict[str, set[str]] = defaultdict(set)
    bearers: dict[str, set[str]] = defaultdict(set)
    for iri, entity in ontology.entities.items():
        for name in (entity.label, *entity.names):
            folded = fold_spelling(name)
            key = f"spelling {folded}" if folded else f"long {name}" if is_acronym(name) else None
            if key:  # a known acronym counts as introduced: it is no other's
                keys[iri].add(key)
                bearers[key].add(iri)
    pairs: dict[str, dict[str, set[str]]] = {}
    for name in ("skg:sameAs", "skg:distinctFrom"):
        found = pairs[name] = defaultdict(set)
        for subject in ontology.triples.subjects(name):
            for other in ontology.triples.resources(subject, name):
                found[subject].add(other)
                found[other].add(subject)
    return _Known(keys=keys, bearers=bearers, same=pairs["skg:sameAs"], apart=pairs["skg:distinctFrom"])


class _Resolver:
    def __init__(self, live: Live) -> None:
        self._live = live
        self._ontology = live.ontology
        self._known = _index_known(live.ontology)
        self._links: dict[str, dict[str, str]] = {}
        self._keys: dict[str, set[str]] = {}
        self._kinds: dict[str, set[str]] = {}
        self._bearers: dict[str, set[str]] = {}

    def decide(self, entity: str) -> dict[str, Resolution | None]:
        """The decisions for all that hang together with the entity, by entries and rules."""
        found = self._reach(entity, entries_only=False)
        decided: dict[str, Resolution | None] = {}
        if self._is_safe(found):
            return self._choose(found, entries_only=False)
        for member in sorted(found):
            if member not in decided:
                decided |= self._choose(self._reach(member, entries_only=True), entries_only=True)
        return decided

    def list_bearers(self, key: str) -> set[str]:
        """All that have the key, or use or introduce the acronym in it."""
        sort, _, name = key.partition(" ")
        if sort == "spelling":
            return self._bear(key)
        return self._bear(f"long {name}") | self._bear(f"short {name}")

    def _reach(self, entity: str, *, entries_only: bool) -> set[str]:
        found = {entity}
        queue = [entity]
        while queue:
            for other, rule in self._linked(queue.pop()).items():
                if other not in found and not (entries_only and rule != BY_ENTRY) and self._is_there(other):
                    found.add(other)
                    queue.append(other)
        return found

    def _is_safe(self, members: set[str]) -> bool:
        if sum(member in self._ontology.entities for member in members) > 1:
            return all(rule == BY_ENTRY for member in members for rule in self._linked(member).values())
        return not any(other in members for member in members for other in self._apart(member))

    def _choose(self, members: set[str], *, entries_only: bool) -> dict[str, Resolution | None]:
        """One of them stands for all: one that the ontology holds, then a full name, then the first by IRI."""
        told = {other for member in members for other in self._ontology.triples.resources(member, "skg:sameAs")}

        def rank(member: str) -> tuple[bool, bool, bool, str]:
            short = any(key.startswith("short ") for key in self.list_keys(member))
            return member not in self._ontology.entities, member not in told, short, expand(member)

        best = min(members, key=rank)
        decided: dict[str, Resolution | None] = {best: None}
        for member in members - {best}:
            rules = {rule for rule in self._linked(member).values() if not entries_only or rule == BY_ENTRY}
            decided[member] = Resolution(best, min(rules, key=(BY_ENTRY, BY_ACRONYM, BY_SPELLING).index))
        return decided

    def _is_there(self, entity: str) -> bool:
        """Whether it is known, or some article speaks of it: an entry of the ontology may name what no article does."""
        return entity in self._ontology.entities or self._live.is_observed(entity)

    def _linked(self, entity: str) -> dict[str, str]:
        """What the entity is directly one with, and the rule."""
        if entity in self._links:
            return self._links[entity]
        found = dict.fromkeys(self._known.same.get(entity, set()) - self._apart(entity), BY_ENTRY)
        for key in sorted(self.list_keys(entity)):
            sort, _, name = key.partition(" ")
            if sort == "spelling":
                others, rule = self._bear(key), BY_SPELLING
                if sum(other in self._ontology.entities for other in others) > 1:
                    continue  # two known names are spelt nearly alike: this may be either
            else:
                shorts, longs = self._bear(f"short {name}"), self._bear(f"long {name}")
                full = {fold_key for other in longs for fold_key in self.list_keys(other) if fold_key.startswith("spelling ")}
                if len(longs) > 1 and (len(full) > 1 or any(not self._has_spelling(other) for other in longs)):
                    continue  # two names have been given the same acronym
                others, rule = (longs if sort == "short" else shorts), BY_ACRONYM
            for other in sorted(others - {entity} - self._apart(entity)):
                if self._fit(entity, other):
                    found.setdefault(other, rule)
        self._links[entity] = found
        return found

    def _has_spelling(self, entity: str) -> bool:
        return any(key.startswith("spelling ") for key in self.list_keys(entity))

    def list_keys(self, entity: str) -> set[str]:
        """Under what the entity is found."""
        if entity not in self._keys:
            if entity in self._ontology.entities:
                self._keys[entity] = self._known.keys.get(entity, set())
            else:
                self._keys[entity] = set(self._live.votes.count(entity, KEY))
        return self._keys[entity]

    def _bear(self, key: str) -> set[str]:
        if key not in self._bearers:
            rows = self._live.books.quads_for_pattern(None, NAME_KEY, ox.Literal(key), None)
            self._bearers[key] = {name_of(quad.subject) for quad in rows} | self._known.bearers.get(key, set())
        return self._bearers[key]

    def _apart(self, entity: str) -> set[str]:
        return self._known.apart.get(entity, set())

    def _fit(self, first: str, second: str) -> bool:
        """Whether a kind of one is a kind of the other, or above or below it; a person never is an acronym's bearer."""
        return any(
            self._ontology.is_kind(one, other) or self._ontology.is_kind(other, one)
            for one in self._list_kinds(first)
            for other in self._list_kinds(second)
        )

    def _list_kinds(self, entity: str) -> set[str]:
        if entity not in self._kinds:
            known = self._ontology.entities.get(entity)
            if known is not None:
                self._kinds[entity] = {known.kind}
            else:
                self._kinds[entity] = {kind.removeprefix("skg:") for kind in self._live.votes.count(entity, KIND)}
        return self._kinds[entity]
