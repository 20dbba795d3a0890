// jSquash: MozJPEG's codec and Squoosh's resizer as wasm. Linear light is its default.
import decodeJpeg, { init as initDecoder } from "@jsquash/jpeg/decode";
import encodeJpeg, { init as initEncoder } from "@jsquash/jpeg/encode";
import decoderUrl from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url";
import encoderUrl from "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm?url";
import decodePng, { init as initPng } from "@jsquash/png/decode";
import resize, { initResize } from "@jsquash/resize";

import { QUALITY, SIDE } from "../square.js";

export const linear = candidate({});
export const gamma = candidate({ linearRGB: false });

function candidate(options) {
  return { load, run: (file, quality) => run(file, quality, options) };
}

async function load() {
  const [decoder, encoder] = await Promise.all([decoderUrl, encoderUrl].map((url) => WebAssembly.compileStreaming(fetch(url))));
  await Promise.all([initDecoder(decoder), initEncoder(encoder), initPng(), initResize()]);
}

async function run(file, quality = QUALITY, options) {
  const isPng = file.type === "image/png";
  const picture = await (isPng ? decodePng : decodeJpeg)(await file.arrayBuffer());
  // its `contain` cuts the centred part that has the wanted proportions
  const small = await resize(picture, { width: SIDE, height: SIDE, fitMethod: "contain", ...options });
  return new Blob([await encodeJpeg(isPng ? onWhite(small) : small, { quality })], { type: "image/jpeg" });
}

/** Its JPEG encoder ignores alpha, so that a caller must flatten. */
function onWhite(picture) {
  const { data } = picture;
  for (let at = 0; at < data.length; at += 4) {
    for (let channel = at; channel < at + 3; channel++) {
      data[channel] = 255 + ((data[channel] - 255) * data[at + 3]) / 255;
    }
  }
  return picture;
}
