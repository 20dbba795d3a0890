// photon-rs as published to npm. It writes transparent pixels as they are beneath: black.
import * as photon from "@silvia-odwyer/photon/photon_rs_bg.js";
import wasmUrl from "@silvia-odwyer/photon/photon_rs_bg.wasm?url";

import { QUALITY, SIDE, centredSquare } from "../square.js";

const LANCZOS3 = photon.SamplingFilter.Lanczos3;

export async function load() {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(wasmUrl), { "./photon_rs_bg.js": photon });
  photon.__wbg_set_wasm(instance.exports);
}

export async function run(file, quality = QUALITY) {
  const picture = photon.PhotonImage.new_from_byteslice(new Uint8Array(await file.arrayBuffer()));
  const { x, y, side } = centredSquare({ width: picture.get_width(), height: picture.get_height() });
  const square = photon.crop(picture, x, y, x + side, y + side);
  const small = photon.resize(square, SIDE, SIDE, LANCZOS3);
  const blob = new Blob([small.get_bytes_jpeg(quality)], { type: "image/jpeg" });
  [picture, square, small].forEach((image) => image.free());
  return blob;
}
