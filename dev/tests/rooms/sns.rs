//! The topic: what the SDK sends, and what an endpoint gets.

use std::sync::{Arc, Mutex};

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use roundel_dev::Listener;
use roundel_dev::sns::{self, Topic};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::support::{Scratch, call, eventually, get};

#[tokio::test]
async fn publish_as_the_sdk_sends_it() {
    let scratch = Scratch::new();
    let mut tasks = JoinSet::new();
    let listener = Listener::free().await.unwrap();
    let url = listener.url();
    let topic = Topic::open(&scratch.state, &url).unwrap();
    listener.serve(&mut tasks, sns::router(topic));
    let publish = async |topic: &str| {
        let form = format!(
            "Action=Publish&Version=2010-03-31&TopicArn={topic}&Message=%7B%22a%22%3A1%7D\
             &MessageAttributes.entry.1.Name=kind&MessageAttributes.entry.1.Value.DataType=String\
             &MessageAttributes.entry.1.Value.StringValue=avatar"
        );
        call(
            "POST",
            &url,
            &[("content-type", "application/x-www-form-urlencoded")],
            form,
        )
        .await
    };
    let sent = publish(&sns::arn()).await;
    assert!(
        sent.status == 200 && sent.text().contains("<MessageId>"),
        "{}",
        sent.text()
    );
    assert_eq!(publish("arn:aws:sns:x:y:z").await.status, 404);
    let kept = get(&format!("{url}/notifications")).await.json();
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(kept[0]["message"], "{\"a\":1}");
    assert_eq!(kept[0]["attributes"]["kind"], "avatar");
}

/// An endpoint that has a bad start, then takes everything.
#[derive(Clone, Default)]
struct Endpoint(Arc<Mutex<Vec<(String, Value)>>>);

impl Endpoint {
    fn router(&self) -> Router {
        Router::new()
            .route("/", post(take))
            .with_state(self.clone())
    }

    fn taken(&self, kind: &str) -> Option<Value> {
        let taken = self.0.lock().unwrap();
        let of_kind = |(of, _): &&(String, Value)| of == kind;
        taken.iter().rfind(of_kind).map(|(_, body)| body.clone())
    }
}

async fn take(State(endpoint): State<Endpoint>, headers: HeaderMap, body: String) -> StatusCode {
    let kind = headers["x-amz-sns-message-type"].to_str().unwrap();
    let mut taken = endpoint.0.lock().unwrap();
    let first = taken.is_empty();
    taken.push((kind.to_owned(), serde_json::from_str(&body).unwrap()));
    match first {
        true => StatusCode::SERVICE_UNAVAILABLE,
        false => StatusCode::OK,
    }
}

#[tokio::test]
async fn an_endpoint_that_says_yes_is_told_and_can_verify_it() {
    let scratch = Scratch::new();
    let mut tasks = JoinSet::new();
    let (sns_door, door) = (
        Listener::free().await.unwrap(),
        Listener::free().await.unwrap(),
    );
    let (url, target) = (sns_door.url(), format!("{}/", door.url()));
    let topic = Topic::open(&scratch.state, &url).unwrap();
    let endpoint = Endpoint::default();
    sns_door.serve(&mut tasks, sns::router(topic.clone()));
    door.serve(&mut tasks, endpoint.router());
    sns::subscribe(&mut tasks, topic.clone(), target);

    let question = eventually("the question, asked again", async || {
        let asked = topic.deliveries().len() == 2;
        endpoint.taken("SubscriptionConfirmation").filter(|_| asked)
    });
    let question = question.await;
    let form = format!("Action=Publish&TopicArn={}&Message=hello", sns::arn());
    assert_eq!(call("POST", &url, &[], form).await.status, 200);
    assert!(endpoint.taken("Notification").is_none(), "nobody said yes");
    let subscribe_url = question["SubscribeURL"].as_str().unwrap();
    assert_eq!(get(&format!("{subscribe_url}x")).await.status, 400);
    assert_eq!(get(subscribe_url).await.status, 200);
    let told = eventually("the notification", async || endpoint.taken("Notification")).await;
    assert_eq!(told["Message"], "hello");

    let pem = std::fs::read_to_string(scratch.state.path("sns/key.pem")).unwrap();
    let key = rcgen::KeyPair::from_pem_and_sign_algo(&pem, &rcgen::PKCS_RSA_SHA256).unwrap();
    let field = |name: &str| told[name].as_str().unwrap().to_owned();
    let names = ["Message", "MessageId", "Timestamp", "TopicArn", "Type"];
    let text: String = names
        .map(|name| format!("{name}\n{}\n", field(name)))
        .concat();
    let signature = BASE64_STANDARD.decode(field("Signature")).unwrap();
    UnparsedPublicKey::new(
        &RSA_PKCS1_2048_8192_SHA256,
        rcgen::PublicKeyData::der_bytes(&key),
    )
    .verify(text.as_bytes(), &signature)
    .unwrap();
    let certificate = get(&field("SigningCertURL")).await;
    assert!(
        certificate
            .text()
            .starts_with("-----BEGIN CERTIFICATE-----")
    );
}
