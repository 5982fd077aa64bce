// Labels at one size whatever the zoom, and none over another: hubs first, then what there is room for.
const byDegree = DATA.actors.map((_, i) => i).sort((a, b) => degrees[b] - degrees[a] || a - b);

// Where the arrow of a line is, before the actor that it points to.
const arrowTip = (i, places) => {
  const end = places[DATA.edges[i].object];
  if (!end) return null;
  const { x, y } = network.body.edges[i].edgeType.getPoint(0.85);
  const [far, reach] = [Math.hypot(x - end.x, y - end.y) || 1, radiusOf(DATA.edges[i].object) + 7];
  return { x: end.x + ((x - end.x) / far) * reach, y: end.y + ((y - end.y) / far) * reach };
};
const placeLabels = (context) => {
  const placed = [];
  const scale = network.getScale();
  const box = byId("picture").getBoundingClientRect();
  const [low, high] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: box.width, y: box.height })];
  const inView = ({ x, y }) => x > low.x && x < high.x && y > low.y && y < high.y;
  const colour = palette();
  const [ink, soft, halo] = [colour("ink"), colour("soft"), colour("stage")];
  const [taken, bodies] = [makeSpace(60 / scale), makeSpace(60 / scale)];
  const rim = 5 / scale;
  const inside = (one) => one.left > low.x + rim && one.right < high.x - rim && one.top > low.y + rim && one.bottom < high.y - rim;
  const around = (x, y, width, height) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });
  const write = (text, x, y, size, fill, weight = "", behind = halo) => placed.push({ text, x, y, size, fill, halo: behind, weight });

  const hubs = Math.min(14, Math.ceil(box.width / 60));

  const { near, told } = chosenParts();
  const any = near.size > 0;
  const places = network.getPositions([...shownActors]);
  const ranked = byDegree.filter((i) => shownActors.has(i) && inView(places[i]) && (!any || near.has(i)));
  ranked.sort((a, b) => Number(b === state.actor) - Number(a === state.actor));
  for (const i of ranked) bodies.take({ owner: i, ...around(places[i].x, places[i].y, 2 * radiusOf(i), 2 * radiusOf(i)) });
  const buttons = byId("zoom-in").parentElement.getBoundingClientRect(); // no name goes under them
  const [corner, end] = [network.DOMtoCanvas({ x: buttons.left - box.left, y: buttons.top - box.top }), network.DOMtoCanvas({ x: buttons.right - box.left, y: buttons.bottom - box.top })];
  taken.take({ left: corner.x, right: end.x, top: corner.y, bottom: end.y });
  for (const i of any ? told : []) { // no name goes over the arrow of what is chosen
    const tip = arrowTip(i, places);
    if (tip) taken.take(around(tip.x, tip.y, 12 / scale, 12 / scale));
  }
  const folds = FOLDS.filter((fold) => drawnFolds.has(fold.id) && inView(network.body.nodes[fold.id]));
  for (const { id, members } of folds) {
    const { x, y } = network.body.nodes[id];
    taken.take(around(x, y, 32 / scale, 14 / scale));
    write(`+${members.length}`, x, y, 12 / scale, "#1d2125", "600", "#ffffff"); // the colours of its node
  }
  ranked.forEach((i, rank) => {
    const text = shorten(DATA.actors[i].label);
    const hub = i === state.actor || (rank < hubs && degrees[i] > 2);
    const size = (hub ? 14 : 12) / scale;
    const [width, height, reach] = [widthOf(context, text) * size * (hub ? 1.1 : 1), size * 1.15, radiusOf(i) + size * 0.8];
    const spots = [[0, reach], [0, -reach], [reach - size * 0.3 + width / 2, 0], [size * 0.3 - reach - width / 2, 0]].map(([dx, dy]) => [places[i].x + dx, places[i].y + dy]);
    const open = ([x, y]) => {
      const spot = around(x, y, width, height);
      return inside(spot) && taken.free(spot) && bodies.free(spot, i);
    };
    const within = ([x, y]) => [Math.max(low.x + rim + width / 2, Math.min(high.x - rim - width / 2, x)), y]; // a hub's name is never cut off
    const spot = spots.find(open) || (hub && spots.map(within).find(([x, y]) => taken.free(around(x, y, width, height))));
    if (!spot) return;
    taken.take(around(...spot, width, height));
    write(text, ...spot, size, ink, hub ? "600" : "");
  });

  for (const fold of any ? [] : folds) {
    const { x, y, options: { size: radius } } = network.body.nodes[fold.id];
    const size = 12 / scale;
    const text = aroundFold(fold) && shorten(`around ${aroundFold(fold)}`);
    const spot = around(x, y + radius + size * 0.8, widthOf(context, text) * size, size);
    if (!text || !inside(spot) || !taken.free(spot) || !bodies.free(spot)) continue;
    taken.take(spot);
    write(text, x, y + radius + size * 0.8, size, soft);
  }

  const size = 11 / scale;
  const edges = any ? [...told] : scale > 0.55 || shownEdges.size <= 160 ? [...shownEdges] : [];
  for (const i of edges) {
    const text = shorten(DATA.relations[DATA.edges[i].relation].label);
    const [from, to] = [places[DATA.edges[i].subject], places[DATA.edges[i].object]];
    const width = widthOf(context, text) * size;
    if (!from || !to || (!inView(from) && !inView(to)) || Math.hypot(from.x - to.x, from.y - to.y) < 60 / scale) continue;
    const line = network.body.edges[i];
    for (const part of barred(DATA.edges[i]) ? [0.34, 0.68] : [0.5, 0.36, 0.64]) {
      const point = line.edgeType.getPoint(part);
      const spot = around(point.x, point.y, width, size);
      if (!taken.free(spot) || !bodies.free(spot)) continue;
      taken.take(spot);
      write(text, point.x, point.y, size, soft, "italic");
      break;
    }
  }
  return placed;
};
const drawLabels = (context) => {
  const placed = placeLabels(context);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const { text, x, y, size, fill, halo, weight } of placed) {
    context.font = `${weight} ${size}px ${FACE}`;
    context.lineWidth = size * 0.28;
    context.strokeStyle = halo;
    context.fillStyle = fill;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
};
const radiusOf = (i) => network.body.nodes[i].shape.height / 2 || 8;
