import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { withSection } from "./docs.mjs";
import { figures, ratios } from "./figures.mjs";
import { least, median, round } from "./statistics.mjs";
import { markdownTables } from "./table.mjs";
import { between } from "../web/equal-bytes.mjs";

const row = (candidate, values = {}, input = "12mp.jpg") => ({ candidate, input, ...values });

describe("the benchmark's arithmetic", () => {
  it("knows the middle and the least of a series, and nothing of nothing", () => {
    assert.equal(median([5, 1, 3]), 3);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(least([4, NaN, 2]), 2);
    assert.deepEqual([median([]), least([NaN]), round(null, 1), round(1.26, 1)], [null, null, null, 1.3]);
  });

  it("divides the peer's time by ours, on the photo of 12 megapixels alone", () => {
    const rows = [
      row("roundel", { median_ms: 50 }),
      row("canvas", { median_ms: 10 }, "2mp.jpg"),
      row("canvas", { median_ms: 110 }),
      row("photon", { median_ms: null, error: "trapped" }),
    ];
    assert.deepEqual(ratios(rows), { vs_photon: null, vs_canvas: 2.2 });
  });

  it("tells a figure that is missed, met or unknown", () => {
    const rows = [
      row("roundel", { median_ms: 50, ssimulacra2_linear: 88, peak_memory_mb: 15 }),
      row("canvas", { median_ms: 90, ssimulacra2_linear_at_our_bytes: 80 }),
    ];
    const named = new Map(figures.web(rows).map((figure) => [figure.name, figure]));
    const outcome = (name) => [named.get(name).value, named.get(name).met, named.get(name).aim_met];
    assert.deepEqual(outcome("canvas / ours, warm"), [1.8, true, false]);
    assert.deepEqual(outcome("ssimulacra2 (linear), ours − canvas, at equal bytes"), [8, false, false]);
    assert.deepEqual(outcome("our wasm memory in MB"), [15, true, false]);
    assert.deepEqual(outcome("pica / ours, warm"), [null, false, false]);
  });

  it("finds the score between two files by the logarithm of their size", () => {
    const enclosed = { below: { bytes: 10_000 }, above: { bytes: 40_000 } };
    const score = between(enclosed, 20_000, { linear: 60, gamma: 50 }, { linear: 80, gamma: 60 });
    assert.deepEqual([round(score.linear, 6), round(score.gamma, 6)], [70, 55]);
  });
});

describe("the benchmark's tables", () => {
  it("leaves out columns of which nothing is known and marks single gaps", () => {
    const rows = [row("roundel", { median_ms: 50 }), row("canvas", { median_ms: null, error: "no codec" })];
    const table = markdownTables({ rows, figures: [] });
    assert.match(table, /\n\ncanvas failed: no codec$/);
    assert.match(table, /\| candidate \| median ms \|\n\| --- \| ---: \|\n\| roundel \| 50\.0 \|\n\| canvas \| – \|/);
  });

  it("replaces what stands between its markers and nothing else", () => {
    const text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n<!-- y -->\n<!-- /y -->\n";
    assert.equal(withSection(text, "x", "new"), "a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb\n<!-- y -->\n<!-- /y -->\n");
    assert.throws(() => withSection(text, "z", "new"), /lacks/);
  });
});
