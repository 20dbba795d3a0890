import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { figures, ratios } from "./figures.mjs";

const row = (pair, what, candidate, wall, cpu, peak_memory_mb) => ({ pair, what, candidate, wall, cpu, peak_memory_mb });

describe("the arithmetic of the lambdas", () => {
  const rows = [
    row("key_upload", "cold", "roundel", 5, 2, 4),
    row("key_upload", "cold", "node", 100, 90, 80),
    row("key_upload", "warm", "roundel", 0.2, 0.1, 5),
    row("key_upload", "warm", "node", 1, 0.9, 100),
  ];

  it("divides theirs by ours, memory as it is after a while, and knows nothing of what was not measured", () => {
    const expected = { cold_wall_vs_node: 20, cold_cpu_vs_node: 45, warm_vs_node: 5, warm_cpu_vs_node: 9, rss_vs_node: 20 };
    assert.deepEqual(ratios(rows), { key_upload: expected });
    assert.equal(ratios(rows.slice(0, 3)).key_upload.warm_vs_node, null);
  });

  it("tells a promise that is kept from one that is not", () => {
    const kept = figures(ratios(rows), { key_upload: 1.3, variants: 4 }).map(({ name, met }) => [name, met]);
    assert.deepEqual(kept, [
      ["key_upload: cold start, node / ours", true],
      ["key_upload: cold start, CPU, node / ours", true],
      ["key_upload: warm, node / ours", false],
      ["key_upload: peak RSS, node / ours", true],
      ["key_upload.zip in MB", false],
      ["variants.zip in MB", true],
    ]);
  });
});
