const HEADERS = 54;

/**
 * A square of pixels as a Windows bitmap in a `data:` URL: the one format that browsers open and that needs no
 * checksums, no compression and no canvas.
 *
 * @param side a multiple of four, so that rows need no padding.
 * @param colour red, green and blue, 0 to 255, from the top left.
 */
export function bmpDataUrl(side: number, colour: (x: number, y: number) => [number, number, number]): string {
  const bytes = new Uint8Array(HEADERS + side * side * 3);
  bytes.set(headers(side, bytes.length));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [red, green, blue] = colour(x, y);
      // rows from the bottom up
      bytes.set([blue, green, red], HEADERS + ((side - 1 - y) * side + x) * 3);
    }
  }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`;
}

/** BITMAPFILEHEADER and BITMAPINFOHEADER: 24 bits a pixel, not compressed. */
function headers(side: number, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADERS));
  view.setUint16(0, 0x424d);
  view.setUint32(2, length, true);
  view.setUint32(10, HEADERS, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, side, true);
  view.setInt32(22, side, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  return new Uint8Array(view.buffer);
}
