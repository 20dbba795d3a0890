//! The events, as the gateway and SQS hand them over.

use serde_json::{Value, json};

/// `POST /avatars/key_upload` through an HTTP API, payload 2.0.
pub fn upload(token: &str, body: &Value) -> Value {
    let http = json!({ "method": "POST", "path": "/avatars/key_upload", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "bench" });
    json!({
        "version": "2.0",
        "routeKey": "POST /avatars/key_upload",
        "rawPath": "/avatars/key_upload",
        "rawQueryString": "",
        "headers": {
            "authorization": format!("Bearer {token}"),
            "content-type": "application/json",
            "origin": crate::services::PAGE,
        },
        "requestContext": { "http": http, "stage": "$default", "timeEpoch": 0 },
        "body": body.to_string(),
        "isBase64Encoded": false,
    })
}

/// A batch of one message that tells of one object.
pub fn created(record: &Value) -> Value {
    batch(&json!({ "Records": [record] }))
}

/// What S3 sends when notifications are configured: there is nothing to do.
pub fn test() -> Value {
    batch(&json!({ "Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "roundel-uploads" }))
}

fn batch(body: &Value) -> Value {
    let message = json!({
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEB",
        "body": body.to_string(),
        "attributes": { "ApproximateReceiveCount": "1" },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "awsRegion": "eu-central-1",
    });
    json!({ "Records": [message] })
}

/// The same JPEG with a comment that makes it another file.
pub fn numbered(jpeg: &[u8], number: u64) -> Vec<u8> {
    let mut file = jpeg[..2].to_vec();
    file.extend([0xFF, 0xFE, 0, 10]);
    file.extend(number.to_be_bytes());
    file.extend(&jpeg[2..]);
    file
}
