use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, header};
use roundel_avatar::PublicId;
use roundel_token::{
    Claims, Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenUse, verify,
};
use serde_json::Value;

use super::{Cookie, Mint, MintError, Sessions, SigningKey};
use crate::{
    http_api::exchange::{PAGE, code, request},
    settings::Settings,
    signing::{ISSUER, NOW, RSA, SUB, claims, claims_with, key_set},
};

const K: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const KEY: &str = r#"{"kty":"oct","alg":"HS256","kid":"2026-11","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}"#;

fn setting(name: &str) -> Option<String> {
    let value = match name {
        // nobody answers there: whatever needs keys is refused
        "TOKEN_ISSUER" => "http://127.0.0.1:1",
        "ALLOW_LOOPBACK_ISSUER" => "1",
        "CLIENT_ID" => "web",
        "CORS_ALLOW_ORIGIN" => PAGE,
        "SESSION_KEY" => KEY,
        _ => return None,
    };
    Some(value.to_owned())
}

/// Those settings with one more, or with another value for one.
fn setting_but(name: &'static str, value: &'static str) -> impl Fn(&str) -> Option<String> {
    move |asked| match asked == name {
        true => Some(value.to_owned()),
        false => setting(asked),
    }
}

fn mint(lookup: impl Fn(&str) -> Option<String>) -> Mint {
    Mint::from_settings(&mut Settings::new(lookup)).unwrap()
}

/// Claims as the verifier gives them.
fn verified(payload: String) -> Claims {
    let (keys, _) = JwkSet::load(&key_set(&[RSA.jwk("r")]), &NativeVerifier).unwrap();
    let policy = Policy::new(
        [ISSUER],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    );
    let token = RSA.token(RSA.header("r"), payload);
    verify(
        token.as_bytes(),
        &keys,
        &policy.unwrap(),
        NOW,
        &NativeVerifier,
    )
    .unwrap()
}

/// Header and payload of a token whose signature is good under [`KEY`].
fn opened(token: &str) -> (String, String) {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &URL_SAFE_NO_PAD.decode(K).unwrap());
    let tag = URL_SAFE_NO_PAD.decode(signature).unwrap();
    hmac::verify(&key, input.as_bytes(), &tag).unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    let text = |part| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (text(header), text(payload))
}

