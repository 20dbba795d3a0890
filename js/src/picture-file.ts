import { RoundelError } from "./errors.js";

/** What a person may choose on their own device: 32 MiB. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Who decodes a file: our wasm module (which also says what is wrong with it), or the browser. */
export type Decoder = "module" | "browser";

/**
 * Checks a file before it is read and says who decodes it.
 *
 * @throws RoundelError `empty`, `too_large`, `unreadable_file`.
 */
export async function decoderOf(file: Blob): Promise<Decoder> {
  if (file.size === 0) {
    throw new RoundelError("empty", "This file is empty. Choose another picture.");
  }
  if (file.size > MAX_FILE_BYTES) {
    throw new RoundelError("too_large", "This file is larger than 32 MB. Choose a smaller picture.");
  }
  return isHeicOrAvif(await firstBytes(file)) ? "browser" : "module";
}

async function firstBytes(file: Blob): Promise<string> {
  try {
    return String.fromCharCode(...new Uint8Array(await file.slice(0, 64).arrayBuffer()));
  } catch (cause) {
    throw new RoundelError("unreadable_file", "The file could not be read. It may have been moved: choose it again.", { cause });
  }
}

/** An ISO base media file (ISO/IEC 14496-12 §4.3) whose major or a compatible brand is a still picture's. */
function isHeicOrAvif(start: string): boolean {
  return start.slice(4, 8) === "ftyp" && /^....ftyp.*(hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])/s.test(start);
}
