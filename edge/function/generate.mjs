// A function for a configuration, as `cargo xtask edge function` makes it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { minify } from './minify.mjs';

const binaries = process.env.ROUNDEL_BIN ?? new URL('../../target/release', import.meta.url).pathname;

/** One rule of each kind, and everything that is optional. */
export const CONFIG = {
  issuers: ['https://issuer.example'],
  clientIds: ['demo-client'],
  tokenUse: 'access',
  tokenSources: ['header', 'cookie'],
  cookieName: 'roundel_session',
  rawHeader: true,
  corsOrigins: ['https://www.example.com'],
  rules: [
    { path: '/avatars/*', access: 'public' },
    { path: '/open/*', access: 'public' },
    { path: '/members/*', access: 'signed-in', origin: '/avatars/*' },
    { path: '/owner/*', access: 'owner', origin: '/avatars/*' },
    { path: '/staff/*', access: 'group:staff', origin: '/reports/*' },
  ],
  defaultAvatar: '/avatars/default',
  clientHints: true,
  signIn: {
    // its path is one that a rule asks a token for, too
    url: 'https://www.example.com/staff/sign-in?from=cdn',
    returnParameter: 'return_to',
    returnOrigin: 'https://assets.example.com',
  },
};

/** The small text of the function for this configuration. */
export function generate(config) {
  const folder = mkdtempSync(join(tmpdir(), 'roundel-function-'));
  try {
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify(config));
    return minify(execFileSync(join(binaries, 'edge-function'), [file], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
