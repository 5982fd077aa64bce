"""Actors that a phrase composes: a state and a role ("Malian soldiers"), a name and members ("Wagner fighters").

Holds for every state, written down or not: what the ontology knows of it is taken, else a body of that state and role
is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sahelkg.phrases import is_plural, longest_noun, singulars, word_of
from sahelkg.records import Entity
from sahelkg.vocabulary import normalise_name, unknown_entity_iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc

    from sahelkg.ontology import Ontology
    from sahelkg.phrases import Phrase
    from sahelkg.records import Mention
    from sahelkg.roles import Role, Roles

_OWN_CLASS = frozenset({"ArmedForces", "Junta", "Government", "Presidency", "Legislature"})
_SEATED = _OWN_CLASS - {"ArmedForces"}
_BESIDE = frozenset({"amod", "compound"})
_LISTING = frozenset({"ADJ", "CCONJ", "DET", "PUNCT"})
_REACH = 8  # how many tokens a complement with "of" or "in" may stand from its noun


@dataclass(frozen=True)
class Given:
    """A state that a phrase names, and the token that names it, of several words the last; ``first`` is the first."""

    state: str
    token: int
    how: str  # demonym, owner, compound, complement
    first: int


def find_demonym(doc: Doc, place: int, ontology: Ontology) -> tuple[str, int] | None:
    """The state whose demonym ends at ``place``, and the demonym's first token ("South" in "South Sudanese")."""
    for first in range(max(0, place - 2), place + 1):
        text = " ".join(word_of(doc[i]) for i in range(first, place + 1)).replace(" - ", "-")
        state = ontology.demonyms.get(text)
        if state is not None and doc[place].text[:1].isupper():
            return state, first
    return None


def find_listed_demonyms(doc: Doc, first: int, last: int, noun: int, ontology: Ontology) -> list[Given]:
    """The states whose demonyms stand in a list before another: those of "Malian, Nigerien and Chadian troops".

    An article may stand before each: "the Malian and the Chadian armies".

    Args:
        doc: an annotated article.
        first: the first token of the last demonym of the list.
        last: its last token.
        noun: that they share.
        ontology: the demonyms.
    """
    begins = next((doc[place].head for place in range(first, last + 1) if doc[place].dep_ == "conj"), None)
    if begins is None and doc[noun].dep_ == "conj" and is_plural(doc[noun]):
        begins = doc[noun].head if all(token.pos_ in _LISTING for token in doc[doc[noun].head.i + 1 : first]) else None
    if begins is not None and begins.i < first:
        listed = [begins, *(child for child in begins.children if child.dep_ == "conj" and begins.i < child.i < first)]
    else:
        listed = [child for child in doc[noun].children if child.i < first and child.dep_ in _BESIDE]
        between = doc[listed[0].i : first] if listed and is_plural(doc[noun]) else ()
        if all(token.pos_ != "CCONJ" for token in between) or any(token.pos_ not in _LISTING for token in between):
            return []
    found = ((find_demonym(doc, token.i, ontology), token.i) for token in listed)
    return [Given(demonym[0], token, "demonym", demonym[1]) for demonym, token in found if demonym is not None]


def is_linked(doc: Doc, place: int, roles: Roles) -> bool:
    """Whether a participle after a name or a demonym, or a prefix before it, keeps it apart from the noun.

    "Turkish-made drones" may be anybody's, "anti-French protesters" those of any state.
    """
    if place > 1 and word_of(doc[place - 1]) == "-" and word_of(doc[place - 2]) in roles.prefixes:
        return True
    return place + 2 < len(doc) and word_of(doc[place + 1]) == "-" and word_of(doc[place + 2]) in roles.foreign_links


def given_states(doc: Doc, phrase: Phrase, named: Mapping[int, Mention], ontology: Ontology, roles: Roles) -> list[Given]:
    """The states that a phrase names: by demonym, owner, a name before the noun, or "of" or "in" after it."""
    found = []
    for place in range(phrase.start, phrase.head):
        if is_linked(doc, place, roles):
            continue
        demonym = find_demonym(doc, place, ontology)
        if demonym is not None and place not in named:
            found.append(Given(demonym[0], place, "demonym", demonym[1]))
        mention = named.get(place)
        if mention is not None and mention.head == place and mention.entity is not None:
            state = _state_meant(mention.entity, ontology)
            if state is not None:
                found.append(Given(state, place, "owner" if place == phrase.owner else "compound", mention.first))
    if found and found[0].how == "demonym":
        seen = {given.token for given in found}
        listed = find_listed_demonyms(doc, found[0].first, found[0].token, phrase.head, ontology)
        found = [given for given in listed if given.token not in named and given.token not in seen] + found
    if not found:
        # "the governments in Accra" are there for a while; that of one state is seated there
        cases = frozenset({"of"}) if phrase.plural and _is_of_several(doc, phrase, roles) else frozenset({"of", "in"})
        complement = find_complement(doc, phrase.head, named, cases)
        if complement is not None and complement.entity is not None:
            state = _state_meant(complement.entity, ontology)
            if state is not None:
                found.append(Given(state, complement.head, "complement", complement.first))
                found += _joined_states(doc, complement, named, ontology)
    return found


