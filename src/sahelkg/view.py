"""The network page: actors and what is told of them, every line with its sentences. The door to pyvis.

pyvis writes the picture for vis-network and brings that library with it (version 9.1.2, MIT or Apache 2.0); positions,
frame and everything around the picture are the project's. pyvis is imported when a page is asked for, not before.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sahelkg.content import write_content
from sahelkg.errors import SahelKGError
from sahelkg.page import build_page, read_asset
from sahelkg.pagedata import list_families, list_statuses
from sahelkg.positions import Place, compute_positions, curve_edges

if TYPE_CHECKING:
    from sahelkg.network import NetworkData

SCRIPTS = (
    "base.js",
    "evidence.js",
    "address.js",
    "space.js",
    "events.js",
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


def draw_network(data: NetworkData, *, title: str = "Who did what to whom, according to whom") -> str:
    """The page of a network: one HTML text that asks no network for anything. Equal data gives an equal text.

    Passages that would make the page too large are left out, those of the best told edges first; the page says so.

    Examples:
        >>> from sahelkg.network import NetworkData
        >>> "Content-Security-Policy" in draw_network(NetworkData())
        True
    """
    numbers = {actor.iri: number for number, actor in enumerate(data.actors)}
    ties = [(numbers[edge.subject], numbers[edge.object], float(edge.weight)) for edge in data.edges]
    places = compute_positions(len(data.actors), ties)
    library = _read_vis_network()
    content = write_content(
        data,
        title=title,
        more={"vis": _draw_picture(data, numbers, places)},
        taken=len(library.encode()),
        communities=[place.community for place in places],
    )
    body = ("header.html", "network.html")
    return build_page(view="network", title=title, data=content, body=body, scripts=SCRIPTS, libraries=[library])


@cache
def _read_vis_network() -> str:
    """The newest vis-network that pyvis ships, its licence note at the top."""
    folder = files("pyvis") / "templates" / "lib"
    found = [file for lib in folder.iterdir() if (file := lib / "vis-network.min.js").is_file()]
    if not found:
        raise SahelKGError("pyvis came without vis-network: install pyvis 0.3.2 or later")
    return max(found, key=str).read_text(encoding="utf-8")


def _draw_picture(data: NetworkData, numbers: dict[str, int], places: list[Place]) -> dict[str, Any]:
    """Nodes, edges and options as pyvis hands them to vis-network. Ids are numbers: no name becomes one."""
    from pyvis.network import Network

    families = {kind: family for family in list_families() for kind in family["kinds"]}
    lines = {status["id"]: status for status in list_statuses()}
    symmetric = {relation.name for relation in data.relations if relation.symmetric}
    labels = {relation.name: relation.label for relation in data.relations}
    neighbours: dict[int, set[int]] = {number: set() for number in range(len(data.actors))}
    ends = [(numbers[edge.subject], numbers[edge.object]) for edge in data.edges]
    for one, other in ends:
        neighbours[one].add(other)
        neighbours[other].add(one)
    picture = Network(directed=True, cdn_resources="in_line")
    for number, (actor, place) in enumerate(zip(data.actors, places, strict=True)):
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
        line = lines["contested" if edge.contested else edge.status]
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
    picture.options = json.loads(read_asset("options.json"))
    picture.options["groups"] = {family["id"]: {"color": _colour_node(family["colour"])} for family in list_families()}
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
