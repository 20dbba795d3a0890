// What every process of a run is given, made once: tokens, events, both handlers as they would be deployed.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

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

/** Writes everything into an empty `folder`. `edge` is the folder of our bundle. */
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
  ours(edge, join(folder, "edge"), jwks);
  ours(edge, join(folder, "edge-cold"), pool);
  for (const format of ["esm", "cjs"]) await peer(join(folder, "peer"), format, jwks);
  for (const format of ["esm", "cjs"]) await peer(join(folder, "peer-cold"), format, pool);
}

/** Our bundle as it is deployed, with this pool's configuration. */
function ours(edge, folder, jwks) {
  cpSync(edge, folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const example = JSON.parse(readFileSync(join(REPOSITORY, "edge/config.example.json"), "utf8"));
  const config = { ...example, issuers: [ISSUER], clientIds: [CLIENT], keys: { [ISSUER]: jwks } };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
}

/** The peer's handler with its library in one minified file, in either format: nobody knows before which starts faster. */
async function peer(folder, format, jwks) {
  const text = Object.entries({ POOL, CLIENT, KEYS: jwks }).map(([name, value]) => [name, JSON.stringify(value)]);
  await build({
    entryPoints: [join(import.meta.dirname, "peer-handler.mjs")],
    outfile: join(folder, `handler.${format === "esm" ? "mjs" : "cjs"}`),
    define: Object.fromEntries(text),
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    format,
  });
}
