"""Mentions by name: those of the gazetteer, and those that the tagger finds and the ontology does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.capitals import stands_for_state
from sahelkg.gazetteer import Found, find_names
from sahelkg.marking import head_of, mark, readable_tokens
from sahelkg.phrases import is_phrase_head, is_plural, word_of
from sahelkg.unknown import (
    find_capitals,
    find_chains,
    find_introduced,
    find_tagged,
    goes_on,
    grow_name,
    name_unknown,
    share_last_word,
)
from sahelkg.variants import PARTICLES, find_variant, fold_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span

    from sahelkg.ontology import Ontology
    from sahelkg.records import Mention
    from sahelkg.roles import Roles

_MAX_GIVEN_NAMES = 3


def find_named(doc: Doc, ontology: Ontology, roles: Roles) -> list[Mention]:
    """The mentions by name, in order, not overlapping; an unknown name has an entity of its own.

    A known surname with another first name before it is left without entity: coreference decides whether it is the
    known person.
    """
    known = list(_find_known(doc, ontology, roles))
    taken = {place for mention in known for place in range(mention.first, mention.last)}
    owners = {place: mention for mention in known for place in range(mention.first, mention.last)}
    dropped: set[Mention] = set()
    found: list[Mention] = []
    for first, last, tag in find_tagged(doc, ontology, roles):
        inside = [owners[place] for place in range(first, last) if place in owners]
        before = _named_as_place(doc, first, owners, ontology) if tag == "PER" and not inside else None
        if before is not None:
            dropped.add(before)
            found.append(name_unknown(doc, before.first, last, tag, ontology, roles))
            taken.update(range(before.first, last))
        elif not inside:
            found.append(share_last_word(doc, first, last, known, ontology) or name_unknown(doc, first, last, tag, ontology, roles))
            taken.update(range(first, last))
        elif (tag == "ORG" and goes_on(doc, first, last, inside, ontology)) or (
            tag == "PER" and _begins_person(doc, first, last, inside, ontology)
        ):
            dropped.update(inside)
            found.append(name_unknown(doc, first, last, tag, ontology, roles))
            taken.update(range(first, last))
    for mention in known:
        if mention in dropped:
            continue
        longer = grow_name(doc, mention, taken, ontology, roles)
        if longer is not None:
            found[:] = [other for other in found if not longer[0] <= other.first < longer[1]]
            found.append(name_unknown(doc, *longer, "ORG", ontology, roles))
            taken.update(range(*longer))
            continue
        given = _given_names(doc, mention, owners, ontology, roles)
        if given < mention.first:
            overlapped = [other for other in found if given <= other.first < mention.first]
            for other in overlapped:
                found.remove(other)
            head = head_of(doc, given, mention.last)
            found.append(mark(doc, given, mention.last, head, how="tagged", kind="Person", rule="surname"))
        else:
            found.append(mention)
    found += find_chains(doc, found, ontology, roles)
    found = [_recognise(mention, ontology) for mention in _drop_inner(found)]
    found += find_introduced(doc, found, ontology)
    return sorted([*found, *find_capitals(doc, found, roles)], key=lambda mention: mention.first)


def _named_as_place(doc: Doc, first: int, known: Mapping[int, Mention], ontology: Ontology) -> Mention | None:
    """The name of a place that is the first name of the person tagged behind it: "Tirana Hassan".

    The two hang together, and no preposition stands before them ("in Niamey Zeine said").
    """
    place = known.get(first - 1)
    if place is None or not ontology.is_kind(place.kind, "Place") or doc[first].ent_type_ != "PER":
        return None
    before = doc[place.first - 1] if place.first else None
    one, other = doc[place.head], doc[first]
    joined = one.head.i == other.i or other.head.i in (one.i, one.head.i)
    return place if joined and (before is None or before.pos_ != "ADP") else None


def _begins_person(doc: Doc, first: int, last: int, inside: list[Mention], ontology: Ontology) -> bool:
    """Whether the tagger's person only begins as a place does: "Tirana Hassan", but not "Mali's Goïta" or "Gao mayor"."""
    if len(inside) != 1 or inside[0].first != first or not ontology.is_kind(inside[0].kind, "Place"):
        return False
    more = [doc[place] for place in range(inside[0].last, last)]
    return bool(more) and all(token.text[:1].isupper() and token.pos_ == "PROPN" for token in more)


