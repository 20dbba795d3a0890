import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // pages have addresses of their own, as deep as they like
  base: "/",
  plugins: [react()],
  // the worker of `roundel` is a module and stays one
  worker: { format: "es" },
  build: { target: "es2022" },
});
