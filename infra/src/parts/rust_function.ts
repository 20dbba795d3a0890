// A lambda of the workspace: a static binary on arm64, with a role of its own that may do exactly what it is given.
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as Lambda, Runtime, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Artefacts, LambdaName } from '../artefacts.js';
import type { Config } from '../config/config.js';
import { accept } from './accept.js';
import { logGroup } from './logs.js';

export interface RustFunctionProps {
  readonly name: LambdaName;
  readonly artefacts: Artefacts;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** MiB. A processor comes with 1769. */
  readonly memory: number;
  readonly timeout: Duration;
  readonly grants?: readonly Grant[];
}

/** Actions on resources; nothing else becomes part of a role. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Amazon Linux's own bundle, and not the folders beside it, where certificates may be a second time. */
const SSL_CERT_FILE = '/etc/pki/tls/certs/ca-bundle.crt';

/** X-Ray's actions know no resources. */
const WRITES_TRACES: Grant = { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] };

export function rustFunction(scope: Construct, id: string, config: Config, props: RustFunctionProps): Lambda {
  const logs = logGroup(scope, `${id}Logs`, config);
  const writesLogs = { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.logGroupArn] };
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { grants: policy([...(props.grants ?? []), writesLogs, WRITES_TRACES]) },
  });
  accept(role, 'X-Ray’s actions know no resources', 'AwsSolutions-IAM5[Resource::*]');
  const lambda = new Lambda(scope, id, {
    functionName: `${config.stage}-${props.name}`,
    role,
    logGroup: logs,
    runtime: Runtime.PROVIDED_AL2023,
    architecture: Architecture.ARM_64,
    handler: 'bootstrap',
    code: props.artefacts.lambda(props.name),
    memorySize: props.memory,
    timeout: props.timeout,
    environment: given({ SSL_CERT_FILE, ...props.environment }),
  });
  // as a property: the CDK's own setting would add a policy beside the role's one
  (lambda.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
  return lambda;
}

/** The objects below a prefix of a bucket. */
export const objects = (bucket: string, prefix: string): string => `arn:aws:s3:::${bucket}/${prefix}*`;

/** The ARN of something that another stack names. */
export const arnOf = (scope: Construct, service: string, resource: string): string =>
  Stack.of(scope).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });

function policy(grants: readonly Grant[]): PolicyDocument {
  const statements = grants.map(({ actions, resources }) => new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] }));
  return new PolicyDocument({ statements });
}

function given(environment: RustFunctionProps['environment']): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
