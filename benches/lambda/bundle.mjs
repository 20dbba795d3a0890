// The twins as they would be deployed: each one minified file, as CommonJS, which starts a little faster; sharp beside them, as it
// cannot be bundled.
import { chmod, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

/** Bundles the twin of a function into `folder`, to be started by the kernel under `node`, and gives its path. */
export async function bundleTwin(name, folder, node) {
  await mkdir(folder, { recursive: true });
  await linkPackages(folder);
  const outfile = join(folder, `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "twins", `${name}.mjs`)],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["sharp"],
    banner: { js: `#!${node}` },
  });
  await chmod(outfile, 0o755);
  return outfile;
}

async function linkPackages(folder) {
  const link = join(folder, "node_modules");
  await rm(link, { force: true });
  await symlink(join(import.meta.dirname, "node_modules"), link);
}
