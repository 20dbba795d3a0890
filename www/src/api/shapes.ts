import type { AvatarUrls } from "roundel";

/** A person's newest avatar, as the API tells of it. */
export interface PersonAvatar {
  version: string;
  urls: AvatarUrls;
  /** Base64. */
  thumbhash: string;
}

/** Somebody, as shown beside what they wrote. */
export interface Author {
  display_name: string;
  handle: string;
  avatar: PersonAvatar | null;
}

/** Somebody, in a few words. */
export interface ShortUser extends Author {
  uuid: string;
}

/** What a person can change of themselves. */
export interface ProfileFields {
  display_name: string;
  bio: string;
}

/** Somebody, as their page shows them. */
export interface Profile extends ShortUser, ProfileFields {
  /** Posts that have not expired. */
  cruds_count: number;
}

/** What somebody wrote, for as long as they wanted. */
export interface Activity extends Author {
  uuid: string;
  message: string;
  replies_count: number;
  reposts_count: number;
  likes_count: number;
  reply_to_activity_uuid: string | null;
  /** RFC 3339. */
  created_at: string;
  /** RFC 3339; `null` for what never ends. */
  expires_at: string | null;
}

/** A person's page. */
export interface ProfilePage {
  profile: Profile;
  activities: Activity[];
}

/** How long a post lives: what the API calls it, and how people do. */
export const TIMES_TO_LIVE = [
  ["1-hour", "1 hour"],
  ["3-hours", "3 hours"],
  ["12-hours", "12 hours"],
  ["1-day", "1 day"],
  ["3-days", "3 days"],
  ["7-days", "7 days"],
  ["30-days", "30 days"],
] as const;

/** One of {@link TIMES_TO_LIVE}. */
export type TimeToLive = (typeof TIMES_TO_LIVE)[number][0];

/** Whether this is an object with members, as JSON has them. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
