"""The statements and events of the merged graph, brought in step with the reports that were touched.

It goes block by block (:func:`sahelkg.events.block_of`): the reports of one, thousands for who is much spoken of, are in
memory, and no others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.events import event_iri, group_reports
from sahelkg.live import name_of, quad_of, text_of
from sahelkg.rows import block_node, read_rows, read_triple, read_values
from sahelkg.summaries import describe_event, describe_statement, label_statement
from sahelkg.terms import node
from sahelkg.vocabulary import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.events import Report
    from sahelkg.live import Changes, Live
    from sahelkg.rows import ReportReader

EVENT = ox.NamedNode("urn:sahelkg:event")
"""Under it the books hold a mark for each event of a block: its IRI, and what all that is told of it rests on."""

MANY_READ = 4_000
"""Reports after which the stores are opened anew, to let go of what is kept of what was read."""


class Tellings:
    """What a step touched of statements and events.

    Args:
        live: the writer's stores.
        reader: knows the relations.
        graph: takes the changes of the merged graph.
    """

    def __init__(self, live: Live, reader: ReportReader, graph: Changes) -> None:
        self._live, self._reader, self._graph = live, reader, graph
        self._statements: dict[str | None, set[str]] = defaultdict(set)  # by the block of their reports; states by None
        self._changed: set[str] = set()  # the blocks whose reports changed
        self._relabelled: set[str] = set()
        self._labels: dict[str, str] = {}
        self._read = 0

    def note(self, report: Report) -> None:
        """Notes a report that has come or gone."""
        block = self._reader.find_block(report)
        self._statements[block].add(report.statement)
        if block is not None and report.is_reported:
            self._changed.add(block)

    def note_label(self, entity: str, label: str, *, changed: bool) -> None:
        """Notes what an entity is called from now on, and whether the merged graph called it otherwise before."""
        self._labels[entity] = label
        if changed:
            for name in ("rdf:subject", "rdf:object"):
                self._relabelled.update(name_of(quad.subject) for quad in self._live.merged(None, name, node(entity)))

    def settle(self) -> None:
        """Writes the statements that were touched, and those events of the changed blocks that changed."""
        gone: set[ox.Quad] = set()
        come: set[ox.Quad] = set()
        written: dict[str, list[ox.Quad]] = {}
        for statement in sorted(self._statements[None]):
            self._settle_statement(statement, ())
        for block in sorted(block for block in self._statements if block is not None):
            groups = group_reports(self._read_rows(block_node(block)), self._live.containers)
            if block in self._changed:
                marks = {_mark(block, group): group for group in groups}
                before = set(self._live.books.quads_for_pattern(block_node(block), EVENT, None, None))
                gone |= before - marks.keys()
                come |= marks.keys() - before
                for mark in before - marks.keys():
                    self._statements[block].update(self._list_statements(_event_of(mark)))
                for mark in marks.keys() - before:
                    group = marks[mark]
                    written[_event_of(mark)] = list(describe_event(group, self._reader.get_relation(group[0].relation)))
                    self._statements[block].update(report.statement for report in group)
            telling: dict[str, list[Sequence[Report]]] = {statement: [] for statement in sorted(self._statements[block])}
            for group in groups:
                for statement in {report.statement for report in group} & telling.keys():
                    telling[statement].append(group)
            for statement, events in telling.items():
                self._settle_statement(statement, events)
        for event in sorted({*map(_event_of, gone), *written}):  # one may have moved to another block
            self._graph.rewrite(self._live.merged(event), written.get(event, ()))
        with self._live.change_books() as books:
            books.rewrite(gone, come)
        for statement in sorted(self._relabelled.difference(*self._statements.values())):
            self._relabel(statement)

    def _read_rows(self, subject: ox.NamedNode) -> list[Report]:
        reports = read_rows(self._live, subject)
        self._read += len(reports)
        if self._read >= MANY_READ:
            self._live.reopen()
            self._read = 0
        return reports

    def _list_statements(self, event: str) -> list[str]:
        """The statements that an event's reports are evidence for, as the merged graph has them."""
        reports = [name_of(quad.object) for quad in self._live.merged(event, "skg:report")]
        return [name_of(quad.object) for report in reports for quad in self._live.merged(report, "skg:evidenceFor")]

    def _settle_statement(self, statement: str, events: Sequence[Sequence[Report]]) -> None:
        reports = self._read_rows(node(statement))
        before = list(self._live.merged(statement))
        triple = read_triple(before)
        if triple is not None:
            before += self._live.merged(triple[0], triple[1], node(triple[2]))
        after: list[ox.Quad] = []
        if reports:
            relation = self._reader.get_relation(reports[0].relation)
            names = self._name(reports[0].subject), self._name(reports[0].object)
            after = list(describe_statement(reports, events, relation, names))
        self._graph.rewrite(before, after)

    def _relabel(self, statement: str) -> None:
        triple = read_triple(self._live.merged(statement))
        if triple is not None:
            relation = self._reader.get_relation(triple[1].removeprefix("skg:"))
            label = label_statement(relation, (self._name(triple[0]), self._name(triple[2])))
            self._graph.rewrite(list(self._live.merged(statement, "rdfs:label")), [quad_of(statement, "rdfs:label", label)])

    def _name(self, entity: str) -> str:
        if entity not in self._labels:
            self._labels[entity] = next((text_of(quad.object) for quad in self._live.merged(entity, "skos:prefLabel")), entity)
        return self._labels[entity]


def _mark(block: str, group: Sequence[Report]) -> ox.Quad:
    content = json.dumps([read_values(report) for report in group])
    return ox.Quad(block_node(block), EVENT, ox.Literal(f"{event_iri(group)} {digest(content)}"))


def _event_of(mark: ox.Quad) -> str:
    return text_of(mark.object).split(" ")[0]
