"""Whether the ontology and the lexicon are as they should be; each fault is one line that says what and where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.formatting import format_turtle
from sahelkg.turtle import read_triples
from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from sahelkg.ontology import Ontology

_OWN = tuple(PREFIXES[prefix] for prefix in ("ent", "lex", "skg"))
_LOCAL = re.compile(r"[A-Za-z0-9_-]+")
_RDF_TYPE = PREFIXES["rdf"] + "type"


def check_ontology(ontology: Ontology) -> Iterator[str]:
    """Yields what is wrong in the files: form, undeclared terms, entries that contradict the rules of the ontology.

    A file that is no Turtle is an error of loading already.
    """
    yield from _check_form(ontology.files)
    yield from _check_terms(ontology.files)
    yield from _check_entries(ontology)
    yield from _check_relations(ontology)


def check_examples(ontology: Ontology, units: Collection[str] | None = None) -> Iterator[str]:
    """Yields the lexical units whose example does not give the relation that they evoke, by their own rule.

    Where the unit names subject and object of its example, they must be these: so a reversed direction is seen.

    Args:
        ontology: whose lexicon is looked at.
        units: the IRIs of those to look at; all unless given.
    """
    from sahelkg.lexicon import load_lexicon
    from sahelkg.pipeline import extract

    for unit in load_lexicon(ontology).units:
        if units is not None and unit.iri not in units:
            continue
        told = extract(unit.example, ontology=ontology.extra)
        wanted = [ontology.triples.text(unit.iri, f"skg:example{end}") or "" for end in ("Subject", "Object")]
        if not any(
            one.rule == unit.iri
            and one.predicate == unit.relation
            and wanted[0] in one.subject.text
            and wanted[1] in one.object.text
            for one in told
        ):
            seen = ", ".join(f"{one.subject.text} {one.predicate} {one.object.text}" for one in told) or "nothing"
            expected = f"{wanted[0] or '…'} {unit.relation} {wanted[1] or '…'}"
            yield f"{unit.iri}: its example gives {seen}, not {expected} by this unit: {unit.example}"


def _check_form(files: tuple[Path, ...]) -> Iterator[str]:
    for file in files:
        text = file.read_text(encoding="utf-8")
        if format_turtle(text, where=str(file)) != text:
            yield f"{file}: not in the canonical form: run python -m sahelkg.formatting {file}"


def _check_terms(files: tuple[Path, ...]) -> Iterator[str]:
    """Terms of our own that are used without being declared, or are declared in two files."""
    used: dict[str, Path] = {}
    declared: dict[str, set[Path]] = defaultdict(set)
    for file in files:
        for triple in read_triples(file):
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(PREFIXES["skg"]):
                    used.setdefault(term.value, file)
            if triple.predicate.value == _RDF_TYPE and isinstance(triple.subject, ox.NamedNode):
                declared[triple.subject.value].add(file)
    for name, file in sorted(used.items()):
        if name not in declared:
            yield f"{file}: uses {shorten(name)}, which no file declares: declare it, or mend its name"
    for name, places in sorted(declared.items()):
        if name.startswith(_OWN) and not _LOCAL.fullmatch(name.rpartition("#" if "#" in name else "/")[2]):
            yield f"{name}: write letters and digits of ASCII, hyphens and underscores only"
        if len(places) > 1 and name.startswith((PREFIXES["skg"], PREFIXES["lex"])):
            yield f"{shorten(name)}: is declared in {', '.join(sorted(map(str, places)))}: keep one"


def _check_entries(ontology: Ontology) -> Iterator[str]:
    triples = ontology.triples
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in triples.instances("owl:Class"):
        for subject in triples.instances(kind):
            if subject.startswith("ent:"):
                kinds[subject].append(kind)
    for subject, found in sorted(kinds.items()):
        if len(found) != 1:
            yield f"{subject}: has the classes {', '.join(sorted(found))}: give it one"
        labels = triples.texts(subject, "skos:prefLabel")
        if len(labels) != 1:
            yield f"{subject}: has {len(labels)} skos:prefLabel: give it one"
        for name in ("schema:containedInPlace", "skg:ofState", "skg:capital", "skg:seatOfGovernment"):
            for other in triples.resources(subject, name):
                if other not in kinds:
                    yield f"{subject}: {name} names {other}, which no file holds"
        if _is_in_circle(ontology, subject):
            yield f"{subject}: lies in itself by schema:containedInPlace"


def _is_in_circle(ontology: Ontology, place: str) -> bool:
    seen: set[str] = set()
    queue = ontology.triples.resources(place, "schema:containedInPlace")
    while queue:
        other = queue.pop()
        if other == place:
            return True
        if other not in seen:
            seen.add(other)
            queue += ontology.triples.resources(other, "schema:containedInPlace")
    return False


def _check_relations(ontology: Ontology) -> Iterator[str]:
    classes = {name.removeprefix("skg:") for name in ontology.triples.instances("owl:Class")}
    labels = Counter(relation.label for relation in ontology.relations.values())
    for relation in ontology.relations.values():
        for role, kind in (("domain", relation.domain), ("range", relation.range), ("event", relation.event_class)):
            if kind is not None and kind not in classes:
                yield f"skg:{relation.name}: its {role} skg:{kind} is no class"
        for role, other in (("parent", relation.parent), ("end", relation.ended_as), ("way in words", relation.in_words_as)):
            if other is not None and other not in ontology.relations:
                yield f"skg:{relation.name}: its {role} skg:{other} is no relation"
        if labels[relation.label] > 1:
            yield f"skg:{relation.name}: shares its label {relation.label!r} with another relation"
        if relation.symmetric and relation.domain != relation.range:
            yield f"skg:{relation.name}: is symmetric, but its domain is not its range"
