//! The two events of payload format 2.0
//! (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>,
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html>).

use std::collections::BTreeMap;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::Context;
use crate::clock;
use crate::identity::{ACCOUNT, REGION};

const API_ID: &str = "roundeldev";
const STAGE: &str = "$default";

/// A route of the API.
#[derive(Debug)]
pub struct Route {
    /// `METHOD /path`
    pub key: &'static str,
    /// What stands before `{proxy+}`, where its path ends in that.
    pub proxy: Option<&'static str>,
    /// Whether the authorizer stands in front of it.
    pub authorized: bool,
    /// What is behind it.
    pub integration: Integration,
}

/// A function of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integration {
    /// Signs uploads.
    KeyUpload,
    /// Gives session cookies.
    Session,
    /// People, activities and the webhook.
    Api,
}

/// What the integration gets.
pub fn request(route: &Route, parts: &Parts, body: &[u8], context: Option<&Context>) -> Value {
    let mut event = common(route, parts);
    if let Some(context) = context {
        event["requestContext"]["authorizer"] = json!({ "lambda": context });
    }
    let encoded = !is_text(&parts.headers, body);
    if !body.is_empty() {
        event["body"] = match encoded {
            true => json!(BASE64_STANDARD.encode(body)),
            false => json!(String::from_utf8_lossy(body)),
        };
    }
    event["isBase64Encoded"] = json!(encoded && !body.is_empty());
    event
}

/// What the authorizer gets.
pub fn authorizer_request(route: &Route, parts: &Parts, identity: &str) -> Value {
    let mut event = common(route, parts);
    let path = parts.uri.path();
    event["type"] = json!("REQUEST");
    event["identitySource"] = json!([identity]);
    event["routeArn"] = json!(format!(
        "arn:aws:execute-api:{REGION}:{ACCOUNT}:{API_ID}/{STAGE}/{}{path}",
        parts.method
    ));
    event
}

fn common(route: &Route, parts: &Parts) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": path(parts),
        "rawQueryString": parts.uri.query().unwrap_or_default(),
        "headers": headers(&parts.headers),
        "requestContext": context(route, parts),
    });
    let optional = [
        ("cookies", cookies(&parts.headers)),
        ("queryStringParameters", query(parts.uri.query())),
        ("pathParameters", path_parameters(route, &path(parts))),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            event[name] = value;
        }
    }
    event
}

fn context(route: &Route, parts: &Parts) -> Value {
    let text = |name| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    json!({
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": text(header::HOST),
        "domainPrefix": API_ID,
        "http": {
            "method": parts.method.as_str(),
            "path": path(parts),
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": text(header::USER_AGENT),
        },
        "requestId": uuid::Uuid::new_v4().to_string(),
        "routeKey": route.key,
        "stage": STAGE,
        "time": clock::common_log(),
        "timeEpoch": clock::unix_millis(),
    })
}

/// Lower-case names; values of one name joined with commas; cookies apart.
fn headers(headers: &HeaderMap) -> BTreeMap<&str, String> {
    let mut joined: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in headers.iter().filter(|(name, _)| *name != header::COOKIE) {
        let value = String::from_utf8_lossy(value.as_bytes());
        joined
            .entry(name.as_str())
            .and_modify(|all| *all = format!("{all},{value}"))
            .or_insert_with(|| value.into_owned());
    }
    joined.insert("x-forwarded-for", "127.0.0.1".to_owned());
    joined.insert("x-forwarded-proto", "http".to_owned());
    joined
}

fn cookies(headers: &HeaderMap) -> Option<Value> {
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let pairs = pairs.flat_map(|value| value.split(';')).map(str::trim);
    let pairs: Vec<&str> = pairs.filter(|pair| !pair.is_empty()).collect();
    (!pairs.is_empty()).then(|| json!(pairs))
}

/// Values of one name joined with commas.
fn query(query: Option<&str>) -> Option<Value> {
    let mut joined: Map<String, Value> = Map::new();
    for (name, value) in form_urlencoded::parse(query?.as_bytes()) {
        let all = match joined.get(name.as_ref()).and_then(Value::as_str) {
            Some(before) => format!("{before},{value}"),
            None => value.into_owned(),
        };
        joined.insert(name.into_owned(), json!(all));
    }
    (!joined.is_empty()).then_some(Value::Object(joined))
}

