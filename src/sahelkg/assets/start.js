// What happens when something is chosen, filtered, or come back to. MAIN is what stands beside the panel.
const choose = ({ actor = null, edge = null, event = null }) => {
  Object.assign(state, { actor, edge, event });
  const opened = unfoldChosen();
  writeAddress(false);
  if (opened) {
    findShown();
    MAIN.filter();
  }
  showPanel();
  MAIN.chosen(true);
  const top = byId("panel").getBoundingClientRect().top;
  if (top > innerHeight * 0.8 && (actor ?? edge ?? event) !== null) byId("panel").scrollIntoView({ block: "start" }); // on a phone it lies below
};
const refresh = ({ replace = false, read = false } = {}) => {
  if (read) readAddress();
  unfoldChosen();
  if (!read) writeAddress(replace);
  findShown();
  showFilters();
  MAIN.filter();
  showPanel();
  MAIN.chosen(read);
};
const toggle = (button, target) => byId(button).addEventListener("click", () => {
  const open = byId(target).hidden;
  byId(target).hidden = !open;
  byId(button).setAttribute("aria-expanded", String(open));
});

// Where `sahelkg serve` shows the page, the others of the same selection are a click away.
const SITE = { network: "Network", timeline: "Timeline", conflicts: "Conflicts", map: "Map" };
const showSite = () => {
  const here = /^https?:$/.test(location.protocol) ? location.pathname.match(/^(.*\/)(\w+)$/) : null;
  if (!here || !SITE[here[2]]) return;
  const anchor = (href, text, current) => el("a", { href, "aria-current": current && "page" }, text);
  byId("site").replaceChildren(anchor(here[1], "Ask"), ...Object.entries(SITE).map(([name, text]) => anchor(here[1] + name + location.search, text, name === here[2])));
  byId("site").hidden = false;
};

byId("title").textContent = DATA.title;
showSite();
readAddress();
fillFilters();
startSearch();
startDownloads();
toggle("show-filters", "filters");
toggle("show-downloads", "downloads");
MAIN.start();
refresh({ read: true });
MAIN.first();
addEventListener("popstate", () => refresh({ read: true }));
addEventListener("hashchange", () => refresh({ read: true }));
requestAnimationFrame(() => {
  document.body.setAttribute("data-drawn", "yes");
  performance.mark("drawn");
});
