// The map page: what is told of each place, as large as its mark.
const siteActors = (mark) => [mark.actor, ...(mark.inside || [])];
const isSite = (edge, passage, places) => [edge.subject, edge.object, ...(passage.at || [])].some((i) => places.has(i) && (familyOf(DATA.actors[i]).id === "place" || (passage.at || []).includes(i)));
const toldAt = (places) => {
  const wanted = new Set(places);
  const passages = [...shownEdges].flatMap((i) => DATA.edges[i].passages.filter((passage) => passageShown(DATA.edges[i], passage) && isSite(DATA.edges[i], passage, wanted)));
  return { events: EVENTS.map((_, i) => i).filter((i) => EVENTS[i].sites.some((site) => wanted.has(site)) && eventTold(EVENTS[i])), passages };
};
const wordsOf = ({ events, passages }) => [events.length ? count(events.length, "event") : "", passages.length || !events.length ? count(passages.length, "passage") : ""].filter(Boolean).join(", ");
const filterMap = () => {
  for (const mark of MARKS) {
    const told = toldAt(siteActors(mark));
    Object.assign(mark, { told: told.events.length + told.passages.length, words: wordsOf(told) });
    mark.radius = (5 + 3.2 * Math.sqrt(Math.min(mark.told, 60))) * (size().width < 600 ? 0.7 : 1);
  }
  shownMarks = MARKS.filter((mark) => mark.told).sort((a, b) => b.told - a.told || a.actor - b.actor);
  byId("counts").textContent = `${count(shownMarks.length, "place")} on the map${shownMarks.length < MARKS.length ? ` of ${MARKS.length}` : ""}`;
  drawMap();
};
const placeRow = (i, words, vague) => el("li", {}, el("button", { type: "button", class: "row", "data-place": i, on: { click: () => choose({ actor: i }) } },
  key(familyOf(DATA.actors[i])), vague ? "somewhere in " : "", isolated(DATA.actors[i].label), el("span", { class: "soft small" }, words)));
const overviewOfMap = () => {
  const off = DATA.unplaced.map((i) => [i, toldAt([i])]).filter(([, told]) => told.passages.length || told.events.length);
  return [
    el("p", { class: "soft small" }, "A circle is a place, the larger the more is told of it. A dashed square is a country or region of which something is told without a place in it whose coordinates are known."),
    el("h3", {}, `Places (${shownMarks.length})`),
    el("ul", { class: "rows", id: "places" }, shownMarks.map((mark) => placeRow(mark.actor, mark.words, mark.vague))),
    off.length ? el("h3", {}, `Not on the map (${off.length})`) : "",
    off.length ? el("p", { class: "soft small" }, "Their coordinates are not known, or lie outside of the map.") : "",
    el("ul", { class: "rows", id: "unplaced" }, off.map(([i, told]) => placeRow(i, wordsOf(told)))),
  ];
};
// What an actor's panel has more on this page: what happened there.
const placePanel = (i) => {
  const mark = MARKS[MARK_OF.get(i)];
  const places = mark && mark.actor === i ? siteActors(mark) : [i];
  const { events } = toldAt(places);
  const inside = places.slice(1);
  const edges = [...shownEdges].filter((number) => DATA.edges[number].passages.some((passage) => (passage.at || []).some((site) => places.includes(site))));
  return [
    mark && mark.actor !== i ? el("p", { class: "soft small" }, "Its coordinates are not known: on the map it counts to ", actorButton(mark.actor), ".") : "",
    inside.length ? [el("h3", {}, `In it, coordinates not known (${inside.length})`), el("ul", { class: "rows" }, inside.map((one) => placeRow(one, wordsOf(toldAt([one])))))] : "",
    events.length ? [el("h3", {}, `Events here (${events.length})`), eventRows(events)] : "",
    edges.length ? [el("h3", {}, `Told of here (${edges.length})`), el("ul", { class: "rows" }, edges.map((number) => edgeRow(number, null)))] : "",
  ].flat();
};
const saveMapSvg = () => {
  const copy = chart.cloneNode(true);
  const { width, height } = size();
  for (const [name, value] of [["width", width], ["height", height]]) copy.setAttribute(name, value);
  return new XMLSerializer().serializeToString(copy);
};
const saveMapPng = () => {
  const { width, height } = size();
  const href = URL.createObjectURL(new Blob([saveMapSvg()], { type: "image/svg+xml" }));
  const image = el("img", { src: href, alt: "" });
  image.addEventListener("load", () => {
    const canvas = el("canvas", { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
    URL.revokeObjectURL(href);
    canvas.toBlob((blob) => save("sahelkg-map.png", "image/png", blob));
  });
};
const MAIN = {
  pictures: [["Map (PNG)", saveMapPng], ["Map (SVG)", () => save("sahelkg-map.svg", "image/svg+xml", saveMapSvg())]],
  overview: overviewOfMap,
  aboutActor: placePanel,
  start: () => {
    startMap();
    byId("zoom-in").addEventListener("click", () => zoomMap(1.3));
    byId("zoom-out").addEventListener("click", () => zoomMap(1 / 1.3));
    byId("zoom-all").addEventListener("click", lookAtAll);
    byId("map").addEventListener("keydown", (event) => {
      if (WAYS[event.key]) {
        const mark = MARKS[MARK_OF.get(state.actor)];
        const here = mark ? at(mark.x, mark.y) : sight;
        const next = nearestAhead(shownMarks.filter((one) => one !== mark).map((one) => ({ i: one.actor, ...at(one.x * 10, one.y * 10) })), { x: here.x * 10, y: here.y * 10 }, WAYS[event.key]);
        if (next !== null) {
          choose({ actor: next });
          byId("spoken").textContent = DATA.actors[next].label;
        }
      } else if (event.key === "+" || event.key === "=") zoomMap(1.3);
      else if (event.key === "-") zoomMap(1 / 1.3);
      else if (event.key === "0") lookAtAll();
      else if (event.key === "Escape") choose({});
      else if (event.key === "Enter") byId("panel").focus();
      else return;
      event.preventDefault();
    });
  },
  filter: filterMap,
  chosen: (move) => {
    const mark = MARKS[MARK_OF.get(state.actor)];
    if (mark && move && mark.radius) {
      const { x, y } = onScreen(at(mark.x, mark.y));
      if (x < 20 || y < 20 || x > size().width - 20 || y > size().height - 20) Object.assign(sight, at(mark.x, mark.y));
    }
    drawMap();
  },
  first: () => {
    lookAtAll();
    MAIN.chosen(true);
  },
};
