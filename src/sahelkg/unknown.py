"""Names that the ontology does not hold: the tagger's, longer ones around a place's, and acronyms in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sahelkg.acronyms import abbreviates, is_acronym, shares_initials
from sahelkg.gazetteer import find_names
from sahelkg.marking import head_of, in_headline, mark, mark_entity, readable_tokens
from sahelkg.nominals import SPANS
from sahelkg.phrases import singulars, word_of
from sahelkg.vocabulary import normalise_name, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span

    from sahelkg.ontology import Ontology
    from sahelkg.records import Mention
    from sahelkg.roles import Roles

_TYPES = {"PER": "Person", "ORG": "Organisation", "LOC": "Place"}
_JOINTS = frozenset({
    "-",
    "of",
    "for",
    "the",
    "and",
    "de",
    "du",
    "des",
    "la",
    "le",
    "al",
    "el",
    "ul",
    "wa",
    "ag",
    "ould",
    "bin",
    "ibn",
})
_CHAINED = frozenset({"ArmedGroup", "PoliticalParty", "NonGovernmentalOrganisation", "InternationalOrganisation"})
_ACTING = "nsubj"
_CAPITALS = re.compile(r"[A-Z]{2,6}")
_LEAST_INITIALS = 3  # letters of an acronym that no brackets bring in
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*")


def find_tagged(doc: Doc, ontology: Ontology, roles: Roles) -> Iterator[tuple[int, int, str]]:
    """The tagger's names, cut to what can be a name."""
    readable = readable_tokens(doc)
    for span in doc.ents:
        first, last = span.start, span.end
        if first not in readable or span.label_ not in _TYPES:
            continue
        while first < last and (doc[first].pos_ in {"DET", "PUNCT", "ADP"} or _is_title(span, first, roles)):
            first += 1
        while span.label_ == "PER" and last < len(doc) and first < last and _goes_on_flat(doc, first, last):
            last += 1
        while first < last and (doc[last - 1].pos_ in {"PUNCT", "PART"} or word_of(doc[last - 1]) in {"'s", "'"}):
            last -= 1
        words = [doc[place] for place in range(first, last)]
        if not words or any(word_of(token) == "'s" for token in words):
            continue
        if len(words) == 1 and words[0].pos_ not in {"PROPN", "X", "NUM"} and not words[0].is_upper:
            continue  # "Human rights organisations": a capital only at the sentence's start
        text = str(doc[first:last].text)
        plain = " ".join(word_of(token) for token in words)
        if len(normalise_name(text)) < 2 or not any(c.isupper() for c in text):
            continue
        longer = f"{plain} {word_of(doc[last])}" if last < len(doc) else plain
        if longer in ontology.demonyms or longer in roles.areas:
            continue  # "West" of "West African"
        if plain in ontology.demonyms or plain in roles.areas or plain in roles.peoples or "\n" in text.strip():
            continue
        if len(words) == 1 and plain in roles.roles and first > 0 and doc[first - 1].pos_ == "DET":
            continue  # "the Government": a body's noun, whoever writes it large
        if not (words[-1].text[:1].isupper() or words[-1].text[:1].isdigit()):
            continue  # "Sahel state": the last word is no name's
        yield first, last, span.label_


def _goes_on_flat(doc: Doc, first: int, last: int) -> bool:
    """Whether the next word is a part of the person's name that the tagger missed and the parser did not."""
    token = doc[last]
    joined = token.dep_ == "flat" and first <= token.head.i < last
    return joined and token.pos_ == "PROPN" and token.text[:1].isupper() and not token.ent_type_


def goes_on(doc: Doc, first: int, last: int, inside: list[Mention], ontology: Ontology) -> bool:
    """Whether the tagger's organisation is a longer name around a place's ("Timbuktu Institute")."""
    if any(not ontology.is_kind(mention.kind, "Place") for mention in inside):
        return False
    covered = {place for mention in inside for place in range(mention.first, mention.last)}
    more = [doc[place] for place in range(first, last) if place not in covered]
    capital = [token for token in more if token.text[:1].isupper()]
    if not capital or any(word_of(token) in ontology.demonyms for token in more):
        return False
    return all(token in capital or word_of(token) in _JOINTS for token in more)


def grow_name(doc: Doc, mention: Mention, taken: set[int], ontology: Ontology, roles: Roles) -> tuple[int, int] | None:
    """The tokens of a longer name that a place's begins or ends: "Africa News", "Bank of Africa".

    Not in a headline, where all words have capitals.
    """
    if not ontology.is_kind(mention.kind, "Place") or mention.rule == "capital":
        return None
    last = mention.last
    while last < len(doc) and _is_name_word(doc, last, roles, "any", "last"):
        last += 1
    first = mention.first
    if first >= 2 and word_of(doc[first - 1]) == "of" and _is_name_word(doc, first - 2, roles, "any", "last"):
        first -= 2
    if (first, last) == (mention.first, mention.last) or in_headline(doc, mention.first):
        return None
    return first, last


