// The edge's configuration: what is in its file, with issuers, clients and origins of the one place where they are said.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REPOSITORY } from '../artefacts.js';
import type { Settings } from './settings.js';

/** `lambda`: the handler at every viewer request. `function`: CloudFront Functions, which check session cookies. */
export const TIERS = ['lambda', 'function'] as const;

export interface Edge {
  readonly tier: (typeof TIERS)[number];
  /** Complete, as edge/config.schema.json has it. */
  readonly document: EdgeDocument;
}

export interface EdgeDocument {
  readonly cookieName?: string;
  readonly defaultAvatar: string;
  readonly development?: boolean;
  readonly signIn?: { readonly returnOrigin: string };
  readonly rules: readonly { readonly path: string; readonly access: string }[];
}

/** The default avatar is answered for here, by infra/edge/origin_response.mjs. */
const DEFAULT_AVATAR = '/avatars/default';

export async function readEdge(settings: Settings, tokens: { issuer: string; clientIds: readonly string[] }, origins: readonly string[]): Promise<Edge> {
  const tier = settings.choice('EDGE_TIER', TIERS);
  const file = settings.required('EDGE_CONFIG');
  const found = file ? read(settings, resolve(REPOSITORY, file)) : undefined;
  const document = found && (await complete(settings, found, { issuers: [tokens.issuer], clientIds: tokens.clientIds, corsOrigins: origins }));
  return { tier, document: document ?? { defaultAvatar: DEFAULT_AVATAR, rules: [] } };
}

type Members = Record<string, unknown>;

function read(settings: Settings, path: string): Members | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Members;
  } catch (error) {
    settings.problem(`EDGE_CONFIG: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** What the file says too must be the same, or gateway and edge would let in different people. */
async function complete(settings: Settings, file: Members, known: Members): Promise<EdgeDocument | undefined> {
  const { $schema, ...own } = file;
  const differing = Object.keys(known).filter((name) => name in own && JSON.stringify(own[name]) !== JSON.stringify(known[name]));
  for (const name of differing) {
    settings.problem(`EDGE_CONFIG: ${name} is ${JSON.stringify(own[name])}, but ${SAID_BY[name]} ${JSON.stringify(known[name])}: leave it out of the file`);
  }
  const document = { ...known, ...own };
  const wrong = await problems(document);
  for (const sentence of wrong) settings.problem(`EDGE_CONFIG: ${sentence}`);
  if (wrong.length > 0) return undefined;
  const whole = document as unknown as EdgeDocument;
  if (whole.development) settings.problem('EDGE_CONFIG: development takes plain http, and is never deployed');
  if (whole.defaultAvatar !== DEFAULT_AVATAR) settings.problem(`EDGE_CONFIG: defaultAvatar must be ${DEFAULT_AVATAR}, where the default avatar is answered for`);
  return whole;
}

const SAID_BY: Readonly<Record<string, string>> = {
  issuers: 'TOKEN_ISSUER or USER_POOL_ID says',
  clientIds: 'CLIENT_ID says',
  corsOrigins: 'CORS_ALLOW_ORIGIN says',
};

/** By the checks that the bundle has, too. */
async function problems(document: Members): Promise<readonly string[]> {
  const check = new URL('../../../edge/bundle/check.mjs', import.meta.url);
  const module = (await import(check.href)) as { problems(document: Members): Iterable<string> };
  return [...module.problems(document)];
}
