// What happens when something is chosen, filtered, or come back to.
const choose = ({ actor = null, edge = null }) => {
  Object.assign(state, { actor, edge });
  writeAddress(false);
  showPanel();
  showTables();
  showChosen(true);
};
const refresh = ({ replace = false, read = false } = {}) => {
  if (read) readAddress();
  else writeAddress(replace);
  showFilters();
  applyFilters();
  showPanel();
  showTables();
  showChosen(read);
};
const toggle = (button, target) => byId(button).addEventListener("click", () => {
  const open = byId(target).hidden;
  byId(target).hidden = !open;
  byId(button).setAttribute("aria-expanded", String(open));
});

// The whole picture once it can be seen: behind the tables it has no size.
let seen = false;
const showFirst = () => {
  if (!seen && !state.tables) {
    seen = true;
    if (state.actor === null && state.edge === null) showAll();
    else showChosen(true);
  }
  requestAnimationFrame(() => {
    document.body.setAttribute("data-drawn", "yes");
    performance.mark("drawn");
  });
};

byId("title").textContent = DATA.title;
readAddress();
fillFilters();
startSearch();
startDownloads();
drawPicture();
toggle("show-filters", "filters");
toggle("show-downloads", "downloads");
byId("show-tables").addEventListener("click", () => {
  state.tables = !state.tables;
  writeAddress(false);
  showTables();
  if (state.tables) return;
  network.redraw();
  showFirst();
});
refresh({ read: true });
showFirst();
addEventListener("popstate", () => refresh({ read: true }));
addEventListener("hashchange", () => refresh({ read: true }));
