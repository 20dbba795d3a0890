// The page, the inputs and wasm-vips over HTTP; what candidates make comes back and is written to a folder.
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Without them there is neither SharedArrayBuffer, which wasm-vips needs, nor a fine clock. */
const ISOLATED = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/**
 * @param {Record<string, string>} rooms folders by the first part of the path; "" is the page's
 * @param {string} results the folder for what is posted to `/results/NAME`
 */
export async function serve(rooms, results) {
  const answer = (request) => (request.method === "POST" ? keep(request, results) : find(request, rooms));
  const server = createServer(async (request, response) => {
    const { body, type } = await answer(request);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type, ...ISOLATED }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function find(request, rooms) {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).slice(1);
  const room = Object.keys(rooms).find((name) => name && path.startsWith(`${name}/`)) ?? "";
  const file = path.slice(room && room.length + 1) || "index.html";
  const body = file.startsWith("..") ? undefined : await readFile(join(rooms[room], file)).catch(() => undefined);
  return { body, type: TYPES[extname(file)] ?? "application/octet-stream" };
}

async function keep(request, results) {
  const body = Buffer.concat(await request.toArray());
  await writeFile(join(results, basename(decodeURIComponent(request.url))), body);
  return { body: "", type: "text/plain" };
}
