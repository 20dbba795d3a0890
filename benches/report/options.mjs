// What the runners are told.
import { resolve } from "node:path";
import { parseArgs } from "node:util";

/**
 * The options that `cargo xtask bench` passes, paths made absolute.
 *
 * @param {string[]} own names of what only this runner is told
 * @param {number} rounds how many, unless somebody says otherwise
 * @param {string[]} lists names of those that may be given several times
 */
export function readOptions(own, rounds, lists = []) {
  const named = ["target", "inputs", "judge", "photos", "only", "rounds", ...own];
  const strings = Object.fromEntries(named.map((name) => [name, { type: "string" }]));
  const several = Object.fromEntries(lists.map((name) => [name, { type: "string", multiple: true }]));
  const { values } = parseArgs({ options: { ...strings, ...several, "write-docs": { type: "boolean", default: false } } });
  return { ...values, target: resolve(values.target), rounds: Number(values.rounds ?? rounds) };
}
