"""Above the cap: which actors stay, how the others are folded into communities, and that opening one shows its sentences."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from asked import fill_store
from browser import data_of, open_page
from invented import invent_network
from sahelkg.folds import join_edges, keep_folded, lay_out
from sahelkg.network import NetworkData
from sahelkg.positions import group_nodes, measure_centrality
from sahelkg.selection import read_network
from sahelkg.view import draw_network

BASE = "https://w3id.org/sahelkg/"


def fold(data, cap):
    """The network with all actors above the cap folded."""
    central = measure_centrality((a.iri for a in data.actors), ((e.subject, e.object) for e in data.edges))
    return replace(data, folded=tuple(sorted(central, key=lambda iri: (-central[iri], iri))[cap:]))


@pytest.fixture(scope="module")
def folded():
    return fold(invent_network(120, 300), 60)


@pytest.fixture(scope="module")
def drawn(folded):
    return data_of(draw_network(folded))


@pytest.fixture(scope="module")
def page_file(folded, tmp_path_factory):
    path = tmp_path_factory.mktemp("folds") / "page.html"
    path.write_text(draw_network(folded), encoding="utf-8", newline="\n")
    return path


def test_the_most_central_are_tied_to_the_largest_share_of_the_others():
    star = [("hub", f"leaf{i}") for i in range(4)] + [("leaf0", "leaf1")] * 5 + [("leaf2", "leaf2")]
    central = measure_centrality(["hub", "alone", *(f"leaf{i}" for i in range(4))], star)
    assert sorted(central, key=lambda one: -central[one])[:3] == ["hub", "leaf0", "leaf1"]
    assert (central["hub"], central["leaf2"], central["alone"]) == (0.8, 0.2, 0.0)
    assert measure_centrality([], []) == {}


def test_a_selection_folds_what_is_above_the_limit_and_counts_the_rest():
    store = fill_store()
    whole = read_network(store)
    data = read_network(store, limit=2, fold=3)
    assert len(data.actors) == 5
    assert len(data.folded) == 3
    assert data.left_out.actors == len(whole.actors) - 5
    assert len(data.edges) + data.left_out.edges == len(whole.edges)
    central = measure_centrality((a.iri for a in whole.actors), ((e.subject, e.object) for e in whole.edges))
    standing = [actor.iri for actor in data.actors if actor.iri not in data.folded]
    assert min(central[iri] for iri in standing) >= max(central[iri] for iri in data.folded)
    assert read_network(store, limit=100, fold=10).folded == ()
    assert read_network(ox.Store(), limit=1, fold=1).folded == ()


def test_each_folded_actor_is_in_the_fold_of_its_community(folded, drawn):
    numbers = {actor.iri: number for number, actor in enumerate(folded.actors)}
    groups = group_nodes(len(numbers), [(numbers[e.subject], numbers[e.object], float(e.weight)) for e in folded.edges])
    members = {member: one["community"] for one in drawn["folds"] for member in one["members"]}
    assert members == {numbers[iri]: groups[numbers[iri]] for iri in folded.folded}
    assert {i for i, actor in enumerate(drawn["actors"]) if actor.get("folded")} == set(members)
    assert all(groups[one["hub"]] == one["community"] and one["hub"] not in members for one in drawn["folds"] if "hub" in one)


def test_the_picture_has_a_node_for_each_fold_and_a_line_for_its_edges(folded, drawn):
    nodes = {node["id"] for node in drawn["vis"]["nodes"]}
    standing = {i for i, actor in enumerate(drawn["actors"]) if not actor.get("folded")}
    assert nodes == standing | {one["id"] for one in drawn["folds"]}
    home = {member: one["id"] for one in drawn["folds"] for member in one["members"]}
    lines = {edge["id"]: (edge["from"], edge["to"]) for edge in drawn["vis"]["edges"] if str(edge["id"]).startswith("line-")}
    for number, edges in enumerate(drawn["foldLines"]):
        for i in edges:
            edge = drawn["edges"][i]
            ends = {home.get(edge["subject"], edge["subject"]), home.get(edge["object"], edge["object"])}
            assert ends == set(lines[f"line-{number}"])
    through = {i for edges in drawn["foldLines"] for i in edges}
    ends = [(home.get(edge["subject"]), home.get(edge["object"])) for edge in drawn["edges"]]
    assert through == {i for i, (one, other) in enumerate(ends) if one != other}
    assert all(edge["passages"] for edge in drawn["edges"])  # no statement without a sentence


def test_nodes_do_not_stand_on_each_other(drawn):
    spots = [(node["x"], node["y"]) for node in drawn["vis"]["nodes"]]
    assert len(set(spots)) == len(spots)


def test_a_page_of_300_among_thousands_keeps_its_size_and_says_what_it_leaves_out():
    html = draw_network(replace(fold(invent_network(2000, 5000), 300), asked=(("since", "2031-01-01"),)))
    assert len(html.encode()) <= 1_500_000
    data = data_of(html)
    folded, left = data["notes"][0]["text"], data["notes"][1]
    inside = sum(len(one["members"]) for one in data["folds"])
    assert folded.startswith(f"{inside} of these actors are folded into their communities")
    assert left["text"].startswith(f"{1700 - inside:,} more actors")
    assert "degree centrality" in folded
    assert left["command"] == "sahelkg view --since 2031-01-01 --limit 2000"
    assert len(data["actors"]) == 300 + inside


def test_without_folded_actors_there_is_no_fold():
    data = invent_network(20, 40)
    assert lay_out(data)[1] == []
    assert lay_out(NetworkData()) == ([], [])
    assert keep_folded(data, 0) is data
    assert join_edges(data, []) == []
    assert "folds" not in data_of(draw_network(data))


def test_a_click_opens_a_community_and_its_sentences(browser, folded, drawn, page_file):
    with open_page(browser, page_file) as page:
        assert "60 more actors folded" in page.inner_text("#counts")
        one = drawn["folds"][0]
        page.click(f'[data-fold="{one["community"]}"]')
        assert page.inner_text("#counts").startswith(f"{60 + len(one['members'])} actors")
        assert page.evaluate("location.hash") == f"#open={one['community']}"
        member = one["members"][0]
        page.fill("#search", drawn["actors"][member]["label"])
        page.keyboard.press("Enter")
        page.locator("#panel .row[data-edge]").first.click()
        quotes = {passage.quote[:60] for edge in folded.edges for passage in edge.passages}
        assert page.inner_text("#panel blockquote").strip("“” […]")[:60] in quotes
        page.click("#overview")
        page.click(f'[data-fold="{one["community"]}"]')
        assert "60 more actors folded" in page.inner_text("#counts")


def test_what_is_found_or_shared_is_unfolded(browser, drawn, page_file):
    last = drawn["folds"][-1]
    label = drawn["actors"][last["members"][0]]["label"]
    with open_page(browser, page_file) as page:
        page.fill("#search", label)
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == label
        shared = page.evaluate("location.hash")
        assert f"open={last['community']}" in shared
        counts = page.inner_text("#counts")
    with open_page(browser, page_file, shared, width=390, height=844) as page:
        assert (page.inner_text("#panel h2"), page.inner_text("#counts")) == (label, counts)
    with open_page(browser, page_file, "#open=999&open=x") as page:
        assert "60 more actors folded" in page.inner_text("#counts")


def test_a_fold_is_hidden_when_none_of_it_answers_to_the_filters(browser, page_file):
    with open_page(browser, page_file) as page:
        page.click("#show-filters")
        page.check("input[name=publisher] >> nth=0")
        page.check("input[name=relation] >> nth=0")
        assert " of 120 actors, " in page.inner_text("#counts")
        page.click("#show-downloads")
        with page.expect_download() as waiting:
            page.click("#downloads button:has-text('SVG')")
        assert waiting.value.suggested_filename == "sahelkg.svg"
        page.click("#reset")
        page.focus("#picture")
        page.keyboard.press("ArrowRight")
        assert page.locator("#panel .row[data-edge]").count() > 0
