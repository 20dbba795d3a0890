import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { load } from "./source.mjs";

const { Cache } = await load("data/cache.ts");

/** Somebody who shows what is at `key`, and answers that are given when the test wants. */
function watching(cache, key = "key") {
  const seen = { asked: [], changes: 0 };
  const ask = (signal) => new Promise((resolve, reject) => seen.asked.push({ signal, resolve, reject }));
  seen.stop = cache.watch(key, ask, () => seen.changes++);
  return seen;
}

const settled = () => sleep(0);

it("two that show the same ask once, and both are told", async () => {
  const cache = new Cache();
  const [one, two] = [watching(cache), watching(cache)];
  assert.deepEqual([one.asked.length, two.asked.length], [1, 0]);
  one.asked[0].resolve(["a"]);
  await settled();
  assert.deepEqual([one.changes, two.changes], [1, 1]);
  assert.deepEqual(cache.read("key"), { value: ["a"], error: undefined });
});

it("an answer that says the same changes nothing", async () => {
  const cache = new Cache();
  const one = watching(cache);
  one.asked[0].resolve({ a: 1 });
  await settled();
  const before = cache.read("key");
  void cache.reload("key");
  one.asked[1].resolve({ a: 1 });
  await settled();
  assert.equal(cache.read("key"), before);
  assert.equal(one.changes, 1);
});

it("what was asked before a change cannot undo it", async () => {
  const cache = new Cache();
  const one = watching(cache);
  one.asked[0].resolve(1);
  await settled();
  void cache.reload("key");
  cache.change("key", () => 2);
  void cache.reload("key");
  assert.ok(one.asked[1].signal.aborted);
  one.asked[1].resolve(1);
  await settled();
  assert.equal(cache.read("key").value, 2);
});

it("a failure keeps what was there, and the next answer clears it", async () => {
  const cache = new Cache();
  const one = watching(cache);
  one.asked[0].resolve(1);
  await settled();
  void cache.reload("key");
  one.asked[1].reject(new TypeError("a fault of the page"));
  await settled();
  assert.equal(cache.read("key").value, 1);
  assert.equal(cache.read("key").error.code, "crashed");
  void cache.reload("key");
  one.asked[2].resolve(1);
  await settled();
  assert.deepEqual(cache.read("key"), { value: 1, error: undefined });
});

it("a slow answer is waited for when time has passed, and not when something was changed", async () => {
  const cache = new Cache();
  const one = watching(cache);
  cache.refresh();
  assert.equal(one.asked.length, 1);
  cache.reloadAll();
  assert.equal(one.asked.length, 2);
  assert.ok(one.asked[0].signal.aborted);
  one.asked[1].resolve(1);
  await settled();
  cache.refresh();
  assert.equal(one.asked.length, 3);
});

it("what nobody shows is forgotten with the next refresh", async () => {
  const cache = new Cache();
  const one = watching(cache);
  one.asked[0].resolve(1);
  await settled();
  one.stop();
  cache.refresh();
  assert.equal(one.asked.length, 1);
  assert.equal(cache.read("key").value, undefined);
});
