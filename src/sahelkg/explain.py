"""The sentences behind an actor or an edge: quote, article, who says so, status, date, place, toll."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any

from sahelkg.errors import QueryError
from sahelkg.lookup import find_entity, label_entities
from sahelkg.network import split_marks
from sahelkg.parameters import make_term
from sahelkg.passages import describe, read_edges, read_relations, read_sources
from sahelkg.tables import strip_controls
from sahelkg.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.lookup import Queryable
    from sahelkg.network import Edge, Passage, Relation, Source

_TOLD = """SELECT DISTINCT ?statement ?subject ?relation ?object ?evidence WHERE {{
    {ends}
    ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
    {relations}
    ?evidence skg:evidenceFor ?statement .
}}"""
_BELOW = "VALUES ?asked {{ {relation} }} ?relation rdfs:subPropertyOf* ?asked ."
_STRONG, _FAINT, _UNDERLINED, _PLAIN = "\x1b[1m", "\x1b[3m", "\x1b[4m", "\x1b[0m"

Told = list[tuple[str, str, str, str, list[str]]]  # statement, subject, relation, object, its evidence


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Edges with their passages, by relation, subject and object; labels, relations and articles by IRI or name."""

    edges: tuple[Edge, ...]
    labels: dict[str, str]
    relations: dict[str, Relation]
    sources: dict[str, Source]


def explain(store: Queryable, name: str, relation: str | None = None, other: str | None = None) -> Explanation:
    """The passages behind an actor, behind one of its relations, or behind one edge.

    Args:
        store: the quads to ask.
        name: an actor or place, by any name; at either end, or the subject where ``other`` is given.
        relation: a relation's name or label; those below it count too.
        other: the object, by any name; for a symmetric relation the order is free.

    Raises:
        QueryError: a name or relation is unknown or ambiguous, or no passage tells of it.
    """
    asked = str(make_term(store, "relation", relation)) if relation else None
    first = find_entity(store, name)
    second = find_entity(store, other) if other else None
    told = _find_told(store, first, asked, second, both=second is None)
    if second is not None:
        turned = _find_told(store, second, asked, first, both=False)
        names = {told_relation for _, _, told_relation, _, _ in turned}
        symmetric = {r.name for r in read_relations(store, names) if r.symmetric} if names else set()
        told += [one for one in turned if shorten(one[2]).removeprefix("skg:") in symmetric and one not in told]
        if not told and turned:
            labels = label_entities(store, {first, second})
            raise QueryError(
                f"no passage tells that of {labels[first]} and {labels[second]}, but of {labels[second]} and "
                f"{labels[first]}: exchange the names"
            )
    if not told:
        labels = label_entities(store, {first, *([second] if second else [])})
        about = " and ".join(labels[iri] for iri in (first, second) if iri)
        raise QueryError(f"no passage tells {'that relation' if relation else 'anything'} of {about}")
    return explain_statements(store, told)


def explain_statements(store: Queryable, told: Told) -> Explanation:
    """The passages of statements that were found already."""
    evidence = describe(store, (one for *_, passages in told for one in passages))
    edges = read_edges(store, told, evidence, describe(store, (one[0] for one in told)))
    labels = label_entities(store, {iri for _, subject, _, obj, _ in told for iri in (subject, obj)})
    relations = {relation.name: relation for relation in read_relations(store, {one[2] for one in told})}
    sources = read_sources(store, {passage.article for edge in edges for passage in edge.passages})
    return Explanation(
        edges=tuple(sorted(edges, key=lambda e: (e.relation, labels[e.subject], labels[e.object], e.iri))),
        labels=labels,
        relations=relations,
        sources={source.iri: source for source in sources},
    )


