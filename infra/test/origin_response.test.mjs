// The origin-response handler as it is deployed, with the default avatar that is: what the local CDN answers, on CloudFront.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import sharp from 'sharp';

const target = process.env.ROUNDEL_TARGET ?? new URL('../../target', import.meta.url).pathname;
const { handler } = await import(pathToFileURL(join(target, 'infra/origin-response/index.mjs')).href);
const ID = 'abcdefghijklmnopqrstuvwxyz';

/** What CloudFront hands over after S3 has answered. */
function event(uri, status, headers = { 'content-type': [{ key: 'Content-Type', value: 'application/xml' }] }) {
  const via = { via: [{ key: 'Via', value: '1.1 x' }] };
  return { Records: [{ cf: { config: { eventType: 'origin-response' }, request: { uri, method: 'GET' }, response: { status, statusDescription: '', headers: { ...headers, ...via } } } }] };
}

const header = ({ headers }, name) => headers[name]?.[0].value;

for (const size of [64, 128, 256, 512]) {
  for (const [extension, format] of [['webp', 'webp'], ['jpg', 'jpeg']]) {
    for (const status of ['403', '404']) {
      test(`${size}.${extension} of somebody who has none is the default avatar, 200 (${status} of the bucket)`, async () => {
        const response = await handler(event(`/avatars/${ID}/current/${size}.${extension}`, status));
        assert.deepEqual([response.status, response.bodyEncoding], ['200', 'base64']);
        assert.equal(header(response, 'content-type'), `image/${format}`);
        assert.equal(header(response, 'cache-control'), 'public, max-age=60');
        assert.ok(header(response, 'via'), 'what CloudFront keeps read-only came back');
        const picture = await sharp(Buffer.from(response.body, 'base64')).metadata();
        assert.deepEqual([picture.format, picture.width, picture.height], [format, size, size]);
      });
    }
  }
}

test('the default avatar has an address of its own', async () => {
  const response = await handler(event('/avatars/default/256.webp', '403'));
  assert.equal(response.status, '200');
  assert.equal(header(response, 'cache-control'), 'public, max-age=3600');
});

for (const uri of [`/avatars/${ID}/current.json`, `/avatars/${ID}/0123456789abcdef/512.webp`, `/avatars/${ID}/current/513.webp`, `/avatars/${ID}/current/512.png`, `/avatars/${ID}/current/../../default/x`, '/avatars/short/current/512.webp', `/avatars/processed/${ID}.jpg`, '/']) {
  test(`${uri}: nothing stands for it, and the refusal is the contract's`, async () => {
    const response = await handler(event(uri, '403'));
    assert.equal(response.status, '404');
    assert.equal(header(response, 'content-type'), 'application/json');
    assert.equal(header(response, 'cache-control'), 'no-store');
    assert.deepEqual(JSON.parse(response.body), { error: { code: 'not_found', message: 'There is nothing under this address.' } });
  });
}

test('a store that fails is said so and not kept', async () => {
  const response = await handler(event(`/avatars/${ID}/current/512.webp`, '503'));
  assert.equal(response.status, '502');
  assert.equal(JSON.parse(response.body).error.code, 'origin_failed');
});

for (const status of ['200', '304', '206']) {
  test(`${status} passes as it is`, async () => {
    const { Records } = event(`/avatars/${ID}/current/512.webp`, status, { etag: [{ key: 'ETag', value: '"a"' }] });
    const before = structuredClone(Records[0].cf.response);
    assert.deepEqual(await handler({ Records }), before);
  });
}

test('no answer is larger than CloudFront takes of a function at origin response', async () => {
  const response = await handler(event(`/avatars/${ID}/current/512.jpg`, '404'));
  assert.ok(response.body.length < 1024 * 1024, `${response.body.length} bytes`);
});
