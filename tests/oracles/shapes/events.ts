// Events as `@types/aws-lambda` has them, for the functions to read: a member too few, too many or of another type does not compile.
import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2, APIGatewayProxyEventV2WithLambdaAuthorizer, APIGatewayRequestAuthorizerEventV2, S3Event, SQSEvent } from "aws-lambda";

const requestContext: APIGatewayEventRequestContextV2 = {
  accountId: "123456789012",
  apiId: "api-id",
  domainName: "id.execute-api.us-east-1.amazonaws.com",
  domainPrefix: "id",
  http: { method: "POST", path: "/avatars/key_upload", protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "agent" },
  requestId: "id",
  routeKey: "POST /avatars/key_upload",
  stage: "$default",
  time: "12/Mar/2020:19:03:58 +0000",
  timeEpoch: 1583348638390,
};

const request: APIGatewayProxyEventV2 = {
  version: "2.0",
  routeKey: requestContext.routeKey,
  rawPath: requestContext.http.path,
  rawQueryString: "",
  headers: {},
  requestContext,
  isBase64Encoded: false,
};

/** What the gateway puts into the context is the authorizer's. */
const authorized: APIGatewayProxyEventV2WithLambdaAuthorizer<{ sub?: string; publicId?: string }> = {
  ...request,
  requestContext: { ...requestContext, authorizer: { lambda: { sub: "s", publicId: "p" } } },
};

const full: APIGatewayProxyEventV2 = {
  ...request,
  cookies: ["a=1", "b=2"],
  queryStringParameters: { one: "1,2", none: undefined },
  pathParameters: { proxy: "avatars/key_upload" },
  stageVariables: { stage: "blue" },
};

const authorizer: APIGatewayRequestAuthorizerEventV2 = {
  version: "2.0",
  type: "REQUEST",
  routeArn: "arn:aws:execute-api:us-east-1:123456789012:abcdef123/$default/POST/avatars/key_upload",
  identitySource: ["Bearer token"],
  routeKey: requestContext.routeKey,
  rawPath: requestContext.http.path,
  rawQueryString: "",
  cookies: [],
  headers: {},
  requestContext,
};

const arrived: S3Event = {
  Records: [
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventTime: "2026-11-28T10:00:00.000Z",
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: "AWS:AROA:key_upload" },
      requestParameters: { sourceIPAddress: "192.0.2.1" },
      responseElements: { "x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8" },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "arrivals",
        bucket: { name: "BUCKET", ownerIdentity: { principalId: "A3NL1KOZZKExample" }, arn: "arn:aws:s3:::BUCKET" },
        object: { key: "KEY", size: 1024, eTag: "d41d8cd98f00b204e9800998ecf8427e", versionId: "096fKKXTRTtl3on89fVO.nfljtsv6qko", sequencer: "0055AED6DCD90281E5" },
      },
    },
  ],
};

const queued: SQSEvent = {
  Records: [
    {
      messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
      receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
      body: JSON.stringify(arrived),
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "1545082649183",
        SenderId: "AIDAIENQZJOLO23YVJ4VO",
        ApproximateFirstReceiveTimestamp: "1545082649185",
        AWSTraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1",
      },
      messageAttributes: { note: { stringValue: "text", binaryValue: "MTEwMA==", stringListValues: [], binaryListValues: [], dataType: "String" } },
      md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:arrivals",
      awsRegion: "us-east-1",
    },
  ],
};

console.log(JSON.stringify({ requests: [request, authorized, full], authorizer, queued }));
