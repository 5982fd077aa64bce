// One passage: its words, who says so, how sure, when and where, and the article that holds it.
const ROLES = { subject: "who", object: "whom or what", relation: "the words that the relation was taken from", cue: "the word that shows who says so", source: "who says so" };

// The quote in pieces: the relation's words may lie over those of another part.
const markedQuote = (passage) => {
  const letters = Array.from(passage.quote); // offsets are code points
  const marks = passage.marks || [];
  const cuts = [...new Set([0, letters.length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((end, i) => {
    const roles = marks.filter(([first, last]) => first <= cuts[i] && end <= last).map(([, , role]) => role);
    const words = letters.slice(cuts[i], end).join("");
    return roles.length ? el("mark", { class: roles.join(" "), title: roles.map((role) => ROLES[role]).join("; ") }, words) : words;
  });
  return el("blockquote", {}, "“", pieces, passage.cut ? " […]" : "", "”");
};

const detail = (name, ...values) => (values.flat().some(Boolean) ? [el("dt", {}, name), el("dd", {}, ...values)] : []);
const listed = (names) => names.flatMap((name, i) => (i ? [", ", isolated(name)] : [isolated(name)]));

const evidenceCard = (passage) => {
  const article = DATA.articles[passage.article];
  const tolls = [["killed", passage.deaths], ["wounded", passage.wounded], ["held", passage.hostages]].filter(([, told]) => told);
  const says = passage.by ? [...listed(passage.by), passage.cue ? [" (“", isolated(passage.cue), "”)"] : ""].flat() : ["the article itself"];
  return el("article", { class: `evidence ${STATUS.has(passage.status) ? passage.status : ""}`, "data-iri": passage.iri },
    el("div", {}, chip(passage.status), passage.accusation ? [" ", el("span", { class: "chip" }, "an accusation")] : ""),
    markedQuote(passage),
    el("dl", {},
      detail("Says so", ...says),
      detail("When", passage.when && readDate(passage.when)),
      detail("Where", ...(passage.places ? listed(passage.places) : [])),
      tolls.map(([what, told]) => detail(what[0].toUpperCase() + what.slice(1), isolated(told))),
      detail("Article", el("cite", {}, link(article.url, article.title || article.id))),
      detail("Published", [article.publisher, article.date && readDate(article.date)].filter(Boolean).flatMap((part, i) => (i ? [", ", isolated(part)] : [isolated(part)]))),
      article.url && !webAddress(article.url) ? detail("Address", isolated(article.url)) : [],
      passage.rule ? detail("Rule", el("code", {}, passage.rule)) : []));
};