def compose_local(
    doc: Doc, phrase: Phrase, role: Role, named: Mapping[int, Mention], ontology: Ontology, roles: Roles
) -> tuple[Entity, int] | None:
    """The body of a town or a province, and the first token of the place's name where it stands before the noun.

    "A court in Thiès", "the Thiès court": called by the place; of the place's state where that is known and bodies of
    that kind are a state's.
    """
    before = [named[place] for place in range(phrase.start, phrase.head) if place in named and named[place].head == place]
    place = next((mention for mention in before if mention.head != phrase.owner), None)
    first = phrase.first if place is None else min(phrase.first, place.first)
    place = place or find_complement(doc, phrase.head, named, roles.local)
    if place is None or place.entity is None or not ontology.is_kind(place.kind, "Place"):
        return None
    if role.kind == "State" and ontology.is_kind(place.kind, "WorldRegion"):
        return None  # "the Sahel state" is one of several
    word = doc[phrase.head]
    if phrase.plural and role.label != word_of(word) and role.label in singulars(word):
        return None  # "Gulf of Guinea governments" are those of several
    state = ontology.state_of(place.entity)
    if state is not None and ontology.is_kind(place.kind, "City"):
        return compose(state, role, ontology), first
    known = ontology.entities.get(place.entity)
    label = f"{known.label if known else place.label} {role.label}"
    kind = "Government" if role.kind == "State" else role.kind
    return Entity(iri=unknown_entity_iri(label), label=label, kind=kind, country=state), first


def _is_of_several(doc: Doc, phrase: Phrase, roles: Roles) -> bool:
    """Whether a plural is of bodies of which a state has one: "governments", not "authorities"."""
    word = doc[phrase.head]
    return any(roles.roles[form].label == form != word_of(word) for form in singulars(word) if form in roles.roles)


def _joined_states(doc: Doc, first: Mention, named: Mapping[int, Mention], ontology: Ontology) -> list[Given]:
    """The states listed after one: "of Mali, Burkina Faso and Niger"."""
    found = []
    place = first.last
    while place < len(doc) and word_of(doc[place]) in {",", "and"}:
        place += 1
        mention = named.get(place)
        if mention is None:
            continue
        state = _state_meant(mention.entity or "", ontology)
        if state is None or not doc[first.head].is_ancestor(doc[mention.head]):
            break
        found.append(Given(state, mention.head, "complement", mention.first))
        place = mention.last
    return found


def find_complement(doc: Doc, head: int, named: Mapping[int, Mention], cases: frozenset[str]) -> Mention | None:
    """The name after a noun with one of the prepositions: "the army of Chad", "the junta in charge of Mali"."""
    token = doc[head]
    if head + 3 < token.sent.end and _shares_complement(doc, head, cases):
        return find_complement(doc, head + 2, named, cases)
    for place in range(head + 1, min(head + _REACH, token.sent.end)):
        word = word_of(doc[place])
        if doc[place].pos_ in {"VERB", "PUNCT", "AUX", "CCONJ", "PRON", "SCONJ", "ADP"} and word not in cases:
            return None
        mention = named.get(place)
        if mention is None:
            continue
        before = doc[mention.first - 1]
        if before.pos_ == "DET" and mention.first > head + 1:
            before = doc[mention.first - 2]
        if word_of(before) not in cases:
            return None
        # right beside the noun, or down a chain of nouns, the words are enough; else the tree must agree
        chain = all(t.pos_ in {"ADP", "DET", "ADJ", "NOUN", "PROPN"} for t in doc[head + 1 : mention.first])
        if chain or token.is_ancestor(doc[mention.head]):
            return mention
        return None
    return None


def _shares_complement(doc: Doc, head: int, cases: frozenset[str]) -> bool:
    """Whether a definite noun shares what follows the bare one joined to it: "the government and people of Mali"."""
    joined = doc[head + 1].pos_ == "CCONJ" and doc[head + 2].pos_ == "NOUN" and word_of(doc[head + 3]) in cases
    return joined and any(child.pos_ == "DET" and child.i < head for child in doc[head].children)


def _state_meant(entity: str, ontology: Ontology) -> str | None:
    if ontology.entities.get(entity) is not None and ontology.entities[entity].kind == "State":
        return entity
    return ontology.capitals.get(entity)


