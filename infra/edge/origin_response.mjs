// Lambda@Edge, origin response: what a viewer gets where the bucket has nothing. It runs on a miss alone.
import { readFileSync } from 'node:fs';

/** 403 too: a bucket that may not be listed does not tell "missing" from "forbidden". */
const MISSING = new Set(['403', '404']);

/** `/avatars/<publicId>/current/<size>.<ext>` and the default avatar's own address; nothing else has one. */
const NEWEST = /^\/avatars\/(?:[a-z2-7]{26}\/current|(default))\/((?:64|128|256|512)\.(webp|jpg))$/;
const TYPES = { webp: 'image/webp', jpg: 'image/jpeg' };

/** The pictures, in base64 as CloudFront wants them, by `<size>.<ext>`. */
const pictures = new Map();

/** CloudFront's entry. */
export async function handler({ Records: [{ cf }] }) {
  const { request, response } = cf;
  if (response.status >= 500) return refuse(response, '502', 'Bad Gateway', 'origin_failed', 'The store did not answer; try again.');
  if (!MISSING.has(response.status)) return response;
  const [, own, file, extension] = NEWEST.exec(request.uri) ?? [];
  if (!file) return refuse(response, '404', 'Not Found', 'not_found', 'There is nothing under this address.');
  // in somebody's place for a minute, as their own may come
  return answer(response, '200', 'OK', TYPES[extension], own ? 'public, max-age=3600' : 'public, max-age=60', picture(file), 'base64');
}

function picture(file) {
  if (!pictures.has(file)) pictures.set(file, readFileSync(new URL(`default/${file}`, import.meta.url)).toString('base64'));
  return pictures.get(file);
}

function refuse(response, status, description, code, message) {
  const body = JSON.stringify({ error: { code, message } });
  return answer(response, status, description, 'application/json', 'no-store', body, 'text');
}

/** In place, because some of the origin's headers must come back as they were. */
function answer(response, status, statusDescription, contentType, cacheControl, body, bodyEncoding) {
  response.headers['content-type'] = [{ key: 'Content-Type', value: contentType }];
  response.headers['cache-control'] = [{ key: 'Cache-Control', value: cacheControl }];
  return Object.assign(response, { status, statusDescription, body, bodyEncoding });
}
