import { bmpDataUrl } from "./bmp.js";

/** Pixels a side of what a hash is painted as: it has at most seven waves across, so more would show nothing more. */
const SIDE = 16;

/**
 * What to paint while an avatar loads: a blurred square as a `data:` URL of about a kilobyte.
 *
 * @param thumbhash base64 of a ThumbHash (<https://evanw.github.io/thumbhash/>) of an opaque picture, as the pointer
 * has it. Anything else gives `undefined`: a placeholder that cannot be read is no reason to show nothing at all.
 */
export function thumbhashDataUrl(thumbhash: string): string | undefined {
  const hash = bytesOf(thumbhash);
  const terms = hash && readTerms(hash);
  return terms && bmpDataUrl(SIDE, (x, y) => colourAt(terms, (x + 0.5) / SIDE, (y + 0.5) / SIDE));
}

/** A channel as cosines: `weights[i]` belongs to `waves[i]`, waves across and down. */
interface Channel {
  constant: number;
  waves: [across: number, down: number][];
  weights: number[];
}

interface Terms {
  luma: Channel;
  blueYellow: Channel;
  redGreen: Channel;
}

function readTerms(hash: Uint8Array): Terms | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
  const first = a | (b << 8) | (c << 16);
  const second = d | (e << 8);
  const isLandscape = second >> 15 === 1;
  const shorter = second & 7;
  const across = isLandscape ? 7 : Math.max(3, shorter);
  const down = isLandscape ? Math.max(3, shorter) : 7;
  const nibbles = nibblesFrom(hash, 5);
  const channel = (constant: number, scale: number, across: number, down: number): Channel => {
    const waves = wavesOf(across, down);
    return { constant, waves, weights: waves.map(() => ((nibbles.next().value ?? NaN) / 7.5 - 1) * scale) };
  };
  const luma = channel((first & 63) / 63, ((first >> 18) & 31) / 31, across, down);
  const blueYellow = channel(((first >> 6) & 63) / 31.5 - 1, (((second >> 3) & 63) / 63) * 1.25, 3, 3);
  const redGreen = channel(((first >> 12) & 63) / 31.5 - 1, (((second >> 9) & 63) / 63) * 1.25, 3, 3);
  const hasAlpha = first >> 23 === 1;
  // too short: a weight is missing and no number
  const isWhole = redGreen.weights.every((weight) => !Number.isNaN(weight));
  return hasAlpha || !isWhole ? undefined : { luma, blueYellow, redGreen };
}

/** The waves that a hash keeps, in its order: a triangle, without the constant. */
function wavesOf(across: number, down: number): [number, number][] {
  const waves: [number, number][] = [];
  for (let v = 0; v < down; v++) {
    for (let u = v === 0 ? 1 : 0; u * down < across * (down - v); u++) {
      waves.push([u, v]);
    }
  }
  return waves;
}

function* nibblesFrom(hash: Uint8Array, at: number): Generator<number> {
  for (const byte of hash.subarray(at)) {
    yield byte & 15;
    yield byte >> 4;
  }
}

/** Red, green and blue, 0 to 255, at a place from 0 to 1. */
function colourAt({ luma, blueYellow, redGreen }: Terms, x: number, y: number): [number, number, number] {
  const [l, p, q] = [valueAt(luma, x, y), valueAt(blueYellow, x, y), valueAt(redGreen, x, y)];
  const blue = l - (2 / 3) * p;
  const red = (3 * l - blue + q) / 2;
  const channel = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));
  return [channel(red), channel(red - q), channel(blue)];
}

function valueAt({ constant, waves, weights }: Channel, x: number, y: number): number {
  return waves.reduce(
    (sum, [u, v], i) => sum + 2 * (weights[i] ?? 0) * Math.cos(Math.PI * u * x) * Math.cos(Math.PI * v * y),
    constant,
  );
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
