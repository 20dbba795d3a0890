import { RoundelError } from "roundel";
import type { Reader } from "./read";
import { isRecord } from "./shapes";

/** A request to the API, without where it is and who asks. */
export interface Call<T> {
  method?: "GET" | "POST" | "PUT";
  path: `/${string}`;
  /** Sent as JSON. */
  body?: unknown;
  read: Reader<T>;
  signal?: AbortSignal | undefined;
}

/** What was sent breaks rules, each named by its code. */
export class Invalid extends Error {
  override readonly name = "Invalid";
  constructor(readonly codes: readonly string[]) {
    super(codes.join(", "));
  }
}

const LIMIT_MS = 15_000;

/**
 * Asks the API. The one place that says who asks: `Authorization: Bearer`, where somebody is signed in.
 *
 * @throws {Invalid} for 422, {@link RoundelError} for all other failures, the signal's reason where it was aborted.
 */
export async function request<T>(base: string, token: string | undefined, call: Call<T>): Promise<T> {
  const response = await answerTo(base, token, call);
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 422 && Array.isArray(body)) {
    throw new Invalid(body.filter((code) => typeof code === "string"));
  }
  if (!response.ok) {
    throw refusal(response.status, body);
  }
  const value = call.read(body);
  if (value === undefined) {
    throw new RoundelError("bad_answer", "The server gave an answer that makes no sense. Try again later.", { status: response.status });
  }
  return value;
}

async function answerTo<T>(base: string, token: string | undefined, { method = "GET", path, body, signal }: Call<T>): Promise<Response> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    return await fetch(base.replace(/\/+$/, "") + path, {
      method,
      headers,
      ...content,
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new RoundelError("network", "The server could not be reached. Check your connection, then try again.", { cause });
  }
}

/** `{"error":{"code","message"}}`, or a gateway's own `{"message"}`, or nothing readable. */
function refusal(status: number, body: unknown): RoundelError {
  const error = isRecord(body) ? body["error"] : undefined;
  if (isRecord(error) && typeof error["code"] === "string" && typeof error["message"] === "string") {
    return new RoundelError(error["code"], error["message"], { status });
  }
  if (status === 401) {
    return new RoundelError("unauthorized", "You are not signed in any more. Sign in again.", { status });
  }
  return new RoundelError("refused", "The server is busy or has a fault. Try again in a moment.", { status });
}
