// Events: who takes part, whether what is asked for tells of them, and how they stand in a list.
const EVENTS = DATA.events || [];
const startOf = (event) => event.from || event.to || "";
const reportsOf = (event) => event.reports.map((iri) => PASSAGE_AT.get(iri)).filter(Boolean);
// Where the reports of an event differ: "fifty" and "50", or a month and a day of it, do not.
const differencesOf = (event) => (DATA.conflicts || []).filter(({ iri, kind }) => iri === event.iri && kind !== "denial").map(readConflict);
const hasActor = (event, actor) => event.ends.includes(actor) || event.sites.includes(actor)
  || reportsOf(event).some(({ edge }) => [DATA.edges[edge].subject, DATA.edges[edge].object].includes(actor));
const eventTold = (event) => reportsOf(event).some(({ edge, passage }) => shownEdges.has(edge) && passageShown(DATA.edges[edge], passage));
const eventTexts = (event) => [...new Set(reportsOf(event).map(({ edge }) => edge))].map((edge) => tripleText(DATA.edges[edge]));
const eventRow = (i) => el("li", {}, el("button", { type: "button", class: "row", "data-event": i, on: { click: () => choose({ event: i, actor: state.actor }) } },
  el("span", { class: "soft small" }, EVENTS[i].dates.map(readDate).join(" / ") || "undated"), eventTexts(EVENTS[i]).map((text, n) => [n ? "; " : "", isolated(text)]),
  EVENTS[i].contested ? chip("contested") : "", el("span", { class: "soft small" }, count(EVENTS[i].reports.length, "report"))));
const eventRows = (events) => el("ul", { class: "rows" }, events.map(eventRow));
