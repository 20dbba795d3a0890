// The real worker, its queue and both wasm modules: filters, what they refuse, and a real trap.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import sharp from "sharp";
import { JobQueue } from "../../pkg/dist/job-queue.js";
import { NodeWorker, moduleBytes, urlOf } from "./node-worker.mjs";
import { trapping } from "./trap.mjs";

const MAIN = "wasm/roundel_bg.wasm";
const EFFECTS = "effects/roundel_effects_bg.wasm";

let queue;
let photo;
before(async () => {
  queue = await newQueue(await moduleBytes(EFFECTS));
  photo = await disc();
});
after(() => queue.terminate(new Error("done")));

async function newQueue(effects) {
  const wasmUrl = urlOf(await moduleBytes(MAIN));
  return new JobQueue(() => new NodeWorker(), { wasmUrl, effectsUrl: urlOf(effects) });
}

/** A red disc on nothing, 600 x 600. */
async function disc() {
  const svg = '<svg width="600" height="600"><circle cx="300" cy="300" r="200" fill="#c02818"/></svg>';
  return new Blob([await sharp(Buffer.from(svg)).png().toBuffer()]);
}

const made = (filter, options = {}) => queue.run({ call: "process", file: photo, options: { ...options, filter } });

async function pixelsOf(bytes) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x, y) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, info.channels)];
  return { ...info, middle: at(info.width >> 1, info.height >> 1), corner: at(1, 1) };
}

const same = (pixel) => Math.max(...pixel.slice(0, 3)) - Math.min(...pixel.slice(0, 3)) <= 2;

describe("a filter", () => {
  test("is applied before encoding, in each format, and the rest of the report stays", async () => {
    const plain = await made(undefined);
    assert.ok(!same((await pixelsOf(plain.bytes)).middle));
    const grey = await made("mono");
    const { middle, corner, width } = await pixelsOf(grey.bytes);
    assert.ok(same(middle), `${middle}`);
    assert.ok(corner.every((channel) => channel > 250), `the matte, ${corner}`);
    assert.equal(width, 512);
    const { bytes, thumbhash, ...report } = grey;
    const { bytes: _, thumbhash: other, ...expected } = plain;
    assert.deepEqual(report, expected);
    assert.notEqual(thumbhash, other);
    const { exif, icc, xmp, iptc } = await sharp(bytes).metadata();
    assert.deepEqual({ exif, icc, xmp, iptc }, { exif: undefined, icc: undefined, xmp: undefined, iptc: undefined });
  });

  test("keeps what is transparent in a PNG as it is", async () => {
    const png = await made("noir", { format: "image/png" });
    const { middle, corner } = await pixelsOf(png.bytes);
    assert.ok(same(middle) && middle[3] === 255, `${middle}`);
    assert.equal(corner[3], 0);
  });

  test("keeps the byte budget", async () => {
    const small = await made("golden", { maxBytes: 3000 });
    assert.ok(small.bytes.length <= 3000);
  });

  test("is one of a dozen, each with a name to show, each to be had", async () => {
    const offered = await queue.run({ call: "filters" });
    assert.equal(offered.length, 12);
    const picture = await queue.run({ call: "finish", file: photo, options: { size: 96 } });
    assert.deepEqual([picture.width, picture.height, picture.pixels.length], [96, 96, 96 * 96 * 4]);
    for (const { name, label } of offered) {
      assert.match(label, /^[A-Z]/);
      const { pixels } = await queue.run({ call: "filter", picture, filter: name });
      assert.notDeepEqual(pixels, picture.pixels, name);
    }
  });

  test("that is none, or for more than 512 pixels, is refused by name; nothing has to be restarted", async () => {
    await assert.rejects(made("sepia2"), { name: "RoundelError", code: "unknown_filter" });
    await assert.rejects(made("mono", { size: 600 }), { name: "RoundelError", code: "filter_too_large" });
    assert.equal((await made("mono")).width, 512);
  });
});

test("a trap is told apart, and the next call has a worker that works", async () => {
  const effects = await moduleBytes(EFFECTS);
  const trapped = await newQueue(trapping(effects, "apply"));
  try {
    const save = (filter) => trapped.run({ call: "process", file: photo, options: { filter } });
    const [failed, plain] = [save("mono"), save(undefined)];
    await assert.rejects(failed, { code: "filter_crashed", message: /picture and crop are as they were/ });
    assert.equal((await plain).width, 512);
  } finally {
    trapped.terminate(new Error("done"));
  }
});

test("a module that cannot be had is no reason not to save", async () => {
  const offline = new JobQueue(() => new NodeWorker(), {
    wasmUrl: urlOf(await moduleBytes(MAIN)),
    effectsUrl: "http://127.0.0.1:1/effects.wasm",
  });
  try {
    await assert.rejects(offline.run({ call: "filters" }), { code: "filters_unavailable", retryable: true });
    assert.equal((await offline.run({ call: "process", file: photo, options: {} })).width, 512);
  } finally {
    offline.terminate(new Error("done"));
  }
});

describe("the two modules", () => {
  const exportsOf = async (path) => WebAssembly.Module.exports(new WebAssembly.Module(await moduleBytes(path))).map(({ name }) => name);
  const own = (names) => names.filter((name) => !name.startsWith("__") && name !== "memory").sort();

  test("the filters' exports our functions alone, and its types name nothing of photon-rs", async () => {
    assert.deepEqual(own(await exportsOf(EFFECTS)), ["apply", "filters"]);
    for (const file of ["effects/roundel_effects.d.ts", "effects/roundel_effects.js"]) {
      const text = String(await moduleBytes(file));
      assert.doesNotMatch(text, /photon|SamplingFilter|HTMLCanvas|^export class/im, file);
    }
  });

  test("the filters' holds no decoder, resizer, encoder or font", async () => {
    const text = (await moduleBytes(EFFECTS)).toString("latin1");
    assert.doesNotMatch(text, /jpeg.decoder|IHDR|WEBP|GIF8|JFIF|png-\d|tiff|gif-\d|Lanczos|Roboto|base64|imageproc|seam/i);
    // panics name their file: of the crate `image` only pixels in memory are left
    const files = [...text.matchAll(/image-\d[^/]*\/src\/([\w/]+)\.rs/g)].map(([, file]) => file);
    assert.deepEqual([...new Set(files)].sort(), ["buffer", "color", "dynimage"]);
  });

  test("nothing of the filters is in the main module, and the page's scripts import them only when asked", async () => {
    const [main, effects] = await Promise.all([MAIN, EFFECTS].map(async (path) => (await moduleBytes(path)).toString("latin1")));
    for (const mark of ["Firenze", "filter_too_large", "Invalid r_amt passed"]) {
      assert.deepEqual([effects.includes(mark), main.includes(mark)], [true, false], mark);
    }
    assert.doesNotMatch(main, /photon|imageproc/i);
    assert.deepEqual(own(await exportsOf(MAIN)), ["encode", "finish", "probe", "process", "warm_up"]);
    for (const file of ["index.js", "worker.js", "filters.js", "avatar-worker.js", "react/index.js", "react/AvatarFilters.js"]) {
      const script = await readFile(new URL(`../../pkg/dist/${file}`, import.meta.url), "utf8");
      assert.doesNotMatch(script, /(from|^import) "[^"]*roundel_effects/m, file);
    }
  });
});
