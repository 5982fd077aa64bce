"""A filled-in review → entries of a user's own ontology file, which hold in every later build.

What a user fills in, by the row's part:

* a name: ``same as`` (a known actor or place, by any of its names or its IRI), or ``kind`` (a class, by name or label),
  or ``reject`` (it is no name);
* a predicate: ``relation`` (by name or label; "reversed" after it where the object acts), or ``reject`` (it states none);
* a statement: ``reject`` (the articles of the row don't say so).
"""

from __future__ import annotations

import csv
import difflib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sahelkg.acronyms import is_acronym
from sahelkg.errors import OntologyError
from sahelkg.flat import FORMULA
from sahelkg.formatting import format_turtle
from sahelkg.review import FILLED, PARTS
from sahelkg.terms import TRUE, node, write_text
from sahelkg.vocabulary import digest, normalise_name, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from sahelkg.ontology import Ontology

    Term = ox.NamedNode | ox.Literal
    Fact = tuple[str, str, Term]  # subject, property, value

_YES = frozenset({"x", "y", "yes", "1", "true", "reject", "rejected"})
_NO = frozenset({"", "n", "no", "0", "false", "keep"})
_ALLOWED = {"name": {"same as", "kind", "reject"}, "predicate": {"relation", "reject"}, "statement": {"reject"}}
_REVERSED = "reversed"
_NEEDED = ("part", "item", "key", "articles")


@dataclass(frozen=True)
class Answer:
    """One row that a user has filled in. ``where`` is its file and line; ``cells`` are all its cells, by column."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_answers(path: Path) -> list[Answer]:
    """The rows of a CSV or JSON table of ``sahelkg review`` in which something was filled in.

    Raises:
        OntologyError: the file cannot be read, is no such table, or a row says what cannot be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    rows = _read_json(text, path) if text.lstrip().startswith("[") else _read_csv(text, path)
    answers = []
    for where, cells in rows:
        missing = [column for column in _NEEDED if column not in cells]
        if missing:
            raise OntologyError(f"{where}: no table of sahelkg review (it lacks the column {missing[0]!r})")
        answer = Answer(where, cells)
        if _check(answer):
            answers.append(answer)
    return answers


