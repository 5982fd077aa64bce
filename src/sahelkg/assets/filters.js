// Filters: nothing ticked shows everything. The period hides what has no date once it is narrower than the whole.
const TITLES = { relation: "Relation", status: "Status", kind: "Kind of actor", publisher: "Publisher" };
const monthAt = (number) => `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;
const monthNumber = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

const fillFilters = () => {
  const form = byId("filters");
  const choices = (choice) => (OPTIONS[choice].size < 2 ? [] : [el("fieldset", { id: `filter-${choice}` },
    el("legend", {}, TITLES[choice]),
    el("div", { class: "choices" }, [...OPTIONS[choice]].map(([value, option]) => el("label", {},
      el("input", { type: "checkbox", name: choice, value }), isolated(option.label), el("span", { class: "soft" }, String(option.count))))))]);
  const period = () => {
    if (!PERIOD.first || PERIOD.first.slice(0, 7) === PERIOD.last.slice(0, 7)) return [];
    const [min, max] = [monthNumber(PERIOD.first), monthNumber(PERIOD.last)];
    return [el("fieldset", { id: "filter-period" }, el("legend", {}, "Period"),
      el("label", {}, el("span", { class: "end" }, "from"), el("input", { type: "range", name: "from", min, max, step: 1 })),
      el("label", {}, el("span", { class: "end" }, "to"), el("input", { type: "range", name: "to", min, max, step: 1 })),
      el("output", { id: "period" }))];
  };
  const most = Math.max(1, ...DATA.edges.map((edge) => new Set(edge.passages.map((passage) => DATA.articles[passage.article].publisher)).size));
  const told = () => (most < 2 ? [] : [el("fieldset", {}, el("legend", {}, "Told by"), el("label", {}, "at least",
    el("select", { name: "publishers" }, Array.from({ length: Math.min(most, 5) }, (_, i) => el("option", { value: i + 1 }, count(i + 1, "publisher"))))))]);
  const narrow = [...period(), ...told()];
  const sets = [...choices("relation"), ...choices("status"), ...(narrow.length ? [el("div", { class: "narrow" }, narrow)] : []), ...choices("kind"), ...choices("publisher")];
  byId("show-filters").hidden = !sets.length;
  form.replaceChildren(...sets, el("button", { type: "reset", id: "reset" }, "Show everything"));
  form.addEventListener("input", readFilters);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const choice of CHOICES) state[choice].clear();
    Object.assign(state, { from: "", to: "", publishers: 1 });
    refresh({ replace: true });
  });
};
const readFilters = (event) => {
  const form = byId("filters");
  for (const choice of CHOICES) state[choice] = new Set([...form.querySelectorAll(`input[name="${choice}"]:checked`)].map((box) => box.value));
  const { from, to, publishers } = form.elements;
  if (from) {
    if (Number(from.value) > Number(to.value)) (event.target === from ? to : from).value = event.target.value; // the ends push each other
    state.from = from.value === from.min ? "" : monthAt(Number(from.value));
    state.to = to.value === to.max ? "" : monthAt(Number(to.value));
  }
  if (publishers) state.publishers = Number(publishers.value);
  refresh({ replace: true });
};
const showFilters = () => {
  const form = byId("filters");
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = state[box.name].has(box.value);
  const { from, to, publishers } = form.elements;
  if (from) {
    from.value = state.from ? monthNumber(state.from) : from.min;
    to.value = state.to ? monthNumber(state.to) : to.max;
    const [first, last] = [readDay(monthAt(Number(from.value))), readDay(monthAt(Number(to.value)))];
    from.setAttribute("aria-valuetext", first);
    to.setAttribute("aria-valuetext", last);
    byId("period").textContent = `${first} to ${last}${state.from || state.to ? ", dated only" : ""}`;
  }
  if (publishers) publishers.value = state.publishers;
  byId("filter-count").textContent = filtered() ? ` (${filtered()})` : "";
};
