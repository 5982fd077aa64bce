"""What a user's ontology says is none: words that are no name, and statements that an article doesn't make.

Entries such as ``ent:x-free-1f2e3d4c skg:isNoName true`` and ``st:3f9c… skg:rejectedIn art:sahel-post-17``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.vocabulary import article_iri, expand, statement_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sahelkg.ontology import Ontology
    from sahelkg.records import Evidence, Mention


@dataclass(frozen=True)
class _Rejections:
    names: frozenset[str]
    statements: Mapping[str, frozenset[str]]  # article → the statements that it doesn't make


def drop_no_names(mentions: Iterable[Mention], ontology: Ontology) -> list[Mention]:
    """The mentions without those that the ontology says are no names."""
    names = _read(ontology).names
    return [mention for mention in mentions if mention.entity not in names]


def drop_rejected(evidence: Iterable[Evidence], ontology: Ontology) -> list[Evidence]:
    """The evidence without that of statements which were rejected for its article."""
    rejected = _read(ontology).statements
    if not rejected:
        return list(evidence)
    return [
        one for one in evidence if _name_statement(one, ontology) not in rejected.get(expand(article_iri(one.article)), ())
    ]


def _name_statement(one: Evidence, ontology: Ontology) -> str:
    symmetric = ontology.relations[one.predicate].symmetric
    return statement_iri(one.subject.entity or "", one.predicate, one.object.entity or "", symmetric=symmetric)


@lru_cache(maxsize=4)
def _read(ontology: Ontology) -> _Rejections:
    triples = ontology.triples
    statements: dict[str, set[str]] = {}
    for statement in triples.subjects("skg:rejectedIn"):
        for article in triples.resources(statement, "skg:rejectedIn"):
            statements.setdefault(expand(article), set()).add(statement)
    return _Rejections(
        names=frozenset(
            name for name in triples.subjects("skg:isNoName") if triples.text(name, "skg:isNoName") == "true"
        ),
        statements={article: frozenset(found) for article, found in statements.items()},
    )
