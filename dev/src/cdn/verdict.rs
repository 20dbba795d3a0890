//! What the edge handler returned, held against CloudFront's rules: a handler that breaks one is answered with 502
//! (<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html>,
//! <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-requirements-limits.html>).

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;

/// What the handler decided.
#[derive(Debug)]
pub enum Verdict {
    /// Go on, with this path for cache and origin.
    Forward {
        /// The request's `uri`.
        uri: String,
    },
    /// This is the answer.
    Respond(Response),
}

/// A rule of CloudFront's that the handler broke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValidationError {
    /// Neither a request nor a response.
    #[error("the function returned neither a request nor a response: {0}")]
    Shape(String),
    /// A header that a viewer-request function may read but not change.
    #[error("the function changed the read-only header {0}")]
    ReadOnlyHeader(&'static str),
    /// A header that no function may set.
    #[error("the function set the disallowed header {0}")]
    DisallowedHeader(String),
    /// A header under a name that is not its key in lower case, or that HTTP does not allow.
    #[error("the header {0} is not a header")]
    Header(String),
    /// A field that must stay as it came.
    #[error("the function changed the request's {0}")]
    ReadOnlyField(&'static str),
    /// A `uri` that does not begin with a slash.
    #[error("the request's uri must begin with a slash")]
    Uri,
    /// A status outside 200 to 599, or that is no number.
    #[error("the response's status is not one")]
    Status,
    /// A body that is not what its encoding says, or over 40 KB.
    #[error("the response's body cannot be sent")]
    Body,
}

/// Read-only in viewer-request events.
const READ_ONLY: [&str; 3] = ["content-length", "host", "transfer-encoding"];
/// Never to be set by a function.
const DISALLOWED: [&str; 9] = [
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "trailer",
    "upgrade",
    "x-real-ip",
];
const DISALLOWED_PREFIXES: [&str; 6] = [
    "x-accel-",
    "x-amz-cf-",
    "x-edge-",
    "x-amzn-",
    "x-cache",
    "x-forwarded-proto",
];
/// The largest generated body of a viewer request, in bytes.
const LARGEST_BODY: usize = 40 << 10;

type Headers = BTreeMap<String, Vec<Header>>;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Header {
    #[serde(default)]
    key: Option<String>,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    client_ip: String,
    headers: Headers,
    method: String,
    uri: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status: Value,
    #[serde(default)]
    headers: Headers,
    #[serde(default)]
    body: String,
    #[serde(default)]
    body_encoding: Option<String>,
}

/// Reads what the handler returned for `event`.
pub fn read(event: &Value, returned: Value) -> Result<Verdict, ValidationError> {
    if returned.get("status").is_some() {
        return respond(parse(returned)?).map(Verdict::Respond);
    }
    let before: Request = parse(event["Records"][0]["cf"]["request"].clone())?;
    let after: Request = parse(returned)?;
    check_request(&before, &after)?;
    Ok(Verdict::Forward { uri: after.uri })
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, ValidationError> {
    serde_json::from_value(value).map_err(|error| ValidationError::Shape(error.to_string()))
}

fn check_request(before: &Request, after: &Request) -> Result<(), ValidationError> {
    if after.method != before.method {
        return Err(ValidationError::ReadOnlyField("method"));
    }
    if after.client_ip != before.client_ip {
        return Err(ValidationError::ReadOnlyField("clientIp"));
    }
    if !after.uri.starts_with('/') {
        return Err(ValidationError::Uri);
    }
    for name in READ_ONLY {
        if values(&before.headers, name) != values(&after.headers, name) {
            return Err(ValidationError::ReadOnlyHeader(name));
        }
    }
    let changed = after
        .headers
        .iter()
        .filter(|(name, value)| before.headers.get(*name) != Some(value));
    check_names(changed)
}

fn values<'a>(headers: &'a Headers, name: &str) -> Vec<&'a str> {
    let headers = headers.get(name).into_iter().flatten();
    headers.map(|header| header.value.as_str()).collect()
}

fn check_names<'a>(
    headers: impl Iterator<Item = (&'a String, &'a Vec<Header>)>,
) -> Result<(), ValidationError> {
    for (name, headers) in headers {
        let key_is_name = |key: &String| key.to_lowercase() == *name;
        if headers
            .iter()
            .filter_map(|header| header.key.as_ref())
            .any(|key| !key_is_name(key))
        {
            return Err(ValidationError::Header(name.clone()));
        }
        let forbidden = DISALLOWED.contains(&name.as_str())
            || DISALLOWED_PREFIXES
                .iter()
                .any(|prefix| name.starts_with(prefix));
        if forbidden {
            return Err(ValidationError::DisallowedHeader(name.clone()));
        }
    }
    Ok(())
}

