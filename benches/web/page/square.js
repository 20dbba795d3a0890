// What candidates share: the side of the avatar, the centred square, drawing and encoding by the browser.

export const SIDE = 512;

/** The peers' JPEG quality, 1 to 100: what they are used with most. */
export const QUALITY = 85;

/** Enough bytes for the metadata before a frame header. */
const HEADER = 1 << 18;

/** The centred square of a size. */
export function centredSquare({ width, height }) {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** The centred square drawn on white, smoothed as well as the browser can, as a JPEG. */
export async function drawn(picture, size, quality = QUALITY) {
  const { x, y, side } = centredSquare(size);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: quality / 100 });
}

/** Width and height from the first bytes of a file. */
export async function sizeOf(file) {
  return headerSize(await file.slice(0, HEADER).arrayBuffer());
}

/** Width and height from the header of a JPEG or PNG, upright or not. */
export function headerSize(bytes) {
  const view = new DataView(bytes);
  if (view.getUint8(0) === 0x89) return { width: view.getUint32(16), height: view.getUint32(20) };
  let at = 2;
  while (!isFrame(view.getUint8(at + 1))) at += 2 + view.getUint16(at + 2);
  return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
}

function isFrame(marker) {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
