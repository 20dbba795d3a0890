import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { describe, it } from "node:test";

import { figures, ratios } from "./figures.mjs";
import { garbage } from "./garbage.mjs";
import { claims, signer } from "./issuer.mjs";
import { rotating, timeRounds } from "./rounds.mjs";

const row = (what, candidate, values, node = 22) => ({ node, what, candidate, ...values });

describe("what is computed of tokens", () => {
  it("divides our time by theirs, for each Node alone", () => {
    const rows = [
      row("RS256", "roundel", { median_us: 24 }),
      row("RS256", "aws-jwt-verify verifySync", { median_us: 32 }),
      row("RS256", "roundel", { median_us: 30 }, 24),
      row("RS256", "aws-jwt-verify verifySync", { median_us: 60 }, 24),
    ];
    assert.equal(ratios(rows)[22].uncached_vs_aws_jwt_verify_sync, 0.75);
    assert.equal(ratios(rows)[24].uncached_vs_aws_jwt_verify_sync, 0.5);
    assert.equal(ratios(rows)[24].memo_hit_us, null);
  });

  it("takes the slowest kind of garbage, and not a token with a good header", () => {
    const times = { "8 KB of base64url": 2, "8 KB of printable bytes with two dots": 3, "8 KB behind a good header": 50 };
    const rows = Object.entries(times).map(([what, median_us]) => row(what, "roundel", { median_us }));
    rows.push(row("8 KB of base64url", "jose", { median_us: 9 }));
    assert.equal(ratios(rows)[22].refuse_8kb_garbage_us, 3);
  });

  it("compares cold starts with the package as it is installed, and with the faster of those in one file", () => {
    const starts = { roundel: 6, "aws-jwt-verify": 12, "aws-jwt-verify, one ESM file": 8, "aws-jwt-verify, one CommonJS file": 5 };
    const rows = Object.entries(starts).map(([name, cpu_ms]) => row("cold start", name, { cpu_ms, median_ms: 1 }));
    assert.equal(ratios(rows)[22].cold_cpu_vs_aws_jwt_verify, 0.5);
    assert.equal(ratios(rows)[22].cold_cpu_vs_aws_jwt_verify_in_one_file, 1.2);
  });

  it("has a bound for each promise, and keeps what is not known apart from what is missed", () => {
    const known = { uncached_vs_aws_jwt_verify_sync: 0.7, memo_hit_us: 1.2, refuse_8kb_garbage_us: 5.01 };
    const outcome = figures({ 20: known }, { edge_wasm_brotli_kb: 41, zip_kb: null, function_js_kb: 3 });
    const verdict = Object.fromEntries(outcome.map(({ name, value, met, aim_met }) => [name, [value, met, aim_met]]));
    assert.deepEqual(verdict["Node 20: uncached RS256, ours / aws-jwt-verify verifySync"], [0.7, true, true]);
    assert.deepEqual(verdict["Node 20: memo hit, µs"], [1.2, true, false]);
    assert.deepEqual(verdict["Node 20: 8 KB of garbage refused, µs"], [5.01, false, false]);
    assert.deepEqual(verdict["Node 20: cold, CPU, ours / aws-jwt-verify"], [null, false, false]);
    assert.deepEqual(verdict["edge wasm, brotli, KB"], [41, false, false]);
    assert.deepEqual(verdict["the zip to deploy, KB"], [null, false, false]);
    assert.deepEqual(verdict["function.js, KB"], [3, true, true]);
  });
});

describe("what is measured with", () => {
  it("signs tokens that OpenSSL takes", () => {
    for (const [alg, hash] of [["RS256", "sha256"], ["ES256", "sha256"], ["EdDSA", null]]) {
      const { jwk, sign } = signer(alg);
      const [header, payload, signature] = sign(claims(1_700_000_000)).split(".");
      const key = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
      assert.ok(verify(hash, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url")), alg);
      assert.deepEqual(JSON.parse(Buffer.from(header, "base64url")), { kid: jwk.kid, alg });
    }
  });

  it("makes garbage of 8,192 bytes, each piece another", () => {
    for (const [kind, pieces] of Object.entries(garbage(3, signer("EdDSA").sign(claims(1))))) {
      assert.equal(new Set(pieces).size, 3, kind);
      for (const piece of pieces) assert.ok(piece.length <= 8_192 && piece.length > 8_188, kind);
      const dots = pieces[0].split(".").length - 1;
      assert.equal(dots, kind === "8 KB of base64url" ? 0 : 2, kind);
    }
  });

  it("goes round its inputs, a user at a time", () => {
    const [one, other] = [rotating([1, 2, 3]), rotating([1, 2, 3])];
    assert.deepEqual([one(2), one(2), other(1)], [[1, 2], [3, 1], [1]]);
  });

  it("times synchronous and asynchronous calls, of every candidate as often", async () => {
    const calls = { sync: 0, async: 0 };
    const wait = () => new Promise((resolve) => setTimeout(resolve, 2));
    const tasks = [
      { name: "sync", inputs: rotating([1]), call: () => (calls.sync += 1) },
      { name: "async", inputs: rotating([1]), isAsync: true, call: () => wait(calls.async++) },
    ];
    const rows = await timeRounds(tasks, 3);
    assert.deepEqual(rows.map(({ candidate }) => candidate), ["sync", "async"]);
    assert.ok(rows[1].median_us > 1_000 && rows[0].median_us < rows[1].median_us, JSON.stringify(rows));
    assert.ok(calls.sync > calls.async && calls.async >= 27);
  });
});
