// compressorjs, which cuts by `resize: "cover"`.
import Compressor from "compressorjs";

import { QUALITY, SIDE } from "../square.js";

export function run(file, quality = QUALITY) {
  const options = { width: SIDE, height: SIDE, resize: "cover", quality: quality / 100, mimeType: "image/jpeg" };
  return new Promise((success, error) => new Compressor(file, { ...options, success, error }));
}
