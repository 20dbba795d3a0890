// On what it was measured.
import { execFile } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";
import { promisify } from "node:util";

/** Date, processor, cores, memory, system, Node and the commit, marked where the tree has changes. */
export async function machine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: await commit(),
  };
}

async function commit() {
  const git = (...given) => promisify(execFile)("git", given, { cwd: import.meta.dirname });
  try {
    const { stdout } = await git("describe", "--always", "--dirty");
    return stdout.trim();
  } catch {
    return null;
  }
}
