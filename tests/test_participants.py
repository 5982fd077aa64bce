"""Who takes part: bodies by a common noun, capitals, places that are acted on, acronyms, lines without a stop."""

from __future__ import annotations

from functools import lru_cache

import pytest

from sahelkg.annotate import annotate_text, load_reader
from sahelkg.extraction import extract_article
from sahelkg.gazetteer import find_parser_names
from sahelkg.ontology import load_ontology
from sahelkg.records import Article, Extraction, Mention
from sahelkg.vocabulary import unknown_entity_iri

ONTOLOGY = load_ontology()


@lru_cache
def read(text: str) -> Extraction:
    doc = annotate_text(text, load_reader(), lambda part: find_parser_names(part, ONTOLOGY))
    return extract_article(Article(id="a", text=text), doc, ONTOLOGY, None)


def ends(text: str) -> dict[str, Mention]:
    """The subjects and objects of what the text states, by their words."""
    return {mention.text: mention for one in read(text).evidence for mention in (one.subject, one.object)}


def triples(text: str) -> set[tuple[str | None, str, str | None]]:
    return {(one.subject.entity, one.predicate, one.object.entity) for one in read(text).evidence}


@pytest.mark.parametrize(
    ("text", "entity", "kind"),
    [
        ("A court in Marseille convicted two smugglers on Monday.", unknown_entity_iri("Marseille court"), "Court"),
        ("A Mumbai court sentenced the opposition leader to two years in prison.", unknown_entity_iri("Mumbai court"), "Court"),
        ("An Istanbul court released the journalist on Thursday.", "ent:turkey-court", "Court"),
    ],
)
def test_the_body_of_a_town_acts_and_not_the_town(text: str, entity: str, kind: str) -> None:
    (subject,) = {one.subject.entity: one.subject for one in read(text).evidence}.values()
    assert (subject.entity, subject.kind) == (entity, kind)


def test_troops_are_not_of_the_town_that_they_are_in() -> None:
    assert all(entity != "ent:malian-armed-forces" for entity, _, _ in triples("Foreign troops in Gao killed three fighters."))


def test_what_refers_to_nothing_stays_what_it_is_called() -> None:
    assert ("ent:strikers", "threatened", "ent:company") in triples("The company said striking workers had threatened the company.")


def test_what_may_refer_to_a_name_told_before_is_no_actor_of_its_own() -> None:
    text = "Talks between Boko Haram and JNIM failed. Soldiers attacked the group on Monday."
    assert not any("ent:group" in (one, other) for one, _, other in triples(text))


def test_an_adjective_of_no_known_state_is_not_the_state_in_focus() -> None:
    text = "Mali thanked its neighbours. The Catalan government accused Mali of lying."
    assert all(subject != "ent:mali" for subject, relation, _ in triples(text) if relation == "accused")


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("The army imposed a curfew in Ansongo on Friday.", ("coerced", "ent:ansongo")),
        ("Russia imposed an embargo on Crimea in March.", ("sanctioned", "ent:crimea")),
    ],
)
def test_a_place_can_be_sanctioned_and_coerced(text: str, triple: tuple[str, str]) -> None:
    assert triple in {(relation, thing) for _, relation, thing in triples(text)}


@pytest.mark.parametrize("text", ["The two ministers signed the deal in Gao.", "Residents protested against France in Gao."])
def test_where_something_is_done_it_is_not_done_to(text: str) -> None:
    assert not any("ent:gao" in (one, other) for one, _, other in triples(text))


def test_who_demands_of_somebody_is_somebody_else() -> None:
    found = ends("Imam Salihu demanded an apology from the Prime Minister.")
    assert not found or found["Salihu"].entity != found["Prime Minister"].entity


def test_a_sentence_without_a_stop_that_is_all_of_a_text_states_something() -> None:
    text = "French police have arrested three suspected smugglers in a village near the border with Italy"
    assert any(relation == "detained" for _, relation, _ in triples(text))


@pytest.mark.parametrize(
    "text",
    [
        "French police arrest three suspected smugglers in village near border with Italy",
        "French Police Have Arrested Three Suspected Smugglers In A Village Near Italy",
        "French police have arrested three smugglers",
        "French police have arrested three suspected smugglers in a village near Nice\n\nThe suspect is fifty years old.",
    ],
)
def test_headlines_state_nothing(text: str) -> None:
    assert not triples(text)
