import { defineConfig } from "vite";

export default defineConfig({
  root: new URL("page", import.meta.url).pathname,
  base: "./",
  logLevel: "error",
  worker: { format: "es" },
  build: { target: "es2022", emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
});
