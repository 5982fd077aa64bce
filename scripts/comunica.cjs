// Answers the questions of standard input, one JSON text a line, about a Turtle file: one line of SPARQL 1.1 JSON for each.
// The graph is given to Comunica as a store in memory, since it knows how often each pattern matches there, and not in a file.
const { createReadStream } = require('node:fs');
const { createInterface } = require('node:readline');
const { QueryEngine } = require('@comunica/query-sparql-file');
const { Store, StreamParser } = require('n3');

async function main(file) {
  const store = new Store();
  const parsed = store.import(createReadStream(file).pipe(new StreamParser()));
  await new Promise((done, failed) => parsed.on('end', done).on('error', failed));
  const engine = new QueryEngine();
  for await (const line of createInterface({ input: process.stdin })) {
    const result = await engine.query(JSON.parse(line), { sources: [store] });
    const { data } = await engine.resultToString(result, 'application/sparql-results+json');
    let text = '';
    for await (const chunk of data) text += chunk;
    process.stdout.write(JSON.stringify(JSON.parse(text)) + '\n');
  }
}

main(process.argv[2]).catch(error => { console.error(error); process.exit(1); });
