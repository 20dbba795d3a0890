// Session cookies: what the edge's tier of CloudFront Functions goes by (docs/edge.md).
import type { Api, Domain } from './config.js';
import type { Edge } from './edge.js';
import type { Settings } from './settings.js';

export interface Session {
  /** A secret of Secrets Manager whose text is one JWK. A new key is a new secret, so that a change is one. */
  readonly keySecretArn: string;
  readonly seconds: number;
  readonly cookieName: string;
  readonly cookieDomain: string;
  /** The groups that the edge's rules name. */
  readonly groups: readonly string[];
}

export function readSession(settings: Settings, domain: Domain, api: Api, edge: Edge): Session | undefined {
  const keySecretArn = settings.secretArn('SESSION_KEY_SECRET_ARN', 'roundel/session/2026-11-AbCdEf');
  const seconds = settings.whole('SESSION_SECONDS', 600, [300, 900]);
  const { cookieName, rules } = edge.document;
  if (!keySecretArn) {
    if (edge.tier === 'function') settings.problem('EDGE_TIER is function, which needs SESSION_KEY_SECRET_ARN');
    return undefined;
  }
  if (!api.name) settings.problem('SESSION_KEY_SECRET_ARN needs API_DOMAIN_NAME: the cookie must be of a domain that the CDN has, too');
  if (!cookieName) settings.problem('SESSION_KEY_SECRET_ARN needs cookieName in EDGE_CONFIG');
  const groups = rules.map(({ access }) => /^group:(.+)$/.exec(access)?.[1]).filter((group) => group !== undefined);
  return { keySecretArn, seconds, cookieName: cookieName ?? '', cookieDomain: domain.name, groups: [...new Set(groups)] };
}
