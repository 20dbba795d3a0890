// Roundel's module in the page itself, as the peers' modules are: no worker between.
import init, { process, warm_up } from "roundel/wasm";

export async function load() {
  await init();
  warm_up();
}

export async function run(file, quality) {
  const { bytes, contentType } = process(new Uint8Array(await file.arrayBuffer()), quality ? { quality } : {});
  return new Blob([bytes], { type: contentType });
}
