// Session tokens as the lambda `session` mints them, and as it never would.
import { createHash, createHmac } from 'node:crypto';

export const NOW = 1_795_000_000;
export const SUB = '9f1c2d3e-0000-4000-8000-123456789abc';
export const ISSUER = 'https://issuer.example';

/** Two keys are alive: the one that signs and the one before it. */
export const KEY = { kid: '2026-11', k: Buffer.alloc(32, 1).toString('base64url') };
export const OLD_KEY = { kid: '2026-10', k: Buffer.alloc(48, 2).toString('base64url') };
export const STORE = { [`session/${KEY.kid}`]: KEY.k, [`session/${OLD_KEY.kid}`]: OLD_KEY.k };

export const encode = (bytes) => Buffer.from(bytes).toString('base64url');

/** The 26 characters of base32 that name an avatar. */
export function publicId(sub) {
  const bits = [...createHash('sha256').update(sub).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from({ length: 26 }, (_, at) => letters[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('');
}

export const header = (kid = KEY.kid) => `{"alg":"HS256","kid":"${kid}","typ":"JWT"}`;

/** Claims in the order in which they are minted, with changes; one that is undefined is left out. */
export function claims(changes = {}) {
  const sub = changes.sub ?? SUB;
  const minted = { token_use: 'session', iss: ISSUER, sub, pid: publicId(String(sub)), groups: [], iat: NOW, exp: NOW + 600 };
  return JSON.stringify({ ...minted, ...changes });
}

/** A token of these very texts. */
export function sign(head, payload, { k } = KEY, hash = 'sha256') {
  const input = `${encode(head)}.${encode(payload)}`;
  const mac = createHmac(hash, Buffer.from(k, 'base64url')).update(input).digest('base64url');
  return `${input}.${mac}`;
}

/** A good token, with changed claims. */
export const token = (changes, key = KEY) => sign(header(key.kid), claims(changes), key);
