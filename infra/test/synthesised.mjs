// The stacks of infra/.env.example, or of what differs from it, as CloudFormation would get them. Always with placeholders, so
// that nothing depends on what happens to be built.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Artefacts } from '../dist/artefacts.js';
import { readConfig } from '../dist/config/config.js';
import { environmentOf } from '../dist/config/env_file.js';
import { stacks } from '../dist/stacks.js';

export const example = { ROUNDEL_ENV: 'infra/.env.example' };

/** Everything that `.env.example` leaves out. */
export const full = {
  EDGE_TIER: 'function',
  API_DOMAIN_NAME: 'api.example.com',
  SESSION_KEY_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:roundel/session/2026-11-AbCdEf',
  DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:roundel/database-AbCdEf',
  DATABASE_SUBNET_IDS: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  DATABASE_SECURITY_GROUP_IDS: 'sg-0123456789abcdef0',
  THROW_AWAY: 'true',
  AWS_REGION: 'us-east-1',
  THUMBING_WEBHOOK_URL: 'https://api.example.com/webhooks/avatar',
  ALARM_EMAIL: 'you@example.com',
  WEB_ACL_ARN: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/mine/00000000-0000-0000-0000-000000000000',
  CERTIFICATE_ARN: 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000',
};

export async function configOf(overrides = {}) {
  const { environment, names } = environmentOf({ ...example, ...overrides });
  return readConfig(environment, names);
}

export async function synthesised(overrides) {
  const nowhere = mkdtempSync(join(tmpdir(), 'roundel-infra-'));
  console.error = () => {}; // placeholders are what is wanted here
  const { app, ...parts } = stacks(await configOf(overrides), new Artefacts(nowhere, true), { outdir: join(nowhere, 'out') });
  const templates = Object.fromEntries(Object.entries(parts).map(([name, stack]) => [name, Template.fromStack(stack)]));
  return { app, ...templates };
}

/** The one resource of a type with these properties, its whole definition. */
export function one(template, type, props = {}) {
  const found = Object.values(template.findResources(type, { Properties: props }));
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type} with ${JSON.stringify(props)}`);
  return found[0];
}

/** Its properties. */
export const properties = (template, type, props) => one(template, type, props).Properties;
