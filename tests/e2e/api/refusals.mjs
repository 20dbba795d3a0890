// Every code that a call may be refused with.
import assert from "node:assert/strict";
import { it } from "node:test";

import { call, mint } from "./call.mjs";

export function refusals(world) {
  const ask = (path, options) => call(world.stack, path, options);
  const token = () => world.stack.token("andrew");
  const refused = (answer, status, code) => {
    assert.deepEqual([answer.status, answer.body?.error?.code], [status, code], answer.text);
    assert.ok(answer.body.error.message.length > 0);
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.equal(answer.headers.get("access-control-allow-origin"), world.stack.urls.demo);
    assert.equal(answer.headers.get("vary"), "Origin");
  };

  it("401 unauthorized, and why is nobody's business", async () => {
    const now = Math.floor(Date.now() / 1000);
    const sub = "2b9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01";
    const tokens = [
      undefined,
      "nonsense",
      await mint(world.stack, { sub, iat: now - 100, exp: now - 1 }),
      await mint(world.stack, { sub, client_id: "another" }),
      `${(await token()).split(".").slice(0, 2).join(".")}.AAAA`,
    ];
    const calls = [["GET", "/api/profile"], ["PUT", "/api/profile/update"], ["POST", "/api/profile/update"], ["POST", "/api/activities"]];
    for (const [method, path] of calls) {
      for (const bad of tokens) {
        const body = method === "GET" ? undefined : { display_name: "X", message: "x", ttl: "1-day" };
        refused(await ask(path, { method, token: bad, body }), 401, "unauthorized");
      }
    }
  });

  it("what is public stays so with a token that is over", async () => {
    const now = Math.floor(Date.now() / 1000);
    const over = await mint(world.stack, { sub: "x", iat: now - 100, exp: now - 1 });
    for (const path of ["/api/activities/home", "/api/users/suggestions", "/api/activities/@andrew", "/api/users/@andrew/short"]) {
      assert.equal((await ask(path, { token: over })).status, 200, path);
    }
  });

  it("404 unknown_handle", async () => {
    for (const handle of ["nobody", "", "andrew%00", "andrew%20", "%D0%B0ndrew", "'--", "%25"]) {
      refused(await ask(`/api/activities/@${handle}`), 404, "unknown_handle");
      refused(await ask(`/api/users/@${handle}/short`), 404, "unknown_handle");
    }
  });

  it("404 not_found", async () => {
    for (const path of ["/api/x", "/api/activities/andrew", "/api/activities/home/", "/api/users/andrew/short", "/api/profile/x", "/api//profile"]) {
      refused(await ask(path), 404, "not_found");
    }
  });

  it("405 method_not_allowed says which are", async () => {
    const calls = [
      ["POST", "/api/activities/home", "GET,HEAD"],
      ["PUT", "/api/activities", "POST"],
      ["GET", "/api/profile/update", "POST,PUT"],
      ["PUT", "/api/profile", "GET,HEAD"],
    ];
    for (const [method, path, allow] of calls) {
      const answer = await ask(path, { method, ...(method === "GET" ? {} : { body: {} }) });
      refused(answer, 405, "method_not_allowed");
      assert.equal(answer.headers.get("allow").split(/, */).sort().join(), allow);
    }
  });

  it("400 invalid_json", async () => {
    for (const body of ["", "{", "[]", "null", '"x"', '{"message":1}', '{"message":"a","message":"b"}', '{"message":"\\ud800"}', "\ufeff{}"]) {
      refused(await ask("/api/activities", { method: "POST", token: await token(), body }), 400, "invalid_json");
    }
    for (const body of ['{"bio":{}}', '{"display_name":["x"]}']) {
      refused(await ask("/api/profile/update", { method: "PUT", token: await token(), body }), 400, "invalid_json");
    }
  });

  it("413 body_too_large, F14: also the 2 MB of a bio that the original took", async () => {
    for (const size of [64 * 1024, 2 * 1024 * 1024]) {
      const body = JSON.stringify({ display_name: "A", bio: "x".repeat(size) });
      refused(await ask("/api/profile/update", { method: "PUT", token: await token(), body }), 413, "body_too_large");
    }
  });

  it("422 tells of all fields at once, as a plain array of codes", async () => {
    const post = { method: "POST", path: "/api/activities" };
    const update = { method: "PUT", path: "/api/profile/update" };
    const long = "x".repeat(301);
    const cases = [
      [post, {}, ["ttl_blank", "message_blank"]],
      [post, { message: null, ttl: null }, ["ttl_blank", "message_blank"]],
      [post, { message: " \n", ttl: "1-day" }, ["message_blank"]],
      [post, { message: "x".repeat(281), ttl: "2-days" }, ["ttl_blank", "message_exceed_max_chars"]],
      [post, { message: "👨‍👩‍👧‍👦".repeat(281), ttl: "1-day" }, ["message_exceed_max_chars"]],
      [post, { message: "a\u0000b", ttl: "1-day" }, ["message_invalid"]],
      [update, {}, ["display_name_blank"]],
      [update, { display_name: "\u200b ", bio: "" }, ["display_name_blank"]],
      [update, { display_name: "", bio: long }, ["display_name_blank", "bio_exceed_max_chars"]],
      [update, { display_name: "x".repeat(65), bio: "\u0000" }, ["display_name_exceed_max_chars", "bio_invalid"]],
      [update, { display_name: "a\u202eb" }, ["display_name_invalid"]],
    ];
    for (const [{ method, path }, body, codes] of cases) {
      const answer = await ask(path, { method, token: await token(), body });
      assert.deepEqual([answer.status, answer.body], [422, codes], JSON.stringify(body).slice(0, 80));
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.equal(answer.headers.get("access-control-allow-origin"), world.stack.urls.demo);
    }
    const families = { message: "👨‍👩‍👧‍👦".repeat(280), ttl: "1-hour" };
    assert.equal((await ask(post.path, { method: "POST", token: await token(), body: families })).status, 200, "280 as people count");
  });

  it("F19: only listed origins are answered, on errors, too", async () => {
    const origins = ["https://evil.example", "null", `${world.stack.urls.demo}.evil.example`];
    const calls = [["GET", "/api/activities/home"], ["POST", "/api/activities"], ["PUT", "/api/profile/update"], ["GET", "/api/nothing"], ["OPTIONS", "/api/profile/update"]];
    for (const origin of origins) {
      for (const [method, path] of calls) {
        const answer = await ask(path, { method, origin });
        assert.equal(answer.headers.get("access-control-allow-origin"), null, `${method} ${path} ${origin}`);
        assert.equal(answer.headers.get("vary"), "Origin");
      }
    }
  });

  it("a preflight allows what the routes have", async () => {
    const headers = { "access-control-request-method": "PUT", "access-control-request-headers": "authorization,content-type" };
    const answer = await ask("/api/profile/update", { method: "OPTIONS", headers });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get("access-control-allow-origin"), world.stack.urls.demo);
    assert.match(answer.headers.get("access-control-allow-methods"), /\bPUT\b/);
    assert.equal(answer.headers.get("access-control-allow-headers"), "authorization, content-type");
  });
}
