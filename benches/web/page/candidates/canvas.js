// createImageBitmap, then a canvas smaller than the picture: what is written without any library.
import { drawn } from "../square.js";

export async function run(file, quality) {
  const bitmap = await createImageBitmap(file);
  return drawn(bitmap, bitmap, quality);
}