#[test]
fn a_session_token_has_its_one_form() {
    let token = mint(setting).mint(&verified(claims("")), NOW).unwrap();
    let (header, payload) = opened(token.as_str());
    assert_eq!(header, r#"{"alg":"HS256","kid":"2026-11","typ":"JWT"}"#);
    let (iss, pid, exp) = (ISSUER, PublicId::from_sub(SUB), NOW + 600);
    let expected = format!(
        r#"{{"token_use":"session","iss":"{iss}","sub":"{SUB}","pid":"{pid}","groups":[],"iat":{NOW},"exp":{exp}}}"#
    );
    assert_eq!(payload, expected);
    assert_eq!(format!("{token:?}"), format!("SessionToken(until {exp})"));
}

#[test]
fn a_session_ends_no_later_than_the_access_token() {
    let mint = mint(setting_but("SESSION_SECONDS", "900"));
    for (exp, expected) in [("901", 900), ("900", 900), ("60", 60), ("60.9", 60)] {
        let exp = NOW as f64 + exp.parse::<f64>().unwrap();
        let claims = verified(claims_with("exp", Some(&exp.to_string())));
        assert_eq!(
            mint.mint(&claims, NOW).unwrap().expires_at(),
            NOW + expected
        );
    }
    let ends_now = verified(claims_with("exp", Some(&format!("{NOW}.5"))));
    assert_eq!(mint.mint(&ends_now, NOW).err(), Some(MintError::Expired));
}

#[test]
fn of_the_groups_a_session_tells_those_that_count_at_the_edge() {
    let claims = verified(claims(r#","cognito:groups":["staff","board","x"]"#));
    let groups = |lookup: &dyn Fn(&str) -> Option<String>| {
        let token = mint(lookup).mint(&claims, NOW).unwrap();
        let payload: Value = serde_json::from_str(&opened(token.as_str()).1).unwrap();
        payload["groups"].to_string()
    };
    assert_eq!(groups(&setting), "[]");
    let some = setting_but("SESSION_GROUPS", "board, staff ,crew");
    assert_eq!(groups(&some), r#"["board","staff"]"#);
    let elsewhere = |name: &str| match name {
        "GROUPS_CLAIM" => Some("roles".to_owned()),
        _ => some(name),
    };
    assert_eq!(groups(&elsewhere), "[]");
}

#[test]
fn what_would_not_fit_into_a_cookie_is_refused() {
    let long = "g".repeat(2_500);
    let claims = verified(claims(&format!(r#","cognito:groups":["{long}"]"#)));
    let lookup = |name: &str| match name {
        "SESSION_GROUPS" => Some(long.clone()),
        _ => setting(name),
    };
    assert_eq!(
        mint(lookup).mint(&claims, NOW).err(),
        Some(MintError::TooLong)
    );
}

#[test]
fn the_cookie_is_kept_from_scripts_plain_http_and_other_sites() {
    let token = mint(setting).mint(&verified(claims("")), NOW).unwrap();
    let cookie = |name, value| {
        let mut settings = Settings::new(setting_but(name, value));
        let cookie = Cookie::from_settings(&mut settings);
        settings.finish(Some(cookie))
    };
    let set = cookie("", "").unwrap().holding(&token, NOW + 100);
    let expected = format!(
        "roundel_session={}; Max-Age=500; Path=/; HttpOnly; Secure; SameSite=Lax",
        token.as_str()
    );
    assert_eq!(set, expected);
    let shared = cookie("SESSION_COOKIE_DOMAIN", "example.com").unwrap();
    assert_eq!(
        shared.cleared(),
        "roundel_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax; Domain=example.com"
    );
    assert!(cookie("SESSION_COOKIE_NAME", "__Host-s").is_ok());
    for (name, value) in [
        ("SESSION_COOKIE_NAME", "a b"),
        ("SESSION_COOKIE_NAME", "a;b"),
        ("SESSION_COOKIE_DOMAIN", "example.com; x"),
        ("SESSION_COOKIE_DOMAIN", ".example.com"),
        ("SESSION_COOKIE_DOMAIN", "localhost"),
    ] {
        assert!(cookie(name, value).is_err(), "{value}");
    }
}

async fn respond(request: &ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    let sessions = Sessions::from_settings(Settings::new(setting)).unwrap();
    sessions.respond(request, NOW).await
}

#[tokio::test]
async fn without_a_token_there_is_no_session_and_a_401_that_the_page_can_read() {
    let response = respond(&request(Method::POST, PAGE)).await;
    assert_eq!(
        (response.status_code, code(&response).as_str()),
        (401, "unauthorized")
    );
    assert!(response.cookies.is_empty());
    let headers = &response.headers;
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_CREDENTIALS], "true");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn signing_out_clears_the_cookie() {
    let response = respond(&request(Method::DELETE, PAGE)).await;
    assert_eq!(response.status_code, 204);
    assert!(response.cookies[0].starts_with("roundel_session=; Max-Age=0; "));
}

#[tokio::test]
async fn f19_a_foreign_page_is_given_no_credentials_on_any_answer() {
    for method in [Method::POST, Method::DELETE, Method::OPTIONS, Method::GET] {
        let response = respond(&request(method, "https://evil.example")).await;
        let headers = &response.headers;
        assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
        assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
        assert_eq!(headers[header::VARY], "Origin");
    }
}

#[tokio::test]
async fn a_preflight_allows_both_methods() {
    let response = respond(&request(Method::OPTIONS, PAGE)).await;
    let headers = &response.headers;
    let methods = &headers[header::ACCESS_CONTROL_ALLOW_METHODS];
    assert_eq!(
        (response.status_code, methods.as_bytes()),
        (204, &b"POST, DELETE, OPTIONS"[..])
    );
    let response = respond(&request(Method::GET, PAGE)).await;
    assert_eq!(
        (response.status_code, code(&response).as_str()),
        (405, "method_not_allowed")
    );
}

#[test]
fn every_missing_or_wrong_setting_is_named_at_once_without_the_key() {
    let missing = Sessions::from_settings(Settings::new(|_| None)).err();
    let missing = missing.unwrap().to_string();
    for name in [
        "TOKEN_ISSUER",
        "CLIENT_ID",
        "CORS_ALLOW_ORIGIN",
        "SESSION_KEY",
    ] {
        assert!(missing.contains(name), "{name} is not in: {missing}");
    }
    let wrong = |name: &str| match name {
        "SESSION_KEY" => Some(KEY.replace("2026-11", "a b")),
        "SESSION_SECONDS" => Some("901".to_owned()),
        "SESSION_GROUPS" => Some("a,,b".to_owned()),
        "SESSION_COOKIE_NAME" => Some("a b".to_owned()),
        _ => setting(name),
    };
    let wrong = Sessions::from_settings(Settings::new(wrong)).err();
    let wrong = wrong.unwrap().to_string();
    for name in [
        "SESSION_KEY",
        "SESSION_SECONDS",
        "SESSION_GROUPS",
        "SESSION_COOKIE_NAME",
    ] {
        assert!(wrong.contains(name), "{name} is not in: {wrong}");
    }
    assert!(!wrong.contains(K));
    assert!(SigningKey::parse(KEY).is_ok());
}
