// The picture as a drawing of lines and letters that other programs can edit: what is shown, as it is laid out now.
const SHAPES = {
  square: (r) => ["rect", { x: -r, y: -r, width: 2 * r, height: 2 * r }],
  triangle: (r) => ["path", { d: `M0 ${-r}L${r} ${r}H${-r}Z` }],
  triangleDown: (r) => ["path", { d: `M0 ${r}L${r} ${-r}H${-r}Z` }],
  diamond: (r) => ["path", { d: `M0 ${-r}L${r} 0 0 ${r} ${-r} 0Z` }],
  hexagon: (r) => ["path", { d: `M${-r / 2} ${-r}H${r / 2}L${r} 0 ${r / 2} ${r}H${-r / 2}L${-r} 0Z` }],
  star: (r) => ["path", { d: Array.from({ length: 10 }, (_, i) => [i % 2 ? r / 2 : r, (i * Math.PI) / 5]).map(([reach, turn], i) => `${i ? "L" : "M"}${(reach * Math.sin(turn)).toFixed(2)} ${(-reach * Math.cos(turn)).toFixed(2)}`).join("") + "Z" }],
};

const drawLine = (i, colour, places) => {
  const edge = DATA.edges[i];
  const status = STATUS.get(edge.contested ? "contested" : edge.passages[0].status);
  const { dashes, width, arrows: { to: { scaleFactor } } } = network.body.edges[i].options; // as large as on the screen
  const { arrows } = lines.get(i);
  const point = (part) => network.body.edges[i].edgeType.getPoint(part);
  const path = Array.from({ length: 17 }, (_, n) => point(n / 16)).map(({ x, y }, n) => `${n ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const ink = barred(edge) ? colour("contested") : colour("edge");
  const line = drawing("path", { d: path, fill: "none", stroke: ink, "stroke-width": width, "data-status": status ? status.id : "" });
  if (dashes) line.setAttribute("stroke-dasharray", dashes.join(" "));
  const marks = [line];
  const mark = (part, before, shape) => {
    const [at, from] = [point(part), point(before)];
    const turn = (Math.atan2(at.y - from.y, at.x - from.x) * 180) / Math.PI;
    marks.push(drawing("path", { d: shape, fill: ink, stroke: ink, transform: `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) rotate(${turn.toFixed(1)}) scale(${(scaleFactor / DATA.vis.options.edges.arrows.to.scaleFactor).toFixed(2)})` }));
  };
  if (arrows.includes("to")) {
    const end = places[edge.object];
    let part = 1;
    while (part > 0.55 && Math.hypot(point(part).x - end.x, point(part).y - end.y) < radiusOf(edge.object) + 1) part -= 0.01;
    mark(part, part - 0.02, "M0 0L-9 -3.5V3.5Z");
  }
  if (arrows.includes("middle")) mark(0.5, 0.48, "M0 -6V6");
  return marks;
};

const drawFoldLine = (n, colour, places) => {
  const { from, to, width } = network.body.data.edges.get(`line-${n}`);
  const [one, other] = [places[from], places[to]];
  return drawing("line", { x1: one.x, y1: one.y, x2: other.x, y2: other.y, stroke: colour("edge"), "stroke-width": width, "stroke-dasharray": "1 4" });
};
const writeSvg = () => {
  const colour = palette();
  const places = network.getPositions([...shownActors, ...drawnFolds]);
  const shown = Object.values(places);
  const [left, top] = [Math.min(...shown.map(({ x }) => x)) - 120, Math.min(...shown.map(({ y }) => y)) - 60];
  const [width, height] = [Math.max(...shown.map(({ x }) => x)) + 120 - left, Math.max(...shown.map(({ y }) => y)) + 60 - top];
  const labels = placeLabels(byId("picture").querySelector("canvas").getContext("2d"));
  const nodes = [...shownActors].map((i) => {
    const family = familyOf(DATA.actors[i]);
    const [tag, shape] = (SHAPES[family.shape] || ((r) => ["circle", { r }]))(radiusOf(i));
    const node = drawing(tag, { ...shape, transform: `translate(${places[i].x} ${places[i].y})`, fill: family.colour, stroke: "#33383d" });
    node.append(drawing("title", {}, xmlText(DATA.actors[i].label)));
    return node;
  });
  const root = drawing("svg", { viewBox: [left, top, width, height].map(Math.round).join(" "), width: Math.round(width), height: Math.round(height), "font-family": FACE },
    drawing("title", {}, xmlText(DATA.title)),
    drawing("rect", { x: left, y: top, width, height, fill: colour("stage") }),
    ...[...drawnLines].map((n) => drawFoldLine(n, colour, places)), ...[...shownEdges].flatMap((i) => drawLine(i, colour, places)), ...nodes, ...FOLDS.filter((fold) => drawnFolds.has(fold.id)).map((fold) => drawing("circle",
      { cx: places[fold.id].x, cy: places[fold.id].y, r: network.body.nodes[fold.id].options.size, fill: "#ffffff", stroke: "#33383d", "stroke-width": 3, "stroke-dasharray": "7 5" })),
    ...labels.map(({ text, x, y, size, fill, halo, weight }) => drawing("text", {
      x: x.toFixed(1), y: y.toFixed(1), "font-size": size.toFixed(1), fill, stroke: halo, "stroke-width": (size * 0.28).toFixed(1), "paint-order": "stroke",
      "stroke-linejoin": "round", "text-anchor": "middle", "dominant-baseline": "central", "font-weight": weight === "600" ? 600 : 400, "font-style": weight === "italic" ? "italic" : "normal",
    }, xmlText(text))));
  return new XMLSerializer().serializeToString(root);
};
// The picture as it is on the screen, on its ground.
const savePng = () => {
  const canvas = byId("picture").querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d");
  context.fillStyle = palette()("stage");
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => save("sahelkg.png", "image/png", blob));
};
