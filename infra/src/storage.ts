// Where originals wait and variants are kept: two buckets, and the queue in which S3 says what has arrived.
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type BucketProps, type CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ASSETS_PREFIX, ORIGINALS_PREFIX, type Config } from './config/config.js';
import { accept } from './parts/accept.js';

/** What a page sends with an upload; the browser adds the length itself. */
const UPLOAD_HEADERS = ['content-type', 'if-none-match', 'x-amz-checksum-sha256'];

/** Tries before a message is a dead letter, as AWS advises for a lambda: some end before they began. What can never succeed does not wait for them. */
const TRIES = 5;

export interface StorageProps extends StackProps {
  readonly config: Config;
  /** Who may read the assets. */
  readonly distributionArn: string;
  /** How long the lambda may take with a batch; a message is hidden six times as long. */
  readonly batchTimeout: Duration;
}

export class Storage extends Stack {
  readonly uploads: Bucket;
  readonly assets: Bucket;
  readonly arrivals: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { config, distributionArn, batchTimeout, ...props }: StorageProps) {
    super(scope, id, props);
    this.deadLetters = new Queue(this, 'DeadLetters', { ...QUEUE, retentionPeriod: Duration.days(14) });
    this.arrivals = new Queue(this, 'Arrivals', {
      ...QUEUE,
      visibilityTimeout: Duration.seconds(6 * batchTimeout.toSeconds()),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });
    this.uploads = this.#uploads(config);
    this.assets = this.#assets(config);
    this.#announceArrivals(config);
    this.assets.addToResourcePolicy(readableBy(distributionArn, this.assets));
    new CfnOutput(this, 'DeadLettersUrl', { value: this.deadLetters.queueUrl });
    new CfnOutput(this, 'DeadLettersArn', { value: this.deadLetters.queueArn });
    new CfnOutput(this, 'ArrivalsArn', { value: this.arrivals.queueArn });
  }

  #uploads(config: Config): Bucket {
    const bucket = new Bucket(this, 'Uploads', {
      ...bucketProps(config),
      bucketName: config.buckets.uploads,
      lifecycleRules: [...LIFECYCLE, { expiration: Duration.days(config.days.originals), noncurrentVersionExpiration: Duration.days(1) }],
      cors: [{ allowedOrigins: [...config.origins], allowedMethods: [HttpMethods.PUT], allowedHeaders: UPLOAD_HEADERS, exposedHeaders: ['ETag'], maxAge: 3000 }],
    });
    accept(bucket, 'An access log would keep presigned URLs, which are credentials; uploads are counted by the lambdas’ own logs', 'AwsSolutions-S1');
    return bucket;
  }

  #assets(config: Config): Bucket {
    const bucket = new Bucket(this, 'Assets', {
      ...bucketProps(config),
      bucketName: config.buckets.assets,
      lifecycleRules: [...LIFECYCLE, { noncurrentVersionExpiration: Duration.days(config.days.oldVersions) }],
    });
    accept(bucket, 'Only the distribution reads it; who looked at whose face when is personal data that nobody has asked for', 'AwsSolutions-S1');
    return bucket;
  }

  /** As properties of bucket and queue, without a custom resource: the queue's policy names the bucket that is to come. */
  #announceArrivals({ buckets, account }: Config): void {
    this.arrivals.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.arrivals.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::${buckets.uploads}` }, StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    const bucket = this.uploads.node.defaultChild as CfnBucket;
    const filter = { s3Key: { rules: [{ name: 'prefix', value: ORIGINALS_PREFIX }] } };
    bucket.notificationConfiguration = { queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: this.arrivals.queueArn, filter }] };
    bucket.node.addDependency(this.arrivals); // S3 tries the queue before it takes the configuration
  }
}

const QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

const LIFECYCLE: readonly LifecycleRule[] = [
  { abortIncompleteMultipartUploadAfter: Duration.days(1) },
  { expiredObjectDeleteMarker: true },
];

function bucketProps({ throwAway }: Config): BucketProps {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    removalPolicy: throwAway ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    autoDeleteObjects: throwAway,
  };
}

/** Origin access control: this distribution, and no other of the account. */
function readableBy(distributionArn: string, bucket: Bucket): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects(`${ASSETS_PREFIX}*`)],
    conditions: { StringEquals: { 'AWS:SourceArn': distributionArn } },
  });
}
