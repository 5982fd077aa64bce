import pyoxigraph as ox
import pytest

from asked import fill_store
from sahelkg.errors import QueryError
from sahelkg.lookup import find_entity, label_entities
from sahelkg.vocabulary import ONTOLOGY_GRAPH, expand


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return fill_store()


def add(store: ox.Store, subject: str, name: str, value: ox.NamedNode | ox.Literal, graph: str | None = None) -> None:
    where = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    store.add(ox.Quad(ox.NamedNode(expand(subject)), ox.NamedNode(expand(name)), value, where))


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("JNIM", "jnim"),
        ("jnim", "jnim"),
        (" The J.N.I.M. ", None),
        ("GSIM", "jnim"),
        ("group for the support of islam & muslims", None),
        ("Group for the Support of Islam and Muslims", "jnim"),
        ("the group, for the support of Islam and Muslims", "jnim"),
        ("Jamaat Nusrat al-Islam", "jnim"),
        ("assimi goita", "assimi-goita"),
        ("ASSIMI GOÏTA", "assimi-goita"),
        ("Boulkessi", "boulikessi"),
        ("Front for Change", "x-front-for-change-0a1b2c3d"),
        ("the front for change", "x-front-for-change-0a1b2c3d"),
        ("Chad", "chad"),
        ("ent:mali", "mali"),
        ("<https://w3id.org/sahelkg/id/mali>", "mali"),
        ("https://w3id.org/sahelkg/id/chad", "chad"),
        ("ent:nobody", None),
        ("", None),
        ("  ", None),
        ("...", None),
        ('"JNIM"', "jnim"),
        ("JNIM\\", "jnim"),
        ("attacked", None),
        ("Sahel Post", None),
        ("ent:a> ?p ?o } #", None),
    ],
)
def test_names(name: str, entity: str | None, store: ox.Store) -> None:
    if entity is not None:
        assert find_entity(store, name) == expand(f"ent:{entity}")
        return
    with pytest.raises(QueryError, match=r"named|no such actor") as caught:
        find_entity(store, name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "near"), [("JNMI", "JNIM"), ("Boulikesi", "Boulikessi"), ("Frnace", "France")])
def test_near_names_are_listed(name: str, near: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=f"did you mean .*{near}"):
        find_entity(store, name)


def test_a_name_that_acts_on_terminals_is_shown_harmless(store: ox.Store) -> None:
    with pytest.raises(QueryError) as caught:
        find_entity(store, "x\x1b[31m\u202ey\n")
    assert not {"\x1b", "\u202e", "\n"} & set(str(caught.value))


def test_several_bearers() -> None:
    store = fill_store()
    label = ox.Literal("Niger", language="en")
    add(store, "ent:niger-river", "skos:prefLabel", label, ONTOLOGY_GRAPH)
    add(store, "ent:niger-river", "rdf:type", ox.NamedNode(expand("skg:Village")), ONTOLOGY_GRAPH)
    assert find_entity(store, "Niger") == expand("ent:niger"), "what occurs goes before what is only known"
    assert find_entity(store, "Niger", "Actor") == expand("ent:niger"), "the kind decides"
    add(store, "st:x", "rdf:subject", ox.NamedNode(expand("ent:niger-river")))
    with pytest.raises(QueryError, match="may be any of ent:niger, ent:niger-river: give one of these"):
        find_entity(store, "niger")
    assert find_entity(store, "Niger", "Actor") == expand("ent:niger")
    assert find_entity(store, "ent:niger-river") == expand("ent:niger-river")


def test_a_preferred_label_goes_before_others() -> None:
    store = fill_store()
    add(store, "ent:wrong", "skos:altLabel", ox.Literal("JNIM", language="en"))
    add(store, "st:x", "rdf:subject", ox.NamedNode(expand("ent:wrong")))
    assert find_entity(store, "JNIM") == expand("ent:jnim")


def test_labels(store: ox.Store) -> None:
    wanted = {expand("ent:jnim"), expand("ent:nobody")}
    assert label_entities(store, wanted) == {expand("ent:jnim"): "JNIM", expand("ent:nobody"): "ent:nobody"}
    assert label_entities(store, set()) == {}
