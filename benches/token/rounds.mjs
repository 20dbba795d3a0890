// Batches of calls, candidates in an order drawn anew for each round.
import { randomInt } from "node:crypto";

import { median, round } from "../report/statistics.mjs";

const BATCH_NANOS = 2_500_000;
/** The JIT has settled once a candidate has not become faster by this much within so many batches. */
const SETTLED = { gain: 0.99, batches: 12, least: 24, most: 240 };

/**
 * Times each task: `{ name, inputs, call(input), isAsync }`, where `inputs(count)` gives as many inputs and is not timed.
 * Gives `{ name, median_us, least_us }` for each, in microseconds a call.
 */
export async function timeRounds(tasks, rounds) {
  for (const task of tasks) task.size = await warmUp(task);
  const times = new Map(tasks.map(({ name }) => [name, []]));
  for (let count = 0; count < rounds; count += 1) {
    for (const task of shuffled(tasks)) times.get(task.name).push((await batch(task, task.size)) / task.size / 1e3);
  }
  return tasks.map(({ name }) => ({
    candidate: name,
    median_us: round(median(times.get(name)), 3),
    least_us: round(Math.min(...times.get(name)), 3),
  }));
}

/** Until it does not get faster; gives how many calls are a batch. */
async function warmUp(task) {
  let [size, best, since] = [1, Infinity, 0];
  for (let count = 0; count < SETTLED.most && (count < SETTLED.least || since < SETTLED.batches); count += 1) {
    const nanos = (await batch(task, size)) / size;
    since = nanos < best * SETTLED.gain ? 0 : since + 1;
    best = Math.min(best, nanos);
    size = Math.max(1, Math.min(2 * size, Math.round(BATCH_NANOS / nanos)));
  }
  return size;
}

async function batch({ inputs, call, isAsync }, size) {
  const given = inputs(size);
  const start = process.hrtime.bigint();
  if (isAsync) for (const input of given) await call(input);
  else for (const input of given) call(input);
  return Number(process.hrtime.bigint() - start);
}

/** The same in an order drawn anew. */
export function shuffled(tasks) {
  const order = [...tasks];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

/** So many of the list at a time, going round; every user of it goes round alone. */
export function rotating(list) {
  let at = 0;
  return (count) => Array.from({ length: count }, () => list[at++ % list.length]);
}
