import { JobQueue } from "./job-queue.js";
import type { Filter, FilterName } from "./effects/roundel_effects.js";
import { decoderOf } from "./picture-file.js";
import type { Pixels } from "./pixels.js";
import type { Finished, OutputType, Probe, Processed, ProcessOptions } from "./wasm/roundel.js";

/** Where the worker's files are, for pages whose bundler does not find them by itself. */
export interface AvatarWorkerOptions {
  /** URL of `roundel/worker`, of the page's own origin. */
  workerUrl?: string | URL;
  /** URL of `roundel/roundel.wasm`. */
  wasmUrl?: string | URL;
  /** URL of `roundel/effects.wasm`, which is fetched with the first filter. */
  effectsUrl?: string | URL;
}

/** What every call takes. */
export interface CallOptions {
  /** Aborting ends the work at once, also in the middle of a decode. */
  signal?: AbortSignal;
}

/** What an avatar may be. */
export interface AvatarOptions extends Omit<ProcessOptions, "format"> {
  /**
   * `"image/jpeg"` by default. WebP comes from the browser's own encoder, at quality 80 by default; where the browser
   * has none, the call fails with `unsupported_output`.
   */
  format?: OutputType | "image/webp";
  /** What is made instead where the browser cannot write WebP. */
  fallback?: OutputType;
  /** Applied to the finished pixels before they are encoded; they may not be more than 512 x 512. */
  filter?: FilterName | undefined;
}

/**
 * Longer side of a preview in pixels: sharp under a crop of 330 CSS pixels on a dense screen, and small enough that a
 * photo of 12 megapixels is decoded at half its size.
 */
export const PREVIEW_SIZE = 960;

/** The picture tools, running in a worker of their own. Calls are done one after the other. */
export interface AvatarWorker {
  /** Loads the module, so that the first picture does not wait for it. Call it when the file dialog opens. */
  warmUp(options?: CallOptions): Promise<void>;
  /** What the file is: format, upright size, orientation, metadata. */
  probe(file: Blob, options?: CallOptions): Promise<Probe>;
  /** The whole picture, upright, its longer side at most `size` (default {@link PREVIEW_SIZE}), as a JPEG on white. */
  preview(file: Blob, options?: CallOptions & { size?: number; filter?: FilterName }): Promise<Blob>;
  /** The finished avatar: upright, cropped, at most `options.size` (default 512), free of metadata. */
  process(file: Blob, options?: AvatarOptions, callOptions?: CallOptions): Promise<Processed>;
  /** What `process` would encode: the pixels themselves. */
  finish(file: Blob, options?: ProcessOptions, callOptions?: CallOptions): Promise<Finished>;
  /** The filters that there are, with a name to show. The first call fetches their module. */
  filters(options?: CallOptions): Promise<Filter[]>;
  /** Pixels with a filter applied, at most 512 x 512. */
  filter(picture: Pixels, filter: FilterName, options?: CallOptions): Promise<Pixels>;
  /** Frees the worker; what was asked of it rejects with an `AbortError`. A later call starts a new one. */
  terminate(): void;
}

/**
 * Makes the picture tools. The worker starts with the first call.
 *
 * Every call rejects with a `RoundelError`, or with the signal's reason when aborted.
 *
 * @example
 * const worker = createAvatarWorker();
 * const { width, height } = await worker.probe(file);
 * const avatar = await worker.process(file, { crop: { x: 0, y: 0, width: height, height } });
 */
export function createAvatarWorker(options: AvatarWorkerOptions = {}): AvatarWorker {
  const queue = new JobQueue(() => spawn(options.workerUrl), {
    wasmUrl: options.wasmUrl && absolute(options.wasmUrl),
    effectsUrl: options.effectsUrl && absolute(options.effectsUrl),
  });
  const source = sourceCache(queue);
  return {
    warmUp: ({ signal } = {}) => queue.run({ call: "warm_up" }, signal),
    probe: async (file, { signal } = {}) => queue.run({ call: "probe", file: await source(file, signal) }, signal),
    process: async (file, options = {}, { signal } = {}) =>
      queue.run({ call: "process", file: await source(file, signal), options }, signal),
    preview: async (file, { size = PREVIEW_SIZE, filter, signal } = {}) => {
      const options: AvatarOptions = { fit: "inside", size, filter };
      return toBlob(await queue.run({ call: "process", file: await source(file, signal), options }, signal));
    },
    finish: async (file, options = {}, { signal } = {}) =>
      queue.run({ call: "finish", file: await source(file, signal), options }, signal),
    filters: ({ signal } = {}) => queue.run({ call: "filters" }, signal),
    filter: ({ pixels, width, height }, filter, { signal } = {}) =>
      queue.run({ call: "filter", picture: { pixels, width, height }, filter }, signal),
    terminate: () => queue.terminate(new DOMException("The worker was terminated.", "AbortError")),
  };
}

/** The finished picture as a Blob, to upload or to show. */
export function toBlob(picture: Processed): Blob {
  return new Blob([new Uint8Array(picture.bytes)], { type: picture.contentType });
}

function spawn(workerUrl: string | URL | undefined): Worker {
  // bundlers find the worker by this very expression
  return workerUrl === undefined
    ? new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
    : new Worker(workerUrl, { type: "module" });
}

/** A relative URL means the page's, not the worker's. */
function absolute(url: string | URL): string {
  return new URL(url, document.baseURI).href;
}

/** The file itself or, where only the browser decodes it, the PNG made of it: made once a file. */
function sourceCache(queue: JobQueue): (file: Blob, signal?: AbortSignal) => Promise<Blob> {
  const transcoded = new WeakMap<Blob, Blob>();
  return async (file, signal) => {
    if ((await decoderOf(file)) === "module") {
      return file;
    }
    const png = transcoded.get(file) ?? (await queue.run({ call: "transcode", file }, signal));
    transcoded.set(file, png);
    return png;
  };
}