def read_role(doc: Doc, phrase: Phrase, ontology: Ontology, roles: Roles) -> tuple[Role, str, int] | None:
    """The role that the phrase's noun names, the noun, its first token; None where a word before it sets it apart."""
    found = longest_noun(phrase, roles.roles)
    if found is None:
        return None
    noun, first = found
    kind = longest_noun(phrase, roles.kinds)
    if kind is not None and len(kind[0].split()) > len(noun.split()):
        return None
    role = roles.roles[noun]
    last = noun.rsplit(" ", 1)[-1]
    if role.kind == "Junta" and not phrase.plural and "Person" in _kinds(last, roles):
        return None  # "Mali's military leader" is a person, the leaders are the junta
    demonyms = _demonym_tokens(doc, phrase, ontology)
    before = [place for place in phrase.modifiers if place < first and place not in demonyms]
    if role.kind in _SEATED:  # "the UN-backed government in Tripoli" is none of the UN's
        before = [place for place in before if not is_linked(doc, place, roles)]
    if any(form in roles.apart for place in before for form in singulars(doc[place])):
        return None
    return role, noun, first


def _demonym_tokens(doc: Doc, phrase: Phrase, ontology: Ontology) -> set[int]:
    found: set[int] = set()
    for place in phrase.modifiers:
        demonym = find_demonym(doc, place, ontology)
        if demonym is not None:
            found.update(range(demonym[1], place + 1))
    return found


def _kinds(noun: str, roles: Roles) -> tuple[str, ...]:
    found = roles.kinds.get(noun)
    return found.kinds if found else ()


def compose(state: str, role: Role, ontology: Ontology) -> Entity:
    """The body of that role of a state: the known one, else one made of the two.

    Args:
        state: a state of the ontology.
        role: what is named of it.
        ontology: knows the bodies.

    Examples:
        >>> from sahelkg.ontology import load_ontology
        >>> from sahelkg.roles import read_roles
        >>> ontology = load_ontology()
        >>> compose("ent:mali", read_roles(ontology).roles["army"], ontology).iri
        'ent:malian-armed-forces'
    """
    if role.kind == "State":
        return ontology.entities[state]
    label = f"{_adjective(state, ontology)} {role.label}"
    known = ontology.bodies.get((state, role.kind)) if role.kind in _OWN_CLASS else None
    known = known or _bodies_by_name(ontology).get(normalise_name(label))
    if known is not None:
        return ontology.entities[known]
    if role.for_state:
        return ontology.entities[state]
    slug = state.removeprefix("ent:") + "-" + role.label.replace(" ", "-")
    return Entity(iri=f"ent:{slug}", label=label, kind=role.kind, country=state)


def _adjective(state: str, ontology: Ontology) -> str:
    """The state's English demonym, else its name."""
    return next(iter(ontology.triples.texts(state, "skg:demonym", "en")), ontology.entities[state].label)


@lru_cache(maxsize=4)
def _bodies_by_name(ontology: Ontology) -> dict[str, str]:
    return {
        normalise_name(name.text): name.entity
        for name in ontology.names
        if ontology.is_kind(ontology.entities[name.entity].kind, "StateBody")
    }


def is_member(doc: Doc, phrase: Phrase, roles: Roles) -> bool:
    """Whether the noun is one for those who make up an organisation."""
    return any(form in roles.members for form in singulars(doc[phrase.head]))


def find_organisation(doc: Doc, phrase: Phrase, named: Mapping[int, Mention], ontology: Ontology, roles: Roles) -> Mention | None:
    """The organisation whose members a phrase names: "Wagner mercenaries", "fighters from Africa Corps".

    None where a participle stands between the two: "al-Qaeda-linked fighters" are not al-Qaeda's.
    """
    if not is_member(doc, phrase, roles):
        return None
    # a name right before the noun is its own, whatever the tree hangs it on
    start = min(phrase.start, max(phrase.first - 1, doc[phrase.head].sent.start))
    for place in range(phrase.head - 1, start - 1, -1):
        if word_of(doc[place]) in roles.links:
            return None
        mention = named.get(place)
        if mention is not None and _has_members(doc, phrase, mention, ontology, roles):
            return mention
    complement = find_complement(doc, phrase.head, named, frozenset({"of", "from"}))
    if complement is not None and _has_members(doc, phrase, complement, ontology, roles):
        return complement
    return None


def _has_members(doc: Doc, phrase: Phrase, mention: Mention, ontology: Ontology, roles: Roles) -> bool:
    """Whether the noun makes up such an organisation: a bloc has member states, not members that are it."""
    kinds = {kind for form in singulars(doc[phrase.head]) for kind in roles.members.get(form, ())}
    return any(ontology.is_kind(mention.kind, kind) for kind in kinds)
