// What all pages share: the data, elements made of text alone, dates for reading.
const DATA = JSON.parse(document.getElementById("data").textContent);
for (const edge of DATA.edges) {
  for (const passage of edge.passages) {
    if (passage.when && !passage.from && !passage.to && /^\d{4}-\d\d-\d\d$/.test(passage.when)) [passage.from, passage.to] = [passage.when, passage.when];
  }
}
const byId = (id) => document.getElementById(id);

// An element. Text goes in as text whatever it holds; nothing here ever reads HTML.
const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
};
const drawing = (tag, attributes, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
const isolated = (text) => el("bdi", {}, text);

// A link where the address is one of the web, else the address as text: it may be anything that a file held.
const webAddress = (address) => {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
};
const link = (address, text) => {
  const href = webAddress(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, isolated(text || address)) : isolated(text || address);
};

const MONTHS = "January February March April May June July August September October November December".split(" ");
const readDay = (day) => {
  const about = /[~?%]$/.test(day) ? "about " : "";
  const [, year, month, date] = day.match(/^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]?$/) || [];
  if (!year || (month && (month < 1 || month > 12))) return day;
  return about + [date && String(Number(date)), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
};
// EDTF in words: "2029/.." is "since 2029".
const readDate = (edtf) => {
  const [first, last] = edtf.split("/");
  if (last === undefined) return readDay(first);
  if (last === "" || last === "..") return `since ${readDay(first)}`;
  if (first === "" || first === "..") return `until ${readDay(last)}`;
  return `${readDay(first)} to ${readDay(last)}`;
};
const NOTHING = "Nothing in the graph answers to this selection.";
const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const STATUS = new Map(DATA.statuses.map((status) => [status.id, status]));
const chip = (status, text) => el("span", { class: `chip ${STATUS.has(status) ? status : ""}` }, text || (STATUS.get(status) || { label: status }).label);
