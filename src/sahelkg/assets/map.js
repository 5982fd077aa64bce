// The map: outlines in degrees under one transform, marks and names over them in pixels, drawn anew with each move.
const MARKS = DATA.marks;
const MARK_OF = new Map(MARKS.flatMap((mark, n) => [mark.actor, ...(mark.inside || [])].map((actor) => [actor, n])));
const FLAT = 0.966; // a degree of longitude in degrees of latitude, at 15° north
const at = (lon, lat) => ({ x: lon * FLAT, y: -lat });
const ARCS = DATA.outline.arcs.map((numbers) => {
  let [x, y] = [0, 0];
  const points = [];
  for (let n = 0; n < numbers.length; n += 2) {
    [x, y] = [x + numbers[n], y + numbers[n + 1]];
    points.push(at(x / DATA.outline.grid, y / DATA.outline.grid));
  }
  return points;
});
const COUNTRIES = DATA.outline.countries.map(({ name, rings, at: [lon, lat] }) => {
  const outline = rings.map((ring) => ring.flatMap((arc) => (arc >= 0 ? ARCS[arc] : [...ARCS[~arc]].reverse())));
  const xs = outline.flat().map(({ x }) => x);
  return { name, ...at(lon, lat), wide: Math.max(...xs) - Math.min(...xs),
    path: outline.map((ring) => `M${ring.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`).join("") };
});

const sight = { x: 0, y: 0, scale: 10 }; // what stands in the middle, and pixels a degree
let chart = null;
let shownMarks = [];
const size = () => ({ width: byId("map").clientWidth || 1, height: byId("map").clientHeight || 1 });
const onScreen = ({ x, y }) => ({ x: (x - sight.x) * sight.scale + size().width / 2, y: (y - sight.y) * sight.scale + size().height / 2 });

const drawMark = (mark, colour) => {
  const { x, y } = onScreen(at(mark.x, mark.y));
  const chosen = mark === MARKS[MARK_OF.get(state.actor)];
  const look = { fill: colour("accent"), "fill-opacity": mark.vague ? 0.12 : 0.72, stroke: chosen ? colour("ink") : colour("accent"), "stroke-width": chosen ? 3 : mark.vague ? 2 : 1.2 };
  const shape = mark.vague
    ? drawing("rect", { x: x - mark.radius, y: y - mark.radius, width: 2 * mark.radius, height: 2 * mark.radius, rx: 3, "stroke-dasharray": "4 3", ...look })
    : drawing("circle", { cx: x, cy: y, r: mark.radius, ...look });
  shape.classList.add("mark");
  shape.dataset.actor = mark.actor;
  shape.append(drawing("title", {}, xmlText(`${mark.vague ? "somewhere in " : ""}${DATA.actors[mark.actor].label}: ${mark.words}`)));
  return shape;
};
const writeName = (text, x, y, letters, fill, halo, more = {}) => drawing("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": letters, fill, stroke: halo, "stroke-width": (letters * 0.28).toFixed(1), "paint-order": "stroke", "stroke-linejoin": "round", "text-anchor": "middle", "dominant-baseline": "central", ...more }, xmlText(text));
const context = el("canvas").getContext("2d");