fn path_parameters(route: &Route, path: &str) -> Option<Value> {
    let proxy = path.strip_prefix(route.proxy?)?;
    Some(json!({ "proxy": proxy }))
}

/// An HTTP API decodes paths, where a REST API leaves them as they came.
fn path(parts: &Parts) -> String {
    percent_decode_str(parts.uri.path())
        .decode_utf8_lossy()
        .into_owned()
}

/// What passes as it is; everything else is base64.
fn is_text(headers: &HeaderMap, body: &[u8]) -> bool {
    const TEXT: [&str; 3] = [
        "application/json",
        "application/xml",
        "application/javascript",
    ];
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = kind
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    (kind.starts_with("text/") || TEXT.contains(&kind.as_str()))
        && std::str::from_utf8(body).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::{GET_API, KEY_UPLOAD};
    use super::{Parts, authorizer_request, request};

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut builder = http::Request::post("/avatars/key_upload?a=1&a=2&b=x%20y");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(()).unwrap().into_parts().0
    }

    #[test]
    fn the_integration_event() {
        let parts = parts(&[
            ("content-type", "application/json; charset=utf-8"),
            ("x-two", "1"),
            ("x-two", "2"),
            ("cookie", "a=1; b=2"),
        ]);
        let context = serde_json::from_str(r#"{"sub":"s"}"#).unwrap();
        let event = request(&KEY_UPLOAD, &parts, b"{}", Some(&context));
        assert_eq!(event["version"], "2.0");
        assert_eq!(event["routeKey"], "POST /avatars/key_upload");
        assert_eq!(event["rawQueryString"], "a=1&a=2&b=x%20y");
        assert_eq!(event["queryStringParameters"]["a"], "1,2");
        assert_eq!(event["queryStringParameters"]["b"], "x y");
        assert_eq!(event["headers"]["x-two"], "1,2");
        assert!(event["headers"].get("cookie").is_none());
        assert_eq!(event["cookies"], serde_json::json!(["a=1", "b=2"]));
        assert_eq!(event["requestContext"]["authorizer"]["lambda"]["sub"], "s");
        assert_eq!(event["requestContext"]["http"]["method"], "POST");
        assert_eq!(event["body"], "{}");
        assert_eq!(event["isBase64Encoded"], false);
    }

    #[test]
    fn f3_a_body_that_is_not_text_is_base64() {
        let event = request(
            &KEY_UPLOAD,
            &parts(&[("content-type", "image/png")]),
            &[0xff],
            None,
        );
        assert_eq!(event["body"], "/w==");
        assert_eq!(event["isBase64Encoded"], true);
        let event = request(&KEY_UPLOAD, &parts(&[]), b"", None);
        assert!(event.get("body").is_none());
        assert_eq!(event["isBase64Encoded"], false);
    }

    #[test]
    fn a_path_arrives_decoded_and_its_rest_as_a_parameter() {
        let request_to = |uri: &str| {
            let (parts, ()) = http::Request::get(uri).body(()).unwrap().into_parts();
            request(&GET_API, &parts, b"", None)
        };
        let event = request_to("/api/users/%40a%C3%A9/short?x=%40");
        assert_eq!(event["rawPath"], "/api/users/@aé/short");
        assert_eq!(event["requestContext"]["http"]["path"], event["rawPath"]);
        assert_eq!(event["pathParameters"]["proxy"], "users/@aé/short");
        assert_eq!(event["rawQueryString"], "x=%40");
    }

    #[test]
    fn the_authorizer_event() {
        let event = authorizer_request(&KEY_UPLOAD, &parts(&[]), "Bearer t");
        assert_eq!(event["type"], "REQUEST");
        assert_eq!(event["identitySource"][0], "Bearer t");
        assert!(
            event["routeArn"]
                .as_str()
                .unwrap()
                .ends_with("/$default/POST/avatars/key_upload")
        );
    }
}
