/**
 * Files that mean harm, on the built wasm module under Node: how long a refusal takes.
 *
 * The inputs and what comes of them are those of the conformance table; see node.test.mjs for what must be there first.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const wasmFolder = resolve(process.env.ROUNDEL_WASM ?? resolve(root, "pkg/dist/wasm"));
const fixtures = resolve(process.env.ROUNDEL_FIXTURES ?? resolve(root, "target/fixtures/conformance"));

const wasm = await import(pathToFileURL(resolve(wasmFolder, "roundel.js")));
wasm.initSync({ module: await readFile(resolve(wasmFolder, "roundel_bg.wasm")) });
wasm.warm_up();

const cases = JSON.parse(await readFile(new URL("cases.json", import.meta.url), "utf8"));
const ofOptions = ["invalid_option", "invalid_crop", "over_budget"];
const isHostile = ({ name, expect: { error } }) => name.startsWith("bomb-") || (error && !ofOptions.includes(error));
const hostile = cases.filter((entry) => entry.call === "process" && isHostile(entry));

/** A person does not notice less; natively it is 10 ms, and a busy machine may take longer. */
const SOON_MS = 500;

test("there are hostile files", () => {
  assert.ok(hostile.length >= 25);
});

for (const { name, options } of hostile) {
  test(`${name} is answered soon`, async (context) => {
    const bytes = new Uint8Array(await readFile(resolve(fixtures, name)));
    const times = [1, 2, 3].map(() => took(bytes, options));
    context.diagnostic(`${Math.min(...times).toFixed(2)} ms`);
    assert.ok(Math.min(...times) < SOON_MS);
  });
}

function took(bytes, options) {
  const start = performance.now();
  try {
    wasm.process(bytes, options);
  } catch (error) {
    assert.equal(error.name, "RoundelError", String(error));
  }
  return performance.now() - start;
}
