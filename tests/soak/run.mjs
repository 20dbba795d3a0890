// `cargo xtask soak`: prints the figures, and fails with each violation by name.
import { parseArgs } from "node:util";

import { FULL, soak } from "./soak.mjs";

const numbers = ["users", "uploads", "seed", "kills"];
const { values } = parseArgs({ options: Object.fromEntries(numbers.map((name) => [name, { type: "string" }])) });
const given = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
const { figures, violations } = await soak({ ...FULL, ...given }, (step) => console.log(`  ${step}`));

console.log("\nFigures");
for (const [name, value] of Object.entries(figures)) console.log(`  ${name}: ${name === "memory" ? megabytes(value) : value}`);
console.log(violations.length ? `\n${violations.length} violations` : "\nNothing is lost, missing or foreign.");
for (const violation of violations.slice(0, 50)) console.log(`  ${violation}`);
process.exitCode = violations.length ? 1 : 0;

function megabytes(memory) {
  return Object.entries(memory).map(([name, peaks]) => `${name} ${peaks.join(" ▸ ")} MB`).join("; ");
}
