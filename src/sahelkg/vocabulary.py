"""Namespaces, IRIs by content, and names of terms: what the graph's contract fixes.

Everywhere in the program an IRI is a prefixed name such as ``ent:jnim``; :func:`expand` gives the full one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sahelkg.records import Evidence, Mention

BASE = "https://w3id.org/sahelkg/"
PREFIXES: dict[str, str] = {
    "art": BASE + "article/",
    "dcterms": "http://purl.org/dc/terms/",
    "ent": BASE + "id/",
    "ev": BASE + "evidence/",
    "evt": BASE + "event/",
    "lex": BASE + "lexicon#",
    "mn": BASE + "mention/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skg": BASE + "ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "st": BASE + "statement/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ONTOLOGY_GRAPH = BASE + "ontology"
MERGED_GRAPH = BASE + "graph/merged"

_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_ARTICLES = re.compile(r"^(?:the|a|an|le|la|les|l)\s+")


def expand(name: str) -> str:
    """The full IRI of a prefixed name; an IRI is given back as it is.

    Examples:
        >>> expand("ent:jnim")
        'https://w3id.org/sahelkg/id/jnim'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else name


@lru_cache(maxsize=16384)
def shorten(iri: str) -> str:
    """The prefixed name of an IRI whose namespace is known, else the IRI.

    Examples:
        >>> shorten("https://w3id.org/sahelkg/id/jnim")
        'ent:jnim'
    """
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """A name without what spellings differ in: case, accents, punctuation, leading articles.

    Examples:
        >>> normalise_name("The Jama’at Nusrat al-Islam")
        'jama at nusrat al islam'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return _ARTICLES.sub("", re.sub(r"[\W_]+", " ", plain).strip())


def slugify(name: str) -> str:
    """ASCII letters, digits and hyphens of the normalised name; ``"unnamed"`` where nothing is left."""
    plain = normalise_name(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "unnamed"


def digest(*parts: str, length: int = 32) -> str:
    """The first hex digits of SHA-256 over the parts, joined by newlines."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:length]


def article_iri(article_id: str) -> str:
    """``art:`` and the percent-encoded id."""
    return "art:" + quote(article_id, safe="-._~")


def unknown_entity_iri(name: str) -> str:
    """The IRI of an actor or place that the ontology does not hold; equal names have equal IRIs, whatever the kind.

    Examples:
        >>> unknown_entity_iri("the Front for Change").startswith("ent:x-front-for-change-")
        True
    """
    plain = normalise_name(name)
    return f"ent:x-{slugify(name)}-{digest(plain, length=8)}"


def mention_iri(article_id: str, mention: Mention) -> str:
    """``mn:`` + hash over article, start, end and entity."""
    return "mn:" + digest(article_iri(article_id), str(mention.start), str(mention.end), expand(mention.entity or ""))


def sort_rules(rules: Iterable[str]) -> list[str]:
    """The rules of an evidence as prefixed names: the lexical unit first, what the learnt component saw behind it.

    Examples:
        >>> sort_rules(["lex:learnt", "lex:seize-v"])
        ['lex:seize-v', 'lex:learnt']
    """
    return sorted(map(shorten, rules), key=lambda rule: (rule.startswith("lex:learnt"), rule))


def stored_triple(subject: str, predicate: str, obj: str, *, symmetric: bool) -> tuple[str, str, str]:
    """The triple as the graph holds it: for a symmetric relation the two IRIs are sorted."""
    if symmetric and expand(obj) < expand(subject):
        subject, obj = obj, subject
    return subject, predicate, obj


def statement_iri(subject: str, predicate: str, obj: str, *, symmetric: bool) -> str:
    """``st:`` + first 32 hex digits of SHA-256 over the IRIs of subject, predicate and object."""
    subject, predicate, obj = stored_triple(subject, predicate, obj, symmetric=symmetric)
    return "st:" + digest(expand(subject), PREFIXES["skg"] + predicate, expand(obj))


def evidence_iri(evidence: Evidence) -> str:
    """``ev:`` + hash over article, span, the triple as the article has it, status, sources and rule."""
    return "ev:" + digest(
        article_iri(evidence.article),
        str(evidence.start),
        str(evidence.end),
        expand(evidence.subject.entity or ""),
        PREFIXES["skg"] + evidence.predicate,
        expand(evidence.object.entity or ""),
        evidence.status,
        *(expand(source.entity or "") for source in evidence.sources),
        expand(evidence.rule),
    )
