import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_FILE_BYTES } from "roundel";
import { decoderOf } from "../../pkg/dist/picture-file.js";

const ftyp = (...brands) => new Blob([Uint8Array.of(0, 0, 0, 24), "ftyp", ...brands]);

test("an empty file and one over the limit are refused before anything is read", async () => {
  await assert.rejects(decoderOf(new Blob([])), { code: "empty" });
  const unread = { size: MAX_FILE_BYTES + 1, slice: () => assert.fail("was read") };
  await assert.rejects(decoderOf(unread), { code: "too_large" });
});

test("a file that is gone says so", async () => {
  const gone = { size: 9, slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }) };
  await assert.rejects(decoderOf(gone), { code: "unreadable_file" });
});

test("HEIC and AVIF go to the browser, by their major or a compatible brand", async () => {
  for (const brand of ["heic", "heix", "hevc", "mif1", "msf1", "avif", "avis"]) {
    assert.equal(await decoderOf(ftyp(brand, "\0\0\0\0")), "browser", brand);
    assert.equal(await decoderOf(ftyp("isom", "\0\0\0\n", brand)), "browser", brand);
  }
});

test("everything else goes to the module, which says what is wrong with it", async () => {
  for (const file of [ftyp("isom", "\0\0\0\0", "mp42"), new Blob(["<svg/>"]), new Blob(["\xff"]), new Blob(["ftypheic"])]) {
    assert.equal(await decoderOf(file), "module");
  }
});
