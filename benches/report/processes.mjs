// Processor time and memory of processes, as Linux's /proc tells them.
import { readFileSync, readdirSync } from "node:fs";

/** The processes that this one started, and theirs. */
export function descendants() {
  const children = new Map();
  for (const id of entries("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = read(`/proc/${id}/stat`).split(") ").pop().split(" ")[1];
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = [];
  for (let waiting = [String(process.pid)]; waiting.length > 0; ) {
    const next = children.get(waiting.pop()) ?? [];
    found.push(...next);
    waiting.push(...next);
  }
  return found;
}

/** Milliseconds that all threads of the processes have run so far; NaN where it cannot be known. */
export function cpuTime(ids) {
  if (process.platform !== "linux") return NaN;
  const threads = ids.flatMap((id) => entries(`/proc/${id}/task`).map((thread) => `/proc/${id}/task/${thread}/schedstat`));
  return threads.reduce((sum, path) => sum + Number(read(path).split(" ")[0]), 0) / 1e6;
}

/** The most memory that this process ever had resident, in units of 10^6 bytes. */
export function peakMemory() {
  // what `resourceUsage` says includes, on Linux, the process that started this one
  const [, kibibytes] = read("/proc/self/status").match(/VmHWM:\s*(\d+)/) ?? [];
  return ((kibibytes ?? process.resourceUsage().maxRSS) * 1024) / 1e6;
}

/** Processes and threads end while one looks. */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function entries(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
