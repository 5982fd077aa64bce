"""What a sentence tells twice, told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.ontology import Ontology
    from sahelkg.records import Evidence
    from sahelkg.syntax import Syntax


def drop_repeats(found: Sequence[Evidence], words: Sequence[tuple[int, ...]], syntax: Syntax, ontology: Ontology) -> list[Evidence]:
    """The evidence in the text's order, each content once per sentence, status and source.

    Of two lexical units that tell the same the one of more words counts; a noun that a verb's unit tells with
    ("voiced its support for X") tells nothing more of the same two.

    Args:
        found: what the lexical units gave, in any order.
        words: for each, the tokens of its unit.
        syntax: the article's columns.
        ontology: the relations, and the units' lemmas.
    """
    with_verb = {(own[-1], _ends(one)) for one, own in zip(found, words, strict=True) if len(own) > 1}
    kept = [one for one, own in zip(found, words, strict=True) if len(own) > 1 or (own[0], _ends(one)) not in with_verb]
    rules = {one.rule for one in kept}
    sizes = {rule: max(len(lemma.split()) for lemma in ontology.triples.texts(rule, "skg:lemma")) for rule in rules}
    unique: dict[tuple[object, ...], Evidence] = {}
    for evidence in sorted(kept, key=lambda e: (-sizes[e.rule], e.start, e.end, e.rule)):
        pair = evidence.subject.entity or "", evidence.object.entity or ""
        if ontology.relations[evidence.predicate].symmetric:
            pair = min(pair, pair[::-1])
        key = (
            syntax.sentence[evidence.subject.head],
            pair,
            evidence.predicate,
            evidence.status,
            tuple(source.entity for source in evidence.sources),
        )
        unique.setdefault(key, evidence)
    return sorted(unique.values(), key=lambda e: (e.start, e.end, -sizes[e.rule], e.rule))


def _ends(evidence: Evidence) -> frozenset[str | None]:
    return frozenset({evidence.subject.entity, evidence.object.entity})
