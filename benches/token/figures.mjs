// What was promised of tokens at the edge, computed from rows.
import { atMost, figure, quotient } from "../report/figures.mjs";
import { round } from "../report/statistics.mjs";

/** The bound and the aim of the one ratio that depends on the version of Node. */
const UNCACHED = { 20: [0.85, 0.7], 22: [0.85, 0.7], 24: [0.6, 0.45] };

/** Ours / theirs by version of Node: below 1 we are faster. What ends with `_us` is ours alone, in microseconds. */
export function ratios(rows) {
  const nodes = [...new Set(rows.map((row) => row.node))];
  return Object.fromEntries(nodes.map((node) => [node, ratiosOf(rows.filter((row) => row.node === node))]));
}

function ratiosOf(rows) {
  const find = (what, candidate) => rows.find((row) => row.what === what && row.candidate === candidate);
  const time = (what, candidate) => find(what, candidate)?.median_us ?? NaN;
  const beside = (what, peer, ours = "roundel") => round(quotient(time(what, ours), time(what, peer)), 3);
  return {
    uncached_vs_aws_jwt_verify_sync: beside("RS256", "aws-jwt-verify verifySync"),
    uncached_vs_aws_jwt_verify: beside("RS256", "aws-jwt-verify verify"),
    uncached_vs_jose: beside("RS256", "jose"),
    uncached_vs_jsonwebtoken: beside("RS256", "jsonwebtoken"),
    uncached_vs_crypto_verify: beside("RS256", "crypto.verify alone"),
    es256_vs_aws_jwt_verify_sync: beside("ES256", "aws-jwt-verify verifySync"),
    eddsa_vs_aws_jwt_verify_sync: beside("EdDSA", "aws-jwt-verify verifySync"),
    memo_hit_us: round(time("RS256", "roundel, seen before"), 3),
    refuse_8kb_garbage_us: slowestRefusal(rows),
    handler_memo_hit_us: round(time("the whole handler", "roundel, seen before"), 3),
    handler_uncached_vs_aws_jwt_verify: beside("the whole handler", "aws-jwt-verify"),
    cold_cpu_vs_aws_jwt_verify: cold(rows, "cpu_ms"),
    cold_wall_vs_aws_jwt_verify: cold(rows, "median_ms"),
    cold_cpu_vs_aws_jwt_verify_in_one_file: cold(rows, "cpu_ms", "aws-jwt-verify, one"),
    cold_wall_vs_aws_jwt_verify_in_one_file: cold(rows, "median_ms", "aws-jwt-verify, one"),
  };
}

/** Of the kinds of garbage that take nobody who has seen a token. */
function slowestRefusal(rows) {
  const times = rows.filter((row) => row.candidate === "roundel" && row.what.startsWith("8 KB of")).map((row) => row.median_us);
  return times.length > 0 ? round(Math.max(...times), 3) : null;
}

/** Beside the peer as it is installed, or the faster of those whose names begin so. */
function cold(rows, time, peer = "aws-jwt-verify") {
  const starts = rows.filter((row) => row.what === "cold start");
  const named = starts.find((row) => row.candidate === peer);
  const peers = named ? [named] : starts.filter((row) => row.candidate.startsWith(peer));
  const ours = starts.find((row) => row.candidate === "roundel")?.[time];
  return round(quotient(ours ?? NaN, Math.min(...peers.map((row) => row[time]))), 3);
}

/** Each promise, for each version of Node that was measured, and the sizes. */
export function figures(byNode, sizes) {
  const warmAndCold = Object.entries(byNode).flatMap(([node, of]) => [
    promise(`Node ${node}: uncached RS256, ours / aws-jwt-verify verifySync`, of.uncached_vs_aws_jwt_verify_sync, UNCACHED[node]),
    promise(`Node ${node}: memo hit, µs`, of.memo_hit_us, [1.5, 1]),
    promise(`Node ${node}: 8 KB of garbage refused, µs`, of.refuse_8kb_garbage_us, [5, 2]),
    promise(`Node ${node}: whole handler on a golden event, memo hit, µs`, of.handler_memo_hit_us, [12, 6]),
    promise(`Node ${node}: cold, CPU, ours / aws-jwt-verify`, of.cold_cpu_vs_aws_jwt_verify, [0.9, 0.6]),
  ]);
  return [
    ...warmAndCold,
    promise("edge wasm, brotli, KB", sizes.edge_wasm_brotli_kb, [40, 26]),
    promise("the zip to deploy, KB", sizes.zip_kb, [80, 50]),
    promise("function.js, KB", sizes.function_js_kb, [6, 4]),
  ];
}

function promise(name, value, [bound, aim]) {
  return figure(name, value ?? NaN, bound, aim, atMost);
}
