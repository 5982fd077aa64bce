"""The network of actors for Gephi, yEd and networkx: GraphML, and GEXF 1.3 with dates.

A node is an actor or a place, an edge a statement: its relation, the surest status in which it is told, whether it
stands bare, how many passages tell it (the weight), by how many publishers, and its first and last day. GEXF holds
besides when it was so, by spells where passages give several times that do not touch, and tells parallel edges apart by
their ``kind``, the relation. Nodes and edges are written one by one, sorted by IRI. All edges are directed, since some
readers refuse a mixed network: those of symmetric relations say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import pyoxigraph as ox

from sahelkg.readout import GraphReader, first_text, texts
from sahelkg.records import Status
from sahelkg.tables import strip_controls
from sahelkg.vocabulary import expand, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sahelkg.readout import Properties

_NODE_FIELDS = {"label": "string", "kind": "string", "iri": "string"}
_EDGE_FIELDS = {
    "label": "string",
    "relation": "string",
    "plover": "string",
    "status": "string",
    "bare": "boolean",
    "contested": "boolean",
    "weight": "double",
    "publishers": "int",
    "symmetric": "boolean",
    "earliest": "string",
    "latest": "string",
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """One statement as an edge; IRIs are prefixed names where they can be, days are ISO or None."""

    iri: str
    subject: str
    object: str
    values: dict[str, str | int | bool | None] = field(default_factory=dict)
    spells: tuple[tuple[str | None, str | None], ...] = ()  # first and last day of each, apart from each other, in order


def read_links(store: ox.Store) -> Iterator[Link]:
    """Every statement that has evidence, by its IRI."""
    graph = GraphReader(store)
    for iri in graph.find_subjects("rdf:type", "skg:Statement"):
        statement = graph.read_properties(iri)
        ends = first_text(statement, "rdf:subject"), first_text(statement, "rdf:object")
        relation = first_text(statement, "rdf:predicate")
        evidence = [graph.read_properties(one) for one in graph.find_subjects("skg:evidenceFor", iri)]
        if not evidence or not ends[0] or not ends[1] or not relation:
            continue
        name, plover, symmetric = graph.read_relation(relation)
        told = {status for one in evidence for status in texts(one, "skg:status")}
        triple = (ox.NamedNode(ends[0]), ox.NamedNode(relation), ox.NamedNode(ends[1]), ox.DefaultGraph())
        spells = _read_spells(evidence)
        earliest, latest = (spells[0][0], spells[-1][1]) if spells else (None, None)
        yield Link(
            iri=iri,
            subject=ends[0],
            object=ends[1],
            values={
                "label": first_text(graph.read_properties(relation), "rdfs:label") or name,
                "relation": name,
                "plover": plover,
                "status": next((status.value for status in Status if expand(f"skg:{status}") in told), None),
                "bare": ox.Quad(*triple) in store,
                "contested": "true" in texts(statement, "skg:contested"),
                "weight": len(evidence),
                "publishers": int(first_text(statement, "skg:publishers") or 0),
                "symmetric": symmetric,
                "earliest": earliest,
                "latest": latest,
            },
            spells=spells,
        )


def write_graphml(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the network as GraphML."""
    xml = _Xml(stream)
    with_schema = {
        "xmlns": "http://graphml.graphdrawing.org/xmlns",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": "http://graphml.graphdrawing.org/xmlns "
        "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
    }
    xml.open("graphml", with_schema)
    for owner, fields in (("node", _NODE_FIELDS), ("edge", _EDGE_FIELDS)):
        for name, kind in fields.items():
            xml.empty("key", {"id": f"{owner}-{name}", "for": owner, "attr.name": name, "attr.type": kind})
    xml.open("graph", {"id": "sahelkg", "edgedefault": "directed"})
    for iri, values in _read_nodes(store):
        xml.open("node", {"id": shorten(iri)})
        xml.write_data("node", values)
        xml.close("node")
    for link in read_links(store):
        ends = {"source": shorten(link.subject), "target": shorten(link.object)}
        xml.open("edge", {"id": shorten(link.iri), **ends})
        xml.write_data("edge", link.values)
        xml.close("edge")
    xml.end()


