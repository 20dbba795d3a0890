// How much memory the stack and its functions have resident, from time to time. Only Linux says it.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const EVERY_MS = 250;
/** What comes and goes with a picture, and what is kept of so many messages, in MB. */
const SLACK_MB = 8;
const GROWTH = 1.2;

/** Samples until `stop()`, which gives MB by name: `{ stack: [..], variants: [..], .. }`, the largest process of each. */
export function sampleMemory(stack) {
  const [samples, running] = [{}, new AbortController()];
  const note = (name, pids) => {
    const most = Math.max(...pids.map(residentMb));
    if (Number.isFinite(most) && most > 0) (samples[name] ??= []).push(most);
  };
  const sampling = (async () => {
    while (!running.signal.aborted) {
      note("stack", [stack.child.pid]);
      const functions = await (await fetch(`${stack.urls.faults}/processes`)).json();
      for (const [name, processes] of Object.entries(functions)) note(name, processes.map(({ pid }) => pid));
      await sleep(EVERY_MS, undefined, { signal: running.signal }).catch(() => {});
    }
    return samples;
  })();
  return async () => {
    running.abort();
    return sampling;
  };
}

/** For each series its peaks in the three thirds of the time, in MB. */
export function thirds(samples) {
  const peaks = (series) => [0, 1, 2].map((third) => {
    const part = series.slice(Math.floor((third * series.length) / 3), Math.ceil(((third + 1) * series.length) / 3));
    return Math.round(Math.max(...part) * 10) / 10;
  });
  return Object.fromEntries(Object.entries(samples).map(([name, series]) => [name, peaks(series)]));
}

/** Whose last third has more than the first two. */
export function growing(peaks) {
  return Object.entries(peaks)
    .filter(([, [first, second, last]]) => last > Math.max(first, second) * GROWTH + SLACK_MB)
    .map(([name, of]) => `memory grows: ${name} had at most ${of.join(", ")} MB in the thirds of the time`);
}

/** Processes end while one looks. */
function residentMb(pid) {
  try {
    const [, kibibytes] = readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s*(\d+)/) ?? [];
    return (Number(kibibytes) * 1024) / 1e6;
  } catch {
    return NaN;
  }
}
