/**
 * Codes that this package gives itself. Errors of the wasm module (`too_many_pixels`, `corrupt`, ...) and of the
 * server (`unauthorized`, `unsupported_type`, ...) keep their own codes.
 */
export type ClientCode =
  | "bad_answer"
  | "crashed"
  | "empty"
  | "filter_crashed"
  | "filters_unavailable"
  | "insecure_page"
  | "misconfigured"
  | "network"
  | "not_ready_yet"
  | "over_budget"
  | "refused"
  | "too_large"
  | "unreadable_file"
  | "unsupported_format"
  | "unsupported_output"
  | "upload_refused"
  | "worker_failed";

/** What an error carries beside its code and its sentence. */
export interface RoundelErrorDetails {
  /** HTTP status, where a server answered. */
  status?: number;
  /** What was caught. */
  cause?: unknown;
}

/** Every failure of Roundel in a page, except an abort, which throws the signal's own reason. */
export class RoundelError extends Error {
  override readonly name = "RoundelError";
  /** Stable, in `snake_case`; see {@link ClientCode}. */
  readonly code: string;
  /** HTTP status, where a server answered. */
  readonly status: number | undefined;

  /** @param message a sentence that is safe to show and says what to do next. */
  constructor(code: ClientCode | (string & {}), message: string, details: RoundelErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.status = details.status;
  }

  /** Whether the very same try may succeed later: the network failed, or the server was at fault or busy. */
  get retryable(): boolean {
    const busy = this.status !== undefined && (this.status === 429 || this.status >= 500);
    return busy || ["network", "crashed", "filter_crashed", "filters_unavailable", "not_ready_yet", "worker_failed"].includes(this.code);
  }
}

/** Whether this is the reason of an aborted signal and not a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
