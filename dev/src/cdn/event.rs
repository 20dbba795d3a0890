//! The viewer-request event of Lambda@Edge
//! (<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html>).

use axum::http::request::Parts;
use serde_json::{Map, Value, json};

const DISTRIBUTION: &str = "EROUNDELDEV";

/// The event for a viewer's request; `domain` is the distribution's own.
pub fn viewer_request(parts: &Parts, domain: &str) -> Value {
    json!({ "Records": [{ "cf": {
        "config": {
            "distributionDomainName": domain,
            "distributionId": DISTRIBUTION,
            "eventType": "viewer-request",
            "requestId": uuid::Uuid::new_v4().simple().to_string(),
        },
        "request": {
            "clientIp": "127.0.0.1",
            "headers": headers(parts),
            "method": parts.method.as_str(),
            "querystring": parts.uri.query().unwrap_or_default(),
            "uri": parts.uri.path(),
        },
    }}]})
}

/// `{"lower-case-name":[{"key","value"}]}`
fn headers(parts: &Parts) -> Value {
    let mut all = Map::new();
    for name in parts.headers.keys() {
        let values: Vec<Value> = parts
            .headers
            .get_all(name)
            .iter()
            .map(|value| json!({ "key": name.as_str(), "value": String::from_utf8_lossy(value.as_bytes()) }))
            .collect();
        all.insert(name.as_str().to_owned(), json!(values));
    }
    Value::Object(all)
}
