import { endpoint } from "./endpoint.js";

/** Sides in pixels that the server makes of every avatar, smallest first. */
export const AVATAR_SIZES = [64, 128, 256, 512] as const;

/** One of {@link AVATAR_SIZES}. */
export type AvatarSize = (typeof AVATAR_SIZES)[number];

/** Where an avatar is. */
export interface AvatarAddress {
  /** The CDN's base URL, such as `https://assets.example.com`. */
  cdn: string;
  /** 26 characters; see `publicIdOf`. */
  publicId: string;
  /** A version from the pointer (cached for a year), or `"current"` (the default: newest, cached for a minute). */
  version?: string;
}

/**
 * The URL of one size. It has no extension: the edge picks the best format that the browser's `Accept` names.
 *
 * @example
 * avatarUrl({ cdn: "https://assets.example.com", publicId: "xj4bnp4pahh6uqkbidpf3lrceo" }, 128)
 * // https://assets.example.com/avatars/xj4bnp4pahh6uqkbidpf3lrceo/current/128
 */
export function avatarUrl(address: AvatarAddress, size: AvatarSize): string {
  return endpoint(address.cdn, `/avatars/${address.publicId}/${address.version ?? "current"}/${size}`);
}

/** Every size with its width, for `srcset`. */
export function avatarSrcSet(address: AvatarAddress): string {
  return AVATAR_SIZES.map((size) => `${avatarUrl(address, size)} ${size}w`).join(", ");
}

/** URLs of one avatar by size, as a server may know them. A size may be missing. */
export type AvatarUrls = Readonly<Partial<Record<AvatarSize, string>>>;

/** The URLs that are there with their widths, for `srcset`. */
export function srcSetOf(urls: AvatarUrls): string {
  return AVATAR_SIZES.flatMap((size) => (urls[size] ? `${urls[size]} ${size}w` : [])).join(", ");
}

/** The smallest that is sharp at `cssPixels`, else the largest that is there; `undefined` where there is none. */
export function urlFor(urls: AvatarUrls, cssPixels: number): string | undefined {
  const there = AVATAR_SIZES.filter((size) => urls[size]);
  const size = there.find((size) => size >= sizeFor(cssPixels)) ?? there.at(-1);
  return size && urls[size];
}

/** The smallest size that is sharp at `cssPixels` on a screen of `density` device pixels each (default 2). */
export function sizeFor(cssPixels: number, density = 2): AvatarSize {
  return AVATAR_SIZES.find((size) => size >= cssPixels * density) ?? 512;
}
