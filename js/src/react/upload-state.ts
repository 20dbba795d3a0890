import type { CropView } from "../crop.js";
import type { FilterName } from "../effects/roundel_effects.js";
import type { RoundelError } from "../errors.js";
import type { Decoder } from "../picture-file.js";
import type { Pointer } from "../pointer.js";
import type { UploadReceipt } from "../upload.js";
import type { Probe } from "../wasm/roundel.js";

/** A chosen picture, ready to be cropped. */
export interface OpenPicture {
  file: Blob;
  /** Whose decoder opened it; what `probe` says is about what that decoder gave. */
  decoder: Decoder;
  probe: Probe;
  /** The whole picture, upright and small, to show under the crop. */
  preview: Blob;
}

/** The avatar as it leaves the device. */
export interface PreparedAvatar {
  blob: Blob;
  width: number;
  height: number;
  /**
   * Kinds of metadata that the original had and the avatar has not, such as `"gps"`; empty where the browser was the
   * decoder, since only pixels came out of it.
   */
  removed: string[];
  /** What the original was, as its decoder gave it. */
  source: Probe;
  decoder: Decoder;
  /** Bytes of the original. */
  originalBytes: number;
  /** Milliseconds from the original to the avatar. */
  millis: number;
}

/** How a picture becomes an avatar. */
export interface Edit {
  crop: CropView;
  filter: FilterName | undefined;
}

/** Where a change of avatar stands. */
export type UploadState =
  | { phase: "idle" }
  | { phase: "reading"; file: Blob }
  | { phase: "cropping"; picture: OpenPicture }
  | { phase: "preparing"; picture: OpenPicture; edit: Edit }
  /** `progress` is 0 to 1. */
  | { phase: "uploading"; picture: OpenPicture; edit: Edit; avatar: PreparedAvatar; progress: number }
  /** Stored; its sizes are being made. Show `avatar.blob` from here on. */
  | { phase: "processing"; avatar: PreparedAvatar; receipt: UploadReceipt }
  /** `pointer` is absent when its sizes took longer than the page waits. */
  | { phase: "done"; avatar: PreparedAvatar; receipt: UploadReceipt; pointer: Pointer | undefined }
  | { phase: "error"; error: RoundelError; failed: FailedStep };

/** What failed, with all that a retry needs. */
export type FailedStep =
  | { step: "open"; file: Blob }
  | { step: "save"; picture: OpenPicture; edit: Edit };

/** What happened. */
export type UploadEvent =
  | { type: "chosen"; file: Blob }
  | { type: "opened"; picture: OpenPicture }
  | { type: "saving"; picture: OpenPicture; edit: Edit }
  | { type: "prepared"; avatar: PreparedAvatar }
  | { type: "progress"; progress: number }
  | { type: "uploaded"; receipt: UploadReceipt }
  | { type: "shown"; pointer: Pointer | undefined }
  | { type: "failed"; error: RoundelError }
  | { type: "cancelled" }
  | { type: "reset" };

/** The next state. An event that does not belong to the state, such as a late answer, changes nothing. */
export function nextState(state: UploadState, event: UploadEvent): UploadState {
  switch (event.type) {
    case "chosen":
      return { phase: "reading", file: event.file };
    case "saving":
      return { phase: "preparing", picture: event.picture, edit: event.edit };
    case "reset":
      return { phase: "idle" };
    case "cancelled":
      return cancelled(state);
    case "failed":
      return failed(state, event.error);
    default:
      return advanced(state, event);
  }
}

type Advance = Extract<UploadEvent, { type: "opened" | "prepared" | "progress" | "uploaded" | "shown" }>;

function advanced(state: UploadState, event: Advance): UploadState {
  if (state.phase === "reading" && event.type === "opened") {
    return { phase: "cropping", picture: event.picture };
  }
  if (state.phase === "preparing" && event.type === "prepared") {
    return { ...state, phase: "uploading", avatar: event.avatar, progress: 0 };
  }
  if (state.phase === "uploading" && event.type === "progress") {
    return { ...state, progress: event.progress };
  }
  if (state.phase === "uploading" && event.type === "uploaded") {
    return { phase: "processing", avatar: state.avatar, receipt: event.receipt };
  }
  if (state.phase === "processing" && event.type === "shown") {
    return { ...state, phase: "done", pointer: event.pointer };
  }
  return state;
}

/** Back to the crop while nothing is stored; afterwards only the waiting ends. */
function cancelled(state: UploadState): UploadState {
  switch (state.phase) {
    case "preparing":
    case "uploading":
      return { phase: "cropping", picture: state.picture };
    case "processing":
      return { ...state, phase: "done", pointer: undefined };
    case "done":
      return state;
    default:
      return { phase: "idle" };
  }
}

function failed(state: UploadState, error: RoundelError): UploadState {
  switch (state.phase) {
    case "reading":
      return { phase: "error", error, failed: { step: "open", file: state.file } };
    case "preparing":
    case "uploading":
      return { phase: "error", error, failed: { step: "save", picture: state.picture, edit: state.edit } };
    default:
      return state;
  }
}
