import assert from "node:assert/strict";
import { test } from "node:test";
import { RoundelError, avatarSrcSet, avatarUrl, publicIdOf, sizeFor } from "roundel";

const ADDRESS = { cdn: "https://assets.example.com", publicId: "xj4bnp4pahh6uqkbidpf3lrceo" };

test("the newest avatar is the default, a version is named by the pointer", () => {
  assert.equal(avatarUrl(ADDRESS, 128), "https://assets.example.com/avatars/xj4bnp4pahh6uqkbidpf3lrceo/current/128");
  const version = "0123456789abcdef0123456789abcdef";
  assert.equal(
    avatarUrl({ ...ADDRESS, version }, 64),
    `https://assets.example.com/avatars/xj4bnp4pahh6uqkbidpf3lrceo/${version}/64`,
  );
});

test("a base with closing slashes makes the same URL", () => {
  assert.equal(avatarUrl({ ...ADDRESS, cdn: "https://assets.example.com//" }, 64), avatarUrl(ADDRESS, 64));
});

test("srcset names every size with its width", () => {
  const rows = avatarSrcSet(ADDRESS).split(", ");
  assert.deepEqual(rows.map((row) => row.split(" ")[1]), ["64w", "128w", "256w", "512w"]);
  assert.ok(rows.every((row) => row.startsWith(`${ADDRESS.cdn}/avatars/${ADDRESS.publicId}/current/`)));
});

test("the size for a place is the smallest that is sharp there", () => {
  assert.equal(sizeFor(36), 128);
  assert.equal(sizeFor(32), 64);
  assert.equal(sizeFor(132, 1), 256);
  assert.equal(sizeFor(132, 3), 512);
  assert.equal(sizeFor(10_000), 512);
});

test("f21 a missing base is refused, never made into the text undefined", () => {
  for (const cdn of [undefined, "", "undefined", "/relative", "javascript:alert(1)", "//cdn.example"]) {
    assert.throws(() => avatarUrl({ ...ADDRESS, cdn }, 64), (error) => {
      assert.ok(error instanceof RoundelError);
      assert.equal(error.code, "misconfigured");
      return true;
    });
  }
});

test("the public id is the one that the server makes", async () => {
  // printf abc | sha256sum | xxd -r -p | base32 | tr A-Z a-z | cut -c1-26
  assert.equal(await publicIdOf("abc"), "xj4bnp4pahh6uqkbidpf3lrceo");
  assert.match(await publicIdOf("ünï"), /^[a-z2-7]{26}$/);
});
