import { useState } from "react";
import { isHttpUrl } from "../endpoint.js";
import { type AvatarAddress, avatarSrcSet, avatarUrl, sizeFor } from "../urls.js";

/** Props of {@link Avatar}. */
export interface AvatarProps extends Omit<AvatarAddress, "publicId" | "version"> {
  /** A version from the pointer; the newest without one. */
  version?: string | undefined;
  /** Whose avatar. Without one, or without a CDN, the initials are shown and nothing is requested. */
  publicId: string | undefined;
  /** Whom it shows: the alternative text, and the initials where there is no picture. */
  name: string;
  /** Side in CSS pixels. */
  size: number;
  /** Shown instead of what the CDN has: the picture that was just saved. */
  localUrl?: string | undefined;
  className?: string;
}

/** A round avatar: the best size and format for this screen, else the initials of the name. */
export function Avatar({ cdn, publicId, version, name, size, localUrl, className = "" }: AvatarProps) {
  const [broken, setBroken] = useState<string>();
  const picture = pictureOf({ cdn, publicId, version, size, localUrl });
  const props = { width: size, height: size, className: `roundel-avatar ${className}`.trim() };
  if (!picture || picture.src === broken) {
    return <Initials {...props} name={name} />;
  }
  return <img {...picture} {...props} alt={name} decoding="async" onError={() => setBroken(picture.src)} />;
}

function pictureOf({ cdn, publicId, version, size, localUrl }: Omit<AvatarProps, "name" | "className">) {
  if (localUrl) {
    return { src: localUrl };
  }
  if (!publicId || !isHttpUrl(cdn)) {
    return undefined;
  }
  const address = { cdn, publicId, ...(version && { version }) };
  return { src: avatarUrl(address, sizeFor(size)), srcSet: avatarSrcSet(address), sizes: `${size}px` };
}

function Initials({ name, className, width, height }: { name: string; className: string; width: number; height: number }) {
  return (
    <svg className={className} width={width} height={height} viewBox="0 0 40 40" role="img" aria-label={name}>
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
