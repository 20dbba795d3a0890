// What the templates say: the acceptance checks of the course that Roundel's contract keeps, then each stack.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { full, one, properties, synthesised } from './synthesised.mjs';

const { api, cdn, pipeline, storage } = await synthesised();
const whole = await synthesised(full);

const logicalId = (template, type, props = {}) => Object.keys(template.findResources(type, { Properties: props }))[0];
const environment = (template, name) => properties(template, 'AWS::Lambda::Function', { FunctionName: `production-${name}` }).Environment.Variables;
const route = (template, RouteKey) => properties(template, 'AWS::ApiGatewayV2::Route', { RouteKey });

describe('the acceptance checks of the course', () => {
  test('POST /avatars/key_upload is AWS_PROXY, AuthorizationType CUSTOM, with UPLOADS_BUCKET_NAME', () => {
    const { AuthorizationType, Target } = route(api, 'POST /avatars/key_upload');
    assert.equal(AuthorizationType, 'CUSTOM');
    const integration = api.toJSON().Resources[Target['Fn::Join'][1][1].Ref].Properties;
    assert.equal(integration.IntegrationType, 'AWS_PROXY');
    const lambda = logicalId(api, 'AWS::Lambda::Function', { FunctionName: 'production-key_upload' });
    assert.deepEqual(integration.IntegrationUri, { 'Fn::GetAtt': [lambda, 'Arn'] });
    assert.equal(environment(api, 'key_upload').UPLOADS_BUCKET_NAME, 'example-roundel-uploads');
  });

  test('OPTIONS /{proxy+} has AuthorizationType NONE', () => {
    assert.equal(route(api, 'OPTIONS /{proxy+}').AuthorizationType, 'NONE');
  });

  test('the uploads bucket’s first event is s3:ObjectCreated:* towards the image lambda, through a queue', () => {
    const bucket = properties(storage, 'AWS::S3::Bucket', { BucketName: 'example-roundel-uploads' });
    const [first, ...more] = bucket.NotificationConfiguration.QueueConfigurations;
    assert.equal(more.length, 0);
    assert.equal(first.Event, 's3:ObjectCreated:*');
    assert.deepEqual(first.Filter.S3Key.Rules, [{ Name: 'prefix', Value: 'avatars/original/' }]);
    // the queue of one stack is what the lambda of another reads
    const queue = first.Queue['Fn::GetAtt'][0];
    const mapping = properties(pipeline, 'AWS::Lambda::EventSourceMapping');
    const exported = Object.values(storage.toJSON().Outputs).find(({ Export }) => Export?.Name === mapping.EventSourceArn['Fn::ImportValue']);
    assert.deepEqual(exported.Value, { 'Fn::GetAtt': [queue, 'Arn'] });
    assert.equal(mapping.FunctionName.Ref, logicalId(pipeline, 'AWS::Lambda::Function', { FunctionName: 'production-variants' }));
  });

  test('its DEST_BUCKET_NAME is assets.<domain>', () => {
    assert.equal(environment(pipeline, 'variants').DEST_BUCKET_NAME, 'assets.example.com');
  });

  test('the assets bucket has BlockPublicPolicy and RestrictPublicBuckets', () => {
    const { PublicAccessBlockConfiguration: block } = properties(storage, 'AWS::S3::Bucket', { BucketName: 'assets.example.com' });
    assert.equal(block.BlockPublicPolicy, true);
    assert.equal(block.RestrictPublicBuckets, true);
  });

  test('one distribution, alias assets.<domain>, S3 origin', () => {
    cdn.resourceCountIs('AWS::CloudFront::Distribution', 1);
    const { DistributionConfig: config } = properties(cdn, 'AWS::CloudFront::Distribution');
    assert.deepEqual(config.Aliases, ['assets.example.com']);
    assert.equal(config.Origins.length, 1);
    assert.deepEqual(config.Origins[0].S3OriginConfig, { OriginAccessIdentity: '' });
  });

  test('a Route53 A alias leads to it', () => {
    const record = properties(cdn, 'AWS::Route53::RecordSet', { Type: 'A' });
    assert.equal(record.Name, 'assets.example.com.');
    assert.deepEqual(record.AliasTarget.DNSName, { 'Fn::GetAtt': [logicalId(cdn, 'AWS::CloudFront::Distribution'), 'DomainName'] });
  });
});

