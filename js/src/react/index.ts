/**
 * Roundel for React: the flow as a hook, the round crop and the avatar as components.
 *
 * @module
 */
export { Avatar, type AvatarProps } from "./Avatar.js";
export { AvatarCropper, type AvatarCropperProps, type CropperWords } from "./AvatarCropper.js";
export type { FailedStep, OpenPicture, PreparedAvatar, UploadState } from "./upload-state.js";
export { type AvatarUpload, type AvatarUploadConfig, useAvatarUpload } from "./use-avatar-upload.js";
export { useObjectUrl } from "./use-object-url.js";
export { type PictureSourceOptions, usePictureSource } from "./use-picture-source.js";
