/** Chunks that make the picture (RFC 9649, 2.7); all others tell something beside it. */
const PICTURE = new Set(["VP8X", "VP8 ", "VP8L", "ALPH"]);
/** Of the flags in `VP8X`: alpha. */
const ALPHA = 0x10;

/** A still WebP without colour profile, EXIF, XMP and whatever else an encoder may have added. */
export function pixelsOnly(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const kept = chunksOf(file).filter(({ name }) => PICTURE.has(name));
  const length = kept.reduce((sum, { bytes }) => sum + bytes.length, 12);
  const made = new Uint8Array(length);
  made.set(file.subarray(0, 12));
  new DataView(made.buffer).setUint32(4, length - 8, true);
  let at = 12;
  for (const { name, bytes } of kept) {
    made.set(bytes, at);
    if (name === "VP8X" && bytes.length > 8) {
      made[at + 8] = (bytes[8] ?? 0) & ALPHA;
    }
    at += bytes.length;
  }
  return made;
}

interface Chunk {
  name: string;
  /** With its header and padding. */
  bytes: Uint8Array<ArrayBuffer>;
}

function chunksOf(file: Uint8Array<ArrayBuffer>): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= file.length; ) {
    const length = view.getUint32(at + 4, true);
    const bytes = file.subarray(at, at + 8 + length + (length % 2));
    chunks.push({ name: String.fromCharCode(...bytes.subarray(0, 4)), bytes });
    at += bytes.length;
  }
  return chunks;
}
