import { useEffect, useMemo, useState } from "react";
import { isHttpUrl } from "../endpoint.js";
import { thumbhashDataUrl } from "../thumbhash.js";
import { type AvatarAddress, type AvatarUrls, avatarSrcSet, avatarUrl, sizeFor, srcSetOf, urlFor } from "../urls.js";

/** Props of {@link Avatar}. Without `urls`, and without a CDN and a `publicId`, initials are shown and nothing is requested. */
export interface AvatarProps extends PictureProps {
  /** Whom it shows: the alternative text, and the initials where there is no picture. */
  name: string;
  /** Side in CSS pixels. */
  size: number;
  /** The name stands beside it already: it is hidden from screen readers. */
  decorative?: boolean;
  /** Base64 of the pointer's ThumbHash, painted until the picture is there. */
  thumbhash?: string | undefined;
  /** `"lazy"` for pictures far down a page. */
  loading?: "eager" | "lazy";
  className?: string;
}

interface PictureProps extends Partial<Omit<AvatarAddress, "publicId" | "version">> {
  /** Whose avatar. */
  publicId?: string | undefined;
  /** A version from the pointer; the newest without one. */
  version?: string | undefined;
  /** URLs by size, as a server of yours may know them; they come before `publicId`. */
  urls?: AvatarUrls | undefined;
  /** Shown instead of what the CDN has: the picture that was just saved. */
  localUrl?: string | undefined;
}

/** A round avatar: the best size and format for this screen, else the initials of the name. */
export function Avatar({ name, size, decorative = false, thumbhash, loading, className = "", ...where }: AvatarProps) {
  const picture = pictureOf(where, size);
  const { broken, loaded, ...events } = useLoading(picture?.src);
  const placeholder = usePlaceholder(loaded ? undefined : thumbhash);
  const props = { width: size, height: size, className: `roundel-avatar ${className}`.trim() };
  if (!picture || broken) {
    return <Initials {...props} name={name} decorative={decorative} />;
  }
  return <img {...picture} {...props} {...events} {...(loading && { loading })} {...placeholder} alt={decorative ? "" : name} decoding="async" />;
}

function pictureOf({ cdn, publicId, version, urls, localUrl }: PictureProps, size: number) {
  if (localUrl) {
    return { src: localUrl };
  }
  const src = urls && urlFor(urls, size);
  if (urls && src) {
    return { src, srcSet: srcSetOf(urls), sizes: `${size}px` };
  }
  if (!publicId || !isHttpUrl(cdn)) {
    return undefined;
  }
  const address = { cdn, publicId, ...(version && { version }) };
  return { src: avatarUrl(address, sizeFor(size)), srcSet: avatarSrcSet(address), sizes: `${size}px` };
}

/** How loading this picture went. What failed is tried again once the connection is back. */
function useLoading(src: string | undefined) {
  const [loaded, setLoaded] = useState<string>();
  const [broken, setBroken] = useState<string>();
  useEffect(() => {
    const again = () => setBroken(undefined);
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, []);
  return {
    loaded: src !== undefined && src === loaded,
    broken: src !== undefined && src === broken,
    onLoad: () => setLoaded(src),
    onError: () => setBroken(src),
  };
}

/** Behind the picture, which has no transparent pixels and so covers it. */
function usePlaceholder(thumbhash: string | undefined) {
  const url = useMemo(() => (thumbhash ? thumbhashDataUrl(thumbhash) : undefined), [thumbhash]);
  return url && { style: { backgroundImage: `url(${url})`, backgroundSize: "cover" } };
}

interface InitialsProps {
  name: string;
  decorative: boolean;
  className: string;
  width: number;
  height: number;
}

function Initials({ name, decorative, className, width, height }: InitialsProps) {
  const label = decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name };
  return (
    <svg className={className} width={width} height={height} viewBox="0 0 40 40" {...label}>
      <circle cx="20" cy="20" r="20" className="roundel-avatar-disc" />
      <text x="20" y="20" className="roundel-avatar-initials" textAnchor="middle" dominantBaseline="central">
        {initials(name)}
      </text>
    </svg>
  );
}

/** The first letters of the first and the last word, whole characters also outside the basic plane. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}
