// What the functions answered, which is written beside this as `answered.ts`, is what Lambda's other side expects.
import type { APIGatewayProxyStructuredResultV2, APIGatewaySimpleAuthorizerWithContextResult, SQSBatchResponse } from "aws-lambda";

import { authorizer, key_upload, session, variants } from "./answered.js";

export const answers: readonly APIGatewayProxyStructuredResultV2[] = [...key_upload, ...session];
export const decisions: readonly APIGatewaySimpleAuthorizerWithContextResult<{ sub?: string; publicId?: string }>[] = authorizer;
export const batches: readonly SQSBatchResponse[] = variants;
