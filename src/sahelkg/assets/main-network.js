// The network page: a picture, or the tables of the same.
let seen = false;
// The whole picture once it can be seen: behind the tables it has no size.
const showFirst = () => {
  if (!seen && !state.tables) {
    seen = true;
    if (state.actor === null && state.edge === null) showAll();
    else showChosen(true);
  }
};
const MAIN = {
  folds: foldRows,
  pictures: [["Picture (PNG)", savePng], ["Picture (SVG)", () => save("sahelkg.svg", "image/svg+xml", writeSvg())]],
  start: () => {
    drawPicture();
    byId("show-tables").addEventListener("click", () => {
      state.tables = !state.tables;
      writeAddress(false);
      showTables();
      if (state.tables) return;
      network.redraw();
      showFirst();
    });
  },
  filter: () => {
    applyFilters();
    showTables();
  },
  chosen: (move) => {
    showTables();
    showChosen(move);
  },
  first: showFirst,
};
