import type { AvatarOptions } from "./avatar-worker.js";
import type { Filter, FilterName } from "./effects/roundel_effects.js";
import type { Pixels } from "./pixels.js";
import type { Finished, Probe, Processed, ProcessOptions } from "./wasm/roundel.js";

/** What the page may ask of the worker. A Blob is cheap to send: its bytes are read in the worker. */
export type Call =
  | { call: "warm_up" }
  | { call: "probe"; file: Blob }
  | { call: "process"; file: Blob; options: AvatarOptions }
  | { call: "finish"; file: Blob; options: ProcessOptions }
  | { call: "filters" }
  | { call: "filter"; picture: Pixels; filter: FilterName }
  | { call: "transcode"; file: Blob };

/** What each call answers. */
export interface Results {
  warm_up: void;
  probe: Probe;
  process: Processed;
  finish: Finished;
  filters: Filter[];
  filter: Pixels;
  transcode: Blob;
}

/** A call on its way to the worker. */
export type Request = Call & {
  id: number;
  /** Where the wasm is, if it is not beside the worker's file. */
  wasmUrl: string | undefined;
  /** Where the filters' wasm is, if it is not beside their own file. */
  effectsUrl: string | undefined;
};

/** The worker's answer to the request of that id. */
export type Answer =
  | { id: number; ok: true; value: Results[keyof Results] }
  | { id: number; ok: false; error: { code: string; message: string } };