describe('storage (S2, S4, S9)', () => {
  const buckets = Object.values(storage.findResources('AWS::S3::Bucket'));

  test('both buckets are private, encrypted and versioned, and stay when the stack goes', () => {
    assert.equal(buckets.length, 2);
    for (const { Properties: bucket, DeletionPolicy } of buckets) {
      assert.deepEqual(Object.values(bucket.PublicAccessBlockConfiguration), [true, true, true, true]);
      assert.equal(bucket.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm, 'AES256');
      assert.equal(bucket.VersioningConfiguration.Status, 'Enabled');
      assert.equal(DeletionPolicy, 'Retain');
    }
  });

  test('nothing is answered without TLS, or with an old one', () => {
    for (const { Properties } of Object.values(storage.findResources('AWS::S3::BucketPolicy'))) {
      const denied = Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Deny').map(({ Action, Condition }) => [Action, Condition]);
      assert.deepEqual(denied, [['s3:*', { Bool: { 'aws:SecureTransport': 'false' } }], ['s3:*', { NumericLessThan: { 's3:TlsVersion': 1.2 } }]]);
    }
  });

  test('originals end in days, incomplete uploads in one, replaced variants in a month', () => {
    const rules = (BucketName) => Object.assign({}, ...properties(storage, 'AWS::S3::Bucket', { BucketName }).LifecycleConfiguration.Rules);
    const [uploads, assets] = [rules('example-roundel-uploads'), rules('assets.example.com')];
    assert.equal(uploads.ExpirationInDays, 7);
    assert.equal(uploads.AbortIncompleteMultipartUpload.DaysAfterInitiation, 1);
    assert.equal(assets.ExpirationInDays, undefined, 'avatars never end by themselves');
    assert.equal(assets.NoncurrentVersionExpiration.NoncurrentDays, 30);
  });

  test('CORS is of the one list of origins, for PUT alone (S20)', async () => {
    const origins = 'https://a.example,https://b.example';
    const { api, cdn, storage } = await synthesised({ CORS_ALLOW_ORIGIN: origins, EDGE_CONFIG: 'infra/test/edge.json' });
    const listed = origins.split(',');
    const [rule] = properties(storage, 'AWS::S3::Bucket', { BucketName: 'example-roundel-uploads' }).CorsConfiguration.CorsRules;
    assert.deepEqual([rule.AllowedOrigins, rule.AllowedMethods], [listed, ['PUT']]);
    assert.deepEqual(rule.AllowedHeaders, ['content-type', 'if-none-match', 'x-amz-checksum-sha256']);
    assert.deepEqual(properties(api, 'AWS::ApiGatewayV2::Api').CorsConfiguration.AllowOrigins, listed);
    assert.equal(environment(api, 'key_upload').CORS_ALLOW_ORIGIN, origins);
    for (const { Properties } of Object.values(cdn.findResources('AWS::CloudFront::ResponseHeadersPolicy'))) {
      assert.deepEqual(Properties.ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowOrigins.Items, listed);
    }
  });

  test('five tries, then the dead letters, which are kept for two weeks', () => {
    const queue = properties(storage, 'AWS::SQS::Queue', { VisibilityTimeout: 360 });
    assert.equal(queue.RedrivePolicy.maxReceiveCount, 5);
    const deadLetters = queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0];
    assert.equal(storage.toJSON().Resources[deadLetters].Properties.MessageRetentionPeriod, 14 * 86_400);
    assert.equal(queue.VisibilityTimeout, 6 * properties(pipeline, 'AWS::Lambda::Function', { FunctionName: 'production-variants' }).Timeout, 'as AWS advises');
  });

  test('only this bucket may write into the queue, and the bucket waits for that', () => {
    const policies = Object.entries(storage.findResources('AWS::SQS::QueuePolicy'));
    const allowed = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow'));
    assert.equal(allowed.length, 1);
    assert.deepEqual(allowed[0].Principal, { Service: 's3.amazonaws.com' });
    assert.deepEqual(allowed[0].Condition, { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::example-roundel-uploads' }, StringEquals: { 'aws:SourceAccount': '123456789012' } });
    const { DependsOn } = one(storage, 'AWS::S3::Bucket', { BucketName: 'example-roundel-uploads' });
    assert.ok(policies.some(([id, { Properties }]) => Properties.PolicyDocument.Statement.includes(allowed[0]) && DependsOn.includes(id)));
  });

  test('only this distribution may read, and only what is below avatars/', () => {
    const statements = Object.values(storage.findResources('AWS::S3::BucketPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    assert.equal(allowed.length, 1);
    assert.equal(allowed[0].Action, 's3:GetObject');
    assert.equal(allowed[0].Resource['Fn::Join'][1].at(-1), '/avatars/*');
    assert.deepEqual(allowed[0].Principal, { Service: 'cloudfront.amazonaws.com' });
    assert.match(JSON.stringify(allowed[0].Condition.StringEquals['AWS:SourceArn']), /:distribution\/.*ExportsReader/);
  });

  test('a throw-away stage is emptied and deleted, and no other', () => {
    for (const { Properties, DeletionPolicy } of Object.values(whole.storage.findResources('AWS::S3::Bucket'))) {
      assert.equal(DeletionPolicy, 'Delete');
      assert.ok(Properties.Tags.some(({ Key, Value }) => Key === 'aws-cdk:auto-delete-objects' && Value === 'true'));
    }
    whole.storage.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
    storage.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

describe('grants (S5), action by action', () => {
  /** What a role may do, as `action resource`; ARNs of other resources by the name that the template has for them. */
  function grantsOf(template, name) {
    const { Role } = properties(template, 'AWS::Lambda::Function', { FunctionName: `production-${name}` });
    const id = Role['Fn::GetAtt'][0];
    const role = template.toJSON().Resources[id].Properties;
    assert.equal(role.ManagedPolicyArns, undefined);
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) assert.ok(!Properties.Roles.some(({ Ref }) => Ref === id), 'a policy beside its own');
    const statements = role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return statements.flatMap(({ Effect, Action, Resource, Condition }) => {
      assert.deepEqual([Effect, Condition], ['Allow', undefined]);
      return [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${named(resource)}`));
    });
  }

  function named(resource) {
    if (typeof resource === 'string') return resource;
    const name = resource['Fn::ImportValue'] ?? resource.Ref ?? resource['Fn::GetAtt'][0];
    return name.replace(/^.*:ExportsOutputFnGetAtt/, '').replace(/[0-9A-F]{8}(Arn[0-9A-F]{8})?$/, '');
  }

  const logsAndTraces = (id) => [`logs:CreateLogStream ${id}Logs`, `logs:PutLogEvents ${id}Logs`, 'xray:PutTraceSegments *', 'xray:PutTelemetryRecords *'];

  test('key_upload puts originals', () => {
    assert.deepEqual(grantsOf(api, 'key_upload'), ['s3:PutObject arn:aws:s3:::example-roundel-uploads/avatars/original/*', ...logsAndTraces('KeyUpload')]);
  });

  test('authorizer and session do nothing', () => {
    assert.deepEqual(grantsOf(api, 'authorizer'), logsAndTraces('Authorizer'));
    assert.deepEqual(grantsOf(whole.api, 'session'), logsAndTraces('Session'));
  });

  test('api joins the database’s network where it is said, and does nothing else', async () => {
    assert.deepEqual(grantsOf(whole.api, 'api'), [
      ...['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets', 'DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'].map((action) => `ec2:${action} *`),
      ...logsAndTraces('ProfileApi'),
    ]);
    const { api } = await synthesised({ ...full, DATABASE_SUBNET_IDS: '', DATABASE_SECURITY_GROUP_IDS: '' });
    assert.deepEqual(grantsOf(api, 'api'), logsAndTraces('ProfileApi'));
    assert.equal(properties(api, 'AWS::Lambda::Function', { FunctionName: 'production-api' }).VpcConfig, undefined);
  });

  test('variants gets originals, heads and puts assets, reads its queue, buries and tells', () => {
    assert.deepEqual(grantsOf(pipeline, 'variants'), [
      's3:GetObject arn:aws:s3:::example-roundel-uploads/avatars/original/*',
      's3:GetObject arn:aws:s3:::assets.example.com/avatars/*',
      's3:PutObject arn:aws:s3:::assets.example.com/avatars/*',
      'sqs:ReceiveMessage Arrivals',
      'sqs:DeleteMessage Arrivals',
      'sqs:GetQueueAttributes Arrivals',
      'sqs:SendMessage DeadLetters',
      'sns:Publish Changed',
      ...logsAndTraces('Variants'),
    ]);
  });

  test('no action is a wildcard, and no resource but objects below a prefix and the edge’s own logs', () => {
    for (const template of [api, cdn, pipeline, storage, whole.api, whole.cdn, whole.pipeline, whole.storage]) {
      for (const [id, { Type, Properties }] of Object.entries(template.toJSON().Resources)) {
        if (!/^AWS::IAM::(Role|Policy)$/.test(Type) || id.startsWith('Custom')) continue; // the CDK's own, for its custom resources
        const documents = Type.endsWith('Role') ? (Properties.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument) : [Properties.PolicyDocument];
        for (const { Action, Resource } of documents.flatMap(({ Statement }) => Statement)) {
          for (const action of [Action].flat()) assert.ok(!action.includes('*'), `${id}: ${action}`);
          if ([Action].flat().every((action) => /^(xray:Put|ec2:[A-Za-z]*(NetworkInterface|Subnets|PrivateIpAddresses))/.test(action))) continue; // they know no resources
          for (const resource of [Resource].flat().map((resource) => JSON.stringify(resource))) {
            assert.match(resource, /^[^*]*$|^"arn:aws:s3:::[a-z.-]+\/avatars\/(original\/)?\*"$|arn:aws:logs:\*:123456789012:log-group:\/aws\/lambda\/us-east-1\./, `${id}: ${resource}`);
          }
        }
      }
    }
  });
});

describe('api (S18, S19, S20)', () => {
  test('the authorizer speaks payload 2.0 and simple answers, and nothing is remembered', () => {
    const authorizer = properties(api, 'AWS::ApiGatewayV2::Authorizer');
    assert.equal(authorizer.AuthorizerType, 'REQUEST');
    assert.equal(authorizer.AuthorizerPayloadFormatVersion, '2.0');
    assert.equal(authorizer.EnableSimpleResponses, true);
    assert.equal(authorizer.AuthorizerResultTtlInSeconds, 0);
    assert.deepEqual(authorizer.IdentitySource, ['$request.header.Authorization']);
    assert.equal(environment(api, 'authorizer').REFUSED_TOKENS, 'forward');
  });

  test('the gateway’s own answers have CORS too, and every lambda is behind payload 2.0', () => {
    const { CorsConfiguration: cors } = properties(api, 'AWS::ApiGatewayV2::Api');
    assert.deepEqual(cors.AllowHeaders, ['authorization', 'content-type']);
    assert.deepEqual(cors.ExposeHeaders, ['retry-after'], 'when to ask again');
    assert.equal(cors.AllowCredentials, false);
    for (const { Properties } of Object.values(whole.api.findResources('AWS::ApiGatewayV2::Integration'))) assert.equal(Properties.PayloadFormatVersion, '2.0');
  });

  test('lambdas are arm64 on provided.al2023 and say where their tokens come from', () => {
    for (const template of [whole.api, whole.pipeline]) {
      for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function', { Properties: { PackageType: undefined } })).filter(({ Properties }) => Properties.FunctionName)) {
        assert.deepEqual([Properties.Runtime, Properties.Architectures, Properties.Handler], ['provided.al2023', ['arm64'], 'bootstrap']);
      }
    }
    for (const name of ['key_upload', 'authorizer']) {
      const { TOKEN_ISSUER, CLIENT_ID } = environment(api, name);
      assert.deepEqual([TOKEN_ISSUER, CLIENT_ID], ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE', '3n4b5urk1ft4fl3mg5e62d9ado']);
    }
  });

  test('lambdas are traced, and trust the system’s bundle of certificates alone', () => {
    const named = [whole.api, whole.pipeline].flatMap((template) => Object.values(template.findResources('AWS::Lambda::Function')).filter(({ Properties }) => Properties.FunctionName));
    assert.equal(named.length, 5);
    for (const { Properties } of named) {
      assert.deepEqual(Properties.TracingConfig, { Mode: 'Active' });
      assert.equal(Properties.Environment.Variables.SSL_CERT_FILE, '/etc/pki/tls/certs/ca-bundle.crt');
    }
  });

  test('the access log has no address, header or body', () => {
    const { AccessLogSettings, DefaultRouteSettings, StageName } = properties(api, 'AWS::ApiGatewayV2::Stage');
    assert.equal(StageName, '$default');
    assert.deepEqual(DefaultRouteSettings, { ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
    assert.ok(!/header|sourceIp|path|body|claims/i.test(AccessLogSettings.Format), AccessLogSettings.Format);
  });

  test('there is a session route where there is a key, with the edge’s cookie and groups; the key is in no template', () => {
    for (const method of ['POST', 'DELETE', 'OPTIONS']) assert.equal(route(whole.api, `${method} /session`).AuthorizationType, 'NONE');
    assert.equal(Object.keys(api.findResources('AWS::ApiGatewayV2::Route')).length, 2);
    const { SESSION_KEY, ...variables } = environment(whole.api, 'session');
    assert.match(SESSION_KEY, /^\{\{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:roundel\/session\/2026-11-AbCdEf:SecretString:::\}\}$/);
    assert.equal(variables.SESSION_COOKIE_NAME, 'roundel_token');
    assert.equal(variables.SESSION_COOKIE_DOMAIN, 'example.com');
    assert.equal(variables.SESSION_GROUPS, 'staff');
    assert.equal(properties(whole.api, 'AWS::ApiGatewayV2::Api').CorsConfiguration.AllowCredentials, true);
  });

  test('there are profiles where there is a database; its password is in no template', () => {
    assert.throws(() => route(api, 'GET /api/{proxy+}'));
    assert.deepEqual(properties(api, 'AWS::ApiGatewayV2::Api').CorsConfiguration.AllowMethods, ['POST', 'DELETE', 'OPTIONS']);
    for (const key of ['GET /api/{proxy+}', 'POST /api/{proxy+}', 'PUT /api/{proxy+}', 'POST /webhooks/avatar']) assert.equal(route(whole.api, key).AuthorizationType, 'NONE');
    assert.deepEqual(properties(whole.api, 'AWS::ApiGatewayV2::Api').CorsConfiguration.AllowMethods, ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS']);
    const { DATABASE_URL, CDN_URL, CORS_ALLOW_ORIGIN } = environment(whole.api, 'api');
    assert.match(DATABASE_URL, /^\{\{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:roundel\/database-AbCdEf:SecretString:::\}\}$/);
    assert.deepEqual([CDN_URL, CORS_ALLOW_ORIGIN], ['https://assets.example.com', 'https://www.example.com']);
    const { VpcConfig } = properties(whole.api, 'AWS::Lambda::Function', { FunctionName: 'production-api' });
    assert.deepEqual(VpcConfig, { SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], SecurityGroupIds: ['sg-0123456789abcdef0'] });
  });

  test('the topic of new avatars calls the api itself, and what it does not take is kept (S7)', () => {
    const lambda = logicalId(whole.api, 'AWS::Lambda::Function', { FunctionName: 'production-api' });
    const { TopicArn, Endpoint, RedrivePolicy } = properties(whole.api, 'AWS::SNS::Subscription', { Protocol: 'lambda' });
    assert.deepEqual(Endpoint, { 'Fn::GetAtt': [lambda, 'Arn'] });
    assert.deepEqual(TopicArn, environment(whole.api, 'api').TOPIC_ARN);
    assert.match(JSON.stringify(TopicArn), /:sns:us-east-1:123456789012:roundel-avatars/);
    const queue = RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0];
    assert.equal(whole.api.toJSON().Resources[queue].Properties.MessageRetentionPeriod, 14 * 86_400);
  });

  test('a name of its own closes the gateway’s', () => {
    assert.equal(properties(whole.api, 'AWS::ApiGatewayV2::Api').DisableExecuteApiEndpoint, true);
    assert.equal(properties(whole.api, 'AWS::Route53::RecordSet').Name, 'api.example.com.');
    assert.equal(properties(api, 'AWS::ApiGatewayV2::Api').DisableExecuteApiEndpoint, false);
  });
});

describe('pipeline (S3, S4, S7)', () => {
  test('messages fail alone, five at a time, as many lambdas as are configured', () => {
    const mapping = properties(pipeline, 'AWS::Lambda::EventSourceMapping');
    assert.deepEqual(mapping.FunctionResponseTypes, ['ReportBatchItemFailures']);
    assert.deepEqual([mapping.BatchSize, mapping.ScalingConfig.MaximumConcurrency], [5, 20]);
  });

  test('the lambda knows its topic and its dead letters', () => {
    const { TOPIC_ARN, DEAD_LETTER_QUEUE_URL, UPLOADS_BUCKET_NAME } = environment(pipeline, 'variants');
    assert.equal(TOPIC_ARN.Ref, logicalId(pipeline, 'AWS::SNS::Topic', { TopicName: 'roundel-avatars' }));
    assert.match(DEAD_LETTER_QUEUE_URL['Fn::ImportValue'], /DeadLetters/);
    assert.equal(UPLOADS_BUCKET_NAME, 'example-roundel-uploads');
  });

  test('the topic is encrypted and takes nothing without TLS; the webhook is https, signed, and loses nothing', () => {
    assert.ok(properties(pipeline, 'AWS::SNS::Topic', { TopicName: 'roundel-avatars' }).KmsMasterKeyId);
    pipeline.resourceCountIs('AWS::SNS::Subscription', 0);
    const subscription = properties(whole.pipeline, 'AWS::SNS::Subscription', { Protocol: 'https' });
    assert.equal(subscription.Endpoint, 'https://api.example.com/webhooks/avatar');
    assert.ok(!subscription.RawMessageDelivery, 'a raw message has no signature');
    assert.ok(subscription.RedrivePolicy.deadLetterTargetArn);
    const policies = Object.values(pipeline.findResources('AWS::SNS::TopicPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    assert.equal(policies.filter(({ Effect, Condition }) => Effect === 'Deny' && Condition.Bool['aws:SecureTransport'] === 'false').length, 2);
    const allowed = policies.filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(allowed.map(({ Principal }) => Principal.Service), ['cloudwatch.amazonaws.com']);
  });

  test('somebody is told of dead letters, of waiting, of errors and of throttles', () => {
    const alarms = [pipeline, api, cdn].flatMap((template) => Object.values(template.findResources('AWS::CloudWatch::Alarm')));
    const metrics = alarms.map(({ Properties }) => Properties.MetricName ?? Properties.Metrics?.[0].MetricStat.Metric.MetricName);
    const counted = Object.groupBy?.(metrics, (name) => name) ?? metrics.reduce((all, name) => ({ ...all, [name]: [...(all[name] ?? []), name] }), {});
    assert.deepEqual(Object.fromEntries(Object.entries(counted).map(([name, { length }]) => [name, length])), {
      ApproximateNumberOfMessagesVisible: 1,
      ApproximateAgeOfOldestMessage: 1,
      Errors: 3,
      Throttles: 3,
      '5xxErrorRate': 1,
    });
    for (const { Properties } of alarms) assert.equal(Properties.AlarmActions.length, 1);
    const depth = properties(pipeline, 'AWS::CloudWatch::Alarm', { MetricName: 'ApproximateNumberOfMessagesVisible' });
    assert.deepEqual([depth.Threshold, depth.ComparisonOperator, depth.EvaluationPeriods], [1, 'GreaterThanOrEqualToThreshold', 1]);
    assert.equal(properties(whole.pipeline, 'AWS::SNS::Subscription', { Protocol: 'email' }).Endpoint, 'you@example.com');
  });
});

describe('cdn (S8)', () => {
  const { DistributionConfig: config } = properties(cdn, 'AWS::CloudFront::Distribution');
  const behaviours = [...config.CacheBehaviors, { ...config.DefaultCacheBehavior, PathPattern: '*' }];
  const resource = (template, { Ref }) => template.toJSON().Resources[Ref].Properties;

  /** The first behaviour whose pattern matches, as CloudFront picks it. */
  function behaviourOf(path) {
    const matches = ({ PathPattern }) => new RegExp(`^${PathPattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(path);
    const behaviour = behaviours.find(matches);
    const { MinTTL, DefaultTTL, MaxTTL, ParametersInCacheKeyAndForwardedToOrigin: key } = resource(cdn, behaviour.CachePolicyId).CachePolicyConfig;
    const headers = resource(cdn, behaviour.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig;
    return { MinTTL, DefaultTTL, MaxTTL, key, headers, public: headers.CustomHeadersConfig === undefined };
  }

  // the rows of `Behaviour::of` in dev/src/cdn/behaviour.rs
  for (const [path, longest, isPublic] of [
    ['/avatars/a/current.json', 1, true],
    ['/avatars/a/current/512', 1, true],
    ['/avatars/a/current/512.webp', 1, true],
    ['/avatars/processed/a.jpg', 1, true],
    ['/avatars/a/0f/512.webp', 31_536_000, true],
    ['/avatars/default/256.jpg', 31_536_000, true],
    ['/members/a/current/512', 1, false],
    ['/owner/a/current.json', 1, false],
    ['/members/a/0f/512.webp', 31_536_000, false],
    ['/', 31_536_000, false],
  ]) {
    test(`${path}: ${isPublic ? 'public' : 'for the viewer alone'}, kept for ${longest} s at most, as in the local stack`, () => {
      const behaviour = behaviourOf(path);
      assert.deepEqual([behaviour.MinTTL, behaviour.DefaultTTL, behaviour.MaxTTL, behaviour.public], [0, 0, longest, isPublic]);
      assert.equal(behaviour.headers.CorsConfig.AccessControlAllowCredentials, !isPublic);
    });
  }

  test('the cache key is the path that the edge has made', () => {
    const { key } = behaviourOf('/avatars/a/0f/512.webp');
    assert.deepEqual([key.CookiesConfig, key.HeadersConfig, key.QueryStringsConfig], [{ CookieBehavior: 'none' }, { HeaderBehavior: 'none' }, { QueryStringBehavior: 'none' }]);
  });

  test('every behaviour has the edge in front, https, and headers that make a picture harmless', () => {
    for (const behaviour of behaviours) {
      const events = behaviour.LambdaFunctionAssociations.map(({ EventType }) => EventType);
      assert.deepEqual(events, ['viewer-request', 'origin-response']);
      assert.equal(behaviour.ViewerProtocolPolicy, 'redirect-to-https');
      assert.deepEqual(behaviour.AllowedMethods, ['GET', 'HEAD', 'OPTIONS']);
      const { SecurityHeadersConfig: security } = resource(cdn, behaviour.ResponseHeadersPolicyId).ResponseHeadersPolicyConfig;
      assert.equal(security.ContentTypeOptions.Override, true);
      assert.match(security.ContentSecurityPolicy.ContentSecurityPolicy, /sandbox/);
    }
    assert.equal(config.ViewerCertificate.MinimumProtocolVersion, 'TLSv1.2_2021');
  });

  test('the bucket is read with a signature of the distribution’s own', () => {
    const [origin] = config.Origins;
    assert.deepEqual(origin.OriginAccessControlId, { 'Fn::GetAtt': [logicalId(cdn, 'AWS::CloudFront::OriginAccessControl'), 'Id'] });
    const { SigningBehavior, SigningProtocol } = properties(cdn, 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig;
    assert.deepEqual([SigningBehavior, SigningProtocol], ['always', 'sigv4']);
    assert.equal(JSON.stringify(origin.DomainName).includes('assets.example.com.s3.eu-west-1'), true, JSON.stringify(origin.DomainName));
  });

  test('what is not there is asked for again after a second, and no page of CloudFront’s stands for it', () => {
    assert.deepEqual(config.CustomErrorResponses, [{ ErrorCachingMinTTL: 1, ErrorCode: 403 }, { ErrorCachingMinTTL: 1, ErrorCode: 404 }]);
  });

  test('Lambda@Edge is as AWS restricts it, and stays when the stack goes', () => {
    const found = Object.values(cdn.findResources('AWS::Lambda::Function')).filter(({ Properties }) => Properties.Runtime === 'nodejs22.x' && Properties.MemorySize === 128 && Properties.Handler.endsWith('.handler') && !('Environment' in Properties));
    assert.equal(found.length, 2);
    for (const { Properties, DeletionPolicy } of found) {
      assert.deepEqual([Properties.Architectures, Properties.Timeout <= 5, DeletionPolicy], [['x86_64'], true, 'Retain']);
    }
    const versions = Object.values(cdn.findResources('AWS::Lambda::Version'));
    assert.deepEqual(versions.map(({ DeletionPolicy }) => DeletionPolicy), ['Retain', 'Retain']);
    const roles = Object.values(cdn.findResources('AWS::IAM::Role')).filter(({ Properties }) => JSON.stringify(Properties).includes('edgelambda.amazonaws.com'));
    assert.equal(roles.length, 2);
  });

  test('the tier of functions has a key value store and no Lambda@Edge at viewer requests', () => {
    const { DistributionConfig: config } = properties(whole.cdn, 'AWS::CloudFront::Distribution');
    for (const behaviour of [...config.CacheBehaviors, config.DefaultCacheBehavior]) {
      assert.deepEqual(behaviour.FunctionAssociations.map(({ EventType }) => EventType), ['viewer-request']);
      assert.deepEqual(behaviour.LambdaFunctionAssociations.map(({ EventType }) => EventType), ['origin-response']);
    }
    const { FunctionConfig } = properties(whole.cdn, 'AWS::CloudFront::Function');
    assert.equal(FunctionConfig.Runtime, 'cloudfront-js-2.0');
    assert.equal(FunctionConfig.KeyValueStoreAssociations.length, 1);
  });

  test('a certificate and a web ACL that are given are used; else the stack makes a certificate', () => {
    const { DistributionConfig: given } = properties(whole.cdn, 'AWS::CloudFront::Distribution');
    assert.equal(given.ViewerCertificate.AcmCertificateArn, full.CERTIFICATE_ARN);
    assert.equal(given.WebACLId, full.WEB_ACL_ARN);
    whole.cdn.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    const { DomainName, ValidationMethod } = properties(cdn, 'AWS::CertificateManager::Certificate');
    assert.deepEqual([DomainName, ValidationMethod], ['assets.example.com', 'DNS']);
  });
});
