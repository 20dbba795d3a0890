/** A finished picture before it is encoded: rows from the top, four bytes a pixel (RGBA), sRGB, alpha straight. */
export interface Pixels {
  pixels: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
}
