// A module of the page's source, for Node: what needs no browser is tested without one.
import { join } from "node:path";

import { rolldown } from "rolldown";

const source = new URL("../src", import.meta.url).pathname;

/** What `www/src/<path>` exports. */
export async function load(path) {
  const bundle = await rolldown({ input: join(source, path), platform: "node", logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}
