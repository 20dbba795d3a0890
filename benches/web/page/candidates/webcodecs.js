// ImageDecoder asked for the size that is needed: libjpeg's scaled decode, where the browser has it.
import { SIDE, drawn, headerSize } from "../square.js";

export async function run(file, quality) {
  const data = await file.arrayBuffer();
  const { width, height } = headerSize(data);
  const scale = Math.min(1, SIDE / Math.min(width, height));
  const [desiredWidth, desiredHeight] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const decoder = new ImageDecoder({ data, type: file.type, desiredWidth, desiredHeight });
  const { image } = await decoder.decode();
  const size = { width: image.displayWidth, height: image.displayHeight };
  const blob = await drawn(image, size, quality);
  decoder.close();
  return blob;
}
