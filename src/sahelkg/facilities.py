"""Military bases: a base that is named for a town is that place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.composed import find_complement
from sahelkg.marking import mark, mark_as
from sahelkg.phrases import longest_noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology
    from sahelkg.phrases import Phrase
    from sahelkg.records import Mention
    from sahelkg.roles import Roles

_IN = frozenset({"in", "at", "near", "of"})


def read_facility(
    doc: Doc, phrase: Phrase, named: Mapping[int, Mention], span: tuple[int, int, int], roles: Roles, ontology: Ontology
) -> Mention | None:
    """A military base: the place that it is named for, else a description that coreference may find a place for."""
    noun = longest_noun(phrase, roles.facilities)
    if noun is None:
        return None
    for place in range(phrase.start, phrase.head):
        mention = named.get(place)
        if mention is not None and mention.head == place and _is_town(mention, ontology):
            return mark_as(doc, (min(mention.first, span[0]), *span[1:]), mention, rule="base", plural=phrase.plural)
    complement = find_complement(doc, phrase.head, named, _IN)
    if complement is not None and _is_town(complement, ontology):
        return mark_as(doc, span, complement, rule="base", plural=phrase.plural)
    return mark(doc, *span, how="description", kind="Base", plural=phrase.plural)


def _is_town(mention: Mention, ontology: Ontology) -> bool:
    return (
        mention.entity is not None
        and ontology.is_kind(mention.kind, "Place")
        and mention.kind not in {"State", "WorldRegion", "Region"}
    )
