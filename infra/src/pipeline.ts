// From an original to its variants: the lambda behind the queue, what it tells the world, and who hears when it cannot.
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Artefacts } from './artefacts.js';
import { ASSETS_PREFIX, ORIGINALS_PREFIX, type Config } from './config/config.js';
import { accept } from './parts/accept.js';
import { Alarms } from './parts/alarms.js';
import { objects, rustFunction } from './parts/rust_function.js';
import { undelivered } from './parts/undelivered.js';

/** A 40-megapixel picture takes seconds on one processor; a batch of five of them must not run out of time. */
export const BATCH_TIMEOUT = Duration.seconds(60);
const BATCH = 5;

/** One processor: the work on one picture is one thread's. */
const MEMORY = 1769;

export interface PipelineProps extends StackProps {
  readonly config: Config;
  readonly artefacts: Artefacts;
  readonly arrivals: IQueue;
  readonly deadLetters: IQueue;
}

export class Pipeline extends Stack {
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, { config, artefacts, arrivals, deadLetters, ...props }: PipelineProps) {
    super(scope, id, props);
    this.alarms = new Alarms(this, 'Alarms', config);
    const topic = this.#topic(config);
    const variants = rustFunction(this, 'Variants', config, {
      name: 'variants',
      artefacts,
      memory: MEMORY,
      timeout: BATCH_TIMEOUT,
      environment: {
        UPLOADS_BUCKET_NAME: config.buckets.uploads,
        DEST_BUCKET_NAME: config.buckets.assets,
        TOPIC_ARN: topic.topicArn,
        DEAD_LETTER_QUEUE_URL: deadLetters.queueUrl,
      },
      grants: [
        { actions: ['s3:GetObject'], resources: [objects(config.buckets.uploads, ORIGINALS_PREFIX)] },
        // GetObject here is for HEAD: what is newest is asked before it is replaced
        { actions: ['s3:GetObject', 's3:PutObject'], resources: [objects(config.buckets.assets, ASSETS_PREFIX)] },
        { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], resources: [arrivals.queueArn] },
        { actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] },
        { actions: ['sns:Publish'], resources: [topic.topicArn] },
      ],
    });
    for (const [bucket, prefix] of [[config.buckets.uploads, ORIGINALS_PREFIX], [config.buckets.assets, ASSETS_PREFIX]] as const) {
      accept(variants.role!, 'The objects below one prefix: their names are made of people and pictures to come', `AwsSolutions-IAM5[Resource::${objects(bucket, prefix)}]`);
    }
    feed(variants, arrivals, config);
    this.alarms.deadLetters('DeadLetters', deadLetters, 'a picture could not be made');
    this.alarms.waiting('Waiting', arrivals, Duration.minutes(5));
    this.alarms.lambda('Variants', variants);
  }

  /** Who may publish is a matter of their own policies; none is opened here. */
  #topic({ notifications: { topicName, webhook } }: Config): Topic {
    const masterKey = Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns');
    const topic = new Topic(this, 'Changed', { topicName, masterKey, enforceSSL: true });
    if (webhook) {
      const deadLetterQueue = undelivered(this, 'UndeliveredChanges', this.alarms, 'webhook');
      // not raw: the receiver checks SNS's signature, which is in the envelope
      topic.addSubscription(new UrlSubscription(webhook, { deadLetterQueue }));
    }
    return topic;
  }
}

/** Messages fail alone. The mapping stops at the configured concurrency, and what waits stays in the queue. */
function feed(lambda: Lambda, queue: IQueue, { variantsConcurrency }: Config): void {
  const mapping = new EventSourceMapping(lambda, 'Arrivals', {
    target: lambda,
    eventSourceArn: queue.queueArn,
    batchSize: BATCH,
    reportBatchItemFailures: true,
    maxConcurrency: variantsConcurrency,
  });
  mapping.node.addDependency(lambda.role!);
}
