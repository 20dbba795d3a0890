// A runtime client for Node: one connection, kept alive, and nothing else; AWS's own does more at start and at every event.
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 1, noDelay: true });
const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;

/** Answers one event after the other by `handler`. */
export async function serve(handler) {
  for (;;) {
    const { headers, body } = await call("GET", "/next");
    const id = headers["lambda-runtime-aws-request-id"];
    try {
      await call("POST", `/${id}/response`, JSON.stringify(await handler(JSON.parse(body))));
    } catch (error) {
      console.error(error);
      await call("POST", `/${id}/error`, JSON.stringify({ errorType: error.name, errorMessage: error.message }));
    }
  }
}

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body ? { "content-length": Buffer.byteLength(body) } : {};
    const sent = request(base + path, { method, agent, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
