// What is no token, 8,192 bytes of it: the longest that is looked at. Whatever is longer is refused by its length.
import { randomBytes, randomInt } from "node:crypto";

const BYTES = 8_192;

/** Each kind of garbage: so many different ones. */
export function garbage(count, good) {
  const many = (make) => Array.from({ length: count }, make);
  return {
    "8 KB of base64url": many(() => base64url(BYTES)),
    "8 KB of base64url with two dots": many(() => dotted(base64url(BYTES))),
    "8 KB of printable bytes with two dots": many(() => dotted(printable(BYTES))),
    "8 KB behind a good header": many(() => forged(good)),
  };
}

function base64url(length) {
  return randomBytes(length).toString("base64url").slice(0, length);
}

function printable(length) {
  return String.fromCharCode(...Array.from({ length }, () => randomInt(0x21, 0x7f))).replaceAll(".", "-");
}

function dotted(text) {
  const [first, second] = [randomInt(2, BYTES / 2), randomInt(BYTES / 2 + 1, BYTES - 1)];
  return `${text.slice(0, first)}.${text.slice(first + 1, second)}.${text.slice(second + 1)}`;
}

/** Somebody who has seen a token: all that is wrong is the signature, and a verifier has to ask its library. */
function forged(good) {
  const [header, , signature] = good.split(".");
  const room = BYTES - header.length - signature.length - 2;
  return `${header}.${base64url(room - (room % 4))}.${base64url(signature.length - 1)}A`;
}
