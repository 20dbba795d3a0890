// Quality at equal bytes: each candidate's own quality setting is moved until its file is as large as ours.
import { call } from "./measure.mjs";

/** Qualities that are searched; beyond them a JPEG is not comparable. */
const LOWEST = 20;
const HIGHEST = 98;

/**
 * The two neighbouring qualities whose files enclose `bytes`: `{ below, above }`, each `{ bytes, path }`, or null
 * where no quality reaches them. The files are kept under `name(quality)`.
 */
export async function enclose(page, candidate, input, bytes, name) {
  const made = new Map();
  const bytesAt = async (quality) => {
    if (!made.has(quality)) {
      made.set(quality, (await call(page, candidate, input, { quality, keep: name(quality) })).bytes);
    }
    return made.get(quality);
  };
  let [below, above] = [LOWEST, HIGHEST];
  if ((await bytesAt(below)) > bytes || (await bytesAt(above)) < bytes) return null;
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if ((await bytesAt(middle)) <= bytes) below = middle;
    else above = middle;
  }
  return { below: { bytes: made.get(below), name: name(below) }, above: { bytes: made.get(above), name: name(above) } };
}

/** The score at `bytes`, on the line between two files; scores go with the logarithm of the size. */
export function between({ below, above }, bytes, lower, higher) {
  const [from, to, at] = [below.bytes, above.bytes, bytes].map(Math.log);
  const share = to > from ? (at - from) / (to - from) : 0;
  return {
    linear: lower.linear + (higher.linear - lower.linear) * share,
    gamma: lower.gamma + (higher.gamma - lower.gamma) * share,
  };
}
