// What was promised of the lambdas, computed from rows.
import { atMost, figure, quotient } from "../report/figures.mjs";
import { round } from "../report/statistics.mjs";

/** Theirs / ours for each pair that was measured: above 1 we are faster, or smaller. */
export function ratios(rows) {
  const pairs = [...new Set(rows.map((row) => row.pair))];
  return Object.fromEntries(pairs.map((pair) => [pair, ratiosOf(rows.filter((row) => row.pair === pair))]));
}

function ratiosOf(rows) {
  const find = (what, candidate) => rows.find((row) => row.what === what && row.candidate === candidate);
  const beside = (what, name) => round(quotient(find(what, "node")?.[name], find(what, "roundel")?.[name]), 3);
  const fresh = "cold, with a picture";
  return {
    cold_wall_vs_node: beside("cold", "wall"),
    cold_cpu_vs_node: beside("cold", "cpu"),
    ...(find(fresh, "roundel") && { cold_with_a_picture_vs_node: beside(fresh, "wall") }),
    warm_vs_node: beside("warm", "wall"),
    warm_cpu_vs_node: beside("warm", "cpu"),
    // what has served for a while
    rss_vs_node: beside("warm", "peak_memory_mb"),
  };
}

/** Each promise about what was measured, and the zips' sizes. */
export function figures({ key_upload, variants }, zips) {
  const promises = [];
  if (key_upload) {
    promises.push(
      least("key_upload: cold start, node / ours", key_upload.cold_wall_vs_node, 15),
      least("key_upload: cold start, CPU, node / ours", key_upload.cold_cpu_vs_node, 40),
      least("key_upload: warm, node / ours", key_upload.warm_vs_node, 6),
      least("key_upload: peak RSS, node / ours", key_upload.rss_vs_node, 15),
    );
  }
  if (variants) {
    promises.push(
      least("variants: cold start, node / ours", variants.cold_wall_vs_node, 15),
      least("variants: 12 megapixels, node / ours", variants.warm_vs_node, 1.25),
      least("variants: peak RSS, node / ours", variants.rss_vs_node, 3),
    );
  }
  return [
    ...promises,
    figure("key_upload.zip in MB", zips.key_upload ?? NaN, 1.2, undefined, atMost),
    figure("variants.zip in MB", zips.variants ?? NaN, 5, undefined, atMost),
  ];
}

function least(name, value, bound) {
  return figure(name, value ?? NaN, bound);
}
