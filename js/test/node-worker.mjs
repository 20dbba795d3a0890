// The real worker in a thread of Node, with the part of a browser's `Worker` that the queue uses.
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";

const dist = new URL("../../pkg/dist/", import.meta.url);

const INSIDE = `
  import { parentPort, workerData } from "node:worker_threads";
  globalThis.self = {
    addEventListener: (_, listen) => parentPort.on("message", (data) => listen({ data })),
    postMessage: (message, { transfer }) => parentPort.postMessage(message, transfer),
  };
  await import(workerData);
`;

export class NodeWorker {
  #thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(INSIDE)}`), {
    workerData: new URL("worker.js", dist).href,
  });

  constructor() {
    this.#thread.on("message", (data) => this.onmessage({ data }));
    this.#thread.on("error", (error) => this.onerror(error));
  }
  postMessage(message) {
    this.#thread.postMessage(message);
  }
  terminate() {
    void this.#thread.terminate();
  }
}

/** A module's bytes, by its path in the package. */
export function moduleBytes(path) {
  return readFile(new URL(path, dist));
}

/** A URL that holds a module itself. */
export function urlOf(bytes) {
  return `data:application/wasm;base64,${Buffer.from(bytes).toString("base64")}`;
}
