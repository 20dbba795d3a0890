import { RoundelError } from "./errors.js";

/** Longer side in pixels that is kept: enough for a crop at zoom 4, and below every browser's canvas limit. */
const LONGEST_SIDE = 2560;

/**
 * Decodes with the browser's own decoder, upright, to a PNG that the wasm module reads: the way in for HEIC and
 * AVIF, which the module does not decode. Metadata does not survive it.
 *
 * @throws RoundelError `unsupported_format` where this browser has no such decoder.
 */
export async function toPng(file: Blob): Promise<Blob> {
  const bitmap = await decode(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(side(bitmap.width * scale), side(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) {
    throw unsupported();
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/png" });
}

async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (cause) {
    throw unsupported(cause);
  }
}

function side(pixels: number): number {
  return Math.max(1, Math.round(pixels));
}

function unsupported(cause?: unknown): RoundelError {
  const message = "This browser cannot open HEIC or AVIF pictures. Save it as JPEG or PNG, then choose that.";
  return new RoundelError("unsupported_format", message, { cause });
}