// Names of places first, those of which most is told before the others, then names of countries where there is room.
const drawNames = (colour) => {
  const { width, height } = size();
  const taken = makeSpace(60);
  const box = (x, y, wide, high) => ({ left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 });
  const inside = (one) => one.left > 2 && one.right < width - 2 && one.top > 2 && one.bottom < height - 2;
  const names = [];
  for (const mark of shownMarks) {
    const { x, y } = onScreen(at(mark.x, mark.y));
    taken.take({ owner: mark, ...box(x, y, 2 * mark.radius, 2 * mark.radius) });
  }
  const chosen = MARKS[MARK_OF.get(state.actor)];
  for (const mark of [...shownMarks].sort((a, b) => Number(b === chosen) - Number(a === chosen))) {
    const text = shorten(DATA.actors[mark.actor].label);
    const { x, y } = onScreen(at(mark.x, mark.y));
    const [wide, reach] = [widthOf(context, text) * 12.5 * (mark.vague ? 1 : 1.1), mark.radius + 4];
    const [right, left, above, below] = [[x + reach + wide / 2, y], [x - reach - wide / 2, y], [x, y - reach - 6], [x, y + reach + 6]];
    const spot = (mark.vague ? [below, above, right, left] : [right, left, above, below]).find(([cx, cy]) => inside(box(cx, cy, wide, 14)) && taken.free(box(cx, cy, wide, 14), mark));
    if (!spot) continue;
    taken.take(box(...spot, wide, 14));
    names.push(writeName(text, ...spot, 12.5, colour(mark.vague ? "soft" : "ink"), colour("land"), mark.vague ? { "font-style": "italic" } : { "font-weight": 600 }));
  }
  for (const { name, wide, x: lon, y: lat } of COUNTRIES) {
    const { x, y } = onScreen({ x: lon, y: lat });
    const letters = widthOf(context, name) * 11.5;
    if (letters > wide * sight.scale || !inside(box(x, y, letters, 12)) || !taken.free(box(x, y, letters, 12))) continue;
    taken.take(box(x, y, letters, 12));
    names.push(writeName(name, x, y, 11.5, colour("soft"), colour("land"), { "letter-spacing": ".04em" }));
  }
  return names;
};
const drawMap = () => {
  const colour = palette();
  const { width, height } = size();
  chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
  chart.firstChild.nextSibling.setAttribute("fill", colour("sea"));
  const land = chart.querySelector("g");
  land.setAttribute("transform", `translate(${width / 2} ${height / 2}) scale(${sight.scale}) translate(${-sight.x} ${-sight.y})`);
  for (const [name, value] of [["fill", "land"], ["stroke", "border"]]) land.setAttribute(name, colour(value));
  chart.lastChild.replaceChildren(...[...shownMarks].reverse().map((mark) => drawMark(mark, colour)), ...drawNames(colour)); // the largest below
};
const startMap = () => {
  const land = drawing("g", { "stroke-width": 0.9, "stroke-linejoin": "round" }, ...COUNTRIES.map(({ path }) => drawing("path", { d: path, "vector-effect": "non-scaling-stroke" })));
  chart = drawing("svg", { width: "100%", height: "100%", role: "img", "aria-label": "Outline map with the places listed in the panel", "font-family": FACE },
    drawing("title", {}, xmlText(DATA.title)), drawing("rect", { width: "100%", height: "100%" }), land, drawing("g", {}));
  byId("map").replaceChildren(chart);
  new ResizeObserver(drawMap).observe(byId("map"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawMap);
  watchPointers();
};

// Looks at these points as closely as they allow, at nothing smaller than six degrees.
const lookAt = (points, edge = 70) => {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { width, height } = size();
  const scale = Math.min((width - 2 * edge) / Math.max(right - left, 6), (height - 2 * edge) / Math.max(bottom - top, 6));
  Object.assign(sight, { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, 4) });
  drawMap();
};
const SAHEL = [at(-17, 6), at(36, 24)];
const lookAtAll = () => lookAt(shownMarks.length ? shownMarks.map(({ x, y }) => at(x, y)) : SAHEL, Math.min(70, size().width / 7));
const zoomMap = (factor, x = size().width / 2, y = size().height / 2) => {
  const scale = Math.min(Math.max(sight.scale * factor, 4), 600);
  const [dx, dy] = [x - size().width / 2, y - size().height / 2];
  Object.assign(sight, { x: sight.x + dx / sight.scale - dx / scale, y: sight.y + dy / sight.scale - dy / scale, scale });
  drawMap();
};
// Dragging moves, the wheel and two fingers zoom, a click that is no drag chooses.
const watchPointers = () => {
  const held = new Map();
  let moved = 0;
  const spread = () => {
    const [one, other] = [...held.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  const box = byId("map");
  box.addEventListener("pointerdown", (event) => {
    if (!held.size) moved = 0;
    held.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
  });
  box.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const apart = held.size === 2 ? spread() : 0;
    const [dx, dy] = [event.clientX - box.getBoundingClientRect().x - before.x, event.clientY - box.getBoundingClientRect().y - before.y];
    moved += Math.hypot(dx, dy);
    if (moved < 5) return;
    held.set(event.pointerId, { x: before.x + dx, y: before.y + dy });
    if (apart) return zoomMap(spread() / apart, before.x, before.y);
    box.setPointerCapture(event.pointerId);
    Object.assign(sight, { x: sight.x - dx / sight.scale, y: sight.y - dy / sight.scale });
    return drawMap();
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) box.addEventListener(end, (event) => held.delete(event.pointerId));
  box.addEventListener("click", (event) => {
    if (moved >= 5) return;
    const mark = event.target.closest(".mark");
    choose(mark ? { actor: Number(mark.dataset.actor) } : {});
  });
  box.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomMap(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
  }, { passive: false });
};
