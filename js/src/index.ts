/**
 * Roundel in a page: pictures made small, upright and private in a worker, then uploaded, then shown.
 *
 * @module
 */
export { type AvatarOptions, type AvatarWorker, type AvatarWorkerOptions, type CallOptions, createAvatarWorker, toBlob } from "./avatar-worker.js";
export { type CropBox, type CropView, type QuarterTurn, type Shift, cropBox, highestZoom, move, openCrop, scaleTo, turn, zoomOf, zoomTo } from "./crop.js";
export type { Filter, FilterName } from "./effects/roundel_effects.js";
export { type ClientCode, RoundelError, isAbort } from "./errors.js";
export { type Decoder, MAX_FILE_BYTES } from "./picture-file.js";
export type { Pixels } from "./pixels.js";
export type { Pointer, PointerVariant } from "./pointer.js";
export { publicIdOf } from "./public-id.js";
export type { PutOptions, UploadProgress } from "./put.js";
export { thumbhashDataUrl } from "./thumbhash.js";
export { type UploadReceipt, type UploadTarget, uploadAvatar } from "./upload.js";
export { AVATAR_SIZES, type AvatarAddress, type AvatarSize, type AvatarUrls, avatarSrcSet, avatarUrl, sizeFor } from "./urls.js";
export { type WaitOptions, fetchPointer, waitForAvatar } from "./wait-for-avatar.js";
export type { Attention, Finished, Gravity, OutputType, Probe, Processed, ProcessOptions } from "./wasm/roundel.js";
