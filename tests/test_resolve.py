"""Who is the same across articles: only where it is safe, with its rule, and undone by an entry."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from factory import Participant, Unknown, build_ontology, extract, tell
from sahelkg.graph import build_graph
from sahelkg.live import Live, name_of, text_of
from sahelkg.merge import merge_articles
from sahelkg.resolve import fold_spelling, is_acronym
from sahelkg.vocabulary import article_iri, unknown_entity_iri

FRONT = Unknown("Front for Renewal of the North", names=("FRN",))
SHORT = Unknown("FRN")


def resolve(
    *participants: Participant, entries: dict[str, dict[str, list[str]]] | None = None
) -> dict[str, tuple[str, str]]:
    """What each is taken for, and why, where each stands in an article of its own."""
    ontology = build_ontology(**{name.removeprefix("ent:"): more for name, more in (entries or {}).items()})
    live = Live(graph=ox.Store(), books=ox.Store(), ontology=ontology)
    for number, one in enumerate(participants):
        extraction = extract(f"a{number}", tell(one, "operatesIn", "ent:mali"))
        merge_articles(live, {article_iri(extraction.article.id): build_graph(extraction, ontology)})
    rules = {name_of(quad.subject): name_of(quad.object) for quad in live.merged(None, "skg:rule")}
    return {
        name_of(quad.subject): (name_of(quad.object), rules[name_of(quad.subject)])
        for quad in live.merged(None, "skg:resolvedTo")
    }


def test_an_acronym_introduced_elsewhere_is_the_full_name() -> None:
    assert resolve(FRONT, SHORT) == {SHORT.iri: (FRONT.iri, "skg:acronymUsedElsewhere")}
    assert resolve(SHORT, FRONT) == {SHORT.iri: (FRONT.iri, "skg:acronymUsedElsewhere")}


@pytest.mark.parametrize(
    "others",
    [
        [Unknown("Forces of the Rural Niger", names=("FRN",))],  # two names have been given it
        [Unknown("FRN", "Village")],  # no kind of actor
    ],
)
def test_an_acronym_that_may_be_another_s_is_left(others: list[Unknown]) -> None:
    assert SHORT.iri not in resolve(FRONT, *others, *([SHORT] if others[0].iri != SHORT.iri else []))


def test_an_acronym_that_nobody_introduced_is_left() -> None:
    assert resolve(Unknown("Front for Renewal of the North"), SHORT) == {}


def test_a_name_among_the_names_that_is_no_acronym_joins_nothing() -> None:
    assert resolve(Unknown("Front for Renewal of the North", names=("the Front", "Renewal")), Unknown("Renewal")) == {}


def test_spelling_variants_are_one_and_the_known_one_stands_for_them() -> None:
    assert resolve(Unknown("Assimi Goitta", "Person")) == {
        Unknown("Assimi Goitta").iri: ("ent:assimi-goita", "skg:spellingVariant")
    }
    first, second = Unknown("Amadou Kouffa", "Person"), Unknown("Amadou Koufa", "Person")
    joined = resolve(first, second)
    assert list(joined.values()) == [(min(first.iri, second.iri), "skg:spellingVariant")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Unknown("Koufa", "Person"), Unknown("Kouffa", "Person")),  # short
        (Unknown("Amadou Koufa", "Person"), Unknown("Amadou Kouffa", "Village")),  # of different kinds
        (Unknown("Amadou Koufa", "Person"), Unknown("Amadou Soufa", "Person")),  # another letter
        (Unknown("Amadou Koufa", "Person"), Unknown("Hamadou Koufa", "Person")),
        (Unknown("Brigade 11 Tessalit"), Unknown("Brigade 1 Tessalit")),  # numbers tell apart
        (Unknown("Northern Front"), Unknown("Southern Front")),
    ],
)
def test_other_names_stay_apart(one: Unknown, other: Unknown) -> None:
    assert resolve(one, other) == {}


def test_those_who_are_only_described_alike_stay_apart() -> None:
    one, other = (
        Unknown("spokesperson", "Person", names=("Ali Diallo",)),
        Unknown("spokesperson", "Person", names=("Ousmane Ba",)),
    )
    ontology = build_ontology()
    live = Live(graph=ox.Store(), books=ox.Store(), ontology=ontology)
    for number, who in enumerate((one, other)):
        extraction = extract(f"a{number}", tell(who, "operatesIn", "ent:mali"))
        named = unknown_entity_iri(who.names[0])
        mentions = {
            mention: replace(mention, entity=named if mention.entity == who.iri else mention.entity)
            for mention in extraction.mentions
        }
        evidence = extraction.evidence[0]
        extraction = replace(
            extraction,
            mentions=tuple(mentions.values()),
            evidence=(replace(evidence, subject=mentions[evidence.subject], object=mentions[evidence.object]),),
            entities=tuple(replace(e, iri=named) if e.iri == who.iri else e for e in extraction.entities),
        )
        merge_articles(live, {article_iri(extraction.article.id): build_graph(extraction, ontology)})
    assert not list(live.merged(None, "skg:resolvedTo"))
    labels = {text_of(quad.object) for quad in live.merged(None, "skos:prefLabel")}
    assert {"Ali Diallo", "Ousmane Ba"} < labels


def test_an_entry_joins_what_no_rule_does_and_wins_over_rules() -> None:
    entries = {SHORT.iri: {"skg:sameAs": ["ent:jnim"]}}
    assert resolve(SHORT, entries=entries) == {SHORT.iri: ("ent:jnim", "skg:sameAsEntry")}
    assert resolve(SHORT, FRONT, entries=entries)[SHORT.iri] == ("ent:jnim", "skg:sameAsEntry")


def test_an_entry_keeps_apart_what_a_rule_joins() -> None:
    assert resolve(FRONT, SHORT, entries={FRONT.iri: {"skg:distinctFrom": [SHORT.iri]}}) == {}
    assert resolve(FRONT, SHORT, entries={SHORT.iri: {"skg:distinctFrom": [FRONT.iri]}}) == {}


def test_what_would_join_two_that_are_apart_joins_none() -> None:
    variants = [Unknown(name, "Person") for name in ("Amadou Koufa", "Amadou Kouffa", "Amaddou Koufa")]
    entries = {variants[0].iri: {"skg:distinctFrom": [variants[1].iri]}}
    assert resolve(*variants, entries=entries) == {}


def test_an_entry_about_what_no_article_speaks_of_decides_nothing() -> None:
    assert resolve("ent:jnim", entries={SHORT.iri: {"skg:sameAs": ["ent:jnim"]}}) == {}
    assert resolve(FRONT, entries={FRONT.iri: {"skg:sameAs": [SHORT.iri]}}) == {}


def test_two_that_the_ontology_holds_are_joined_by_an_entry_only() -> None:
    assert resolve("ent:jnim", "ent:isgs") == {}
    joined = resolve("ent:jnim", "ent:isgs", entries={"ent:isgs": {"skg:sameAs": ["ent:jnim"]}})
    assert joined == {"ent:isgs": ("ent:jnim", "skg:sameAsEntry")}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("FRN", True), ("MINUSMA", True), ("G5", False), ("AFISMAs", True), ("Mali", False), ("A", False), ("U.N", True)]
    + [("FRN Mali", False), ("", False), ("mnla", False)],
)
def test_acronyms(name: str, expected: bool) -> None:
    assert is_acronym(name) is expected


def test_folding() -> None:
    assert fold_spelling("Boulikessi") == fold_spelling("Boulikesi")
    assert fold_spelling("Al Qaeda fi") == fold_spelling("al-Qaedda Fi")
    assert fold_spelling("Gao") is None
    assert fold_spelling("MINUSMAA") is None
