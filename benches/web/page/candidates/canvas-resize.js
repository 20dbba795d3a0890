// createImageBitmap that cuts and shrinks by itself, at its highest quality. It wants the square
// before it has read the picture: a photo that lies on its side is cut where it would be if it stood.
import { SIDE, centredSquare, drawn, sizeOf } from "../square.js";

export async function run(file, quality) {
  const { x, y, side } = centredSquare(await sizeOf(file));
  const small = { resizeWidth: SIDE, resizeHeight: SIDE, resizeQuality: "high" };
  const bitmap = await createImageBitmap(file, x, y, side, side, small);
  return drawn(bitmap, bitmap, quality);
}
