// `cargo xtask bench lambda`: our functions as they are deployed beside their twins in Node, behind one runtime API.
import { spawn } from "node:child_process";
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

import { readOptions } from "../report/options.mjs";
import { step } from "../report/progress.mjs";
import { report } from "../report/report.mjs";
import { least, median, round } from "../report/statistics.mjs";
import { bundleTwin } from "./bundle.mjs";
import { figures, ratios } from "./figures.mjs";

const options = readOptions(["driver", "ours", "zips", "node"], 20);
const HERE = import.meta.dirname;
const FOLDER = join(options.target, "lambda");

/** Each pair: the profile whose folder has our binary. */
const PAIRS = { key_upload: "lambda-api", variants: "lambda" };
/** What a sample is, as headings say it. */
const HEADINGS = {
  key_upload: { cold: "from nothing to the first presigned URL", warm: "one more presigned URL" },
  variants: {
    cold: "from nothing to having seen an event",
    "cold, with a picture": "from nothing to the variants of a picture of 1,024 pixels",
    warm: "the variants of one more photo of 12 megapixels",
  },
};

/** What takes less than a millisecond is told in microseconds. */
const MICRO = new Set(["key_upload warm"]);

const rows = [];
for (const pair of wantedPairs()) {
  const twin = await step(`bundling the twin of ${pair}`, () => bundleTwin(pair, join(FOLDER, "twins"), options.node));
  const samples = await step(`${pair}: ${options.rounds} rounds`, () => measure(pair, twin));
  rows.push(...summary(pair, samples));
}
const zips = await sizes();
const about = { node: await version(), peers: await peers(), ratios: ratios(rows), zips };
await report("lambda", rows, figures(about.ratios, zips), about, options);

function wantedPairs() {
  const wanted = Object.keys(PAIRS).filter((pair) => options.only === undefined || pair === options.only);
  if (wanted.length === 0) throw new Error(`there is no pair ${options.only} among ${Object.keys(PAIRS).join(", ")}`);
  return wanted;
}

/** Every sample of both, in a store that is theirs alone. */
async function measure(pair, twin) {
  const scratch = join(FOLDER, "scratch");
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  const [small, photo] = ["1024.jpg", "12mp.jpg"].map((name) => resolve(options.inputs, name));
  const ours = resolve(options.ours, PAIRS[pair], pair);
  const plan = { pair, ours, theirs: twin, scratch, rounds: options.rounds, small, photo };
  const child = spawn(options.driver, [JSON.stringify(plan)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => child.on("close", done));
  const samples = [];
  for await (const line of createInterface({ input: child.stdout })) samples.push(JSON.parse(line));
  if ((await ended) !== 0) throw new Error(`${pair} could not be measured; logs of both are in ${scratch}`);
  return samples;
}

/** A row for each candidate and kind of sample. */
function summary(pair, samples) {
  const kinds = [...new Set(samples.map(({ what }) => what))];
  return kinds.flatMap((what) =>
    ["roundel", "node"].map((candidate) =>
      row(pair, what, candidate, samples.filter((sample) => sample.what === what && sample.candidate === candidate))));
}

function row(pair, what, candidate, samples) {
  const series = (name) => samples.map((sample) => sample[name] ?? NaN);
  const [wall, cpu] = [series("wall_ms"), series("cpu_ms")];
  const memory = round(median(series("peak_memory_mb")), 1);
  const unit = MICRO.has(`${pair} ${what}`) ? micro : milli;
  const exact = { wall: median(wall), cpu: median(cpu), peak_memory_mb: memory };
  return { candidate, pair, what, input: `${pair}: ${HEADINGS[pair][what]}`, samples: samples.length, ...exact, ...unit(median(wall), least(wall), median(cpu)) };
}

function milli(middle, best, cpu) {
  return { median_ms: round(middle, 2), min_ms: round(best, 2), cpu_ms: round(cpu, 2) };
}

function micro(middle, best, cpu) {
  const of = (value) => round(value === null ? null : value * 1e3, 1);
  return { median_us: of(middle), least_us: of(best), cpu_us: of(cpu) };
}

async function sizes() {
  const size = async (name) => (await stat(join(options.zips, name, "bootstrap.zip"))).size / 1e6;
  return { key_upload: await size("key_upload"), variants: await size("variants") };
}

async function version() {
  const child = spawn(options.node, ["--version"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) return line;
}

async function peers() {
  const { dependencies } = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));
  const { esbuild, ...libraries } = dependencies;
  return { ...libraries, esbuild: `${esbuild} (bundles the twins)` };
}
