// The page's one client: what it asks, and what it makes of every kind of answer.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";

import { load } from "./source.mjs";

const { createApi } = await load("api/client.ts");
const { listOf, readActivity, readProfile } = await load("api/read.ts");
const { graphemes } = await load("api/graphemes.ts");
const { afterSignIn, personPath, routeOf, signInPath } = await load("router/location.ts");

let server;
let base;
let asked;
let answer;
before(async () => {
  server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { method, url, headers } = request;
    asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

const says = (status, body) => (answer = { status, body: typeof body === "string" ? body : JSON.stringify(body) });
const ACTIVITY = { uuid: "1", display_name: "Ada", handle: "ada", message: "hi", created_at: "2026-11-28T10:00:00Z", expires_at: null, avatar: null };

describe("asking", () => {
  it("says who asks in one way, and nothing where nobody is signed in", async () => {
    says(200, []);
    await createApi(base, "a.b.c").home();
    assert.equal(asked.headers.authorization, "Bearer a.b.c");
    await createApi(`${base}//`, undefined).home();
    assert.equal(asked.headers.authorization, undefined);
    assert.equal(asked.url, "/api/activities/home");
  });

  it("sends JSON, and a handle as one part of the path", async () => {
    says(200, ACTIVITY);
    await createApi(base, "t").post({ message: "hi", ttl: "1-day" });
    assert.deepEqual([asked.method, asked.headers["content-type"], JSON.parse(asked.body)], ["POST", "application/json", { message: "hi", ttl: "1-day" }]);
    says(404, { error: { code: "unknown_handle", message: "Nobody." } });
    await assert.rejects(createApi(base, "t").person("a/../b?c"), { code: "unknown_handle", message: "Nobody.", status: 404 });
    assert.equal(asked.url, "/api/activities/@a%2F..%2Fb%3Fc");
  });
});

describe("answers", () => {
  const home = () => createApi(base, "t").home();

  it("422 is every rule at once", async () => {
    says(422, ["ttl_blank", "message_blank"]);
    await assert.rejects(createApi(base, "t").post({ message: "", ttl: "" }), (error) => {
      assert.equal(error.name, "Invalid");
      assert.deepEqual(error.codes, ["ttl_blank", "message_blank"]);
      return true;
    });
  });

  it("a refusal keeps its code; a gateway's own gets one, and a sentence", async () => {
    says(503, { error: { code: "database_unavailable", message: "Try again." } });
    await assert.rejects(home(), (error) => error.code === "database_unavailable" && error.retryable);
    says(401, { message: "Unauthorized" });
    await assert.rejects(home(), { code: "unauthorized", status: 401 });
    says(502, "<html>");
    await assert.rejects(home(), (error) => error.code === "refused" && error.retryable && error.message.length > 10);
  });

  it("success without what was agreed is no success", async () => {
    for (const body of ["", "null", "{}", '[{"uuid":"1"}]', JSON.stringify([ACTIVITY, { ...ACTIVITY, created_at: "soon" }])]) {
      says(200, body);
      await assert.rejects(home(), { code: "bad_answer" }, body);
    }
  });

  it("nobody there is a network error, an abort its own reason", async () => {
    await assert.rejects(createApi("http://127.0.0.1:9", "t").home(), (error) => error.code === "network" && error.retryable);
    const reason = new Error("left the page");
    await assert.rejects(createApi(base, "t").home(AbortSignal.abort(reason)), reason);
  });
});

describe("reading", () => {
  it("an avatar without usable URLs of http is none, and never the text undefined", () => {
    const avatar = { version: "v", urls: { 64: "https://cdn/64", 128: "undefined", 256: null, 999: "https://cdn/999" }, thumbhash: "" };
    assert.deepEqual(readActivity({ ...ACTIVITY, avatar }).avatar.urls, { 64: "https://cdn/64" });
    for (const broken of [undefined, null, "x", {}, { version: "v" }, { version: "", urls: {} }]) {
      assert.equal(readActivity({ ...ACTIVITY, avatar: broken }).avatar, null);
    }
  });

  it("what the page can do without may be missing", () => {
    assert.deepEqual(listOf(readProfile)([{ uuid: "1", handle: "ada", display_name: "Ada" }]), [
      { uuid: "1", handle: "ada", display_name: "Ada", avatar: null, bio: "", cruds_count: 0 },
    ]);
    assert.equal(readProfile({ uuid: "1", handle: "ada", display_name: "" }), undefined);
  });

  it("characters are what a person sees", () => {
    assert.deepEqual(["", "ab", "é", "👩‍🚀", "🇦🇹", "e\u0301"].map(graphemes), [0, 2, 1, 1, 1, 1]);
  });
});

it("who signs in comes back to a page of ours, and is sent to no other", () => {
  for (const path of ["/", "/@g.mollari", "/privacy"]) {
    assert.equal(afterSignIn(new URL(signInPath(path), "http://page").search), path);
  }
  for (const from of ["", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"]) {
    assert.equal(afterSignIn(`?from=${encodeURIComponent(from)}`), "/", from);
  }
});

it("addresses name their pages, and back", () => {
  assert.deepEqual(routeOf("/"), { page: "home" });
  assert.deepEqual(routeOf("/privacy"), { page: "privacy" });
  for (const handle of ["andrew", "g.mollari", "a b", "ü"]) {
    assert.deepEqual(routeOf(personPath(handle)), { page: "person", handle });
  }
  for (const path of ["/@", "/@a/b", "/x", "/@%E0%A4%A", "/privacy/x"]) {
    assert.deepEqual(routeOf(path), { page: "missing" }, path);
  }
});
