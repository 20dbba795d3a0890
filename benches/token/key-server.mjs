// The issuer's keys at a loopback address: no benchmark asks anybody else for them.
import { once } from "node:events";
import http, { createServer } from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";

/** Answers every https request of this process with `keys`, until `close()`. */
export async function answerHttps(keys) {
  const server = createServer((_, response) => response.end(keys)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = https.get;
  https.get = (_, options, ...rest) => http.get(`http://127.0.0.1:${server.address().port}/`, options, ...rest);
  syncBuiltinESMExports();
  return () => {
    https.get = own;
    syncBuiltinESMExports();
    server.close();
    server.closeAllConnections();
  };
}
