// WebP in a page: written by Chromium's own encoder in the npm package's worker, judged by sharp.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import sharp from "sharp";

import { launch, openPage } from "./browser.mjs";
import { serveRooms } from "./rooms.mjs";

const root = new URL("../..", import.meta.url).pathname;
const target = process.env.ROUNDEL_TARGET ?? join(root, "target");
const inputs = process.env.ROUNDEL_FIXTURES ?? join(target, "fixtures/conformance");

const ROOMS = { package: join(root, "pkg/dist"), inputs };

let server;
let browser;
let page;
before(async () => {
  server = await serveRooms(ROOMS);
  browser = await launch();
  ({ page } = await openPage(browser, server.origin));
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** What the package makes of an input, and what it finds in the result. */
async function made(input, options) {
  const { bytes, ...report } = await page.evaluate(
    async ([input, options]) => {
      const { createAvatarWorker, toBlob } = await import("/package/index.js");
      const worker = createAvatarWorker();
      const file = await (await fetch(`/inputs/${input}`)).blob();
      const picture = await worker.process(file, options);
      const probe = await worker.probe(toBlob(picture));
      worker.terminate();
      return { ...picture, bytes: Array.from(picture.bytes), probe };
    },
    [input, options],
  );
  return { ...report, bytes: Buffer.from(bytes) };
}

describe("WebP in a browser", () => {
  it("is small, upright and free of metadata", async () => {
    const picture = await made("process-orientation-6", { size: 128, format: "image/webp" });
    assert.deepEqual([picture.contentType, picture.width, picture.quality], ["image/webp", 128, 80]);
    assert.deepEqual(picture.removed, ["exif", "gps"]);
    assert.deepEqual(picture.probe.metadata, []);
    const { format, width, exif, icc, xmp } = await sharp(picture.bytes).metadata();
    assert.deepEqual([format, width, exif, icc, xmp], ["webp", 128, undefined, undefined, undefined]);
  });

  it("shows what the JPEG shows", async () => {
    const pixels = async (format) => {
      const { bytes } = await made("process-orientation-6", { size: 128, format, quality: 95 });
      return sharp(bytes).removeAlpha().raw().toBuffer();
    };
    const [webp, jpeg] = [await pixels("image/webp"), await pixels("image/jpeg")];
    const off = webp.reduce((sum, value, at) => sum + Math.abs(value - jpeg[at]), 0) / webp.length;
    assert.ok(off < 6, `${off} steps on average`);
  });

  it("keeps transparency", async () => {
    const picture = await made("gravity-attention-png", { size: 40, format: "image/webp" });
    assert.equal(picture.probe.alpha, true);
    const { data } = await sharp(picture.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    assert.equal(data[3], 0);
  });

  it("keeps a byte budget", async () => {
    const picture = await made("budget-by-size", { format: "image/webp", maxBytes: 4000 });
    assert.ok(picture.bytes.length <= 4000 && picture.quality >= 40);
    assert.equal(picture.bytes.readUInt32LE(4) + 8, picture.bytes.length);
  });
});
