// What is deployed, in KB of 1,024 bytes.
import { existsSync, readFileSync, statSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

import { round } from "../report/statistics.mjs";

/** `wasm` by brotli at its best, the others as they are; null where one has not been made. */
export function sizes({ wasm, zip, functionFile }) {
  const kb = (path, bytes) => (path && existsSync(path) ? round(bytes(path) / 1_024, 2) : null);
  const asItIs = (path) => statSync(path).size;
  return {
    edge_wasm_brotli_kb: kb(wasm, (path) => brotliCompressSync(readFileSync(path)).length),
    zip_kb: kb(zip, asItIs),
    function_js_kb: kb(functionFile, asItIs),
  };
}
