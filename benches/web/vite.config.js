import { defineConfig } from "vite";

/**
 * photon's glue imports its module the way of the proposal for wasm in ES modules, which Vite does not bundle. Newer
 * wasm-bindgen writes what this makes of it.
 */
const photon = {
  name: "photon",
  transform: (code, id) =>
    id.endsWith("photon_rs_bg.js")
      ? code.replace(/import \* as wasm from .*;/, "let wasm; export function __wbg_set_wasm(exports) { wasm = exports; }")
      : undefined,
};

export default defineConfig({
  root: new URL("page", import.meta.url).pathname,
  base: "./",
  logLevel: "warn",
  plugins: [photon],
  worker: { format: "es" },
  build: { target: "es2022", emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
});
