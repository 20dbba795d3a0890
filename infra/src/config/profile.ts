// Profiles and posts: the one part that needs a database, so it is there where one is named (docs/api.md).
import type { Settings } from './settings.js';

export interface Profile {
  /** A secret of Secrets Manager whose text is a URL like postgres://user:password@host:5432/name?sslmode=verify-full. */
  readonly databaseSecretArn: string;
  /** Where a database without a public address is reached from; `undefined`: from anywhere. */
  readonly network: Network | undefined;
}

export interface Network {
  /** With a way out: keys and certificates are fetched over the internet. */
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export function readProfile(settings: Settings): Profile | undefined {
  const databaseSecretArn = settings.secretArn('DATABASE_SECRET_ARN', 'roundel/database-AbCdEf');
  const network = readNetwork(settings);
  if (!databaseSecretArn) {
    if (network) settings.problem('DATABASE_SUBNET_IDS is there without DATABASE_SECRET_ARN');
    return undefined;
  }
  return { databaseSecretArn, network };
}

function readNetwork(settings: Settings): Network | undefined {
  const subnetIds = ids(settings, 'DATABASE_SUBNET_IDS', /^subnet-[0-9a-f]{8,17}$/, 'subnet-0123456789abcdef0');
  const securityGroupIds = ids(settings, 'DATABASE_SECURITY_GROUP_IDS', /^sg-[0-9a-f]{8,17}$/, 'sg-0123456789abcdef0');
  if (!subnetIds && !securityGroupIds) return undefined;
  if (!subnetIds || !securityGroupIds) settings.problem('DATABASE_SUBNET_IDS and DATABASE_SECURITY_GROUP_IDS are one setting: say both or neither');
  return { subnetIds: subnetIds ?? [], securityGroupIds: securityGroupIds ?? [] };
}

function ids(settings: Settings, name: string, form: RegExp, like: string): readonly string[] | undefined {
  if (!settings.optional(name)) return undefined;
  const found = settings.list(name);
  for (const id of found) settings.matching(name, id, form, like);
  return found;
}
