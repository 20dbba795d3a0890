// `node sharp.mjs WAY PHOTO OUT`: sharp's side of the native benchmark; it answers as bench-variants does.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import sharp from "sharp";

import { peakMemory } from "../report/processes.mjs";

const SIZES = [512, 256, 128, 64];
/** The same effort: libwebp's method 2 at quality 80, optimised Huffman tables. 85 looks like our 88. */
const WEBP = { quality: 80, effort: 2 };
const JPEG = { quality: 85 };
/** Our JPEGs have their coefficients chosen by a trellis; this is what that costs sharp. */
const TRELLIS = { quality: 85, trellisQuantisation: true };

const [way, path, out] = process.argv.slice(2);
sharp.concurrency(1);
sharp.cache(false);
const photo = await readFile(path);
const isPng = photo[0] === 0x89;
const make = { "per-variant": perVariant, clone: cloned, best: () => best(JPEG), "best-trellis": () => best(TRELLIS) }[way];

for await (const _ of createInterface({ input: process.stdin })) {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const made = await make();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ wall_ms: wall, cpu_ms: (user + system) / 1e3, peak_memory_mb: peakMemory(), bytes: total(made) }));
  await keep(made);
}

/** As most code is written: each file from the photo. */
async function perVariant() {
  const made = [];
  for (const size of SIZES) made.push(...(await both(size, () => upright().resize(size, size), JPEG)));
  return made;
}

/** sharp's own advice for several outputs of one input. */
async function cloned() {
  const source = upright();
  const sets = SIZES.map((size) => {
    const resized = source.clone().resize(size, size);
    return both(size, () => resized.clone(), JPEG);
  });
  return (await Promise.all(sets)).flat();
}

/** The best that can be done with it: one decode to the largest size as raw pixels, everything else from those. */
async function best(jpeg) {
  const largest = upright().resize(SIZES[0], SIZES[0]);
  const { data, info } = await largest.raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const of = (size) => (size === SIZES[0] ? sharp(data, { raw }) : sharp(data, { raw }).resize(size, size));
  const made = [];
  for (const size of SIZES) made.push(...(await both(size, () => of(size), jpeg)));
  return made;
}

/** The photo as all variants show it: turned by its EXIF, transparent on white. */
function upright() {
  const source = sharp(photo).autoOrient();
  return isPng ? source.flatten({ background: "#fff" }) : source;
}

async function both(size, picture, jpeg) {
  const webp = await picture().webp(WEBP).toBuffer();
  return [
    { name: `${size}.webp`, bytes: webp },
    { name: `${size}.jpg`, bytes: await picture().jpeg(jpeg).toBuffer() },
  ];
}

function total(made) {
  return made.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

async function keep(made) {
  await mkdir(out, { recursive: true });
  await Promise.all(made.map(({ name, bytes }) => writeFile(join(out, name), bytes)));
}
