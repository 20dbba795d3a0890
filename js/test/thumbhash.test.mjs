import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { rgbaToThumbHash, thumbHashToRGBA } from "thumbhash";
import { thumbhashDataUrl } from "roundel";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

/** A picture with something in it: a disc on a slope of colours. */
function picture(width, height, alpha = 255) {
  return Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const [x, y, channel] = [((i >> 2) % width) / width, Math.floor((i >> 2) / width) / height, i & 3];
    const inside = Math.hypot(x - 0.4, y - 0.6) < 0.3;
    return [inside ? 230 : 255 * x, inside ? 90 : 255 * y, inside ? 60 : 200 * (1 - x), alpha][channel];
  });
}

/** The pixels of the bitmap, read here: sharp opens no BMP. */
function pixels(url) {
  const bytes = Buffer.from(/^data:image\/bmp;base64,(.+)$/.exec(url)[1], "base64");
  const side = bytes.readInt32LE(18);
  assert.equal(bytes.readUInt32LE(2), bytes.length);
  return { side, at: (x, y) => [2, 1, 0].map((i) => bytes[54 + ((side - 1 - y) * side + x) * 3 + i]) };
}

test("a hash is painted as its inventor's own decoder paints it", async () => {
  for (const [width, height] of [[64, 64], [80, 50], [50, 80]]) {
    const hash = rgbaToThumbHash(width, height, picture(width, height));
    const theirs = thumbHashToRGBA(hash);
    // theirs has the picture's shape; the square is compared with it resized
    const raw = { width: theirs.w, height: theirs.h, channels: 4 };
    const square = await sharp(theirs.rgba, { raw }).removeAlpha().resize(16, 16, { fit: "fill", kernel: "linear" }).raw().toBuffer();
    const ours = pixels(thumbhashDataUrl(base64(hash)));
    assert.equal(ours.side, 16);
    for (let i = 0; i < 256; i++) {
      const [own, other] = [ours.at(i % 16, i >> 4), [...square.subarray(i * 3, i * 3 + 3)]];
      const difference = Math.max(...own.map((value, channel) => Math.abs(value - other[channel])));
      assert.ok(difference <= 6, `${width} x ${height}, pixel ${i}: ${own} beside ${other}`);
    }
  }
});

test("what is no hash of an opaque picture paints nothing", () => {
  const hash = rgbaToThumbHash(64, 64, picture(64, 64));
  const transparent = rgbaToThumbHash(64, 64, picture(64, 64, 100));
  for (const text of ["", "§", "AAAA", base64(hash.subarray(0, -1)), base64(transparent)]) {
    assert.equal(thumbhashDataUrl(text), undefined, text);
  }
  for (let i = 0; i < hash.length; i++) {
    for (const byte of [0, 127, 255]) {
      const changed = Uint8Array.from(hash);
      changed[i] = byte;
      assert.match(thumbhashDataUrl(base64(changed)) ?? "data:image/bmp;", /^data:image\/bmp;/);
    }
  }
});
