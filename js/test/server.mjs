import { createServer } from "node:http";

/**
 * A real HTTP server for a test: `answer(request, body)` gives `{status, json, text}`; what was asked is kept.
 */
export async function serve(t, answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const seen = { method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(chunks) };
    asked.push(seen);
    const { status = 200, json, text = JSON.stringify(json) } = await answer(seen);
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  }));
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}
