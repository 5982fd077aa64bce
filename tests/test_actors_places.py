"""The knowledge files: actors, places and states, held against each other and against what is asked of them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from sahelkg.vocabulary import PREFIXES, normalise_name, shorten

FOLDER = Path(__file__).parent.parent / "ontology"
FILES = ("actors.ttl", "countries.ttl", "places.ttl")
BODIES = {"StateBody", "Government", "Junta", "ArmedForces", "SecurityForces", "Ministry", "Presidency", "Legislature"}
ORGANISATIONS = BODIES | {
    "Court",
    "ArmedGroup",
    "MercenaryCompany",
    "InternationalOrganisation",
    "Mission",
    "NonGovernmentalOrganisation",
    "MediaOrganisation",
    "PoliticalParty",
    "Company",
}
ACTORS = ORGANISATIONS | {"Person"}
PLACES = {"Place", "Region", "City", "Village", "Base", "NaturalFeature"}
SINGLE = {"Government", "Junta", "ArmedForces", "SecurityForces", "Presidency"}  # found as demonym + role noun
LABELS = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "skg:caseSensitiveLabel")
SPOKEN_OF = {"mali", "burkina-faso", "niger", "chad", "mauritania", "nigeria", "senegal", "guinea", "benin", "togo"} | {
    *("ivory-coast", "ghana", "sudan", "central-african-republic", "libya", "algeria", "cameroon", "russia", "france"),
    "united-states",
}
APART = [
    ["mali", "malian-junta", "malian-armed-forces", "malian-government"],
    ["burkina-faso", "burkinabe-junta", "burkinabe-armed-forces", "burkinabe-government"],
    ["niger", "nigerien-junta", "nigerien-armed-forces", "nigerien-government", "nigeria", "nigerian-armed-forces"],
    ["russia", "kremlin", "russian-ministry-of-defence", "russian-armed-forces", "wagner-group", "africa-corps"],
    ["jnim", "al-qaeda", "islamic-state", "isgs", "iswap", "boko-haram", "aqim", "ansar-dine", "katiba-macina"],
    ["france", "french-armed-forces", "elysee", "afp"],
    ["fla", "csp-psd", "cma", "mnla"],
    ["sudanese-armed-forces", "rsf", "sudan", "south-sudan"],
    ["united-nations", "un-security-council", "minusma", "reuters", "ecowas", "aes"],
]


def read(name: str) -> dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]:
    found: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for quad in ox.parse((FOLDER / name).read_bytes(), format=ox.RdfFormat.TURTLE):
        properties = found.setdefault(shorten(quad.subject.value), defaultdict(list))
        properties[shorten(quad.predicate.value)].append(quad.object)
    return found


BY_FILE = {name: read(name) for name in FILES}
ENTRIES = {subject: properties for entries in BY_FILE.values() for subject, properties in entries.items()}


def kind(subject: str) -> str:
    [found] = ENTRIES[subject]["rdf:type"]
    return shorten(found.value).removeprefix("skg:")


def resources(subject: str, name: str) -> list[str]:
    return [shorten(value.value) for value in ENTRIES[subject].get(name, ())]


def number(subject: str, name: str) -> Decimal | None:
    values = ENTRIES[subject].get(name, [])
    assert len(values) < 2, f"{subject} has several {name}"
    if not values:
        return None
    assert values[0].datatype.value == PREFIXES["xsd"] + "decimal", f"{subject}: {name} is no xsd:decimal"
    return Decimal(values[0].value)


MEMBERSHIPS = [subject for subject in ENTRIES if kind(subject) == "org:Membership"]
ENTITIES = [subject for subject in ENTRIES if kind(subject) != "org:Membership"]


def of_kind(*kinds: str) -> list[str]:
    return [subject for subject in ENTITIES if kind(subject) in kinds]


def names(subject: str) -> list[tuple[str, str]]:
    return [(name, literal.value) for name in LABELS for literal in ENTRIES[subject].get(name, ())]


def test_there_are_enough() -> None:
    assert len(of_kind(*ACTORS)) >= 300
    assert len(of_kind(*PLACES)) >= 400
    assert len(of_kind("State")) == 193 + 5
    assert len(MEMBERSHIPS) >= 30
    for wanted in ("ArmedGroup", "MercenaryCompany", "Mission", "Person", "MediaOrganisation", "Junta", "Ministry"):
        assert len(of_kind(wanted)) >= 5, wanted


def test_every_slug_is_used_once_and_is_a_slug() -> None:
    listed = [subject for entries in BY_FILE.values() for subject in entries]
    assert sorted(listed) == sorted(set(listed))
    assert [s for s in listed if not re.fullmatch(r"ent:[a-z0-9]+(-[a-z0-9]+)*", s) or s.startswith("ent:x-")] == []


def test_no_other_file_of_the_ontology_describes_the_same_entities() -> None:
    for path in sorted(FOLDER.glob("*.ttl")):
        if path.name not in FILES:
            assert set(read(path.name)) & set(ENTRIES) == set(), path.name


@pytest.mark.parametrize("subject", ENTITIES)
def test_entity_has_one_class_and_one_preferred_label(subject: str) -> None:
    assert len(ENTRIES[subject]["rdf:type"]) == 1
    assert kind(subject) in ACTORS | PLACES | {"State", "WorldRegion"}
    [label] = ENTRIES[subject]["skos:prefLabel"]
    assert label.language == "en"
    for _, text in names(subject):
        assert text == text.strip()
        assert "  " not in text
        assert normalise_name(text)
    for name in LABELS:
        assert all(literal.language in {"en", "fr"} for literal in ENTRIES[subject].get(name, ()))


def test_files_hold_what_their_name_says() -> None:
    assert {kind(s) for s in BY_FILE["actors.ttl"]} <= ACTORS | {"org:Membership"}
    assert {kind(s) for s in BY_FILE["places.ttl"]} <= PLACES
    assert {kind(s) for s in BY_FILE["countries.ttl"]} <= {"State", "WorldRegion", "City"}


def test_no_label_belongs_to_two_entities() -> None:
    owners = defaultdict(set)
    for subject in ENTITIES:
        for _, text in names(subject):
            owners[normalise_name(text)].add(subject)
    assert {label: sorted(found) for label, found in owners.items() if len(found) > 1} == {}


def test_no_demonym_belongs_to_two_states_or_is_a_name() -> None:
    owners = defaultdict(set)
    for state in of_kind("State"):
        for literal in ENTRIES[state].get("skg:demonym", ()):
            owners[literal.value.casefold()].add(state)
    assert {text: sorted(found) for text, found in owners.items() if len(found) > 1} == {}
    for subject in ENTITIES:
        for _, text in names(subject):
            assert owners.get(text.casefold(), {subject}) == {subject}, text


def test_short_acronyms_are_never_matched_without_their_case() -> None:
    free = {
        "JNIM",
        "BBC",
        "CNN",
        "LCI",
        "TRT",
        "RTB",
        "GRU",
        "M23",
        "EFE",
        "G7",
        "G20",
        "3R",
        "TV5",
        "DGSE",
        "NATO",
        "TASS",
        "ORTM",
    }
    loose = {
        text
        for subject in ENTITIES
        for name, text in names(subject)
        if name != "skg:caseSensitiveLabel" and re.fullmatch(r"[A-Z0-9]{2,4}", text)
    }
    assert loose <= free


COMMON = """is us car fact maa ap au saf un eu it who aid msa male dire san po say man mao wa bol fada bla ber
army junta government military platform rebels musicians west east north south site guardian economist conversation
sentry telegram talon trump grenade chili suisse march diop maiga traore coulibaly keita toure cisse diallo camara
kone deby dicko ivanov"""


@pytest.mark.parametrize("word", COMMON.split())
def test_common_words_and_frequent_surnames_are_no_plain_names(word: str) -> None:
    plain = {normalise_name(text) for s in ENTITIES for name, text in names(s) if name != "skg:caseSensitiveLabel"}
    assert word not in plain


@pytest.mark.parametrize("group", APART)
def test_kept_apart(group: list[str]) -> None:
    for one, other in itertools.combinations(group, 2):
        assert f"ent:{one}" in ENTRIES
        assert f"ent:{other}" in ENTRIES
        mine = {normalise_name(text) for _, text in names(f"ent:{one}")}
        assert not mine & {normalise_name(text) for _, text in names(f"ent:{other}")}


def test_every_reference_leads_to_an_entry_of_a_fitting_kind() -> None:
    for subject in ENTITIES:
        for name, kinds in (
            ("skg:ofState", {"State"}),
            ("skg:capital", {"City"}),
            ("schema:containedInPlace", PLACES | {"State", "WorldRegion"}),
        ):
            for other in resources(subject, name):
                assert other in ENTRIES, f"{subject} {name} {other}"
                assert kind(other) in kinds, f"{subject} {name} {other}"


def test_every_place_lies_in_something_up_to_a_region_of_the_world() -> None:
    def tops(place: str, path: tuple[str, ...]) -> set[str]:
        assert place not in path, f"{place} lies in itself: {path}"
        above = resources(place, "schema:containedInPlace")
        return set().union(*(tops(other, (*path, place)) for other in above)) if above else {place}

    for place in of_kind(*PLACES, "State", "WorldRegion"):
        assert all(kind(top) == "WorldRegion" for top in tops(place, ())), place
    for place in of_kind(*PLACES, "State"):
        assert resources(place, "schema:containedInPlace"), place


def states_above(place: str) -> set[str]:
    if kind(place) == "State":
        return {place}
    return set().union(*(states_above(other) for other in resources(place, "schema:containedInPlace")))


def test_coordinates_lie_in_their_country() -> None:
    checked = 0
    for place in of_kind(*PLACES):
        latitude, longitude = number(place, "schema:latitude"), number(place, "schema:longitude")
        assert (latitude is None) == (longitude is None), place
        if latitude is None or longitude is None:
            continue
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180
        for state in states_above(place):
            west, south, east, north = (number(state, f"skg:{side}") for side in ("west", "south", "east", "north"))
            if west is not None:
                assert west <= longitude <= east, f"{place}: {longitude} is not within {west}..{east} of {state}"
                assert south <= latitude <= north, f"{place}: {latitude} is not within {south}..{north} of {state}"
                checked += 1
    assert checked >= 200


def test_states_have_demonym_capital_and_box() -> None:
    without = {s for s in of_kind("State") if not ENTRIES[s].get("skg:demonym")}
    assert without == {"ent:republic-of-the-congo", "ent:dominica", "ent:vatican-city"}
    assert {s for s in of_kind("State") if not resources(s, "skg:capital")} == {
        "ent:vatican-city",
        "ent:singapore",
        "ent:western-sahara",
    }
    capitals = [city for state in of_kind("State") for city in resources(state, "skg:capital")]
    assert len(capitals) == len(set(capitals))
    for state in of_kind("State"):
        for city in resources(state, "skg:capital"):
            assert states_above(city) == {state}
        sides = [number(state, f"skg:{side}") for side in ("west", "south", "east", "north")]
        assert sides.count(None) in {0, 4}, state
        if sides[0] is not None:
            assert sides[0] < sides[2]
            assert sides[1] < sides[3]


def test_states_of_the_field_have_an_army_and_a_box() -> None:
    for slug in sorted(SPOKEN_OF):
        armies = [s for s in of_kind("ArmedForces") if f"ent:{slug}" in resources(s, "skg:ofState")]
        assert len(armies) == 1, slug
    for slug in sorted(SPOKEN_OF - {"russia", "france", "united-states"}):
        assert number(f"ent:{slug}", "skg:west") is not None, slug


def test_a_state_has_one_body_of_each_kind_that_role_nouns_name() -> None:
    bodies = defaultdict(list)
    for subject in of_kind(*BODIES):
        states = resources(subject, "skg:ofState")
        assert len(states) == 1 or subject == "ent:european-parliament", subject
        for state in states:
            bodies[state, kind(subject)].append(subject)
    assert {key: found for key, found in bodies.items() if key[1] in SINGLE and len(found) > 1} == {}


def test_a_government_is_the_state_unless_it_has_its_own_entry() -> None:
    own = {state for s in of_kind("Government") for state in resources(s, "skg:ofState")}
    assert {"ent:mali", "ent:burkina-faso", "ent:niger", "ent:chad", "ent:guinea", "ent:sudan"} <= own
    for state in of_kind("State"):
        [label] = ENTRIES[state]["skos:prefLabel"]
        texts = {normalise_name(text) for _, text in names(state)}
        said = {normalise_name(f"government of {article}{label.value}") for article in ("", "the ")}
        assert bool(texts & said) == (state not in own or state in {"ent:libya", "ent:western-sahara"}), state


def test_news_agencies_are_media() -> None:
    agencies = [s for s in ENTITIES if ENTRIES[s].get("skg:newsAgency")]
    assert {"ent:afp", "ent:reuters", "ent:associated-press", "ent:tass", "ent:ria-novosti"} <= set(agencies)
    assert {kind(s) for s in agencies} == {"MediaOrganisation"}
    assert {ENTRIES[s]["skg:newsAgency"][0].value for s in agencies} == {"true"}


def test_links_lead_to_wikipedia_and_to_no_page_twice() -> None:
    links = [(s, value.value) for s in ENTITIES for value in ENTRIES[s].get("schema:sameAs", ())]
    for subject, link in links:
        assert re.fullmatch(r"https://(en|fr)\.wikipedia\.org/wiki/[^\s#?]+", link), subject
    assert len({link for _, link in links}) == len(links)
    assert len(links) >= 180


def bounds(literal: ox.Literal) -> tuple[date, date]:
    """First and last day of an xsd:date, xsd:gYearMonth or xsd:gYear."""
    datatype, text = shorten(literal.datatype.value), literal.value
    if datatype == "xsd:gYear":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if datatype == "xsd:gYearMonth":
        year, month = map(int, text.split("-"))
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    assert datatype == "xsd:date", literal
    return date.fromisoformat(text), date.fromisoformat(text)


@pytest.mark.parametrize("subject", MEMBERSHIPS)
def test_membership_has_both_ends_a_source_and_dates_in_order(subject: str) -> None:
    [member], [organisation] = resources(subject, "org:member"), resources(subject, "org:organization")
    assert kind(member) in ACTORS | {"State"}
    assert kind(organisation) in ORGANISATIONS | {"State"}
    assert subject.startswith(member)
    assert ENTRIES[subject].get("dcterms:source")
    for source in ENTRIES[subject]["dcterms:source"]:
        assert re.fullmatch(r"https://(en|fr|simple)\.wikipedia\.org/wiki/[^\s#?]+", source.value)
    start, end = ENTRIES[subject].get("skg:from", []), ENTRIES[subject].get("skg:until", [])
    assert len(start) < 2
    assert len(end) < 2
    for literal in (*start, *end):
        assert date(1948, 1, 1) <= bounds(literal)[0] <= date(2026, 12, 31)
    if start and end:
        assert bounds(start[0])[0] <= bounds(end[0])[1]


@pytest.mark.parametrize("name", FILES)
def test_no_blank_node_and_no_relation_of_the_closed_list(name: str) -> None:
    known = {
        *("rdf:type", "skg:demonym", "skg:capital", "skg:seatOfGovernment", "skg:ofState"),
        *("skg:west", "skg:south", "skg:east", "skg:north"),
        *("schema:containedInPlace", "schema:latitude", "schema:longitude", "schema:sameAs", "skg:newsAgency"),
        *("org:member", "org:organization", "skg:office", "skg:from", "skg:until", "dcterms:source"),
        *LABELS,
    }
    for subject, properties in BY_FILE[name].items():
        assert subject.startswith("ent:")
        assert set(properties) <= known, subject
        assert not any(isinstance(value, ox.BlankNode) for values in properties.values() for value in values)
