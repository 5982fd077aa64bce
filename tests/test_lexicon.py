"""The lexical units: their form, their examples, and that they cover every relation. What the examples give is tested
by the extraction's own tests."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from sahelkg.errors import OntologyError
from sahelkg.lexicon import Expression, LexicalUnit, load_lexicon
from sahelkg.ontology import load_ontology

FILE = Path(__file__).parent.parent / "ontology" / "lexicon.ttl"
ONTOLOGY = load_ontology()
UNITS = load_lexicon(ONTOLOGY).units
ROLES = {
    *("agent", "patient", "oblique", "recipient", "possessor", "holder", "partner", "impliedGovernment"),
    "impliedPredecessor", "impliedPresence", "impliedWhereabouts", "impliedAttacker", "complement", "speaker",
    "addressee", "condition", "destination", "jurisdiction",
}
WITHOUT_NOUN = {"locatedIn"}  # "location" names a spot, and does not tell that it lies there
LEAST_WORDS = 8
IRREGULAR = {
    "be": "is was are were been being",
    "become": "became",
    "begin": "began begun",
    "bind": "bound",
    "blow": "blew blown",
    "break": "broke broken",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "catch": "caught",
    "come": "came coming",
    "deal": "dealt",
    "do": "did done",
    "draw": "drew drawn",
    "drive": "drove driven",
    "fall": "fell fallen",
    "feed": "fed",
    "fight": "fought",
    "find": "found",
    "flee": "fled",
    "fly": "flew flown",
    "forbid": "forbade forbidden",
    "forgive": "forgave forgiven",
    "freeze": "froze frozen",
    "get": "got getting",
    "give": "gave given",
    "go": "went gone",
    "grow": "grew grown",
    "have": "had has",
    "hold": "held",
    "keep": "kept",
    "lay": "laid",
    "lead": "led",
    "leave": "left",
    "lend": "lent",
    "let": "let",
    "lie": "lay lain lying",
    "lose": "lost",
    "life": "lives",
    "make": "made",
    "meet": "met",
    "overrun": "overran",
    "overthrow": "overthrew overthrown",
    "oversee": "oversaw overseen",
    "pay": "paid",
    "rebuild": "rebuilt",
    "retake": "retook retaken",
    "rise": "rose risen",
    "run": "ran",
    "say": "said",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "set": "set",
    "shoot": "shot",
    "sit": "sat",
    "slay": "slew slain",
    "speak": "spoke spoken",
    "split": "split",
    "stand": "stood",
    "strike": "struck",
    "swear": "swore sworn",
    "sweep": "swept",
    "take": "took taken",
    "teach": "taught",
    "tear": "tore torn",
    "tell": "told",
    "throw": "threw thrown",
    "win": "won",
    "withdraw": "withdrew withdrawn",
    "man": "men",
    "woman": "women",
}


def identify(unit: LexicalUnit) -> str:
    return unit.iri.removeprefix("lex:")


def list_forms(lemma: str) -> set[str]:
    """The forms that an English verb, noun or adjective takes, and perhaps some that it never does."""
    lemma = lemma.lower()
    stem = lemma.removesuffix("e")
    forms = {lemma, *IRREGULAR.get(lemma, "").split()}
    forms |= {lemma + "s", lemma + "es", lemma + "d", lemma + "ed", lemma + "ing", stem + "ing", lemma + "'s"}
    forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"} if lemma.endswith("y") else set()
    forms |= {lemma + lemma[-1] + ending for ending in ("ed", "ing")}
    forms |= {lemma + "ked", lemma + "king"} if lemma.endswith("c") else set()
    forms |= {re.sub("man$", "men", re.sub("woman$", "women", lemma))}
    return forms


def split_words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", text)


def list_words(text: str) -> set[str]:
    """The words in lower case; of hyphenated ones the parts as well."""
    words = {word.lower() for word in split_words(text)}
    return words | {part for word in words for part in word.split("-")}


def is_shown(expression: Expression, text: str) -> bool:
    words = list_words(text)
    parts = [part for part in (expression.head, expression.particle, expression.complement) if part]
    return all(list_forms(part) & words for part in parts)


def exchange_names(unit: LexicalUnit) -> str:
    """The example without what may differ between two equal ones: names, numbers and the unit's own words."""
    own = {part for one in unit.expressions for part in (one.head, one.particle, one.complement) if part}
    forms = {form for part in own for form in list_forms(part)}
    words = split_words(unit.example)
    kept: list[str] = []
    for word in words:
        plain = "LEMMA" if word.lower() in forms else "NAME" if word[0].isupper() or word[0].isdigit() else word.lower()
        if not kept or kept[-1] != plain or plain != "NAME":
            kept.append(plain)
    return " ".join(kept)


def test_there_are_many_units() -> None:
    assert len(UNITS) >= 900


