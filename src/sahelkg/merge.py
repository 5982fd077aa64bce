"""The merged graph: the union of the articles' graphs, decided across articles, kept in step with what changed.

The default graph is a function of the set of articles and the ontology: after any sequence of changes it holds the
quads of a merge from scratch. A step costs what it touches: from the changed articles to their entities
and evidence, from these to whoever may be the same, to copies, to the blocks of reports that may be of one event, and
to the statements whose counts, labels or bare edges can have changed.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from sahelkg.copies import TEXT_BAND, find_originals, index_text
from sahelkg.facts import read_facts, read_name, write_name
from sahelkg.live import MERGED, name_of, quad_of, text_of
from sahelkg.participants import describe_participant, describe_relations, read_description
from sahelkg.resolve import NAME_KEY, index_names, list_key_rows, resolve_entities
from sahelkg.rows import ROW, ReportReader, read_rows
from sahelkg.tellings import EVENT, Tellings
from sahelkg.terms import node
from sahelkg.votes import KEY, STATE, VOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sahelkg.facts import Told
    from sahelkg.live import Changes, Live

BATCH = 256  # articles merged at once where all are
ROWS_AT_ONCE = 10_000
MANY_WRITTEN = 20_000  # quads before which the stores are opened anew: what was read makes room for what is written
_COPIED = frozenset({"skg:attributedTo", "skg:place", "skg:refersTo"})  # properties whose value is an observed entity
_NOT_MERGED = "skg:textSignature"
_ENTITIES = frozenset({"skg:refersTo", "skg:agency", "skg:ofState"})  # properties whose value is an entity that it touches
_LABEL = node("skos:prefLabel")
_EVIDENCE, _MENTION = write_name("skg:Evidence"), write_name("skg:Mention")


def merge_articles(live: Live, articles: Mapping[str, Sequence[ox.Quad | str]], *, settle: bool = True) -> None:
    """Puts articles in place of what was there, and brings the merged graph in step.

    Args:
        live: the writer's stores.
        articles: by IRI, as a prefixed name, the quads of the article's graph or their lines (:mod:`sahelkg.facts`);
            none for an article to be removed.
        settle: whether to bring the merged graph in step; without, :func:`merge_everything` has to follow.
    """
    step = _Step(live)
    step.replace(articles)
    step.settle(decide=settle)


def merge_everything(live: Live) -> None:
    """Builds the merged graph and the books anew from the articles' graphs, after the ontology changed."""
    live.graph.remove_graph(MERGED)
    live.graph.extend(describe_relations(live.ontology))
    for name in (ROW, EVENT, NAME_KEY, VOTES):
        while rows := list(islice(live.books.quads_for_pattern(None, name, None, None), ROWS_AT_ONCE)):
            for row in rows:
                live.books.remove(row)
    prefix = node("art:").value
    articles = sorted(
        graph.value for graph in live.graph.named_graphs() if isinstance(graph, ox.NamedNode) and graph.value.startswith(prefix)
    )
    for start in range(0, len(articles), BATCH):
        step = _Step(live)
        with live.change_books() as books:
            step.take_up((name_of(ox.NamedNode(iri)) for iri in articles[start : start + BATCH]), books)
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
        self.new: set[str] = set()  # subjects of which the merged graph says nothing yet
        self._bearers: dict[str, set[str]] = {}  # the keys that entities had before
        self._reader = ReportReader(live)
        self._graph = live.change_graph()  # written at once, as each write costs the store more the larger it is
        self._tellings = Tellings(live, self._reader, self._graph)
        self._emptied: list[ox.NamedNode] = []

    def replace(self, articles: Mapping[str, Sequence[ox.Quad | str]]) -> None:
        """Writes the articles' graphs and their rows in the books, and notes what they touch."""
        with self.live.change_books() as books:
            for article, quads in articles.items():
                graph = node(article)
                lines_before = [str(quad) for quad in self.live.graph.quads_for_pattern(None, None, None, graph)]
                lines_after = [str(quad) for quad in quads]
                before, after = read_facts(lines_before, graph), read_facts(lines_after, graph)
                if not self._graph.rewrite(lines_before, lines_after):
                    continue
                if not after:
                    self._emptied.append(graph)
                self.live.remember(before, after)
                self._touch(article, before)
                self._touch(article, after)
                self.new |= after.keys() - before.keys()
                books.rewrite(index_text(graph, before.get(article, ())), index_text(graph, after.get(article, ())))
                self._vote(before, after)
            self._write_votes(books)

    def take_up(self, articles: Iterable[str], books: Changes) -> None:
        """Notes articles that are there and not yet merged; their rows of the books go to ``books``."""
        for article in articles:
            graph = node(article)
            told = read_facts(map(str, self.live.graph.quads_for_pattern(None, None, None, graph)), graph)
            self.live.remember((), told)
            self._touch(article, told)
            indexed = self.live.books.quads_for_pattern(graph, TEXT_BAND, None, None)
            books.rewrite(indexed, index_text(graph, told.get(article, ())))  # another program may have indexed otherwise
            self._vote({}, told)
        self._write_votes(books)

    def _vote(self, before: Told, after: Told) -> None:
        """Has what an article says count, and what it said no more."""
        keys_before, keys_after = set(index_names(before)), set(index_names(after))
        for entity, key in keys_before | keys_after:
            self.name_keys.add(key)
            if entity not in self._bearers:
                self._bearers[entity] = set(self.live.votes.count(entity, KEY))
        self.live.votes.change(before, after)
        self.live.votes.change_keys(keys_before, keys_after)

    def _write_votes(self, books: Changes) -> None:
        books.rewrite(
            (row for entity, keys in self._bearers.items() for row in list_key_rows(entity, keys)),
            (row for entity in self._bearers for row in list_key_rows(entity, self.live.votes.count(entity, KEY))),
        )
        self.live.votes.write(books)
        self._bearers.clear()

    def settle(self, *, decide: bool = True) -> None:
        """Writes what was noted and, unless told not to, brings the merged graph in step with it."""
        try:
            if self.articles and decide:
                self._settle()
            if len(self._graph) >= MANY_WRITTEN:
                self.live.reopen()
            self._graph.write()
            for graph in self._emptied:
                self.live.graph.remove_graph(graph)  # an empty graph would still be listed
        finally:
            self.live.forget()

    def _settle(self) -> None:
        self._settle_resolutions()
        self._settle_articles()
        for mention in sorted(self.mentions):
            self._copy(mention)
        with self.live.change_books() as books:
            for evidence in sorted(self.evidence):
                self._settle_evidence(evidence, books)
        self._settle_entities()
        self._tellings.settle()

    def _touch(self, article: str, told: Told) -> None:
        self.articles.add(article)
        for subject, facts in told.items():
            for name, value, _ in facts:
                if name == "rdf:type":
                    if value == _EVIDENCE:
                        self.evidence.add(subject)
                    elif value == _MENTION:
                        self.mentions.add(subject)
                elif name in _ENTITIES:
                    self.entities.add(read_name(value))
                elif name == "skos:prefLabel":
                    self.entities.add(subject)

    def _settle_resolutions(self) -> None:
        decided = resolve_entities(self.live, self.entities, self.name_keys)
        with self.live.change_graph() as graph:
            for entity, resolution in sorted(decided.items()):
                before = self.live.resolve(entity)
                if resolution is not None and not self.live.is_observed(entity):
                    resolution = None  # nobody speaks of it under that name any more
                after = (
                    []
                    if resolution is None
                    else [
                        quad_of(entity, "skg:resolvedTo", node(resolution.entity)),
                        quad_of(entity, "skg:rule", node(resolution.rule)),
                    ]
                )
                if before != entity or after:
                    old = [*self.live.merged(entity, "skg:resolvedTo"), *self.live.merged(entity, "skg:rule")]
                    graph.rewrite(old, after)
                now = entity if resolution is None else resolution.entity
                self.entities.update((entity, before, now))
                if now != before:
                    self.live.note_resolution(entity, now)
                    self._touch_uses(entity)

    def _touch_uses(self, entity: str) -> None:
        """Notes all mentions of an entity that is now taken for another, and the evidence that rests on them."""
        for quad in list(self.live.observed(None, "skg:refersTo", node(entity))):
            mention = name_of(quad.subject)
            self.mentions.add(mention)
            for name in ("skg:subjectMention", "skg:objectMention", "skg:sourceMention", "skg:placeMention"):
                self.evidence.update(name_of(use.subject) for use in self.live.observed(None, name, node(mention)))

    def _settle_articles(self) -> None:
        for article, original in sorted(find_originals(self.live, self.articles).items()):
            copied = () if article in self.new else self.live.merged(article, "skg:copyOf")
            before = next((name_of(quad.object) for quad in copied), article)
            if original != before and article not in self.articles:
                told = self.live.observed(None, "prov:wasQuotedFrom", node(article))
                self.evidence.update(name_of(quad.subject) for quad in told)
            copies = [quad_of(article, "skg:copyOf", node(original))] if original != article else []
            self._copy(article, copies)
            self._reader.note_original(article, original)

    def _copy(self, subject: str, more: Iterable[ox.Quad] = ()) -> None:
        """Has the merged graph say of a mention, an evidence or an article what its article's graph says, resolved."""
        after = [str(quad) for quad in more]
        for name, value, line in self.live.tell(subject):
            said = line
            if name in _COPIED:
                observed = read_name(value)
                taken_for = self.live.resolve(observed)
                if taken_for != observed:
                    said = line.removesuffix(value) + write_name(taken_for)
            elif name == "skg:evidenceFor":
                said = line.removesuffix(value) + write_name(self._reader.resolve_statement(read_name(value))[0])
            if name != _NOT_MERGED:
                after.append(said)
        self._graph.rewrite(() if subject in self.new else self.live.merged(subject), after)

    def _settle_evidence(self, evidence: str, books: Changes) -> None:
        before = [] if evidence in self.new else read_rows(self.live, node(evidence))
        self._copy(evidence)
        report = self._reader.read_report(evidence)
        after = [] if report is None else [report]
        books.rewrite(self._reader.list_rows(before), self._reader.list_rows(after))
        for one in (*before, *after):
            self._tellings.note(one)

    def _settle_entities(self) -> None:
        above = {container for entity in self.entities for container in self.live.containers(entity)}
        described = self.entities | above
        for entity in list(described):
            for state in self.live.votes.count(entity, STATE):
                described.add(state)
                described |= self.live.containers(state)
        for entity in sorted(described):
            before, after = read_description(self.live, entity), describe_participant(self.live, entity)
            old, new = ([text_of(quad.object) for quad in quads if quad.predicate == _LABEL] for quads in (before, after))
            changed = self._graph.rewrite(before, after) and old != new
            self._tellings.note_label(entity, next(iter(new), entity), changed=changed)
