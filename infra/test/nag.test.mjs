// cdk-nag finds nothing, and would: its old form reports nothing whatever is wrong.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { full, synthesised } from './synthesised.mjs';

const violations = (app) => new AwsSolutionsChecks().validateScope(app).violations;
const ids = (app) => violations(app).map(({ ruleName }) => ruleName).sort();

function bad(app) {
  const stack = new Stack(app, 'Bad');
  new Bucket(stack, 'Bucket');
  new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
}

for (const [name, overrides] of [['.env.example', {}], ['everything that it leaves out', full]]) {
  test(`nothing is found in the stacks of ${name}, and every suppression is of something that would be`, async () => {
    const { app } = await synthesised(overrides);
    assert.deepEqual(violations(app), []);
    const acknowledged = acknowledgements(app);
    assert.ok(acknowledged.every(({ reason }) => reason.length > 20));
    const found = new Unforgiving().validateScope(app).violations.map(({ ruleName }) => ruleName);
    assert.deepEqual(found.sort(), [...new Set(acknowledged.map(({ id }) => id))].sort());
  });
}

test('a bad stack is found', () => {
  const app = new App();
  bad(app);
  assert.deepEqual(ids(app), ['AwsSolutions-IAM5[Action::s3:*]', 'AwsSolutions-IAM5[Resource::*]', 'AwsSolutions-S1', 'AwsSolutions-S10']);
});

test('a bad stack beside ours stops the synthesis', async () => {
  const { app } = await synthesised();
  bad(app);
  assert.throws(() => app.synth({ force: true }), /Validation failed/);
});

test('what the CDK runs writes the templates, and refuses a bad configuration in full', () => {
  const run = (environment) => spawnSync(process.execPath, [new URL('../dist/app.js', import.meta.url).pathname], { env: { ...process.env, ROUNDEL_ENV: 'infra/.env.example', ...environment }, encoding: 'utf8' });
  const refused = run({ UPLOADS_BUCKET_NAME: 'assets.example.com', CORS_ALLOW_ORIGIN: 'www.example.com' });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /mistakes:\n.*without a scheme(.|\n)*are both assets\.example\.com/);
  assert.ok(!refused.stderr.includes('    at '), 'a mistake is no stack trace');
});

/** What cdk-nag would find if nothing had been acknowledged. */
class Unforgiving extends AwsSolutionsChecks {
  isAcknowledged() {
    return false;
  }
}

function acknowledgements(app) {
  const entries = app.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY));
  const all = entries.flatMap(({ data }) => Object.entries(data).map(([id, reason]) => ({ id: id.replace(/^annotation::/i, ''), reason })));
  return all.filter(({ id }) => id.startsWith('AwsSolutions'));
}
