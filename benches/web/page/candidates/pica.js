// pica with its own choice of worker, wasm and filter after the browser's decoder.
import makePica from "pica";

import { QUALITY, SIDE, centredSquare } from "../square.js";

const pica = makePica();

export async function run(file, quality = QUALITY) {
  const bitmap = await createImageBitmap(file);
  const { x, y, side } = centredSquare(bitmap);
  const source = canvas(side);
  const context = source.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  context.drawImage(bitmap, x, y, side, side, 0, 0, side, side);
  bitmap.close();
  return pica.toBlob(await pica.resize(source, canvas(SIDE), { filter: "lanczos3" }), "image/jpeg", quality / 100);
}

function canvas(side) {
  return Object.assign(document.createElement("canvas"), { width: side, height: side });
}
