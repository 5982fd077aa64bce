"""Mentions of an article, before anything is decided by the rest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsed import Case, read_cases
from sahelkg.annotate import annotate_text, load_reader
from sahelkg.composed import compose
from sahelkg.gazetteer import find_parser_names
from sahelkg.mentions import find_mentions
from sahelkg.ontology import load_ontology
from sahelkg.roles import read_roles

if TYPE_CHECKING:
    from sahelkg.records import Mention

ONTOLOGY = load_ontology()
ROLES = read_roles(ONTOLOGY)
HOWS = {"name", "tagged", "composed", "description", "generic", "pronoun", "demonym"}


def mentions(text: str) -> list[Mention]:
    doc = annotate_text(text, load_reader(), lambda part: find_parser_names(part, ONTOLOGY))
    return find_mentions(doc, ONTOLOGY)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.shows)
def test_mentions_are_true_to_the_text(case: Case) -> None:
    doc = case.doc()
    found = find_mentions(doc, ONTOLOGY)
    assert found == sorted(found, key=lambda m: (m.start, m.end))
    for mention in found:
        assert mention.text == doc.text[mention.start : mention.end]
        assert (doc[mention.first].idx, mention.first < mention.last) == (mention.start, True)
        assert mention.how in HOWS
        assert mention.entity is None or mention.entity.startswith("ent:")
    heads = [mention.head for mention in found if mention.how != "composed"]
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize(
    ("state", "noun", "label", "kind"),
    [
        ("ent:mali", "army", "Malian Armed Forces", "ArmedForces"),
        ("ent:mali", "soldier", "Malian Armed Forces", "ArmedForces"),
        ("ent:niger", "junta", "Nigerien junta", "Junta"),
        ("ent:mali", "government", "Malian government", "Government"),
        ("ent:ghana", "government", "Ghana", "State"),
        ("ent:russia", "authorities", "Russia", "State"),
        ("ent:ghana", "army", "Ghana Armed Forces", "ArmedForces"),
        ("ent:peru", "army", "Peruvian armed forces", "ArmedForces"),
        ("ent:peru", "foreign ministry", "Peruvian foreign ministry", "Ministry"),
        ("ent:peru", "police", "Peruvian police", "SecurityForces"),
    ],
)
def test_a_state_and_a_role_compose_a_body(state: str, noun: str, label: str, kind: str) -> None:
    entity = compose(state, ROLES.roles[noun], ONTOLOGY)
    assert (entity.label, entity.kind) == (label, kind)


def test_every_state_has_its_own_army() -> None:
    armies = {
        compose(state.iri, ROLES.roles["army"], ONTOLOGY).iri
        for state in ONTOLOGY.entities.values()
        if state.kind == "State"
    }
    assert len(armies) == sum(entity.kind == "State" for entity in ONTOLOGY.entities.values())


def test_words_for_actors_are_read_from_the_ontology() -> None:
    assert ROLES.kinds["bloc"].kinds == ("InternationalOrganisation",)
    assert ROLES.pronouns["its"].use == "possessive"
    assert "Company" in ROLES.kinds["group"].rare
    kinds = {kind for noun in ROLES.kinds.values() for kind in (*noun.kinds, *noun.rare)}
    kinds |= {role.kind for role in ROLES.roles.values()} | set(ROLES.name_words.values())
    classes = {subject.removeprefix("skg:") for subject in ONTOLOGY.triples.instances("owl:Class")}
    assert kinds <= classes


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "It rained.", "The plan is good, and the report is long.", "Power is what matters in the long run."],
)
def test_texts_without_actors_have_no_entities(text: str) -> None:
    assert [mention.text for mention in mentions(text) if mention.entity] == []


def test_a_demonym_beside_a_noun_is_a_mention_and_one_inside_an_actor_is_not() -> None:
    found = {(m.text, m.how) for m in mentions("French support for Malian soldiers ended.")}
    assert ("French", "demonym") in found
    assert ("Malian", "demonym") not in found


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Ankara shipped drones and ammunition to Ouagadougou before the rains.", "ent:burkina-faso"),
        ("Ankara shipped carpets and lamps to Ouagadougou before the rains.", "ent:ouagadougou"),
        ("JNIM sent fighters to Ouagadougou before the rains.", "ent:ouagadougou"),
        ("Two lorries brought weapons to a market in Ouagadougou.", "ent:ouagadougou"),
    ],
)
def test_a_capital_stands_for_its_state_where_only_an_actor_is_given_something(text: str, entity: str) -> None:
    assert [mention.entity for mention in mentions(text) if mention.text == "Ouagadougou"] == [entity]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("On Monday the ECOWAS Commission paid for the bridge at Gaya.", "ECOWAS Commission", "InternationalOrganisation"),
        ("On Monday the JNIM Shura Council chose a new judge for Léré.", "JNIM Shura Council", "Organisation"),
        ("On Monday the ECOWAS commission paid for the bridge at Gaya.", "ECOWAS commission", "GenericActor"),
    ],
)
def test_an_organ_is_called_by_its_organisation_and_a_word_of_names(text: str, name: str, kind: str) -> None:
    assert {mention.kind for mention in mentions(text) if mention.text == name} == {kind}
