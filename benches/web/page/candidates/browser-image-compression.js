// browser-image-compression cannot cut: it writes the whole picture, its shorter side 512 pixels.
import imageCompression from "browser-image-compression";

import { QUALITY, SIDE, sizeOf } from "../square.js";

export async function run(file, quality = QUALITY) {
  const { width, height } = await sizeOf(file);
  const longer = Math.round((SIDE * Math.max(width, height)) / Math.min(width, height));
  return imageCompression(file, {
    maxSizeMB: 10,
    maxWidthOrHeight: longer,
    useWebWorker: false,
    initialQuality: quality / 100,
    fileType: "image/jpeg",
  });
}
