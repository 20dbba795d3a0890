const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Up to which distance, in milliseconds, a time is told in which unit. Beyond the last row it is a date. */
const BOUNDARIES = [
  { below: MINUTE, unit: "second", length: SECOND },
  { below: HOUR, unit: "minute", length: MINUTE },
  { below: DAY, unit: "hour", length: HOUR },
  { below: WEEK, unit: "day", length: DAY },
  { below: 5 * WEEK, unit: "week", length: WEEK },
] as const;

/** A distance in time as people say it, and for how long these words stay right. */
export interface Told {
  text: string;
  /** Milliseconds; `Infinity` for a date. */
  staysFor: number;
}

/**
 * `3 minutes ago`, `in 2 weeks`, `now`, or the date of what is five weeks away or more. Units are whole and never
 * rounded up: 59 minutes and 59 seconds are 59 minutes.
 *
 * @param at and `now` are milliseconds since the epoch.
 */
export function tell(at: number, now: number, locale?: string): Told {
  const distance = Math.abs(at - now);
  const row = BOUNDARIES.find(({ below }) => distance < below);
  if (!row) {
    return { text: dateOf(at, now, locale), staysFor: at > now ? distance - 5 * WEEK + 1 : Infinity };
  }
  const count = Math.floor(distance / row.length);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: count === 0 ? "auto" : "always" });
  return { text: words.format(at > now ? count : -count, row.unit), staysFor: staysFor(at - now, distance, count, row.length) };
}

/** Whether something is over, and the words for when it ends or has ended. At its very end it is over, as the API has it. */
export function tellExpiry(at: number, now: number, locale?: string): Told & { expired: boolean } {
  return { ...tell(at, now, locale), expired: at <= now };
}

/** A past time grows into its next unit's count, a future one shrinks below its present one. */
function staysFor(ahead: number, distance: number, count: number, length: number): number {
  return ahead > 0 ? distance - count * length + 1 : (count + 1) * length - distance;
}

/** With the year where it is another one. */
function dateOf(at: number, now: number, locale: string | undefined): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...(!sameYear && { year: "numeric" }) });
  return format.format(at);
}
