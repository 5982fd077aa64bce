"""The merged graph: the union of the articles' graphs, decided across articles, kept in step with what changed.

The default graph is a function of the set of articles and the ontology: after any sequence of changes it holds the
quads of a merge from scratch. A step costs in proportion to what it touches: from the changed articles to their entities
and evidence, from these to whoever may be the same, to copies, to the blocks of reports that may be of one event, and
to the statements whose counts, labels or bare edges can have changed.
"""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.copies import find_originals, index_text
from sahelkg.corroboration import count_at_one_time, count_publishers, is_contested, stands_bare
from sahelkg.participants import describe_participant, describe_relations, is_description
from sahelkg.events import Report, block_of, event_iri, group_reports
from sahelkg.live import MERGED, Live, name_of, rewrite, text_of
from sahelkg.resolve import index_names, read_name_keys, resolve_entities
from sahelkg.terms import TRUE, node, write_day, write_integer, write_text
from sahelkg.vocabulary import digest, normalise_name, statement_iri, stored_triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sahelkg.ontology import Relation

__all__ = ["Live", "merge_articles", "merge_everything"]

BATCH = 256  # articles merged at once where all are
_ROW = ox.NamedNode("urn:sahelkg:row")
_EVENT = ox.NamedNode("urn:sahelkg:event")
_COPIED = ("skg:attributedTo", "skg:place", "skg:refersTo")  # properties whose value is an observed entity
_CERTAINTY = ("asserted", "claimed", "denied")
_NOT_MERGED = "skg:textSignature"


def merge_articles(live: Live, articles: Mapping[str, Sequence[ox.Quad]]) -> None:
    """Puts articles in place of what was there, and brings the merged graph in step.

    Args:
        live: the writer's stores.
        articles: by IRI, as a prefixed name, the quads of the article's graph; none for an article to be removed.
    """
    step = _Step(live)
    for article, quads in articles.items():
        step.replace(article, quads)
    step.settle()


def merge_everything(live: Live) -> None:
    """Builds the merged graph and the books anew from the articles' graphs, after the ontology changed."""
    live.graph.remove_graph(MERGED)
    live.graph.extend(describe_relations(live.ontology))
    for name in (_ROW, _EVENT):
        live.books.update(f"DELETE WHERE {{ ?block {name} ?row }}")
    prefix = node("art:").value
    articles = sorted(
        graph.value
        for graph in live.graph.named_graphs()
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(prefix)
    )
    for start in range(0, len(articles), BATCH):
        step = _Step(live)
        for iri in articles[start : start + BATCH]:
            step.take_up(name_of(ox.NamedNode(iri)))
        step.settle()


