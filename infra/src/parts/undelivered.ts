// Where SNS puts what a subscription did not take, and who is told.
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { accept } from './accept.js';
import type { Alarms } from './alarms.js';

/** The dead letters of one subscription, kept for two weeks; `who` did not take them. */
export function undelivered(scope: Construct, id: string, alarms: Alarms, who: string): Queue {
  const queue = new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
  accept(queue, `It is a dead-letter queue: SNS’s, for notifications that the ${who} did not take`, 'AwsSolutions-SQS3');
  alarms.deadLetters(id, queue, `the ${who} did not take a notification`);
  return queue;
}
