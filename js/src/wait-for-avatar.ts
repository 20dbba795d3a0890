import { endpoint } from "./endpoint.js";
import { RoundelError } from "./errors.js";
import { type Pointer, parsePointer } from "./pointer.js";
import { request } from "./request.js";

/** Which avatar is awaited, and for how long. */
export interface WaitOptions {
  signal?: AbortSignal;
  /** Milliseconds until it gives up (default 30,000). */
  limit?: number;
}

const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Waits until the CDN's pointer names this upload or a newer one, asking more and more rarely.
 *
 * @throws RoundelError `not_ready_yet` at the limit: the upload is safe, the sizes are still being made.
 */
export async function waitForAvatar(
  cdn: string,
  { publicId, uploadId }: { publicId: string; uploadId: string },
  { signal, limit = 30_000 }: WaitOptions = {},
): Promise<Pointer> {
  const until = Date.now() + limit;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const pointer = await fetchPointer(cdn, publicId, signal).catch(untilLater);
    if (pointer && pointer.uploadId >= uploadId) {
      return pointer;
    }
    if (Date.now() + pause > until) {
      throw new RoundelError("not_ready_yet", "Your picture is saved; its sizes are still being made. Look again in a minute.");
    }
    await sleep(pause, signal);
  }
}

/**
 * The newest pointer of somebody's avatar; `undefined` where there is none.
 *
 * @throws RoundelError `network` or `misconfigured`.
 */
export async function fetchPointer(cdn: string, publicId: string, signal?: AbortSignal): Promise<Pointer | undefined> {
  const url = endpoint(cdn, `/avatars/${publicId}/current.json`);
  const response = await request(url, { cache: "no-store", signal: signal ?? null });
  return response.ok ? parsePointer(await response.json().catch(() => undefined)) : undefined;
}

/** A lost connection is no reason to give up before the limit; everything else is. */
function untilLater(error: unknown): undefined {
  if (error instanceof RoundelError && error.code === "network") {
    return undefined;
  }
  throw error;
}

function sleep(millis: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", wake);
      resolve();
    }, millis);
    signal?.addEventListener("abort", wake, { once: true });
  });
}
