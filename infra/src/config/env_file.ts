// infra/.env, or the file that ROUNDEL_ENV names. What is in the environment already counts more.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { REPOSITORY } from '../artefacts.js';
import { ConfigError, type Environment } from './settings.js';

/** The settings, and the names that the file has. */
export function environmentOf(process: Environment): { environment: Environment; names: readonly string[] } {
  const path = resolve(REPOSITORY, process['ROUNDEL_ENV'] ?? 'infra/.env');
  const file = read(path);
  return { environment: { ...file, ...process }, names: Object.keys(file) };
}

function read(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch {
    throw new ConfigError([`${path} cannot be read: copy infra/.env.example to infra/.env and fill it in`]);
  }
}
