// photon-rs as published to npm: 0.3.3 is its newest, although the tag `latest` names the older 0.3.11, whose JPEG
// decoder traps. It writes transparent pixels as they are beneath: black.
import init, { PhotonImage, SamplingFilter, crop, resize } from "@silvia-odwyer/photon";

import { QUALITY, SIDE, centredSquare } from "../square.js";

export const load = () => init();

export async function run(file, quality = QUALITY) {
  const picture = PhotonImage.new_from_byteslice(new Uint8Array(await file.arrayBuffer()));
  const { x, y, side } = centredSquare({ width: picture.get_width(), height: picture.get_height() });
  const square = crop(picture, x, y, x + side, y + side);
  const small = resize(square, SIDE, SIDE, SamplingFilter.Lanczos3);
  const blob = new Blob([small.get_bytes_jpeg(quality)], { type: "image/jpeg" });
  [picture, square, small].forEach((image) => image.free());
  return blob;
}
