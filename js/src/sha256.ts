import { RoundelError } from "./errors.js";

/** The 32 bytes of SHA-256, by the platform's own implementation. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // `crypto.subtle` is there only in secure contexts: https, localhost and 127.0.0.1
  if (!globalThis.crypto?.subtle) {
    throw new RoundelError("insecure_page", "This page was not loaded safely. Open it with https and try again.");
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Standard base64 with padding, as S3 writes checksums. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
