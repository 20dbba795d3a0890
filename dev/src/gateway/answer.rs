//! A function's answer as an HTTP response.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// Reads an answer of payload format 2.0, which knows no `multiValueHeaders`. JSON without a `statusCode` is the body of a 200; `None` for what the
/// gateway answers with 500.
pub fn response(answer: &[u8]) -> Option<Response> {
    let value: Value = serde_json::from_slice(answer).ok()?;
    if value.get("statusCode").is_none() {
        let headers = [(header::CONTENT_TYPE, "application/json")];
        return Some((headers, value.to_string()).into_response());
    }
    let answer: Answer = serde_json::from_value(value).ok()?;
    let headers = headers(&answer)?;
    let body = body(answer.body.unwrap_or_default(), answer.is_base64_encoded)?;
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status_code).ok()?;
    *response.headers_mut() = headers;
    Some(response)
}

fn headers(answer: &Answer) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in &answer.headers {
        headers.insert(HeaderName::try_from(name).ok()?, text(value)?);
    }
    for cookie in &answer.cookies {
        headers.append(header::SET_COOKIE, HeaderValue::from_str(cookie).ok()?);
    }
    let json = HeaderValue::from_static("application/json");
    headers.entry(header::CONTENT_TYPE).or_insert(json);
    Some(headers)
}

fn text(value: &Value) -> Option<HeaderValue> {
    match value {
        Value::String(text) => HeaderValue::from_str(text).ok(),
        Value::Number(_) | Value::Bool(_) => HeaderValue::from_str(&value.to_string()).ok(),
        _ => None,
    }
}

fn body(body: String, encoded: bool) -> Option<Body> {
    match encoded {
        true => BASE64_STANDARD.decode(body).ok().map(Body::from),
        false => Some(Body::from(body)),
    }
}

#[cfg(test)]
mod tests {
    use super::response;

    #[test]
    fn whole_answers_and_inferred_ones() {
        let whole = response(
            br#"{"statusCode":401,"headers":{"X-A":"b"},"cookies":["a=1","b=2"],"body":"x"}"#,
        );
        let whole = whole.unwrap();
        assert_eq!(whole.status(), 401);
        assert_eq!(whole.headers()["x-a"], "b");
        assert_eq!(whole.headers().get_all("set-cookie").iter().count(), 2);
        let inferred = response(br#"{"isAuthorized":false}"#).unwrap();
        assert_eq!(inferred.status(), 200, "as in fault F2");
    }

    #[test]
    fn what_is_no_answer() {
        for wrong in [
            "",
            "not json",
            r#"{"statusCode":"x"}"#,
            r#"{"statusCode":99}"#,
            r#"{"statusCode":200,"headers":{"a b":"c"}}"#,
            r#"{"statusCode":200,"body":"!","isBase64Encoded":true}"#,
        ] {
            assert!(response(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
