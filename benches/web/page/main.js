// What the runner calls: `load` a candidate, have an input `fetched`, `run` the one on the other, ask for memory.
import { wasmMemory } from "./wasm-memory.js";

import { CANDIDATES } from "./candidates.js";

const loaded = new Map();
const files = new Map();

window.bench = {
  names: () => Object.keys(CANDIDATES),
  load,
  fetched: fileOf,
  run,
  wasmMemory,
};

/** Loads a candidate's code, compiles its wasm, starts its workers. Returns the milliseconds that took. */
async function load(name) {
  const start = performance.now();
  const candidate = await CANDIDATES[name]();
  await candidate.load?.();
  loaded.set(name, candidate);
  return performance.now() - start;
}

/** From a file as an input element gives it to a Blob as an upload takes it; the result goes to the runner's server. */
async function run(name, input, { quality, keep }) {
  const file = await fileOf(input);
  const start = performance.now();
  const blob = await loaded.get(name).run(file, quality);
  const ms = performance.now() - start;
  if (keep) await fetch(`/results/${keep}`, { method: "POST", body: blob });
  return { ms, bytes: blob.size };
}

async function fileOf(input) {
  if (!files.has(input)) {
    const bytes = await (await fetch(input)).arrayBuffer();
    files.set(input, new File([bytes], input.split("/").pop(), { type: /\.png$/i.test(input) ? "image/png" : "image/jpeg" }));
  }
  return files.get(input);
}
