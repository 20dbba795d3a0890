// ImageDecoder asked for the size that is needed: libjpeg's scaled decode, where the browser has it.
import { SIDE, drawn, headerSize } from "../square.js";

/** The scales that libjpeg has; asked for another one, Chromium takes the next smaller, which would then be enlarged. */
const SCALES = 8;

export async function run(file, quality) {
  const data = await file.arrayBuffer();
  const { width, height } = headerSize(data);
  const eighths = Math.min(SCALES, Math.ceil((SIDE * SCALES) / Math.min(width, height)));
  const [desiredWidth, desiredHeight] = [width, height].map((side) => Math.ceil((side * eighths) / SCALES));
  const decoder = new ImageDecoder({ data, type: file.type, desiredWidth, desiredHeight });
  const { image } = await decoder.decode();
  const size = { width: image.displayWidth, height: image.displayHeight };
  const blob = await drawn(image, size, quality);
  decoder.close();
  return blob;
}
