// The configuration: what is read, and that every mistake is told at once.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../dist/config/config.js';
import { environmentOf } from '../dist/config/env_file.js';
import { ConfigError } from '../dist/config/settings.js';
import { configOf, full } from './synthesised.mjs';

async function problems(overrides) {
  try {
    await configOf(overrides);
  } catch (error) {
    assert.ok(error instanceof ConfigError, error);
    return error.problems;
  }
  return [];
}

test('.env.example is a whole configuration', async () => {
  const config = await configOf();
  assert.equal(config.buckets.assets, 'assets.example.com');
  assert.equal(config.tokens.issuer, 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE');
  assert.deepEqual(config.origins, ['https://www.example.com']);
  assert.equal(config.session, undefined);
  assert.deepEqual(config.days, { originals: 7, oldVersions: 30, logs: 30 });
});

test('.env.example explains every setting, and its commented lines are good ones', async () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'roundel-env-'));
  const path = join(folder, '.env');
  const whole = text.replaceAll(/^#([A-Z_]+=)/gm, '$1').replace(/^TOKEN_ISSUER=.*$/m, '').replace(/^DEFAULT_AVATAR=.*$/m, 'DEFAULT_AVATAR=docs/images/profile-desktop-light.png');
  writeFileSync(path, whole);
  const { environment, names } = environmentOf({ ROUNDEL_ENV: path });
  const config = await readConfig(environment, names);
  assert.equal(config.session.cookieDomain, 'example.com');
  assert.deepEqual(config.session.groups, ['staff']);
  const asked = new Set();
  await readConfig(new Proxy({}, { get: (_, name) => void asked.add(name) })).catch(() => {});
  assert.deepEqual(new Set(text.match(/^#?[A-Z0-9_]+(?==)/gm).map((name) => name.replace('#', ''))), asked);
});

test('an empty configuration lists everything that is missing at once', async () => {
  const error = await readConfig({}).then(assert.fail, (error) => error);
  for (const name of ['DOMAIN_NAME', 'AWS_REGION', 'AWS_ACCOUNT_ID', 'STAGE', 'HOSTED_ZONE_ID', 'UPLOADS_BUCKET_NAME', 'CLIENT_ID', 'CORS_ALLOW_ORIGIN', 'THUMBING_TOPIC_NAME', 'EDGE_CONFIG']) {
    assert.ok(error.problems.includes(`${name} is missing`), `${name}\n${error.message}`);
  }
  assert.ok(error.problems.includes('TOKEN_ISSUER or USER_POOL_ID is missing'));
});

test('several contradictions are told together', async () => {
  const found = await problems({ UPLOADS_BUCKET_NAME: 'assets.example.com', THUMBING_WEBHOOK_URL: 'http://a.example/hook', CORS_ALLOW_ORIGIN: 'www.example.com', CERTIFICATE_ARN: full.CERTIFICATE_ARN.replace('us-east-1', 'eu-west-1') });
  for (const sentence of [/are both assets\.example\.com/, /THUMBING_WEBHOOK_URL .* only https/, /www\.example\.com without a scheme/, /certificate in eu-west-1; it must be in us-east-1/]) {
    assert.ok(found.some((problem) => sentence.test(problem)), `${sentence}\n${found.join('\n')}`);
  }
});

for (const [name, overrides, sentence] of [
  ['equal buckets (S9)', { ASSETS_BUCKET_NAME: 'example-roundel-uploads' }, /variants would be originals again/],
  ['input under output (S9)', { THUMBING_S3_FOLDER_INPUT: 'avatars/processed/original' }, /overlap/],
  ['output under input (S9)', { THUMBING_S3_FOLDER_OUTPUT: 'avatars/original/' }, /overlap/],
  ['another folder', { THUMBING_S3_FOLDER_INPUT: 'avatar/original' }, /THUMBING_S3_FOLDER_INPUT is always avatars\/original/],
  ['an origin with a path', { CORS_ALLOW_ORIGIN: 'https://www.example.com/app' }, /which is not like/],
  ['any origin', { CORS_ALLOW_ORIGIN: '*' }, /without a scheme/],
  ['a plain http origin', { CORS_ALLOW_ORIGIN: 'http://www.example.com' }, /is not https/],
  ['an empty entry', { CLIENT_ID: 'a,,b' }, /CLIENT_ID has an empty entry/],
  ['an http issuer', { USER_POOL_ID: '', TOKEN_ISSUER: 'http://issuer.example.com' }, /TOKEN_ISSUER is/],
  ['two issuers', { TOKEN_ISSUER: 'https://issuer.example.com' }, /but USER_POOL_ID means/],
  ['the gateway’s certificate elsewhere', { API_DOMAIN_NAME: 'api.example.com', API_CERTIFICATE_ARN: full.CERTIFICATE_ARN }, /must be in eu-west-1/],
  ['a certificate for nothing', { API_CERTIFICATE_ARN: full.CERTIFICATE_ARN.replace('us-east-1', 'eu-west-1') }, /without API_DOMAIN_NAME/],
  ['a network without a database', { DATABASE_SUBNET_IDS: 'subnet-0123456789abcdef0', DATABASE_SECURITY_GROUP_IDS: 'sg-0123456789abcdef0' }, /without DATABASE_SECRET_ARN/],
  ['half a network', { DATABASE_SECRET_ARN: full.DATABASE_SECRET_ARN, DATABASE_SUBNET_IDS: 'subnet-0123456789abcdef0' }, /say both or neither/],
  ['a database’s URL in place of its secret', { DATABASE_SECRET_ARN: 'postgres://u:p@h/d' }, /DATABASE_SECRET_ARN is/],
  ['an API elsewhere', { API_DOMAIN_NAME: 'api.example.org' }, /not under example\.com/],
  ['an alias elsewhere', { ASSETS_DOMAIN_NAME: 'assets.example.org' }, /not under example\.com/],
  ['one name for both', { API_DOMAIN_NAME: 'assets.example.com' }, /are both assets\.example\.com/],
  ['a regional web ACL', { WEB_ACL_ARN: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/y' }, /WEB_ACL_ARN/],
  ['functions without a key', { EDGE_TIER: 'function' }, /needs SESSION_KEY_SECRET_ARN/],
  ['a session without a shared domain', { SESSION_KEY_SECRET_ARN: full.SESSION_KEY_SECRET_ARN }, /needs API_DOMAIN_NAME/],
  ['a session that is too long', { SESSION_SECONDS: '901' }, /from 300 to 900/],
  ['days that are no number', { ORIGINALS_DAYS: 'week' }, /ORIGINALS_DAYS is "week"/],
  ['days that no log group has', { LOGS_DAYS: '31' }, /LOGS_DAYS/],
  ['an edge for other clients', { CLIENT_ID: 'another' }, /EDGE_CONFIG: clientIds is .* but CLIENT_ID says/],
  ['an edge for other pages', { CORS_ALLOW_ORIGIN: 'https://app.example.com' }, /EDGE_CONFIG: corsOrigins/],
  ['an edge that comes back elsewhere', { ASSETS_DOMAIN_NAME: 'img.example.com' }, /signIn\.returnOrigin/],
  ['no such file', { EDGE_CONFIG: 'edge/none.json' }, /EDGE_CONFIG: ENOENT/],
  ['a default avatar that is not there', { DEFAULT_AVATAR: 'none.png' }, /DEFAULT_AVATAR/],
  ['a flag that is none', { THROW_AWAY: 'yes' }, /none of false, true/],
]) {
  test(`refused: ${name}`, async () => {
    const found = await problems(overrides);
    assert.ok(found.some((problem) => sentence.test(problem)), found.join('\n') || 'nothing was refused');
  });
}

test('a name that is no setting is told: mostly a typing mistake', async () => {
  const { environment, names } = environmentOf({ ROUNDEL_ENV: 'infra/.env.example' });
  const error = await readConfig(environment, [...names, 'THUMBING_WEBHOOK']).then(assert.fail, (error) => error);
  assert.deepEqual(error.problems, ['THUMBING_WEBHOOK is no setting']);
});

test('the edge takes issuers, clients and origins from the settings where its file leaves them out', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'roundel-edge-')), 'edge.json');
  const { issuers, clientIds, corsOrigins, $schema, ...own } = JSON.parse(readFileSync(new URL('../../edge/config.example.json', import.meta.url)));
  writeFileSync(file, JSON.stringify(own));
  const { edge } = await configOf({ EDGE_CONFIG: file, CLIENT_ID: 'one, two', CORS_ALLOW_ORIGIN: 'https://a.example,https://b.example/' });
  assert.deepEqual(edge.document.clientIds, ['one', 'two']);
  assert.deepEqual(edge.document.corsOrigins, ['https://a.example', 'https://b.example']);
});
