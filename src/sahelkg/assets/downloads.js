// Files of what is shown, made in the page.
const save = (name, type, text) => {
  const href = text instanceof Blob ? URL.createObjectURL(text) : URL.createObjectURL(new Blob([text], { type }));
  const anchor = el("a", { href, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
};
// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
const cell = (value) => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const writeCsv = () => {
  const rows = [["subject", "relation", "object", "status", "contested", "said by", "time", "place", "quote", "article", "title", "publisher", "published", "address", "statement", "evidence"]];
  for (const i of shownEdges) {
    const edge = DATA.edges[i];
    for (const passage of edge.passages) {
      const article = DATA.articles[passage.article];
      rows.push([DATA.actors[edge.subject].label, edge.relation, DATA.actors[edge.object].label, passage.status, edge.contested ? "yes" : "no",
        (passage.by || []).join("; "), passage.when || "", (passage.places || []).join("; "), passage.quote, article.id, article.title,
        article.publisher, article.date, article.url, full(edge.iri), full(passage.iri)]);
    }
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
};
const iriTerm = (iri) => `<${Array.from(full(iri), (letter) => (/[\u0000-\u0020<>"{}|^`\\]/.test(letter) ? `\\u${letter.codePointAt(0).toString(16).padStart(4, "0")}` : letter)).join("")}>`;
const textTerm = (text) => `"${text.replace(/[\\"\n\r]/g, (letter) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[letter])}"`;
const writeTurtle = () => {
  const lines = ["@prefix skg: <https://w3id.org/sahelkg/ontology#> .", "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "@prefix prov: <http://www.w3.org/ns/prov#> .", "@prefix dcterms: <http://purl.org/dc/terms/> .", "@prefix schema: <https://schema.org/> .", ""];
  const articles = new Set();
  for (const i of shownActors) lines.push(`${iriTerm(DATA.actors[i].iri)} a skg:${DATA.actors[i].kind} ; skos:prefLabel ${textTerm(DATA.actors[i].label)}@en .`);
  for (const i of shownEdges) {
    const edge = DATA.edges[i];
    const [subject, object] = [edge.subject, edge.object].map((end) => iriTerm(DATA.actors[end].iri));
    if (edge.bare) lines.push(`${subject} skg:${edge.relation} ${object} .`);
    lines.push(`${iriTerm(edge.iri)} a skg:Statement ; rdf:subject ${subject} ; rdf:predicate skg:${edge.relation} ; rdf:object ${object} ; rdfs:label ${textTerm(tripleText(edge))}@en${edge.contested ? " ; skg:contested true" : ""} .`);
    for (const passage of edge.passages) {
      articles.add(passage.article);
      lines.push(`${iriTerm(passage.iri)} a skg:Evidence ; skg:evidenceFor ${iriTerm(edge.iri)} ; skg:status skg:${passage.status} ; prov:wasQuotedFrom ${iriTerm(DATA.articles[passage.article].iri)} ; skg:start ${passage.start || 0} ; skg:quote ${textTerm(passage.quote)}@en${passage.when ? ` ; skg:edtf ${textTerm(passage.when)}` : ""}${passage.accusation ? " ; skg:accusation true" : ""} .`);
    }
  }
  for (const i of articles) {
    const { iri, title, publisher } = DATA.articles[i];
    lines.push(`${iriTerm(iri)} a schema:NewsArticle${title ? ` ; dcterms:title ${textTerm(title)}@en` : ""}${publisher ? ` ; dcterms:publisher ${textTerm(publisher)}` : ""} .`);
  }
  return `${lines.join("\n")}\n`;
};
const startDownloads = () => {
  const offers = [...(MAIN.pictures || []), ["Shown statements (CSV)", () => save("sahelkg.csv", "text/csv", writeCsv())], ["Shown statements (Turtle)", () => save("sahelkg.ttl", "text/turtle", writeTurtle())]];
  const [button, list] = [byId("show-downloads"), byId("downloads")];
  const close = () => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  const take = (act) => () => {
    act();
    close();
    button.focus();
  };
  list.replaceChildren(...offers.map(([label, act]) => el("li", {}, el("button", { type: "button", on: { click: take(act) } }, label))));
  document.addEventListener("pointerdown", ({ target }) => button.contains(target) || list.contains(target) || close());
  for (const part of [button, list]) {
    part.addEventListener("keydown", ({ key: pressed }) => {
      if (pressed !== "Escape" || list.hidden) return;
      close();
      button.focus();
    });
  }
};
