// Room for labels, and the nearest thing in a direction: what the picture and the map have in common.
const FACE = "system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, DejaVu Sans, sans-serif";
const widths = new Map();

// What is taken in the picture, in cells: whether a box is free is asked of its own cells only.
const makeSpace = (cell) => {
  const cells = new Map();
  const over = function* (box) {
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x += 1) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y += 1) yield x * 100003 + y;
    }
  };
  return {
    take: (box) => {
      for (const at of over(box)) {
        if (cells.has(at)) cells.get(at).push(box);
        else cells.set(at, [box]);
      }
    },
    free: (box, owner) => {
      for (const at of over(box)) {
        for (const other of cells.get(at) || []) {
          if ((owner === undefined || other.owner !== owner) && box.right >= other.left && box.left <= other.right && box.bottom >= other.top && box.top <= other.bottom) return false;
        }
      }
      return true;
    },
  };
};

// The width of a text in parts of its font's size.
const widthOf = (context, text) => {
  if (!widths.has(text)) {
    context.font = `100px ${FACE}`;
    widths.set(text, context.measureText(text).width / 100);
  }
  return widths.get(text);
};

// The nearest of some places in a direction, what lies aside counting thrice; nothing where there is none.
const nearestAhead = (places, here, [dx, dy]) => {
  let best = null;
  for (const { i, x, y } of places) {
    const [along, aside] = [(x - here.x) * dx + (y - here.y) * dy, Math.abs((x - here.x) * dy - (y - here.y) * dx)];
    if (along <= 0.1) continue;
    if (!best || along + 3 * aside < best.cost) best = { i, cost: along + 3 * aside };
  }
  return best && best.i;
};
const palette = () => {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
};
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const xmlText = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
const shorten = (text) => (text.length > 34 ? `${text.slice(0, 33)}…` : text);
