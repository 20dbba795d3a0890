// The function beside the Lambda@Edge handler as built: the same requests, the same configuration, the same answers to the
// last header. Only the tokens differ: where the function is given a session token, the handler is given an access token
// with the same claims. ROUNDEL_EDGE_DIR names the handler's folder.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { RULE_CASES } from './cases.mjs';
import { inNode } from './engines.mjs';
import { edgeEvent, functionEvent } from './event.mjs';
import { CONFIG, generate } from './generate.mjs';
import { ISSUER, NOW, STORE, encode } from './tokens.mjs';

const built = process.env.ROUNDEL_EDGE_DIR ?? new URL('../../target/edge', import.meta.url).pathname;
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'r', alg: 'RS256', use: 'sig' };
const write = console.log;
const realNow = Date.now;

let folder;
let server;
let issuer;
let handler;
let source;
let logs;

before(async () => {
  server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${server.address().port}`;
  source = generate(CONFIG);
  folder = mkdtempSync(join(tmpdir(), 'roundel-differential-'));
  cpSync(built, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...CONFIG, issuers: [issuer], development: true }));
  Date.now = () => NOW * 1000;
  console.log = (line, ...rest) => (String(line).startsWith('{') ? logs.push(String(line)) : write(line, ...rest));
  ({ handler } = await import(pathToFileURL(join(folder, 'handler.mjs')).href));
});

after(() => {
  Date.now = realNow;
  console.log = write;
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

for (const { name, expect, ...request } of RULE_CASES) {
  test(name, async () => {
    const [{ result, logs: ours }] = await inNode(source, [{ event: functionEvent(request), keys: STORE, now: NOW }]);
    logs = [];
    const theirs = await handler(edgeEvent(translated(request)));
    assert.deepEqual(ofFunction(result), ofEdge(theirs));
    assert.deepEqual(ours.map(code), logs.map(code).filter((own) => own !== 'preflight'));
  });
}

const code = (line) => JSON.parse(line).code;

/** The request with access tokens in place of session tokens. */
function translated(request) {
  const headers = request.headers?.map(([name, value]) => [name, value.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, accessToken)]);
  return { ...request, ...(headers && { headers }) };
}

/** RS256 signs the same text the same, so two tokens that agree still do. */
function accessToken(session) {
  const { sub, groups, iat, exp } = JSON.parse(Buffer.from(session.split('.')[1], 'base64url'));
  const claims = { iss: issuer, client_id: CONFIG.clientIds[0], token_use: 'access', sub, 'cognito:groups': groups, iat, exp };
  const input = `${encode('{"alg":"RS256","kid":"r"}')}.${encode(JSON.stringify(claims))}`;
  return `${input}.${encode(sign('sha256', Buffer.from(input), pair.privateKey))}`;
}

function ofFunction({ statusCode, statusDescription, uri, querystring, headers, cookies, body }) {
  const values = (field) => (field.multiValue ?? [field]).map(({ value }) => value);
  if (uri === undefined) return { status: statusCode, statusDescription, headers: fields(headers, values), body: body ?? '' };
  assert.deepEqual([querystring, cookies], [{}, {}]);
  return { uri, headers: fields(headers, values) };
}

function ofEdge({ status, statusDescription, uri, querystring, headers, body }) {
  const values = (lines) => lines.map(({ value }) => value);
  if (uri === undefined) return { status: Number(status), statusDescription, headers: fields(headers, values), body: body ?? '' };
  assert.equal(querystring, '');
  return { uri, headers: fields(headers, values) };
}

/** Hosts differ between AWS's two examples; issuers, between the two kinds of token. */
function fields(headers, values) {
  const pairs = Object.entries(headers).map(([name, field]) => [name, values(field)]);
  const { host, ...rest } = Object.fromEntries(pairs);
  if (rest['x-roundel-iss']?.[0] === issuer) rest['x-roundel-iss'] = [ISSUER];
  return rest;
}
