// Pictures that say in large letters which they are, and files that are none.
//
// A picture is a board of 4 x 4 fields, black or white: its number in binary. Every variant, down to 64 pixels, can be
// read again by a decoder that is not ours.
import sharp from "sharp";

import { fixture } from "../e2e/stack.mjs";

const FIELDS = 4;
export const MOST = 2 ** (FIELDS * FIELDS);

const TYPES = ["jpeg", "jpeg", "jpeg", "jpeg", "png", "webp"];

/** The picture of this number: `{ bytes, type }`. Sizes and types go round. */
export async function picture(number) {
  const type = TYPES[number % TYPES.length];
  const [width, height] = [320 + 40 * (number % 16), 320 + 40 * ((number >> 4) % 12)];
  const fields = Buffer.from(Array.from({ length: FIELDS * FIELDS }, (_, bit) => ((number >> bit) & 1) * 255));
  const side = Math.min(width, height);
  const board = sharp(fields, { raw: { width: FIELDS, height: FIELDS, channels: 1 } }).resize(side, side, { kernel: "nearest" });
  // the square in the middle is what becomes the avatar
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const around = { left, right: width - side - left, top, bottom: height - side - top, background: "#888" };
  const bytes = await sharp(await board.png().toBuffer()).toColourspace("srgb").extend(around).toFormat(type, { quality: 85 }).toBuffer();
  return { bytes, type: `image/${type}` };
}

const read = new WeakMap();

/** The number that a variant shows; NaN where a field is neither black nor white. A variant is decoded once. */
export async function shown(variant) {
  if (!read.has(variant)) read.set(variant, decoded(variant));
  return read.get(variant);
}

async function decoded(variant) {
  const { data, info } = await sharp(variant).greyscale().raw().toBuffer({ resolveWithObject: true });
  let number = 0;
  for (let bit = 0; bit < FIELDS * FIELDS; bit++) {
    const [column, row] = [bit % FIELDS, Math.floor(bit / FIELDS)];
    const middle = (at) => Math.floor(((at + 0.5) * info.width) / FIELDS);
    const light = data[(middle(row) * info.width + middle(column)) * info.channels];
    if (light > 64 && light < 192) return NaN;
    if (light >= 192) number |= 1 << bit;
  }
  return number;
}

/** Each poison: what it is declared as, and the reason that its dead letter must have. */
export const POISONS = {
  page: { type: "image/jpeg", reason: "type_mismatch", make: (number) => numbered("html", number) },
  gifAsJpeg: { type: "image/jpeg", reason: "type_mismatch", make: (number) => numbered("huge-gif", number) },
  bomb: { type: "image/png", reason: "too_many_pixels", make: (number) => numbered("huge-png", number) },
  half: { type: "image/jpeg", reason: "truncated", make: half },
};

/** The bytes of a poison; each has its own, so that none is hidden by another's version. */
export async function poison(name, number) {
  return { bytes: await POISONS[name].make(number), type: POISONS[name].type };
}

async function numbered(name, number) {
  return Buffer.concat([await fixture(name), Buffer.from(`${number}`)]);
}

async function half(number) {
  const { bytes } = await picture((number * TYPES.length) % MOST);
  return bytes.subarray(0, bytes.length >> 1);
}
