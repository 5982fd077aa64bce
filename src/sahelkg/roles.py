"""The words of ``ontology/roles.ttl``, indexed: role nouns, groups, sources, kinds, titles, pronouns, cues."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sahelkg.ontology import Ontology, Triples


@dataclass(frozen=True)
class Role:
    """What a role noun names: ``label`` "armed forces", ``kind`` the class of the body.

    ``alone`` are the nouns that mean the body of the state in focus where no state is named, ``before`` those that mean
    it before another noun ("army statement").
    """

    label: str
    kind: str
    alone: frozenset[str]
    for_state: bool
    before: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Description:
    """What a kind noun may stand for, and the kind that it gives to an unknown name beside it."""

    kinds: tuple[str, ...]
    makes: str | None
    rare: tuple[str, ...] = ()  # kinds that it stands for only where none of the others was told of
    relational: bool = False  # a name before it is another's: "al-Qaeda affiliate"
    gender: str | None = None
    outermost: bool = False  # for the area around a place that lies in no other


@dataclass(frozen=True)
class PronounForm:
    """A pronoun: ``use`` is personal, possessive, relative, reflexive, place or relative-place."""

    use: str
    kinds: tuple[str, ...]
    number: str
    person: str
    gender: str | None


@dataclass(frozen=True, kw_only=True)
class Roles:
    """All words by their lower-case form, nouns in the singular."""

    roles: Mapping[str, Role]
    groups: Mapping[str, str]
    group_adjectives: Mapping[str, str]
    group_words: frozenset[str]
    members: Mapping[str, tuple[str, ...]]
    qualified_groups: frozenset[str]
    armed_groups: frozenset[str]
    sources: Mapping[str, str]
    qualifiers: frozenset[str]
    kinds: Mapping[str, Description]
    leaders: frozenset[str]
    titles: Mapping[str, str | None]
    name_words: Mapping[tuple[str, str], str]
    pronouns: Mapping[str, PronounForm]
    capital_cues: Mapping[tuple[str, str], frozenset[str]]
    links: frozenset[str]
    foreign_links: frozenset[str]
    facilities: frozenset[str]
    determiners: Mapping[str, str]
    areas: Mapping[str, str]
    apart: frozenset[str]
    peoples: frozenset[str]
    agent_verbs: frozenset[str]
    agent_adjectives: frozenset[str]
    naming: frozenset[str]
    placing: frozenset[str]
    local: frozenset[str]
    sides: frozenset[str]
    opposing: frozenset[str]
    prefixes: frozenset[str]
    capitals: frozenset[str]
    abbreviations: frozenset[str]


@lru_cache(maxsize=4)
def read_roles(ontology: Ontology) -> Roles:
    """The words for actors that the ontology holds; empty tables where it holds none."""
    triples = ontology.triples
    roles: dict[str, Role] = {}
    for subject in triples.instances("skg:RoleNoun"):
        role = Role(
            label=triples.text(subject, "rdfs:label") or "",
            kind=_local(triples.resource(subject, "skg:bodyKind")) or "StateBody",
            alone=frozenset(triples.texts(subject, "skg:standsAlone")),
            for_state="true" in triples.texts(subject, "skg:standsForState"),
            before=frozenset(triples.texts(subject, "skg:standsBeforeNoun")),
        )
        for word in triples.texts(subject, "skg:word"):
            roles.setdefault(word, role)
    groups, adjectives = {}, {}
    for subject in triples.instances("skg:GroupNoun"):
        label = triples.text(subject, "rdfs:label") or ""
        groups.update(dict.fromkeys(triples.texts(subject, "skg:word"), label))
        adjectives.update(dict.fromkeys(triples.texts(subject, "skg:groupAdjective"), label))
    cues: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject in triples.instances("skg:CapitalCue"):
        key = triples.text(subject, "skg:use") or "", triples.text(subject, "skg:position") or ""
        cues[key].update(triples.texts(subject, "skg:word"))
    return Roles(
        roles=roles,
        groups=groups,
        group_adjectives=adjectives,
        group_words=_words(triples, "skg:GroupWord", "lex:group-words"),
        members={
            word: tuple(_local(kind) or "" for kind in triples.resources(subject, "skg:mayBe")) or ("Organisation",)
            for subject in triples.instances("skg:MemberNoun")
            for word in triples.texts(subject, "skg:word")
        },
        qualified_groups=frozenset(
            triples.text(subject, "rdfs:label") or ""
            for subject in triples.instances("skg:GroupNoun")
            if "true" in triples.texts(subject, "skg:needsQualifier")
        ),
        armed_groups=frozenset(
            triples.text(subject, "rdfs:label") or ""
            for subject in triples.instances("skg:GroupNoun")
            if "true" in triples.texts(subject, "skg:bearsArms")
        ),
        sources={
            word: triples.text(subject, "rdfs:label") or word
            for subject in triples.instances("skg:SourceNoun")
            for word in triples.texts(subject, "skg:word")
        },
        qualifiers=_words(triples, "skg:SourceQualifier"),
        kinds=_read_kinds(triples),
        leaders=_words(triples, "skg:GroupWord", "lex:office-words"),
        titles={
            word.casefold(): triples.text(subject, "skg:gender")
            for subject in triples.instances("skg:Title")
            for word in triples.texts(subject, "skg:word")
        },
        name_words={
            (word.casefold(), triples.text(subject, "skg:placeInName") or "any"): _local(triples.resource(subject, "skg:makes"))
            or "Organisation"
            for subject in triples.instances("skg:NameWord")
            for word in triples.texts(subject, "skg:word")
        },
        pronouns={
            word: PronounForm(
                triples.text(subject, "skg:use") or "personal",
                tuple(_local(kind) or "" for kind in triples.resources(subject, "skg:mayBe")),
                triples.text(subject, "skg:number") or "any",
                triples.text(subject, "skg:person") or "3",
                triples.text(subject, "skg:gender"),
            )
            for subject in triples.instances("skg:Pronoun")
            for word in triples.texts(subject, "skg:word")
        },
        capital_cues={key: frozenset(words) for key, words in cues.items()},
        links=_words(triples, "skg:LinkWord"),
        foreign_links=_words(triples, "skg:LinkWord", "lex:link-words"),
        facilities=_words(triples, "skg:FacilityNoun"),
        determiners={
            word: triples.text(subject, "skg:use") or "indefinite"
            for subject in triples.instances("skg:Determiner")
            for word in triples.texts(subject, "skg:word")
        },
        areas={
            word: triples.resource(subject, "skg:area") or ""
            for subject in triples.instances("skg:AreaAdjective")
            for word in triples.texts(subject, "skg:word")
        },
        apart=_words(triples, "skg:ApartWord"),
        peoples=frozenset(word.casefold() for word in _words(triples, "skg:PeopleName")),
        agent_verbs=_words(triples, "skg:AgentVerb"),
        agent_adjectives=_words(triples, "skg:AgentAdjective"),
        naming=_words(triples, "skg:NamingWord"),
        placing=_words(triples, "skg:PlacingWord"),
        local=_words(triples, "skg:PlacingWord", "lex:local-words"),
        sides=_words(triples, "skg:PartyNoun"),
        capitals=_words(triples, "skg:KindNoun", "lex:kind-capital"),
        abbreviations=_words(triples, "skg:CommonAbbreviation"),
        opposing=_words(triples, "skg:GroupWord", "lex:opposing-words"),
        prefixes=_words(triples, "skg:GroupWord", "lex:opposing-words") | _words(triples, "skg:GroupWord", "lex:siding-words"),
    )


def _read_kinds(triples: Triples) -> dict[str, Description]:
    found: dict[str, Description] = {}
    for subject in triples.instances("skg:KindNoun"):
        kinds = tuple(_local(kind) or "" for kind in triples.resources(subject, "skg:mayBe"))
        for word in triples.texts(subject, "skg:word"):
            before = found.get(word)
            # a noun of several entries, such as force, may be of any of their kinds
            merged = tuple(dict.fromkeys((before.kinds if before else ()) + kinds))
            makes = before.makes if before else _local(triples.resource(subject, "skg:makes"))
            rare = tuple(_local(kind) or "" for kind in triples.resources(subject, "skg:mayRarelyBe"))
            outermost = "true" in triples.texts(subject, "skg:outermost")
            relational = "true" in triples.texts(subject, "skg:relational")
            found[word] = Description(merged, makes, rare, relational, triples.text(subject, "skg:gender"), outermost)
    return found


def _words(triples: Triples, kind: str, only: str | None = None) -> frozenset[str]:
    return frozenset(
        word for subject in triples.instances(kind) if only in {None, subject} for word in triples.texts(subject, "skg:word")
    )


def _local(name: str | None) -> str | None:
    return name.removeprefix("skg:") if name else None
