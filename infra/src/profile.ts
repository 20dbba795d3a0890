// Profiles and posts behind the gateway, and the function's ear on the topic of new avatars.
import { Duration, SecretValue } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { CfnFunction, Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Artefacts } from './artefacts.js';
import type { Config } from './config/config.js';
import type { Network, Profile as Settings } from './config/profile.js';
import { accept } from './parts/accept.js';
import type { Alarms } from './parts/alarms.js';
import { arnOf, rustFunction, type Grant } from './parts/rust_function.js';
import { undelivered } from './parts/undelivered.js';

/** A database that is away is found out in two seconds, a statement is ended after five. */
const TIMEOUT = Duration.seconds(10);
const MEMORY = 256;

/** What a function in somebody's network has to do there; these actions know no resources (AWS: "Giving Lambda functions access to resources in a VPC"). */
const JOINS_NETWORK: Grant = {
  actions: ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
  resources: ['*'],
};

export interface ProfileProps {
  readonly config: Config;
  readonly settings: Settings;
  readonly artefacts: Artefacts;
  readonly alarms: Alarms;
  readonly gateway: HttpApi;
}

export class Profile extends Construct {
  constructor(scope: Construct, id: string, { config, settings, artefacts, alarms, gateway }: ProfileProps) {
    super(scope, id);
    const topicArn = arnOf(this, 'sns', config.notifications.topicName);
    const lambda = rustFunction(this, 'Api', config, {
      name: 'api',
      artefacts,
      memory: MEMORY,
      timeout: TIMEOUT,
      environment: {
        TOKEN_ISSUER: config.tokens.issuer,
        CLIENT_ID: config.tokens.clientIds.join(','),
        CORS_ALLOW_ORIGIN: config.origins.join(','),
        CDN_URL: `https://${config.domain.assets}`,
        TOPIC_ARN: topicArn,
        // a reference that CloudFormation resolves: the password is in no template
        DATABASE_URL: SecretValue.secretsManager(settings.databaseSecretArn).unsafeUnwrap(),
      },
      grants: settings.network ? [JOINS_NETWORK] : [],
    });
    if (settings.network) join(lambda, settings.network);
    this.#routes(gateway, lambda);
    alarms.lambda('Api', lambda);
    this.#hears(topicArn, lambda, alarms);
  }

  #routes(gateway: HttpApi, lambda: Lambda): void {
    const integration = new HttpLambdaIntegration('Api', lambda);
    const authorizer = new HttpNoneAuthorizer();
    const routes = [
      ...gateway.addRoutes({ path: '/api/{proxy+}', methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT], integration, authorizer }),
      ...gateway.addRoutes({ path: '/webhooks/avatar', methods: [HttpMethod.POST], integration, authorizer }),
    ];
    for (const route of routes) accept(route, 'The lambda verifies tokens and SNS’s signatures itself; feeds are for everybody', 'AwsSolutions-APIG4');
  }

  /** Straight to the function: no address to be confirmed, and nothing that anybody else could call. */
  #hears(topicArn: string, lambda: Lambda, alarms: Alarms): void {
    const deadLetterQueue = undelivered(this, 'UnheardChanges', alarms, 'api');
    Topic.fromTopicArn(this, 'Changed', topicArn).addSubscription(new LambdaSubscription(lambda, { deadLetterQueue }));
  }
}

function join(lambda: Lambda, { subnetIds, securityGroupIds }: Network): void {
  // as a property: a network that is looked up by the CDK would need the account at synthesis
  (lambda.node.defaultChild as CfnFunction).vpcConfig = { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };
}
