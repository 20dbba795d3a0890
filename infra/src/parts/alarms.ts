// Who is told, and when.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../config/config.js';

const PERIOD = Duration.minutes(1);

/** A topic for alarms of one region. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    // not encrypted with SNS's own key, with which CloudWatch may not write; what is said is names of alarms
    this.topic = new Topic(this, 'Topic', { displayName: `Roundel ${config.stage}`, enforceSSL: true });
    this.topic.addToResourcePolicy(cloudWatchMayPublish(this.topic, config.account));
    if (config.alarmEmail) this.topic.addSubscription(new EmailSubscription(config.alarmEmail));
  }

  /** One letter in there is one too many: somebody's picture was not made. */
  deadLetters(id: string, queue: IQueue, what: string): void {
    this.#when(id, queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }), 1, `${what}: look into the dead letters, docs/deploy.md says how`);
  }

  /** The oldest message has waited for longer than people do. */
  waiting(id: string, queue: IQueue, longest: Duration): void {
    this.#when(id, queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }), longest.toSeconds(), 'pictures wait: more are uploaded than made');
  }

  lambda(id: string, lambda: Lambda): void {
    this.#when(`${id}Errors`, lambda.metricErrors({ period: PERIOD }), 1, `${id} failed: its log says why`);
    this.#when(`${id}Throttles`, lambda.metricThrottles({ period: PERIOD }), 1, `${id} was not started: the account has no concurrency left`);
  }

  /** From `threshold` on for three minutes in a row. */
  lasting(id: string, metric: IMetric, threshold: number, description: string): void {
    this.#when(id, metric, threshold, description, 3);
  }

  #when(id: string, metric: IMetric, threshold: number, alarmDescription: string, evaluationPeriods = 1): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}

/** A topic with a policy of its own lacks the usual one, by which the account's alarms may publish. */
function cloudWatchMayPublish(topic: Topic, account: string): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  });
}
