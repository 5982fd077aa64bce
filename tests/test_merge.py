"""The merged graph: what stands bare, what is contested, what is counted; and that steps lead where one leap does."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factory import Told, Unknown, build_ontology, extract, tell
from sahelkg.graph import build_graph
from sahelkg.live import Live, name_of, text_of
from sahelkg.merge import merge_articles, merge_everything
from sahelkg.participants import describe_relations
from sahelkg.vocabulary import article_iri, expand, statement_iri, unknown_entity_iri

if TYPE_CHECKING:
    from pathlib import Path

    from sahelkg.ontology import Ontology
    from sahelkg.records import Extraction

ONTOLOGY = build_ontology()
SYMMETRIC = {relation.name for relation in ONTOLOGY.relations.values() if relation.symmetric}


def open_live(ontology: Ontology = ONTOLOGY) -> Live:
    live = Live(graph=ox.Store(), books=ox.Store(), ontology=ontology)
    live.graph.extend(describe_relations(ontology))
    return live


def put(live: Live, *extractions: Extraction) -> None:
    merge_articles(live, {article_iri(e.article.id): build_graph(e, live.ontology) for e in extractions})


def merge(*extractions: Extraction, ontology: Ontology = ONTOLOGY) -> Live:
    live = open_live(ontology)
    put(live, *extractions)
    return live


def dump(store: ox.Store) -> list[str]:
    return sorted(str(quad) for quad in store)


def is_bare(live: Live, subject: str, predicate: str, obj: str) -> bool:
    return any(True for _ in live.merged(subject, f"skg:{predicate}", ox.NamedNode(expand(obj))))


def values(live: Live, subject: str, name: str) -> list[str]:
    return sorted(
        name_of(quad.object) if isinstance(quad.object, ox.NamedNode) else text_of(quad.object)
        for quad in live.merged(subject, name)
    )


def about(live: Live, subject: str, predicate: str, obj: str, name: str) -> list[str]:
    return values(live, statement_iri(subject, predicate, obj, symmetric=predicate in SYMMETRIC), name)


ATTACK = ("ent:jnim", "attacked", "ent:boulikessi")
ALLIANCE = ("ent:mali", "alliedWith", "ent:russia")


@pytest.mark.parametrize("triple", [ATTACK, ALLIANCE])
@pytest.mark.parametrize(
    ("told", "bare"),
    [
        ([("asserted", False)], True),
        ([("claimed", False)], True),
        ([("claimed", True)], False),
        ([("denied", False)], False),
        ([("planned", False)], False),
        ([("possible", False)], False),
        ([("asserted", False), ("denied", False)], False),
        ([("claimed", True), ("asserted", False)], True),
        ([("asserted", False), ("planned", False), ("possible", False)], True),
    ],
)
def test_only_what_is_told_and_not_denied_stands_bare(
    triple: tuple[str, str, str], told: list[tuple[str, bool]], bare: bool
) -> None:
    live = merge(
        *(
            extract(f"a{n}", tell(*triple, status, accusation=accusation, when="2025-06-01"))
            for n, (status, accusation) in enumerate(told)
        )
    )
    assert is_bare(live, *triple) is bare
    assert about(live, *triple, "rdf:type") == ["skg:Statement"]


def test_named_graphs_hold_no_bare_edges() -> None:
    live = merge(extract("a", tell(*ATTACK)))
    assert [
        quad.graph_name for quad in live.graph.quads_for_pattern(None, ox.NamedNode(expand("skg:attacked")), None, None)
    ] == [ox.DefaultGraph()]


def test_told_and_denied_is_contested_and_no_edge() -> None:
    live = merge(
        extract("a", tell(*ATTACK, when="2025-06-01")), extract("b", tell(*ATTACK, "denied", when="2025-06-01"))
    )
    assert about(live, *ATTACK, "skg:contested") == ["true"]


def test_an_accusation_that_is_denied_is_contested() -> None:
    live = merge(extract("a", tell(*ATTACK, "claimed", accusation=True)), extract("b", tell(*ATTACK, "denied")))
    assert about(live, *ATTACK, "skg:contested") == ["true"]
    assert not is_bare(live, *ATTACK)


def test_denying_one_attack_leaves_another_standing() -> None:
    live = merge(
        extract("a", tell(*ATTACK, when="2025-06-01")), extract("b", tell(*ATTACK, "denied", when="2025-07-20"))
    )
    assert is_bare(live, *ATTACK)
    assert about(live, *ATTACK, "skg:contested") == []


@pytest.mark.parametrize(
    ("told", "denied", "bare"),
    [
        ("2019", "2024", True),
        ("2019/..", "2024", False),
        ("2024", None, False),
        (None, "2024", False),
        ("2024-03", "2024", False),
    ],
)
def test_a_state_is_contradicted_at_overlapping_or_unknown_times_only(
    told: str | None, denied: str | None, bare: bool
) -> None:
    live = merge(extract("a", tell(*ALLIANCE, when=told)), extract("b", tell(*ALLIANCE, "denied", when=denied)))
    assert is_bare(live, *ALLIANCE) is bare
    assert about(live, *ALLIANCE, "skg:contested") == ([] if bare else ["true"])


def test_a_symmetric_relation_is_one_statement_in_either_direction() -> None:
    live = merge(
        extract("a", tell("ent:mali", "alliedWith", "ent:russia")),
        extract("b", tell("ent:russia", "alliedWith", "ent:mali")),
    )
    edges = list(live.graph.quads_for_pattern(None, ox.NamedNode(expand("skg:alliedWith")), None, ox.DefaultGraph()))
    assert [(name_of(edge.subject), name_of(edge.object)) for edge in edges] == [("ent:mali", "ent:russia")]


def test_publishers_are_counted_once_each_and_by_what_makes_them_independent() -> None:
    other = (
        "Quite another text, of some length, about the market in the old town, by somebody who was there on that day."
    )
    live = merge(
        extract("a", tell(*ATTACK, when="2025-06-01"), publisher="Post"),
        extract("b", tell(*ATTACK, when="2025-06-01"), publisher="The POST", text=other),
        extract("c", tell(*ATTACK, when="2025-06-02"), publisher="Herald"),
    )
    assert about(live, *ATTACK, "skg:publishers") == ["2"]
    assert about(live, *ATTACK, "skg:articles") == ["3"]


def test_articles_that_name_one_agency_count_as_one_publisher() -> None:
    live = merge(
        extract("a", tell(*ATTACK, when="2025-06-01"), publisher="Post", agencies=["ent:afp"]),
        extract("b", tell(*ATTACK, when="2025-06-01"), publisher="Herald", agencies=["ent:afp"]),
    )
    assert about(live, *ATTACK, "skg:publishers") == ["1"]


def test_denials_plans_and_accusations_corroborate_nothing() -> None:
    live = merge(
        extract("a", tell(*ATTACK, when="2025-06-01"), publisher="Post"),
        extract("b", tell(*ATTACK, "planned", when="2025-06-01"), publisher="Herald"),
        extract("c", tell(*ATTACK, "claimed", accusation=True, when="2025-06-01"), publisher="Mail"),
    )
    assert about(live, *ATTACK, "skg:publishers") == ["1"]


def test_a_state_is_corroborated_by_those_who_speak_of_one_time() -> None:
    live = merge(
        extract("a", tell(*ALLIANCE, when="2019"), publisher="Post"),
        extract("b", tell(*ALLIANCE, when="2024"), publisher="Herald"),
    )
    assert about(live, *ALLIANCE, "skg:publishers") == ["1"]
    put(live, extract("c", tell(*ALLIANCE), publisher="Mail"))
    assert about(live, *ALLIANCE, "skg:publishers") == ["2"]


REPORT = (
    "Residents of the town said that they heard shots before dawn and saw smoke above the barracks, while trucks left "
    "in the direction of the border; nobody could say who had come, and the telephone network was down all day."
)


def test_copies_of_one_text_count_once_and_name_the_earliest() -> None:
    live = merge(
        extract("late", tell(*ATTACK), publisher="Post", text=REPORT, published="2025-06-09"),
        extract(
            "early",
            tell(*ATTACK),
            publisher="Herald",
            text=REPORT.replace("before dawn", "at dawn"),
            published="2025-06-08",
        ),
    )
    assert values(live, "art:late", "skg:copyOf") == ["art:early"]
    assert values(live, "art:early", "skg:copyOf") == []
    assert about(live, *ATTACK, "skg:publishers") == ["1"]
    merge_articles(live, {"art:early": []})
    assert values(live, "art:late", "skg:copyOf") == []


def test_texts_of_one_kind_are_no_copies() -> None:
    live = merge(
        extract("a", tell(*ATTACK), text=REPORT),
        extract(
            "b",
            tell(*ATTACK),
            text="The council met for two days, and left the question of elections to a session in autumn.",
        ),
    )
    assert not list(live.graph.quads_for_pattern(None, ox.NamedNode(expand("skg:copyOf")), None, None))


def test_the_most_frequent_label_and_kind_of_an_unknown_actor_win() -> None:
    front, other = Unknown("Front X", "ArmedGroup"), Unknown("FRONT X", "PoliticalParty")
    live = merge(
        extract("a", tell(front, "supports", "ent:mali")),
        extract("b", tell(other, "supports", "ent:mali")),
        extract("c", tell(front, "supports", "ent:russia")),
    )
    assert values(live, front.iri, "skos:prefLabel") == ["Front X"]
    assert values(live, front.iri, "rdf:type") == ["skg:ArmedGroup"]
    assert values(live, front.iri, "skos:altLabel") == ["FRONT X"]
    merge_articles(live, {"art:c": []})
    assert values(live, front.iri, "skos:prefLabel") == ["FRONT X"]
    assert about(live, front.iri, "supports", "ent:mali", "rdfs:label") == ["FRONT X supports Mali"]


def test_containers_of_what_occurs_are_described_and_nothing_else() -> None:
    live = merge(extract("a", tell(*ATTACK)))
    described = {name_of(quad.subject) for quad in live.merged(None, "skos:prefLabel")}
    assert described == {"ent:jnim", "ent:boulikessi", "ent:mopti-region", "ent:mali", "ent:west-africa"}
    merge_articles(live, {"art:a": []})
    assert dump(live.graph) == dump(open_live().graph)


def test_mentions_evidence_and_articles_are_in_the_merged_graph_once() -> None:
    live = merge(extract("a", tell(*ATTACK, by=["ent:afp"])), extract("b", tell(*ATTACK)))
    counts = {
        kind: len(list(live.merged(None, "rdf:type", ox.NamedNode(expand(kind)))))
        for kind in ("schema:NewsArticle", "skg:Evidence", "skg:Mention", "skg:Statement")
    }
    assert counts == {"schema:NewsArticle": 2, "skg:Evidence": 2, "skg:Mention": 5, "skg:Statement": 1}


def test_the_graph_has_no_blank_nodes_and_no_dangling_references() -> None:
    live = merge(*(make_article(random.Random(seed), f"a{seed}") for seed in range(20)))
    described = {quad.subject for quad in live.merged(None)}
    for quad in live.merged(None):
        assert not isinstance(quad.subject, ox.BlankNode)
        if isinstance(quad.object, ox.NamedNode) and name_of(quad.object).split(":")[0] in {
            "ent",
            "st",
            "ev",
            "mn",
            "art",
        }:
            assert quad.object in described, quad


def test_a_quad_of_another_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="another graph"):
        merge_articles(open_live(), {"art:b": build_graph(extract("a"), ONTOLOGY)})


# --- any sequence of changes leads to the graph of a fresh build -----------------------------------------------------

ACTORS = [
    *("ent:jnim", "ent:isgs", "ent:mali", "ent:russia", "ent:malian-armed-forces", "ent:wagner-group"),
    Unknown("Front for Renewal of the North", names=("FRN",)),
    Unknown("Front for Renewal of the Nortth", names=("FRN", "the Front")),
    Unknown("FRN"),
    Unknown("Forces of the Rural Niger", names=("FRN",)),
    Unknown("Wagner Grroup", "MercenaryCompany"),
    Unknown("Amadou Kouffa", "Person"),
    Unknown("Amadou Koufa", "Person"),
    Unknown("jihadists", "GenericActor", country="ent:mali"),
]
PLACES = [
    "ent:boulikessi",
    "ent:kidal",
    "ent:mopti-region",
    "ent:mali",
    Unknown("Tin Essako", "Village"),
    Unknown("Tin Esako", "City"),
]
TIMES = [None, "2025-06-01", "2025-06-02", "2025-06-03", "2025-06", "2025", "2024/.."]
STATUSES = ["asserted"] * 3 + ["claimed", "claimed", "denied", "planned", "possible"]


def make_article(chance: random.Random, article_id: str) -> Extraction:
    told: list[Told] = []
    for _ in range(chance.randint(0, 3)):
        predicate = chance.choice([
            "attacked",
            "attacked",
            "captured",
            "negotiatedWith",
            "alliedWith",
            "supports",
            "operatesIn",
        ])
        subject = chance.choice(ACTORS)
        to_place = predicate in {"captured", "operatesIn"} or (predicate == "attacked" and chance.random() < 0.5)
        obj = chance.choice([item for item in (PLACES if to_place else ACTORS) if item != subject])
        told.append(
            tell(
                subject,
                predicate,
                obj,
                chance.choice(STATUSES),
                by=chance.sample(ACTORS, chance.randint(0, 2)),
                when=chance.choice(TIMES),
                where=chance.choice([None, None, *PLACES]),
                accusation=chance.random() < 0.1,
            )
        )
    return extract(
        article_id,
        *told,
        publisher=chance.choice(["Post", "Herald", None]),
        text=chance.choice([None, None, REPORT, REPORT.replace("before dawn", "late"), REPORT + " " + REPORT[::-1]]),
        agencies=chance.choice([[], [], ["ent:afp"]]),
        published=chance.choice(["2025-06-08", "2025-06-09", None]),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.integers(min_value=0, max_value=10**9))
def test_changes_lead_to_the_graph_of_a_fresh_build(seed: int) -> None:
    chance = random.Random(seed)
    live = open_live()
    final: dict[str, Extraction] = {}
    for _ in range(chance.randint(1, 6)):
        changes: dict[str, list[ox.Quad]] = {}
        for _ in range(chance.randint(1, 5)):
            article_id = f"a{chance.randint(0, 7)}"
            if chance.random() < 0.3:
                final.pop(article_id, None)
                changes[article_iri(article_id)] = []
            else:
                final[article_id] = make_article(chance, article_id)
                changes[article_iri(article_id)] = build_graph(final[article_id], ONTOLOGY)
        merge_articles(live, changes)
    fresh = open_live()
    order = list(final.values())
    chance.shuffle(order)
    put(fresh, *order)
    assert dump(live.graph) == dump(fresh.graph)
    assert dump(live.books) == dump(fresh.books)


def test_merging_everything_anew_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sahelkg.merge.BATCH", 3)
    chance = random.Random(7)
    live = merge(*(make_article(chance, f"a{n}") for n in range(40)))
    graph, books = dump(live.graph), dump(live.books)
    merge_everything(live)
    assert (dump(live.graph), dump(live.books)) == (graph, books)


def test_stores_that_are_opened_anew_as_they_are_read_hold_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator that still held one of them would keep its folder locked."""
    monkeypatch.setattr("sahelkg.tellings.MANY_READ", 1)
    monkeypatch.setattr("sahelkg.merge.MANY_WRITTEN", 1)
    opened, reopen = [], Live.reopen
    monkeypatch.setattr(Live, "reopen", lambda live: (opened.append(live), reopen(live)))
    chance = random.Random(8)
    live, on_disk = open_live(), Live.open(tmp_path, ONTOLOGY)
    on_disk.graph.extend(describe_relations(ONTOLOGY))
    for _ in range(4):
        made = [make_article(chance, f"a{chance.randint(0, 9)}") for _ in range(6)]
        changes = {article_iri(one.article.id): build_graph(one, ONTOLOGY) for one in made}
        merge_articles(live, changes)
        merge_articles(on_disk, changes)
    assert len(opened) > 8
    assert (dump(on_disk.graph), dump(on_disk.books)) == (dump(live.graph), dump(live.books))


def test_an_entry_undoes_what_a_rule_decided() -> None:
    articles = [
        extract("a", tell(Unknown("Front for Renewal", names=("FRN",)), "supports", "ent:mali")),
        extract("b", tell(Unknown("FRN"), "supports", "ent:russia")),
    ]
    live = merge(*articles)
    short, full = unknown_entity_iri("FRN"), unknown_entity_iri("Front for Renewal")
    assert is_bare(live, full, "supports", "ent:russia")
    live.ontology = build_ontology(**{short.removeprefix("ent:").replace("-", "_"): {"skg:distinctFrom": [full]}})
    merge_everything(live)
    assert is_bare(live, short, "supports", "ent:russia")
    assert not is_bare(live, full, "supports", "ent:russia")
