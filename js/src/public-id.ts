import { sha256 } from "./sha256.js";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const LENGTH = 26;

/**
 * The name by which an avatar is known in URLs: the first 130 bits of SHA-256 of the token's `sub` in lower-case
 * base32 (RFC 4648 §6), 26 characters. The server makes the same; a page needs it to show somebody who has not
 * uploaded in this session.
 *
 * @throws RoundelError `insecure_page` outside a secure context.
 */
export async function publicIdOf(sub: string): Promise<string> {
  const digest = await sha256(new TextEncoder().encode(sub));
  return Array.from({ length: LENGTH }, (_, i) => ALPHABET.charAt(fiveBits(digest, i * 5))).join("");
}

/** The five bits that start at bit `at`, most significant first. */
function fiveBits(digest: Uint8Array, at: number): number {
  const byte = at >> 3;
  const window = ((digest[byte] ?? 0) << 8) | (digest[byte + 1] ?? 0);
  return (window >> (11 - (at & 7))) & 31;
}
