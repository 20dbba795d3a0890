// Our handler as it is deployed, and the object that it has made for itself: host functions, wasm and all.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** After its first answer our handler refreshes bundled keys, once. */
const REFRESH_MILLIS = 200;

/** `handler(event)`, and `verify(token)`: `undefined` for a good token, else why not. */
export async function deployed(folder) {
  const load = (name) => import(pathToFileURL(join(folder, "edge", name)).href);
  const { handler } = await load("handler.mjs");
  const { Edge } = await load("roundel_edge.js");
  const edge = await caught(Edge, () => handler(JSON.parse(readFileSync(join(folder, "event.json"), "utf8"))));
  await setTimeout(REFRESH_MILLIS);
  return { handler, verify: (token) => edge.verify(token, Math.floor(Date.now() / 1_000)) };
}

/** The instance that `work` decides by. */
async function caught(Edge, work) {
  const { decide } = Edge.prototype;
  let edge;
  Edge.prototype.decide = function (...given) {
    edge = this;
    return decide.apply(this, given);
  };
  const answer = await work();
  Edge.prototype.decide = decide;
  if (!answer.uri) throw new Error(`our handler refused its event: ${JSON.stringify(answer)}`);
  return edge;
}
