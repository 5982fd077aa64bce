"""Mentions by name: those of the gazetteer, and those that the tagger finds and the ontology does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelkg.capitals import stands_for_state
from sahelkg.gazetteer import find_names
from sahelkg.phrases import word_of
from sahelkg.records import Mention
from sahelkg.vocabulary import normalise_name, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from sahelkg.ontology import Ontology
    from sahelkg.roles import Roles

_TYPES = {"PER": "Person", "ORG": "Organisation", "LOC": "Place"}
_JOINTS = frozenset({"-", "of", "for", "the", "and", "de", "du", "des", "la", "le", "al", "el", "ul", "wa", "ag", "ould", "bin", "ibn"})
_MAX_GIVEN_NAMES = 3


def find_named(doc: Doc, ontology: Ontology, roles: Roles) -> list[Mention]:
    """The mentions by name, in order, not overlapping; an unknown name has an entity of its own.

    A known surname with another first name before it is left without entity: coreference decides whether it is the
    known person.
    """
    known = [mention for mention in _find_known(doc, ontology, roles) if not _modifies_noun(doc, mention)]
    taken = {place for mention in known for place in range(mention.first, mention.last)}
    owners = {place: mention for mention in known for place in range(mention.first, mention.last)}
    dropped: set[Mention] = set()
    found: list[Mention] = []
    for first, last, tag in _tagged(doc, ontology, roles):
        inside = [owners[place] for place in range(first, last) if place in owners]
        if not inside:
            found.append(_name_unknown(doc, first, last, tag, ontology, roles))
            taken.update(range(first, last))
        elif tag == "ORG" and _goes_on(doc, first, last, inside, ontology):
            dropped.update(inside)
            found.append(_name_unknown(doc, first, last, tag, ontology, roles))
            taken.update(range(first, last))
    for mention in known:
        if mention in dropped:
            continue
        given = _given_names(doc, mention, taken, ontology, roles)
        if given < mention.first:
            overlapped = [other for other in found if given <= other.first < mention.first]
            for other in overlapped:
                found.remove(other)
            start = doc[given].idx
            found.append(
                _mention(
                    doc, given, mention.last, how="tagged", kind="Person", label=doc.text[start : mention.end], rule="surname"
                )
            )
        else:
            found.append(mention)
    return sorted(found, key=lambda mention: mention.first)


def head_of(doc: Doc, first: int, last: int) -> int:
    """The token of ``[first, last)`` on which the others hang: the last of those that hang on none of them."""
    outside = [place for place in range(first, last) if not first <= doc[place].head.i < last or doc[place].head.i == place]
    named = [place for place in outside if doc[place].pos_ in {"PROPN", "NOUN"}]
    return (named or outside or [last - 1])[-1]


def _mention(
    doc: Doc,
    first: int,
    last: int,
    *,
    how: str,
    label: str,
    kind: str | None,
    rule: str,
    entity: str | None = None,
    country: str | None = None,
) -> Mention:
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    return Mention(
        start=start,
        end=end,
        text=doc.text[start:end],
        first=first,
        last=last,
        head=head_of(doc, first, last),
        how=how,
        label=" ".join(label.split()),
        kind=kind,
        entity=entity,
        country=country,
        rule=rule,
    )


def _find_known(doc: Doc, ontology: Ontology, roles: Roles) -> Iterator[Mention]:
    readable = readable_tokens(doc)
    for name in find_names(doc.text, ontology):
        span = doc.char_span(name.start, name.end)
        if span is None or span.start not in readable:
            continue
        entity, rule = name.entity, "gazetteer"
        head = head_of(doc, span.start, span.end)
        state = ontology.capitals.get(entity)
        if state is not None and stands_for_state(doc[head], roles):
            entity, rule = state, "capital"
        known = ontology.entities[entity]
        place = ontology.is_kind(known.kind, "Place")
        yield Mention(
            start=name.start,
            end=name.end,
            text=doc.text[name.start : name.end],
            first=span.start,
            last=span.end,
            head=head,
            how="name",
            label=" ".join(doc.text[name.start : name.end].split()),
            kind=known.kind,
            entity=entity,
            country=ontology.state_of(entity) if place else known.country,
            rule=rule,
        )


def readable_tokens(doc: Doc) -> frozenset[int]:
    """The tokens outside debris; all where no paragraphs were marked."""
    if "paragraphs" not in doc.spans or not len(doc.spans["paragraphs"]):
        return frozenset(range(len(doc)))
    return frozenset(
        place for span in doc.spans["paragraphs"] if span.label_ != "debris" for place in range(span.start, span.end)
    )


def _modifies_noun(doc: Doc, mention: Mention) -> bool:
    """Whether a name in common words ("Malian military") only begins a longer phrase ("Malian military source")."""
    last = doc[mention.last - 1]
    if not last.text.islower() or mention.last >= len(doc):
        return False
    after = doc[mention.last]
    return last.head.i >= mention.last and after.pos_ in {"NOUN", "ADJ", "PROPN"} and last.head.i <= mention.last + 2


def _tagged(doc: Doc, ontology: Ontology, roles: Roles) -> Iterator[tuple[int, int, str]]:
    """The tagger's names, cut to what can be a name."""
    readable = readable_tokens(doc)
    for span in doc.ents:
        first, last = span.start, span.end
        if first not in readable or span.label_ not in _TYPES:
            continue
        while first < last and (doc[first].pos_ in {"DET", "PUNCT", "ADP"} or word_of(doc[first]) in roles.titles):
            first += 1
        while first < last and (doc[last - 1].pos_ in {"PUNCT", "PART"} or word_of(doc[last - 1]) in {"'s", "'"}):
            last -= 1
        words = [doc[place] for place in range(first, last)]
        if not words or any(word_of(token) == "'s" for token in words):
            continue
        text = doc.text[words[0].idx : words[-1].idx + len(words[-1])]
        plain = " ".join(word_of(token) for token in words)
        if len(normalise_name(text)) < 2 or not any(c.isupper() for c in text):
            continue
        if plain in ontology.demonyms or plain in roles.areas or plain in roles.peoples or "\n" in text.strip():
            continue
        if not (words[-1].text[:1].isupper() or words[-1].text[:1].isdigit()):
            continue  # "Sahel state": the last word is no name's
        yield first, last, span.label_


