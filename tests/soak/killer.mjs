// Functions that end in the middle of their work, at times that are drawn.
import { setTimeout as sleep } from "node:timers/promises";

import { random } from "./random.mjs";

/** Kills busy variants processes, `kills` of them about `everyMs` apart, until `stop()`, which gives how many it were. */
export function startKilling(stack, { kills, everyMs, seed }) {
  const [{ next }, running] = [random(seed + 2), new AbortController()];
  const { signal } = running;
  const killing = (async () => {
    let killed = 0;
    while (killed < kills && !signal.aborted) {
      await sleep(2 * everyMs * next(), undefined, { signal }).catch(() => {});
      if (!signal.aborted && (await killOne(stack, signal))) killed++;
    }
    return killed;
  })();
  return async () => {
    running.abort();
    return killing;
  };
}

/** Waits for one that is at work. */
async function killOne(stack, signal) {
  while (!signal.aborted) {
    const { status } = await fetch(`${stack.urls.faults}/kill/variants`, { method: "POST" });
    if (status === 200) return true;
    await sleep(5);
  }
  return false;
}
