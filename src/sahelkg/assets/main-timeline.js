// The timeline: events in order, the reports of one together; an actor that is chosen leaves only its own.
const eventShown = (event) => (state.actor === null || hasActor(event, state.actor)) && eventTold(event);

const eventCard = (i) => {
  const event = DATA.events[i];
  const reports = event.reports.map((iri) => PASSAGE_AT.get(iri)).filter(Boolean);
  const edges = [...new Set(reports.map(({ edge }) => edge))];
  const statuses = [...new Set(reports.map(({ passage }) => passage.status))];
  const differing = new Set(differencesOf(event).map(({ kind }) => kind));
  const tolls = [["killed", "deaths"], ["wounded", "wounded"], ["held", "hostages"]].flatMap(([name, key]) => {
    const told = [...new Set(reports.map(({ passage }) => passage[key]).filter(Boolean))];
    const said = differing.has(key) ? told : told.filter((one) => /\d/.test(one)).concat(told).slice(0, 1);
    return told.length ? [el("span", { class: differing.has(key) ? "toll differs" : "toll" }, `${name}: `, said.flatMap((one, n) => [n ? " / " : "", isolated(one)]))] : [];
  });
  return el("li", {}, el("button", { type: "button", class: "event", "data-event": i, "aria-pressed": String(state.event === i), on: { click: () => choose({ event: i, actor: state.actor }) } },
    el("span", { class: "when" }, event.dates.map(readDate).join(" / ") || "undated"),
    el("span", { class: "what" }, edges.map((edge, n) => [n ? "; " : "", isolated(tripleText(DATA.edges[edge]))])),
    el("span", { class: "about" }, el("span", { class: "soft" }, event.kindLabel, event.places.length ? [" · ", ...listed(event.places)] : ""),
      event.contested ? chip("contested") : "", statuses.map((status) => chip(status, status)), tolls,
      el("span", { class: "soft small" }, `${count(event.reports.length, "report")}${event.publishers > 1 ? `, ${event.publishers} publishers` : ""}`))));
};

// How many events a month or a year has; a click narrows the period to it.
const histogram = (events) => {
  const dated = events.filter((event) => startOf(event));
  if (dated.length < 3) return "";
  const months = dated.map((event) => monthNumber(startOf(event)));
  const [first, last] = [Math.min(...months), Math.max(...months)];
  const step = last - first > 60 ? 12 : 1;
  const [low, high] = [Math.floor(first / step), Math.floor(last / step)];
  const bars = new Map();
  for (const month of months) bars.set(Math.floor(month / step), (bars.get(Math.floor(month / step)) || 0) + 1);
  const most = Math.max(...bars.values());
  const width = 100 / (high - low + 1);
  return el("figure", { class: "histogram" }, drawing("svg", { viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" },
    ...[...bars].map(([at, number]) => {
      const bar = drawing("rect", { x: (at - low) * width + width * 0.1, y: 16 - (15 * number) / most, width: width * 0.8, height: (15 * number) / most });
      bar.append(drawing("title", {}, `${readDay(step === 12 ? String(at).padStart(4, "0") : monthAt(at))}: ${count(number, "event")}`));
      bar.addEventListener("click", () => {
        Object.assign(state, { from: monthAt(at * step), to: monthAt(at * step + step - 1) });
        refresh();
      });
      return bar;
    })),
  el("figcaption", { class: "soft small" }, el("span", {}, readDay(monthAt(first))), el("span", {}, `events by ${step === 12 ? "year" : "month"}`), el("span", {}, readDay(monthAt(last)))));
};

const showTimeline = () => {
  const shown = DATA.events.map((_, i) => i).filter((i) => eventShown(DATA.events[i]));
  const groups = new Map();
  for (const i of shown) {
    const year = startOf(DATA.events[i]).slice(0, 4) || "Undated";
    groups.set(year, [...(groups.get(year) || []), i]);
  }
  byId("counts").textContent = `${count(shown.length, "event")}${shown.length < DATA.events.length ? ` of ${DATA.events.length}` : ""}`;
  byId("story").replaceChildren(
    state.actor !== null ? el("p", { class: "note" }, "Only events with ", isolated(DATA.actors[state.actor].label), ". ", el("button", { type: "button", id: "all-actors", on: { click: () => choose({}) } }, "Show all")) : "",
    histogram(shown.map((i) => DATA.events[i])),
    shown.length ? "" : el("p", {}, "No event answers to this selection."),
    ...[...groups].flatMap(([year, events]) => [el("h2", { class: "year" }, year), el("ol", { class: "events" }, events.map(eventCard))]));
};
// By actor and by place: who and where most events are told of.
const overviewOfTimeline = () => {
  const shown = EVENTS.filter(eventTold);
  const rank = (list) => {
    const found = new Map();
    for (const i of shown.flatMap((event) => [...new Set(list(event))])) found.set(i, (found.get(i) || 0) + 1);
    return [...found].sort(([a, n], [b, m]) => m - n || (DATA.actors[a].label < DATA.actors[b].label ? -1 : 1));
  };
  const part = (title, id, found) => (found.length ? [el("h3", {}, title), el("ul", { class: "rows", id }, found.slice(0, 12).map(([i, number]) => actorRow(i, count(number, "event"))))] : []);
  return [
    el("p", { class: "soft small" }, "Choose an actor or a place to see its events only, or find one by its name above."),
    ...part("By place", "by-place", rank((event) => event.sites)),
    ...part("By actor", "by-actor", rank((event) => event.ends.filter((i) => !event.sites.includes(i)))),
  ];
};
const MAIN = {
  overview: overviewOfTimeline,
  start: () => {},
  filter: showTimeline,
  chosen: () => {
    const top = byId("story").scrollTop;
    showTimeline();
    byId("story").scrollTop = top;
  },
  first: () => document.querySelector('.event[aria-pressed="true"]')?.scrollIntoView({ block: "center" }),
};
