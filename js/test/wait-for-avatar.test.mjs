import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchPointer, waitForAvatar } from "roundel";
import { serve } from "./server.mjs";

const WAITED = { publicId: "xj4bnp4pahh6uqkbidpf3lrceo", uploadId: "01939a5e-7a8b-7c1d-8e2f-123456789abc" };
const OLDER = "01939a5e-7a8b-7c1d-8e2f-000000000000";
const NEWER = "01939a5e-7a8c-7000-8000-000000000000";
const pointer = (uploadId) => ({ version: "0123456789abcdef".repeat(2), uploadId, variants: [], thumbhash: "" });

/** A CDN that gives these answers one after the other, the last one for ever. */
function cdn(t, answers) {
  let at = 0;
  return serve(t, () => answers[Math.min(at++, answers.length - 1)]);
}

test("waits while there is none, then an older one, until it is there", async (t) => {
  const { url, asked } = await cdn(t, [
    { status: 404, json: { error: { code: "not_found", message: "" } } },
    { status: 503, text: "" },
    { text: "<html>" },
    { json: pointer(OLDER) },
    { json: pointer(WAITED.uploadId) },
  ]);
  const found = await waitForAvatar(url, WAITED);
  assert.equal(found.uploadId, WAITED.uploadId);
  assert.equal(asked.length, 5);
  assert.equal(asked[0].path, "/avatars/xj4bnp4pahh6uqkbidpf3lrceo/current.json");
});

test("f22 a newer upload also ends the waiting", async (t) => {
  const { url } = await cdn(t, [{ json: pointer(NEWER) }]);
  assert.equal((await waitForAvatar(url, WAITED)).uploadId, NEWER);
});

test("gives up at the limit and says that the picture is safe", async (t) => {
  const { url } = await cdn(t, [{ json: pointer(OLDER) }]);
  await assert.rejects(waitForAvatar(url, WAITED, { limit: 400 }), { code: "not_ready_yet", retryable: true });
});

test("an abort ends the waiting at once", async (t) => {
  const { url } = await cdn(t, [{ status: 404, json: {} }]);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  await assert.rejects(waitForAvatar(url, WAITED, { signal: stop.signal }), { name: "AbortError" });
});

test("what is no pointer is none", async (t) => {
  const wrong = [{}, null, [], { ...pointer(NEWER), version: "../x" }, { ...pointer(NEWER), variants: [{ size: "512" }] }];
  for (const json of wrong) {
    const { url } = await cdn(t, [{ json }]);
    assert.equal(await fetchPointer(url, WAITED.publicId), undefined, JSON.stringify(json));
  }
});

test("a base that is no URL is an error of the page, not something to wait for", async () => {
  await assert.rejects(waitForAvatar("", WAITED), { code: "misconfigured" });
});
