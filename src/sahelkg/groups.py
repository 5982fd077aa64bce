"""Groups without a name and unnamed sources: one generic actor each, with the country where the text gives one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.phrases import longest_noun, singulars, word_of
from sahelkg.records import Entity

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology
    from sahelkg.phrases import Phrase
    from sahelkg.roles import Roles

NOUN_RULE = "noun"
"""The rule of a mention that is one only by the look of its sentence (`sahelkg.nominals`)."""

_LABEL_WORDS = 3


def read_group(doc: Doc, phrase: Phrase, state: str | None, ontology: Ontology, roles: Roles) -> Entity | None:
    """The generic actor that the phrase names, or None.

    Args:
        doc: the article.
        phrase: a noun phrase without a name in it.
        state: the state that the phrase gives, by demonym or with "in".
        ontology: for the state's name.
        roles: the words.
    """
    label = _group_label(doc, phrase, roles)
    if label is None:
        return None
    prefix = _qualifiers(doc, phrase, roles, label)
    if label in roles.qualified_groups and (not prefix or not phrase.plural):
        return None
    return _generic(f"{prefix} {label}".strip(), state, ontology)


def read_source(doc: Doc, phrase: Phrase, state: str | None, ontology: Ontology, roles: Roles) -> Entity | None:
    """The unnamed source that the phrase names, called as the text calls it: "Malian security source"."""
    found = longest_noun(phrase, roles.sources)
    if found is None:
        return None
    noun, first = found
    label = roles.sources[noun]
    words: list[str] = []
    for place in phrase.modifiers:
        if place >= first:
            break
        word = word_of(doc[place])
        if word in roles.qualifiers:
            capital = doc[place].text[:1].isupper() and place != doc[place].sent.start
            words.append(doc[place].text if capital else word)
        elif words and doc[place].pos_ == "CCONJ":
            words.append(word)
        elif word in {"-"}:
            continue
        else:
            words = []
    while words and words[-1] == "and":
        words.pop()
    if words and words[0] in {"and", "or"}:
        words = words[1:]
    if "and" in words:
        # "diplomatic and security sources" are two kinds at once: called as they are, in the plural
        label = label if label.endswith("s") else label + "s"
    elif not phrase.plural and label.endswith("s"):
        label = label.removesuffix("s")
    return _source(" ".join([*words, label]), state, ontology)


def name_nationals(state: str, ontology: Ontology) -> Entity:
    """People of a state that are told of by its demonym only: "two Chinese"."""
    return _source("nationals", state, ontology)


def name_unnamed(doc: Doc, phrase: Phrase, kind: str, state: str | None, ontology: Ontology) -> Entity:
    """Whoever or whatever place no list of words has, called by the noun and the nouns before it: "dredger crew".

    Args:
        doc: the article.
        phrase: of the noun.
        kind: person, organisation or place (`sahelkg.nominals`).
        state: the state that the phrase gives.
        ontology: for the state's name.
    """
    words = [doc[place] for place in (*phrase.modifiers, phrase.head)]
    names = {token.i for token in words if token.text[:1].isupper() and not token.is_sent_start}
    adjectives = names if state is None else set()
    told = [token for token in words if token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "ADJ" and token.i in adjectives)]
    label = " ".join(token.text if token.i in names else word_of(token) for token in told[-_LABEL_WORDS:])
    entity = _generic(label, state, ontology)
    return replace(entity, kind="Place") if kind == "place" else entity


def group_adjective(doc: Doc, place: int, roles: Roles) -> str | None:
    """The group that an adjective names beside another noun: "jihadists" in "jihadist attacks"."""
    return roles.group_adjectives.get(word_of(doc[place]))


def generic_entity(label: str, state: str | None, ontology: Ontology) -> Entity:
    """The generic actor called ``label``, of a state or of none."""
    return _generic(label, state, ontology)


def _group_label(doc: Doc, phrase: Phrase, roles: Roles) -> str | None:
    found = longest_noun(phrase, roles.groups)
    if found is not None:
        noun, first = found
        # "Islamist insurgents" are Islamist militants; "jihadist militants" jihadists: the first adjective tells
        for place in phrase.modifiers:
            if place < first and not _is_against(doc, place, roles):
                label = roles.group_adjectives.get(word_of(doc[place]))
                if label is not None and label != "armed groups":
                    return label
        return roles.groups[noun]
    if any(form in roles.group_words for form in singulars(doc[phrase.head])):
        role = longest_noun(phrase, roles.roles)
        first = phrase.head if role is None else role[1]
        for place in phrase.modifiers:
            if place < first and not _is_against(doc, place, roles):
                label = roles.group_adjectives.get(word_of(doc[place]))
                if label is not None and (phrase.plural or phrase.determiner is None):
                    return label
    return None


def _is_against(doc: Doc, place: int, roles: Roles) -> bool:
    """Whether a prefix before an adjective says that those are fought: "an anti-jihadist force"."""
    return place > 1 and word_of(doc[place - 1]) == "-" and word_of(doc[place - 2]) in roles.opposing


def _qualifiers(doc: Doc, phrase: Phrase, roles: Roles, label: str) -> str:
    """The people or the area before a group noun: "Tuareg rebels", "Western governments"."""
    words: list[str] = []
    for place in phrase.modifiers:
        token = doc[place]
        word = word_of(token)
        if place and f"{word_of(doc[place - 1])} {word}" in roles.areas:
            if words and words[-1].casefold() == word_of(doc[place - 1]):
                words.pop()
            words.append(f"{doc[place - 1].text} {token.text}")
            continue
        area = word in roles.areas or (label in roles.qualified_groups and word in roles.qualifiers and token.text[:1].isupper())
        if word in roles.peoples or area:
            words.append(token.text[:1].upper() + token.text[1:])
    return " ".join(words)


def _generic(label: str, state: str | None, ontology: Ontology) -> Entity:
    slug = _slug(label)
    if state is None:
        return Entity(iri=f"ent:{slug}", label=label, kind="GenericActor")
    country = ontology.entities[state]
    return Entity(
        iri=f"ent:{slug}-{state.removeprefix('ent:')}",
        label=f"{label} in {country.label}",
        kind="GenericActor",
        names=(label,),
        country=state,
    )


def _source(label: str, state: str | None, ontology: Ontology) -> Entity:
    slug = _slug(label)
    if state is None:
        return Entity(iri=f"ent:{slug}", label=label, kind="GenericActor")
    demonym = next(iter(ontology.triples.texts(state, "skg:demonym", "en")), ontology.entities[state].label)
    return Entity(
        iri=f"ent:{slug}-{state.removeprefix('ent:')}",
        label=f"{demonym} {label}",
        kind="GenericActor",
        names=(label,),
        country=state,
    )


def _slug(label: str) -> str:
    from sahelkg.vocabulary import slugify

    return slugify(label)
