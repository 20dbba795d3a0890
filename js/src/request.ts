import { RoundelError } from "./errors.js";
import { isRecord } from "./pointer.js";

/** `fetch` whose failures are {@link RoundelError} or the signal's reason. A status is not a failure here. */
export async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    init.signal?.throwIfAborted();
    throw networkError(cause);
  }
}

/** The JSON of an answer. */
export async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw badAnswer(response.status, cause);
  }
}

/** The error for a refusal: `{"error":{"code","message"}}`, or a gateway's `{"message"}`, or nothing readable. */
export async function refusal(response: Response): Promise<RoundelError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = isRecord(body) ? body["error"] : undefined;
  if (isRecord(error) && typeof error["code"] === "string" && typeof error["message"] === "string") {
    return new RoundelError(error["code"], error["message"], { status: response.status });
  }
  return statusError(response.status);
}

/** The connection failed before there was an answer. */
export function networkError(cause?: unknown): RoundelError {
  return new RoundelError("network", "The server could not be reached. Check your connection, then try again.", { cause });
}

/** The server answered with success, but not with what was agreed. */
export function badAnswer(status: number, cause?: unknown): RoundelError {
  return new RoundelError("bad_answer", "The server gave an answer that makes no sense. Try again later.", { status, cause });
}

function statusError(status: number): RoundelError {
  if (status === 401 || status === 403) {
    return new RoundelError("unauthorized", "You are not signed in any more. Sign in again, then retry.", { status });
  }
  if (status === 429 || status >= 500) {
    return new RoundelError("refused", "The server is busy or has a fault. Try again in a moment.", { status });
  }
  return new RoundelError("refused", `The server refused the request (${status}). Choose another picture or try later.`, { status });
}
