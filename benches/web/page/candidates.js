// Every candidate by the name it has in the table. To add one, write a module that exports `run(file, quality)`, which
// makes a JPEG of the centred square in 512 x 512 pixels, and perhaps `load()`, which does all that can be done before
// the file is known; then name it here.
export const CANDIDATES = {
  roundel: () => import("./candidates/roundel.js"),
  "roundel-worker": () => import("./candidates/roundel-worker.js"),
  canvas: () => import("./candidates/canvas.js"),
  "canvas-resize": () => import("./candidates/canvas-resize.js"),
  webcodecs: () => import("./candidates/webcodecs.js"),
  pica: () => import("./candidates/pica.js"),
  "jsquash-linear": async () => (await import("./candidates/jsquash.js")).linear,
  "jsquash-gamma": async () => (await import("./candidates/jsquash.js")).gamma,
  photon: () => import("./candidates/photon.js"),
  compressorjs: () => import("./candidates/compressorjs.js"),
  "browser-image-compression": () => import("./candidates/browser-image-compression.js"),
  "wasm-vips": async () => (await import("./candidates/wasm-vips.js")).gamma,
  "wasm-vips-linear": async () => (await import("./candidates/wasm-vips.js")).linear,
};
