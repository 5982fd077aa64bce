"""Groups without a name and unnamed sources: one generic actor each, with the country where the text gives one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sahelkg.composed import find_demonym
from sahelkg.phrases import longest_noun, singulars, word_of
from sahelkg.records import Entity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from sahelkg.ontology import Ontology
    from sahelkg.phrases import Phrase
    from sahelkg.records import Mention
    from sahelkg.roles import Roles

NOUN_RULE = "noun"
"""The rule of a mention that is one only by the look of its sentence (`sahelkg.nominals`)."""

_LABEL_WORDS = 3
_MOST_DUTY = 5
_BARE = frozenset({"ADJ", "NOUN"})
_NAMED = frozenset({"PROPN"})


def are_strangers(one: Mention, other: Mention) -> bool:
    """Whether only their sentence shows who both are, and it does not even say of which country each of them is.

    Of such nothing is told of each other: whom it is about, nobody who reads the graph could say. "A Chadian prosecutor" and
    "the Nigerien president" are told apart from others of their kind.
    """
    return one.rule == other.rule == NOUN_RULE and (one.country is None and other.country is None)


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


def name_unnamed(doc: Doc, phrase: Phrase, kind: str, state: str | None, ontology: Ontology, roles: Roles) -> Entity:
    """Whoever or whatever place no list of words has, called by the noun and the nouns before it: "dredger crew".

    An office is called by its duty, too: "head of state" and "head of mission" are two.

    Args:
        doc: the article.
        phrase: of the noun.
        kind: person, organisation or place (`sahelkg.nominals`).
        state: the state that the phrase gives.
        ontology: for the state's name.
        roles: the words.
    """
    words = [doc[place] for place in (*phrase.modifiers, phrase.head)]
    names = {token.i for token in words if token.text[:1].isupper() and not token.is_sent_start}
    office = next((first for noun, first in phrase.nouns if noun in roles.titles or noun in roles.kinds), phrase.head)
    told: list[str] = []
    for token in words:
        if _ends_compound(token, roles):  # "a UN-backed government" is none of the UN's
            told[len(told) - (token.i - 2 in phrase.modifiers) :] = [doc[token.i - 2 : token.i + 1].text]
            if word_of(token) in roles.links:
                state = None  # the compound says what is its own: "a US-led coalition" is not one in the US
        elif state is not None and token.i != phrase.head and _is_demonym(token, ontology):
            continue
        elif token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "ADJ" and (token.i in names or token.i >= office)):
            told.append(token.text if token.i in names else word_of(token))
    duty = _list_duty(doc, phrase.head)
    if state is not None and any(word[:1].isupper() for word in duty):
        duty = []  # the state is told as such
    label = " ".join([*told[-_LABEL_WORDS:], *duty])
    entity = _generic(label, state, ontology)
    return replace(entity, kind="Place") if kind == "place" else entity


def _ends_compound(token: Token, roles: Roles) -> bool:
    """Whether a word and what stands before its hyphen are one: "US-led", "pro-French"."""
    if token.i < 2 or word_of(token.doc[token.i - 1]) != "-":
        return False
    return word_of(token) in roles.links or word_of(token.doc[token.i - 2]) in roles.prefixes


def _is_demonym(token: Token, ontology: Ontology) -> bool:
    """Whether a word is a state's demonym or a part of it: "South" and "Sudanese"."""
    ends = (find_demonym(token.doc, place, ontology) for place in range(token.i, min(token.i + 2, len(token.doc))))
    return any(found is not None and found[1] <= token.i for found in ends)


def _list_duty(doc: Doc, head: int) -> list[str]:
    """What a noun is completed by, with "of": "of state" after "head", "of Médecins Sans Frontières".

    Of common nouns only bare ones: "the head of the delegation" is whoever heads it.
    """
    last = head + 1
    if last + 1 >= len(doc) or word_of(doc[last]) != "of":
        return []
    first = last + 1 + (doc[last + 1].pos_ == "DET")
    named = first < len(doc) and doc[first].pos_ == "PROPN"
    kinds = _NAMED if named else _BARE
    last = first - 1 if named else last
    while last + 1 < len(doc) and last - head <= _MOST_DUTY and doc[last + 1].pos_ in kinds:
        last += 1
    if doc[last].pos_ not in {"NOUN", "PROPN"}:
        return []
    words = doc[first : last + 1] if named else doc[head + 2 : last + 1]
    return ["of", *(token.text if token.pos_ == "PROPN" else word_of(token) for token in words)]


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
