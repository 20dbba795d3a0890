//! Signing uploads.

use axum::http::Method;
use serde_json::{Value, json};

use crate::lines;
use crate::recorder::count;
use crate::world::{PAGE, World};

fn code(answer: &Value) -> String {
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    body["error"]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn keys_are_fetched_once_for_any_number_of_requests() {
    let world = World::start(10).await;
    for username in ["andrew", "bayko", "londo"] {
        for _ in 0..8 {
            world.sign(username, b"x").await;
        }
    }
    let seen = world.issuer.take();
    assert_eq!(count(&seen, &Method::GET, "jwks.json"), 1);
}

#[tokio::test]
async fn every_malformed_body_is_refused_with_its_own_code_and_with_cors() {
    let world = World::start(10).await;
    let token = world.token("andrew").await;
    for (body, status, expected) in [
        ("", 400, "missing_body"),
        ("[", 400, "invalid_json"),
        (r#"{"contentType":7}"#, 400, "invalid_content_type"),
        (
            r#"{"contentType":"image/png"}"#,
            400,
            "missing_content_length",
        ),
        (r#"{"extension":"svg"}"#, 415, "unsupported_type"),
        (&" ".repeat(8193), 413, "body_too_large"),
    ] {
        let answer = world.ask_for_upload(&token, body).await;
        assert_eq!(
            (&answer["statusCode"], code(&answer)),
            (&json!(status), expected.to_owned())
        );
        assert_eq!(answer["headers"]["access-control-allow-origin"], PAGE);
        assert_eq!(answer["headers"]["vary"], "Origin");
    }
    let refused = lines::about(&world.log("key_upload"), "refused");
    assert_eq!(refused.len(), 6);
    assert_eq!(
        refused[0]["_aws"]["CloudWatchMetrics"][0]["Dimensions"],
        json!([["function"], ["function", "code"]])
    );
}

#[tokio::test]
async fn a_person_who_asks_too_often_is_told_when_to_ask_again() {
    let world = World::start(10).await;
    let [andrew, londo] = [world.token("andrew").await, world.token("londo").await];
    let mut answer = Value::Null;
    for _ in 0..31 {
        answer = world
            .ask_for_upload(&andrew, r#"{"extension":"jpg"}"#)
            .await;
    }
    assert_eq!(
        (&answer["statusCode"], code(&answer).as_str()),
        (&json!(429), "too_many_uploads")
    );
    let seconds: u64 = answer["headers"]["retry-after"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=2).contains(&seconds), "{seconds}");
    assert_eq!(
        answer["headers"]["access-control-expose-headers"],
        "retry-after"
    );
    let other = world.ask_for_upload(&londo, r#"{"extension":"jpg"}"#).await;
    assert_eq!(other["statusCode"], 200);
}

#[tokio::test]
async fn lines_are_json_with_metrics_and_trace_and_hold_no_secret() {
    let world = World::start(10).await;
    let token = world.token("andrew").await;
    let signed = world.sign("andrew", b"x").await;
    world.ask_for_upload(&token[..token.len() - 4], "{}").await;
    world.ask_for_upload(&token, "{}").await;
    let log = world.log("key_upload");
    let all = lines::of(&log);
    let events: Vec<&str> = all
        .iter()
        .map(|line| line["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        events,
        [
            "cold_start",
            "keys_loaded",
            "upload_signed",
            "token_refused",
            "refused",
            "refused"
        ]
    );
    for line in &all {
        assert_eq!(line["function"], "key_upload");
        assert_eq!(line["requestId"].as_str().unwrap().len(), 36);
        assert!(line["xrayTraceId"].as_str().unwrap().starts_with("1-"));
        if line["event"] != "keys_loaded" {
            lines::assert_embedded_metrics(line);
        }
    }
    assert_eq!(all[0]["ColdStart"], 1);
    assert!(all[0]["InitTime"].as_f64().unwrap() > 0.0);
    let text = std::fs::read_to_string(&log).unwrap();
    let signature = signed.url().rsplit('=').next().unwrap();
    for secret in token.split('.').chain([signature, "X-Amz", "Bearer"]) {
        assert!(!text.contains(secret));
    }
}
