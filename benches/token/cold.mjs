// Cold starts: each a process of its own that decides one event and ends, the candidates in an order drawn anew.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { median, round } from "../report/statistics.mjs";
import { shuffled } from "./rounds.mjs";

const PROGRAM = join(import.meta.dirname, "first-decision.mjs");

/** Each candidate: the handler that is deployed. */
const HANDLERS = {
  roundel: "cold/roundel-edge/handler.mjs",
  "aws-jwt-verify": "cold/installed/handler.mjs",
  "aws-jwt-verify, one ESM file": "cold/peer/handler.mjs",
  "aws-jwt-verify, one CommonJS file": "cold/peer/handler.cjs",
};

/** A row for each candidate; the first round does not count, it fills the caches of files. */
export async function coldStarts(node, folder, rounds) {
  const starts = new Map(Object.keys(HANDLERS).map((name) => [name, []]));
  for (let count = 0; count <= rounds; count += 1) {
    for (const [name, handler] of shuffled(Object.entries(HANDLERS))) {
      const start = await firstDecision(node, [join(folder, handler), join(folder, "event.json")]);
      if (count > 0) starts.get(name).push(start);
    }
  }
  return [...starts].map(([name, series]) => row(name, series));
}

async function firstDecision(node, given) {
  const { stdout } = await promisify(execFile)(node, [PROGRAM, ...given]);
  return JSON.parse(stdout);
}

function row(candidate, series) {
  const middle = (name, digits) => round(median(series.map((start) => start[name])), digits);
  return {
    candidate,
    median_ms: middle("wall_ms", 2),
    cpu_ms: middle("cpu_ms", 2),
    process_cpu_ms: middle("process_cpu_ms", 2),
  };
}
