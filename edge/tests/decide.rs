//! The edge's decisions about CloudFront's own event, with real keys and signatures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own helpers may fail the test"
)]

#[path = "../../crates/token/tests/signing/mod.rs"]
mod signing;

use roundel_avatar::PublicId;
use roundel_edge::{Answer, Config, Edge};
use roundel_token::NativeVerifier;
use roundel_token::json::{Limits, Value, read};
use signing::{CLIENT, ISSUER, NOW, OTHER_RSA, RSA, SUB, claims, claims_with, key_set};

/// The viewer-request event of AWS's documentation ("Lambda@Edge event structure").
const EVENT: &str = include_str!("viewer-request.json");
const ORIGIN: &str = "https://www.example.com";

fn config() -> Config {
    let text = format!(
        r#"{{"issuers":["{ISSUER}"],"clientIds":["{CLIENT}"],"tokenUse":"access",
        "tokenSources":["header","cookie"],"cookieName":"roundel_token","rawHeader":true,
        "corsOrigins":["{ORIGIN}"],"defaultAvatar":"/avatars/default",
        "rules":[{{"path":"/avatars/*","access":"public"}},
        {{"path":"/members/*","access":"signed-in","origin":"/avatars/*"}},
        {{"path":"/owner/*","access":"owner","origin":"/avatars/*"}},
        {{"path":"/open/*","access":"public"}}]}}"#
    );
    Config::parse(text.as_bytes()).unwrap()
}

fn edge() -> Edge<NativeVerifier> {
    let mut edge = Edge::new(config(), NativeVerifier, NOW).unwrap();
    edge.keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    edge
}

/// AWS's event with another method, path and more header lines.
fn event(method: &str, uri: &str, headers: &[(&str, &str)]) -> String {
    let mut event = read(EVENT.as_bytes(), Limits::DOCUMENT).unwrap();
    *at(&mut event, "method") = Value::from(method);
    *at(&mut event, "uri") = Value::from(uri);
    *at(&mut event, "querystring") = Value::from("utm=1");
    let Value::Object(groups) = at(&mut event, "headers") else {
        panic!("headers are an object");
    };
    for (name, value) in headers {
        let line = Value::object([("key", Value::from(*name)), ("value", Value::from(*value))]);
        let name = name.to_lowercase();
        match groups.iter_mut().find(|(own, _)| *own == name) {
            Some((_, Value::Array(lines))) if name != "accept" => lines.push(line),
            Some((_, lines)) => *lines = Value::Array(vec![line]),
            None => groups.push((name, Value::Array(vec![line]))),
        }
    }
    event.to_string()
}

fn at<'a>(event: &'a mut Value, name: &str) -> &'a mut Value {
    let step = |value: &'a mut Value, name: &str| match value {
        Value::Object(members) => &mut members.iter_mut().find(|(own, _)| own == name).unwrap().1,
        _ => panic!("{name} is not in an object"),
    };
    let Value::Array(records) = step(event, "Records") else {
        panic!("records are an array");
    };
    step(step(step(&mut records[0], "cf"), "request"), name)
}

fn get(uri: &str, headers: &[(&str, &str)]) -> Answer {
    edge().decide(&event("GET", uri, headers), NOW)
}

fn forwarded(answer: Answer) -> Value {
    match answer {
        Answer::Forward { request, .. } => request,
        other => panic!("{other:?}"),
    }
}

