/**
 * Roundel for React: the flow as a hook, the round crop and the avatar as components.
 *
 * @module
 */
export { Avatar, type AvatarProps } from "./Avatar.js";
export { AvatarFilters, type AvatarFiltersProps, type FilterWords } from "./AvatarFilters.js";
export { AvatarCropper, type AvatarCropperProps, type CropperWords } from "./AvatarCropper.js";
export type { Edit, FailedStep, OpenPicture, PreparedAvatar, UploadState } from "./upload-state.js";
export { type AvatarUpload, type AvatarUploadConfig, useAvatarUpload } from "./use-avatar-upload.js";
export { type FilterThumbnail, type Filters, type FiltersOptions, useFilters } from "./use-filters.js";
export { useObjectUrl } from "./use-object-url.js";
export { type PictureSourceOptions, usePictureSource } from "./use-picture-source.js";
