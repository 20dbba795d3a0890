// Profiles: whose they are, and how they begin.
import assert from "node:assert/strict";
import { it } from "node:test";

import { call, newcomer } from "./call.mjs";

export function people(world) {
  const ask = (path, options) => call(world.stack, path, options);

  it("a first sign-in makes a profile, once", async () => {
    const { token, sub } = await newcomer(world.stack, "delenn");
    const answers = await Promise.all([1, 2, 3].map(() => ask("/api/profile", { token })));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
    const [{ body }] = answers;
    assert.ok(answers.every((answer) => answer.body.uuid === body.uuid));
    assert.deepEqual([body.handle, body.display_name, body.bio, body.cruds_count, body.avatar], ["delenn", "delenn", "", 0, null]);
    assert.ok(!JSON.stringify(body).includes(sub));
    assert.equal((await ask("/api/users/@delenn/short")).body.uuid, body.uuid);
    assert.equal((await ask("/api/users/suggestions")).body[0].handle, "delenn", "who came last is suggested first");
  });

  it("a handle that is taken is given with an ending, an address or an id to nobody", async () => {
    const handleOf = async (username) => (await ask("/api/profile", { token: (await newcomer(world.stack, username)).token })).body.handle;
    assert.match(await handleOf("Andrew"), /^Andrew_[a-z2-7]{8}$/);
    for (const username of ["jane@example.com", "google_112233445566778899", "0b8f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01"]) {
      assert.match(await handleOf(username), /^member_[a-z2-7]{8}$/);
    }
  });

  it("F14: an update answers the short user and the bio as JSON", async () => {
    const { token } = await newcomer(world.stack, "lennier");
    const answer = await ask("/api/profile/update", { method: "PUT", token, body: { display_name: "Lennier", bio: "Of the third fane." } });
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.deepEqual(
      { ...answer.body, uuid: "" },
      { uuid: "", handle: "lennier", display_name: "Lennier", bio: "Of the third fane.", avatar: null },
    );
    const { body } = await ask("/api/activities/@lennier");
    assert.deepEqual([body.profile.display_name, body.profile.bio], ["Lennier", "Of the third fane."]);
  });

  it("F15: whoever the body names, an update is of oneself", async () => {
    const before = (await ask("/api/activities/@londo")).body.profile;
    const { token } = await newcomer(world.stack, "morden");
    const body = { display_name: "Not Londo", bio: "", uuid: before.uuid, handle: "londo", cognito_user_id: "x", user_uuid: before.uuid };
    const answer = await ask("/api/profile/update?handle=londo", { method: "PUT", token, body });
    assert.equal(answer.body.handle, "morden");
    assert.deepEqual((await ask("/api/activities/@londo")).body.profile, before);
  });

  it("SQL in a field is text", async () => {
    const { token } = await newcomer(world.stack, "zathras");
    const display_name = "'); DROP TABLE users; --";
    const answer = await ask("/api/profile/update", { method: "PUT", token, body: { display_name, bio: "\\'\"" } });
    assert.deepEqual([answer.body.display_name, answer.body.bio], [display_name, "\\'\""]);
    assert.equal((await ask("/api/users/@zathras/short")).body.display_name, display_name);
  });
}
