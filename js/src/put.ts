import type { UploadGrant } from "./key-upload.js";
import { RoundelError } from "./errors.js";
import { networkError, request } from "./request.js";

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes sent. */
  loaded: number;
  /** Bytes in all. */
  total: number;
}

/** What a PUT may be given. */
export interface PutOptions {
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
}

/** A grant lasts at most two minutes; an upload that takes longer has stalled. */
const TIMEOUT_MS = 120_000;

/** The browser sets these itself and refuses to let a page do it. */
const SET_BY_BROWSER = new Set(["content-length", "host"]);

/**
 * Sends the bytes to the signed URL, with every header that the signature binds.
 *
 * XMLHttpRequest where there is one, since `fetch` cannot tell how far an upload is; `fetch` elsewhere.
 *
 * @throws RoundelError `upload_refused` with the store's status, or `network`.
 */
export async function put(grant: UploadGrant, body: Blob, options: PutOptions = {}): Promise<void> {
  options.signal?.throwIfAborted();
  const headers = Object.entries(grant.headers).filter(([name]) => !SET_BY_BROWSER.has(name.toLowerCase()));
  const send = typeof XMLHttpRequest === "undefined" ? putByFetch : putByXhr;
  const status = await send(grant.url, headers, body, options);
  if (status < 200 || status > 299) {
    throw refusedBy(status);
  }
}

type Send = (url: string, headers: [string, string][], body: Blob, options: PutOptions) => Promise<number>;

const putByFetch: Send = async (url, headers, body, { signal }) => {
  const response = await request(url, { method: "PUT", headers, body, signal: signal ?? null });
  return response.status;
};

const putByXhr: Send = (url, headers, body, { onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    xhr.open("PUT", url);
    xhr.timeout = TIMEOUT_MS;
    headers.forEach(([name, value]) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = ({ loaded, total }) => onProgress?.({ loaded, total });
    xhr.onload = () => resolve(xhr.status);
    xhr.onerror = xhr.ontimeout = () => reject(networkError());
    xhr.onabort = () => reject(signal?.reason);
    xhr.onloadend = () => signal?.removeEventListener("abort", abort);
    signal?.addEventListener("abort", abort);
    xhr.send(body);
  });

function refusedBy(status: number): RoundelError {
  const message =
    status >= 500
      ? "The picture store has a fault. Try again in a moment."
      : "The picture store refused the upload. Try again: a new permission is asked for each time.";
  return new RoundelError("upload_refused", message, { status });
}
