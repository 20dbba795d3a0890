// Runs the real edge handler for the CDN stand-in, as Lambda@Edge would: a line of JSON in is an event, a line out
// is what the handler returned. Standard output belongs to this conversation, so whatever the handler prints goes to
// standard error, which is its log.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

for (const level of ["log", "info", "debug"]) console[level] = console.error;

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

async function answer({ id, event }, handler) {
  try {
    const returned = await handler(event, { functionVersion: "1", awsRequestId: String(id) });
    say({ id, returned: returned ?? null });
  } catch (error) {
    console.error(error);
    say({ id, error: String(error?.message ?? error) });
  }
}

try {
  const { handler } = await import(pathToFileURL(process.argv[2]));
  if (typeof handler !== "function") throw new TypeError("the module exports no function `handler`");
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) answer(JSON.parse(line), handler);
} catch (error) {
  console.error(error);
  say({ ready: false, error: String(error?.message ?? error) });
  process.exitCode = 1;
}
