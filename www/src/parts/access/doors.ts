/** A way to the same avatar that the edge guards in its own manner. */
export interface Door {
  name: "public" | "members" | "owner";
  /** First segment of the CDN's path. */
  path: "avatars" | "members" | "owner";
  title: string;
}

/** The three rules of the edge's configuration. */
export const DOORS: readonly Door[] = [
  { name: "public", path: "avatars", title: "Everybody" },
  { name: "members", path: "members", title: "Members" },
  { name: "owner", path: "owner", title: "Only you" },
];

/** What somebody found behind a door. */
export interface Visit {
  /** HTTP status; absent when there was no answer. */
  status: number | undefined;
  picture: Blob | undefined;
}

/** Asks for a picture with a token, or with none. */
export async function visit(url: string, token: string | null, signal: AbortSignal): Promise<Visit> {
  try {
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, cache: "no-store", signal });
    return { status: response.status, picture: response.ok ? await response.blob() : undefined };
  } catch {
    signal.throwIfAborted();
    return { status: undefined, picture: undefined };
  }
}
