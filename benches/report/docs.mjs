// docs/benchmarks.md: what stands between two markers is written here, so that nobody copies a number by hand.
import { readFile, writeFile } from "node:fs/promises";

import { markdownTables } from "./table.mjs";

const DOCS = new URL("../../docs/benchmarks.md", import.meta.url);

/** Replaces the section of a benchmark by its newest result. */
export async function writeDocs(name, result) {
  const text = await readFile(DOCS, "utf8");
  await writeFile(DOCS, withSection(text, name, section(result)));
  console.log(`docs/benchmarks.md has the new figures of ${name}`);
}

/** The text with what is between the markers of `name` replaced. */
export function withSection(text, name, content) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md lacks ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function section(result) {
  const browser = result.browser ? ` Chromium ${result.browser},` : "";
  const sharp = result.sharp ? ` sharp ${result.sharp},` : "";
  const where = `${result.cores} cores of ${result.cpu}, ${result.memory_gb} GB, ${result.system},${browser}${sharp} Node ${result.node}`;
  const about = `Measured on ${result.date} at commit ${result.commit}: ${where}; ${result.rounds} rounds.`;
  return [about + peers(result), markdownTables(result)].join("\n\n");
}

function peers(result) {
  const named = Object.entries(result.peers ?? {}).map(([name, version]) => `${name} ${version}`);
  return named.length ? ` Peers: ${named.join(", ")}.` : "";
}