fn respond(answer: Answer) -> Result<Response, ValidationError> {
    check_names(answer.headers.iter())?;
    if let Some(name) = ["content-length", "transfer-encoding", "via", "warning"]
        .into_iter()
        .find(|name| answer.headers.contains_key(*name))
    {
        return Err(ValidationError::ReadOnlyHeader(name));
    }
    let mut response = Response::new(body(answer.body, answer.body_encoding.as_deref())?);
    *response.status_mut() = status(&answer.status).ok_or(ValidationError::Status)?;
    *response.headers_mut() = header_map(&answer.headers)?;
    Ok(response)
}

fn status(status: &Value) -> Option<StatusCode> {
    let number = match status {
        Value::String(text) => text.parse().ok()?,
        Value::Number(number) => u16::try_from(number.as_u64()?).ok()?,
        _ => return None,
    };
    (200..600)
        .contains(&number)
        .then(|| StatusCode::from_u16(number).ok())?
}

fn header_map(headers: &Headers) -> Result<HeaderMap, ValidationError> {
    let mut map = HeaderMap::new();
    for (name, values) in headers {
        let wrong = || ValidationError::Header(name.clone());
        let parsed = HeaderName::try_from(name).map_err(|_| wrong())?;
        for header in values {
            map.append(
                &parsed,
                HeaderValue::from_str(&header.value).map_err(|_| wrong())?,
            );
        }
    }
    Ok(map)
}

fn body(body: String, encoding: Option<&str>) -> Result<Body, ValidationError> {
    if body.len() > LARGEST_BODY {
        return Err(ValidationError::Body);
    }
    match encoding {
        None | Some("text") => Ok(Body::from(body)),
        Some("base64") => BASE64_STANDARD
            .decode(body)
            .map(Body::from)
            .map_err(|_| ValidationError::Body),
        Some(_) => Err(ValidationError::Body),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ValidationError, Verdict, read};

    fn event() -> Value {
        json!({ "Records": [{ "cf": { "request": request() } }] })
    }

    fn request() -> Value {
        json!({
            "clientIp": "127.0.0.1",
            "headers": { "host": [{ "key": "Host", "value": "h" }] },
            "method": "GET",
            "querystring": "",
            "uri": "/a",
        })
    }

    #[test]
    fn a_rewritten_request_goes_on() {
        let mut request = request();
        request["uri"] = json!("/b");
        request["headers"]["x-roundel-sub"] = json!([{ "key": "X-Roundel-Sub", "value": "s" }]);
        match read(&event(), request) {
            Ok(Verdict::Forward { uri }) => assert_eq!(uri, "/b"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_response_is_answered() {
        let returned = json!({
            "status": "401", "statusDescription": "Unauthorized", "body": "{}",
            "headers": { "content-type": [{ "key": "Content-Type", "value": "application/json" }] },
        });
        match read(&event(), returned) {
            Ok(Verdict::Respond(response)) => {
                assert_eq!(response.status(), 401);
                assert_eq!(response.headers()["content-type"], "application/json");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_broken_rule_is_named() {
        let changed = |pointer: &str, value: Value| {
            let mut request = request();
            match pointer {
                "host" => request["headers"]["host"] = value,
                "via" => request["headers"]["x-amz-cf-id"] = value,
                "key" => request["headers"]["x-a"] = value,
                field => request[field] = value,
            }
            read(&event(), request).unwrap_err()
        };
        let header = |key: &str| json!([{ "key": key, "value": "v" }]);
        assert_eq!(
            changed("host", header("Host")),
            ValidationError::ReadOnlyHeader("host")
        );
        assert_eq!(
            changed("host", json!([])),
            ValidationError::ReadOnlyHeader("host")
        );
        assert_eq!(
            changed("via", header("X-Amz-Cf-Id")),
            ValidationError::DisallowedHeader("x-amz-cf-id".into())
        );
        assert_eq!(
            changed("key", header("X-B")),
            ValidationError::Header("x-a".into())
        );
        assert_eq!(
            changed("method", json!("PUT")),
            ValidationError::ReadOnlyField("method")
        );
        assert_eq!(changed("uri", json!("a")), ValidationError::Uri);
        assert!(matches!(
            read(&event(), Value::Null),
            Err(ValidationError::Shape(_))
        ));
        assert_eq!(
            read(&event(), json!({ "status": "99" })).unwrap_err(),
            ValidationError::Status
        );
    }
}
