/**
 * The filters' own wasm module, in the worker: fetched when a filter is first asked for, and not before.
 */
import type { Filter, FilterName } from "./effects/roundel_effects.js";
import { RoundelError } from "./errors.js";
import type { Pixels } from "./pixels.js";

type Effects = typeof import("./effects/roundel_effects.js");

let loading: Promise<Effects> | undefined;

/** The filters as they can be offered. */
export async function filters(wasmUrl: string | undefined): Promise<Filter[]> {
  return (await effects(wasmUrl)).filters();
}

/**
 * Applies a filter to at most 512 x 512 pixels.
 *
 * @throws RoundelError `filters_unavailable`, `filter_crashed`, or what the module refuses.
 */
export async function applyFilter(
  { pixels, width, height }: Pixels,
  filter: FilterName,
  wasmUrl: string | undefined,
): Promise<Pixels> {
  const { apply } = await effects(wasmUrl);
  try {
    return { pixels: new Uint8Array(apply(pixels, width, height, filter)), width, height };
  } catch (cause) {
    throw cause instanceof WebAssembly.RuntimeError ? crashed(cause) : cause;
  }
}

async function effects(wasmUrl: string | undefined): Promise<Effects> {
  try {
    return await (loading ??= load(wasmUrl));
  } catch (cause) {
    loading = undefined;
    const message = "The filters could not be loaded. Check your connection, then try again, or save without a filter.";
    throw new RoundelError("filters_unavailable", message, { cause });
  }
}

async function load(wasmUrl: string | undefined): Promise<Effects> {
  const module = await import("./effects/roundel_effects.js");
  await (wasmUrl === undefined ? module.default() : module.default({ module_or_path: wasmUrl }));
  return module;
}

function crashed(cause: WebAssembly.RuntimeError): RoundelError {
  const message = "This filter failed. Your picture and crop are as they were: choose another filter or the original.";
  return new RoundelError("filter_crashed", message, { cause });
}
