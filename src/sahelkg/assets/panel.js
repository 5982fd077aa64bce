// The panel beside the picture: the whole, an actor with its statements, or an edge with its passages.
const key = (family) => {
  const shape = {
    square: ["rect", { x: 2, y: 2, width: 12, height: 12 }],
    triangle: ["path", { d: "M8 1 15 14H1Z" }],
    triangleDown: ["path", { d: "M8 15 1 2H15Z" }],
    diamond: ["path", { d: "M8 0 15 8 8 16 1 8Z" }],
    hexagon: ["path", { d: "M4 2H12L16 8 12 14H4L0 8Z" }],
    star: ["path", { d: "M8 0 10.2 5.6 16 6 11.5 9.7 13 15.5 8 12.2 3 15.5 4.5 9.7 0 6 5.8 5.6Z" }],
  }[family.shape] || ["circle", { cx: 8, cy: 8, r: 7 }];
  return drawing("svg", { class: "key", viewBox: "0 0 16 16", "aria-hidden": "true" }, drawing(shape[0], { ...shape[1], fill: family.colour, stroke: "#33383d", "stroke-width": ".8" }));
};
const stroke = (status) => drawing("svg", { class: status.bar ? "line doubt" : "line", viewBox: "0 0 46 12", "aria-hidden": "true" },
  drawing("line", { x1: 0, y1: 6, x2: 46, y2: 6, stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": (status.dashes || []).join(" ") }),
  ...(status.bar ? [drawing("line", { x1: 23, y1: 0, x2: 23, y2: 12, stroke: "currentColor", "stroke-width": 3 })] : []));
const kindOf = (actor) => el("span", { class: "kind" }, key(familyOf(actor)), actor.kindLabel);
const actorButton = (i) => el("button", { type: "button", class: "link name", on: { click: () => choose({ actor: i }) } }, isolated(DATA.actors[i].label));
const tripleText = (edge) => `${DATA.actors[edge.subject].label} ${DATA.relations[edge.relation].label} ${DATA.actors[edge.object].label}`;
const chips = (edge) => [...(edge.contested ? [chip("contested")] : []), ...[...new Set(edge.passages.map((passage) => passage.status))]
  .sort((a, b) => [...STATUS.keys()].indexOf(a) - [...STATUS.keys()].indexOf(b)).map((status) => chip(status, status))];
const edgeRow = (i, self) => {
  const edge = DATA.edges[i];
  const end = (actor) => (actor === self ? el("span", { class: "self" }, isolated(DATA.actors[actor].label)) : isolated(DATA.actors[actor].label));
  const publishers = new Set(edge.passages.map((passage) => DATA.articles[passage.article].publisher)).size;
  return el("li", {}, el("button", { type: "button", class: "row", "data-edge": i, on: { click: () => choose({ edge: i }) } },
    end(edge.subject), el("span", { class: "relation" }, DATA.relations[edge.relation].label), end(edge.object), chips(edge),
    el("span", { class: "soft small" }, `${count(edge.passages.length + (edge.more || 0), "passage")}${publishers > 1 ? `, ${publishers} publishers` : ""}`)));
};
const notes = () => DATA.notes.map((note) => el("p", { class: "note" }, note.text, note.command ? [" ", el("code", {}, note.command)] : ""));

const actorRow = (i, words) => el("li", {}, el("button", { type: "button", class: "row", on: { click: () => choose({ actor: i }) } },
  key(familyOf(DATA.actors[i])), isolated(DATA.actors[i].label), el("span", { class: "soft small" }, words)));
const bestConnected = () => {
  const degree = DATA.actors.map(() => new Set());
  for (const i of shownEdges) {
    const { subject, object } = DATA.edges[i];
    degree[subject].add(object);
    degree[object].add(subject);
  }
  const hubs = [...shownActors].sort((a, b) => degree[b].size - degree[a].size || a - b).slice(0, 8);
  return hubs.length ? [el("h3", {}, "Best connected"), el("ul", { class: "rows" }, hubs.map((i) => actorRow(i, count(degree[i].size, "neighbour"))))] : [];
};
const overview = () => {
  const kinds = DATA.families.filter((family) => DATA.actors.some((actor) => familyOf(actor) === family));
  const statuses = DATA.statuses.filter((status) => OPTIONS.status.has(status.id));
  return [
    el("h2", {}, "What is shown"),
    el("p", {}, DATA.about),
    ...notes(),
    DATA.actors.length ? "" : el("p", {}, NOTHING),
    ...(MAIN.overview ? MAIN.overview() : []),
    ...(MAIN.folds ? MAIN.folds() : []),
    kinds.length ? el("h3", {}, "Actors") : "",
    el("ul", { class: "legend", id: "legend-kinds" }, kinds.map((family) => el("li", {}, key(family), family.label))),
    statuses.length ? el("h3", {}, "Lines") : "",
    el("ul", { class: "legend", id: "legend-statuses" }, statuses.map((status) => el("li", {}, stroke(status), status.label))),
    ...(MAIN.overview ? [] : bestConnected()),
  ];
};

const actorPanel = (i) => {
  const actor = DATA.actors[i];
  const own = DATA.edges.map((edge, number) => number).filter((number) => [DATA.edges[number].subject, DATA.edges[number].object].includes(i));
  const groups = new Map();
  for (const number of own) {
    const { relation } = DATA.edges[number];
    groups.set(relation, [...(groups.get(relation) || []), number]);
  }
  const more = MAIN.aboutActor ? MAIN.aboutActor(i).filter(Boolean) : [];
  return [
    el("h2", {}, isolated(actor.label)),
    el("p", {}, kindOf(actor)),
    actor.names ? el("p", { class: "small" }, el("span", { class: "soft" }, "Also: "), ...listed(actor.names)) : "",
    actor.links ? el("ul", { class: "small" }, actor.links.map((address) => el("li", {}, link(address)))) : "",
    ...more,
    own.some((number) => !shownEdges.has(number)) ? el("p", { class: "soft small" }, "Some of these are filtered out of the picture.") : "",
    ...[...groups].sort(([, a], [, b]) => b.length - a.length).flatMap(([relation, numbers]) => [
      el("h3", {}, `${DATA.relations[relation].label} (${numbers.length})`),
      el("ul", { class: "rows" }, numbers.map((number) => edgeRow(number, i))),
    ]),
    own.length || more.length || EVENTS.some((event) => event.sites.includes(i)) ? "" : el("p", {}, "No statement of it is shown here."),
  ];
};

const QUESTIONS = { denial: "Told and denied", deaths: "How many were killed", wounded: "How many were wounded", hostages: "How many were taken or held", date: "When it was", leader: "Who led" };
const publisherOf = ({ passage }) => DATA.articles[passage.article].publisher || DATA.articles[passage.article].id;
// A disagreement with the passages of its sides, as far as the page has them.
const readConflict = (conflict) => ({ ...conflict, sides: conflict.sides.flatMap(({ says, evidence }) => (PASSAGE_AT.has(evidence) ? [{ says, ...PASSAGE_AT.get(evidence) }] : [])) });
// What each side says, and which publishers say so.
const writeSides = ({ kind, sides }) => detail(QUESTIONS[kind], ...[...new Set(sides.map(({ says }) => says))].flatMap((says, n) => {
  const publishers = [...new Set(sides.filter((side) => side.says === says).map(publisherOf))];
  return [n ? el("br") : "", kind === "date" ? readDate(says) : isolated(says), el("span", { class: "soft" }, " (", listed(publishers), ")")];
}));
// Where articles disagree on what an edge tells: what each says, and the passages of other edges that say otherwise.
const disputes = (i) => {
  const found = (DATA.conflicts || []).map(readConflict).filter(({ sides }) => sides.some(({ edge }) => edge === i) && new Set(sides.map(({ says }) => says)).size > 1);
  const about = found.filter(({ kind }) => kind !== "denial").flatMap(writeSides);
  const others = new Map(found.flatMap(({ sides }) => sides.filter(({ edge }) => edge !== i)).map((side) => [side.passage.iri, side]));
  return { about, others: [...others.values()] };
};
const toldOf = ({ edge, passage }) => [
  el("h4", {}, actorButton(DATA.edges[edge].subject), ` ${DATA.relations[DATA.edges[edge].relation].label} `, actorButton(DATA.edges[edge].object)), evidenceCard(passage)];

const edgePanel = (i) => {
  const edge = DATA.edges[i];
  const told = edge.passages.filter(({ status }) => status !== "denied");
  const denied = edge.passages.filter(({ status }) => status === "denied");
  const { about, others } = disputes(i);
  const reading = edge.contested
    ? "Told by some and denied by others. The graph does not hold it as a fact where the denial is of the same event."
    : edge.bare ? "The graph holds this as a fact: it is told without doubt at least once and not denied."
    : "The graph does not hold this as a fact: it is only denied, planned, possible, or part of an accusation.";
  return [
    el("h2", { class: "triple" }, actorButton(edge.subject), el("span", {}, DATA.relations[edge.relation].label), actorButton(edge.object)),
    el("p", { class: "small" }, chips(edge).flatMap((one) => [one, " "])),
    el("p", { class: "soft small" }, reading),
    about.length ? [el("h3", {}, "Where articles disagree"), el("dl", { class: "disputes" }, about)] : "",
    told.length && denied.length ? el("h3", {}, "Told") : "",
    ...told.map(evidenceCard),
    denied.length ? el("h3", {}, "Denied") : "",
    ...denied.map(evidenceCard),
    others.length ? [el("h3", {}, `Told otherwise (${others.length})`), el("div", { id: "otherwise" }, others.map(toldOf))] : "",
    edge.more ? el("p", { class: "note" }, `${count(edge.more, "more passage")} not in this page: `, el("code", {}, edge.explain)) : "",
  ];
};

// One event: where its reports differ, then all of them.
const eventPanel = (i) => {
  const event = DATA.events[i];
  const reports = event.reports.filter((iri) => PASSAGE_AT.has(iri)).map((iri) => PASSAGE_AT.get(iri));
  const differing = differencesOf(event);
  const part = (status) => reports.filter(({ passage }) => (passage.status === "denied") === (status === "denied"));
  return [
    el("h2", {}, event.kindLabel, event.places.length ? [": ", ...listed(event.places)] : ""),
    el("p", { class: "small" }, event.dates.map(readDate).join(" / ") || "undated"),
    el("p", { class: "small" }, event.contested ? [chip("contested"), " "] : "", count(event.reports.length, "report"), ", ", count(event.publishers || 1, "independent publisher")),
    differing.length ? el("h3", {}, "Where the reports differ") : "",
    el("dl", {}, differing.flatMap(writeSides)),
    part("told").length && part("denied").length ? el("h3", {}, "Told") : "",
    ...part("told").flatMap(toldOf),
    part("denied").length ? el("h3", {}, "Denied") : "",
    ...part("denied").flatMap(toldOf),
  ];
};
const PASSAGE_AT = new Map(DATA.edges.flatMap(({ passages }, edge) => passages.map((passage) => [passage.iri, { edge, passage }])));

const showPanel = () => {
  const chosen = state.edge !== null || state.actor !== null || state.event !== null;
  document.body.classList.toggle("chosen", chosen); // on a phone a story's panel lies over it then
  const back = chosen ? el("div", { class: "back" },
    el("button", { type: "button", id: "overview", on: { click: () => choose({}) } }, "← Overview")) : "";
  byId("panel").replaceChildren(...[back, ...(state.event !== null ? eventPanel(state.event) : state.edge !== null ? edgePanel(state.edge) : state.actor !== null ? actorPanel(state.actor) : overview())].flat().filter(Boolean));
  byId("panel").scrollTop = 0;
};
