/**
 * The corpus of tokens on the page's verifier under Node: `cargo run --release -p roundel-tokens -- corpus FILE` writes it.
 * ROUNDEL_TOKENS and ROUNDEL_TOKEN_WEB name the file and the module's folder.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { runTokens } from "./tokens.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = resolve(process.env.ROUNDEL_TOKEN_WEB ?? resolve(root, "www/token/dist"));
const corpus = JSON.parse(await readFile(process.env.ROUNDEL_TOKENS ?? resolve(root, "target/tokens/corpus.json"), "utf8"));

const wasm = await import(pathToFileURL(resolve(folder, "roundel_token_web.js")));
wasm.initSync({ module: await readFile(resolve(folder, "roundel_token_web_bg.wasm")) });

test("the corpus is all there", () => {
  assert.ok(corpus.cases.length >= 250);
  assert.ok(corpus.cases.filter(({ code }) => code !== null).length >= 230);
});

test("every token is answered as natively", () => {
  assert.deepEqual(runTokens(wasm.explain, corpus), []);
});

test("an answer that is wrong is noticed", () => {
  const [good] = corpus.cases;
  const wrong = { ...corpus, cases: [{ ...good, code: "expired" }] };
  assert.equal(runTokens(wasm.explain, wrong)[0].problem, "null instead of expired");
});
