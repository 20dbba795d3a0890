// node dist/edge_config.js FILE: writes the edge's whole configuration, for `cargo xtask edge`. On stdout: the tier, and on a second
// line the default avatar's picture, where there is one.
import { writeFileSync } from 'node:fs';
import { readConfig } from './config/config.js';
import { environmentOf } from './config/env_file.js';
import { ConfigError } from './config/settings.js';

try {
  const { environment, names } = environmentOf(process.env);
  const { edge, defaultAvatar } = await readConfig(environment, names);
  writeFileSync(process.argv[2]!, `${JSON.stringify(edge.document, null, 2)}\n`);
  console.log(`${edge.tier}\n${defaultAvatar ?? ''}`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`roundel: ${error.message}`);
  process.exitCode = 1;
}
