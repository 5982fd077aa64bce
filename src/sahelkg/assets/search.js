// Completion over every name of every actor: the start of a name first, then the start of a word, then anywhere.
const NAMES = DATA.actors.flatMap((actor, i) => [actor.label, ...(actor.names || [])].map((name) => ({ i, name, plain: plain(name) })));
const findActors = (words) => {
  const wanted = plain(words);
  if (!wanted) return [];
  const best = new Map();
  for (const { i, name, plain: text } of NAMES) {
    const at = text.indexOf(wanted);
    if (at < 0) continue;
    const rank = text === wanted ? 0 : at === 0 ? 1 : text[at - 1] === " " ? 2 : 3;
    if (!best.has(i) || best.get(i).rank > rank) best.set(i, { i, name, rank });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank || (DATA.actors[a.i].label < DATA.actors[b.i].label ? -1 : 1)).slice(0, 12);
};
const startSearch = () => {
  const [input, list] = [byId("search"), byId("found")];
  let found = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (i) => {
    close();
    input.value = "";
    choose({ actor: i });
  };
  const show = () => {
    found = findActors(input.value);
    at = found.length ? 0 : -1;
    list.replaceChildren(...found.map(({ i, name }, number) => el("li", { role: "option", id: `found-${number}`, "aria-selected": String(number === at),
      on: { mousedown: (event) => { event.preventDefault(); take(i); } } },
    key(familyOf(DATA.actors[i])), isolated(DATA.actors[i].label), name === DATA.actors[i].label ? "" : el("span", { class: "soft small" }, isolated(name)))));
    if (input.value.trim() && !found.length) list.replaceChildren(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No such name here"));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  const mark = () => {
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `found-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && found.length) at = (at + 1) % found.length;
    else if (event.key === "ArrowUp" && found.length) at = (at + found.length - 1) % found.length;
    else if (event.key === "Enter" && at >= 0 && !list.hidden) return take(found[at].i);
    else if (event.key === "Escape") return close();
    else return undefined;
    event.preventDefault();
    mark();
    return undefined;
  });
};
