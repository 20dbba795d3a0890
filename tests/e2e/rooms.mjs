// A few folders of this repository as a page's origin, for tests that need no stack.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

/**
 * Serves an empty page at `/`, and each of `rooms`, folders by name, below its name.
 *
 * @param {Record<string, string>} rooms
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function serveRooms(rooms) {
  const server = createServer((request, response) => serve(rooms, request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function serve(rooms, request, response) {
  const [, room, ...rest] = decodeURIComponent(new URL(request.url, "http://localhost").pathname).split("/");
  const path = normalize(rest.join("/"));
  const body = rooms[room] && !path.startsWith("..") ? await readFile(join(rooms[room], path)).catch(() => undefined) : "";
  const type = room ? (TYPES[extname(path)] ?? "application/octet-stream") : "text/html";
  response.writeHead(body === undefined ? 404 : 200, { "content-type": type }).end(body);
}
