// The same as the picture in two tables, for reading by eye, by keyboard and by ear.
const table = (id, caption, heads, rows) => el("table", { id }, el("caption", {}, caption),
  el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, rows));
const actorOf = (i) => el("button", { type: "button", class: "link name", on: { click: () => choose({ actor: i }) } }, isolated(DATA.actors[i].label));
const showTables = () => {
  byId("tables").hidden = !state.tables;
  byId("stage").hidden = state.tables;
  byId("show-tables").setAttribute("aria-pressed", String(state.tables));
  if (!state.tables) return;
  const edges = [...shownEdges];
  const actors = [...shownActors].sort((a, b) => (DATA.actors[a].label < DATA.actors[b].label ? -1 : 1));
  const statementsOf = new Map(actors.map((i) => [i, 0]));
  for (const i of edges) for (const end of new Set([DATA.edges[i].subject, DATA.edges[i].object])) statementsOf.set(end, statementsOf.get(end) + 1);
  byId("tables").replaceChildren(
    table("table-statements", `Statements (${edges.length})`, ["Who", "Relation", "Whom or what", "Status", "When", "Passages"], edges.map((i) => {
      const edge = DATA.edges[i];
      const when = [...new Set(edge.passages.map((passage) => passage.when).filter(Boolean))].sort();
      return el("tr", {}, el("td", {}, actorOf(edge.subject)), el("td", {}, DATA.relations[edge.relation].label), el("td", {}, actorOf(edge.object)),
        el("td", {}, chips(edge).flatMap((one) => [one, " "])), el("td", {}, when.slice(0, 3).map(readDate).join("; ") + (when.length > 3 ? "; …" : "")),
        el("td", {}, el("button", { type: "button", class: "link", on: { click: () => choose({ edge: i }) } },
          `Read ${edge.passages.length + (edge.more || 0)}`, el("span", { class: "hidden" }, `: ${tripleText(edge)}`))));
    })),
    table("table-actors", `Actors and places (${actors.length})`, ["Name", "Kind", "Other names", "Statements"], actors.map((i) => el("tr", {},
      el("td", {}, actorOf(i)), el("td", {}, DATA.actors[i].kindLabel), el("td", {}, ...listed(DATA.actors[i].names || [])), el("td", {}, String(statementsOf.get(i)))))));
};
