// The stack's own Postgres: there with the stack, gone with it, however it ends; what it holds is there the next time.
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";

import { eventually, startStack } from "./stack.mjs";

let stack;
after(() => stack?.stop());

const home = async () => (await fetch(`${stack.urls.api}/api/activities/home`)).json();

/** Whether somebody listens where the database was. */
async function answers(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once("connect", () => resolve(socket.destroy() && true));
    socket.once("error", () => resolve(false));
  });
}

test("it ends with a stack that is killed, and the next one finds what was said", async () => {
  stack = await startStack();
  const file = join(stack.state, "database-url");
  const url = await readFile(file, "utf8");
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.ok(!JSON.stringify(stack.urls).includes(new URL(url).password), "only tests are told the password");
  const before = await home();
  assert.ok(before.some(({ handle }) => handle === "londo"));
  assert.ok(before.every(({ expires_at }) => !expires_at || new Date(expires_at) > new Date()));
  const token = await stack.token("bayko");
  const message = "Said just before the end.";
  const said = await fetch(`${stack.urls.api}/api/activities`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ message, ttl: "1-day" }),
  });
  assert.equal(said.status, 200);

  await stack.kill();
  await eventually(async () => !(await answers(url)), "Postgres to end");
  stack = await startStack.again(stack);
  const after = await home();
  assert.equal(after[0].message, message);
  assert.equal(after.length, before.length + 1, "nobody came in twice");
});

test("it ends with a stack that is stopped", async () => {
  const url = await readFile(join(stack.state, "database-url"), "utf8");
  assert.ok(await answers(url));
  await stack.stop();
  assert.ok(!(await answers(url)));
  stack = undefined;
});
