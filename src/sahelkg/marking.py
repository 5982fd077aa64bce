"""A run of tokens → a `Mention` with exact offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

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
    text = str(doc[first:last].text)  # of the span: a document puts its whole text together each time
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


def mark_as(doc: Doc, span: tuple[int, int, int], known: Mention, *, rule: str, plural: bool) -> Mention:
    """The mention of a phrase (first token, end, head) that stands for whoever or whatever place a name in it does."""
    return mark(
        doc,
        *span,
        how="composed",
        rule=rule,
        label=known.label,
        kind=known.kind,
        entity=known.entity,
        country=known.country,
        plural=plural,
    )


def head_of(doc: Doc, first: int, last: int) -> int:
    """The token of ``[first, last)`` on which the others hang: the last of those that hang on none of them."""
    outside = [
        place for place in range(first, last) if not first <= doc[place].head.i < last or doc[place].head.i == place
    ]
    named = [place for place in outside if doc[place].pos_ in {"PROPN", "NOUN"}]
    return (named or outside or [last - 1])[-1]


def paragraphs_of(doc: Doc) -> list[Span]:
    """The article's paragraphs; none where they were not marked."""
    return list(doc.spans["paragraphs"]) if "paragraphs" in doc.spans else []


def readable_tokens(doc: Doc) -> frozenset[int]:
    """The tokens outside debris; all where no paragraphs were marked."""
    spans = paragraphs_of(doc)
    if not spans:
        return frozenset(range(len(doc)))
    return frozenset(place for span in spans if span.label_ != "debris" for place in range(span.start, span.end))


def in_headline(doc: Doc, place: int) -> bool:
    """Whether a token stands in a headline."""
    return any(span.start <= place < span.end and span.label_ == "headline" for span in paragraphs_of(doc))
