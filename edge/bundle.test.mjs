// The bundle as it is deployed, and what is refused before: node --test edge/bundle.test.mjs, with ROUNDEL_EDGE_DIR as for
// the handler's test.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import { bundle } from './bundle/bundle.mjs';
import { problems } from './bundle/check.mjs';
import { keySets } from './bundle/keys.mjs';

const example = JSON.parse(readFileSync(new URL('config.example.json', import.meta.url), 'utf8'));
const [issuer] = example.issuers;
const folder = mkdtempSync(join(tmpdir(), 'roundel-bundle-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function jwk(kid, bits = 2_048) {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

const good = { keys: [jwk('one'), jwk('two')] };

function options(config, keys = good) {
  const [file, jwks] = [join(folder, 'config.json'), join(folder, 'jwks.json')];
  writeFileSync(file, JSON.stringify(config));
  writeFileSync(jwks, JSON.stringify(keys));
  return { built: process.env.ROUNDEL_EDGE_DIR, config: file, jwks, out: join(folder, 'out') };
}

test('the example makes a bundle that is small, equal every time, and answers', async () => {
  const { path, kb } = await bundle(options(example));
  assert.ok(kb < 80, `${kb} KB`);
  const zip = readFileSync(path);
  await bundle(options(example));
  assert.ok(zip.equals(readFileSync(path)));
  const files = unzipSync(zip);
  const names = Object.keys(files);
  assert.deepEqual(names, [...names].sort());
  const config = JSON.parse(Buffer.from(files['config.json']).toString());
  assert.deepEqual(config.keys, { [issuer]: good });
  assert.equal(config.$schema, undefined);
  const { handler } = await import(pathToFileURL(join(folder, 'out/roundel-edge/handler.mjs')).href);
  const event = JSON.parse(readFileSync(new URL('tests/viewer-request.json', import.meta.url), 'utf8'));
  event.Records[0].cf.request.uri = '/avatars/default/64';
  assert.equal((await handler(event)).uri, '/avatars/default/64.jpg');
});

test('everything that is wrong is said at once', async () => {
  const wrong = {
    ...example,
    issuers: ['http://a.example', 'http://a.example'],
    audience: ['x'],
    tokenSources: ['query'],
    cookieName: 'a b',
    clockTolerance: 301,
    corsOrigins: ['*'],
    rules: [{ path: '/avatars', access: 'public' }, { path: '/a/*', access: 'group:' }],
    defaultAvatar: '/elsewhere',
    signIn: { url: 'http://a.example', returnParameter: 'a=b', returnOrigin: 'https://a.example/' },
    surprise: 1,
  };
  delete wrong.tokenUse;
  const said = problems(wrong);
  for (const part of [
    'issuers[0]', 'unknown member "surprise"', 'either clientIds or audience', '"query" is none of header, cookie', 'cookieName',
    'clockTolerance: must be <= 300', 'corsOrigins[0]', 'rules[0].path', 'rules[1].access', 'defaultAvatar', 'signIn.url',
    'signIn.returnParameter', 'signIn.returnOrigin', 'tokenUse is missing', 'issuers: must NOT have duplicate items',
  ]) {
    assert.ok(said.some((sentence) => sentence.includes(part)), `${part} in\n${said.join('\n')}`);
  }
  await assert.rejects(bundle(options(wrong)), (error) => said.every((sentence) => error.message.includes(sentence)));
});

test('what two members say together is checked too', () => {
  const rule = (path, access) => ({ path, access });
  for (const [changes, expected] of [
    [{ cookieName: undefined }, 'cookieName is missing'],
    [{ keysUrls: { 'https://b.example': 'https://b.example/keys' } }, 'keysUrls: https://b.example is not among issuers'],
    [{ rules: [rule('/a/*', 'public'), rule('/a/b/*', 'owner')] }, '/a/b/* is never reached, because /a/* comes before it'],
    [
      { rules: [rule('/*', 'signed-in')], signIn: { ...example.signIn, url: 'https://assets.example.com/sign-in' } },
      'signIn.url: this page is itself behind a sign-in',
    ],
  ]) {
    const config = JSON.parse(JSON.stringify({ ...example, ...changes }));
    assert.deepEqual(problems(config).filter((sentence) => sentence.includes(expected)).length, 1, expected);
  }
  assert.deepEqual(problems(example), []);
});

test('the schema and the wasm agree about each member', async () => {
  const { open } = await import(pathToFileURL(join(process.env.ROUNDEL_EDGE_DIR, 'host.mjs')).href);
  const module = readFileSync(join(process.env.ROUNDEL_EDGE_DIR, 'roundel_edge_bg.wasm'));
  const { $schema, ...config } = example;
  const starts = (changes) => {
    try {
      return Boolean(open(module, JSON.stringify({ ...config, ...changes })));
    } catch {
      return false;
    }
  };
  assert.ok(starts({}));
  const values = [undefined, null, 0, 1, 301, -1, 1.5, '', 'x', 'any', [], [''], ['x'], [1], {}, { a: 1 }, true, 'https://a.example'];
  const schema = JSON.parse(readFileSync(new URL('config.schema.json', import.meta.url), 'utf8'));
  for (const name of Object.keys(schema.properties)) {
    for (const value of values) {
      const changes = { [name]: value };
      const conforms = problems(JSON.parse(JSON.stringify({ ...config, ...changes }))).length === 0;
      if (conforms) assert.ok(starts(changes), `the schema takes ${JSON.stringify(changes)}`);
    }
  }
});

test('keys are judged before they are bundled', async () => {
  await assert.rejects(bundle(options(example, { keys: [] })), /no key of .* may be used: there is none/);
  await assert.rejects(bundle(options(example, { keys: [jwk('weak', 1_024)] })), /may be used: size_out_of_range/);
  await assert.rejects(bundle(options(example, {})), /the key file has no set for/);
  await bundle(options(example, { [issuer]: good }));
});

test('development is never deployed, and a file that is no JSON is named', async () => {
  await assert.rejects(bundle(options({ ...example, development: true })), /never deployed/);
  const { config, ...rest } = options(example);
  writeFileSync(config, '{');
  await assert.rejects(bundle({ config, ...rest }), (error) => error.message.startsWith(config));
});

test('keys are fetched without following a redirect, and a failure names the address', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/good/.well-known/jwks.json') return response.end(JSON.stringify(good));
    response.writeHead(302, { location: '/good/.well-known/jwks.json' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  assert.deepEqual(await keySets({ issuers: [`${base}/good`] }), { [`${base}/good`]: good });
  const moved = { issuers: [`${base}/moved`] };
  await assert.rejects(keySets(moved), { message: `${base}/moved/.well-known/jwks.json: status 302` });
  server.close();
});
