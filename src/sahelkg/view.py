"""The network page: actors and what is told of them, every line with its sentences. The door to pyvis.

pyvis writes the picture for vis-network and brings that library with it (version 9.1.2, MIT or Apache 2.0); positions,
frame and everything around the picture are the project's. pyvis is imported when a page is asked for, not before.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sahelkg.content import write_content
from sahelkg.errors import SahelKGError
from sahelkg.folds import join_edges, lay_out
from sahelkg.page import build_page, read_asset
from sahelkg.pagedata import list_families, list_statuses
from sahelkg.positions import Place, curve_edges
from sahelkg.room import fit_network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sahelkg.conflicts import Conflict
    from sahelkg.folds import Fold
    from sahelkg.network import NetworkData

SCRIPTS = (
    "base.js",
    "evidence.js",
    "address.js",
    "space.js",
    "events.js",
    "folds.js",
    "sizes.js",
    "picture.js",
    "labels.js",
    "svg.js",
    "panel.js",
    "search.js",
    "filters.js",
    "tables.js",
    "downloads.js",
    "main-network.js",
    "start.js",
)
LABEL_LETTERS = 34  # of a name in the picture; the panel has all of it


def draw_network(
    data: NetworkData, conflicts: Sequence[Conflict] = (), *, title: str = "Who did what to whom, according to whom"
) -> str:
    """The page of a network: one HTML text that asks no network for anything. Equal data gives an equal text.

    Passages that would make the page too large are left out, those of the best told edges first, and then the edges that
    are told least (:func:`sahelkg.room.fit_network`); the page says so. Where
    the network has passages on two sides of a conflict, the panel shows each beside the other.

    Examples:
        >>> from sahelkg.network import NetworkData
        >>> "Content-Security-Policy" in draw_network(NetworkData())
        True
    """
    library = _read_vis_network()
    taken = len(library.encode())
    data = fit_network(data, taken)
    content = _write_picture(data, conflicts, title, taken)
    body = ("header.html", "network.html")
    return build_page(view="network", title=title, data=content, body=body, scripts=SCRIPTS, libraries=[library])


def _write_picture(data: NetworkData, conflicts: Sequence[Conflict], title: str, taken: int) -> dict[str, Any]:
    """The data of the page."""
    places, folds = lay_out(data)
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    lines = join_edges(data, folds)
    more: dict[str, Any] = {"vis": _draw_picture(data, numbers, places, folds, lines)}
    if folds:
        more["folds"] = [
            {
                "id": fold.id,
                "community": fold.place.community,
                "members": list(fold.members),
            }
            | ({} if fold.hub is None else {"hub": fold.hub})
            for fold in folds
        ]
        more["foldLines"] = [line["edges"] for line in lines]
    communities = [place.community for place in places]
    return write_content(data, title=title, more=more, taken=taken, communities=communities, conflicts=conflicts)


@cache
def _read_vis_network() -> str:
    """The newest vis-network that pyvis ships, its licence note at the top."""
    folder = files("pyvis") / "templates" / "lib"
    found = [file for lib in folder.iterdir() if (file := lib / "vis-network.min.js").is_file()]
    if not found:
        raise SahelKGError("pyvis came without vis-network: install pyvis 0.3.2 or later")
    return max(found, key=str).read_text(encoding="utf-8")


def _draw_picture(
    data: NetworkData, numbers: dict[str, int], places: list[Place], folds: list[Fold], lines: list[dict[str, Any]]
) -> dict[str, Any]:
    """Nodes, edges and options as pyvis hands them to vis-network. Ids are numbers and those of folds: no name becomes one."""
    from pyvis.network import Network

    families = {kind: family for family in list_families() for kind in family["kinds"]}
    looks = {status["id"]: status for status in list_statuses()}
    symmetric = {relation.name for relation in data.relations if relation.symmetric}
    labels = {relation.name: relation.label for relation in data.relations}
    neighbours: dict[int, set[int]] = {number: set() for number in range(len(data.actors))}
    ends = [(numbers[edge.subject], numbers[edge.object]) for edge in data.edges]
    for one, other in ends:
        neighbours[one].add(other)
        neighbours[other].add(one)
    picture = Network(directed=True, cdn_resources="in_line")
    for number, (actor, place) in enumerate(zip(data.actors, places, strict=True)):
        if actor.iri in data.folded_set:  # the page draws it when its fold is opened
            continue
        family = families.get(actor.kind, list_families()[-1])
        picture.add_node(
            number,
            label=_shorten(actor.label),
            shape=family["shape"],
            group=family["id"],
            value=len(neighbours[number]) * (0.5 if family.get("small") else 1),
            x=place.x,
            y=place.y,
        )
    curves = curve_edges(ends, [(place.x, place.y) for place in places])
    for number, (edge, (one, other), curve) in enumerate(zip(data.edges, ends, curves, strict=True)):
        if data.is_folded(edge):
            continue
        line = looks["contested" if edge.contested else edge.status]
        arrows = ";".join(["to"] * (edge.relation not in symmetric) + ["middle"] * bool(line.get("bar")))
        smooth = {"enabled": True, "type": "curvedCW" if curve > 0 else "curvedCCW", "roundness": abs(curve)}
        options = {"dashes": line["dashes"]} if line["dashes"] else {}
        picture.add_edge(
            one,
            other,
            id=number,
            label=_shorten(labels.get(edge.relation, edge.relation)),
            width=round(1.2 + min(edge.weight - 1, 8) * 0.35, 2),
            arrows=arrows,
            **({"smooth": smooth} if curve else {}),
            **options,
        )
    for fold in folds:
        size = 46 + min(30, round(4 * len(fold.members) ** 0.5))
        look = {"size": size, "group": "fold", "shapeProperties": {"borderDashes": [7, 5]}, "borderWidth": 3}
        picture.add_node(fold.id, label=f"+{len(fold.members)}", shape="dot", x=fold.place.x, y=fold.place.y, **look)
    for number, line in enumerate(lines):
        width = round(1 + math.log2(len(line["edges"])), 1)
        picture.add_edge(*line["ends"], id=f"line-{number}", width=width, arrows="", dashes=[1, 4], label="")
    picture.options = json.loads(read_asset("options.json"))
    picture.options["groups"] = {family["id"]: {"color": _colour_node(family["colour"])} for family in list_families()}
    picture.options["groups"]["fold"] = {"color": _colour_node("#ffffff")}
    nodes, edges, _, _, _, options = picture.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _colour_node(colour: str) -> dict[str, Any]:
    """The same ground whether chosen or not: the border tells."""
    chosen = {"background": colour, "border": "#005fb8"}
    return {"background": colour, "border": "#33383d", "highlight": chosen, "hover": chosen}


def _shorten(label: str) -> str:
    """A label that a picture has room for, on one line."""
    line = " ".join(label.split())
    return line if len(line) <= LABEL_LETTERS else line[: LABEL_LETTERS - 1] + "…"
