import { RoundelError } from "./errors.js";

/**
 * The absolute URL of a path under a configured base such as `https://api.example.com`.
 *
 * A base that is missing or no http(s) URL is refused here, before any request: a page that was built without its
 * settings must not post a photo to `/undefined/avatars/key_upload`.
 *
 * @throws RoundelError `misconfigured`
 */
export function endpoint(base: string, path: `/${string}`): string {
  if (!isHttpUrl(base)) {
    throw new RoundelError("misconfigured", "This page does not know its server. Tell whoever runs the site.");
  }
  return base.replace(/\/+$/, "") + path;
}

/** Whether this is the text of an absolute http or https URL. */
export function isHttpUrl(text: unknown): text is string {
  if (typeof text !== "string" || !/^https?:\/\//i.test(text)) {
    return false;
  }
  try {
    return new URL(text).host !== "";
  } catch {
    return false;
  }
}
