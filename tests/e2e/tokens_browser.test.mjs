// The corpus of tokens in a real browser: the demo page's module, and the same answers as natively and under Node.
import assert from "node:assert/strict";
import { dirname, basename, join } from "node:path";
import { after, before, it } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { serveRooms } from "./rooms.mjs";

const root = new URL("../..", import.meta.url).pathname;
const target = process.env.ROUNDEL_TARGET ?? join(root, "target");
const corpus = process.env.ROUNDEL_TOKENS ?? join(target, "tokens/corpus.json");
const wasm = process.env.ROUNDEL_TOKEN_WEB ?? join(root, "www/token/dist");

let server;
let browser;
before(async () => {
  server = await serveRooms({ wasm, conformance: join(root, "tests/conformance"), corpus: dirname(corpus) });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** In the page. */
async function run(file) {
  const { default: init, explain } = await import(`${location.origin}/wasm/roundel_token_web.js`);
  const { runTokens } = await import(`${location.origin}/conformance/tokens.mjs`);
  await init();
  const corpus = await (await fetch(`${location.origin}/corpus/${file}`)).json();
  return { count: corpus.cases.length, problems: runTokens(explain, corpus) };
}

it("answers every token of the corpus in a browser as natively", async () => {
  const { page, complaints } = await openPage(browser, server.origin);
  const { count, problems } = await page.evaluate(run, basename(corpus));
  assert.ok(count >= 250);
  assert.deepEqual(problems, []);
  assert.deepEqual(complaints, []);
});
