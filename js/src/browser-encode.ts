import { RoundelError } from "./errors.js";
import { pixelsOnly } from "./webp-file.js";
import type { OutputType, Probe, Processed, ProcessOptions } from "./wasm/roundel.js";

/** What of the wasm module is needed, for one source. */
export interface Module {
  /** The finished picture. */
  process(options: ProcessOptions): Processed | Promise<Processed>;
  /** What a file is. */
  probe(bytes: Uint8Array): Probe;
}

const WEBP = "image/webp";
const DEFAULT_QUALITY = 80;
/** As in the module: below these, faces fall apart, and nothing can be recognised. */
const MIN_QUALITY = 40;
const MIN_SIDE = 32;
const DEFAULT_SIDE = 512;

/**
 * The finished picture as WebP, by the encoder of the browser's canvas. The module finishes the pixels; they come back
 * as PNG, which loses nothing.
 *
 * `maxBytes` is kept as the module keeps it: quality gives way first, then size.
 *
 * @throws RoundelError `unsupported_output` where the browser cannot write WebP and there is no `fallback`;
 * `over_budget`; what the module throws.
 */
export async function encodeIn(module: Module, options: ProcessOptions, fallback?: OutputType): Promise<Processed> {
  if (!(await writesWebp())) {
    if (fallback === undefined) {
      throw new RoundelError("unsupported_output", "This browser cannot write WebP. Ask for JPEG or PNG.");
    }
    return module.process({ ...options, format: fallback });
  }
  const { maxBytes = Infinity, quality = DEFAULT_QUALITY, ...others } = options;
  let smallest = Infinity;
  for (let size = options.size ?? DEFAULT_SIDE; ; ) {
    const picture = await module.process({ ...others, size, format: "image/png" });
    const attempt = await fit(await canvasOf(picture), quality, maxBytes);
    if (attempt.bytes.length <= maxBytes) {
      return checked(module, { ...picture, ...attempt, contentType: WEBP });
    }
    smallest = Math.min(smallest, attempt.bytes.length);
    const longer = Math.max(picture.width, picture.height);
    if (longer <= MIN_SIDE) {
      const message = `This picture cannot be made to fit into ${maxBytes} bytes: the smallest version has ${smallest}.`;
      throw new RoundelError("over_budget", message);
    }
    size = smaller(longer, maxBytes / attempt.bytes.length);
  }
}

interface Attempt {
  quality: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** At the highest quality that fits, else at the lowest: eight encodes at most. */
async function fit(canvas: OffscreenCanvas, highest: number, maxBytes: number): Promise<Attempt> {
  const best = await encode(canvas, highest);
  if (best.bytes.length <= maxBytes || highest <= MIN_QUALITY) {
    return best;
  }
  let fitting = await encode(canvas, MIN_QUALITY);
  let tooHigh = highest;
  while (fitting.bytes.length <= maxBytes && tooHigh - fitting.quality > 1) {
    const middle = await encode(canvas, (fitting.quality + tooHigh) >> 1);
    if (middle.bytes.length <= maxBytes) {
      fitting = middle;
    } else {
      tooHigh = middle.quality;
    }
  }
  return fitting;
}

/** As many pixels as there are bytes for, or a little less; seven eighths of the side at most. */
function smaller(longer: number, share: number): number {
  const scale = Math.min((Math.sqrt(share) * 31) / 32, 7 / 8);
  return Math.max(MIN_SIDE, Math.floor(longer * scale));
}

async function encode(canvas: OffscreenCanvas, quality: number): Promise<Attempt> {
  const blob = await canvas.convertToBlob({ type: WEBP, quality: quality / 100 });
  return { quality, bytes: pixelsOnly(new Uint8Array(await blob.arrayBuffer())) };
}

async function canvasOf({ bytes, width, height }: Processed): Promise<OffscreenCanvas> {
  const png = new Blob([bytes], { type: "image/png" });
  const bitmap = await createImageBitmap(png, { colorSpaceConversion: "none" });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}

/** Browsers that cannot write a type write PNG. */
async function writesWebp(): Promise<boolean> {
  const canvas = new OffscreenCanvas(1, 1);
  canvas.getContext("2d");
  return (await canvas.convertToBlob({ type: WEBP })).type === WEBP;
}

/** The bytes are no longer ours: they are what was asked for, and tell nothing else, or nobody gets them. */
function checked(module: Module, made: Processed): Processed {
  const { format, width, height, metadata } = module.probe(made.bytes);
  if (format !== WEBP || width !== made.width || height !== made.height || metadata.length > 0) {
    throw new RoundelError("unsupported_output", "This browser writes WebP that cannot be used. Ask for JPEG or PNG.");
  }
  return made;
}
