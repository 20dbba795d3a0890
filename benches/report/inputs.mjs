// What is measured: the generated pictures and, on demand, a folder of photos.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** The photo that the ratios are about. */
export const BASELINE = "12mp.jpg";
export const PROGRESSIVE = "12mp-progressive.jpg";

const GENERATED = [BASELINE, "24mp.jpg", PROGRESSIVE, "2mp.jpg", "1024.jpg", "alpha.png"];
const PHOTO = /\.(jpe?g|png)$/i;

/**
 * Each input: its name, its path, its URL's path on the benchmark's server, whether it is the one that the ratios are
 * about, and whether quality is compared at equal bytes too.
 *
 * @param {{inputs: string, photos?: string, only?: string}} options the two folders, and the one file that is wanted
 */
export async function listInputs({ inputs, photos, only }) {
  const real = photos ? (await readdir(photos)).filter((name) => PHOTO.test(name)).sort() : [];
  const all = [...GENERATED.map((name) => [inputs, "inputs", name]), ...real.map((name) => [photos, "photos", name])];
  const wanted = all.filter(([, , name]) => only === undefined || name === only);
  if (wanted.length === 0) throw new Error(`there is no input ${only}`);
  return Promise.all(wanted.map((place) => input(...place)));
}

async function input(folder, room, name) {
  const path = join(folder, name);
  const { size } = await stat(path);
  const baseline = name === BASELINE;
  const url = `/${room}/${encodeURIComponent(name)}`;
  return { name, path, url, bytes: size, baseline, equalBytes: baseline || room === "photos" };
}
