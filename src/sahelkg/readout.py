"""The evidence of a store, one record a passage, in the order of the articles: what JSONL, CSV and scoring start from.

The records are the exchange form of the project: their keys and their order are a contract, see ``docs/asking.md``.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyoxigraph as ox

from sahelkg.vocabulary import PREFIXES, expand, shorten, sort_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

Properties = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]

_DEFAULT = ox.DefaultGraph()
_TYPE = "rdf:type"
_LABELS = "skos:prefLabel", "skos:altLabel", "skg:caseSensitiveLabel"


class GraphReader:
    """Look-ups in a store by prefixed names; actors and relations that were read stay at hand.

    Every property is that of the default graph, but for mentions, which are looked for in the articles' graphs too.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.read_entity = lru_cache(maxsize=100_000)(self._read_entity)
        self.resolve_entity = lru_cache(maxsize=100_000)(self._resolve_entity)
        self.read_relation = lru_cache(maxsize=1_000)(self._read_relation)
        self.read_plover = lru_cache(maxsize=1_000)(self._read_plover)
        self.read_statement = lru_cache(maxsize=10_000)(self.read_properties)  # told again and again

    def read_properties(self, iri: str, *, anywhere: bool = False) -> Properties:
        """The values of each property (``"skg:quote"``) of a resource; nothing known gives an empty dictionary."""
        found: Properties = defaultdict(list)
        for quad in self.store.quads_for_pattern(ox.NamedNode(expand(iri)), None, None, None if anywhere else _DEFAULT):
            if not isinstance(quad.object, ox.Triple):
                values = found[_name_of(quad.predicate.value)]
                if quad.object not in values:
                    values.append(quad.object)
        return found

    def find_subjects(self, name: str, value: str) -> list[str]:
        """The IRIs of what has the property with that resource, sorted."""
        pattern = ox.NamedNode(expand(name)), ox.NamedNode(expand(value))
        quads = self.store.quads_for_pattern(None, *pattern, _DEFAULT)
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))

    def _read_entity(self, iri: str) -> tuple[tuple[str, ...], str | None]:
        """The names of an actor or place, preferred first, then by language and text; and its kind."""
        properties = self.read_properties(iri)
        names: dict[str, None] = {}
        for label in _LABELS:
            literals = [value for value in properties.get(label, ()) if isinstance(value, ox.Literal)]
            for value in sorted(literals, key=lambda text: (text.language != "en", text.language or "", text.value)):
                names[value.value] = None
        kinds = sorted(texts(properties, _TYPE))
        return tuple(names), shorten(kinds[0]).removeprefix("skg:") if kinds else None

    def _read_relation(self, iri: str) -> tuple[str, str | None, bool]:
        """A relation's local name, its PLOVER type if any, and whether it is symmetric."""
        properties = self.read_properties(iri)
        symmetric = expand("owl:SymmetricProperty") in texts(properties, _TYPE)
        return shorten(iri).removeprefix("skg:"), first_text(properties, "skg:ploverType"), symmetric

    def _read_plover(self, iri: str, status: str) -> str | None:
        """The PLOVER type of a relation told with that status (``"planned"``); None if it has none."""
        properties = self.read_properties(iri)
        return first_text(properties, f"skg:ploverType{status.capitalize()}") or first_text(properties, "skg:ploverType")

    def read_mention(self, iri: str) -> Properties:
        """The values of each property of a mention: of the default graph, or of its article's where that has none."""
        return self.read_properties(iri) or self.read_properties(iri, anywhere=True)

    def resolve_mention(self, mention: Properties) -> str | None:
        """The entity that a mention stands for once the articles were merged; None for no mention."""
        observed = first_text(mention, "skg:refersTo")
        if observed is None:
            return None
        return self.resolve_entity(observed)

    def _resolve_entity(self, observed: str) -> str:
        """What the merge takes an observed entity for; itself where that is nothing else."""
        pattern = ox.NamedNode(observed), ox.NamedNode(expand("skg:resolvedTo"))
        quads = self.store.quads_for_pattern(*pattern, None, _DEFAULT)
        return min((quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)), default=observed)


@lru_cache(maxsize=1_000)
def _name_of(iri: str) -> str:
    return shorten(iri)


def texts(properties: Properties, name: str) -> list[str]:
    """The IRIs and lexical forms that a property has."""
    return [value.value for value in properties.get(name, ())]


def first_text(properties: Properties, name: str) -> str | None:
    """The alphabetically first of them, or None."""
    return min(texts(properties, name), default=None)


def read_articles(store: ox.Store) -> list[str]:
    """The full IRIs of all articles, by the article's id."""
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    quads = store.quads_for_pattern(None, kind, ox.NamedNode(expand("schema:NewsArticle")), _DEFAULT)
    return sorted((q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)), key=article_id)


def article_id(iri: str) -> str:
    """The id that an article's IRI was made of.

    Examples:
        >>> article_id("https://w3id.org/sahelkg/article/a%20b")
        'a b'
    """
    return unquote(iri.removeprefix(PREFIXES["art"]))


