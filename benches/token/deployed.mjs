// Our bundle as it is deployed: the handler, and the verifier that it asks, opened as the handler opens it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** After its first answer our handler refreshes bundled keys, once. */
const REFRESH_MILLIS = 200;

/**
 * `handler(event)`, and `verify(token)`: `undefined` for a good token, else why not. Each `name` has a memo of its own, so
 * that nobody's tokens push out another's.
 */
export async function deployed(folder, name) {
  const path = (file) => join(folder, "warm/roundel-edge", file);
  const { handler } = await import(`${pathToFileURL(path("handler.mjs"))}?${name}`);
  const answer = await handler(JSON.parse(readFileSync(join(folder, "event.json"), "utf8")));
  if (!answer.uri) throw new Error(`our handler refused its event: ${JSON.stringify(answer)}`);
  await setTimeout(REFRESH_MILLIS);
  const { open } = await import(pathToFileURL(join(folder, "warm/host/host.mjs")).href);
  const { verify } = open(readFileSync(path("roundel_edge_bg.wasm")), readFileSync(path("config.json"), "utf8"));
  return { handler, verify };
}
