// What articles disagree on, the sides beside each other.
const passagesOf = (conflict) => conflict.sides.map(({ says, evidence }) => ({ says, ...PASSAGE_AT.get(evidence) })).filter(({ passage }) => passage);
const conflictShown = (conflict) => passagesOf(conflict).some(({ edge, passage }) => shownEdges.has(edge) && passageShown(DATA.edges[edge], passage)
  && (state.actor === null || [DATA.edges[edge].subject, DATA.edges[edge].object].includes(state.actor)));

const conflictCard = (conflict) => {
  const sides = new Map();
  for (const { says, edge, passage } of passagesOf(conflict)) sides.set(says, [...(sides.get(says) || []), { edge, passage }]);
  const denies = (told) => told.every(({ passage }) => passage.status === "denied");
  const ordered = [...sides].sort(([, one], [, other]) => denies(one) - denies(other));
  return el("article", { class: "conflict", "data-conflict": conflict.iri },
    el("h3", {}, isolated(conflict.about)),
    el("div", { class: "sides" }, ordered.map(([says, told]) => el("section", { class: "side" },
      el("h4", {}, conflict.kind === "date" ? readDate(says) : isolated(says)),
      told.map(({ edge, passage }) => [evidenceCard(passage), el("button", { type: "button", class: "link small", on: { click: () => choose({ edge, actor: null }) } }, "All that is told of this")])))));
};
const showConflicts = () => {
  const shown = DATA.conflicts.filter(conflictShown);
  byId("counts").textContent = `${count(shown.length, "disagreement")}${shown.length < DATA.conflicts.length ? ` of ${DATA.conflicts.length}` : ""}`;
  byId("story").replaceChildren(
    state.actor !== null ? el("p", { class: "note" }, "Only what concerns ", isolated(DATA.actors[state.actor].label), ". ", el("button", { type: "button", id: "all-actors", on: { click: () => choose({}) } }, "Show all")) : "",
    shown.length ? "" : el("p", {}, "The articles do not disagree on anything in this selection."),
    ...Object.entries(QUESTIONS).flatMap(([kind, question]) => {
      const those = shown.filter((conflict) => conflict.kind === kind);
      return those.length ? [el("h2", { class: "year" }, `${question} (${those.length})`), ...those.map(conflictCard)] : [];
    }));
};
const MAIN = {
  start: () => {},
  filter: showConflicts,
  chosen: () => {
    const top = byId("story").scrollTop;
    showConflicts();
    byId("story").scrollTop = top;
  },
  first: () => {},
};
