// However far one is from the picture, its actors and lines can be seen: what would be too small is drawn larger, as far as
// the room between two actors goes.
const LEAST = { radius: 5.5, width: 0.8, alone: 1.3 }; // pixels of the screen; alone is the width of few lines
const MOST = { radius: 28, times: 4 }; // units of the picture, and what a line is at most multiplied by
const grown = new Map(); // the size of its own of each actor, the one it was given, and where it stood then
let ownLines = null;
const growSmall = (context) => {
  const scale = network.getScale();
  let differs = false;
  const least = Math.min(LEAST.radius / scale, MOST.radius);
  for (const id of [...shownActors, ...drawnFolds]) {
    const node = network.body.nodes[id];
    const given = grown.get(id);
    const own = given && given.size === node.options.size ? given.own : node.options.size;
    const size = typeof id === "string" ? own : Math.max(own, least);
    if (given && given.size === size && node.options.size === size && given.x === node.x && given.y === node.y) continue;
    // Now and not while it is drawn: its lines come first, and what seems to stand out of sight is not drawn at all.
    differs = true;
    node.options.size = size;
    node.shape.refreshNeeded = true;
    node.resize(context);
    node.updateBoundingBox(context);
    grown.set(id, { own, size, x: node.x, y: node.y });
  }
  ownLines ||= new Map(lines.get().map(({ id, width, dashes }) => [id, { width, dashes }]));
  const times = Math.min(Math.max((shownEdges.size > 160 ? LEAST.width : LEAST.alone) / (1.2 * scale), 1), MOST.times);
  for (const id of network.body.edgeIndices) {
    const [line, own] = [network.body.edges[id], ownLines.get(id)];
    if (line.options.width === own.width * times) continue;
    differs = true;
    line.options.width = own.width * times;
    if (own.dashes) line.options.dashes = own.dashes.map((part) => part * times);
    line.options.arrows.to.scaleFactor = DATA.vis.options.edges.arrows.to.scaleFactor * Math.sqrt(times);
    line._setInteractionWidths();
  }
  if (differs) network.body.emitter.emit("_requestRedraw"); // a line ends where its arrow was when it was drawn last
};
