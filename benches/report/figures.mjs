// The ratios and figures that the project measures itself by, computed from rows.
import { BASELINE, PROGRESSIVE } from "./inputs.mjs";
import { round } from "./statistics.mjs";

const PEERS = {
  vs_photon: "photon",
  vs_jsquash_linear: "jsquash-linear",
  vs_canvas: "canvas",
  vs_webcodecs: "webcodecs",
  vs_pica: "pica",
  vs_sharp_best: "sharp-best",
  vs_sharp_per_variant: "sharp-per-variant",
};

/** The ratios of pictures, by time and by processor time. */
export function bothRatios(rows) {
  return { ratios: ratios(rows), cpu_ratios: ratios(rows, "cpu_ms") };
}

/**
 * Peer time / our time on the photo of 12 megapixels, for the peers that were measured: above 1 we are faster.
 *
 * @param {object[]} rows
 * @param {"median_ms" | "cpu_ms"} time
 */
export function ratios(rows, time = "median_ms") {
  const find = finder(rows);
  const measured = Object.entries(PEERS).filter(([, peer]) => find(peer));
  const ratio = (peer) => round(quotient(find(peer)[time], find("roundel")?.[time]), 3);
  return Object.fromEntries(measured.map(([key, peer]) => [key, ratio(peer)]));
}

/** What was promised: the figure, at least what, the aim. */
export const figures = {
  web: (rows) => {
    const find = finder(rows);
    const time = (peer, input = BASELINE) => quotient(find(peer, input)?.median_ms, find("roundel", input)?.median_ms);
    return [
      figure("canvas / ours, warm", time("canvas"), 1.6, 2.2),
      figure("photon-rs / ours, warm", time("photon"), 11, 15),
      figure("jSquash linear / ours, warm", time("jsquash-linear"), 8.5, 12),
      figure("pica / ours, warm", time("pica"), 5, 7),
      figure("WebCodecs desiredWidth / ours, warm", time("webcodecs"), 0.85, 1.05),
      figure("canvas / ours, first call (ours: the worker, warmed up)", quotient(find("canvas")?.first_ms, find("roundel-worker")?.first_ms), 1, 1.5),
      figure("ssimulacra2 (linear), ours − jSquash linear, at equal bytes", ahead(find, "jsquash-linear"), -1, 1),
      figure("ssimulacra2 (linear), ours − canvas, at equal bytes", ahead(find, "canvas"), 10, 15),
      figure("canvas / ours, progressive, warm", time("canvas", PROGRESSIVE), 0.9, 1.3),
      figure("our wasm memory in MB", find("roundel")?.peak_memory_mb, 20, 12, atMost),
    ];
  },
  native: (rows) => {
    const find = finder(rows);
    const time = (peer) => quotient(find(peer)?.median_ms, find("roundel")?.median_ms);
    return [
      figure("sharp per variant / ours", time("sharp-per-variant"), 4, 6),
      figure("sharp at its best / ours", time("sharp-best"), 1.25, 1.6),
      figure("our peak RSS with 24 MP in MB", find("roundel", "24mp.jpg")?.peak_memory_mb, 25, 18, atMost),
    ];
  },
};

const atLeast = (value, bound) => value >= bound;
export const atMost = (value, bound) => value <= bound;

/** One promise: the bound and the aim are such that `holds(value, bound)` keeps it. */
export function figure(name, value, bound, aim, holds = atLeast) {
  const known = Number.isFinite(value);
  return { name, value: known ? round(value, 2) : null, bound, aim, met: known && holds(value, bound), aim_met: known && holds(value, aim) };
}

function finder(rows) {
  return (candidate, input = BASELINE) => rows.find((row) => row.candidate === candidate && row.input === input);
}

function ahead(find, peer) {
  const theirs = find(peer)?.ssimulacra2_linear_at_our_bytes;
  return Number.isFinite(theirs) ? find("roundel").ssimulacra2_linear - theirs : NaN;
}

/** NaN where either is not known. */
export function quotient(peer, ours) {
  return Number.isFinite(peer) && ours > 0 ? peer / ours : NaN;
}
