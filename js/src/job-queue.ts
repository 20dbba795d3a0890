import { RoundelError } from "./errors.js";
import type { Answer, Call, Request, Results } from "./protocol.js";

type WasmUrls = Pick<Request, "wasmUrl" | "effectsUrl">;

interface Job {
  id: number;
  call: Call;
  settle: (answer: Answer) => void;
  fail: (reason: unknown) => void;
}

/** A module that trapped is unusable, and a browser may remember that a script could not be loaded. */
const ENDS_WORKER = new Set(["crashed", "filter_crashed", "filters_unavailable"]);

/**
 * One worker, one job at a time. wasm cannot be interrupted, so aborting the running job ends its worker; the next
 * job gets a new one. The same happens after a crash, of the filters too.
 */
export class JobQueue {
  readonly #spawn: () => Worker;
  readonly #urls: WasmUrls;
  readonly #waiting: Job[] = [];
  #worker: Worker | undefined;
  #running: Job | undefined;
  #lastId = 0;

  /** @param spawn makes a worker that runs `worker.js`. */
  constructor(spawn: () => Worker, urls: Partial<WasmUrls> = {}) {
    this.#spawn = spawn;
    this.#urls = { wasmUrl: urls.wasmUrl, effectsUrl: urls.effectsUrl };
  }

  /** Runs a call after those before it; rejects with the signal's reason when aborted. */
  async run<C extends Call>(call: C, signal?: AbortSignal): Promise<Results[C["call"]]> {
    signal?.throwIfAborted();
    const job = { id: ++this.#lastId, call };
    const abort = () => this.#abort(job.id, signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const answer = await new Promise<Answer>((settle, fail) => this.#enqueue({ ...job, settle, fail }));
      return valueOf<C>(answer);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends the worker and rejects what was asked of it. A later call starts a new one. */
  terminate(reason: unknown): void {
    this.#waiting.splice(0).forEach((job) => job.fail(reason));
    this.#replace((job) => job.fail(reason));
  }

  #enqueue(job: Job): void {
    this.#waiting.push(job);
    this.#next();
  }

  #next(): void {
    if (this.#running) {
      return;
    }
    this.#running = this.#waiting.shift();
    if (this.#running) {
      this.#send(this.#running);
    }
  }

  #send({ id, call }: Job): void {
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage({ ...call, ...this.#urls, id });
    } catch (cause) {
      // a worker of another origin is refused here and not by an event
      this.#replace((job) => job.fail(workerFailed(cause)));
    }
  }

  #start(): Worker {
    const worker = this.#spawn();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
    worker.onerror = () => this.#replace((job) => job.fail(workerFailed()));
    return worker;
  }

  #receive(answer: Answer): void {
    const job = this.#running;
    if (job?.id !== answer.id) {
      return;
    }
    if (!answer.ok && ENDS_WORKER.has(answer.error.code)) {
      this.#replace(() => job.settle(answer));
      return;
    }
    this.#running = undefined;
    job.settle(answer);
    this.#next();
  }

  #abort(id: number, reason: unknown): void {
    if (this.#running?.id === id) {
      this.#replace((job) => job.fail(reason));
      return;
    }
    const at = this.#waiting.findIndex((job) => job.id === id);
    this.#waiting.splice(at, at < 0 ? 0 : 1).forEach((job) => job.fail(reason));
  }

  /** Ends the worker, lets `end` settle the job it was at, and goes on with the next one. */
  #replace(end: (job: Job) => void): void {
    const job = this.#running;
    this.#worker?.terminate();
    this.#worker = this.#running = undefined;
    if (job) {
      end(job);
    }
    this.#next();
  }
}

/** The worker pairs each call with its result; the answer's id says which call it was. */
function valueOf<C extends Call>(answer: Answer): Results[C["call"]] {
  if (!answer.ok) {
    throw new RoundelError(answer.error.code, answer.error.message);
  }
  return answer.value as Results[C["call"]];
}

function workerFailed(cause?: unknown): RoundelError {
  return new RoundelError("worker_failed", "The picture tools could not be started. Reload the page, then try again.", { cause });
}
