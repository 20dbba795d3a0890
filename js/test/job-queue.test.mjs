import assert from "node:assert/strict";
import { test } from "node:test";
import { RoundelError } from "roundel";
import { JobQueue } from "../../pkg/dist/job-queue.js";

/** The part of `Worker` that the queue uses; the test plays what runs inside. */
class StageWorker {
  sent = [];
  ended = false;
  postMessage(message) {
    this.sent.push(message);
  }
  terminate() {
    this.ended = true;
  }
  answer(value) {
    this.onmessage({ data: { id: this.sent.at(-1).id, ok: true, value } });
  }
  refuse(code) {
    this.onmessage({ data: { id: this.sent.at(-1).id, ok: false, error: { code, message: "No." } } });
  }
}

function stage() {
  const workers = [];
  const queue = new JobQueue(() => {
    workers.push(new StageWorker());
    return workers.at(-1);
  }, { wasmUrl: "https://example.com/roundel.wasm" });
  return { queue, workers };
}

const probe = (name) => ({ call: "probe", file: name });

test("no worker is started before it is needed", () => {
  assert.equal(stage().workers.length, 0);
});

test("one job at a time, in order, by one worker that is told where the wasm is", async () => {
  const { queue, workers } = stage();
  const [first, second] = [queue.run(probe("a")), queue.run(probe("b"))];
  assert.deepEqual(workers[0].sent.map(({ file, wasmUrl }) => [file, wasmUrl]), [["a", "https://example.com/roundel.wasm"]]);
  workers[0].answer("A");
  assert.equal(await first, "A");
  workers[0].answer("B");
  assert.equal(await second, "B");
  assert.equal(workers.length, 1);
});

test("a refusal rejects its own job alone", async () => {
  const { queue, workers } = stage();
  const [first, second] = [queue.run(probe("a")), queue.run(probe("b"))];
  workers[0].refuse("corrupt");
  workers[0].answer("B");
  await assert.rejects(first, (error) => error instanceof RoundelError && error.code === "corrupt");
  assert.equal(await second, "B");
  assert.equal(workers[0].ended, false);
});

test("aborting the running job ends its worker; the next job gets a new one", async () => {
  const { queue, workers } = stage();
  const stop = new AbortController();
  const [first, second] = [queue.run(probe("a"), stop.signal), queue.run(probe("b"))];
  stop.abort(new Error("changed my mind"));
  await assert.rejects(first, { message: "changed my mind" });
  assert.deepEqual(workers.map(({ ended }) => ended), [true, false]);
  workers[1].answer("B");
  assert.equal(await second, "B");
});

test("aborting a waiting job leaves the running one alone", async () => {
  const { queue, workers } = stage();
  const stop = new AbortController();
  const [first, second, third] = [queue.run(probe("a")), queue.run(probe("b"), stop.signal), queue.run(probe("c"))];
  stop.abort();
  await assert.rejects(second, { name: "AbortError" });
  workers[0].answer("A");
  assert.equal(await first, "A");
  workers[0].answer("C");
  assert.equal(await third, "C");
  assert.deepEqual(workers[0].sent.map(({ file }) => file), ["a", "c"]);
});

test("what is aborted already is never sent", async () => {
  const { queue, workers } = stage();
  await assert.rejects(queue.run(probe("a"), AbortSignal.abort()), { name: "AbortError" });
  assert.equal(workers.length, 0);
});

test("a crash replaces the worker, since the module is unusable after a trap", async () => {
  const { queue, workers } = stage();
  const [first, second] = [queue.run(probe("a")), queue.run(probe("b"))];
  workers[0].refuse("crashed");
  await assert.rejects(first, { code: "crashed", retryable: true });
  assert.equal(workers[0].ended, true);
  workers[1].answer("B");
  assert.equal(await second, "B");
});

test("a worker that cannot be loaded rejects, and the next call tries anew", async () => {
  const { queue, workers } = stage();
  const first = queue.run(probe("a"));
  workers[0].onerror();
  await assert.rejects(first, { code: "worker_failed" });
  const second = queue.run(probe("b"));
  workers[1].answer("B");
  assert.equal(await second, "B");
});

test("a worker that may not be made rejects every job instead of hanging", async () => {
  const queue = new JobQueue(() => {
    throw new DOMException("foreign origin", "SecurityError");
  });
  const jobs = [queue.run(probe("a")), queue.run(probe("b"))];
  for (const job of jobs) {
    await assert.rejects(job, { code: "worker_failed" });
  }
});

test("terminating rejects everything; a later call starts a new worker", async () => {
  const { queue, workers } = stage();
  const jobs = [queue.run(probe("a")), queue.run(probe("b"))];
  queue.terminate(new Error("gone"));
  for (const job of jobs) {
    await assert.rejects(job, { message: "gone" });
  }
  assert.equal(workers[0].ended, true);
  const later = queue.run(probe("c"));
  workers[1].answer("C");
  assert.equal(await later, "C");
});

test("an answer that comes late belongs to nobody", async () => {
  const { queue, workers } = stage();
  const stop = new AbortController();
  const first = queue.run(probe("a"), stop.signal);
  stop.abort();
  await assert.rejects(first);
  const second = queue.run(probe("b"));
  workers[1].onmessage({ data: { id: 1, ok: true, value: "late" } });
  workers[1].answer("B");
  assert.equal(await second, "B");
});
