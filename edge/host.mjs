// What the wasm needs of Node: its memory written, its answers read, signatures verified.
import { createPublicKey, randomInt, verify } from 'node:crypto';
import { Edge, initSync } from './roundel_edge.js';

/** The signature primitive: node's OpenSSL. What a key checks is made once, when its key set is loaded. */
const signatures = {
  importKey(jwk) {
    const fields = JSON.parse(jwk);
    const key = createPublicKey({ key: fields, format: 'jwk' });
    const points = { key, dsaEncoding: 'ieee-p1363' };
    switch (fields.kty) {
      case 'RSA':
        return (signingInput, signature) => verify('sha256', signingInput, key, signature);
      case 'EC':
        return (signingInput, signature) => verify('sha256', signingInput, points, signature);
      case 'OKP':
        return (signingInput, signature) => verify(null, signingInput, key, signature);
      default:
        throw new TypeError('a key of another kind');
    }
  },
  /** What the library throws at is no signature. */
  verify(check, signingInput, signature) {
    try {
      return check(signingInput, signature);
    } catch {
      return false;
    }
  },
};

const encoder = new TextEncoder();
const now = () => Math.floor(Date.now() / 1_000);

/** Starts the wasm with the text of a configuration; throws an `Error` that names what is wrong with it. */
export function open(module, config) {
  const { memory } = initSync({ module });
  const edge = new Edge(config, signatures, randomInt(2 ** 48 - 1), now());
  /** Where strings go. It is a view of the wasm's memory, and has no length any more when that has grown. */
  let input = new Uint8Array();

  /** How many bytes the text was. By the encoder, because a string of a call would be copied character by character. */
  function write(text) {
    const size = 3 * text.length; // UTF-8 needs no more
    if (input.length < size) input = room(size);
    return encoder.encodeInto(text, input).written;
  }

  function room(size) {
    const at = edge.input(size);
    if (at === 0) throw new RangeError('the event is too large');
    return new Uint8Array(memory.buffer, at, size);
  }

  return {
    /** What to do about an event's `cf`: as `edge/src/answer.rs` writes it. */
    decide({ config: { eventType }, request: { method, uri, querystring, headers } }) {
      const strings = [eventType, method, uri, querystring];
      for (const name in headers) for (const { value } of headers[name]) strings.push(name, value);
      return JSON.parse(edge.decide(write(strings.join('\n')), strings.length, now()));
    },
    /** Why a token alone is refused, or `undefined`. */
    verify: (token) => edge.verify(write(token), now()),
    /** Which keys of a fetched set may not be used, as codes; throws where the set is refused. */
    keysLoaded: (issuer, bytes) => edge.keysLoaded(issuer, bytes, now()).split(',').filter(Boolean),
    keysFailed: (issuer) => edge.keysFailed(issuer, now()),
  };
}