def _find_told(store: Queryable, first: str, relation: str | None, second: str | None, *, both: bool) -> Told:
    ends = f"VALUES ?subject {{ <{first}> }}" + (f" VALUES ?object {{ <{second}> }}" if second else "")
    sides = [ends, f"VALUES ?object {{ <{first}> }}"] if both else [ends]
    below = _BELOW.format(relation=relation) if relation else ""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for side in sides:
        for row in store.query(_TOLD.format(ends=side, relations=below), prefixes=PREFIXES):
            key = row["statement"].value, row["subject"].value, row["relation"].value, row["object"].value
            passages = found.setdefault(key, [])
            if row["evidence"].value not in passages:
                passages.append(row["evidence"].value)
    return [(*key, sorted(passages)) for key, passages in sorted(found.items())]


def write_explanation(explanation: Explanation, form: str, stream: IO[bytes], *, terminal: bool = False) -> None:
    """Writes it as ``text`` (marked words bold on a terminal, between asterisks elsewhere) or as ``json``."""
    if form == "json":
        content = json.dumps(as_json(explanation), ensure_ascii=False, indent=2)
        stream.write(content.encode() + b"\n")
        return
    for edge in explanation.edges:
        stream.write("\n".join(_show_edge(explanation, edge, terminal=terminal)).encode(errors="replace") + b"\n\n")


def as_json(explanation: Explanation) -> list[dict[str, Any]]:
    """One object per edge, with its passages and their articles."""
    return [
        {
            "statement": shorten(edge.iri),
            "subject": {"iri": edge.subject, "label": explanation.labels[edge.subject]},
            "relation": edge.relation,
            "object": {"iri": edge.object, "label": explanation.labels[edge.object]},
            "bare": edge.bare,
            "contested": edge.contested,
            "passages": [
                {**asdict(passage), "article": asdict(explanation.sources[passage.article])}
                for passage in edge.passages
            ],
        }
        for edge in explanation.edges
    ]


def _show_edge(explanation: Explanation, edge: Edge, *, terminal: bool) -> list[str]:
    relation = explanation.relations[edge.relation].label
    head = f"{explanation.labels[edge.subject]} — {relation} — {explanation.labels[edge.object]}"
    standing = "contested" if edge.contested else "a fact of the graph" if edge.bare else "not a fact of the graph"
    lines = [f"{_strengthen(strip_controls(head), terminal)}  ({standing})"]
    for passage in edge.passages:
        lines.append(f"  “{_mark_words(passage, terminal=terminal)}”")
        lines.append(f"    {' · '.join(_describe_passage(passage, explanation.sources[passage.article]))}")
    return lines


def _strengthen(text: str, terminal: bool) -> str:
    return f"{_STRONG}{text}{_PLAIN}" if terminal else text


def _mark_words(passage: Passage, *, terminal: bool) -> str:
    """The quote, with the words of subject, object and source strong, the relation's underlined and the cue faint."""
    parts = []
    for start, end, roles in split_marks(len(passage.quote), passage.marks):
        words = strip_controls(passage.quote[start:end])
        for role in roles:
            sign = "_" if role == "cue" else "/" if role == "relation" else "*"
            opening = _FAINT if role == "cue" else _UNDERLINED if role == "relation" else _STRONG
            words = f"{opening}{words}{_PLAIN}" if terminal else f"{sign}{words}{sign}"
        parts.append(words)
    return "".join(parts)


def _describe_passage(passage: Passage, source: Source) -> Sequence[str]:
    status = passage.status + (f" by {', '.join(passage.said_by)}" if passage.said_by else "")
    tolls = {"dead": passage.deaths, "wounded": passage.wounded, "held": passage.hostages}
    parts = [
        source.publisher or "unknown publisher",
        f"“{source.title}”" if source.title else shorten(source.iri),
        source.date,
        status + (" (content of an accusation)" if passage.accusation else ""),
        f"on {passage.date}" if passage.date else "",
        f"at {', '.join(passage.places)}" if passage.places else "",
        *(f"{what}: {number}" for what, number in tolls.items() if number),
        shorten(passage.iri),
    ]
    return [strip_controls(part) for part in parts if part]
