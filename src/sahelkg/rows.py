"""The evidence of the articles' graphs as reports, resolved, and their rows in the books.

A row stands under its evidence, under its statement and, if it may tell of an event, under the block of all that may
tell of the same one: so the reports of any of these are read at once.
"""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.events import Report, block_of
from sahelkg.facts import read_name, read_text
from sahelkg.live import name_of, text_of
from sahelkg.ontology import Relation
from sahelkg.terms import node
from sahelkg.vocabulary import normalise_name, statement_iri, stored_triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sahelkg.live import Live

ROW = ox.NamedNode("urn:sahelkg:row")
_FIELDS = [one.name for one in fields(Report)]
read_values = attrgetter(*_FIELDS)  # a report's values in the order of its fields; astuple would copy each


class ReportReader:
    """Reads the evidence of articles, as resolved by what the merged graph says at the time."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._voices: dict[str, tuple[str, tuple[str, ...], str]] = {}

    def get_relation(self, name: str) -> Relation:
        """The relation of that name; one that a newer ontology has dropped is a state under its bare name."""
        found = self._live.ontology.relations.get(name)
        return found or Relation(name=name, label=name, domain="Actor", range="Participant")

    def resolve_statement(self, statement: str) -> tuple[str, str, str, str]:
        """IRI, subject, relation and object, resolved, of a statement as articles have it."""
        subject, relation, obj = self._live.tell_statement(statement)
        symmetric = self.get_relation(relation).symmetric
        subject, obj = self._live.resolve(subject), self._live.resolve(obj)
        iri = statement_iri(subject, relation, obj, symmetric=symmetric)
        subject, _, obj = stored_triple(subject, relation, obj, symmetric=symmetric)
        return iri, subject, relation, obj

    def find_block(self, report: Report) -> str | None:
        """The block of the reports that may be of one event with this; None for a state."""
        relation = self.get_relation(report.relation)
        return block_of(report, symmetric=relation.symmetric) if relation.event_class else None

    def list_rows(self, reports: Iterable[Report]) -> Iterator[ox.Quad]:
        """The rows of the books that hold these reports."""
        for report in reports:
            row = ox.Literal(json.dumps(read_values(report), ensure_ascii=False))
            yield ox.Quad(node(report.evidence), ROW, row)
            yield ox.Quad(node(report.statement), ROW, row)
            block = self.find_block(report)
            if block is not None and report.is_reported:
                yield ox.Quad(block_node(block), ROW, row)

    def read_report(self, evidence: str) -> Report | None:
        """What grouping and counting have to know of an evidence; None for one that is gone."""
        told = {fact.name: fact.value for fact in self._live.tell(evidence)}
        if not told:
            return None
        statement, subject, relation, obj = self.resolve_statement(read_name(told["skg:evidenceFor"]))
        article = read_name(told["prov:wasQuotedFrom"])
        place = self._live.resolve(read_name(told["skg:place"])) if "skg:place" in told else None
        object_is_place = self._is_place(obj, relation, told)
        publisher, agencies, original = self._read_voice(article)
        return Report(
            evidence=evidence,
            article=article,
            statement=statement,
            relation=relation,
            subject=subject,
            object=obj,
            status=read_name(told["skg:status"]).removeprefix("skg:"),
            accusation="skg:accusation" in told,
            place=obj if object_is_place else place,
            object_is_place=object_is_place,
            publisher=publisher,
            agencies=agencies,
            original=original,
            **{name: read_text(told[f"skg:{name}"]) for name in ("edtf", "earliest", "latest") if f"skg:{name}" in told},
        )

    def _is_place(self, entity: str, relation: str, told: Mapping[str, str]) -> bool:
        """Whether the object is where it happened: a place that cannot act, or a state that is captured as a place."""
        ontology = self._live.ontology
        known = ontology.entities.get(entity)
        kinds = [known.kind] if known else []
        if not known:  # as its article took it, not as most do: a change elsewhere must not move this report
            for name in ("skg:objectMention", "skg:subjectMention"):
                mention = {fact.name: fact.value for fact in self._live.tell(read_name(told[name]))}
                if "skg:observedKind" in mention and self._live.resolve(read_name(mention["skg:refersTo"])) == entity:
                    kinds.append(read_name(mention["skg:observedKind"]).removeprefix("skg:"))
        if not any(ontology.is_kind(kind, "Place") for kind in kinds):
            return False
        can_act = any(ontology.is_kind(kind, "Actor") for kind in kinds)
        return not can_act or ontology.is_kind(self.get_relation(relation).range, "Place")

    def note_original(self, article: str, original: str) -> None:
        """Says which article stands for one that the merged graph does not tell of yet as it is now."""
        told = self._live.tell(article)
        publisher = next((read_text(fact.value) for fact in told if fact.name == "dcterms:publisher"), "")
        agencies = sorted(read_name(fact.value) for fact in told if fact.name == "skg:agency")
        self._voices[article] = normalise_name(publisher), tuple(agencies), original

    def _read_voice(self, article: str) -> tuple[str, tuple[str, ...], str]:
        if article not in self._voices:
            publisher, agencies, original = "", [], article
            for quad in self._live.merged(article):
                name = name_of(quad.predicate)
                if name == "dcterms:publisher":
                    publisher = normalise_name(text_of(quad.object))
                elif name == "skg:agency":
                    agencies.append(name_of(quad.object))
                elif name == "skg:copyOf":
                    original = name_of(quad.object)
            self._voices[article] = publisher, tuple(sorted(agencies)), original
        return self._voices[article]


def read_rows(live: Live, subject: ox.NamedNode) -> list[Report]:
    """The reports under an evidence, a statement or a block, by evidence IRI."""
    rows = (json.loads(text_of(quad.object)) for quad in live.books.quads_for_pattern(subject, ROW, None, None))
    reports = (dict(zip(_FIELDS, row, strict=True)) for row in rows)
    found = [Report(**(report | {"agencies": tuple(report["agencies"])})) for report in reports]
    return sorted(found, key=lambda report: report.evidence)


def read_triple(quads: Iterable[ox.Quad]) -> tuple[str, str, str] | None:
    """Subject, predicate and object of a statement, from what the merged graph says of it; None for none."""
    parts = {name_of(quad.predicate): name_of(quad.object) for quad in quads}
    if "rdf:subject" not in parts:
        return None
    return parts["rdf:subject"], parts["rdf:predicate"], parts["rdf:object"]


def block_node(block: str) -> ox.NamedNode:
    """Where the rows of a block stand."""
    return ox.NamedNode(f"urn:sahelkg:block:{block}")
