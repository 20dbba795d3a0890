// The conformance table in a real browser: the same module, options and bytes as natively and under Node.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { serveRooms } from "./rooms.mjs";

const root = new URL("../..", import.meta.url).pathname;
const target = process.env.ROUNDEL_TARGET ?? join(root, "target");
const inputs = process.env.ROUNDEL_FIXTURES ?? join(target, "fixtures/conformance");
const cases = JSON.parse(await readFile(join(root, "tests/conformance/cases.json"), "utf8"));

const ROOMS = { wasm: join(root, "pkg/dist/wasm"), conformance: join(root, "tests/conformance"), inputs };

let server;
let browser;
let results;
before(async () => {
  server = await serveRooms(ROOMS);
  browser = await launch();
  const { page, complaints } = await openPage(browser, server.origin);
  const found = await page.evaluate(inWorker);
  results = new Map(found.map(({ name, differences }) => [name, differences]));
  assert.deepEqual(complaints, []);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** In the page: a module worker, as the npm package uses one. */
async function inWorker() {
  const source = `
    import init, * as wasm from "${location.origin}/wasm/roundel.js";
    import { runCases } from "${location.origin}/conformance/run.mjs";
    const load = async (name) => new Uint8Array(await (await fetch("${location.origin}/inputs/" + encodeURIComponent(name))).arrayBuffer());
    await init();
    const cases = await (await fetch("${location.origin}/conformance/cases.json")).json();
    postMessage(await runCases(wasm, cases, load));
  `;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "the worker could not be loaded"));
  });
}

describe("the conformance table in a browser", () => {
  for (const { name } of cases) it(name, () => assert.deepEqual(results.get(name), []));
});
