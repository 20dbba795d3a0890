/**
 * The module worker: pictures are read, decoded and encoded here, so that the page never freezes.
 *
 * It answers one {@link Request} after the other; the page replaces it when a job is aborted or crashes.
 */
import { toPng } from "./browser-decode.js";
import type { FilterName } from "./effects/roundel_effects.js";
import { encodeIn } from "./browser-encode.js";
import type { AvatarOptions } from "./avatar-worker.js";
import { RoundelError } from "./errors.js";
import { applyFilter, filters } from "./filters.js";
import type { Answer, Request, Results } from "./protocol.js";
import init, { type ProcessOptions, type Processed, encode, finish, probe, process, warm_up } from "./wasm/roundel.js";

self.addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  try {
    const value = await perform(data);
    answer({ id: data.id, ok: true, value });
  } catch (error) {
    answer({ id: data.id, ok: false, error: describe(error) });
  }
});

let started: Promise<void> | undefined;

async function perform(request: Request): Promise<Results[keyof Results]> {
  await (started ??= start(request.wasmUrl));
  switch (request.call) {
    case "warm_up":
      return;
    case "probe":
      return probe(await read(request.file));
    case "process":
      return finished(await read(request.file), request.options, request.effectsUrl);
    case "finish":
      return finish(await read(request.file), request.options);
    case "filters":
      return filters(request.effectsUrl);
    case "filter":
      return applyFilter(request.picture, request.filter, request.effectsUrl);
    case "transcode":
      return toPng(request.file);
  }
}

/** WebP is written by the browser, everything else by the module. */
async function finished(bytes: Uint8Array, options: AvatarOptions, effectsUrl: string | undefined): Promise<Processed> {
  const { fallback, format, filter, ...others } = options;
  const make = (made: ProcessOptions) => (filter === undefined ? process(bytes, made) : filtered(bytes, made, filter, effectsUrl));
  return format === "image/webp"
    ? encodeIn({ process: make, probe }, others, fallback)
    : make(format === undefined ? others : { ...others, format });
}

/** Pixels leave the module, are changed by the other one and come back to be encoded. */
async function filtered(
  bytes: Uint8Array,
  options: ProcessOptions,
  filter: FilterName,
  effectsUrl: string | undefined,
): Promise<Processed> {
  const { pixels, width, height, ...report } = finish(bytes, options);
  const changed = await applyFilter({ pixels, width, height }, filter, effectsUrl);
  return { ...report, ...encode(changed.pixels, width, height, options) };
}

/** V8 compiles a hot loop only between calls: a tiny picture run through now makes the first real one fast. */
async function start(wasmUrl: string | undefined): Promise<void> {
  try {
    await (wasmUrl === undefined ? init() : init({ module_or_path: wasmUrl }));
  } catch (cause) {
    started = undefined;
    throw new RoundelError("worker_failed", "The picture tools could not be loaded. Reload the page, then try again.", { cause });
  }
  warm_up();
}

async function read(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new RoundelError("unreadable_file", "The file could not be read. It may have been moved: choose it again.", { cause });
  }
}

function answer(message: Answer): void {
  self.postMessage(message, { transfer: message.ok ? buffersOf(message.value) : [] });
}

function buffersOf(value: Results[keyof Results]): ArrayBuffer[] {
  const arrays = value && typeof value === "object" ? Object.values(value) : [];
  return arrays.filter((part): part is Uint8Array<ArrayBuffer> => part instanceof Uint8Array).map(({ buffer }) => buffer);
}

/** Errors of the module carry a code; a trap is a `WebAssembly.RuntimeError` and leaves the module unusable. */
function describe(error: unknown): { code: string; message: string } {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return { code: error.code, message: error.message };
  }
  return { code: "crashed", message: "This picture could not be processed. Try again or choose another one." };
}
