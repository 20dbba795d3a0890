// libvips as wasm: shrinks while it loads, as sharp does.
import { QUALITY, SIDE } from "../square.js";

export const gamma = candidate(false);
export const linear = candidate(true);

let vips;

function candidate(linear) {
  return { load, run: (file, quality) => run(file, quality, linear) };
}

/** Served as it is: its threads and its module find each other by their URLs. */
async function load() {
  const url = new URL("/wasm-vips/vips-es6.js", location.href).href;
  const { default: make } = await import(/* @vite-ignore */ url);
  vips ??= await make({ dynamicLibraries: [] });
}

async function run(file, quality = QUALITY, linear) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const small = vips.Image.thumbnailBuffer(bytes, SIDE, { height: SIDE, crop: "centre", linear });
  const opaque = small.hasAlpha() ? small.flatten({ background: [255, 255, 255] }) : small;
  const blob = new Blob([opaque.writeToBuffer(".jpg", { Q: quality, keep: "none" })], { type: "image/jpeg" });
  new Set([opaque, small]).forEach((image) => image.delete());
  return blob;
}
