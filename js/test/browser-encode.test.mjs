import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { encodeIn } from "../../pkg/dist/browser-encode.js";
import { pixelsOnly } from "../../pkg/dist/webp-file.js";

afterEach(() => {
  delete globalThis.OffscreenCanvas;
  delete globalThis.createImageBitmap;
});

const chunk = (name, data) => {
  const padded = new Uint8Array(8 + data.length + (data.length % 2));
  padded.set(new TextEncoder().encode(name));
  new DataView(padded.buffer).setUint32(4, data.length, true);
  padded.set(data, 8);
  return padded;
};

const riff = (...chunks) => {
  const body = Uint8Array.from([...new TextEncoder().encode("WEBP"), ...chunks.flatMap((bytes) => [...bytes])]);
  return chunk("RIFF", body);
};

/** A browser whose encoder writes a byte a pixel and a hundredth of that for each step of quality. */
function browser({ writes = "image/webp" } = {}) {
  const seen = { encodes: 0 };
  globalThis.createImageBitmap = async () => ({ close() {} });
  globalThis.OffscreenCanvas = class {
    constructor(width, height) {
      Object.assign(this, { width, height });
    }
    getContext() {
      return { drawImage() {} };
    }
    async convertToBlob({ quality = 1 }) {
      seen.encodes += 1;
      const data = new Uint8Array(Math.round(this.width * this.height * quality));
      return new Blob([riff(chunk("VP8 ", data), chunk("ICCP", data))], { type: writes });
    }
  };
  return seen;
}

/** A module that makes squares of the size it is asked for. */
function moduleOf(probed = {}) {
  const asked = [];
  let side;
  return {
    asked,
    process: (options) => {
      asked.push(options);
      side = options.size ?? 512;
      return { bytes: new Uint8Array(1), contentType: options.format, width: side, height: side, quality: 88, removed: ["exif"] };
    },
    probe: () => ({ format: "image/webp", width: side, height: side, metadata: [], ...probed }),
  };
}

test("WebP comes from the canvas at quality 80, with the module's report", async () => {
  browser();
  const module = moduleOf();
  const made = await encodeIn(module, { size: 64, gravity: "attention" });
  assert.deepEqual([made.contentType, made.width, made.quality, made.removed], ["image/webp", 64, 80, ["exif"]]);
  assert.deepEqual(module.asked, [{ size: 64, gravity: "attention", format: "image/png" }]);
});

test("where the browser cannot write it, that is an error, or what was asked for instead", async () => {
  browser({ writes: "image/png" });
  const module = moduleOf();
  await assert.rejects(encodeIn(module, {}), { name: "RoundelError", code: "unsupported_output" });
  assert.deepEqual(module.asked, []);
  const made = await encodeIn(module, { maxBytes: 9000 }, "image/jpeg");
  assert.equal(made.contentType, "image/jpeg");
  assert.deepEqual(module.asked, [{ maxBytes: 9000, format: "image/jpeg" }]);
});

test("a byte budget is kept by quality, then by size, in few encodes", async () => {
  for (const [maxBytes, side, encodes] of [
    [300_000, 512, 3],
    [150_000, 512, 9],
    [20_000, 200, 14],
  ]) {
    const seen = browser();
    const { bytes, width, quality } = await encodeIn(moduleOf(), { maxBytes });
    assert.ok(bytes.length <= maxBytes && width >= side && quality >= 40, `${maxBytes}: ${width}, ${quality}`);
    assert.ok(seen.encodes <= encodes, `${maxBytes}: ${seen.encodes} encodes`);
  }
  browser();
  await assert.rejects(encodeIn(moduleOf(), { maxBytes: 100 }), { code: "over_budget" });
});

test("what tells more than the picture, or is another one, is given to nobody", async () => {
  browser();
  for (const wrong of [{ metadata: ["icc"] }, { format: "image/png" }, { width: 3 }]) {
    await assert.rejects(encodeIn(moduleOf(wrong), {}), { code: "unsupported_output" });
  }
});

test("only the chunks of the picture stay, and the flags say so", () => {
  const odd = chunk("ALPH", Uint8Array.of(1, 2, 3));
  const flags = (value) => chunk("VP8X", Uint8Array.of(value, 0, 0, 0, 1, 0, 0, 1, 0, 0));
  const full = riff(flags(0x3c), chunk("ICCP", Uint8Array.of(9)), odd, chunk("VP8 ", Uint8Array.of(7, 7)), chunk("EXIF", Uint8Array.of(9)));
  assert.deepEqual(pixelsOnly(full), riff(flags(0x10), odd, chunk("VP8 ", Uint8Array.of(7, 7))));
});
