// Writes the benchmark's pictures to a folder: `node make.mjs FOLDER`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import sharp from "sharp";

import { photograph, sticker } from "./scene.mjs";

/** As phones store photos: 4:2:0 and the standard's own Huffman tables. */
const CAMERA = { quality: 95, chromaSubsampling: "4:2:0", optimiseCoding: false };
/** libjpeg's usual script of ten scans. */
const PROGRESSIVE = { quality: 95, chromaSubsampling: "4:2:0", progressive: true };

const folder = process.argv[2];
await mkdir(folder, { recursive: true });
const photo = (width, height) => sharp(photograph(width, height), { raw: { width, height, channels: 3 } });

const large = photo(4000, 3000);
await write("12mp.jpg", large.clone().jpeg(CAMERA));
await write("12mp-progressive.jpg", large.clone().jpeg(PROGRESSIVE));
await write("24mp.jpg", photo(6000, 4000).jpeg(CAMERA));
await write("2mp.jpg", photo(1632, 1224).jpeg(CAMERA));
await write("1024.jpg", photo(1024, 1024).jpeg(CAMERA));
await write("alpha.png", sharp(sticker(1600, 1200), { raw: { width: 1600, height: 1200, channels: 4 } }).png());

async function write(name, picture) {
  const bytes = await picture.toBuffer();
  await writeFile(join(folder, name), bytes);
  console.log(`${name.padEnd(22)} ${(bytes.length / 1e6).toFixed(2).padStart(6)} MB`);
}
