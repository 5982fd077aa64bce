"""The outline map of the pages: python scripts/make_outline.py countries-50m.json.

Writes src/sahelkg/assets/outline.json from the countries of Natural Earth (https://www.naturalearthdata.com, public
domain), as the npm package world-atlas packs them (``npm pack world-atlas@2.0.2``; its file countries-50m.json). Kept are
the countries of the map's window, their rings simplified by Douglas and Peucker, borders once for both neighbours. Equal
input gives equal bytes. The names of states are matched against those of the ontology, so that pages know which is which.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from sahelkg.ontology import load_ontology
from sahelkg.vocabulary import normalise_name

TARGET = Path(__file__).parents[1] / "src" / "sahelkg" / "assets" / "outline.json"
WINDOW = (-26.0, -12.0, 52.0, 40.0)  # west, south, east, north: the Sahel and what borders on its neighbours
GRID = 50  # steps of a degree: some 2 km
TOLERANCE = 0.045  # degrees: what is nearer to the line than this goes
SMALLEST = 0.02  # square degrees of a ring that is not the only one of its country
SOURCE = (
    "Natural Earth 4.1.0, Admin 0 countries, 1:50,000,000 (public domain), by way of the npm package world-atlas 2.0.2 "
    "(ISC licence, copyright 2013-2019 Michael Bostock)"
)

Point = tuple[float, float]


def main(file: Path) -> None:
    """Writes the outline."""
    raw = file.read_bytes()
    atlas = json.loads(raw)
    arcs = [read_arc(arc, atlas["transform"]) for arc in atlas["arcs"]]
    states = match_states()
    kept: dict[int, int] = {}
    written: list[list[int]] = []
    countries = []
    for geometry in sorted(atlas["objects"]["countries"]["geometries"], key=lambda one: one["properties"]["name"]):
        rings = list_rings(geometry)
        outlines = [(ring, join_ring(ring, arcs)) for ring in rings]
        near = [(ring, points) for ring, points in outlines if lies_in_window(points)]
        if not near:
            continue
        largest = max(near, key=lambda one: measure_area(one[1]))
        chosen = [one for one in near if one is largest or measure_area(one[1]) >= SMALLEST]
        numbers = [[take_arc(arc, arcs, kept, written) for arc in ring] for ring, _ in chosen]
        name = geometry["properties"]["name"]
        x, y = find_middle(largest[1])
        country: dict[str, Any] = {"name": name, "rings": numbers, "at": [round(x, 2), round(y, 2)]}
        if state := find_state(name, states):
            country["iri"] = state
        countries.append(country)
    content = {
        "source": SOURCE,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "window": WINDOW,
        "grid": GRID,
        "countries": countries,
        "arcs": written,
    }
    TARGET.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(countries)} countries, {len(written)} lines, {TARGET.stat().st_size:,} bytes")
    print("no state of the ontology:", ", ".join(c["name"] for c in countries if "iri" not in c))


def read_arc(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    """The points of a line in degrees: TopoJSON gives differences on a grid."""
    (across, up), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * across + west, y * up + south))
    return points


def list_rings(geometry: dict[str, Any]) -> list[list[int]]:
    """The outer rings of a country, each as the numbers of its lines; below 0 stands a line that runs backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def join_ring(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring."""
    points: list[Point] = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return points


def lies_in_window(points: list[Point]) -> bool:
    """Whether a ring reaches into the map's window."""
    west, south, east, north = WINDOW
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) > west and min(xs) < east and max(ys) > south and min(ys) < north


def measure_area(points: list[Point]) -> float:
    """The area of a ring in square degrees."""
    following = [*points[1:], points[0]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, following, strict=True))) / 2


def find_middle(points: list[Point]) -> Point:
    """The point inside a ring that is farthest from its border, on a grid; for a name."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, south, east, north = min(xs), min(ys), max(xs), max(ys)
    step = max(0.1, min(east - west, north - south) / 24)
    best = (-1.0, ((west + east) / 2, (south + north) / 2))
    border = points[:: max(1, len(points) // 200)]
    for i in range(int((east - west) / step) + 1):
        for j in range(int((north - south) / step) + 1):
            spot = (west + (i + 0.5) * step, south + (j + 0.5) * step)
            if is_inside(spot, points):
                best = max(best, (min(math.dist(spot, point) for point in border), spot))
    return best[1]


def is_inside(spot: Point, points: list[Point]) -> bool:
    """Whether a point lies within a ring, by the borders that a line from it crosses."""
    inside = False
    x, y = spot
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def take_arc(number: int, arcs: list[list[Point]], kept: dict[int, int], written: list[list[int]]) -> int:
    """The line's number in the outline, where it is written once."""
    own = number if number >= 0 else ~number
    if own not in kept:
        kept[own] = len(written)
        written.append(write_arc(simplify(arcs[own])))
    return kept[own] if number >= 0 else ~kept[own]


def simplify(points: list[Point]) -> list[Point]:
    """The line without the points that are nearer to it than the tolerance (Douglas and Peucker); its ends stay."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        far, at = max((measure_distance(points[i], points[first], points[last]), i) for i in range(first + 1, last))
        if far > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def measure_distance(point: Point, one: Point, other: Point) -> float:
    """How far a point is from a stretch."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    square = dx * dx + dy * dy
    part = 0.0 if square == 0 else max(0.0, min(1.0, ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / square))
    return math.dist(point, (one[0] + part * dx, one[1] + part * dy))


def write_arc(points: list[Point]) -> list[int]:
    """The line on the grid: its first point, then the differences."""
    numbers: list[int] = []
    x = y = 0
    for lon, lat in points:
        u, v = round(lon * GRID), round(lat * GRID)
        if not numbers or (u, v) != (x, y):
            numbers += [u - x, v - y]
        x, y = u, v
    return numbers


def match_states() -> dict[str, str]:
    """The states of the ontology by each of their normalised names."""
    ontology = load_ontology()
    states = [(iri, entity) for iri, entity in sorted(ontology.entities.items()) if entity.kind == "State"]
    return {normalise_name(name): iri for iri, entity in states for name in (entity.label, *entity.names)}


def find_state(name: str, states: dict[str, str]) -> str | None:
    """The state of a name, whose words Natural Earth cuts short ("Dem. Rep. Congo")."""
    if found := states.get(normalise_name(name)):
        return found
    stems = name.replace(".", "").split()
    if "." not in name:
        return None
    fitting = {
        iri
        for full, iri in states.items()
        if len(words := [w for w in full.split() if w not in {"of", "and", "the"}]) == len(stems)
        and all(w.startswith(normalise_name(stem)) for w, stem in zip(words, stems, strict=True))
    }
    return fitting.pop() if len(fitting) == 1 else None


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