def _goes_on(doc: Doc, first: int, last: int, inside: list[Mention], ontology: Ontology) -> bool:
    """Whether the tagger's organisation is a longer name around a place's ("Timbuktu Institute")."""
    if any(not ontology.is_kind(mention.kind, "Place") for mention in inside):
        return False
    covered = {place for mention in inside for place in range(mention.first, mention.last)}
    more = [doc[place] for place in range(first, last) if place not in covered]
    capital = [token for token in more if token.text[:1].isupper()]
    if not capital or any(word_of(token) in ontology.demonyms for token in more):
        return False
    return all(token in capital or word_of(token) in _JOINTS for token in more)


def _given_names(doc: Doc, mention: Mention, taken: set[int], ontology: Ontology, roles: Roles) -> int:
    """Where the first names before a person's lone surname begin; the mention's own first token where there are none."""
    if mention.kind != "Person" or mention.last - mention.first != 1 or mention.rule != "gazetteer":
        return mention.first
    first = mention.first
    title_words = {word for title in roles.titles for word in title.split()}
    while first > max(0, mention.first - _MAX_GIVEN_NAMES):
        token = doc[first - 1]
        if token.sent != doc[mention.first].sent or token.pos_ != "PROPN" or not token.text[:1].isupper():
            break
        word = word_of(token).rstrip(".")
        if word in title_words or word in ontology.demonyms or (token.i in taken and token.ent_type_ != "PER"):
            break
        first -= 1
    return first


def _name_unknown(doc: Doc, first: int, last: int, tag: str, ontology: Ontology, roles: Roles) -> Mention:
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    label = " ".join(doc.text[start:end].split())
    kind, rule = _kind_of(doc, first, last, tag, roles)
    return _mention(
        doc, first, last, how="tagged", label=label, kind=kind, entity=unknown_entity_iri(label), rule=rule
    )


def _kind_of(doc: Doc, first: int, last: int, tag: str, roles: Roles) -> tuple[str, str]:
    """The kind that a name has by the title before it, by its own words, else by the tagger; and the rule."""
    if has_title(doc, first, roles):
        return "Person", "tagger-title"
    words = [word_of(token) for token in doc[first:last]]
    if len(words) > 1 and tag != "PER":
        kind = roles.name_words.get((words[-1], "last")) or next(
            (roles.name_words[word, "any"] for word in reversed(words) if (word, "any") in roles.name_words), None
        )
        if kind is not None:
            return kind, "tagger-name-word"
    return _TYPES[tag], "tagger"


def has_title(doc: Doc, first: int, roles: Roles) -> bool:
    """Whether a title stands right before the name that begins at ``first``."""
    for length in (1, 2, 3):
        if first - length < 0:
            break
        words = [token for token in doc[first - length : first] if not token.is_space]
        if " ".join(word_of(token).rstrip(".") for token in words) in roles.titles and _is_capital(words[-1]):
            return True
    return False


def _is_capital(token: Token) -> bool:
    return bool(token.text[:1].isupper())
