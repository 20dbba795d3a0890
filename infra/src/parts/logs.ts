import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../config/config.js';

/** Logs that end after the configured days, and with their stage. */
export function logGroup(scope: Construct, id: string, config: Config): LogGroup {
  return new LogGroup(scope, id, { retention: config.days.logs, removalPolicy: RemovalPolicy.DESTROY });
}
