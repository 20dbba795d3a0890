// The viewer-request handler of Lambda@Edge: does the IO that the wasm beside it asks for, and decides nothing.
import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Edge, initSync } from './roundel_edge.js';

const MAX_KEYS_BYTES = 65_536;
const FETCH_MILLIS = 700; // a viewer is waiting
const REFRESH_MILLIS = 5_000; // nobody is
const MAX_FETCHES = 3;

const beside = (name) => readFileSync(new URL(name, import.meta.url));
const now = () => Math.floor(Date.now() / 1_000);
const log = (entry) => console.log(JSON.stringify(entry));

/** The signature primitive: node's OpenSSL. A key object is made once, when its key set is loaded. */
const signatures = {
  importKey: (jwk) => createPublicKey({ key: JSON.parse(jwk), format: 'jwk' }),
  verify: (algorithm, key, signingInput, signature) => {
    switch (algorithm) {
      case 'RS256':
        return verify('sha256', signingInput, key, signature);
      case 'ES256':
        return verify('sha256', signingInput, { key, dsaEncoding: 'ieee-p1363' }, signature);
      case 'EdDSA':
        return verify(null, signingInput, key, signature);
      default:
        return false;
    }
  },
};

let edge;

/** CloudFront's entry. Whatever goes wrong is a 503: closed, and never a throw. */
export async function handler(event) {
  try {
    edge ??= start();
  } catch (error) {
    log({ level: 'error', code: 'start_failed', message: String(error?.message) });
    return unavailable();
  }
  try {
    return await answer(JSON.stringify(event));
  } catch (error) {
    // The message may quote what was being read, which holds the token.
    log({ level: 'error', code: 'handler_failed', name: String(error?.name) });
    return unavailable();
  }
}

function start() {
  initSync({ module: beside('roundel_edge_bg.wasm') });
  return new Edge(beside('config.json').toString(), signatures, now());
}

async function answer(event) {
  for (let fetches = 0; fetches <= MAX_FETCHES; fetches += 1) {
    const { forward, refresh, respond, code, fetchKeys } = JSON.parse(edge.decide(event, now()));
    if (refresh) setImmediate(loadKeysOnce, refresh, REFRESH_MILLIS); // once this answer is on its way
    if (forward) return forward;
    if (respond) {
      log({ level: 'info', status: respond.status, code });
      return respond;
    }
    await loadKeysOnce(fetchKeys, FETCH_MILLIS);
  }
  return unavailable();
}

const loading = new Map();

/** Requests that wait for the same keys wait for the same fetch. Never rejects. */
function loadKeysOnce(keys, millis) {
  const name = `${millis} ${keys.url}`;
  if (!loading.has(name)) loading.set(name, loadKeys(keys, millis).finally(() => loading.delete(name)));
  return loading.get(name);
}

/** Fetches one issuer's keys and reports how it went; never rejects. */
async function loadKeys({ issuer, url }, millis) {
  try {
    const dropped = edge.keysLoaded(issuer, await fetchBounded(url, millis), now());
    if (dropped.length > 0) log({ level: 'warn', code: 'keys_dropped', issuer, dropped });
  } catch (error) {
    edge.keysFailed(issuer, now());
    log({ level: 'error', code: 'keys_failed', issuer, message: String(error?.message) });
  }
}

/** By `node:https`, which follows no redirect: to load what is behind `fetch` takes longer than all else in a cold start. */
async function fetchBounded(url, millis) {
  const { get } = await import(url.startsWith('https:') ? 'node:https' : 'node:http');
  const request = get(url, { agent: false, signal: AbortSignal.timeout(millis) });
  const [response] = await once(request, 'response');
  request.on('error', () => {}); // what ends the response is thrown where it is read
  if (response.statusCode !== 200) {
    request.destroy();
    throw new Error(`status ${response.statusCode}`);
  }
  const chunks = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > MAX_KEYS_BYTES) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The one answer that does not come from the wasm, because the wasm may be what failed. */
function unavailable() {
  const header = (key, value) => [{ key, value }];
  return {
    status: '503',
    statusDescription: 'Service Unavailable',
    headers: {
      'content-type': header('content-type', 'application/json'),
      'cache-control': header('cache-control', 'no-store'),
      'retry-after': header('retry-after', '5'),
    },
    body: '{"error":{"code":"unavailable","message":"This cannot be checked now. Try again in a moment."}}',
  };
}
