// Avatars through the CDN and the real edge handler: who gets in, and in which format.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";

import { decode } from "./picture.mjs";
import { fixture, startStack } from "./stack.mjs";

let stack;
let andrew;
let bayko;
let avatar;
let pointer;
before(async () => {
  stack = await startStack();
  andrew = await stack.token("andrew");
  bayko = await stack.token("bayko");
  avatar = await stack.upload(andrew, await fixture("photo"));
  pointer = await stack.pointer(avatar);
});
after(() => stack?.stop());

const bearer = (token) => ({ authorization: `Bearer ${token}` });
const cookie = (token) => ({ cookie: `theme=dark; roundel_token=${token}` });

async function assertRefused(answer, status, code) {
  const { error } = await answer.json();
  assert.deepEqual([answer.status, error.code], [status, code]);
  assert.match(answer.headers.get("content-type"), /^application\/json/);
}

it("a version's variant is immutable and of the best format for Accept", async () => {
  const path = `/avatars/${avatar.publicId}/${pointer.version}/256`;
  const accepts = [
    ["image/avif,image/webp,image/*,*/*;q=0.8", "image/webp"],
    ["image/jpeg", "image/jpeg"],
    ["image/webp;q=0, */*", "image/jpeg"],
    ["image/webp;q=0.1, image/jpeg", "image/jpeg"],
  ];
  for (const [accept, type] of accepts) {
    const answer = await stack.cdn(path, { accept });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), type, accept);
    assert.match(answer.headers.get("cache-control"), /max-age=31536000, immutable/);
    assert.match(answer.headers.get("vary"), /Accept/);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    const { width, height } = await decode(Buffer.from(await answer.arrayBuffer()));
    assert.deepEqual([width, height], [256, 256]);
  }
  const named = await stack.cdn(`${path}.webp`, { accept: "image/jpeg" });
  assert.equal(named.headers.get("content-type"), "image/webp");
  assert.doesNotMatch(named.headers.get("vary") ?? "", /Accept/);
});

it("the pointer lists every variant and lives a minute", async () => {
  const answer = await stack.cdn(`/avatars/${avatar.publicId}/current.json`);
  assert.match(answer.headers.get("cache-control"), /max-age=60/);
  const stored = await answer.json();
  assert.equal(stored.uploadId, avatar.uploadId);
  assert.equal(stored.variants.length, 8);
  for (const { size, format, path, bytes } of stored.variants) {
    const variant = await stack.cdn(path);
    assert.equal(variant.status, 200);
    const body = Buffer.from(await variant.arrayBuffer());
    assert.equal(body.length, bytes);
    const picture = await decode(body);
    assert.deepEqual([picture.format, picture.width, picture.height], [format, size, size]);
  }
  assert.ok(Buffer.from(stored.thumbhash, "base64").length <= 25);
});

it("an ETag is answered with 304", async () => {
  const path = `/avatars/${avatar.publicId}/current/64`;
  const first = await stack.cdn(path);
  const again = await stack.cdn(path, { "if-none-match": first.headers.get("etag") });
  assert.equal(again.status, 304);
  assert.equal((await again.arrayBuffer()).byteLength, 0);
});

it("who has no avatar is shown the default one, and has no pointer", async () => {
  const { publicId } = await stack.sign(bayko, new Uint8Array(1));
  const shown = await stack.cdn(`/avatars/${publicId}/current/128`, { accept: "image/webp" });
  assert.equal(shown.status, 200);
  assert.equal(shown.headers.get("content-type"), "image/webp");
  assert.equal((await decode(Buffer.from(await shown.arrayBuffer()))).width, 128);
  await assertRefused(await stack.cdn(`/avatars/${publicId}/current.json`), 404, "not_found");
});

it("a public path needs no token, a signed-in one any good token, an owner's the owner's", async () => {
  const path = (room) => `/${room}/${avatar.publicId}/current/64`;
  for (const carry of [bearer, cookie]) {
    assert.equal((await stack.cdn(path("members"), carry(bayko))).status, 200);
    assert.equal((await stack.cdn(path("owner"), carry(andrew))).status, 200);
    await assertRefused(await stack.cdn(path("owner"), carry(bayko)), 403, "forbidden");
  }
  assert.equal((await stack.cdn(path("avatars"))).status, 200);
  for (const room of ["members", "owner"]) {
    await assertRefused(await stack.cdn(path(room)), 401, "unauthorized");
    await assertRefused(await stack.cdn(path(room), bearer(`${bayko}x`)), 401, "unauthorized");
  }
});

it("what one person may see is not handed to the next from the cache", async () => {
  const path = `/owner/${avatar.publicId}/current/256`;
  assert.equal((await stack.cdn(path, bearer(andrew))).status, 200);
  assert.equal((await stack.cdn(path)).status, 401);
});

it("a token in the header and another in the cookie are refused", async () => {
  const path = `/members/${avatar.publicId}/current/64`;
  const answer = await stack.cdn(path, { ...bearer(andrew), ...cookie(bayko) });
  await assertRefused(answer, 401, "unauthorized");
});

it("a token of a new key is good at once, one of a dropped key no more", async () => {
  const path = `/members/${avatar.publicId}/current/64`;
  const old = await stack.token("bayko");
  assert.equal((await stack.cdn(path, bearer(old))).status, 200);
  await fetch(`${stack.urls.issuer}/rotate?drop=1`, { method: "POST" });
  const fresh = await stack.token("bayko");
  assert.equal((await stack.cdn(path, bearer(fresh))).status, 200);
  assert.equal((await stack.keyUpload({ extension: "jpg" }, { token: fresh })).status, 200);
  await assertRefused(await stack.cdn(path, bearer(old)), 401, "unauthorized");
});

it("a path that no rule names is a 404, one that climbs is refused", async () => {
  await assertRefused(await stack.cdn("/"), 404, "not_found");
  await assertRefused(await stack.cdn("/buckets/x"), 404, "not_found");
  assert.ok([400, 404].includes((await stack.cdn("/avatars/%2e%2e/original/x")).status));
  assert.ok([400, 404].includes((await stack.cdn("/avatars//original")).status));
});