class _Step:
    """One change of some articles, from their graphs to the merged one."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.articles: set[str] = set()
        self.entities: set[str] = set()
        self.evidence: set[str] = set()
        self.mentions: set[str] = set()
        self.name_keys: set[str] = set()
        self.statements: set[str] = set()
        self.relabelled: set[str] = set()
        self.blocks: set[str] = set()
        self._groups: dict[str, list[tuple[Report, ...]]] = {}
        self._voices: dict[str, tuple[str, tuple[str, ...], str]] = {}

    def replace(self, article: str, quads: Sequence[ox.Quad]) -> None:
        """Writes the article's graph and its rows in the books, and notes what they touch."""
        graph = node(article)
        before = set(self.live.graph.quads_for_pattern(None, None, None, graph))
        after = set(quads)
        if any(quad.graph_name != graph for quad in after):
            raise ValueError(f"{article}: a quad of another graph")
        if before == after:
            return
        rewrite(self.live.graph, before, after)
        if not after:
            self.live.graph.remove_graph(graph)  # an empty graph would still be listed
        self._touch(article, before)
        self._touch(article, after)
        rows_before = [*index_names(graph, before), *index_text(graph, before)]
        rows_after = [*index_names(graph, after), *index_text(graph, after)]
        rewrite(self.live.books, rows_before, rows_after)
        self.name_keys |= read_name_keys([*rows_before, *rows_after])

    def take_up(self, article: str) -> None:
        """Notes an article that is there and not yet merged."""
        self._touch(article, self.live.graph.quads_for_pattern(None, None, None, node(article)))

    def settle(self) -> None:
        """Brings the merged graph in step with what was noted."""
        if not self.articles:
            return
        self._settle_resolutions()
        self._settle_articles()
        for mention in sorted(self.mentions):
            self._copy(mention)
        for evidence in sorted(self.evidence):
            self._settle_evidence(evidence)
        self._settle_entities()
        self._settle_events()
        for statement in sorted(self.statements):
            self._settle_statement(statement)
        for statement in sorted(self.relabelled - self.statements):
            self._relabel(statement)

    def _touch(self, article: str, quads: Iterable[ox.Quad]) -> None:
        self.articles.add(article)
        evidence, mention = node("skg:Evidence"), node("skg:Mention")
        for quad in quads:
            name = name_of(quad.predicate)
            if name == "rdf:type" and quad.object == evidence:
                self.evidence.add(name_of(quad.subject))
            elif name == "rdf:type" and quad.object == mention:
                self.mentions.add(name_of(quad.subject))
            elif name in {"skg:refersTo", "skg:agency", "skg:ofState"}:
                self.entities.add(name_of(quad.object))
            elif name == "skos:prefLabel":
                self.entities.add(name_of(quad.subject))

    def _settle_resolutions(self) -> None:
        decided = resolve_entities(self.live, self.entities, self.name_keys)
        for entity, resolution in sorted(decided.items()):
            before = self.live.resolve(entity)
            if resolution is not None and not self.live.is_observed(entity):
                resolution = None  # nobody speaks of it under that name any more
            after = (
                []
                if resolution is None
                else [
                    _quad(entity, "skg:resolvedTo", node(resolution.entity)),
                    _quad(entity, "skg:rule", node(resolution.rule)),
                ]
            )
            old = [*self.live.merged(entity, "skg:resolvedTo"), *self.live.merged(entity, "skg:rule")]
            rewrite(self.live.graph, old, after)
            now = entity if resolution is None else resolution.entity
            self.entities.update((entity, before, now))
            if now != before:
                self._touch_uses(entity)

    def _touch_uses(self, entity: str) -> None:
        """Notes all mentions of an entity that is now taken for another, and the evidence that rests on them."""
        for quad in list(self.live.observed(None, "skg:refersTo", node(entity))):
            self.mentions.add(name_of(quad.subject))
            for name in ("skg:subjectMention", "skg:objectMention", "skg:sourceMention", "skg:placeMention"):
                self.evidence.update(name_of(use.subject) for use in self.live.observed(None, name, quad.subject))

    def _settle_articles(self) -> None:
        for article, original in sorted(find_originals(self.live, self.articles).items()):
            before = next((name_of(quad.object) for quad in self.live.merged(article, "skg:copyOf")), article)
            if original != before and article not in self.articles:
                told = self.live.observed(None, "prov:wasQuotedFrom", node(article))
                self.evidence.update(name_of(quad.subject) for quad in told)
            copies = [_quad(article, "skg:copyOf", node(original))] if original != article else []
            self._copy(article, copies)

    def _copy(self, subject: str, more: Iterable[ox.Quad] = ()) -> None:
        """Has the merged graph say of a mention, an evidence or an article what its article's graph says, resolved."""
        after = {*more}
        for quad in self.live.graph.quads_for_pattern(node(subject), None, None, None):
            if quad.graph_name != MERGED:
                name = name_of(quad.predicate)
                value = node(self.live.resolve(name_of(quad.object))) if name in _COPIED else quad.object
                if name == "skg:evidenceFor":
                    value = node(self._resolve_statement(quad)[0])
                if name != _NOT_MERGED:
                    after.add(ox.Quad(quad.subject, quad.predicate, value, MERGED))
        rewrite(self.live.graph, self.live.merged(subject), after)

    def _resolve_statement(self, told: ox.Quad) -> tuple[str, str, str, str]:
        """IRI, subject, relation and object, resolved, of the statement that an article's evidence is for."""
        parts = {
            name_of(quad.predicate): name_of(quad.object)
            for quad in self.live.graph.quads_for_pattern(told.object, None, None, told.graph_name)  # type: ignore[arg-type]
        }
        relation = parts["rdf:predicate"].removeprefix("skg:")
        symmetric = self._relation(relation).symmetric
        subject, obj = self.live.resolve(parts["rdf:subject"]), self.live.resolve(parts["rdf:object"])
        iri = statement_iri(subject, relation, obj, symmetric=symmetric)
        subject, _, obj = stored_triple(subject, relation, obj, symmetric=symmetric)
        return iri, subject, relation, obj

    def _settle_evidence(self, evidence: str) -> None:
        before = [read_row(quad) for quad in self.live.books.quads_for_pattern(node(evidence), _ROW, None, None)]
        self._copy(evidence)
        report = self._read_report(evidence)
        after = [] if report is None else [report]
        rewrite(self.live.books, self._list_rows(before), self._list_rows(after))
        for one in (*before, *after):
            self.statements.add(one.statement)
            block = self._block_of(one)
            if block is not None:
                self.blocks.add(block)

    def _list_rows(self, reports: Iterable[Report]) -> Iterator[ox.Quad]:
        for report in reports:
            row = ox.Literal(json.dumps(astuple(report), ensure_ascii=False))
            yield ox.Quad(node(report.evidence), _ROW, row)
            yield ox.Quad(node(report.statement), _ROW, row)
            block = self._block_of(report)
            if block is not None:
                yield ox.Quad(_block_node(block), _ROW, row)

    def _block_of(self, report: Report) -> str | None:
        relation = self._relation(report.relation)
        return block_of(report, symmetric=relation.symmetric) if relation.event_class else None

    def _read_report(self, evidence: str) -> Report | None:
        """What grouping and counting have to know of an evidence; None for one that is gone."""
        told: dict[str, ox.Quad] = {}
        for quad in self.live.graph.quads_for_pattern(node(evidence), None, None, None):
            if quad.graph_name != MERGED:
                told[name_of(quad.predicate)] = quad
        if not told:
            return None
        statement, subject, relation, obj = self._resolve_statement(told["skg:evidenceFor"])
        article = name_of(told["prov:wasQuotedFrom"].object)
        place = self.live.resolve(name_of(told["skg:place"].object)) if "skg:place" in told else None
        object_is_place = self._is_place(obj, relation, told)
        publisher, agencies, original = self._read_voice(article)
        return Report(
            evidence=evidence,
            article=article,
            statement=statement,
            relation=relation,
            subject=subject,
            object=obj,
            status=name_of(told["skg:status"].object).removeprefix("skg:"),
            accusation="skg:accusation" in told,
            place=obj if object_is_place else place,
            object_is_place=object_is_place,
            publisher=publisher,
            agencies=agencies,
            original=original,
            **{
                name: text_of(told[f"skg:{name}"].object)
                for name in ("edtf", "earliest", "latest")
                if f"skg:{name}" in told
            },
        )

    def _is_place(self, entity: str, relation: str, told: Mapping[str, ox.Quad]) -> bool:
        """Whether the object is where it happened: a place that cannot act, or a state that is captured as a place."""
        ontology = self.live.ontology
        known = ontology.entities.get(entity)
        kinds = [known.kind] if known else []
        if not known:  # as its article took it, not as most do: a change elsewhere must not move this report
            for name in ("skg:objectMention", "skg:subjectMention"):
                for quad in self.live.observed(name_of(told[name].object), "skg:refersTo"):
                    if self.live.resolve(name_of(quad.object)) == entity:
                        kinds += [
                            name_of(kind.object).removeprefix("skg:")
                            for kind in self.live.observed(name_of(quad.subject), "skg:observedKind")
                        ]
        can_act = ontology.is_kind(self._relation(relation).range, "Actor") or any(
            ontology.is_kind(kind, "Actor") for kind in kinds
        )
        if any(ontology.is_kind(kind, "Place") for kind in kinds):
            return not can_act or self._takes_places_only(relation)
        return False

    def _takes_places_only(self, relation: str) -> bool:
        kind = self._relation(relation).range
        return self.live.ontology.is_kind(kind, "Place") and not self.live.ontology.is_kind(kind, "Actor")

    def _read_voice(self, article: str) -> tuple[str, tuple[str, ...], str]:
        if article not in self._voices:
            publisher, agencies, original = "", [], article
            for quad in self.live.merged(article):
                name = name_of(quad.predicate)
                if name == "dcterms:publisher":
                    publisher = normalise_name(text_of(quad.object))
                elif name == "skg:agency":
                    agencies.append(name_of(quad.object))
                elif name == "skg:copyOf":
                    original = name_of(quad.object)
            self._voices[article] = publisher, tuple(sorted(agencies)), original
        return self._voices[article]

    def _settle_entities(self) -> None:
        above = {container for entity in self.entities for container in self.live.containers(entity)}
        described = self.entities | above
        for entity in list(described):
            for quad in self.live.observed(entity, "skg:ofState"):
                described.add(name_of(quad.object))
                described |= self.live.containers(name_of(quad.object))
        for entity in sorted(described):
            before = [quad for quad in self.live.merged(entity) if is_description(quad, self.live.ontology)]
            label = node("skos:prefLabel")
            after = describe_participant(self.live, entity)
            rewrite(self.live.graph, before, after)
            old, new = ({quad for quad in quads if quad.predicate == label} for quads in (before, after))
            if old != new:
                for name in ("rdf:subject", "rdf:object"):
                    self.relabelled.update(name_of(quad.subject) for quad in self.live.merged(None, name, node(entity)))

    def _group(self, block: str) -> list[tuple[Report, ...]]:
        if block not in self._groups:
            rows = self.live.books.quads_for_pattern(_block_node(block), _ROW, None, None)
            self._groups[block] = group_reports(map(read_row, rows), self.live.containers)
        return self._groups[block]

    def _settle_events(self) -> None:
        """Writes those events of the touched blocks that changed; marks in the books tell which did."""
        gone: set[ox.Quad] = set()
        come: dict[ox.Quad, Sequence[Report]] = {}
        for block in self.blocks:
            subject = _block_node(block)
            before = set(self.live.books.quads_for_pattern(subject, _EVENT, None, None))
            now = {}
            for group in self._group(block):
                content = json.dumps([astuple(report) for report in group])
                now[ox.Quad(subject, _EVENT, ox.Literal(f"{event_iri(group)} {digest(content)}"))] = group
            gone |= before - now.keys()
            come |= {mark: group for mark, group in now.items() if mark not in before}
        written: dict[str, set[ox.Quad]] = {_event_of(mark): set() for mark in gone}
        for mark in gone:
            for told in self.live.merged(_event_of(mark), "skg:report"):
                for_statements = self.live.merged(name_of(told.object), "skg:evidenceFor")
                self.statements.update(name_of(quad.object) for quad in for_statements)
        for mark, group in come.items():  # after all that went: an event may have moved to another block
            written[_event_of(mark)] = set(self._describe_event(group))
            self.statements.update(report.statement for report in group)
        for event, quads in sorted(written.items()):
            rewrite(self.live.graph, self.live.merged(event), quads)
        rewrite(self.live.books, gone, come)

    def _describe_event(self, group: Sequence[Report]) -> Iterator[ox.Quad]:
        iri, relation = event_iri(group), self._relation(group[0].relation)
        yield _quad(iri, "rdf:type", node(f"skg:{relation.event_class}"))
        for report in group:
            yield _quad(iri, "skg:report", node(report.evidence))
            yield _quad(iri, "sem:hasActor", node(report.subject))
            if not report.object_is_place:
                yield _quad(iri, "sem:hasActor", node(report.object))
            if report.place:
                yield _quad(iri, "sem:hasPlace", node(report.place))
        dated = choose_time([report for report in group if report.status != "denied"] or list(group))
        if dated is not None:
            if dated.edtf:
                yield _quad(iri, "skg:edtf", write_text(dated.edtf))
            for name, day in (("skg:earliest", write_day(dated.earliest)), ("skg:latest", write_day(dated.latest))):
                if day is not None:
                    yield _quad(iri, name, day)
        surest = next(status for status in _CERTAINTY if any(report.status == status for report in group))
        yield _quad(iri, "skg:status", node(f"skg:{surest}"))
        if surest != "denied" and not any(report.supports for report in group):
            yield _quad(iri, "skg:accusation", TRUE)
        if is_contested(group, state=False):
            yield _quad(iri, "skg:contested", TRUE)
        yield from _count(iri, [group], state=False)

    def _settle_statement(self, statement: str) -> None:
        rows = self.live.books.quads_for_pattern(node(statement), _ROW, None, None)
        reports = sorted((read_row(row) for row in rows), key=lambda report: report.evidence)
        before = set(self.live.merged(statement))
        edges = {
            quad
            for old in [self._read_triple(statement)]
            if old is not None
            for quad in self.live.graph.quads_for_pattern(node(old[0]), node(old[1]), node(old[2]), MERGED)
        }
        rewrite(self.live.graph, before | edges, set(self._describe_statement(statement, reports)))

    def _describe_statement(self, statement: str, reports: Sequence[Report]) -> Iterator[ox.Quad]:
        if not reports:
            return
        first, relation = reports[0], self._relation(reports[0].relation)
        predicate = f"skg:{first.relation}"
        yield _quad(statement, "rdf:type", node("skg:Statement"))
        yield _quad(statement, "rdf:subject", node(first.subject))
        yield _quad(statement, "rdf:predicate", node(predicate))
        yield _quad(statement, "rdf:object", node(first.object))
        yield _quad(statement, "rdfs:label", self._label(first.subject, first.relation, first.object))
        state = relation.event_class is None
        blocks = {block for report in reports if (block := self._block_of(report)) is not None}
        groups: list[Sequence[Report]] = [
            group
            for block in sorted(blocks)
            for group in self._group(block)
            if any(report.statement == statement for report in group)
        ]
        if state:
            groups = [reports]
        if stands_bare(groups, statement, state=state):
            yield _quad(first.subject, predicate, node(first.object))
        elif any(
            is_contested([r for r in group if r.statement == statement or r.status == "denied"], state=state)
            for group in groups
        ):
            yield _quad(statement, "skg:contested", TRUE)
        yield from _count(statement, groups, state=state, statement=statement)

    def _relabel(self, statement: str) -> None:
        triple = self._read_triple(statement)
        if triple is not None:
            label = self._label(triple[0], triple[1].removeprefix("skg:"), triple[2])
            old = list(self.live.merged(statement, "rdfs:label"))
            rewrite(self.live.graph, old, [_quad(statement, "rdfs:label", label)])

    def _read_triple(self, statement: str) -> tuple[str, str, str] | None:
        parts = {name_of(quad.predicate): name_of(quad.object) for quad in self.live.merged(statement)}
        if "rdf:subject" not in parts:
            return None
        return parts["rdf:subject"], parts["rdf:predicate"], parts["rdf:object"]

    def _label(self, subject: str, relation: str, obj: str) -> ox.Literal:
        names = [
            next((text_of(quad.object) for quad in self.live.merged(entity, "skos:prefLabel")), entity)
            for entity in (subject, obj)
        ]
        return write_text(f"{names[0]} {self._relation(relation).label} {names[1]}", "en")

    def _relation(self, name: str) -> Relation:
        return self.live.ontology.relations[name]


