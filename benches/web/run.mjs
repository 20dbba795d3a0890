// `cargo xtask bench image-web`: the candidates side by side in one Chromium.
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "playwright-core";
import { build } from "vite";

import { bothRatios, figures } from "../report/figures.mjs";
import { listInputs } from "../report/inputs.mjs";
import { judge } from "../report/judge.mjs";
import { readOptions } from "../report/options.mjs";
import { step } from "../report/progress.mjs";
import { report } from "../report/report.mjs";
import { least, median, round } from "../report/statistics.mjs";
import { between, enclose } from "./equal-bytes.mjs";
import { firstCall, open, warmCalls } from "./measure.mjs";
import { serve } from "./server.mjs";

const options = readOptions(["chromium"], 9);

/** Fresh pages a candidate gets on the photo that the figures are about; elsewhere it gets one. */
const FIRST_CALLS = 5;
const HERE = import.meta.dirname;
const PAGE = join(options.target, "web");
const RESULTS = join(options.target, "web-results");
const MEGABYTE = 1e6;

const inputs = await listInputs(options);
await step("bundling the page", () => build({ configFile: join(HERE, "vite.config.js"), build: { outDir: PAGE } }));
await rm(RESULTS, { recursive: true, force: true });
await mkdir(RESULTS, { recursive: true });
const rooms = { "": PAGE, inputs: options.inputs, photos: options.photos ?? options.inputs, "wasm-vips": join(HERE, "node_modules/wasm-vips/lib") };
const server = await serve(rooms, RESULTS);
const browser = await chromium.launch({ executablePath: options.chromium, args: flags() });
const measured = await measureAll().finally(async () => {
  await browser.close();
  server.close();
});
await report("image-web", measured, figures.web(measured), { ...(await about()), ...bothRatios(measured) }, options);

/** A machine without a graphics card emulates one, which would slow the canvas: nothing here needs it. */
function flags() {
  const root = process.getuid?.() === 0;
  return ["--disable-gpu", ...(root ? ["--no-sandbox"] : [])];
}

async function measureAll() {
  const page = await open(browser, server.url);
  const candidates = await page.evaluate(() => window.bench.names());
  await step("loading every candidate into one page", () => loadAll(page, candidates));
  const rows = [];
  for (const input of inputs) {
    rows.push(...(await measureInput(page, candidates, input)));
  }
  return rows;
}

async function loadAll(page, candidates) {
  for (const name of candidates) await page.evaluate((candidate) => window.bench.load(candidate), name);
}

async function measureInput(page, candidates, input) {
  const first = await step(`${input.name}: first calls`, () => firstCalls(candidates, input));
  const able = candidates.filter((name) => !first.get(name).error);
  const warm = await step(`${input.name}: ${options.rounds} warm rounds`, () => warmCalls(page, able, input.url, options.rounds));
  const equal = input.equalBytes ? await step(`${input.name}: at equal bytes`, () => equalBytes(page, able, input, first)) : new Map();
  const scores = await step(`${input.name}: judging`, () => judgeAll(able, input, equal, first));
  return candidates.map((name) => row(name, input, first.get(name), warm.get(name), scores.get(name)));
}

/** Each candidate's calls in fresh pages; what was made is the same in all. */
async function firstCalls(candidates, input) {
  const first = new Map(candidates.map((name) => [name, []]));
  for (let turn = 0; turn < (input.baseline ? FIRST_CALLS : 1); turn++) {
    for (const name of candidates) {
      first.get(name).push(await firstCall(browser, server.url, name, input.url, fileName(input, name)).catch(failed));
    }
  }
  return new Map([...first].map(([name, calls]) => [name, summary(calls)]));
}

function summary(calls) {
  const middle = (value) => median(calls.map(value));
  return { ...calls[0], ms: middle((call) => call.ms), cpu: middle((call) => call.cpu), loadMs: middle((call) => call.loadMs) };
}

function failed(error) {
  return { error: error.message.split("\n")[0] };
}

async function equalBytes(page, candidates, input, first) {
  const { bytes } = first.get("roundel");
  const found = new Map();
  if (bytes === undefined) return found;
  for (const name of candidates.filter((candidate) => !candidate.startsWith("roundel"))) {
    const enclosed = await enclose(page, name, input.url, bytes, (quality) => fileName(input, `${name}.q${quality}`));
    if (enclosed) found.set(name, enclosed);
  }
  return found;
}

async function judgeAll(candidates, input, equal, first) {
  const names = candidates.map((name) => fileName(input, name));
  const enclosing = [...equal.values()].flatMap(({ below, above }) => [below.name, above.name]);
  const files = [...names, ...enclosing];
  const found = await judge(options.judge, input.path, files.map((name) => join(RESULTS, name)));
  const score = (name) => found[files.indexOf(name)];
  const { bytes } = first.get("roundel");
  const atOurBytes = (enclosed) => between(enclosed, bytes, score(enclosed.below.name), score(enclosed.above.name));
  return new Map(candidates.map((name) => {
    const own = score(fileName(input, name));
    const enclosed = own && equal.get(name);
    return [name, { own, equal: enclosed ? atOurBytes(enclosed) : null }];
  }));
}

function fileName(input, candidate) {
  return `${input.name}.${candidate}.jpg`;
}

function row(candidate, input, first, warm, scores) {
  return {
    candidate,
    input: input.name,
    median_ms: round(median(warm?.ms ?? []), 2),
    first_ms: round(first.ms, 2),
    bytes: first.bytes ?? null,
    ssimulacra2_linear: round(scores?.own?.linear ?? null, 2),
    ssimulacra2_gamma: round(scores?.own?.gamma ?? null, 2),
    peak_memory_mb: first.wasmMemory ? round(first.wasmMemory / MEGABYTE, 1) : null,
    min_ms: round(least(warm?.ms ?? []), 2),
    cpu_ms: round(median(warm?.cpu ?? []), 2),
    first_cpu_ms: round(first.cpu, 2),
    load_ms: round(first.loadMs, 1),
    ssimulacra2_linear_at_our_bytes: round(scores?.equal?.linear ?? null, 2),
    ssimulacra2_gamma_at_our_bytes: round(scores?.equal?.gamma ?? null, 2),
    ...(first.error && { error: first.error }),
  };
}

async function about() {
  const { dependencies: peers } = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));
  return { browser: browser.version(), peers };
}
