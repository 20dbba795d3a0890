// The database goes away and comes back, while the functions stay.
import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { eventually } from "../stack.mjs";
import { call, newcomer } from "./call.mjs";

export function databaseAway(world) {
  const ask = (path, options) => call(world.stack, path, options);
  const database = async (what) => {
    const answer = await fetch(`${world.stack.urls.faults}/database/${what}`, { method: "POST" });
    // a server that was named by DATABASE_URL is not ours to stop
    return answer.status === 204;
  };
  const processes = async () => {
    const all = await (await fetch(`${world.stack.urls.faults}/processes`)).json();
    return all.api.map(({ pid }) => pid);
  };

  it("503 while it is away, 200 when it is back, by the same processes", async (t) => {
    const { token } = await newcomer(world.stack, "kosh");
    await ask("/api/profile", { token });
    const before = await processes();
    if (!(await database("pause"))) return t.skip("the stack has no server of its own");
    try {
      const calls = [
        ["/api/activities/home", {}],
        ["/api/profile", { token }],
        ["/api/activities", { method: "POST", token, body: { message: "Yes.", ttl: "1-day" } }],
        ["/api/profile/update", { method: "PUT", token, body: { display_name: "Kosh" } }],
      ];
      const answers = await Promise.all(calls.map(([path, options]) => ask(path, options)));
      for (const answer of answers) {
        assert.deepEqual([answer.status, answer.body.error.code], [503, "database_unavailable"], answer.text);
        assert.equal(answer.headers.get("retry-after"), "2");
        assert.equal(answer.headers.get("access-control-allow-origin"), world.stack.urls.demo);
      }
      assert.equal((await ask("/api/profile")).status, 401, "what needs no database is answered");
    } finally {
      await database("resume");
    }
    const page = await eventually(async () => {
      const answer = await ask("/api/activities/@kosh");
      return answer.status === 200 && answer.body;
    }, "the database");
    assert.deepEqual([page.activities, page.profile.display_name], [[], "kosh"], "nothing half-written");
    assert.deepEqual(await processes(), before);
  });

  it("stopped under a stream of posts: each was taken or refused, and those that were taken are there once", async (t) => {
    const { token } = await newcomer(world.stack, "marcus");
    await ask("/api/profile", { token });
    const taken = [];
    const statuses = new Set();
    let over = false;
    const writer = async (name) => {
      for (let n = 0; !over; n++) {
        const message = `${name} ${n}`;
        const answer = await ask("/api/activities", { method: "POST", token, body: { message, ttl: "1-hour" } });
        statuses.add(answer.status);
        if (answer.status === 200) taken.push(message);
        if (answer.status === 503) await sleep(100);
      }
    };
    const writers = ["a", "b", "c"].map(writer);
    await sleep(200);
    const paused = await database("pause");
    await sleep(200);
    if (paused) await database("resume");
    await eventually(async () => (await ask("/api/activities/home")).status === 200, "the database");
    over = true;
    await Promise.all(writers);
    if (!paused) return t.skip("the stack has no server of its own");
    // a short absence may only be felt as a wait: the pool goes on trying
    assert.ok([...statuses].every((status) => status === 200 || status === 503), [...statuses].join());
    const { profile, activities } = (await ask("/api/activities/@marcus")).body;
    const there = activities.map(({ message }) => message);
    assert.equal(new Set(there).size, there.length);
    assert.ok(profile.cruds_count >= taken.length, `${profile.cruds_count} of ${taken.length}`);
    const newest = there.length < 40 ? taken : there.filter((message) => taken.includes(message));
    assert.ok(newest.every((message) => there.includes(message)));
  });
}
