// What is selected and filtered, kept in the address after #, so that a view can be shared and Back goes back.
const CHOICES = ["relation", "status", "kind", "publisher"];
const state = { actor: null, edge: null, event: null, tables: false, from: "", to: "", publishers: 1, relation: new Set(), status: new Set(), kind: new Set(), publisher: new Set(), open: new Set() };
const full = (iri) => (/^[a-z][a-z0-9+.-]*:/i.test(iri) ? iri : DATA.base + iri); // the page holds those of the project without their base
const ACTOR_AT = new Map(DATA.actors.map((actor, i) => [actor.iri, i]));
const EVENT_AT = new Map((DATA.events || []).map((event, i) => [event.iri, i]));
const EDGE_AT = new Map(DATA.edges.map((edge, i) => [edge.iri, i]));

const FOLDS = DATA.folds || [];
const FOLD_NAMES = new Set(FOLDS.map((fold) => String(fold.community)));

const writeAddress = (replace) => {
  const words = new URLSearchParams();
  if (state.actor !== null) words.set("actor", DATA.actors[state.actor].iri);
  if (state.edge !== null) words.set("edge", DATA.edges[state.edge].iri);
  if (state.event !== null) words.set("event", DATA.events[state.event].iri);
  for (const choice of CHOICES) for (const value of state[choice]) words.append(choice, value);
  for (const fold of state.open) words.append("open", fold);
  if (state.from) words.set("from", state.from);
  if (state.to) words.set("to", state.to);
  if (state.publishers > 1) words.set("publishers", state.publishers);
  if (state.tables) words.set("view", "tables");
  const address = `#${words}`;
  if (address === (location.hash || "#")) return;
  try {
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  } catch { // a page inside another, as in a notebook, may have no address to write
  }
};
const readAddress = () => {
  const words = new URLSearchParams(location.hash.slice(1));
  const day = (name) => (/^\d{4}-\d\d$/.test(words.get(name) || "") ? words.get(name) : "");
  state.actor = ACTOR_AT.get(words.get("actor")) ?? null;
  state.edge = EDGE_AT.get(words.get("edge")) ?? null;
  state.event = EVENT_AT.get(words.get("event")) ?? null;
  for (const choice of CHOICES) state[choice] = new Set(words.getAll(choice).filter((value) => OPTIONS[choice].has(value)));
  [state.from, state.to] = [day("from"), day("to")];
  state.open = new Set(words.getAll("open").filter((fold) => FOLD_NAMES.has(fold)));
  state.publishers = Math.max(1, Number.parseInt(words.get("publishers"), 10) || 1);
  state.tables = words.get("view") === "tables";
};

// The choices that there are, by value: what to call them and how many edges have them.
const OPTIONS = Object.fromEntries(CHOICES.map((choice) => [choice, new Map()]));
const PERIOD = { first: "", last: "" };
const FAMILY = new Map(DATA.families.flatMap((family) => family.kinds.map((kind) => [kind, family])));
const familyOf = (actor) => FAMILY.get(actor.kind) || DATA.families.at(-1);
const readOptions = () => {
  const add = (choice, values, name) => {
    for (const value of new Set(values)) {
      const option = OPTIONS[choice].get(value) || { label: name(value), count: 0 };
      option.count += 1;
      OPTIONS[choice].set(value, option);
    }
  };
  const families = new Map(DATA.families.map((family) => [family.id, family.label]));
  for (const edge of DATA.edges) {
    add("relation", [edge.relation], (name) => DATA.relations[name].label);
    add("status", [...edge.passages.map((passage) => passage.status), ...(edge.contested ? ["contested"] : [])], (id) => (STATUS.get(id) || { label: id }).label);
    add("kind", [edge.subject, edge.object].map((i) => familyOf(DATA.actors[i]).id), (id) => families.get(id));
    add("publisher", edge.passages.map((passage) => DATA.articles[passage.article].publisher), (name) => name || "not known");
    for (const { from, to } of edge.passages) {
      for (const day of [from, to]) {
        if (day && (!PERIOD.first || day < PERIOD.first)) PERIOD.first = day;
        if (day && day > PERIOD.last) PERIOD.last = day;
      }
    }
  }
  for (const choice of CHOICES) {
    const known = choice === "status" ? [...STATUS.keys()] : choice === "kind" ? [...families.keys()] : null;
    const order = ([a, one], [b, other]) => (known ? known.indexOf(a) - known.indexOf(b) : other.count - one.count || (a < b ? -1 : 1));
    OPTIONS[choice] = new Map([...OPTIONS[choice]].sort(order));
  }
};
readOptions();

// The last day of a passage: what happened "since 2020" happened in 2020, what was so since then has no last day.
const lastOf = (edge, { from, to }) => to || (DATA.relations[edge.relation].event && from) || "";
// Whether an edge is shown: some one passage of it has all that is asked of passages.
const passageShown = (edge, passage) =>
  (!state.status.size || state.status.has(passage.status) || (edge.contested && state.status.has("contested")))
  && (!state.publisher.size || state.publisher.has(DATA.articles[passage.article].publisher))
  && (!(state.from || state.to) || Boolean((passage.from || passage.to)
    && (!state.from || !lastOf(edge, passage) || lastOf(edge, passage).slice(0, 7) >= state.from)
    && (!state.to || !passage.from || passage.from.slice(0, 7) <= state.to)));
const edgeShown = (edge) => {
  if (state.relation.size && !state.relation.has(edge.relation)) return false;
  if (state.kind.size && ![edge.subject, edge.object].some((i) => state.kind.has(familyOf(DATA.actors[i]).id))) return false;
  const passages = edge.passages.filter((passage) => passageShown(edge, passage));
  return passages.length > 0 && new Set(passages.map((passage) => DATA.articles[passage.article].publisher)).size >= state.publishers;
};
// An actor above the cap is shown once its community is opened, and so are its edges.
const isFolded = (i) => Boolean(DATA.actors[i].folded) && !state.open.has(String(DATA.actors[i].community));
const edgeFolded = ({ subject, object }) => isFolded(subject) || isFolded(object);
const shownActors = new Set();
const shownEdges = new Set();
const foldedEdges = new Set();
const findShown = () => {
  for (const set of [shownEdges, shownActors, foldedEdges]) set.clear();
  DATA.edges.forEach((edge, i) => {
    if (!edgeShown(edge)) return;
    (edgeFolded(edge) ? foldedEdges : shownEdges).add(i);
    for (const end of [edge.subject, edge.object]) if (!isFolded(end)) shownActors.add(end);
  });
  if (!filtered()) DATA.actors.forEach((_, i) => isFolded(i) || shownActors.add(i));
};
// What is chosen is shown: its community is opened. Whether one had to be.
const unfoldChosen = () => {
  const { actor, edge } = state;
  const chosen = edge !== null ? [DATA.edges[edge].subject, DATA.edges[edge].object] : actor !== null ? [actor] : [];
  const closed = chosen.filter(isFolded);
  for (const i of closed) state.open.add(String(DATA.actors[i].community));
  return closed.length > 0;
};
const filtered = () => CHOICES.reduce((sum, choice) => sum + state[choice].size, 0) + Number(Boolean(state.from || state.to)) + Number(state.publishers > 1);
