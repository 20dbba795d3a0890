// `cargo xtask bench token`: the edge as it is deployed beside other verifiers, under each Node of Lambda@Edge.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { readOptions } from "../report/options.mjs";
import { step } from "../report/progress.mjs";
import { report } from "../report/report.mjs";
import { coldStarts } from "./cold.mjs";
import { figures, ratios } from "./figures.mjs";
import { makeMaterial } from "./material.mjs";
import { sizes } from "./sizes.mjs";

const options = readOptions(["edge", "function"], 60, ["node"]);
const HERE = import.meta.dirname;
const MATERIAL = join(options.target, "token");

const nodes = await wantedNodes();
await step("signing tokens and bundling both handlers", () => makeMaterial(MATERIAL, options.edge));
const rows = [];
for (const { major, path } of nodes) {
  const warm = await step(`Node ${major}: ${options.rounds} warm rounds`, () => warmRows(path));
  const cold = await step(`Node ${major}: ${options.rounds} cold starts each`, () => coldStarts(path, MATERIAL, options.rounds));
  const named = cold.map((row) => ({ what: "cold start", ...row }));
  rows.push(...[...warm, ...named].map((row) => ({ node: major, ...row, input: `Node ${major}: ${row.what}` })));
}
const wasm = join(options.edge, "roundel_edge_bg.wasm");
const about = { node: nodes.map(({ version }) => version).join(", "), peers: await peers(), ratios: ratios(rows) };
const weighed = sizes({ wasm, zip: join(MATERIAL, "cold/roundel-edge.zip"), functionFile: options.function });
await report("token", rows, figures(about.ratios, weighed), { ...about, sizes: weighed }, options);

/** The versions that were given, or the one of them that is asked for. */
async function wantedNodes() {
  const given = await Promise.all(options.node.map(async (path) => {
    const { stdout } = await promisify(execFile)(path, ["--version"]);
    const version = stdout.trim();
    return { path, version, major: Number(version.slice(1).split(".")[0]) };
  }));
  const wanted = given.filter(({ major }) => options.only === undefined || String(major) === options.only);
  if (wanted.length === 0) throw new Error(`there is no Node ${options.only} among ${given.map(({ major }) => major)}`);
  return wanted;
}

async function warmRows(node) {
  const given = [join(HERE, "warm.mjs"), MATERIAL, String(options.rounds)];
  const { stdout } = await promisify(execFile)(node, given, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}

async function peers() {
  const { dependencies } = JSON.parse(await readFile(join(HERE, "package.json"), "utf8"));
  const { esbuild, ...libraries } = dependencies;
  return { ...libraries, esbuild: `${esbuild} (bundles the handler of aws-jwt-verify)` };
}
