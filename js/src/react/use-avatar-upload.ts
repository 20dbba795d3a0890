import { useCallback, useEffect, useReducer, useRef } from "react";
import { type AvatarWorker, type AvatarWorkerOptions, createAvatarWorker, toBlob } from "../avatar-worker.js";
import { type CropView, cropBox } from "../crop.js";
import type { FilterName } from "../effects/roundel_effects.js";
import { RoundelError, isAbort } from "../errors.js";
import { decoderOf } from "../picture-file.js";
import { type UploadTarget, uploadAvatar } from "../upload.js";
import { waitForAvatar } from "../wait-for-avatar.js";
import { type Edit, type OpenPicture, type PreparedAvatar, type UploadEvent, type UploadState, nextState } from "./upload-state.js";
import { useLatest } from "./use-latest.js";

/** Where avatars go to and come from. */
export interface AvatarUploadConfig extends UploadTarget {
  /** The CDN's base URL. */
  cdn: string;
  worker?: AvatarWorkerOptions;
}

/** A change of avatar: its state and what a person can do. */
export interface AvatarUpload {
  state: UploadState;
  /** The picture to show under the crop, from its opening until it is stored. */
  picture: OpenPicture | undefined;
  /** Loads the picture tools; call it when the dialog opens. */
  warmUp(): void;
  /** Opens a picture for cropping. */
  choose(file: Blob): void;
  /** The picture tools of this change, for whoever needs more of them. */
  tools(): AvatarWorker;
  /** Crops, applies the filter, uploads and waits until the sizes are there. */
  save(crop: CropView, filter?: FilterName): void;
  /** One step back; whatever runs is stopped. */
  cancel(): void;
  /** Tries again what failed, with the same picture, crop and filter. */
  retry(): void;
  /** Forgets everything. */
  reset(): void;
}

/**
 * The whole way of an avatar: reading ▸ cropping ▸ preparing ▸ uploading ▸ processing ▸ done, or error with a retry.
 *
 * @example
 * const upload = useAvatarUpload({ api, cdn, token: () => session.token });
 * <input type="file" accept="image/*" onChange={(e) => e.target.files?.[0] && upload.choose(e.target.files[0])} />
 */
export function useAvatarUpload(config: AvatarUploadConfig): AvatarUpload {
  const [state, dispatch] = useReducer(nextState, { phase: "idle" });
  const worker = useAvatarWorker(config.worker);
  const run = useRun(dispatch);

  const choose = (file: Blob) => {
    dispatch({ type: "chosen", file });
    run(async (signal) => {
      dispatch({ type: "opened", picture: await openPicture(worker(), file, signal) });
    });
  };

  const save = (edit: Edit, picture = pictureOf(state)) => {
    if (!picture) {
      return;
    }
    dispatch({ type: "saving", picture, edit });
    run(async (signal) => {
      const avatar = await prepareAvatar(worker(), picture, edit, signal);
      dispatch({ type: "prepared", avatar });
      const onProgress = ({ loaded, total }: { loaded: number; total: number }) =>
        dispatch({ type: "progress", progress: total > 0 ? loaded / total : 0 });
      const receipt = await uploadAvatar(config, avatar.blob, { onProgress, signal });
      dispatch({ type: "uploaded", receipt });
      dispatch({ type: "shown", pointer: await pointerOf(config.cdn, receipt, signal) });
    });
  };

  const retry = () => {
    if (state.phase === "error" && state.failed.step === "open") {
      choose(state.failed.file);
    } else if (state.phase === "error" && state.failed.step === "save") {
      save(state.failed.edit, state.failed.picture);
    }
  };

  const stopWith = (type: "cancelled" | "reset") => {
    run(undefined);
    dispatch({ type });
  };

  return {
    state,
    picture: pictureOf(state),
    warmUp: () => void worker().warmUp().catch(ignore),
    tools: worker,
    choose,
    save: (crop, filter) => save({ crop, filter }),
    cancel: () => stopWith("cancelled"),
    retry,
    reset: () => stopWith("reset"),
  };
}

/** Makes the worker when it is first needed and ends it with the component. */
function useAvatarWorker(options: AvatarWorkerOptions | undefined): () => AvatarWorker {
  const worker = useRef<AvatarWorker>(undefined);
  const latest = useLatest(options);
  useEffect(() => () => worker.current?.terminate(), []);
  return useCallback(() => (worker.current ??= createAvatarWorker(latest.current)), [latest]);
}

/** Runs one thing at a time: a new one, or none, aborts the one before. Failures become events. */
function useRun(dispatch: (event: UploadEvent) => void) {
  const running = useRef<AbortController>(undefined);
  const run = useCallback(
    async (work: ((signal: AbortSignal) => Promise<void>) | undefined) => {
      running.current?.abort();
      const mine = (running.current = new AbortController());
      try {
        await work?.(mine.signal);
      } catch (error) {
        if (!mine.signal.aborted) {
          dispatch({ type: "failed", error: asRoundelError(error) });
        }
      }
    },
    [dispatch],
  );
  useEffect(() => () => running.current?.abort(), []);
  return run;
}

async function openPicture(worker: AvatarWorker, file: Blob, signal: AbortSignal): Promise<OpenPicture> {
  const probe = await worker.probe(file, { signal });
  const preview = await worker.preview(file, { signal });
  return { file, decoder: await decoderOf(file), probe, preview };
}

async function prepareAvatar(
  worker: AvatarWorker,
  picture: OpenPicture,
  { crop, filter }: Edit,
  signal: AbortSignal,
): Promise<PreparedAvatar> {
  const from = performance.now();
  const made = await worker.process(picture.file, { crop: cropBox(crop), rotate: crop.rotate, filter }, { signal });
  signal.throwIfAborted();
  const { width, height, removed, source } = made;
  const { decoder, file } = picture;
  const millis = performance.now() - from;
  return { blob: toBlob(made), width, height, removed, source, decoder, originalBytes: file.size, millis };
}

/** The picture is stored: that its sizes take long, or cannot be seen from here, is no failure of the upload. */
async function pointerOf(cdn: string, receipt: { publicId: string; uploadId: string }, signal: AbortSignal) {
  return waitForAvatar(cdn, receipt, { signal }).catch((error: unknown) => {
    if (isAbort(error)) {
      throw error;
    }
    return undefined;
  });
}

/** The picture under the crop, also after a save that failed. */
function pictureOf(state: UploadState): OpenPicture | undefined {
  if (state.phase === "error") {
    return state.failed.step === "save" ? state.failed.picture : undefined;
  }
  return "picture" in state ? state.picture : undefined;
}

function asRoundelError(error: unknown): RoundelError {
  return error instanceof RoundelError
    ? error
    : new RoundelError("crashed", "Something went wrong in this page. Try again.", { cause: error });
}

/** Warming up is a kindness: if it fails, the first real call fails with the reason. */
function ignore(): void {}
