"""A run of tokens → a `Mention` with exact offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sahelkg.records import Entity


def mark(
    doc: Doc,
    first: int,
    last: int,
    head: int,
    *,
    how: str,
    rule: str = "",
    label: str | None = None,
    kind: str | None = None,
    entity: str | None = None,
    country: str | None = None,
    plural: bool = False,
) -> Mention:
    """The mention of the tokens ``[first, last)``; its label is its own words where none is given."""
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    text = doc.text[start:end]
    return Mention(
        start=start,
        end=end,
        text=text,
        first=first,
        last=last,
        head=head,
        how=how,
        label=" ".join((label or text).split()),
        kind=kind,
        entity=entity,
        country=country,
        plural=plural,
        rule=rule,
    )


def mark_entity(
    doc: Doc, first: int, last: int, head: int, entity: Entity, *, how: str, rule: str, plural: bool = False
) -> Mention:
    """The mention of the tokens ``[first, last)`` that stands for ``entity``, labelled as the entity is."""
    return mark(
        doc,
        first,
        last,
        head,
        how=how,
        rule=rule,
        label=entity.label,
        kind=entity.kind,
        entity=entity.iri,
        country=entity.country,
        plural=plural,
    )