def _read_csv(text: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows, whatever a spreadsheet put between the cells: commas, semicolons or tabs."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [column.strip().casefold() for column in next(reader, [])]
        for cells in reader:
            if any(cells):
                row = dict(zip(columns, map(_unguard, cells), strict=False))
                yield f"{path}:{reader.line_num}", dict.fromkeys(columns, "") | row
    except csv.Error as error:
        raise OntologyError(f"{path}:{reader.line_num}: no CSV ({error}): save the table as CSV again") from error


def _read_json(text: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise OntologyError(f"{path}: no JSON ({error})") from error
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise OntologyError(f"{path}: entry {number} is no row of sahelkg review: give a list of objects")
        yield f"{path}: entry {number}", {key: "" if value is None else str(value) for key, value in entry.items()}


def _unguard(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from calculating it."""
    return cell[1:].strip() if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell.strip()


def _check(answer: Answer) -> bool:
    """Whether anything was filled in; an error where it does not belong there."""
    filled = {column for column in FILLED if answer[column] and (column != "reject" or _is_rejected(answer))}
    if not filled:
        return False
    if answer["part"] not in PARTS:
        raise OntologyError(f"{answer.where}: the part {answer['part']!r} is none of {', '.join(PARTS)}")
    wrong = filled - _ALLOWED[answer["part"]]
    if wrong:
        allowed = " or ".join(sorted(_ALLOWED[answer["part"]]))
        raise OntologyError(f"{answer.where}: a {answer['part']} takes {allowed}, not {min(wrong)}")
    if len(filled) > 1:
        raise OntologyError(f"{answer.where}: fill in one of {', '.join(sorted(filled))}, not both")
    return True


def _is_rejected(answer: Answer) -> bool:
    said = answer["reject"].casefold()
    if said not in _YES | _NO:
        raise OntologyError(f"{answer.where}: reject is {answer['reject']!r}: write yes, or leave it empty")
    return said in _YES


def make_entries(answers: Sequence[Answer], ontology: Ontology) -> tuple[str, list[str]]:
    """The entries that the answers amount to, as N-Triples, and the IRIs of new lexical units.

    Args:
        answers: of :func:`read_answers`.
        ontology: what is known already, the user's own file included.

    Raises:
        OntologyError: a name, a class or a relation is unknown or ambiguous.
    """
    writer = _Writer(ontology, answers)
    facts = [fact for answer in answers for fact in writer.write(answer)]
    lines = sorted({f"{node(subject)} {node(name)} {value} ." for subject, name, value in facts})
    return "\n".join(lines) + "\n" if lines else "", writer.units


def add_entries(text: str, entries: str, where: str) -> str:
    """The text of a Turtle file with the entries added, in the canonical form if it was in it before."""
    if not text.strip():
        return format_turtle(entries, where=where)
    if format_turtle(text, where=where) == text:
        return format_turtle(f"{text}\n{entries}", where=where)
    return f"{text.rstrip()}\n\n{format_turtle(entries, where=where)}"  # comments of the user's own stay


class _Writer:
    def __init__(self, ontology: Ontology, answers: Iterable[Answer]) -> None:
        self._ontology = ontology
        self.units: list[str] = []
        self._new: dict[str, str] = {}  # normalised name → IRI, of what these answers give a kind
        for answer in answers:
            if answer["part"] == "name" and answer["kind"]:
                self._new[normalise_name(answer["item"])] = self._choose_iri(answer)

    def write(self, answer: Answer) -> Iterator[Fact]:
        """What one row adds."""
        if answer["part"] == "name":
            yield from self._name(answer)
        elif answer["part"] == "predicate":
            yield from self._predicate(answer)
        else:
            yield answer["key"], "rdfs:label", write_text(answer["item"], "en")
            for article in answer["articles"].split():
                yield answer["key"], "skg:rejectedIn", node(article)

    def _name(self, answer: Answer) -> Iterator[Fact]:
        key, item = answer["key"], answer["item"]
        if not key.startswith("ent:"):
            raise OntologyError(f"{answer.where}: the key {key!r} is none of a name: leave that column as it was")
        label = write_text(item, "en")
        if answer["same as"]:
            target = self._find(answer)
            yield key, "skg:sameAs", node(target)
            yield target, "skg:caseSensitiveLabel" if is_acronym(item) else "skos:altLabel", label
        elif answer["kind"]:
            iri = self._new[normalise_name(item)]
            yield iri, "rdf:type", node(f"skg:{self._find_kind(answer)}")
            yield iri, "skos:prefLabel", label
            if iri != key:
                yield key, "skg:sameAs", node(iri)
        else:
            yield key, "skg:isNoName", TRUE
            yield key, "rdfs:label", label

    def _predicate(self, answer: Answer) -> Iterator[Fact]:
        part_of_speech, _, rest = answer["key"].partition(" ")
        words, _, preposition = (part.strip() for part in rest.partition("|"))
        if part_of_speech not in {"verb", "noun"} or not words:
            raise OntologyError(f"{answer.where}: the key {answer['key']!r} is none of a predicate: leave it as it was")
        name = f"{slugify(f'{words} {preposition}')}-{part_of_speech[0]}"
        if not answer["relation"]:
            iri = f"lex:none-{name}"
            yield iri, "rdf:type", node("skg:RejectedPredicate")
            yield from self._words(iri, part_of_speech, f"{words} {preposition}".strip())
            return
        relation, reverse = self._find_relation(answer)
        iri = f"lex:own-{name}" if not reverse else f"lex:own-{name}-reversed"
        if iri in self._ontology.triples and self._ontology.triples.resource(iri, "skg:evokes") != f"skg:{relation}":
            iri = f"{iri}-{digest(relation, length=4)}"
        self.units.append(iri)
        first = "skg:holder" if part_of_speech == "noun" else "skg:agent"
        second = "skg:possessor" if part_of_speech == "noun" and preposition == "of" else "skg:oblique"
        if part_of_speech == "verb" and not preposition:
            second = "skg:patient"
        ends = ("skg:subject", "skg:object") if not reverse else ("skg:object", "skg:subject")
        yield iri, "rdf:type", node("skg:LexicalUnit")
        yield from self._words(iri, part_of_speech, words)
        yield iri, "skg:evokes", node(f"skg:{relation}")
        yield iri, f"{ends[0]}Role", node(first)
        yield iri, f"{ends[1]}Role", node(second)
        if second == "skg:oblique":
            yield iri, f"{ends[1]}Preposition", write_text(preposition, "en")
        yield iri, "skg:example", write_text(answer["sentence 1"], "en")
        example = [part.strip() for part in answer["guess"].split("→")]
        if len(example) == 2 and all(example):
            for end, text in zip(ends, example, strict=True):
                yield iri, f"skg:example{end.removeprefix('skg:').capitalize()}", write_text(text, "en")

    @staticmethod
    def _words(iri: str, part_of_speech: str, words: str) -> Iterator[Fact]:
        yield iri, "skg:partOfSpeech", node(f"skg:{part_of_speech}")
        yield iri, "skg:lemma", write_text(words, "en")

    def _choose_iri(self, answer: Answer) -> str:
        """``ent:`` and the name's slug; the unknown's own IRI where somebody else has that already."""
        iri = f"ent:{slugify(answer['item'])}"
        for known in (self._ontology.entities.get(iri), self._ontology.entities.get(answer["key"])):
            if known is not None and normalise_name(known.label) == normalise_name(answer["item"]):
                kind = self._find_kind(answer)
                if known.kind != kind:  # an entry has one class
                    raise OntologyError(f"{answer.where}: {known.iri} is a {known.kind} already: change its entry instead")
                return known.iri
        return answer["key"] if iri in self._ontology.entities or iri in self._new.values() else iri

    def _find(self, answer: Answer) -> str:
        """Who the name is the same as."""
        name = answer["same as"]
        if name in self._ontology.entities:
            return name
        names = self._ontology.names
        found = {one.entity for one in names if one.text == name}
        plain = normalise_name(name)
        found = found or {one.entity for one in names if normalise_name(one.text) == plain}
        if not found and plain in self._new:
            return self._new[plain]
        if len(found) > 1:
            listed = ", ".join(sorted(found))
            raise OntologyError(f"{answer.where}: {name!r} may be any of {listed}: give one of these")
        if not found:
            near = difflib.get_close_matches(plain, {normalise_name(one.text): one for one in names}, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "give another of its names, or a kind"
            raise OntologyError(f"{answer.where}: no actor or place is known as {name!r}: {hint}")
        return found.pop()

    def _find_kind(self, answer: Answer) -> str:
        triples = self._ontology.triples
        kinds: dict[str, str] = {}
        for iri in triples.instances("owl:Class"):
            local = iri.removeprefix("skg:")
            if self._ontology.is_kind(local, "Participant"):
                kinds |= {normalise_name(text).replace(" ", ""): local for text in (local, *triples.texts(iri, "rdfs:label"))}
        return self._look_up(answer, "kind", answer["kind"], kinds)

    def _find_relation(self, answer: Answer) -> tuple[str, bool]:
        relations = {
            normalise_name(text).replace(" ", ""): name
            for name, relation in self._ontology.relations.items()
            for text in (relation.label, name)
        }
        said = answer["relation"].removeprefix("skg:")
        reverse = said.casefold().endswith(f" {_REVERSED}")
        name = said[: -len(_REVERSED)].strip() if reverse else said
        return self._look_up(answer, "relation", name, relations), reverse

    @staticmethod
    def _look_up(answer: Answer, what: str, said: str, known: Mapping[str, Any]) -> str:
        plain = normalise_name(said.removeprefix("skg:")).replace(" ", "")
        if plain not in known:
            near = [known[name] for name in difflib.get_close_matches(plain, known, n=3)] or sorted(set(known.values()))
            raise OntologyError(f"{answer.where}: no {what} is called {said!r}: take {', '.join(near)}")
        return str(known[plain])