@pytest.mark.parametrize("unit", UNITS, ids=identify)
def test_example_is_a_sentence_that_shows_the_unit(unit: LexicalUnit) -> None:
    assert len(unit.example.split()) >= LEAST_WORDS
    assert unit.example[-1] in ".!?"
    assert any(is_shown(one, unit.example) for one in unit.expressions), "the example lacks the words of every lemma"


def test_no_two_examples_are_alike() -> None:
    alike = defaultdict(list)
    for unit in UNITS:
        alike[exchange_names(unit)].append(unit.iri)
    assert not [found for found in alike.values() if len(found) > 1]


@pytest.mark.parametrize("relation", sorted(ONTOLOGY.relations))
def test_every_relation_has_a_verb_and_a_noun(relation: str) -> None:
    parts = {unit.part_of_speech for unit in UNITS if unit.relation == relation}
    assert "verb" in parts
    assert "noun" in parts or relation in WITHOUT_NOUN


@pytest.mark.parametrize("unit", UNITS, ids=identify)
def test_roles_are_known_and_apart(unit: LexicalUnit) -> None:
    assert {*unit.subject_roles, *unit.object_roles} <= ROLES
    shared = set(unit.subject_roles) & set(unit.object_roles) - {"partner"}  # "between A and B" fills both
    assert shared <= {"oblique"}
    assert not unit.subject_prepositions & unit.object_prepositions


@pytest.mark.parametrize("unit", UNITS, ids=identify)
def test_prepositions_stand_where_a_role_asks_for_them(unit: LexicalUnit) -> None:
    for roles, prepositions in (
        (unit.subject_roles, unit.subject_prepositions),
        (unit.object_roles, unit.object_prepositions),
    ):
        assert "oblique" not in roles or prepositions, "an oblique without a preposition would take any phrase"
        assert not prepositions or {"oblique", "agent", "jurisdiction"} & set(roles), "nothing reads these prepositions"


@pytest.mark.parametrize("unit", UNITS, ids=identify)
def test_kinds_are_classes_within_the_relation(unit: LexicalUnit) -> None:
    relation = ONTOLOGY.relations[unit.relation]
    for kind, wide in ((unit.subject_kind, relation.domain), (unit.object_kind, relation.range)):
        assert kind is None or ONTOLOGY.is_kind(kind, wide or "Participant"), f"{kind} is no {wide}"


def test_role_nouns_have_a_holder() -> None:
    for unit in UNITS:
        if "holder" in unit.subject_roles:
            assert unit.part_of_speech != "verb", f"{unit.iri}: a verb has an agent, not a holder"


def test_no_two_units_have_the_same_words_frame_and_relation() -> None:
    seen: Counter[tuple[object, ...]] = Counter()
    for unit in UNITS:
        for one in unit.expressions:
            seen[unit.part_of_speech, one, unit.relation, unit.subject_roles, unit.object_roles,
                 unit.object_prepositions, unit.subject_kind, unit.object_kind] += 1  # fmt: skip
    assert not [entry for entry, count in seen.items() if count > 1]


def test_the_file_holds_units_and_roles_only() -> None:
    types = {
        quad.object.value.rpartition("#")[2]
        for quad in ox.parse(FILE.read_bytes(), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value.endswith("#type") and isinstance(quad.object, ox.NamedNode)
    }
    assert types == {"LexicalUnit", "Role"}


@pytest.mark.parametrize(
    ("text", "part_of_speech", "expected"),
    [
        ("take over", "verb", Expression("take", "over")),
        ("sever tie", "verb", Expression("sever", None, "tie")),
        ("come under attack", "verb", Expression("come", "under", "attack")),
        ("charge", "noun", Expression("charge")),
        ("in charge", "noun", Expression("charge", "in")),
    ],
)
def test_expressions_are_told_apart(text: str, part_of_speech: str, expected: Expression) -> None:
    assert Expression.parse(text, part_of_speech, {"over", "under", "in"}) == expected


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('skg:lemma "poke"@en ; skg:evokes skg:attacked ; skg:subjectRole skg:agent', "needs skg:lemma"),
        (
            'skg:lemma "poke"@en ; skg:evokes skg:poked ; skg:subjectRole skg:agent ; skg:objectRole skg:patient',
            "poked",
        ),
        (
            'skg:lemma "poke out of hole"@en ; skg:evokes skg:attacked ; skg:subjectRole skg:agent ; skg:objectRole skg:patient',
            "at most 3 words",
        ),
    ],
)
def test_an_entry_that_cannot_be_used_is_an_error(tmp_path: Path, entry: str, message: str) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix skg: <https://w3id.org/sahelkg/ontology#> .\n@prefix lex: <https://w3id.org/sahelkg/lexicon#> .\n"
        f"lex:poke-v a skg:LexicalUnit ; skg:partOfSpeech skg:verb ; {entry} .\n",
        encoding="utf-8",
    )
    with pytest.raises(OntologyError, match=message):
        load_lexicon(load_ontology((file,)))
