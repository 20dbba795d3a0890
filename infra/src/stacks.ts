// The four stacks of a stage, in the order in which one needs the other.
import { App, Tags, Validations, type AppProps } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Api } from './api.js';
import type { Artefacts } from './artefacts.js';
import { Cdn } from './cdn.js';
import { EDGE_REGION, type Config } from './config/config.js';
import { BATCH_TIMEOUT, Pipeline } from './pipeline.js';
import { Storage } from './storage.js';

export interface Stacks {
  readonly app: App;
  readonly cdn: Cdn;
  readonly storage: Storage;
  readonly pipeline: Pipeline;
  readonly api: Api;
}

/**
 * cdn ▸ storage ▸ pipeline ▸ api. The distribution comes first because the assets' policy names it and no other.
 * @throws MissingArtefacts where something to deploy is not built.
 */
export function stacks(config: Config, artefacts: Artefacts, props: AppProps = {}): Stacks {
  const app = new App({ analyticsReporting: false, ...props });
  const { account, region } = config;
  const own = (part: string, where = region) => ({
    stackName: `${config.stage}-roundel-${part}`,
    env: { account, region: where },
    crossRegionReferences: region !== EDGE_REGION,
    terminationProtection: !config.throwAway && part === 'storage',
  });
  const cdn = new Cdn(app, 'Cdn', { ...own('cdn', EDGE_REGION), config, artefacts });
  const storage = new Storage(app, 'Storage', { ...own('storage'), config, distributionArn: cdn.distribution.distributionArn, batchTimeout: BATCH_TIMEOUT });
  const { arrivals, deadLetters } = storage;
  const pipeline = new Pipeline(app, 'Pipeline', { ...own('pipeline'), config, artefacts, arrivals, deadLetters });
  const api = new Api(app, 'Api', { ...own('api'), config, artefacts, alarms: pipeline.alarms });
  artefacts.finish();
  Tags.of(app).add('application', `roundel-${config.stage}`);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, cdn, storage, pipeline, api };
}