def _is_name_word(doc: Doc, place: int, roles: Roles, *places: str) -> bool:
    token = doc[place]
    return (
        token.text[:1].isupper()
        and not token.is_sent_start
        and token.pos_ in {"PROPN", "NOUN"}
        and any((word_of(token), where) in roles.name_words for where in places)
    )


def share_last_word(doc: Doc, first: int, last: int, known: list[Mention], ontology: Ontology) -> Mention | None:
    """The known name that a word shares its last word with: "West and Central Africa"."""
    if last >= len(doc) or word_of(doc[last]) not in {"and", "or", ","}:
        return None
    after = next((mention for mention in known if mention.first == last + 1), None)
    if after is None or after.last - after.first < 2:
        return None
    length = len(doc[first:last].text)
    names = find_names(f"{doc[first:last].text} {doc[after.last - 1].text}", ontology)
    if len(names) != 1 or names[0].start != 0 or names[0].end <= length:
        return None
    entity = ontology.entities[names[0].entity]
    return mark_entity(doc, first, last, head_of(doc, first, last), entity, how="name", rule="shared-word")


def find_chains(doc: Doc, found: list[Mention], ontology: Ontology, roles: Roles) -> Iterator[Mention]:
    """Names of a word of names and "for" or "of": "the Movement for the Liberation of Ayorou"."""
    readable = readable_tokens(doc)
    known = {place for mention in found if mention.how == "name" for place in range(mention.first, mention.last)}
    for token in doc:
        place = token.i
        kind = roles.name_words.get((word_of(token), "any"))
        if kind == "ArmedForces" and place + 1 < len(doc) and word_of(doc[place + 1]) == "for":
            kind = "ArmedGroup"  # "Army for the Liberation of", but not "Army of Chad"
        if kind not in _CHAINED or place not in readable or place in known or not token.text[:1].isupper():
            continue
        if place + 2 >= len(doc) or word_of(doc[place + 1]) not in {"for", "of", "to"} or in_headline(doc, place):
            continue
        last = end = place + 1
        while end < token.sent.end and (word_of(doc[end]) in _JOINTS or doc[end].text[:1].isupper()):
            end += 1
            if doc[end - 1].text[:1].isupper():
                last = end
        if last == place + 1:
            continue
        first = place
        while (
            first > token.sent.start
            and doc[first - 1].pos_ == "PROPN"
            and first - 1 not in known
            and doc[first - 1].text[:1].isupper()
        ):
            first -= 1
        label = str(doc[first:last].text)
        yield mark(doc, first, last, place, how="tagged", rule="name-word", kind=kind, entity=unknown_entity_iri(label))


def name_organ(
    doc: Doc, span: tuple[int, int, int], named: Mapping[int, Mention], ontology: Ontology, roles: Roles
) -> Mention | None:
    """The organ that an organisation's name and a word of names in capitals call together: "the ECOWAS Commission".

    Args:
        doc: the article.
        span: the first token of the phrase, the one behind it, and its head.
        named: the names found so far by their head.
        ontology: tells what is an organisation.
        roles: the words of names, with their kinds.
    """
    first, _, head = span
    kind = roles.name_words.get((word_of(doc[head]), "any"))
    owner = next((named[place] for place in range(head - 1, first - 1, -1) if place in named), None)
    if kind is None or owner is None or owner.entity is None or not ontology.is_kind(owner.kind or "", "Organisation"):
        return None
    if not all(doc[place].text[:1].isupper() for place in range(owner.last, head + 1)):
        return None
    if kind == "InternationalOrganisation" and owner.kind != kind:
        kind = "Organisation"  # the council of an armed group is none between states
    entity = unknown_entity_iri(str(doc[owner.first : head + 1].text))
    return mark(doc, owner.first, head + 1, head, how="tagged", rule="name-word", kind=kind, entity=entity)


