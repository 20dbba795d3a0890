// Every row of the contract's table of routes, with its shape.
import assert from "node:assert/strict";
import { it } from "node:test";

import { call } from "./call.mjs";

const ACTIVITY =
  "uuid display_name handle message replies_count reposts_count likes_count reply_to_activity_uuid created_at expires_at avatar".split(" ");
const SHORT = ["uuid", "handle", "display_name", "avatar"];
const PROFILE = ["uuid", "handle", "display_name", "bio", "cruds_count", "avatar"];
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function isActivity(activity) {
  assert.deepEqual(Object.keys(activity), ACTIVITY);
  assert.match(activity.created_at, UTC);
  if (activity.expires_at !== null) assert.match(activity.expires_at, UTC);
  for (const count of ["replies_count", "reposts_count", "likes_count"]) assert.equal(typeof activity[count], "number");
}

export function routes(world) {
  const ask = (path, options) => call(world.stack, path, options);
  const token = () => world.stack.token("andrew");

  const rows = [
    ["GET", "/api/activities/home", {}, (body) => body.forEach(isActivity)],
    ["GET", "/api/activities/@andrew", {}, ({ profile, activities, ...rest }) => {
      assert.deepEqual([Object.keys(profile), rest], [PROFILE, {}]);
      activities.forEach(isActivity);
      assert.ok(activities.length > 0 && activities.every(({ handle }) => handle === "andrew"));
      assert.equal(profile.cruds_count, activities.length);
    }],
    ["GET", "/api/users/@andrew/short", {}, (body) => assert.deepEqual(Object.keys(body), SHORT)],
    ["GET", "/api/users/@ANDREW/short", {}, (body) => assert.equal(body.handle, "andrew")],
    ["GET", "/api/users/suggestions", {}, (body) => {
      assert.ok(body.length > 0 && body.length <= 5);
      for (const user of body) assert.deepEqual(Object.keys(user), SHORT);
    }],
    ["GET", "/api/profile", { signedIn: true }, (body) => assert.deepEqual([Object.keys(body), body.handle], [PROFILE, "andrew"])],
    ["PUT", "/api/profile/update", { signedIn: true, body: { display_name: " Andrew  ", bio: "Line\nline" } }, (body) => {
      assert.deepEqual(Object.keys(body), ["uuid", "handle", "display_name", "bio", "avatar"]);
      assert.deepEqual([body.display_name, body.bio], ["Andrew", "Line\nline"]);
    }],
    ["POST", "/api/profile/update", { signedIn: true, body: { display_name: "Andrew Brown" } }, (body) => {
      assert.deepEqual([body.display_name, body.bio], ["Andrew Brown", "Line\nline"], "a bio that is not said stays");
    }],
    ["POST", "/api/activities", { signedIn: true, body: { message: "A row of the table.", ttl: "3-days" } }, (body) => {
      isActivity(body);
      assert.equal(Date.parse(body.expires_at) - Date.parse(body.created_at), 3 * 86_400_000);
    }],
  ];
  for (const [method, path, { signedIn, body }, check] of rows) {
    it(`${method} ${path}`, async () => {
      const answer = await ask(path, { method, body, token: signedIn ? await token() : undefined });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.equal(answer.headers.get("cache-control"), "no-store");
      assert.equal(answer.headers.get("access-control-allow-origin"), world.stack.urls.demo);
      check(answer.body);
    });
  }

  it("suggestions are others", async () => {
    const handles = (await ask("/api/users/suggestions", { token: await token() })).body.map(({ handle }) => handle);
    assert.ok(!handles.includes("andrew"), handles.join());
  });

  it("a raw token is read as one with Bearer is", async () => {
    const answer = await ask("/api/profile", { headers: { authorization: await token() } });
    assert.equal(answer.body.handle, "andrew");
  });

  it("every time to live of the contract is taken", async () => {
    const hours = { "30-days": 720, "7-days": 168, "3-days": 72, "1-day": 24, "12-hours": 12, "3-hours": 3, "1-hour": 1 };
    for (const [ttl, lives] of Object.entries(hours)) {
      const { body } = await ask("/api/activities", { method: "POST", token: await token(), body: { message: ttl, ttl } });
      assert.equal(Date.parse(body.expires_at) - Date.parse(body.created_at), lives * 3_600_000, ttl);
    }
  });

  it("whom the identity provider calls what is in no answer", async () => {
    const sub = JSON.parse(Buffer.from((await token()).split(".")[1], "base64url")).sub;
    for (const path of ["/api/activities/home", "/api/activities/@andrew", "/api/users/@andrew/short", "/api/users/suggestions", "/api/profile"]) {
      const { text } = await ask(path, { token: await token() });
      assert.ok(!text.includes(sub) && !text.includes("cognito") && !text.includes("@example.com"), path);
    }
  });
}