fn refused(answer: Answer) -> (String, &'static str, Value) {
    match answer {
        Answer::Respond { response, code } => (text(&response, "status"), code, response),
        other => panic!("{other:?}"),
    }
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn header(message: &Value, name: &str) -> Option<String> {
    let lines = message.get("headers")?.get(name)?.as_array()?;
    assert_eq!(lines.len(), 1, "{name}");
    Some(text(&lines[0], "value"))
}

fn own_id() -> PublicId {
    PublicId::from_sub(SUB)
}

fn bearer() -> String {
    format!("Bearer {}", RSA.good("r"))
}

#[test]
fn a_public_avatar_passes_without_a_token() {
    let uri = format!("/avatars/{}/current.json", own_id());
    let request = forwarded(get(&uri, &[]));
    assert_eq!(text(&request, "uri"), uri);
    assert_eq!(text(&request, "querystring"), "");
    assert_eq!(text(&request, "clientIp"), "203.0.113.178");
    assert_eq!(
        header(&request, "host").as_deref(),
        Some("d111111abcdef8.cloudfront.net")
    );
}

#[test]
fn the_best_variant_is_chosen_by_accept() {
    let version = "0123456789abcdef0123456789abcdef";
    for (accept, extension) in [
        ("image/avif,image/webp,*/*", "webp"),
        ("*/*", "jpg"),
        ("image/jpeg", "jpg"),
    ] {
        for place in [
            format!("{}/{version}", own_id()),
            format!("{}/current", own_id()),
            "default".into(),
        ] {
            let request = forwarded(get(&format!("/avatars/{place}/256"), &[("accept", accept)]));
            assert_eq!(
                text(&request, "uri"),
                format!("/avatars/{place}/256.{extension}")
            );
        }
    }
    let named = format!("/avatars/{}/{version}/64.jpg", own_id());
    assert_eq!(
        text(&forwarded(get(&named, &[("accept", "image/webp")])), "uri"),
        named
    );
}

#[test]
fn what_no_rule_or_contract_knows_is_not_there() {
    let id = own_id();
    for uri in [
        "/".to_owned(),
        "/index.html".into(),
        "/avatars".into(),
        "/avatars/".into(),
        format!("/avatars/{id}"),
        format!("/avatars/{id}/current"),
        format!("/avatars/{id}/current/513"),
        format!("/avatars/{id}/current/512.png"),
        format!("/avatars/processed/{id}"),
        format!("/avatars/original/{id}/01930000-0000-7000-8000-000000000000.jpg"),
        "/AVATARS/x".into(),
    ] {
        let (status, code, response) = refused(get(&uri, &[]));
        assert_eq!((status.as_str(), code), ("404", "not_found"), "{uri}");
        assert_eq!(
            header(&response, "content-type").as_deref(),
            Some("application/json")
        );
        assert!(text(&response, "body").starts_with(r#"{"error":{"code":"not_found","message":""#));
    }
}

#[test]
fn a_path_outside_avatars_passes_as_it_is() {
    assert_eq!(
        text(&forwarded(get("/open/a/b.txt", &[])), "uri"),
        "/open/a/b.txt"
    );
}

#[test]
fn a_path_with_two_meanings_is_refused_first() {
    for uri in [
        "/avatars/../owner/x",
        "/avatars//x",
        "/avatars/%2e%2e/x",
        "/avatars/a%2fb",
        "/avatars/a\\b",
    ] {
        let (status, code, _) = refused(get(uri, &[]));
        assert_eq!((status.as_str(), code), ("400", "bad_path"), "{uri}");
    }
}

#[test]
fn signed_in_paths_need_a_token() {
    let uri = format!(
        "/members/{}/current/512",
        PublicId::from_sub("somebody else")
    );
    let (status, code, response) = refused(get(&uri, &[]));
    assert_eq!((status.as_str(), code), ("401", "token_missing"));
    assert_eq!(
        header(&response, "www-authenticate").as_deref(),
        Some("Bearer")
    );
    assert_eq!(
        header(&response, "cache-control").as_deref(),
        Some("no-store")
    );
    for credentials in [bearer(), RSA.good("r")] {
        let request = forwarded(get(&uri, &[("Authorization", &credentials)]));
        let origin_uri = uri.replace("/members/", "/avatars/") + ".jpg";
        assert_eq!(text(&request, "uri"), origin_uri);
    }
    let cookie = format!("theme=dark; roundel_token={}", RSA.good("r"));
    forwarded(get(&uri, &[("Cookie", &cookie)]));
}

#[test]
fn owner_paths_are_their_owners_alone() {
    let own = format!("/owner/{}/current/512", own_id());
    let request = forwarded(get(&own, &[("authorization", &bearer())]));
    assert_eq!(
        text(&request, "uri"),
        format!("/avatars/{}/current/512.jpg", own_id())
    );
    for other in [
        PublicId::from_sub("x").to_string(),
        SUB.into(),
        String::from("x"),
        own_id().to_string().to_uppercase(),
    ] {
        let uri = format!("/owner/{other}/current/512");
        let (status, code, _) = refused(get(&uri, &[("authorization", &bearer())]));
        assert_eq!((status.as_str(), code), ("403", "forbidden"), "{uri}");
        let (status, ..) = refused(get(&uri, &[]));
        assert_eq!(status, "401");
    }
}

#[test]
fn every_refused_token_has_one_answer_and_its_own_code_in_the_log() {
    let uri = format!("/members/{}/current/512", own_id());
    let good = RSA.good("r");
    let (input, signature) = good.rsplit_once('.').unwrap();
    let tampered = format!("{input}.AAAA{}", &signature[4..]);
    let mut bodies = Vec::new();
    for (token, expected) in [
        (
            RSA.token(RSA.header("r"), claims_with("exp", Some("1"))),
            "expired",
        ),
        (
            RSA.token(RSA.header("r"), claims_with("iss", Some("\"x\""))),
            "issuer_mismatch",
        ),
        (
            RSA.token(RSA.header("r"), claims_with("sub", Some("\"../x\""))),
            "subject_invalid",
        ),
        (
            RSA.token(r#"{"alg":"none","kid":"r"}"#, claims("")),
            "alg_not_allowed",
        ),
        (OTHER_RSA.good("r"), "bad_signature"),
        ("garbage".into(), "not_three_parts"),
        (tampered, "bad_signature"),
    ] {
        let (status, code, response) = refused(get(&uri, &[("authorization", &token)]));
        assert_eq!((status.as_str(), code), ("401", expected));
        bodies.push(response);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn row_24_two_tokens_are_none() {
    let uri = format!("/members/{}/current/512", own_id());
    let cookie = format!("roundel_token={}", OTHER_RSA.good("r"));
    for headers in [
        vec![("authorization", bearer()), ("cookie", cookie)],
        vec![("authorization", bearer()), ("Authorization", bearer())],
    ] {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (status, code, _) = refused(get(&uri, &headers));
        assert_eq!((status.as_str(), code), ("401", "ambiguous_credentials"));
    }
}

#[test]
fn row_29_headers_of_our_name_come_from_us_alone() {
    let forged = [
        ("X-Roundel-Sub", "admin"),
        ("x-roundel-public-id", "victim"),
        ("x-roundel-anything", "1"),
    ];
    let open = forwarded(get(&format!("/avatars/{}/current.json", own_id()), &forged));
    for (name, _) in forged {
        assert_eq!(header(&open, &name.to_lowercase()), None, "{name}");
    }
    let credentials = bearer();
    let signed_in = [&forged[..], &[("authorization", &credentials)]].concat();
    let request = forwarded(get(
        &format!("/owner/{}/current.json", own_id()),
        &signed_in,
    ));
    assert_eq!(header(&request, "x-roundel-sub").as_deref(), Some(SUB));
    assert_eq!(
        header(&request, "x-roundel-public-id"),
        Some(own_id().to_string())
    );
    assert_eq!(header(&request, "x-roundel-anything"), None);
}

#[test]
fn row_29_a_subject_beyond_ascii_goes_by_its_public_id() {
    let token = RSA.token(RSA.header("r"), claims_with("sub", Some("\"Zoë\"")));
    let id = PublicId::from_sub("Zoë");
    let request = forwarded(get(
        &format!("/owner/{id}/current.json"),
        &[("authorization", &token)],
    ));
    assert_eq!(header(&request, "x-roundel-sub"), None);
    assert_eq!(
        header(&request, "x-roundel-public-id"),
        Some(id.to_string())
    );
}

#[test]
fn row_29_credentials_do_not_reach_the_origin() {
    let cookie = format!("a=1; roundel_token={}; b=2", RSA.good("r"));
    let credentials = RSA.good("r");
    let uri = format!("/members/{}/current.json", own_id());
    // Two signatures of one message by RSA are equal, so header and cookie agree.
    let request = forwarded(get(
        &uri,
        &[("authorization", &credentials), ("cookie", &cookie)],
    ));
    assert_eq!(header(&request, "authorization"), None);
    assert_eq!(header(&request, "cookie").as_deref(), Some("a=1; b=2"));
    let alone = format!("roundel_token={}", RSA.good("r"));
    let request = forwarded(get(
        &format!("/avatars/{}/current.json", own_id()),
        &[("cookie", &alone)],
    ));
    assert_eq!(header(&request, "cookie"), None);
    assert!(!request.to_string().contains("eyJ"));
}

#[test]
fn f19_a_preflight_is_answered_for_listed_origins_alone() {
    let uri = format!("/members/{}/current/512", own_id());
    let preflight =
        |origin| refused(edge().decide(&event("OPTIONS", &uri, &[("Origin", origin)]), NOW));
    let (status, _, response) = preflight(ORIGIN);
    assert_eq!(status, "204");
    assert_eq!(
        header(&response, "access-control-allow-origin").as_deref(),
        Some(ORIGIN)
    );
    assert_eq!(
        header(&response, "access-control-allow-headers").as_deref(),
        Some("authorization")
    );
    assert_eq!(header(&response, "vary").as_deref(), Some("Origin"));
    let (status, code, response) = preflight("https://evil.example");
    assert_eq!((status.as_str(), code), ("403", "origin_not_allowed"));
    assert_eq!(header(&response, "access-control-allow-origin"), None);
}

#[test]
fn f19_refusals_can_be_read_by_listed_origins_alone() {
    let uri = format!("/members/{}/current/512", own_id());
    let (.., response) = refused(get(&uri, &[("origin", ORIGIN)]));
    assert_eq!(
        header(&response, "access-control-allow-origin").as_deref(),
        Some(ORIGIN)
    );
    assert_eq!(header(&response, "vary").as_deref(), Some("Origin"));
    let (.., response) = refused(get(&uri, &[("origin", "https://evil.example")]));
    assert_eq!(header(&response, "access-control-allow-origin"), None);
    assert_eq!(header(&response, "vary").as_deref(), Some("Origin"));
}

#[test]
fn everything_is_only_read() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "get", "TRACE"] {
        let answer = edge().decide(
            &event(method, &format!("/avatars/{}/current.json", own_id()), &[]),
            NOW,
        );
        let (status, code, response) = refused(answer);
        assert_eq!(
            (status.as_str(), code),
            ("405", "method_not_allowed"),
            "{method}"
        );
        assert_eq!(
            header(&response, "allow").as_deref(),
            Some("GET, HEAD, OPTIONS")
        );
    }
}

#[test]
fn keys_are_asked_for_and_their_lack_is_not_the_viewers_fault() {
    let mut edge = Edge::new(config(), NativeVerifier, NOW).unwrap();
    let event = event(
        "GET",
        &format!("/members/{}/current/512", own_id()),
        &[("authorization", &bearer())],
    );
    let answer = edge.decide(&event, NOW);
    let expected = format!(
        r#"{{"fetchKeys":{{"issuer":"{ISSUER}","url":"{ISSUER}/.well-known/jwks.json"}}}}"#
    );
    assert_eq!(answer.to_json(), expected);
    edge.keys_failed(ISSUER, NOW);
    let (status, code, _) = refused(edge.decide(&event, NOW));
    assert_eq!((status.as_str(), code), ("503", "keys_unavailable"));
    edge.keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    forwarded(edge.decide(&event, NOW));
}

#[test]
fn an_event_of_another_kind_is_closed() {
    let responses = [
        (
            EVENT.replace("viewer-request", "origin-request"),
            "not_a_viewer_request",
        ),
        (r#"{"Records":[]}"#.into(), "not_one_record"),
        ("{}".into(), "not_one_record"),
        ("not json".into(), "malformed_json"),
        (EVENT.replace("\"uri\"", "\"url\""), "malformed_event"),
        (EVENT.replace("\"GET\"", "7"), "malformed_event"),
    ];
    for (event, expected) in responses {
        let (status, code, _) = refused(edge().decide(&event, NOW));
        assert_eq!((status.as_str(), code), ("503", expected));
    }
}
