// The function as deployed, in Node and in njs: node --test edge/function/function.test.mjs, with ROUNDEL_BIN naming the
// folder that holds edge-function.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { CASES } from './cases.mjs';
import { inNjs, inNode, njsVersion } from './engines.mjs';
import { functionEvent } from './event.mjs';
import { CONFIG, generate } from './generate.mjs';
import { minify } from './minify.mjs';
import { NOW } from './tokens.mjs';

const jobs = CASES.map(({ keys, ...request }) => ({ event: functionEvent(request), keys, now: NOW }));
const version = njsVersion();
if (!version) console.log('njs is not installed (Debian: apt install njs): the CloudFront function is tested in Node alone');

let source;
before(() => {
  source = generate(CONFIG);
});

for (const [engine, run, skip] of [['Node', inNode, false], [`njs ${version}`, inNjs, !version]]) {
  describe(`the function in ${engine}`, { skip }, () => {
    let results;
    before(async () => {
      results = await run(source, jobs);
    });
    for (const [at, { name, expect }] of CASES.entries()) test(name, () => check(results[at], expect));
    test('nothing that a viewer sent is logged', () => {
      assert.equal(results.length, CASES.length);
      for (const { logs } of results) for (const line of logs) assert.match(line, /^\{"level":"info","status":\d{3},"code":"\w+"\}$/);
    });
  });
}

function check({ result, logs }, expect) {
  if (expect.log) assert.deepEqual(logs.map((line) => JSON.parse(line).code), [expect.log]);
  else assert.deepEqual(logs, []);
  if (expect.uri) return checkForwarded(result, expect);
  assert.equal(result.statusCode, expect.status);
  const values = Object.fromEntries(Object.entries(result.headers).map(([name, { value }]) => [name, value]));
  assert.equal(values['cache-control'], 'no-store');
  if (expect.status === 302) return assert.equal(values.location, expect.location);
  assert.equal(values.vary, 'Origin');
  assert.equal(values['access-control-allow-origin'], expect.cors ? 'https://www.example.com' : undefined);
  assert.equal(values['access-control-allow-credentials'], expect.cors ? 'true' : undefined);
  if (expect.status === 204) return assert.equal(values['access-control-allow-headers'], 'authorization');
  assert.equal(values['content-type'], 'application/json');
  assert.equal(JSON.parse(result.body).error.code, expect.code);
}

/** Whatever a request had beside credentials and headers of ours goes on as it came. */
function checkForwarded(result, { uri, headers }) {
  assert.equal(result.uri, uri);
  assert.deepEqual([result.querystring, result.cookies], [{}, {}]);
  assert.equal(result.headers.authorization, undefined);
  assert.deepEqual(result.headers.host, { value: 'video.example.com' });
  const ours = Object.entries(result.headers).filter(([name]) => name.startsWith('x-'));
  const expected = Object.entries(headers).map(([name, value]) => [name, { value }]);
  assert.deepEqual(Object.fromEntries(ours), Object.fromEntries(expected));
}

test('it is at most 6 KB with one rule of each kind and everything optional', (t) => {
  const bytes = Buffer.byteLength(source);
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= 6 * 1024, `${bytes} bytes`);
});

test('without sign-in, hints and header it holds no code for them', async () => {
  const { clientHints, signIn, ...rest } = CONFIG;
  const small = generate({ ...rest, tokenSources: ['cookie'] });
  assert.ok(Buffer.byteLength(small) < Buffer.byteLength(source) - 500);
  for (const gone of ['sec-ch', '302', 'earer ', 'text\\/html']) assert.ok(!small.includes(gone), gone);
  const [{ result }] = await inNode(small, [jobs.find((job) => job.event.request.headers.authorization)]);
  assert.equal(result.statusCode, 401);
});

test('what CloudFront could not read is not written', () => {
  const body = (text) => `import cf from 'cloudfront';import crypto from 'crypto';async function handler(event) { ${text} }`;
  assert.throws(() => minify(body('return f(await event.a)')), /await/);
  assert.throws(() => minify(body('return [...event.a]')), /spread/);
  assert.throws(() => minify(body(`return ${JSON.stringify('x'.repeat(10_240))} + event`)), /10240/);
  assert.throws(() => minify('export const x = 1; function other() {}'), /handler/);
});
