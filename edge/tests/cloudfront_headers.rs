//! Headers that an edge function may not touch: CloudFront answers 502 where one changes (AWS: "Restrictions on edge
//! functions", "Disallowed headers" and "Read-only headers").
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

#[path = "../../crates/token/tests/signing/mod.rs"]
mod signing;

use roundel_avatar::PublicId;
use roundel_edge::{Answer, Config, Edge};
use roundel_token::NativeVerifier;
use signing::{CLIENT, ISSUER, NOW, RSA, SUB, key_set};

/// Of viewer requests.
const READ_ONLY: [&str; 4] = ["content-length", "host", "transfer-encoding", "via"];

/// Where AWS names a prefix, one header of it.
const DISALLOWED: [&str; 27] = [
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "trailer",
    "upgrade",
    "x-accel-buffering",
    "x-accel-charset",
    "x-accel-limit-rate",
    "x-accel-redirect",
    "x-amz-cf-id",
    "x-amzn-auth",
    "x-amzn-cf-billing",
    "x-amzn-cf-id",
    "x-amzn-cf-xff",
    "x-amzn-errortype",
    "x-amzn-fle-profile",
    "x-amzn-header-count",
    "x-amzn-header-order",
    "x-amzn-lambda-integration-tag",
    "x-amzn-requestid",
    "x-cache",
    "x-edge-location",
    "x-forwarded-proto",
    "x-real-ip",
];

fn edge() -> Edge<NativeVerifier> {
    let text = format!(
        r#"{{"issuers":["{ISSUER}"],"clientIds":["{CLIENT}"],"tokenUse":"access","tokenSources":["header"],
        "rawHeader":true,"corsOrigins":["https://www.example.com"],"defaultAvatar":"/avatars/default",
        "rules":[{{"path":"/avatars/*","access":"public"}},
        {{"path":"/owner/*","access":"owner","origin":"/avatars/*"}}]}}"#
    );
    let mut edge = Edge::new(Config::parse(text.as_bytes()).unwrap(), NativeVerifier, NOW).unwrap();
    edge.keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    edge
}

/// A request that has all of them, and a good token.
fn ask(uri: &str) -> Answer {
    let mut strings = ["viewer-request", "GET", uri, ""]
        .map(str::to_owned)
        .to_vec();
    for name in READ_ONLY.iter().chain(&DISALLOWED) {
        strings.extend([(*name).to_owned(), "1".to_owned()]);
    }
    strings.extend(["authorization".to_owned(), RSA.good("r")]);
    strings.extend(["origin".to_owned(), "https://www.example.com".to_owned()]);
    edge().decide(&strings.join("\n"), strings.len(), NOW)
}

#[test]
fn row_29_what_cloudfront_keeps_to_itself_is_never_touched() {
    let id = PublicId::from_sub(SUB);
    for uri in [
        format!("/avatars/{id}/current.json"),
        format!("/owner/{id}/current.json"),
    ] {
        let Answer::Forward { changes, .. } = ask(&uri) else {
            unreachable!("{uri} goes on");
        };
        assert!(!changes.headers.is_empty(), "the credentials at least");
        for (name, _) in &changes.headers {
            let is_kept = READ_ONLY
                .iter()
                .chain(&DISALLOWED)
                .any(|kept| kept.eq_ignore_ascii_case(name));
            assert!(!is_kept, "{name} of {uri}");
        }
    }
}

#[test]
fn row_29_no_refusal_says_what_cloudfront_says_itself() {
    for uri in [
        "/secrets.txt",
        "/owner/somebody-else/current.json",
        "/avatars/%2e%2e/x",
    ] {
        let Answer::Respond { response, .. } = ask(uri) else {
            unreachable!("{uri} is refused");
        };
        for (name, _) in &response.headers {
            let is_kept = READ_ONLY.iter().chain(&DISALLOWED).any(|kept| kept == name);
            assert!(!is_kept, "{name} of {uri}");
        }
    }
}