def write_gexf(store: ox.Store, stream: IO[bytes]) -> None:
    """Writes the network as dynamic GEXF 1.3; an edge is there on the days that its passages give, or always."""
    xml = _Xml(stream)
    xml.open("gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"})
    xml.open("graph", {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"})
    built_in = {"label", "weight"}
    for owner, fields in (("node", _NODE_FIELDS), ("edge", _EDGE_FIELDS)):
        xml.open("attributes", {"class": owner, "mode": "static"})
        for name, kind in fields.items():
            if name not in built_in:
                kind = {"int": "integer"}.get(kind, kind)
                xml.empty("attribute", {"id": name, "title": name, "type": kind})
        xml.close("attributes")
    xml.open("nodes")
    for iri, values in _read_nodes(store):
        xml.open("node", {"id": shorten(iri), "label": str(values["label"])})
        xml.write_values(values, leave=built_in)
        xml.close("node")
    xml.close("nodes")
    xml.open("edges")
    for link in read_links(store):
        times = link.spells[0] if len(link.spells) == 1 else (None, None)
        xml.open(
            "edge",
            {
                "id": shorten(link.iri),
                "source": shorten(link.subject),
                "target": shorten(link.object),
                "label": str(link.values["label"]),
                "weight": str(link.values["weight"]),
                "kind": str(link.values["relation"]),
                **_name_days(times),
            },
        )
        xml.write_values(link.values, leave=built_in)
        if len(link.spells) > 1:
            xml.open("spells")
            for spell in link.spells:
                xml.empty("spell", _name_days(spell))
            xml.close("spells")
        xml.close("edge")
    xml.close("edges")
    xml.end()


def _read_nodes(store: ox.Store) -> Iterator[tuple[str, dict[str, str | int | bool | None]]]:
    """The ends of all statements, by IRI, with label, kind and IRI."""
    graph = GraphReader(store)
    ends: set[str] = set()
    for name in ("rdf:subject", "rdf:object"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(expand(name)), None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode):
                ends.add(quad.object.value)
    for iri in sorted(ends):
        names, kind = graph.read_entity(iri)
        yield iri, {"label": names[0] if names else shorten(iri), "kind": kind, "iri": iri}


def _read_spells(evidence: list[Properties]) -> tuple[tuple[str | None, str | None], ...]:
    """The times that the dated passages give, first and last day of each, None where it is open; those that touch as one."""
    found = {(first_text(one, "skg:earliest"), first_text(one, "skg:latest")) for one in evidence}
    spells: list[tuple[str | None, str | None]] = []
    for first, last in sorted(((first or "", last) for first, last in found if first or last), key=lambda one: one[0]):
        if spells and (spells[-1][1] is None or first <= spells[-1][1]):
            end = spells[-1][1]
            spells[-1] = spells[-1][0], max(end, last) if end and last else None
        else:
            spells.append((first or None, last or None))
    return tuple(spells)


def _name_days(spell: tuple[str | None, str | None]) -> dict[str, str]:
    return {name: day for name, day in zip(("start", "end"), spell, strict=True) if day}


class _Xml:
    """XML that is written as it comes, an element a line, without the characters that XML cannot hold."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._out = XMLGenerator(stream, encoding="utf-8", short_empty_elements=True)
        self._open: list[str] = []
        self._out.startDocument()

    def open(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self._start(name, attributes or {})
        self._out.characters("\n")
        self._open.append(name)

    def close(self, name: str) -> None:
        self._open.pop()
        self._out.endElement(name)
        self._out.characters("\n")

    def end(self) -> None:
        while self._open:
            self.close(self._open[-1])
        self._out.endDocument()

    def empty(self, name: str, attributes: dict[str, str]) -> None:
        self._start(name, attributes)
        self._out.endElement(name)
        self._out.characters("\n")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._out.startElement(name, AttributesImpl({key: strip_controls(text) for key, text in attributes.items()}))

    def write_data(self, owner: str, values: dict[str, str | int | bool | None]) -> None:
        """GraphML's data elements."""
        for key, value in values.items():
            if value is not None:
                self._start("data", {"key": f"{owner}-{key}"})
                self._out.characters(_as_text(value))
                self._out.endElement("data")
                self._out.characters("\n")

    def write_values(self, values: dict[str, str | int | bool | None], *, leave: set[str]) -> None:
        """GEXF's attribute values."""
        self.open("attvalues")
        for key, value in values.items():
            if value is not None and key not in leave:
                self.empty("attvalue", {"for": key, "value": _as_text(value)})
        self.close("attvalues")


def _as_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else strip_controls(str(value))
