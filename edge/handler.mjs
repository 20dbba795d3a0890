// The viewer-request handler of Lambda@Edge: does the IO that the wasm beside it asks for, parses nothing, decides nothing.
import { readFileSync } from 'node:fs';
import { open } from './host.mjs';
import { fetchKeys } from './keys.mjs';

const FETCH_MILLIS = 700; // a viewer is waiting
const REFRESH_MILLIS = 5_000; // nobody is
const MAX_FETCHES = 3;

const beside = (name) => readFileSync(new URL(name, import.meta.url));
const log = (entry) => console.log(JSON.stringify(entry));

let edge;

/** CloudFront's entry. Whatever goes wrong is a 503: closed, and never a throw. */
export async function handler(event) {
  try {
    edge ??= open(beside('roundel_edge_bg.wasm'), beside('config.json').toString());
  } catch (error) {
    log({ level: 'error', code: 'start_failed', message: String(error?.message) });
    return unavailable();
  }
  try {
    return await answer(event.Records[0].cf);
  } catch (error) {
    // The message may quote what was being read, which holds the token.
    log({ level: 'error', code: 'handler_failed', name: String(error?.name) });
    edge = undefined; // what has failed half way is not asked again
    return unavailable();
  }
}

async function answer(cf) {
  for (let fetches = 0; fetches <= MAX_FETCHES; fetches += 1) {
    const { forward, refresh, respond, code, fetchKeys: wanted } = edge.decide(cf);
    if (refresh) setImmediate(loadKeysOnce, refresh, REFRESH_MILLIS); // once this answer is on its way
    if (forward) return changed(cf.request, forward);
    if (respond) {
      log({ level: 'info', status: respond.status, code });
      return respond;
    }
    await loadKeysOnce(wanted, FETCH_MILLIS);
  }
  return unavailable();
}

function changed(request, { headers, ...fields }) {
  for (const key in headers) {
    if (headers[key] === null) delete request.headers[key];
    else request.headers[key] = [{ key, value: headers[key] }];
  }
  return Object.assign(request, fields);
}

const loading = new Map();

/** Requests that wait for the same keys wait for the same fetch. Never rejects. */
function loadKeysOnce(keys, millis) {
  const name = `${millis} ${keys.url}`;
  const forget = () => loading.delete(name);
  if (!loading.has(name)) loading.set(name, loadKeys(edge, keys, millis).then(forget, forget));
  return loading.get(name);
}

/** Fetches one issuer's keys and reports how it went. */
async function loadKeys(edge, { issuer, url }, millis) {
  try {
    const dropped = edge.keysLoaded(issuer, await fetchKeys(url, millis));
    if (dropped.length > 0) log({ level: 'warn', code: 'keys_dropped', issuer, dropped });
  } catch (error) {
    edge.keysFailed(issuer);
    log({ level: 'error', code: 'keys_failed', issuer, message: String(error?.message) });
  }
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
