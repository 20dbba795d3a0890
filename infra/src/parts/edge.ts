// What runs at CloudFront's edge: the rules at every viewer request, and the default avatar where the bucket has nothing.
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Function as EdgeFunction, FunctionEventType, FunctionRuntime, KeyValueStore, LambdaEdgeEventType, type BehaviorOptions } from 'aws-cdk-lib/aws-cloudfront';
import { CompositePrincipal, Effect, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as Lambda, Runtime, type Code, type IVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Artefacts } from '../artefacts.js';
import type { Config } from '../config/config.js';
import { accept } from './accept.js';

type Associations = Pick<BehaviorOptions, 'edgeLambdas' | 'functionAssociations'>;

/** The tier's own function at viewer requests, and `atOrigin` at origin responses. */
export function edgeRules(scope: Construct, { edge, stage }: Config, artefacts: Artefacts, atOrigin: IVersion): Associations {
  const atResponse = { functionVersion: atOrigin, eventType: LambdaEdgeEventType.ORIGIN_RESPONSE };
  if (edge.tier === 'lambda') {
    const handler = lambdaAtEdge(scope, 'ViewerRequest', 'handler.handler', artefacts.edgeHandler());
    return { edgeLambdas: [{ functionVersion: handler, eventType: LambdaEdgeEventType.VIEWER_REQUEST }, atResponse] };
  }
  const keyValueStore = new KeyValueStore(scope, 'SessionKeys', { keyValueStoreName: `${stage}-roundel-sessions` });
  const rules = new EdgeFunction(scope, 'Rules', {
    functionName: `${stage}-roundel`,
    code: artefacts.edgeFunction(),
    runtime: FunctionRuntime.JS_2_0,
    keyValueStore,
  });
  new CfnOutput(scope, 'SessionKeysArn', { value: keyValueStore.keyValueStoreArn, description: 'where docs/edge.md puts the session key' });
  return { functionAssociations: [{ function: rules, eventType: FunctionEventType.VIEWER_REQUEST }], edgeLambdas: [atResponse] };
}

/** Answers for what the bucket has not, on a miss alone: infra/edge/origin_response.mjs. */
export function originResponse(scope: Construct, _: Config, artefacts: Artefacts): IVersion {
  return lambdaAtEdge(scope, 'OriginResponse', 'index.handler', artefacts.originResponse());
}

/**
 * AWS, "Restrictions on edge functions": x86-64, no environment, 128 MB and 5 s at viewer requests. Replicas outlive the
 * distribution by hours and cannot be deleted before, so functions and versions stay when the stack goes.
 */
function lambdaAtEdge(scope: Construct, id: string, handler: string, code: Code): IVersion {
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new CompositePrincipal(new ServicePrincipal('lambda.amazonaws.com'), new ServicePrincipal('edgelambda.amazonaws.com')),
  });
  const lambda = new Lambda(scope, id, {
    role,
    handler,
    code,
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.X86_64,
    memorySize: 128,
    timeout: Duration.seconds(5),
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
  });
  lambda.applyRemovalPolicy(RemovalPolicy.RETAIN);
  mayLogWhereItRuns(scope, `${id}Logs`, role, lambda);
  accept(lambda, 'The newest Node that the handler is tested under', 'AwsSolutions-L1');
  return lambda.currentVersion;
}

/** A replica writes to the region it runs in, into a group that it makes itself. */
function mayLogWhereItRuns(scope: Construct, id: string, role: Role, lambda: Lambda): void {
  const group = `arn:aws:logs:*:${Stack.of(scope).account}:log-group:/aws/lambda/us-east-1.${lambda.functionName}`;
  const policy = new Policy(scope, id, {
    roles: [role],
    statements: [
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resources: [group, `${group}:*`] }),
    ],
  });
  const function_ = Stack.of(scope).getLogicalId(lambda.node.defaultChild as never);
  const found = `arn:aws:logs:*:${Stack.of(scope).account}:log-group:/aws/lambda/us-east-1.<${function_}>`;
  accept(policy, 'Which region a replica runs in is CloudFront’s choice; the group is the function’s own', `AwsSolutions-IAM5[Resource::${found}]`, `AwsSolutions-IAM5[Resource::${found}:*]`);
}
