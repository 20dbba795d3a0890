// Quality: every picture is decoded by sharp (libjpeg-turbo, libwebp, libpng), never by us, and scored by the judge.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import sharp from "sharp";

const run = promisify(execFile);

/**
 * SSIMULACRA2 of each result against its source: `{ linear, gamma }`, or null where it is not square.
 *
 * @param {string} program the judge
 * @param {string} source the input's path
 * @param {string[]} results paths of what was made of it
 */
export async function judge(program, source, results) {
  const folder = await mkdtemp(join(tmpdir(), "roundel-judge-"));
  try {
    const reference = await toPpm(source, join(folder, "source.ppm"));
    const pictures = await Promise.all(results.map((path, at) => toPpm(path, join(folder, `${at}.ppm`))));
    const square = pictures.filter(({ width, height }) => width === height);
    const { stdout } = await run(program, [reference.path, ...square.map(({ path }) => path)]);
    const scores = stdout.trim().split("\n").map((line) => line.split(" ").map(Number));
    return pictures.map((picture) => named(scores[square.indexOf(picture)]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function named(scores) {
  return scores ? { linear: scores[0], gamma: scores[1] } : null;
}

/** Upright, opaque on white, sRGB: as the picture is meant to be seen. */
async function toPpm(file, path) {
  const picture = sharp(file).autoOrient().flatten({ background: "#fff" }).toColourspace("srgb");
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  await writeFile(path, Buffer.concat([Buffer.from(`P6\n${info.width} ${info.height}\n255\n`), data]));
  return { path, width: info.width, height: info.height };
}
