// `cargo xtask bench image-native`: one photo to eight files, ours and sharp's, on one core.
import { spawn, spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

import sharp from "sharp";

import { bothRatios, figures } from "../report/figures.mjs";
import { listInputs } from "../report/inputs.mjs";
import { judge } from "../report/judge.mjs";
import { readOptions } from "../report/options.mjs";
import { step } from "../report/progress.mjs";
import { report } from "../report/report.mjs";
import { least, median, round } from "../report/statistics.mjs";

const options = readOptions(["ours"], 15);

const SHARP = join(import.meta.dirname, "sharp.mjs");
const CORE = "0";
const PINNED = process.platform === "linux" && spawnSync("taskset", ["--version"]).status === 0;

/** Each candidate: the program that answers a line with a set of files. */
const CANDIDATES = {
  roundel: (photo, out) => [resolve(options.ours), photo, out],
  "sharp-per-variant": (photo, out) => [process.execPath, SHARP, "per-variant", photo, out],
  "sharp-clone": (photo, out) => [process.execPath, SHARP, "clone", photo, out],
  "sharp-best": (photo, out) => [process.execPath, SHARP, "best", photo, out],
  "sharp-best-trellis": (photo, out) => [process.execPath, SHARP, "best-trellis", photo, out],
};

const rows = [];
for (const input of await listInputs(options)) {
  rows.push(...(await measure(input)));
}
const about = { sharp: sharp.versions.sharp, pinned: PINNED, ...bothRatios(rows) };
await report("image-native", rows, figures.native(rows), about, options);

async function measure(input) {
  const first = await step(`${input.name}: one set in a fresh process each`, () => firstSets(input));
  const able = Object.keys(CANDIDATES).filter((name) => !first.get(name).error);
  const warm = await step(`${input.name}: ${options.rounds} warm rounds`, () => warmSets(able, input, options.rounds));
  const scores = await step(`${input.name}: judging`, () => judgeAll(able, input));
  return Object.keys(CANDIDATES).map((name) => row(name, input, first.get(name), warm.get(name), scores.get(name)));
}

/** Memory is only told apart from what went before in a process that has done nothing else. */
async function firstSets(input) {
  const first = new Map();
  for (const name of Object.keys(CANDIDATES)) {
    const worker = start(name, input);
    first.set(name, await worker.makeSet().catch((error) => ({ error: error.message })));
    worker.end();
  }
  return first;
}

/** In turn, every round beginning with another candidate; the first round does not count. */
async function warmSets(candidates, input, rounds) {
  const workers = candidates.map((name) => ({ name, series: [], ...start(name, input) }));
  for (let count = 0; count <= rounds; count++) {
    for (let at = 0; at < workers.length; at++) {
      const worker = workers[(at + count) % workers.length];
      const set = await worker.makeSet();
      if (count > 0) worker.series.push(set);
    }
  }
  workers.forEach((worker) => worker.end());
  return new Map(workers.map(({ name, series }) => [name, series]));
}

function start(name, input) {
  const command = CANDIDATES[name](input.path, folder(name, input));
  const [program, ...given] = PINNED ? ["taskset", "--cpu-list", CORE, ...command] : command;
  const child = spawn(program, given, { stdio: ["pipe", "pipe", "ignore"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { makeSet: () => ask(child, answers), end: () => child.stdin.end() };
}

async function ask(child, answers) {
  child.stdin.write("\n");
  const { value, done } = await answers.next();
  if (done) throw new Error("refused this picture");
  return JSON.parse(value);
}

/** The largest of each format. */
async function judgeAll(candidates, input) {
  const files = candidates.flatMap((name) => ["512.jpg", "512.webp"].map((file) => join(folder(name, input), file)));
  const scores = await judge(options.judge, input.path, files);
  return new Map(candidates.map((name, at) => [name, { jpeg: scores[2 * at], webp: scores[2 * at + 1] }]));
}

function folder(candidate, input) {
  return join(options.target, "native-results", input.name, candidate);
}

function row(candidate, input, first, warm = [], scores) {
  const walls = warm.map((set) => set.wall_ms);
  return {
    candidate,
    input: input.name,
    median_ms: round(median(walls), 2),
    first_ms: round(first.wall_ms ?? null, 2),
    bytes: first.bytes ?? null,
    ssimulacra2_linear: round(scores?.jpeg?.linear ?? null, 2),
    ssimulacra2_gamma: round(scores?.jpeg?.gamma ?? null, 2),
    peak_memory_mb: round(first.peak_memory_mb ?? null, 1),
    min_ms: round(least(walls), 2),
    cpu_ms: round(median(warm.map((set) => set.cpu_ms ?? NaN)), 2),
    webp_ssimulacra2_linear: round(scores?.webp?.linear ?? null, 2),
    ...(first.error && { error: first.error }),
  };
}
