// Posts: whose they are, and that they are there.
import assert from "node:assert/strict";
import { it } from "node:test";

import { call, newcomer } from "./call.mjs";

export function posts(world) {
  const ask = (path, options) => call(world.stack, path, options);

  it("F17: a post is answered with what is then in the feed and on the profile", async () => {
    const { token } = await newcomer(world.stack, "vir");
    const message = "  I will wave at you. Like this.\n";
    const posted = await ask("/api/activities", { method: "POST", token, body: { message, ttl: "12-hours" } });
    assert.equal(posted.status, 200);
    assert.deepEqual([posted.body.handle, posted.body.message], ["vir", message.trim()]);
    assert.deepEqual((await ask("/api/activities/home")).body[0], posted.body);
    const page = (await ask("/api/activities/@vir")).body;
    assert.deepEqual([page.activities, page.profile.cruds_count], [[posted.body], 1]);
    assert.equal((await ask("/api/profile", { token })).body.cruds_count, 1);
  });

  it("a post is credited to the token's subject, whoever the body names", async () => {
    const { uuid } = (await ask("/api/users/@londo/short")).body;
    const { token } = await newcomer(world.stack, "refa");
    const body = { message: "Not Londo's words.", ttl: "1-hour", user_uuid: uuid, handle: "londo", created_at: "2001-01-01T00:00:00Z" };
    const posted = await ask("/api/activities", { method: "POST", token, body });
    assert.equal(posted.body.handle, "refa");
    assert.ok(Math.abs(Date.parse(posted.body.created_at) - Date.now()) < 60_000);
    const theirs = (await ask("/api/activities/@londo")).body.activities;
    assert.ok(theirs.every(({ message }) => message !== body.message));
  });

  it("F18: what is over is in no list", async () => {
    const lists = [(await ask("/api/activities/home")).body];
    for (const { handle } of lists[0]) lists.push((await ask(`/api/activities/@${handle}`)).body.activities);
    for (const { expires_at } of lists.flat()) assert.ok(expires_at === null || Date.parse(expires_at) > Date.now() - 1000);
  });
}
