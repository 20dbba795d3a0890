use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use http::{Method, header};

use super::{KeyUpload, Moment};
use crate::{
    http_api::exchange::{PAGE, code, request},
    settings::Settings,
};

const MOMENT: Moment = Moment {
    unix_millis: 1_795_000_000_000,
    random: [1; 10],
};

fn setting(name: &str) -> Option<String> {
    let value = match name {
        // nobody answers there: whatever needs keys is refused
        "TOKEN_ISSUER" => "http://127.0.0.1:1",
        "ALLOW_LOOPBACK_ISSUER" => "1",
        "CLIENT_ID" => "web",
        "CORS_ALLOW_ORIGIN" => PAGE,
        "UPLOADS_BUCKET_NAME" => "uploads",
        "AWS_REGION" => "eu-west-1",
        _ => return None,
    };
    Some(value.to_owned())
}

async fn respond(request: &ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    let upload = KeyUpload::from_settings(Settings::new(setting)).unwrap();
    upload.respond(request, MOMENT).await
}

#[tokio::test]
async fn f2_a_request_without_a_token_is_a_401_with_cors() {
    let response = respond(&request(Method::POST, PAGE)).await;
    assert_eq!(response.status_code, 401);
    assert_eq!(code(&response), "unauthorized");
    assert_eq!(response.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
    assert_eq!(response.headers[header::CONTENT_TYPE], "application/json");
}

#[tokio::test]
async fn f19_a_foreign_origin_is_not_echoed_on_any_answer() {
    for method in [Method::POST, Method::OPTIONS, Method::PUT] {
        let response = respond(&request(method, "https://evil.example")).await;
        let headers = &response.headers;
        assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
        assert_eq!(headers[header::VARY], "Origin");
    }
}

#[tokio::test]
async fn a_preflight_needs_no_token() {
    let response = respond(&request(Method::OPTIONS, PAGE)).await;
    assert_eq!(response.status_code, 204);
    let headers = &response.headers;
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
    let allowed = &headers[header::ACCESS_CONTROL_ALLOW_HEADERS];
    assert_eq!(allowed, "authorization, content-type");
}

#[tokio::test]
async fn another_method_is_a_405() {
    let response = respond(&request(Method::GET, PAGE)).await;
    assert_eq!(
        (response.status_code, code(&response).as_str()),
        (405, "method_not_allowed")
    );
}

#[test]
fn every_missing_setting_is_named_at_once() {
    let error = KeyUpload::from_settings(Settings::new(|_| None))
        .err()
        .unwrap();
    let text = error.to_string();
    for name in [
        "TOKEN_ISSUER",
        "CLIENT_ID",
        "CORS_ALLOW_ORIGIN",
        "UPLOADS_BUCKET_NAME",
        "AWS_REGION",
    ] {
        assert!(text.contains(name), "{name} is not in: {text}");
    }
}
