import io
import json

import pyoxigraph as ox
import pytest

from asked import fill_store
from sahelkg.errors import QueryError
from sahelkg.explain import explain, write_explanation
from sahelkg.vocabulary import expand


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return fill_store()


def told(store: ox.Store, *names: str) -> list[str]:
    edges = explain(store, *names).edges
    return [passage.iri.rsplit("/", 1)[1] for edge in edges for passage in edge.passages]


def show(store: ox.Store, *names: str, form: str = "text", terminal: bool = False) -> str:
    stream = io.BytesIO()
    write_explanation(explain(store, *names), form, stream, terminal=terminal)
    return stream.getvalue().decode()


@pytest.mark.parametrize(
    ("names", "evidence"),
    [
        (("GSIM",), ["b1", "a1", "c1", "a2", "c8"]),
        (("JNIM", "attacked"), ["b1", "a1"]),
        (("Boulkessi", "attacked"), ["b1", "a1"]),
        (("JNIM", "attacked", "Boulikessi"), ["b1", "a1"]),
        (("JNIM", "captured", "Boulikessi"), ["c1", "a2"]),
        (("Mali", "alliedWith", "Russia"), ["a3"]),
        (("Russia", "allied with", "Mali"), ["a3"]),
        (("FAMa", "supports"), ["b5", "b2"]),
        (("Africa Corps", "supports", "FAMa"), ["b5", "b2"]),
        (("Africa Corps", "trains", "FAMa"), ["b2"]),
        (("Assimi Goïta", "memberOf"), ["c2"]),
    ],
)
def test_the_passages_behind(names: tuple[str, ...], evidence: list[str], store: ox.Store) -> None:
    assert told(store, *names) == evidence


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("Boulikessi", "attacked", "JNIM"), "but of JNIM and Boulikessi: exchange the names"),
        (("Malli",), "did you mean Mali"),
        (("JNIM", "atacked"), "did you mean attacked"),
        (("JNIM", "attacked", "Nowhere"), "no actor or place named 'Nowhere'"),
        (("France", "leads"), "no passage tells that relation of France"),
        (("Chad",), "no passage tells anything of"),
        (("Assimi Goïta", "leads", "Russia"), "no passage tells that relation of Assimi Goïta and Russia"),
    ],
)
def test_what_is_not_told(names: tuple[str, ...], message: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=message):
        explain(store, *names)


def test_text_marks_the_words_and_says_all(store: ox.Store) -> None:
    text = show(store, "JNIM", "attacked", "Boulikessi")
    assert text.startswith("JNIM — attacked — Boulikessi  (a fact of the graph)\n")
    assert "“The group, *JNIM*, _said_ it had /stormed/ the garrison town of *Boulikessi* on Sunday”" in text
    assert (
        "Sahel Post · “Raid on a garrison” · 2025-06-02 · claimed by JNIM · on 2025-06-01 · at Boulikessi · "
        "dead: 30 soldiers · ev:a1" in text
    )
    assert "dead: at least 60 · wounded: 12" in text


def test_how_an_edge_stands(store: ox.Store) -> None:
    assert "(contested)" in show(store, "JNIM", "captured")
    planned = show(store, "FAMa", "trains")
    assert "(not a fact of the graph)" in planned
    assert "planned" in planned
    assert "claimed by Mali (content of an accusation)" in show(store, "France", "supports", "JNIM")


def test_nothing_of_an_article_acts_on_the_terminal(store: ox.Store) -> None:
    shown = show(store, "JNIM", terminal=True)
    assert "\x1b[1mJNIM\x1b[0m" in shown
    assert "[31m <script>" in shown
    assert "\x1b[31m" not in shown
    assert "\x1b" not in show(store, "JNIM")


def test_json_holds_the_same(store: ox.Store) -> None:
    content = json.loads(show(store, "JNIM", "attacked", form="json"))
    assert [edge["statement"] for edge in content] == ["st:attack"]
    assert content[0]["subject"] == {"iri": expand("ent:jnim"), "label": "JNIM"}
    assert content[0]["bare"] is True
    passage = content[0]["passages"][1]
    assert passage["article"]["publisher"] == "Sahel Post"
    words = [passage["quote"][mark["start"] : mark["end"]] for mark in passage["marks"]]
    assert words == ["JNIM", "said", "Boulikessi", "stormed"]


def test_the_order_of_insertion_does_not_show(store: ox.Store) -> None:
    assert show(store, "Mali", form="json") == show(fill_store(shuffled=3), "Mali", form="json")