def _recognise(mention: Mention, ontology: Ontology) -> Mention:
    """The mention of an unknown name with the known actor or place that it is another spelling of, if there is one."""
    if mention.how != "tagged" or mention.entity is None or mention.entity in ontology.entities:
        return mention
    variant = find_variant(mention.text, mention.kind, ontology)
    if variant is None:
        return mention
    entity, rule = variant
    known = ontology.entities[entity]
    place = ontology.is_kind(known.kind, "Place")
    country = ontology.state_of(entity) if place else known.country
    return replace(mention, how="name", rule=rule, kind=known.kind, entity=entity, country=country)


def _find_known(doc: Doc, ontology: Ontology, roles: Roles) -> Iterator[Mention]:
    readable = readable_tokens(doc)
    for name in _shorten(doc, find_names(doc.text, ontology), ontology):
        span = doc.char_span(name.start, name.end)
        if span is None or span.start not in readable:
            continue
        entity, rule = name.entity, "gazetteer"
        head = head_of(doc, span.start, span.end)
        if _is_sided(doc, span.start, head, roles):
            continue
        state = ontology.capitals.get(entity)
        if state is not None and stands_for_state(doc[head], roles, ontology):
            entity, rule = state, "capital"
        known = ontology.entities[entity]
        place = ontology.is_kind(known.kind, "Place")
        yield mark(
            doc,
            span.start,
            span.end,
            head,
            how="name",
            rule=rule,
            kind=known.kind,
            entity=entity,
            country=ontology.state_of(entity) if place else known.country,
            # an army's name may be a plural ("the Malian Armed Forces … they"), that of a state or a body seldom is one
            plural=(doc[span.end - 1].text.islower() and is_plural(doc[span.end - 1]))
            or (known.kind == "ArmedForces" and word_of(doc[span.end - 1]) in roles.members),
        )


def _is_sided(doc: Doc, first: int, head: int, roles: Roles) -> bool:
    """Whether a prefix belongs to the first word of a body's name: "a pro-French government" is not that of France."""
    prefixed = first > 1 and word_of(doc[first - 1]) == "-" and word_of(doc[first - 2]) in roles.prefixes
    return prefixed and head > first and doc[head].text.islower() and is_phrase_head(doc[head])


def _shorten(doc: Doc, names: list[Found], ontology: Ontology) -> Iterator[Found]:
    """The names, those in common words that only begin a longer phrase cut to the names in them.

    "Malian military source" holds no "Malian military", but "Burkina Faso army statement" holds Burkina Faso.
    """
    for name in names:
        span = doc.char_span(name.start, name.end)
        if span is None or not _modifies_noun(doc, span):
            yield name
            continue
        inner = find_names(doc[span.start : span.end - 1].text, ontology)
        for found in inner:
            yield Found(name.start + found.start, name.start + found.end, found.entity)


def _modifies_noun(doc: Doc, span: Span) -> bool:
    """Whether a name in common words hangs on a noun right after it."""
    last = span[-1]
    if not last.text.islower() or span.end >= len(doc):
        return False
    after = doc[span.end]
    return after.pos_ in {"NOUN", "ADJ", "PROPN"} and span.end <= last.head.i <= span.end + 2


def _drop_inner(found: list[Mention]) -> list[Mention]:
    """Without names inside longer ones."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.first - m.last, m.first)):
        if all(mention.last <= other.first or mention.first >= other.last for other in kept):
            kept.append(mention)
    return kept


def _given_names(doc: Doc, mention: Mention, known: Mapping[int, Mention], ontology: Ontology, roles: Roles) -> int:
    """Where the first names before a person's lone surname begin; the surname's own token where there are none.

    What the tagger takes for something else than a person is a first name only where the surname hangs on it.
    """
    particles = mention.last - mention.first == 2 and fold_word(word_of(doc[mention.first])) in PARTICLES
    lone = mention.last - mention.first == 1 or particles  # "Goïta", "Ag Ghaly"
    if mention.kind != "Person" or not lone or mention.rule != "gazetteer":
        return mention.first
    first = mention.first
    title_words = {word for title in roles.titles for word in title.split()}
    while first > max(0, mention.first - _MAX_GIVEN_NAMES):
        hyphen = first > 1 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_
        token = doc[first - 2 if hyphen else first - 1]
        if token.sent != doc[mention.first].sent or token.pos_ != "PROPN" or not token.text[:1].isupper():
            break
        word = word_of(token).rstrip(".")
        joined = doc[mention.first].head.i == token.i or token.head.i == doc[mention.first].i
        if word in title_words or word.removesuffix("s") in title_words or word in ontology.demonyms:
            break
        if token.ent_type_ not in {"PER", ""} and (token.i in known or not joined):
            break
        first = token.i
    return first
