import { AVATAR_SIZES, type AvatarUrls } from "roundel";
import { type Activity, type Author, type PersonAvatar, type Profile, type ProfileFields, type ProfilePage, type ShortUser, isRecord } from "./shapes";

/** Readers of answers: the shape that was agreed, or `undefined`. Only what the page needs to be there is demanded. */
export type Reader<T> = (value: unknown) => T | undefined;

/** A list of what `read` reads; one that cannot be read spoils it. */
export function listOf<T>(read: Reader<T>): Reader<T[]> {
  return (value) => {
    if (!Array.isArray(value)) {
      return undefined;
    }
    const all = value.flatMap((item) => read(item) ?? []);
    return all.length === value.length ? all : undefined;
  };
}

export const readShortUser: Reader<ShortUser> = (value) => {
  const author = readAuthor(value);
  return author && isRecord(value) && isText(value["uuid"]) ? { ...author, uuid: value["uuid"] } : undefined;
};

export const readProfile: Reader<Profile> = (value) => {
  const user = readShortUser(value);
  return user && isRecord(value) ? { ...user, bio: textOf(value["bio"]), cruds_count: countOf(value["cruds_count"]) } : undefined;
};

export const readProfileFields: Reader<ProfileFields> = (value) =>
  isRecord(value) && isText(value["display_name"]) ? { display_name: value["display_name"], bio: textOf(value["bio"]) } : undefined;

export const readActivity: Reader<Activity> = (value) => {
  const author = readAuthor(value);
  if (!author || !isRecord(value) || !isText(value["uuid"]) || !isTime(value["created_at"])) {
    return undefined;
  }
  const { uuid, created_at, expires_at, reply_to_activity_uuid } = value;
  return {
    ...author,
    uuid,
    message: textOf(value["message"]),
    replies_count: countOf(value["replies_count"]),
    reposts_count: countOf(value["reposts_count"]),
    likes_count: countOf(value["likes_count"]),
    reply_to_activity_uuid: isText(reply_to_activity_uuid) ? reply_to_activity_uuid : null,
    created_at,
    expires_at: isTime(expires_at) ? expires_at : null,
  };
};

export const readProfilePage: Reader<ProfilePage> = (value) => {
  const profile = isRecord(value) ? readProfile(value["profile"]) : undefined;
  const activities = isRecord(value) ? listOf(readActivity)(value["activities"]) : undefined;
  return profile && activities && { profile, activities };
};

const readAuthor: Reader<Author> = (value) =>
  isRecord(value) && isText(value["display_name"]) && isText(value["handle"])
    ? { display_name: value["display_name"], handle: value["handle"], avatar: readAvatar(value["avatar"]) ?? null }
    : undefined;

const readAvatar: Reader<PersonAvatar> = (value) => {
  if (!isRecord(value) || !isText(value["version"]) || !isRecord(value["urls"])) {
    return undefined;
  }
  const { version, urls, thumbhash } = value;
  const known = AVATAR_SIZES.filter((size) => isHttpUrl(urls[size]));
  const bySize: AvatarUrls = Object.fromEntries(known.map((size) => [size, urls[size]]));
  return { version, urls: bySize, thumbhash: textOf(thumbhash) };
};

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isHttpUrl(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\/./.test(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
