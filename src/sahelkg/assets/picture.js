// The picture: drawn by vis-network from what pyvis wrote, with positions that are already there.
const nodes = new vis.DataSet(DATA.vis.nodes);
const lines = new vis.DataSet(DATA.vis.edges);
let network = null;

const themeOptions = () => {
  const colour = palette();
  return {
    nodes: { scaling: { customScalingFunction: (min, max, total, value) => Math.sqrt(value / Math.max(max, 14)) } },
    edges: { color: { color: colour("edge"), highlight: colour("accent"), hover: colour("accent"), inherit: false } },
  };
};
const mergeOptions = (base, more) => {
  const merged = { ...base };
  for (const [name, value] of Object.entries(more)) {
    merged[name] = value && typeof value === "object" && !Array.isArray(value) ? mergeOptions(merged[name] || {}, value) : value;
  }
  return merged;
};

// Where something denies, the line has the colour of doubt beside its bar.
const barred = (edge) => edge.contested || edge.passages.every(({ status }) => status === "denied");
const colourLines = () => {
  const colour = palette()("contested");
  lines.update(DATA.edges.flatMap((edge, id) => (barred(edge) ? [{ id, color: { color: colour, opacity: lines.get(id).pale ? 0.18 : 1 } }] : [])));
};

// A pale ground under each community of three and more.
const hull = (points) => {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const half = (list) => list.reduce((chain, point) => {
    while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
    return [...chain, point];
  }, []);
  return [...half(sorted).slice(0, -1), ...half(sorted.reverse()).slice(0, -1)];
};
const drawGrounds = (context) => {
  const places = network.getPositions();
  const groups = new Map();
  const take = (number, place) => groups.set(number, [...(groups.get(number) || []), place]);
  for (const i of shownActors) take(DATA.actors[i].community, places[i]);
  for (const fold of FOLDS) if (drawnFolds.has(fold.id)) take(fold.community, places[fold.id]);
  if (groups.size < 2) return;
  context.fillStyle = palette()("ground");
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 76;
  context.lineJoin = "round";
  for (const points of groups.values()) {
    if (points.length < 3) continue;
    context.beginPath();
    hull(points).forEach((point, i) => (i ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
    context.closePath();
    context.fill();
    context.stroke();
  }
};

const applyFilters = () => {
  layOut();
  findFolds();
  hideTheRest();
  const nothing = !shownActors.size && !drawnFolds.size;
  byId("empty").hidden = !nothing;
  byId("empty").textContent = !nothing ? "" : filtered() ? "No statement answers to these filters." : NOTHING;
  const folded = FOLDS.reduce((sum, fold) => sum + (drawnFolds.has(fold.id) ? fold.members.length : 0), 0);
  const part = (number, total, one) => (filtered() && total !== 1 ? `${number.toLocaleString("en")} of ${count(total, one)}` : count(number, one));
  byId("counts").textContent = `${part(shownActors.size, DATA.actors.length, "actor")}, ${part(shownEdges.size, DATA.edges.length, "statement")}`
    + (!filtered() && folded ? `, ${folded.toLocaleString("en")} more actors folded` : "");
};
// Straight in the library's own objects: through its data sets it takes three times as long, and telling it that they
// changed draws the picture twice, which only actors that move need.
const hideTheRest = () => {
  const { nodes: drawn, edges, emitter } = network.body;
  let differs = false;
  const set = (items, shown, total) => {
    for (let i = 0; i < total; i += 1) {
      differs ||= items[i].options.hidden === shown.has(i);
      items[i].options.hidden = !shown.has(i);
    }
  };
  set(drawn, shownActors, DATA.actors.length);
  set(edges, shownEdges, DATA.edges.length);
  const hide = (item, hidden) => {
    differs ||= item.options.hidden !== hidden;
    item.options.hidden = hidden;
  };
  for (const fold of FOLDS) hide(drawn[fold.id], !drawnFolds.has(fold.id));
  FOLD_LINES.forEach((_, n) => hide(edges[`line-${n}`], !drawnLines.has(n)));
  if (!differs) return;
  if (moving() || FOLDS.length) emitter.emit("_dataChanged"); // folds that open move the others: lines are bent anew
  network._updateVisibleIndices();
  emitter.emit("_requestRedraw");
};
const moving = () => byId("physics").getAttribute("aria-pressed") === "true";
// Only what differs is handed on: each update of vis-network costs.
const USUAL = { opacity: 1, pale: false };
const changed = (set, want) => set.get().flatMap((item) => {
  const wish = want(item.id);
  return Object.entries(wish).some(([name, value]) => (item[name] ?? USUAL[name]) !== value) ? [{ id: item.id, ...wish }] : [];
});

// What is chosen stands out, with what it touches; the rest goes pale.
const chosenParts = () => {
  const { actor, edge } = state;
  const near = new Set(actor !== null ? [actor] : edge !== null ? [DATA.edges[edge].subject, DATA.edges[edge].object] : []);
  const told = new Set(edge !== null ? [edge] : []);
  if (actor !== null) {
    for (const i of shownEdges) {
      const { subject, object } = DATA.edges[i];
      if (subject === actor || object === actor) {
        told.add(i);
        near.add(subject).add(object);
      }
    }
  }
  return { near, told };
};
let pale = false; // whether anything is
const showChosen = (move) => {
  const { near, told } = chosenParts();
  const { actor } = state;
  const any = near.size > 0;
  if (any || pale) {
    nodes.update(changed(nodes, (i) => ({ opacity: !any || near.has(i) ? 1 : 0.22 })));
    lines.update(changed(lines, (i) => ({ pale: any && !told.has(i) })).map(({ id, pale: dim }) => ({ id, pale: dim, color: { ...lines.get(id).color, opacity: dim ? 0.18 : 1 } })));
  }
  pale = any;
  network.setSelection({ nodes: actor !== null ? [actor] : [], edges: [...told] }, { highlightEdges: false });
  if (any && move) bringIntoView([...near]);
};
const bringIntoView = (actors) => {
  const box = byId("picture").getBoundingClientRect();
  const places = Object.values(network.getPositions(actors)).map((place) => network.canvasToDOM(place));
  const inside = places.every(({ x, y }) => x > 30 && y > 30 && x < box.width - 30 && y < box.height - 40);
  if (!inside || network.getScale() < 0.35) network.fit({ nodes: actors, maxZoomLevel: 1.1, animation: still() ? false : { duration: 350 } });
};
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const showAll = () => {
  network.fit({ nodes: [...shownActors, ...drawnFolds], maxZoomLevel: 1.3, animation: false });
  network.moveTo({ scale: network.getScale() * 0.92, animation: false }); // room for labels at the border
};

// Positions are made for a wide screen: on a high one the picture lies on its side.
const turnForHighScreens = () => {
  const { width, height } = byId("picture").getBoundingClientRect();
  if (height > width) nodes.update(nodes.get().map(({ id, x, y }) => ({ id, x: y, y: x * 0.8 })));
};

const drawPicture = () => {
  turnForHighScreens();
  addFolded();
  rememberHome();
  colourLines();
  network = new vis.Network(byId("picture"), { nodes, edges: lines }, mergeOptions(DATA.vis.options, themeOptions()));
  byId("picture").querySelector(".vis-network").removeAttribute("tabindex"); // one stop of the keyboard, with a name
  network.on("beforeDrawing", (context) => {
    growSmall(context);
    drawGrounds(context);
  });
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ nodes: [actor], edges: [edge] }) => {
    if (typeof actor === "string") toggleFold(FOLDS.find((fold) => fold.id === actor));
    else if (actor !== undefined) choose({ actor });
    else if (typeof edge === "number" ) choose({ edge });
    else choose({});
  });
  network.on("hoverNode", () => { byId("picture").style.cursor = "pointer"; });
  network.on("hoverEdge", () => { byId("picture").style.cursor = "pointer"; });
  network.on("blurNode", () => { byId("picture").style.cursor = ""; });
  network.on("blurEdge", () => { byId("picture").style.cursor = ""; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    network.setOptions(themeOptions());
    colourLines();
  });
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("zoom-all").addEventListener("click", showAll);
  byId("physics").addEventListener("click", ({ currentTarget }) => {
    const on = currentTarget.getAttribute("aria-pressed") !== "true";
    currentTarget.setAttribute("aria-pressed", on);
    network.setOptions({ physics: { enabled: on } });
  });
  byId("picture").addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (way) stepTo(way);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") showAll();
    else if (event.key === "Escape") choose({});
    else if (event.key === "Enter") byId("panel").focus();
    else return;
    event.preventDefault();
  });
};
const stepTo = (way) => {
  const places = network.getPositions([...shownActors]);
  const here = places[state.actor] || network.getViewPosition();
  const i = nearestAhead([...shownActors].filter((actor) => actor !== state.actor).map((actor) => ({ i: actor, ...places[actor] })), here, way);
  if (i !== null) {
    choose({ actor: i });
    byId("spoken").textContent = DATA.actors[i].label;
  }
};