def read_records(store: ox.Store) -> Iterator[dict[str, Any]]:
    """The exchange record of every evidence, sorted by article, start, end and the evidence's IRI.

    Memory is that of one article's evidence and of the actors that were met last. An empty store gives nothing.
    """
    graph = GraphReader(store)
    for article in read_articles(store):
        records = [read_record(graph, iri) for iri in graph.find_subjects("prov:wasQuotedFrom", article)]
        yield from sorted(records, key=lambda r: (r["evidence"]["start"], r["evidence"]["end"], r["evidence"]["iri"]))


def read_record(graph: GraphReader, iri: str) -> dict[str, Any]:
    """The exchange record of one evidence; ``iri`` is a full IRI or a prefixed name."""
    evidence = graph.read_properties(iri)
    statement_iri = first_text(evidence, "skg:evidenceFor") or ""
    statement = graph.read_statement(statement_iri)
    relation = first_text(statement, "rdf:predicate") or ""
    name, _, symmetric = graph.read_relation(relation)
    status = shorten(first_text(evidence, "skg:status") or "").removeprefix("skg:")
    ends = [first_text(statement, "rdf:subject") or "", first_text(statement, "rdf:object") or ""]
    mentions = [_read_mention(graph, evidence, key) for key in ("skg:subjectMention", "skg:objectMention")]
    # A symmetric statement is stored in one order; here it runs as the article has it.
    if symmetric and ends[0] != ends[1] and (mentions[0][0] == ends[1] or mentions[1][0] == ends[0]):
        ends.reverse()
    return {
        "article": article_id(first_text(evidence, "prov:wasQuotedFrom") or ""),
        "subject": _describe(graph, ends[0], mentions[0][1]),
        "predicate": name,
        "plover": first_text(evidence, "skg:ploverTypeRead") or graph.read_plover(relation, status),
        "object": _describe(graph, ends[1], mentions[1][1]),
        "status": status,
        "attributed_to": _name_with_words(graph, evidence, "skg:attributedTo", _list_source_mentions(evidence)),
        "time": first_text(evidence, "skg:edtf"),
        "place": _name_with_words(graph, evidence, "skg:place", sorted(texts(evidence, "skg:placeMention"))),
        **{toll: _read_toll(evidence, toll) for toll in ("deaths", "wounded", "hostages")},
        "event": next((shorten(event) for event in graph.find_subjects("skg:report", iri)), None),
        "evidence": {
            "iri": expand(iri),
            "quote": first_text(evidence, "skg:quote") or "",
            "start": _number(evidence, "skg:start"),
            "end": _number(evidence, "skg:end"),
        },
        "statement": shorten(statement_iri),
        "rule": next(iter(sort_rules(texts(evidence, "skg:rule"))), ""),
    }


def _number(properties: Properties, name: str) -> int | None:
    value = first_text(properties, name)
    return int(value) if value is not None else None


def _read_mention(graph: GraphReader, evidence: Properties, key: str) -> tuple[str | None, dict[str, Any] | None]:
    """The entity of the evidence's mention, and its span and words; twice None where there is no mention."""
    iri = first_text(evidence, key)
    if iri is None:
        return None, None
    mention = graph.read_mention(iri)
    span = {"start": _number(mention, "skg:start"), "end": _number(mention, "skg:end")}
    return graph.resolve_mention(mention), {**span, "text": first_text(mention, "skg:text") or ""}


def _describe(graph: GraphReader, iri: str, mention: dict[str, Any] | None) -> dict[str, Any]:
    names, kind = graph.read_entity(iri)
    words = [mention["text"]] if mention and mention["text"] else []
    return {"iri": iri, "names": list(dict.fromkeys([*names, *words])), "kind": kind, "mention": mention}


def _list_source_mentions(evidence: Properties) -> list[str]:
    """The mentions of who says so, outermost first as ``skg:sourceChain`` has them."""
    chain = [PREFIXES["mn"] + name for name in (first_text(evidence, "skg:sourceChain") or "").split()]
    return [*chain, *sorted(set(texts(evidence, "skg:sourceMention")) - set(chain))]


def _name_with_words(graph: GraphReader, evidence: Properties, key: str, mentions: list[str]) -> list[dict[str, Any]]:
    """The entities of a property with their names and the words used for them here, in the order of the mentions."""
    words: dict[str, list[str]] = {}
    for iri in mentions:
        mention = graph.read_mention(iri)
        words.setdefault(graph.resolve_mention(mention) or "", []).extend(texts(mention, "skg:text"))
    entities = set(texts(evidence, key))
    in_order = [iri for iri in words if iri in entities] + sorted(entities - set(words))
    return [
        {"iri": iri, "names": list(dict.fromkeys([*graph.read_entity(iri)[0], *words.get(iri, [])]))}
        for iri in in_order
    ]


def _read_toll(evidence: Properties, name: str) -> dict[str, Any] | None:
    if not any(f"skg:{name}{part}" in evidence for part in ("Min", "Max", "Text")):
        return None
    return {
        "min": _number(evidence, f"skg:{name}Min"),
        "max": _number(evidence, f"skg:{name}Max"),
        "text": first_text(evidence, f"skg:{name}Text"),
    }
