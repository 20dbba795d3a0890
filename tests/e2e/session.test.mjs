// A session from the gateway to the CloudFront function: minted by the real lambda, checked by the function as generated.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, it } from "node:test";

import { load } from "../../edge/function/engines.mjs";
import { functionEvent } from "../../edge/function/event.mjs";
import { CONFIG, generate } from "../../edge/function/generate.mjs";
import { publicId } from "../../edge/function/tokens.mjs";
import { startStack } from "./stack.mjs";

// Two stacks have two keys: as before and after a rotation.
let stack;
let rotated;
let source;
let keys;
let rotatedKeys;
before(async () => {
  [stack, rotated] = await Promise.all([startStack(), startStack()]);
  [keys, rotatedKeys] = await Promise.all([stack, rotated].map(storeOf));
  source = generate(CONFIG);
});
after(() => Promise.all([stack?.stop(), rotated?.stop()]));

/** What the owner puts into the key value store for a stack's key. */
async function storeOf({ state }) {
  const { kid, k } = JSON.parse(await readFile(join(state, "session-key"), "utf8"));
  return { [`session/${kid}`]: k };
}

function session(to, { method = "POST", token, origin = to.urls.demo } = {}) {
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  return fetch(`${to.urls.api}/session`, { method, headers: { origin, ...authorization } });
}

/** The cookie of somebody who has signed in. */
async function cookieOf(to, username) {
  const answer = await session(to, { token: await to.token(username) });
  assert.equal(answer.status, 200);
  return answer.headers.getSetCookie()[0].split(";")[0];
}

const seconds = () => Math.floor(Date.now() / 1000);

/** What the function makes of a request with this cookie; the code in the log where it is refused. */
async function ask(cookie, store, { now = seconds, uri = "/members/default/64" } = {}) {
  const logs = [];
  const handler = load(source, { keys: store, now }, (line) => logs.push(JSON.parse(line).code));
  const result = await handler(functionEvent({ uri, headers: [["cookie", `theme=dark; ${cookie}`]] }));
  return result.uri ? { headers: result.headers } : { status: result.statusCode, code: logs[0] };
}

it("a verified token gets a cookie that scripts cannot read and that ends within a quarter of an hour", async () => {
  const answer = await session(stack, { token: await stack.token("andrew") });
  assert.equal(answer.status, 200);
  const lasts = (Date.parse((await answer.json()).expiresAt) - Date.now()) / 1000;
  assert.ok(lasts > 590 && lasts <= 600, `${lasts} s`);
  assert.match(answer.headers.getSetCookie()[0], /^roundel_session=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  assert.equal(answer.headers.get("access-control-allow-origin"), stack.urls.demo);
  assert.equal(answer.headers.get("access-control-allow-credentials"), "true");
  assert.equal(answer.headers.get("cache-control"), "no-store");
});

it("the function knows who it is", async () => {
  const { headers } = await ask(await cookieOf(stack, "andrew"), keys);
  const sub = headers["x-roundel-sub"].value;
  assert.equal(sub, "2b9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01");
  assert.equal(headers["x-roundel-public-id"].value, publicId(sub));
  assert.equal(headers["x-roundel-iss"].value, stack.urls.issuer);
  const own = await ask(await cookieOf(stack, "andrew"), keys, { uri: `/owner/${publicId(sub)}/current/64` });
  assert.ok(own.headers);
  const foreign = await ask(await cookieOf(stack, "bayko"), keys, { uri: `/owner/${publicId(sub)}/current/64` });
  assert.deepEqual(foreign, { status: 403, code: "forbidden" });
});

it("a session ends when it says, and no later than the access token", async () => {
  const cookie = await cookieOf(stack, "andrew");
  assert.ok((await ask(cookie, keys, { now: () => seconds() + 590 })).headers);
  assert.deepEqual(await ask(cookie, keys, { now: () => seconds() + 600 }), { status: 401, code: "expired" });
  const short = await session(stack, { token: await stack.token("andrew", { expires_in: "60" }) });
  assert.ok(Date.parse((await short.json()).expiresAt) - Date.now() <= 60_000);
});

it("after a rotation both keys open, until the old one is taken away", async () => {
  const [before, afterwards] = await Promise.all([cookieOf(stack, "andrew"), cookieOf(rotated, "andrew")]);
  const both = { ...keys, ...rotatedKeys };
  assert.ok((await ask(before, both)).headers);
  assert.ok((await ask(afterwards, both)).headers);
  assert.deepEqual(await ask(before, rotatedKeys), { status: 401, code: "unknown_kid" });
  assert.ok((await ask(afterwards, rotatedKeys)).headers);
});

it("what was changed on the way is refused, and an access token is no session", async () => {
  const cookie = await cookieOf(stack, "bayko");
  const [name, payload, mac] = cookie.split(".");
  const claims = { ...JSON.parse(Buffer.from(payload, "base64url")), sub: "admin" };
  const forged = `${name}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${mac}`;
  assert.deepEqual(await ask(forged, keys), { status: 401, code: "bad_signature" });
  const access = await ask(`roundel_session=${await stack.token("bayko")}`, keys);
  assert.deepEqual(access, { status: 401, code: "header_not_allowed" });
});

it("without a good token there is no session, and the page can read why", async () => {
  const andrew = await stack.token("andrew");
  for (const token of [undefined, `${andrew}x`, await stack.token("andrew", { expires_in: "-60" })]) {
    const answer = await session(stack, { token });
    assert.equal(answer.status, 401);
    assert.equal((await answer.json()).error.code, "unauthorized");
    assert.deepEqual(answer.headers.getSetCookie(), []);
    assert.equal(answer.headers.get("access-control-allow-origin"), stack.urls.demo);
  }
  const other = await rotated.token("andrew");
  assert.equal((await session(stack, { token: other })).status, 401);
});

it("signing out clears the cookie, and a page may do all of this if it is a listed one", async () => {
  const answer = await session(stack, { method: "DELETE" });
  assert.equal(answer.status, 204);
  assert.match(answer.headers.getSetCookie()[0], /^roundel_session=; Max-Age=0; Path=\/;/);
  const preflight = await session(stack, { method: "OPTIONS" });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get("access-control-allow-methods"), /POST, DELETE/);
  for (const method of ["POST", "DELETE", "OPTIONS"]) {
    const foreign = await session(stack, { method, origin: "https://evil.example" });
    assert.equal(foreign.headers.get("access-control-allow-origin"), null);
    assert.equal(foreign.headers.get("access-control-allow-credentials"), null);
  }
});

it("neither a session nor its key reaches a log", async () => {
  const cookie = await cookieOf(stack, "andrew");
  const logs = await stack.logs();
  assert.match(logs, /session_started/);
  for (const secret of [...Object.values(keys), cookie.split("=")[1], "eyJ"]) assert.ok(!logs.includes(secret));
});
