// The real handler with the real wasm, against a key server of its own: node --test edge/handler.test.mjs, with
// ROUNDEL_EDGE_DIR naming the folder that holds roundel_edge.js and roundel_edge_bg.wasm.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const SUB = '9f1c2d3e-0000-4000-8000-123456789abc';
const CLIENT = 'demo-client';
const PAGE = 'https://www.example.com';
const built = process.env.ROUNDEL_EDGE_DIR;
const golden = readFileSync(new URL('tests/viewer-request.json', import.meta.url), 'utf8');

const folders = [];
const keys = {
  rsa: signer('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
  p256: signer('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  ed25519: signer('EdDSA', generateKeyPairSync('ed25519')),
  next: signer('RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
};
let server;
let issuer;
let published;
let fetches;
let answerKeys;
let handler;
let logged;

before(async () => {
  assert.ok(built, 'ROUNDEL_EDGE_DIR names the built edge');
  server = createServer((request, response) => answerKeys(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${server.address().port}/pool`;
  const write = console.log;
  console.log = (line, ...rest) => (String(line).startsWith('{') ? logged.push(String(line)) : write(line, ...rest));
});

after(() => {
  server.close();
  server.closeAllConnections();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

// A fresh copy of the bundle is a fresh module: each test has its own cold start.
beforeEach(async () => {
  published = [keys.rsa.jwk('r'), keys.p256.jwk('p'), keys.ed25519.jwk('e')];
  fetches = 0;
  logged = [];
  answerKeys = (request, response) => {
    fetches += 1;
    response.setHeader('content-type', 'application/json');
    response.statusCode = request.url === '/pool/.well-known/jwks.json' ? 200 : 404;
    response.end(JSON.stringify({ keys: published }));
  };
  handler = await coldStart();
});

async function coldStart(changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'roundel-edge-'));
  folders.push(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['roundel_edge.js', 'roundel_edge_bg.wasm']) copyFileSync(join(built, name), join(folder, name));
  for (const name of ['handler.mjs', 'host.mjs', 'keys.mjs']) copyFileSync(new URL(name, import.meta.url), join(folder, name));
  const example = JSON.parse(readFileSync(new URL('config.example.json', import.meta.url), 'utf8'));
  const config = { ...example, issuers: [issuer], clientIds: [CLIENT], development: true, ...changes };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return (await import(pathToFileURL(join(folder, 'handler.mjs')).href)).handler;
}

function signer(alg, { publicKey, privateKey }) {
  const encode = (value) => Buffer.from(value).toString('base64url');
  const hash = alg === 'EdDSA' ? null : 'sha256';
  const key = alg === 'ES256' ? { key: privateKey, dsaEncoding: 'ieee-p1363' } : privateKey;
  return {
    jwk: (kid) => ({ ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }),
    token(kid, changes = {}) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, client_id: CLIENT, token_use: 'access', sub: SUB, exp: now + 600, iat: now, ...changes };
      const input = `${encode(JSON.stringify({ alg, kid }))}.${encode(JSON.stringify(claims))}`;
      return `${input}.${encode(sign(hash, Buffer.from(input), key))}`;
    },
  };
}

/** The 26 characters of base32 that name an avatar. */
function publicId(sub) {
  const bits = [...createHash('sha256').update(sub).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from({ length: 26 }, (_, at) => letters[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('');
}

function request(uri, headers = {}, method = 'GET') {
  const event = JSON.parse(golden);
  const target = event.Records[0].cf.request;
  Object.assign(target, { uri, method });
  for (const [key, value] of Object.entries(headers)) target.headers[key.toLowerCase()] = [{ key, value }];
  return event;
}

const members = `/members/${publicId('somebody')}/current/512`;
const get = (uri, headers) => handler(request(uri, headers));
const bearer = (token) => ({ Authorization: `Bearer ${token}` });

function assertRefused(response, status, code) {
  assert.equal(response.status, String(status));
  assert.equal(response.headers['content-type'][0].value, 'application/json');
  const { error } = JSON.parse(response.body);
  assert.equal(error.code, code);
  assert.ok(error.message);
}

test("AWS's own event goes back as it came, but for what was decided", async () => {
  const event = request(`/avatars/${publicId(SUB)}/current/256`);
  event.Records[0].cf.request.querystring = 'utm=1';
  const { request: before } = structuredClone(event.Records[0].cf);
  const answer = await handler(event);
  assert.deepEqual(answer, { ...before, uri: `${before.uri}.jpg`, querystring: '' });
});

test('a public avatar passes without a key being fetched', async () => {
  const answer = await get(`/avatars/${publicId(SUB)}/current/256`, { accept: 'image/avif,image/webp,*/*;q=0.8' });
  assert.equal(answer.uri, `/avatars/${publicId(SUB)}/current/256.webp`);
  assert.equal(answer.clientIp, '203.0.113.178');
  assert.equal(fetches, 0);
});

test('accept chooses the variant', async () => {
  for (const [accept, extension] of [['image/webp', 'webp'], ['*/*', 'jpg'], ['image/webp;q=0', 'jpg']]) {
    const answer = await get(`/avatars/${publicId(SUB)}/current/64`, { accept });
    assert.equal(answer.uri.split('.').at(-1), extension, accept);
  }
});

test('tokens of all three algorithms are taken, by header and by cookie', async () => {
  for (const [key, kid] of [[keys.rsa, 'r'], [keys.p256, 'p'], [keys.ed25519, 'e']]) {
    const token = key.token(kid);
    for (const headers of [bearer(token), { Authorization: token }, { Cookie: `a=1; roundel_token=${token}` }]) {
      const answer = await get(members, headers);
      assert.equal(answer.uri, `/avatars/${publicId('somebody')}/current/512.jpg`);
      assert.equal(answer.headers['x-roundel-sub'][0].value, SUB);
      assert.equal(answer.headers['x-roundel-public-id'][0].value, publicId(SUB));
      assert.equal(answer.headers.authorization, undefined);
      assert.ok(!JSON.stringify(answer).includes(token));
    }
  }
  assert.equal(fetches, 1);
});

test('a refused token is a 401 with one body, and the log has the reason without the token', async () => {
  const good = keys.rsa.token('r');
  const [head, payload, signature] = good.split('.');
  const forged = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url')), sub: 'admin' }));
  const bodies = new Set();
  for (const [token, code] of [
    [keys.rsa.token('r', { exp: 1 }), 'expired'],
    [keys.next.token('r'), 'bad_signature'],
    [`${head}.${forged.toString('base64url')}.${signature}`, 'bad_signature'],
    [keys.rsa.token('p'), 'alg_key_mismatch'],
    [keys.rsa.token('r', { iss: 'https://evil.example' }), 'issuer_mismatch'],
    ['x.y', 'not_three_parts'],
  ]) {
    const response = await get(members, bearer(token));
    assertRefused(response, 401, 'unauthorized');
    bodies.add(response.body);
    assert.equal(JSON.parse(logged.at(-1)).code, code);
  }
  assertRefused(await get(members), 401, 'unauthorized');
  assert.equal(bodies.size, 1);
  assert.ok(!logged.join().includes(head));
});

test('changed P-256 and Ed25519 signatures are refused by the host primitive', async () => {
  for (const [key, kid] of [[keys.p256, 'p'], [keys.ed25519, 'e']]) {
    const token = key.token(kid);
    const at = token.length - 20;
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    assertRefused(await get(members, bearer(changed)), 401, 'unauthorized');
  }
});

test('owner paths are for their owner', async () => {
  const answer = await get(`/owner/${publicId(SUB)}/current.json`, bearer(keys.rsa.token('r')));
  assert.equal(answer.uri, `/avatars/${publicId(SUB)}/current.json`);
  const other = await get(`/owner/${publicId('other')}/current.json`, bearer(keys.rsa.token('r')));
  assertRefused(other, 403, 'forbidden');
});

test('what no rule names is not there, and a path with two meanings is refused', async () => {
  assertRefused(await get('/secrets.txt'), 404, 'not_found');
  assertRefused(await get('/avatars/%2e%2e/x'), 400, 'bad_path');
});

test('header and cookie that disagree are refused', async () => {
  const headers = { ...bearer(keys.rsa.token('r')), Cookie: `roundel_token=${keys.p256.token('p')}` };
  assertRefused(await get(members, headers), 401, 'unauthorized');
  assert.equal(JSON.parse(logged.at(-1)).code, 'ambiguous_credentials');
});

test('inbound headers of our name are stripped', async () => {
  const forged = { 'X-Roundel-Sub': 'admin', 'X-Roundel-Extra': '1' };
  const open = await get(`/avatars/${publicId(SUB)}/current.json`, forged);
  assert.equal(open.headers['x-roundel-sub'], undefined);
  const known = await get(members, { ...forged, ...bearer(keys.rsa.token('r')) });
  assert.deepEqual(known.headers['x-roundel-sub'].map((line) => line.value), [SUB]);
  assert.equal(known.headers['x-roundel-extra'], undefined);
});

test('a rotated key is fetched once and used', async () => {
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
  published = [keys.rsa.jwk('r'), keys.next.jwk('n')];
  assert.ok((await get(members, bearer(keys.next.token('n')))).uri);
  assert.equal(fetches, 2);
  published = [keys.next.jwk('n')];
  assert.ok((await get(members, bearer(keys.next.token('n')))).uri);
  assert.equal(fetches, 2);
});

test('requests that come together at a cold start wait for one fetch', async () => {
  const token = keys.rsa.token('r');
  const answers = await Promise.all(Array.from({ length: 50 }, () => get(members, bearer(token))));
  assert.ok(answers.every((answer) => answer.uri));
  assert.equal(fetches, 1);
});

test('an unknown key id is asked for once, then known as unknown', async () => {
  for (let n = 0; n < 5; n += 1) assertRefused(await get(members, bearer(keys.next.token('gone'))), 401, 'unauthorized');
  assert.equal(fetches, 1);
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
  assert.equal(fetches, 1);
});

test('a flood of random key ids makes few fetches and stops nobody', async () => {
  const good = keys.rsa.token('r');
  const signature = 'A'.repeat(342);
  const payload = good.split('.')[1];
  const begun = Date.now();
  for (let n = 0; n < 10_000; n += 1) {
    const head = Buffer.from(JSON.stringify({ alg: 'RS256', kid: randomUUID() })).toString('base64url');
    assert.equal((await get(members, bearer(`${head}.${payload}.${signature}`))).status, '401');
    if (n % 1_000 === 0) assert.ok((await get(members, bearer(good))).uri);
  }
  const seconds = (Date.now() - begun) / 1_000;
  assert.ok(fetches <= 2 + Math.ceil(seconds), `${fetches} fetches in ${seconds} s`);
  // The issuer changes its key while the flood goes on: within a second it is good, after one fetch.
  published = [keys.rsa.jwk('r'), keys.next.jwk('n')];
  const fetched = fetches;
  const late = await until(async () => (await get(members, bearer(keys.next.token('n')))).uri);
  assert.ok(late <= 1_100, `${late} ms`);
  assert.equal(fetches, fetched + 1);
});

/** How many milliseconds it takes. */
async function until(holds) {
  const begun = Date.now();
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  return Date.now() - begun;
}

test('keys that cannot be had are a 503, and a redirect is not followed', async () => {
  const failures = [
    (_, response) => response.writeHead(500).end(),
    (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    (_, response) => response.end('x'.repeat(70_000)),
    (_, response) => response.end('<html>'),
    (_, response) => response.write('{"keys":['),
    (_, response) => response.write('{"keys":[', () => response.destroy()),
    () => {},
  ];
  for (const failure of failures) {
    handler = await coldStart();
    fetches = 0;
    answerKeys = (incoming, response) => {
      fetches += 1;
      failure(incoming, response);
    };
    const begun = Date.now();
    assertRefused(await get(members, bearer(keys.rsa.token('r'))), 503, 'unavailable');
    assert.ok(Date.now() - begun < 2_000);
    assert.equal(fetches, 1);
  }
});

test('bundled keys are used at once and refreshed in the background', async () => {
  handler = await coldStart({ keys: { [issuer]: { keys: [keys.rsa.jwk('r')] } } });
  const refreshed = new Promise((resolve) => {
    const answer = answerKeys;
    answerKeys = (incoming, response) => {
      answer(incoming, response);
      response.on('finish', resolve);
    };
  });
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
  await refreshed;
  assert.equal(fetches, 1);
});

test('a key set with weak and foreign keys keeps its good ones', async () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
  const offCurve = { ...keys.p256.jwk('off'), x: Buffer.alloc(32, 1).toString('base64url') };
  published = [{ ...weak, kid: 'w' }, { kty: 'oct', k: 'c2VjcmV0', kid: 'o' }, offCurve, keys.rsa.jwk('r')];
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
  const line = logged.map((entry) => JSON.parse(entry)).find((entry) => entry.code === 'keys_dropped');
  assert.deepEqual(line.dropped, ['size_out_of_range', 'symmetric', 'refused_by_primitive']);
});

test('refusals and preflights can be read by listed pages alone', async () => {
  const allowed = await get(members, { Origin: PAGE });
  assert.equal(allowed.headers['access-control-allow-origin'][0].value, PAGE);
  assert.equal(allowed.headers.vary[0].value, 'Origin');
  const foreign = await get(members, { Origin: 'https://evil.example' });
  assert.equal(foreign.headers['access-control-allow-origin'], undefined);
  const preflight = await handler(request(members, { Origin: PAGE }, 'OPTIONS'));
  assert.equal(preflight.status, '204');
  assert.equal(preflight.headers['access-control-allow-headers'][0].value, 'authorization');
});

test('a group is let in by its name', async () => {
  const staff = `/staff/${publicId(SUB)}/current/64`;
  const token = keys.rsa.token('r', { 'cognito:groups': ['editors', 'staff'] });
  assert.equal((await get(staff, bearer(token))).uri, `/avatars/${publicId(SUB)}/current/64.jpg`);
  assertRefused(await get(staff, bearer(keys.rsa.token('r', { 'cognito:groups': ['Staff'] }))), 403, 'forbidden');
  assertRefused(await get(staff, bearer(keys.rsa.token('r'))), 403, 'forbidden');
});

test('a navigation without a token is sent to sign in, a picture is not', async () => {
  const answer = await get(members, { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' });
  assert.equal(answer.status, '302');
  const target = new URL(answer.headers.location[0].value);
  assert.equal(target.origin + target.pathname, 'https://www.example.com/sign-in');
  const back = new URL(target.searchParams.get('return_to'));
  assert.equal(back.origin + back.pathname, `https://assets.example.com${members}`);
  assertRefused(await get(members, { 'Sec-Fetch-Mode': 'no-cors' }), 401, 'unauthorized');
  // Who comes from there and still has no good token is not sent round again.
  const again = request(back.pathname, { 'Sec-Fetch-Mode': 'navigate' });
  again.Records[0].cf.request.querystring = back.search.slice(1);
  assertRefused(await handler(again), 401, 'unauthorized');
});

test('a client hint chooses a larger variant where that is allowed', async () => {
  const [uri, hints] = [`/avatars/${publicId(SUB)}/current/64`, { 'Sec-CH-DPR': '2' }];
  assert.match((await get(uri, hints)).uri, /\/64\.jpg$/);
  handler = await coldStart({ clientHints: true });
  assert.match((await get(uri, hints)).uri, /\/128\.jpg$/);
});

test('a string that holds a boundary is refused, whole', async () => {
  for (const headers of [{ Referer: 'x\nauthorization\nBearer y' }, { 'x\ny': 'z' }, { Cookie: 'a=1\n' }]) {
    assertRefused(await get(members, { ...headers, ...bearer(keys.rsa.token('r')) }), 503, 'unavailable');
    assert.equal(JSON.parse(logged.at(-1)).code, 'malformed_event');
  }
  assertRefused(await get('/avatars/x', { Referer: 'x'.repeat(100_000) }), 503, 'unavailable');
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
});

test('what was never to happen happens to one request alone', async () => {
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
  const { Edge } = await import(pathToFileURL(join(folders.at(-1), 'roundel_edge.js')).href);
  const { decide } = Edge.prototype;
  Edge.prototype.decide = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  assertRefused(await get(members, bearer(keys.rsa.token('r'))), 503, 'unavailable');
  Edge.prototype.decide = decide;
  assert.ok((await get(members, bearer(keys.rsa.token('r')))).uri);
});

test('a configuration that is wrong is a 503 whose cause the log names', async () => {
  for (const [changes, member] of [
    [{ issuers: [] }, 'issuers'],
    [{ tokenUse: undefined }, 'tokenUse'],
    [{ rules: [{ path: '/a/*', access: 'everybody' }] }, 'rules'],
    [{ keys: { [issuer]: { keys: 'none' } } }, 'keys'],
    [{ scope: ['x'] }, 'unknown member'],
  ]) {
    handler = await coldStart(changes);
    assertRefused(await get(members), 503, 'unavailable');
    const { code, message } = JSON.parse(logged.at(-1));
    assert.deepEqual([code, message], ['start_failed', member]);
  }
});

test('whatever else comes is a 503, never a throw', async () => {
  for (const event of [{}, null, undefined, { Records: [] }, 'x', { Records: [{ cf: {} }] }]) {
    assertRefused(await handler(event), 503, 'unavailable');
  }
  const circular = {};
  circular.self = circular;
  assertRefused(await handler(circular), 503, 'unavailable');
  handler = await coldStart({ issuers: [] });
  assertRefused(await get(members), 503, 'unavailable');
  assert.equal(JSON.parse(logged.at(-1)).message, 'issuers');
});
