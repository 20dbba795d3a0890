// What the CDK runs: environment ▸ configuration ▸ stacks ▸ templates.
import { Artefacts, MissingArtefacts } from './artefacts.js';
import { readConfig } from './config/config.js';
import { environmentOf } from './config/env_file.js';
import { ConfigError } from './config/settings.js';
import { stacks } from './stacks.js';

try {
  const { environment, names } = environmentOf(process.env);
  const config = await readConfig(environment, names);
  stacks(config, Artefacts.ofEnvironment(process.env)).app.synth();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof MissingArtefacts)) throw error;
  console.error(`roundel: ${error.message}`);
  process.exitCode = 1;
}
