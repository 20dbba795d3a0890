// The HTTP API: who may upload, sessions for the edge, and profiles where there is a database.
import { CfnOutput, Duration, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, DomainName, HttpApi, HttpMethod, HttpNoneAuthorizer, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { Artefacts } from './artefacts.js';
import { ORIGINALS_PREFIX, type Config } from './config/config.js';
import type { Session } from './config/session.js';
import { accept } from './parts/accept.js';
import type { Alarms } from './parts/alarms.js';
import { logGroup } from './parts/logs.js';
import { objects, rustFunction } from './parts/rust_function.js';
import { Profile } from './profile.js';

const TIMEOUT = Duration.seconds(10);
const MEMORY = 256;

/** Request id, route, outcome and time. No address, no header, no body: a token can be in none of these. */
const LOGGED = ['requestId', 'requestTime', 'routeKey', 'status', 'responseLatency', 'integrationLatency', 'authorizer.error', 'error.message'];

export interface ApiProps extends StackProps {
  readonly config: Config;
  readonly artefacts: Artefacts;
  readonly alarms: Alarms;
}

export class Api extends Stack {
  constructor(scope: Construct, id: string, { config, artefacts, alarms, ...props }: ApiProps) {
    super(scope, id, props);
    const tokens = { TOKEN_ISSUER: config.tokens.issuer, CLIENT_ID: config.tokens.clientIds.join(',') };
    const small = { artefacts, memory: MEMORY, timeout: TIMEOUT };
    const keyUpload = rustFunction(this, 'KeyUpload', config, {
      ...small,
      name: 'key_upload',
      environment: { ...tokens, CORS_ALLOW_ORIGIN: config.origins.join(','), UPLOADS_BUCKET_NAME: config.buckets.uploads, UPLOADS_PER_MINUTE: config.uploadsPerMinute },
      // a presigned PUT can do what its signer can
      grants: [{ actions: ['s3:PutObject'], resources: [objects(config.buckets.uploads, ORIGINALS_PREFIX)] }],
    });
    accept(keyUpload.role!, 'The objects below one prefix: each key is made for one upload', `AwsSolutions-IAM5[Resource::${objects(config.buckets.uploads, ORIGINALS_PREFIX)}]`);
    // `forward`: key_upload verifies the token itself, so its refusals are JSON with CORS and not the gateway's
    const authorizer = rustFunction(this, 'Authorizer', config, { ...small, name: 'authorizer', environment: { ...tokens, REFUSED_TOKENS: 'forward' } });
    const session = config.session && this.#session(config, config.session, { ...small, environment: tokens });

    const api = this.#gateway(config);
    const upload = new HttpLambdaIntegration('KeyUpload', keyUpload);
    api.addRoutes({ path: '/avatars/key_upload', methods: [HttpMethod.POST], integration: upload, authorizer: customAuthorizer(authorizer) });
    const open = new HttpNoneAuthorizer();
    const preflights = api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.OPTIONS], integration: upload, authorizer: open });
    accept(preflights[0]!, 'Browsers send preflights without credentials; nothing is done but answered', 'AwsSolutions-APIG4');
    if (session) {
      const methods = [HttpMethod.POST, HttpMethod.DELETE, HttpMethod.OPTIONS];
      const routes = api.addRoutes({ path: '/session', methods, integration: new HttpLambdaIntegration('Session', session), authorizer: open });
      for (const route of routes) accept(route, 'The lambda verifies the token itself; signing out needs none', 'AwsSolutions-APIG4');
    }
    if (config.profile) new Profile(this, 'Profile', { config, settings: config.profile, artefacts, alarms, gateway: api });
    for (const [name, lambda] of Object.entries({ KeyUpload: keyUpload, Authorizer: authorizer, ...(session && { Session: session }) })) alarms.lambda(name, lambda);
  }

  #session(config: Config, session: Session, small: { artefacts: Artefacts; memory: number; timeout: Duration; environment: Record<string, string> }): Lambda {
    return rustFunction(this, 'Session', config, {
      ...small,
      name: 'session',
      environment: {
        ...small.environment,
        CORS_ALLOW_ORIGIN: config.origins.join(','),
        // a reference that CloudFormation resolves: the key is in no template
        SESSION_KEY: SecretValue.secretsManager(session.keySecretArn).unsafeUnwrap(),
        SESSION_SECONDS: String(session.seconds),
        SESSION_GROUPS: session.groups.join(',') || undefined,
        SESSION_COOKIE_NAME: session.cookieName,
        SESSION_COOKIE_DOMAIN: session.cookieDomain,
      },
    });
  }

  /** The gateway's own answers have CORS by the same list; with it in place the gateway answers preflights itself. */
  #gateway(config: Config): HttpApi {
    const api = new HttpApi(this, 'Gateway', {
      apiName: `${config.stage}-roundel`,
      createDefaultStage: false,
      disableExecuteApiEndpoint: config.api.name !== undefined,
      corsPreflight: {
        allowOrigins: [...config.origins],
        allowMethods: [...(config.profile ? [CorsHttpMethod.GET, CorsHttpMethod.PUT] : []), CorsHttpMethod.POST, CorsHttpMethod.DELETE, CorsHttpMethod.OPTIONS],
        allowHeaders: ['authorization', 'content-type'],
        exposeHeaders: ['retry-after'],
        allowCredentials: config.session !== undefined,
        maxAge: Duration.seconds(600),
      },
    });
    const domainName = this.#domainName(config);
    const requests = config.api.requestsPerSecond;
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requests, burstLimit: 2 * requests },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup(this, 'AccessLogs', config)), format: logFormat() },
      ...(domainName && { domainMapping: { domainName } }),
    });
    new CfnOutput(this, 'Address', { value: config.api.name ? `https://${config.api.name}` : api.apiEndpoint, description: 'api of the page' });
    return api;
  }

  #domainName({ api: { name, certificateArn }, domain }: Config): DomainName | undefined {
    if (!name) return undefined;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { zoneName: domain.name, hostedZoneId: domain.hostedZoneId });
    const certificate = certificateArn
      ? Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
      : new Certificate(this, 'Certificate', { domainName: name, validation: CertificateValidation.fromDns(zone) });
    const made = new DomainName(this, 'DomainName', { domainName: name, certificate });
    const target = RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(made.regionalDomainName, made.regionalHostedZoneId));
    new ARecord(this, 'Alias', { zone, recordName: `${name}.`, target });
    return made;
  }
}

/** Payload 2.0, simple responses, nothing remembered: a token that has ended must not be let in by a memory. */
function customAuthorizer(lambda: Lambda): HttpLambdaAuthorizer {
  return new HttpLambdaAuthorizer('Authorizer', lambda, {
    identitySource: ['$request.header.Authorization'],
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    resultsCacheTtl: Duration.seconds(0),
  });
}

function logFormat(): AccessLogFormat {
  return AccessLogFormat.custom(JSON.stringify(Object.fromEntries(LOGGED.map((name) => [name, `$context.${name}`]))));
}
