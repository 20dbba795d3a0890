// Fetching an issuer's keys: no redirect, little time, at most 64 KB.
import { once } from 'node:events';

const MAX_KEYS_BYTES = 65_536;

/** By `node:https`, which follows no redirect: to load what is behind `fetch` takes longer than all else in a cold start. */
export async function fetchKeys(url, millis) {
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
