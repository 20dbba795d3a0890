// What every process of a run is given, made once: tokens, events, both handlers as they would be deployed.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

import { bundle } from "../../edge/bundle/bundle.mjs";
import { golden } from "./events.mjs";
import { garbage } from "./garbage.mjs";
import { CLIENT, claims, ISSUER, POOL, signer } from "./issuer.mjs";

/** More than a memo holds: eight times as many, so that even a place of it which few of them share is too small. */
const FRESH = 8_192;
/** What a memo may well hold. */
const KNOWN = 32;
const GARBAGE = 256;
const ALGORITHMS = ["RS256", "ES256", "EdDSA"];
const REPOSITORY = join(import.meta.dirname, "../..");

/** Writes everything into an empty `folder`. `edge` is the folder of our built edge. */
export async function makeMaterial(folder, edge) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const signers = Object.fromEntries(ALGORITHMS.map((alg) => [alg, signer(alg)]));
  const now = Math.floor(Date.now() / 1_000);
  const tokens = Object.fromEntries(
    ALGORITHMS.map((alg) => [alg, Array.from({ length: FRESH }, () => signers[alg].sign(claims(now)))]),
  );
  const jwks = { keys: ALGORITHMS.map((alg) => signers[alg].jwk) };
  // a pool has two keys, both RSA: at a cold start nobody loads more than that
  const pool = { keys: [signers.RS256.jwk, signer("RS256").jwk] };
  const write = (name, value) => writeFileSync(join(folder, name), JSON.stringify(value));
  write("tokens.json", { ...tokens, known: tokens.RS256.slice(0, KNOWN), garbage: garbage(GARBAGE, tokens.RS256[0]) });
  write("jwks.json", jwks);
  write("event.json", golden(tokens.RS256[0]));
  await ours(edge, join(folder, "warm"), jwks);
  await ours(edge, join(folder, "cold"), pool);
  for (const format of ["esm", "cjs"]) await peer(join(folder, "warm/peer"), format, jwks);
  for (const format of ["esm", "cjs"]) await peer(join(folder, "cold/peer"), format, pool);
  await installedPeer(join(folder, "cold/installed"), pool);
  // what the handler asks, to be asked alone: in the bundle both are one file
  for (const name of ["host.mjs", "roundel_edge.js"]) cpSync(join(edge, name), join(folder, "warm/host", name));
}

/** Our bundle as `cargo xtask edge bundle` makes it, with this pool's configuration: `roundel-edge` and its zip. */
async function ours(built, out, jwks) {
  mkdirSync(out);
  const example = JSON.parse(readFileSync(join(REPOSITORY, "edge/config.example.json"), "utf8"));
  const config = join(out, "config.json");
  writeFileSync(config, JSON.stringify({ ...example, issuers: [ISSUER], clientIds: [CLIENT], keys: { [ISSUER]: jwks } }));
  const keys = join(out, "jwks.json");
  writeFileSync(keys, JSON.stringify(jwks));
  await bundle({ built, config, out, jwks: keys });
}

/** The peer's handler with its library in one minified file, in either format: nobody knows before which starts faster. */
async function peer(folder, format, jwks) {
  const outfile = join(folder, `handler.${format === "esm" ? "mjs" : "cjs"}`);
  await build({ ...withPool(jwks), outfile, format, bundle: true, minify: true, mainFields: ["module", "main"] });
}

/** The same as its README has it: the package beside the handler, as npm installs it. */
async function installedPeer(folder, jwks) {
  await build({ ...withPool(jwks), outfile: join(folder, "handler.mjs"), format: "esm" });
  const library = "node_modules/aws-jwt-verify";
  cpSync(join(import.meta.dirname, library), join(folder, library), { recursive: true });
}

function withPool(jwks) {
  const text = Object.entries({ POOL, CLIENT, KEYS: jwks }).map(([name, value]) => [name, JSON.stringify(value)]);
  return {
    entryPoints: [join(import.meta.dirname, "peer-handler.mjs")],
    define: Object.fromEntries(text),
    platform: "node",
    target: "node20",
  };
}
