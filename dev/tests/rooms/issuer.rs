//! The issuer, seen as a verifier sees it.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use roundel_dev::{Listener, issuer};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::support::{Answer, FOREIGN, PAGE, Scratch, call, get, origins};

struct Issuer {
    url: String,
    _scratch: Scratch,
    _tasks: JoinSet<()>,
}

impl Issuer {
    async fn start() -> Self {
        let scratch = Scratch::new();
        let listener = Listener::free().await.unwrap();
        let url = format!("{}/{}", listener.url(), issuer::pool());
        let mut tasks = JoinSet::new();
        listener.serve(
            &mut tasks,
            issuer::router(&scratch.state, &url, origins()).unwrap(),
        );
        Self {
            url,
            _scratch: scratch,
            _tasks: tasks,
        }
    }

    async fn token(&self, form: &'static str) -> Answer {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", PAGE),
        ];
        call("POST", &format!("{}/token", self.url), &headers, form).await
    }

    async fn access_token(&self, form: &'static str) -> String {
        self.token(form).await.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn keys(&self) -> Vec<Value> {
        let set = get(&format!("{}/.well-known/jwks.json", self.url))
            .await
            .json();
        set["keys"].as_array().unwrap().clone()
    }
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn verifies(token: &str, keys: &[Value]) -> bool {
    let kid = part(token, 0)["kid"].clone();
    let Some(key) = keys.iter().find(|key| key["kid"] == kid) else {
        return false;
    };
    let bytes = |text: &Value| {
        BASE64_URL_SAFE_NO_PAD
            .decode(text.as_str().unwrap())
            .unwrap()
    };
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap();
    RsaPublicKeyComponents {
        n: bytes(&key["n"]),
        e: bytes(&key["e"]),
    }
    .verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature)
    .is_ok()
}

#[tokio::test]
async fn a_token_is_shaped_like_cognitos_and_verifies() {
    let issuer = Issuer::start().await;
    let answer = issuer.token("username=andrew").await;
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.json()["token_type"], "Bearer");
    let token = issuer.access_token("username=andrew").await;
    assert_eq!(part(&token, 0)["alg"], "RS256");
    let claims = part(&token, 1);
    assert_eq!(claims["iss"], issuer.url);
    assert_eq!(claims["token_use"], "access");
    assert_eq!(claims["client_id"], roundel_dev::identity::CLIENT_ID);
    assert_eq!(claims["sub"], issuer::USERS[0].sub);
    assert!(verifies(&token, &issuer.keys().await));
}

#[tokio::test]
async fn rotation_keeps_old_keys_until_they_are_dropped() {
    let issuer = Issuer::start().await;
    let old = issuer.access_token("username=bayko").await;
    let rotate = format!("{}/rotate", issuer.url);
    assert_eq!(call("POST", &rotate, &[], "").await.status, 200);
    let new = issuer.access_token("username=bayko").await;
    assert_ne!(part(&old, 0)["kid"], part(&new, 0)["kid"]);
    let keys = issuer.keys().await;
    assert!(verifies(&old, &keys) && verifies(&new, &keys));

    call("POST", &format!("{rotate}?drop=1"), &[], "").await;
    let keys = issuer.keys().await;
    assert_eq!(keys.len(), 1);
    assert!(!verifies(&new, &keys));
    assert!(verifies(
        &issuer.access_token("username=bayko").await,
        &keys
    ));
}

#[tokio::test]
async fn keys_outlive_a_restart() {
    let scratch = Scratch::new();
    let path = scratch.state.path("issuer/keys.json");
    let before = issuer::KeyRing::open(&path).unwrap().public();
    let after = issuer::KeyRing::open(&path).unwrap().public();
    assert_eq!(before, after);
}

#[tokio::test]
async fn expired_on_demand() {
    let issuer = Issuer::start().await;
    let claims = part(
        &issuer.access_token("username=londo&expires_in=-60").await,
        1,
    );
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    assert!(claims["exp"].as_u64().unwrap() < now);
    assert!(claims["iat"].as_u64().unwrap() < claims["exp"].as_u64().unwrap());
}

#[tokio::test]
async fn who_is_unknown_is_refused() {
    let issuer = Issuer::start().await;
    for (form, error) in [
        ("username=mallory", "invalid_grant"),
        ("", "invalid_grant"),
        ("username=andrew&expires_in=soon", "invalid_request"),
    ] {
        let answer = issuer.token(form).await;
        assert_eq!(
            (answer.status, answer.json()["error"].as_str()),
            (400, Some(error)),
            "{form}"
        );
    }
    let foreign = call(
        "POST",
        &format!("{}/token", issuer.url),
        &[("origin", FOREIGN)],
        "username=andrew",
    )
    .await;
    assert_eq!(foreign.header("access-control-allow-origin"), None);
}