def find_introduced(doc: Doc, found: list[Mention], ontology: Ontology) -> Iterator[Mention]:
    """The acronyms of names that the article gives, wherever they stand: "(MLA)" and then "the MLA".

    Without brackets an acronym of three letters or more counts if its letters are the initials of just one
    organisation that is named.
    """
    taken = {place: mention for mention in found for place in range(mention.first, mention.last)}
    brought: dict[str, Mention] = {}
    for mention in found:
        place = mention.last
        if place + 2 < len(doc) and doc[place].text == "(" and doc[place + 2].text == ")":
            short = doc[place + 1]
            inside = taken.get(place + 1)
            free = inside is None or inside.how == "tagged"
            made = abbreviates(short.text, mention.text) or (mention.kind != "Person" and shares_initials(short.text, mention.text))
            if free and made and _ACRONYM.fullmatch(short.text):
                brought.setdefault(short.text, mention)
    readable = readable_tokens(doc)
    named = _list_full_names(found, ontology)
    for token in doc:
        if token.i in taken or token.i not in readable:
            continue
        full, rule = brought.get(token.text), "acronym"
        if full is None and len(token.text) >= _LEAST_INITIALS and is_acronym(token.text):
            bearers = {one.entity: one for name, one in named.items() if abbreviates(token.text, name)}
            full, rule = next(iter(bearers.values())) if len(bearers) == 1 else None, "initials"
        if full is not None and (rule == "initials" or token.i >= full.last):
            yield mark(
                doc,
                token.i,
                token.i + 1,
                token.i,
                how=full.how,
                rule=rule,
                kind=full.kind,
                entity=full.entity,
                country=full.country,
            )


def find_capitals(doc: Doc, found: list[Mention], roles: Roles) -> Iterator[Mention]:
    """Acronyms that the tagger misses: words of two to six capitals that do something, among words that are not."""
    taken = {place for mention in found for place in range(mention.first, mention.last)}
    readable = readable_tokens(doc)
    for token in doc:
        if not _CAPITALS.fullmatch(token.text) or token.i in taken or token.i not in readable or token.pos_ != "PROPN":
            continue
        does = token.dep_ == "nsubj" and token.head.pos_ == "VERB" and token.head.i > token.i
        lower = any(word.text.islower() and len(word) > 3 for word in token.sent)
        if does and lower and token.lower_ not in roles.abbreviations and not in_headline(doc, token.i):
            entity = unknown_entity_iri(token.text)
            yield mark(doc, token.i, token.i + 1, token.i, how="tagged", rule="capitals", kind="Organisation", entity=entity)


def _list_full_names(found: list[Mention], ontology: Ontology) -> dict[str, Mention]:
    """The names of three words or more that the named organisations have, in the article or in the ontology."""
    named: dict[str, Mention] = {}
    for mention in found:
        if mention.entity and ontology.is_kind(mention.kind, "Organisation"):
            known = ontology.entities.get(mention.entity)
            for name in (mention.text, *((known.label, *known.names) if known else ())):
                if len(name.split()) > 2:
                    named.setdefault(name, mention)
    return named


def name_unknown(doc: Doc, first: int, last: int, tag: str, ontology: Ontology, roles: Roles) -> Mention:
    """The mention of an unknown name, with an IRI made of it and the kind that title, words or tagger show."""
    label = " ".join(doc[first:last].text.split())
    kind, rule = _kind_of(doc, first, last, tag, roles)
    if kind == "Place" and rule == "tagger" and _looks_human(doc, first, last, roles):
        kind, rule = "Person", "tagger-role"
    return mark(
        doc,
        first,
        last,
        head_of(doc, first, last),
        how="tagged",
        rule=rule,
        kind=kind,
        entity=unknown_entity_iri(label),
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


def _looks_human(doc: Doc, first: int, last: int, roles: Roles) -> bool:
    """Whether a name tagged as a place is a person's: it acts, looks so in its sentence, and stands nowhere as places do."""
    head = doc[head_of(doc, first, last)]
    if not any(span.start == head.i and span.label_ == "person" for span in doc.spans.get(SPANS, ())):
        return False
    if head.dep_ != _ACTING:
        return False
    words = [token.lower_ for token in doc[first:last]]
    length = last - first
    return not any(
        word_of(doc[place - 1]) in roles.placing and [token.lower_ for token in doc[place : place + length]] == words
        for place in range(1, len(doc) - length + 1)
    )


def has_title(doc: Doc, first: int, roles: Roles) -> bool:
    """Whether a title stands right before the name that begins at ``first``."""
    for length in (1, 2, 3):
        if first - length < 0:
            break
        words = [token for token in doc[first - length : first] if not token.is_space]
        if " ".join(word_of(token).rstrip(".") for token in words) in roles.titles and words[-1].text[:1].isupper():
            return True
    return False


def _is_title(span: Span, place: int, roles: Roles) -> bool:
    """Whether a word is a title, or that of several whose names follow: "Presidents" of "Presidents X and Y"."""
    token = span.doc[place]
    several = span.label_ == "PER" and place + 1 < span.end
    return word_of(token) in roles.titles or (several and any(form in roles.titles for form in singulars(token)))