def choose_time(reports: Iterable[Report]) -> Report | None:
    """The report whose date an event carries: the most precise, then the one that most give, then the first; or None."""
    timed = [report for report in reports if report.has_time]

    def rank(report: Report) -> tuple[bool, int, int, str, str]:
        first, last = report.interval
        times = sum(other.interval == report.interval for other in timed)
        return not report.is_dated, (last - first).days, -times, report.edtf or "", report.evidence

    return min(timed, key=rank, default=None)


def read_row(quad: ox.Quad) -> Report:
    """The report that a row of the books holds."""
    values = json.loads(text_of(quad.object))
    row = dict(zip(_FIELDS, values, strict=True))
    row["agencies"] = tuple(row["agencies"])
    return Report(**row)


_FIELDS = [one.name for one in fields(Report)]


def _count(
    iri: str, groups: Iterable[Sequence[Report]], *, state: bool, statement: str | None = None
) -> Iterator[ox.Quad]:
    """Publishers and articles that tell it: an event, a state at one time, or a statement in the best told of its events."""
    publishers, articles = 0, set[str]()
    for group in groups:
        telling = [report for report in group if report.supports]
        if state:
            publishers = max(publishers, count_at_one_time(telling, count_publishers))
        else:
            publishers = max(publishers, count_publishers(telling))
        articles |= {report.article for report in telling if statement in {None, report.statement}}
    yield _quad(iri, "skg:publishers", write_integer(publishers))
    yield _quad(iri, "skg:articles", write_integer(len(articles)))


def _event_of(mark: ox.Quad) -> str:
    return text_of(mark.object).split(" ")[0]


def _block_node(block: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:sahelkg:block:{block}")


def _quad(subject: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(node(subject), node(name), value, MERGED)
