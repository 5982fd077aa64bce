// One passage: its words, who says so, how sure, when and where, and the article that holds it.
const ROLES = { subject: "who", object: "whom or what", cue: "the word that shows who says so", source: "who says so", place: "where" };

const markedQuote = (passage) => {
  const letters = Array.from(passage.quote); // offsets are code points
  const quote = el("blockquote", {}, "“");
  let at = 0;
  for (const [start, end, role] of passage.marks || []) {
    quote.append(letters.slice(at, start).join(""));
    quote.append(el("mark", { class: role, title: ROLES[role] }, letters.slice(start, end).join("")));
    at = end;
  }
  quote.append(letters.slice(at).join("") + (passage.cut ? " […]" : ""), "”");
  return quote;
};

const detail = (name, ...values) => (values.some(Boolean) ? [el("dt", {}, name), el("dd", {}, ...values)] : []);
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
