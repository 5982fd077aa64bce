// Communities above the cap: one dashed circle each for their other actors, which it makes room for when it is opened.
const degrees = DATA.actors.map(() => 0);
for (const { subject, object } of DATA.edges) {
  degrees[subject] += 1;
  degrees[object] += 1;
}
const FOLD_LINES = DATA.foldLines || [];
const homeOf = new Map();
let home = new Map(); // where everything stands while all folds are closed, an opened fold's members around it
let laid = "";
const drawnFolds = new Set();
const drawnLines = new Set();

// Folded actors and their edges as pyvis would have written them, parallel edges bent apart.
const NEAR = 102;
const unfolded = () => {
  const actors = FOLDS.flatMap((fold) => fold.members.map((i, rank) => {
    const [reach, turn] = [NEAR * Math.sqrt(rank + 0.5), rank * 2.399963];
    const { shape, id: group, small } = familyOf(DATA.actors[i]);
    const { x, y } = nodes.get(fold.id);
    return { id: i, label: shorten(DATA.actors[i].label), shape, group, value: degrees[i] * (small ? 0.5 : 1), hidden: true, x: Math.round(x + reach * Math.cos(turn) * 1.35), y: Math.round(y + reach * Math.sin(turn)) };
  }));
  const pairs = new Map();
  const edges = DATA.edges.flatMap((edge, id) => {
    if (!DATA.actors[edge.subject].folded && !DATA.actors[edge.object].folded) return [];
    const pair = [edge.subject, edge.object].sort((a, b) => a - b).join();
    const rank = pairs.get(pair) || 0;
    pairs.set(pair, rank + 1);
    const bend = Math.ceil(rank / 2) * 0.2;
    const status = STATUS.get(edge.contested ? "contested" : edge.passages[0].status) || {};
    return [{ id, from: edge.subject, to: edge.object, label: shorten(DATA.relations[edge.relation].label), width: 1.2, hidden: true, dashes: status.dashes || false,
      arrows: [...(DATA.relations[edge.relation].symmetric ? [] : ["to"]), ...(status.bar ? ["middle"] : [])].join(";"),
      ...(bend ? { smooth: { enabled: true, type: (rank % 2 === 1) === (edge.subject < edge.object) ? "curvedCW" : "curvedCCW", roundness: bend } } : {}) }];
  });
  return { actors, edges };
};
const addFolded = () => {
  const { actors, edges } = unfolded();
  for (const fold of FOLDS) fold.radius = NEAR * Math.sqrt(fold.members.length) + 50;
  nodes.add(actors);
  lines.add(edges);
};

// A fold is drawn while it is closed and one of its members answers to the filters; a line while both its ends are.
const findFolds = () => {
  const passing = new Set();
  for (const i of foldedEdges) for (const end of [DATA.edges[i].subject, DATA.edges[i].object]) passing.add(end);
  drawnFolds.clear();
  drawnLines.clear();
  for (const fold of FOLDS) if (!state.open.has(String(fold.community)) && (filtered() ? fold.members.some((i) => passing.has(i)) : true)) drawnFolds.add(fold.id);
  FOLD_LINES.forEach((edges, n) => {
    const { from, to } = network.body.data.edges.get(`line-${n}`);
    const drawn = (end) => (typeof end === "string" ? drawnFolds.has(end) : shownActors.has(end));
    if (drawn(from) && drawn(to) && edges.some((i) => foldedEdges.has(i))) drawnLines.add(n);
  });
};
// Opened folds push all else outwards, by the room that their members need.
const layOut = () => {
  const open = FOLDS.filter((fold) => state.open.has(String(fold.community)));
  const word = open.map((fold) => fold.id).join();
  if (!FOLDS.length || word === laid) return;
  laid = word;
  const places = new Map([...home].filter(([id]) => !homeOf.has(id)));
  for (const fold of open) {
    const [middle, base] = [{ ...places.get(fold.id) }, home.get(fold.id)];
    for (const [id, { x, y }] of places) {
      const [dx, dy] = [x - middle.x, y - middle.y];
      const far = Math.hypot(dx, dy) || 1;
      if (id !== fold.id) places.set(id, { x: x + (dx / far) * fold.radius, y: y + (dy / far) * fold.radius });
    }
    for (const i of fold.members) places.set(i, { x: middle.x + home.get(i).x - base.x, y: middle.y + home.get(i).y - base.y });
  }
  for (const [id, { x, y }] of places) Object.assign(network.body.nodes[id], { x, y });
};
const rememberHome = () => {
  home = new Map(nodes.get().map(({ id, x, y }) => [id, { x, y }]));
  for (const fold of FOLDS) for (const i of fold.members) homeOf.set(i, fold.id);
};
const aroundFold = (fold) => (fold.hub === undefined ? "" : DATA.actors[fold.hub].label);
const toggleFold = (fold) => {
  const name = String(fold.community);
  if (state.open.has(name)) state.open.delete(name);
  else state.open.add(name);
  if (state.actor !== null && DATA.actors[state.actor].folded && isFolded(state.actor)) state.actor = null;
  if (state.edge !== null && edgeFolded(DATA.edges[state.edge])) state.edge = null;
  refresh();
  if (state.open.has(name)) bringIntoView(fold.members.filter((i) => shownActors.has(i)));
  else showAll();
};
const foldRows = () => (FOLDS.length ? [el("h3", {}, `Folded communities (${FOLDS.length})`), el("ul", { class: "rows", id: "folds" }, FOLDS.map((fold) => el("li", {},
  el("button", { type: "button", class: "row", "data-fold": fold.community, "aria-pressed": String(state.open.has(String(fold.community))), on: { click: () => toggleFold(fold) } },
    el("span", { class: "fold" }, `+${fold.members.length}`), aroundFold(fold) ? ["around ", isolated(aroundFold(fold))] : listed(fold.members.slice(0, 2).map((i) => DATA.actors[i].label))))))] : []);
