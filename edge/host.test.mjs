// Strings are written into the wasm's memory, which grows: what was a view of it then is none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = process.env.ROUNDEL_EDGE_DIR;
const { open } = await import(pathToFileURL(join(folder, 'host.mjs')).href);
const { $schema, ...config } = JSON.parse(readFileSync(new URL('config.example.json', import.meta.url), 'utf8'));
const module = readFileSync(join(folder, 'roundel_edge_bg.wasm'));

const request = (uri) => ({ method: 'GET', uri, querystring: '', headers: { accept: [{ key: 'Accept', value: 'image/webp' }] } });
const event = (uri) => ({ config: { eventType: 'viewer-request' }, request: request(uri) });

test('an answer is the same before and after the memory has moved and grown', () => {
  const edge = open(module, JSON.stringify(config));
  const ask = () => edge.decide(event('/avatars/xj4bnp4pahh6uqkbidpf3lrceo/current/64'));
  const first = ask();
  assert.equal(first.forward.uri, '/avatars/xj4bnp4pahh6uqkbidpf3lrceo/current/64.webp');
  for (const length of [1, 100, 8_000, 60_000, 3]) {
    assert.ok(edge.decide(event(`/${'a'.repeat(length)}`)).respond, `${length}`);
    assert.deepEqual(ask(), first, `after ${length} characters`);
  }
  for (const issuer of config.issuers) {
    assert.throws(() => edge.keysLoaded(issuer, new Uint8Array(60_000).fill(0x20)));
    assert.deepEqual(ask(), first, 'after a key set');
  }
  assert.throws(() => edge.decide(event('/'.repeat(70_000))), RangeError);
  assert.deepEqual(ask(), first, 'after what is too large');
});
