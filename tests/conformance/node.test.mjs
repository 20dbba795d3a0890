/**
 * The conformance table on the built wasm module under Node.
 *
 * Before it: `wasm-pack build` into pkg/dist/wasm, and
 * `cargo run --release -p roundel-fixtures -- --table tests/conformance/cases.json target/fixtures/conformance`.
 * ROUNDEL_WASM and ROUNDEL_FIXTURES name other folders.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { runCases } from "./run.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const wasmFolder = resolve(process.env.ROUNDEL_WASM ?? resolve(root, "pkg/dist/wasm"));
const fixtures = resolve(process.env.ROUNDEL_FIXTURES ?? resolve(root, "target/fixtures/conformance"));

const wasm = await import(pathToFileURL(resolve(wasmFolder, "roundel.js")));
wasm.initSync({ module: await readFile(resolve(wasmFolder, "roundel_bg.wasm")) });

const cases = JSON.parse(await readFile(new URL("cases.json", import.meta.url), "utf8"));
const load = async (name) => new Uint8Array(await readFile(resolve(fixtures, name)));

test("the table has cases", () => {
  assert.ok(cases.length >= 40);
});

for (const entry of cases) {
  test(entry.name, async () => {
    const [{ differences }] = await runCases(wasm, [entry], load);
    assert.deepEqual(differences, []);
  });
}

test("errors are errors as JavaScript knows them", () => {
  assert.throws(() => wasm.process(new Uint8Array(), {}), (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, "RoundelError");
    assert.equal(error.code, "empty");
    assert.match(error.message, /Choose another picture/);
    return true;
  });
});

test("options may be left out, and undefined fields count as left out", async () => {
  const photo = await load("never-enlarged");
  const plain = wasm.process(photo);
  const undefinedFields = wasm.process(photo, { size: undefined, crop: undefined });
  assert.deepEqual(plain.bytes, undefinedFields.bytes);
  assert.ok(plain.bytes instanceof Uint8Array);
});

test("warming up leaves no trace", async () => {
  const photo = await load("never-enlarged");
  const before = wasm.process(photo).bytes;
  wasm.warm_up();
  assert.deepEqual(wasm.process(photo).bytes, before);
});
