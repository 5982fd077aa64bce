"""What the program knows beforehand, read from Turtle: classes, relations, actors, places.

The files lie in ``ontology/`` of the checkout, or in ``sahelkg/ontology_data`` where the package is installed. A user's
own files are added to them. Language (verbs, cues) is read by :mod:`sahelkg.lexicon` from the same triples.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.errors import OntologyError
from sahelkg.records import Entity
from sahelkg.turtle import read_triples
from sahelkg.vocabulary import expand, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PACKAGE = Path(__file__).parent
_PARTS = "sahelkg.ttl", "countries.ttl", "places.ttl", "actors.ttl"


@dataclass(frozen=True)
class Literal:
    """A literal of the ontology: its text and, where it has one, its language."""

    text: str
    language: str | None = None


class Triples:
    """The ontology's triples by subject: ``triples["ent:mali"]["skos:prefLabel"] == [Literal("Mali", "en")]``.

    Resources are prefixed names, literals :class:`Literal`. Order is that of the files.
    """

    def __init__(self, by_subject: Mapping[str, Mapping[str, list[str | Literal]]]) -> None:
        self._by_subject = by_subject
        self._by_class: dict[str, list[str]] = defaultdict(list)
        for subject, properties in by_subject.items():
            for kind in properties.get("rdf:type", ()):
                if isinstance(kind, str):
                    self._by_class[kind].append(subject)

    def __getitem__(self, subject: str) -> Mapping[str, list[str | Literal]]:
        return self._by_subject.get(subject, {})

    def __contains__(self, subject: str) -> bool:
        return subject in self._by_subject

    def instances(self, kind: str) -> list[str]:
        """Subjects of exactly this class (``"skg:LexicalUnit"``), in the files' order."""
        return self._by_class.get(kind, [])

    def subjects(self, name: str) -> list[str]:
        """The subjects that have the property, in the files' order."""
        return [subject for subject, properties in self._by_subject.items() if name in properties]

    def resources(self, subject: str, name: str) -> list[str]:
        """The resources that ``subject`` has for the property, in the files' order."""
        return [value for value in self[subject].get(name, ()) if isinstance(value, str)]

    def texts(self, subject: str, name: str, language: str | None = None) -> list[str]:
        """The texts of the literals that ``subject`` has for the property, of one language if given."""
        return [
            value.text
            for value in self[subject].get(name, ())
            if isinstance(value, Literal) and language in {None, value.language}
        ]

    def resource(self, subject: str, name: str) -> str | None:
        """The first such resource, or None."""
        return next(iter(self.resources(subject, name)), None)

    def text(self, subject: str, name: str, language: str | None = None) -> str | None:
        """The first such text, or None."""
        return next(iter(self.texts(subject, name, language)), None)


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A relation of the closed list.

    ``event_class`` is None for a state; ``ended_as`` is the relation that ends it, ``in_words_as`` the one that holds where
    it is done with words alone.

    ``plover`` is the PLOVER type; ``plover_denied`` and ``plover_planned`` are those of a refusal and of a promise or threat
    of it, where PLOVER has others for them: a meeting refused is a REJECT, one promised an AGREE.
    ``reaches_owner``: what is said of somebody's act is said of them ("condemned the attack by X").
    ``decided``: a decision brings it about, and has its PLOVER type ("decided to lift the ban").
    ``never``: the kind of those whom it is never done to ("killed the president of Mali": no state is killed).
    ``never_to_own``: a state's own body does it to no such state ("Malian troops were deployed to X, which borders Mali").
    """

    name: str
    label: str
    domain: str
    range: str
    symmetric: bool = False
    parent: str | None = None
    event_class: str | None = None
    plover: str | None = None
    plover_denied: str | None = None
    plover_planned: str | None = None
    ended_as: str | None = None
    in_words_as: str | None = None
    reaches_owner: bool = False
    decided: bool = False
    never: str | None = None
    never_to_own: bool = False


@dataclass(frozen=True)
class Name:
    """One spelling of a known entity. ``exact`` names are matched with their case only (acronyms)."""

    text: str
    entity: str
    exact: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Ontology:
    """Everything of ``ontology/`` and of the user's files, indexed. ``version`` is the SHA-256 over all files."""

    triples: Triples
    entities: Mapping[str, Entity]
    relations: Mapping[str, Relation]
    names: tuple[Name, ...]
    parents: Mapping[str, str]  # class → its superclass, local names
    version: str
    files: tuple[Path, ...] = field(default=())
    extra: tuple[Path, ...] = field(default=())  # those of ``files`` that are the user's own

    def is_kind(self, kind: str | None, ancestor: str) -> bool:
        """Whether ``kind`` is ``ancestor`` or below it; a State is below both Actor and Place."""
        if not kind:
            return False
        if kind not in self._lines:
            line, queue = {kind}, [kind]
            while queue:
                more = set(self._superclasses.get(queue.pop(), ())) - line
                line |= more
                queue += more
            self._lines[kind] = frozenset(line)
        return ancestor in self._lines[kind]

    @cached_property
    def _lines(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _superclasses(self) -> Mapping[str, tuple[str, ...]]:
        above: dict[str, tuple[str, ...]] = {}
        for subject in self.triples.instances("owl:Class"):
            above[subject.removeprefix("skg:")] = tuple(
                parent.removeprefix("skg:") for parent in self.triples.resources(subject, "rdfs:subClassOf")
            )
        return above

    @cached_property
    def demonyms(self) -> Mapping[str, str]:
        """Demonym ("malian") → state (``ent:mali``), in lower case."""
        found: dict[str, str] = {}
        for state in self.triples.instances("skg:State"):
            for demonym in self.triples.texts(state, "skg:demonym"):
                found.setdefault(demonym.casefold(), state)
        return found

    @cached_property
    def capitals(self) -> Mapping[str, str]:
        """Capital (``ent:bamako``) → its state; after it the town where the government sits, where that is another one."""
        return {
            town: state
            for state in self.triples.instances("skg:State")
            for name in ("skg:capital", "skg:seatOfGovernment")
            for town in self.triples.resources(state, name)
        }

    @cached_property
    def bodies(self) -> Mapping[tuple[str, str], str]:
        """(state, class) → the known body: ``("ent:mali", "ArmedForces")`` → ``ent:malian-armed-forces``."""
        found: dict[tuple[str, str], str] = {}
        for entity in self.entities.values():
            if entity.known and entity.country and self.is_kind(entity.kind, "StateBody"):
                found.setdefault((entity.country, entity.kind), entity.iri)
        return found

    def state_of(self, place: str) -> str | None:
        """The state that a place lies in (a state lies in itself), or None."""
        seen = set()
        while place not in seen:
            seen.add(place)
            entity = self.entities.get(place)
            if entity is None:
                return None
            if entity.kind == "State":
                return place
            container = self.triples.resource(place, "schema:containedInPlace")
            if container is None:
                return None
            place = container
        return None


def locate_ontology() -> Path:
    """The folder of the built-in ontology: the wheel's, else the checkout's.

    Raises:
        OntologyError: neither is there.
    """
    for folder in (_PACKAGE / "ontology_data", _PACKAGE.parent.parent / "ontology"):
        if (folder / "sahelkg.ttl").is_file():
            return folder
    raise OntologyError("the built-in ontology is missing from this installation: install sahelkg again")


def read_files(files: Iterable[Path]) -> Triples:
    """The triples of Turtle files, joined.

    Raises:
        OntologyError: a file cannot be read or parsed.
    """
    by_subject: dict[str, dict[str, list[str | Literal]]] = {}
    for path in files:
        for triple in read_triples(path):
            if isinstance(triple.subject, ox.BlankNode):
                continue
            if not isinstance(triple.subject, ox.NamedNode):
                raise OntologyError(f"{path}: {triple.subject} cannot be a subject")
            obj: str | Literal
            if isinstance(triple.object, ox.Literal):
                obj = Literal(triple.object.value, triple.object.language)
            elif isinstance(triple.object, ox.NamedNode):
                obj = shorten(triple.object.value)
            else:
                continue
            values = by_subject.setdefault(shorten(triple.subject.value), {}).setdefault(
                "rdf:type" if triple.predicate.value == expand("rdf:type") else shorten(triple.predicate.value), []
            )
            if obj not in values:
                values.append(obj)
    return Triples(by_subject)


def load_ontology(extra: tuple[Path, ...] = ()) -> Ontology:
    """The built-in ontology, with the files of a user's own added.

    Args:
        extra: Turtle files whose entries join the built-in ones; an entry of the same IRI gets the further names.

    Raises:
        OntologyError: a file is missing or is no Turtle.
    """
    return _load(extra)  # one key however it is called: the default and () are the same ontology


@lru_cache(maxsize=4)
def _load(extra: tuple[Path, ...]) -> Ontology:
    folder = locate_ontology()
    files = (*sorted(folder.glob("*.ttl")), *extra)
    hashed = hashlib.sha256()
    for path in files:
        try:
            name = "" if path in extra else path.name  # the user's own are copied under other names
            hashed.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        except OSError as error:
            raise OntologyError(f"{path}: cannot be read ({error.strerror or error})") from error
    triples = read_files(path for path in files if path.name != "shapes.ttl")
    entities, names = _read_entities(triples)
    return Ontology(
        triples=triples,
        entities=entities,
        relations=_read_relations(triples),
        names=names,
        parents={
            subject.removeprefix("skg:"): next(iter(_own(triples.resources(subject, "rdfs:subClassOf"))), "")
            for subject in triples.instances("owl:Class")
        },
        version=hashed.hexdigest(),
        files=files,
        extra=tuple(extra),
    )


def _read_entities(triples: Triples) -> tuple[dict[str, Entity], tuple[Name, ...]]:
    entities: dict[str, Entity] = {}
    names: dict[Name, None] = {}
    for kind in triples.instances("owl:Class"):
        for subject in triples.instances(kind):
            if not subject.startswith("ent:"):
                continue
            label = triples.text(subject, "skos:prefLabel")
            if label is None:
                continue
            plain = [label, *triples.texts(subject, "skos:altLabel")]
            exact = triples.texts(subject, "skg:caseSensitiveLabel")
            entities[subject] = Entity(
                iri=subject,
                label=label,
                kind=kind.removeprefix("skg:"),
                names=tuple(dict.fromkeys(plain[1:] + exact)),
                country=triples.resource(subject, "skg:ofState"),
                known=True,
            )
            for text in plain + triples.texts(subject, "skos:hiddenLabel"):
                names[Name(text, subject)] = None
            for text in exact:
                names[Name(text, subject, exact=True)] = None
    return entities, tuple(names)


def _own(names: Iterable[str]) -> list[str]:
    """The local names of the terms that are our own; classes and properties have parents in other vocabularies too."""
    return [name.removeprefix("skg:") for name in names if name.startswith("skg:")]


def _read_relations(triples: Triples) -> dict[str, Relation]:
    relations: dict[str, Relation] = {}
    for subject in triples.instances("skg:Relation"):
        name = subject.removeprefix("skg:")
        relations[name] = Relation(
            name=name,
            label=triples.text(subject, "rdfs:label", "en") or name,
            domain=(triples.resource(subject, "rdfs:domain") or "skg:Actor").removeprefix("skg:"),
            range=(triples.resource(subject, "rdfs:range") or "skg:Participant").removeprefix("skg:"),
            symmetric="owl:SymmetricProperty" in triples.resources(subject, "rdf:type"),
            parent=next(iter(_own(triples.resources(subject, "rdfs:subPropertyOf"))), None),
            event_class=(triples.resource(subject, "skg:eventClass") or "").removeprefix("skg:") or None,
            plover=triples.text(subject, "skg:ploverType"),
            plover_denied=triples.text(subject, "skg:ploverTypeDenied"),
            plover_planned=triples.text(subject, "skg:ploverTypePlanned"),
            ended_as=(triples.resource(subject, "skg:endedAs") or "").removeprefix("skg:") or None,
            in_words_as=(triples.resource(subject, "skg:inWordsAs") or "").removeprefix("skg:") or None,
            reaches_owner=triples.text(subject, "skg:reachesOwner") == "true",
            decided=triples.text(subject, "skg:isDecided") == "true",
            never=(triples.resource(subject, "skg:neverTo") or "").removeprefix("skg:") or None,
            never_to_own=triples.text(subject, "skg:neverToOwn") == "true",
        )
    return relations
