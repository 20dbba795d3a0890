// The corpus of tokens through the edge as it is deployed: what is good goes on, everything else is a 401 with one body.
// ROUNDEL_EDGE_DIR names the bundle, ROUNDEL_TOKENS the corpus.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = new URL('../..', import.meta.url).pathname;
const target = process.env.ROUNDEL_TARGET ?? join(root, 'target');
const corpus = JSON.parse(readFileSync(process.env.ROUNDEL_TOKENS ?? join(target, 'tokens/corpus.json'), 'utf8'));
const golden = readFileSync(join(root, 'edge/tests/viewer-request.json'), 'utf8');
const example = JSON.parse(readFileSync(join(root, 'edge/config.example.json'), 'utf8'));

/** Profiles of the corpus that the edge's configuration has words for. */
const PROFILES = {
  strict: {},
  '300 s tolerance': { clockTolerance: 300 },
  audience: { audience: ['web', 'app'], clientIds: undefined, tokenUse: 'any' },
  'scopes, all': { scopes: ['openid', 'avatars/write'] },
};
const PATH = '/members/7h6b2kxq4dzj5n3wmr2ytgvcl4/current/512';

const folders = [];
let logged = [];
const clock = Date.now;

before(() => {
  Date.now = () => corpus.now * 1_000;
  const write = console.log;
  console.log = (line, ...rest) => (String(line).startsWith('{') ? logged.push(JSON.parse(line)) : write(line, ...rest));
});
after(() => {
  Date.now = clock;
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function keySet({ jwks }) {
  return typeof jwks === 'string' ? jwks : JSON.stringify(jwks);
}

/** The bundle as it is unpacked in a Lambda, with this profile's configuration. */
async function deploy(profile) {
  const folder = mkdtempSync(join(tmpdir(), 'roundel-edge-'));
  folders.push(folder);
  cpSync(process.env.ROUNDEL_EDGE_DIR ?? join(target, 'edge'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const settings = corpus.profiles[profile];
  const [issuer] = settings.issuers;
  const own = {
    issuers: [issuer],
    clientIds: settings.recipient.clientId,
    tokenUse: settings.tokenUse,
    keys: { [issuer]: JSON.parse(keySet(settings)) },
    keysUrls: { [issuer]: 'https://127.0.0.1:1/nobody-listens' }, // the bundled keys are all there is
    signIn: undefined,
  };
  const config = { ...example, ...own, ...PROFILES[profile] };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return (await import(pathToFileURL(join(folder, 'handler.mjs')).href)).handler;
}

function request(name, value) {
  const event = JSON.parse(golden);
  Object.assign(event.Records[0].cf.request, { uri: PATH, querystring: '' });
  event.Records[0].cf.request.headers[name.toLowerCase()] = [{ key: name, value }];
  return event;
}

/** RFC 9110 §5.5, and CloudFront's quota for a request's headers: what is more never comes here. */
const canBeSent = (token) => token.length <= 20_480 && !/[\0\r\n]|[^\0-\xff]/.test(token);
/** What is no token by its letters is refused before the verifier sees it. */
const isVisible = (token) => /^[!-~]+$/.test(token);

for (const profile of Object.keys(PROFILES)) {
  const cases = corpus.cases.filter((entry) => entry.profile === profile);

  test(`${profile}: ${cases.length} tokens`, async () => {
    assert.ok(cases.length > 0);
    const handler = await deploy(profile);
    const bodies = new Set();
    const problems = [];
    for (const { row, name, token, code } of cases) {
      logged = [];
      const answer = await handler(request('Authorization', `Bearer ${token}`));
      const entry = logged.findLast(({ status }) => status);
      const expected = isVisible(token) ? code : 'malformed_credentials';
      const problem = code === null ? problemOfGood(answer) : problemOfBad(answer, entry, token, expected);
      if (problem) problems.push(`row ${row} ${name}: ${problem}`);
      if (answer.status === '401') bodies.add(answer.body);
      assert.ok(!token || token.length < 20 || !JSON.stringify([answer, logged]).includes(token), `${name} is told`);
    }
    assert.deepEqual(problems, []);
    assert.equal(bodies.size, 1, 'one body for every reason');
  });
}

test('good tokens go on as a cookie and alone, too', async () => {
  const handler = await deploy('strict');
  const good = corpus.cases.filter(({ profile, code }) => profile === 'strict' && code === null);
  for (const { token, name } of good) {
    for (const event of [request('Authorization', token), request('Cookie', `a=1; roundel_token=${token}`)]) {
      assert.equal(problemOfGood(await handler(event)), undefined, name);
    }
  }
});

function problemOfGood(answer) {
  if (!answer.uri) return `${answer.status} instead of going on`;
  if (answer.headers.authorization || answer.headers.cookie) return 'the credentials go on';
  if (!answer.headers['x-roundel-public-id']) return 'nobody is named to the origin';
  return undefined;
}

function problemOfBad(answer, entry, token, code) {
  if (answer.uri) return 'goes on';
  if (!canBeSent(token)) return undefined; // closed in one way or another is all that is asked
  if (answer.status !== '401') return `${answer.status} instead of 401`;
  return entry?.code === code ? undefined : `${entry?.code} instead of ${code}`;
}
