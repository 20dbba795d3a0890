// What comes out: a table, a file for programs and, on demand, the section in the docs.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { writeDocs } from "./docs.mjs";
import { machine } from "./machine.mjs";
import { printTable } from "./table.mjs";

/** Prints and writes the result of the benchmark `name`; `about` has its ratios and what else there is to know of it. */
export async function report(name, rows, figures, about, options) {
  const result = { ...(await machine()), rounds: options.rounds, ...about, rows, figures };
  printTable(result);
  const path = join(options.target, `${name}.json`);
  await writeFile(path, `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\nWritten to ${path}`);
  if (options["write-docs"]) await writeDocs(name, result);
}
