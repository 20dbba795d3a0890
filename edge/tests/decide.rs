//! The edge's decisions about CloudFront's own event, with real keys and signatures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own helpers may fail the test"
)]

#[path = "../../crates/token/tests/signing/mod.rs"]
mod signing;

use roundel_avatar::PublicId;
use roundel_edge::{Answer, Changes, Config, Edge, Response};
use roundel_token::NativeVerifier;
use roundel_token::json::{Limits, Value, read};
use signing::{CLIENT, ISSUER, NOW, OTHER_RSA, RSA, SUB, claims, claims_with, key_set};

/// The viewer-request event of AWS's documentation ("Lambda@Edge event structure", "Viewer request example").
const EVENT: &str = include_str!("viewer-request.json");
const ORIGIN: &str = "https://www.example.com";

fn config() -> String {
    format!(
        r#"{{"issuers":["{ISSUER}"],"clientIds":["{CLIENT}"],"tokenUse":"access",
        "tokenSources":["header","cookie"],"cookieName":"roundel_token","rawHeader":true,
        "corsOrigins":["{ORIGIN}"],"defaultAvatar":"/avatars/default",
        "rules":[{{"path":"/avatars/*","access":"public"}},
        {{"path":"/members/*","access":"signed-in","origin":"/avatars/*"}},
        {{"path":"/owner/*","access":"owner","origin":"/avatars/*"}},
        {{"path":"/staff/*","access":"group:the staff","origin":"/avatars/*"}},
        {{"path":"/open/*","access":"public"}}]}}"#
    )
}

fn edge() -> Edge<NativeVerifier> {
    edge_with("")
}

/// With more members in its configuration.
fn edge_with(members: &str) -> Edge<NativeVerifier> {
    let text = config().replacen('{', &format!("{{{members}"), 1);
    let config = Config::parse(text.as_bytes()).unwrap();
    let mut edge = Edge::new(config, NativeVerifier, NOW).unwrap();
    edge.keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    edge
}

/// AWS's event with another method, address and more header lines, as the handler hands it over.
struct Event {
    strings: Vec<String>,
}

impl Event {
    fn new(method: &str, uri: &str, headers: &[(&str, &str)]) -> Self {
        let event = read(EVENT.as_bytes(), Limits::DOCUMENT).unwrap();
        let cf = event.get("Records").and_then(Value::as_array).unwrap()[0]
            .get("cf")
            .unwrap();
        let event_type = text(cf.get("config").unwrap(), "eventType");
        let (uri, query) = uri.split_once('?').unwrap_or((uri, ""));
        let mut strings: Vec<String> = [&event_type, method, uri, query].map(str::to_owned).into();
        let groups = cf.get("request").and_then(|request| request.get("headers"));
        for (name, lines) in groups.and_then(Value::as_object).unwrap() {
            let is_replaced = headers
                .iter()
                .any(|(own, _)| own.eq_ignore_ascii_case(name));
            for line in lines.as_array().unwrap().iter().filter(|_| !is_replaced) {
                strings.extend([name.clone(), text(line, "value")]);
            }
        }
        for (name, value) in headers {
            strings.extend([name.to_lowercase(), (*value).to_owned()]);
        }
        Self { strings }
    }

    fn ask(&self, edge: &mut Edge<NativeVerifier>) -> Answer {
        edge.decide(&self.strings.join("\n"), self.strings.len(), NOW)
    }

    /// The headers with an answer's changes.
    fn changed(&self, changes: &Changes) -> Vec<(String, String)> {
        let lines = self.strings[4..].chunks_exact(2);
        let mut headers: Vec<_> = lines
            .map(|line| (line[0].clone(), line[1].clone()))
            .collect();
        for (name, value) in &changes.headers {
            headers.retain(|(own, _)| own != name);
            headers.extend(value.clone().map(|value| (name.clone(), value)));
        }
        headers
    }
}

/// What the origin is asked.
#[derive(Debug)]
struct Forwarded {
    uri: String,
    headers: Vec<(String, String)>,
}

impl Forwarded {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.iter().filter(|(own, _)| own == name);
        let first = lines.next().map(|(_, value)| value.as_str());
        assert_eq!(lines.next(), None, "{name}");
        first
    }
}

fn get(uri: &str, headers: &[(&str, &str)]) -> Answer {
    Event::new("GET", uri, headers).ask(&mut edge())
}

fn forwarded(uri: &str, headers: &[(&str, &str)]) -> Forwarded {
    forwarded_by(&mut edge(), uri, headers)
}

fn forwarded_by(edge: &mut Edge<NativeVerifier>, uri: &str, headers: &[(&str, &str)]) -> Forwarded {
    let event = Event::new("GET", uri, headers);
    match event.ask(edge) {
        Answer::Forward { changes, .. } => Forwarded {
            headers: event.changed(&changes),
            uri: changes.uri,
        },
        other => panic!("{other:?}"),
    }
}

fn refused(answer: Answer) -> (&'static str, &'static str, Response) {
    match answer {
        Answer::Respond { response, code } => (response.status, code, response),
        other => panic!("{other:?}"),
    }
}

fn text(value: &Value, name: &str) -> String {
    let text = value.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    let mut lines = response.headers.iter().filter(|(own, _)| *own == name);
    let first = lines.next().map(|(_, value)| value.as_str());
    assert_eq!(lines.next(), None, "{name}");
    first
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
    let request = forwarded(&format!("{uri}?utm=1"), &[]);
    assert_eq!(request.uri, uri);
    assert_eq!(
        request.header("host"),
        Some("d111111abcdef8.cloudfront.net")
    );
    let answer = get(&uri, &[]).to_json();
    let expected = format!(r#"{{"forward":{{"uri":"{uri}","querystring":"","headers":{{}}}}}}"#);
    assert_eq!(answer, expected);
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
            let request = forwarded(&format!("/avatars/{place}/256"), &[("accept", accept)]);
            assert_eq!(request.uri, format!("/avatars/{place}/256.{extension}"));
        }
    }
    let named = format!("/avatars/{}/{version}/64.jpg", own_id());
    assert_eq!(forwarded(&named, &[("accept", "image/webp")]).uri, named);
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
        assert_eq!((status, code), ("404", "not_found"), "{uri}");
        assert_eq!(header(&response, "content-type"), Some("application/json"));
        assert!(
            response
                .body
                .starts_with(r#"{"error":{"code":"not_found","message":""#)
        );
    }
}

#[test]
fn a_path_outside_avatars_passes_as_it_is() {
    assert_eq!(forwarded("/open/a/b.txt", &[]).uri, "/open/a/b.txt");
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
        assert_eq!((status, code), ("400", "bad_path"), "{uri}");
    }
}

#[test]
fn signed_in_paths_need_a_token() {
    let uri = format!(
        "/members/{}/current/512",
        PublicId::from_sub("somebody else")
    );
    let (status, code, response) = refused(get(&uri, &[]));
    assert_eq!((status, code), ("401", "token_missing"));
    assert_eq!(header(&response, "www-authenticate"), Some("Bearer"));
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    for credentials in [bearer(), RSA.good("r")] {
        let request = forwarded(&uri, &[("Authorization", &credentials)]);
        let origin_uri = uri.replace("/members/", "/avatars/") + ".jpg";
        assert_eq!(request.uri, origin_uri);
    }
    let cookie = format!("theme=dark; roundel_token={}", RSA.good("r"));
    forwarded(&uri, &[("Cookie", &cookie)]);
}

#[test]
fn owner_paths_are_their_owners_alone() {
    let own = format!("/owner/{}/current/512", own_id());
    let request = forwarded(&own, &[("authorization", &bearer())]);
    assert_eq!(
        request.uri,
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
        assert_eq!((status, code), ("403", "forbidden"), "{uri}");
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
        assert_eq!((status, code), ("401", expected));
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
        assert_eq!((status, code), ("401", "ambiguous_credentials"));
    }
}

#[test]
fn row_29_headers_of_our_name_come_from_us_alone() {
    let forged = [
        ("X-Roundel-Sub", "admin"),
        ("x-roundel-public-id", "victim"),
        ("x-roundel-anything", "1"),
    ];
    let open = forwarded(&format!("/avatars/{}/current.json", own_id()), &forged);
    for (name, _) in forged {
        assert_eq!(open.header(&name.to_lowercase()), None, "{name}");
    }
    let credentials = bearer();
    let signed_in = [&forged[..], &[("authorization", &credentials)]].concat();
    let request = forwarded(&format!("/owner/{}/current.json", own_id()), &signed_in);
    assert_eq!(request.header("x-roundel-sub"), Some(SUB));
    assert_eq!(
        request.header("x-roundel-public-id"),
        Some(own_id().as_str())
    );
    assert_eq!(request.header("x-roundel-iss"), Some(ISSUER));
    assert_eq!(request.header("x-roundel-anything"), None);
}

#[test]
fn row_29_a_subject_beyond_ascii_goes_by_its_public_id() {
    let token = RSA.token(RSA.header("r"), claims_with("sub", Some("\"Zoë\"")));
    let id = PublicId::from_sub("Zoë");
    let request = forwarded(
        &format!("/owner/{id}/current.json"),
        &[("authorization", &token)],
    );
    assert_eq!(request.header("x-roundel-sub"), None);
    assert_eq!(request.header("x-roundel-public-id"), Some(id.as_str()));
}

#[test]
fn row_29_credentials_do_not_reach_the_origin() {
    let cookie = format!("a=1; roundel_token={}; b=2", RSA.good("r"));
    let credentials = RSA.good("r");
    let uri = format!("/members/{}/current.json", own_id());
    // Two signatures of one message by RSA are equal, so header and cookie agree.
    let request = forwarded(
        &uri,
        &[("authorization", &credentials), ("cookie", &cookie)],
    );
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("cookie"), None, "not even the others");
    let alone = format!("roundel_token={}", RSA.good("r"));
    let request = forwarded(
        &format!("/avatars/{}/current.json", own_id()),
        &[("cookie", &alone)],
    );
    assert_eq!(request.header("cookie"), None);
    assert!(!format!("{request:?}").contains("eyJ"));
}

#[test]
fn f19_a_preflight_is_answered_for_listed_origins_alone() {
    let uri = format!("/members/{}/current/512", own_id());
    let preflight =
        |origin| refused(Event::new("OPTIONS", &uri, &[("Origin", origin)]).ask(&mut edge()));
    let (status, _, response) = preflight(ORIGIN);
    assert_eq!(status, "204");
    assert_eq!(
        header(&response, "access-control-allow-origin"),
        Some(ORIGIN)
    );
    assert_eq!(
        header(&response, "access-control-allow-headers"),
        Some("authorization")
    );
    assert_eq!(header(&response, "vary"), Some("Origin"));
    let (status, code, response) = preflight("https://evil.example");
    assert_eq!((status, code), ("403", "origin_not_allowed"));
    assert_eq!(header(&response, "access-control-allow-origin"), None);
}

#[test]
fn f19_refusals_can_be_read_by_listed_origins_alone() {
    let uri = format!("/members/{}/current/512", own_id());
    let (.., response) = refused(get(&uri, &[("origin", ORIGIN)]));
    assert_eq!(
        header(&response, "access-control-allow-origin"),
        Some(ORIGIN)
    );
    assert_eq!(header(&response, "vary"), Some("Origin"));
    let (.., response) = refused(get(&uri, &[("origin", "https://evil.example")]));
    assert_eq!(header(&response, "access-control-allow-origin"), None);
    assert_eq!(header(&response, "vary"), Some("Origin"));
}

#[test]
fn everything_is_only_read() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "get", "TRACE"] {
        let uri = format!("/avatars/{}/current.json", own_id());
        let (status, code, response) = refused(Event::new(method, &uri, &[]).ask(&mut edge()));
        assert_eq!((status, code), ("405", "method_not_allowed"), "{method}");
        assert_eq!(header(&response, "allow"), Some("GET, HEAD, OPTIONS"));
    }
}

#[test]
fn keys_are_asked_for_and_their_lack_is_not_the_viewers_fault() {
    let config = Config::parse(config().as_bytes()).unwrap();
    let mut edge = Edge::new(config, NativeVerifier, NOW).unwrap();
    let uri = format!("/members/{}/current/512", own_id());
    let event = Event::new("GET", &uri, &[("authorization", &bearer())]);
    let expected = format!(
        r#"{{"fetchKeys":{{"issuer":"{ISSUER}","url":"{ISSUER}/.well-known/jwks.json"}}}}"#
    );
    assert_eq!(event.ask(&mut edge).to_json(), expected);
    edge.keys_failed(ISSUER, NOW);
    let (status, code, _) = refused(event.ask(&mut edge));
    assert_eq!((status, code), ("503", "keys_unavailable"));
    edge.keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    assert!(matches!(event.ask(&mut edge), Answer::Forward { .. }));
}

#[test]
fn keys_of_another_address_are_asked_for_there() {
    let keys = format!(r#""keysUrls":{{"{ISSUER}":"https://keys.example/v1"}},"#);
    let text = config().replacen('{', &format!("{{{keys}"), 1);
    let config = Config::parse(text.as_bytes()).unwrap();
    let mut edge = Edge::new(config, NativeVerifier, NOW).unwrap();
    let uri = format!("/members/{}/current/512", own_id());
    let answer = Event::new("GET", &uri, &[("authorization", &bearer())]).ask(&mut edge);
    let expected =
        format!(r#"{{"fetchKeys":{{"issuer":"{ISSUER}","url":"https://keys.example/v1"}}}}"#);
    assert_eq!(answer.to_json(), expected);
}

#[test]
fn an_event_of_another_kind_is_closed() {
    for (from, to, expected) in [
        ("viewer-request", "origin-request", "not_a_viewer_request"),
        ("viewer-request", "", "not_a_viewer_request"),
        ("GET", "GE\nT", "malformed_event"),
        ("curl/7.66.0", "curl\nauthorization\nx", "malformed_event"),
        ("user-agent", "user\nagent", "malformed_event"),
    ] {
        let mut event = Event::new("GET", "/avatars/x", &[]);
        let place = event.strings.iter_mut().find(|text| *text == from).unwrap();
        *place = to.to_owned();
        let (status, code, _) = refused(event.ask(&mut edge()));
        assert_eq!((status, code), ("503", expected), "{to:?}");
    }
}

#[test]
fn a_group_is_let_in_by_its_name() {
    let uri = format!("/staff/{}/current/64", own_id());
    let with = |groups: &str| {
        let claims = claims(&format!(r#","cognito:groups":{groups}"#));
        format!("Bearer {}", RSA.token(RSA.header("r"), claims))
    };
    let request = forwarded(&uri, &[("authorization", &with(r#"["x","the staff"]"#))]);
    assert_eq!(request.uri, format!("/avatars/{}/current/64.jpg", own_id()));
    for groups in [
        "[]",
        r#"["staff"]"#,
        r#"["The Staff"]"#,
        r#""the staff""#,
        r#"[["the staff"]]"#,
        "null",
    ] {
        let (status, code, _) = refused(get(&uri, &[("authorization", &with(groups))]));
        assert_eq!((status, code), ("403", "forbidden"), "{groups}");
    }
    let (status, ..) = refused(get(&uri, &[("authorization", &bearer())]));
    assert_eq!(status, "403");
    let (status, ..) = refused(get(&uri, &[]));
    assert_eq!(status, "401");
}

#[test]
fn groups_may_stand_in_another_claim() {
    let mut edge = edge_with(r#""groupsClaim":"roles","#);
    let uri = format!("/staff/{}/current/64", own_id());
    let token = RSA.token(RSA.header("r"), claims(r#","roles":["the staff"]"#));
    forwarded_by(&mut edge, &uri, &[("authorization", &token)]);
    let token = RSA.token(
        RSA.header("r"),
        claims(r#","cognito:groups":["the staff"]"#),
    );
    let event = Event::new("GET", &uri, &[("authorization", &token)]);
    assert_eq!(refused(event.ask(&mut edge)).0, "403");
}

#[test]
fn scopes_are_asked_for_where_they_are_configured() {
    let mut edge = edge_with(r#""scopes":["avatars/read"],"#);
    let uri = format!("/members/{}/current/64", own_id());
    let token = RSA.token(
        RSA.header("r"),
        claims_with("scope", Some("\"openid avatars/read\"")),
    );
    forwarded_by(&mut edge, &uri, &[("authorization", &token)]);
    let event = Event::new("GET", &uri, &[("authorization", &bearer())]);
    let (status, code, _) = refused(event.ask(&mut edge));
    assert_eq!((status, code), ("401", "scope_mismatch"));
}

#[test]
fn hints_choose_a_larger_variant_where_they_are_allowed() {
    let uri = format!("/avatars/{}/current/64", own_id());
    let sizes = |edge: &mut Edge<NativeVerifier>, hints: &[(&str, &str)]| {
        let request = forwarded_by(edge, &uri, hints);
        request.uri.rsplit('/').next().unwrap().to_owned()
    };
    let mut allowed = edge_with(r#""clientHints":true,"#);
    for (hints, file) in [
        (vec![], "64.jpg"),
        (vec![("sec-ch-dpr", "1")], "64.jpg"),
        (vec![("sec-ch-dpr", "2")], "128.jpg"),
        (
            vec![("sec-ch-dpr", "1.5"), ("accept", "image/webp")],
            "128.webp",
        ),
        (vec![("sec-ch-dpr", "3")], "256.jpg"),
        (vec![("sec-ch-dpr", "8")], "512.jpg"),
        (
            vec![("sec-ch-width", "132"), ("sec-ch-dpr", "1")],
            "256.jpg",
        ),
        (vec![("sec-ch-width", "4000")], "512.jpg"),
        (vec![("sec-ch-dpr", "NaN")], "64.jpg"),
    ] {
        assert_eq!(sizes(&mut allowed, &hints), file, "{hints:?}");
    }
    assert_eq!(sizes(&mut edge(), &[("sec-ch-dpr", "3")]), "64.jpg");
    // What a path names, it gets.
    let named = forwarded_by(&mut allowed, &format!("{uri}.webp"), &[("sec-ch-dpr", "3")]);
    assert_eq!(named.uri, format!("{uri}.webp"));
}

const SIGN_IN: &str = r#""signIn":{"url":"https://www.example.com/sign-in","returnParameter":"return_to",
    "returnOrigin":"https://assets.example.com"},"#;

const NAVIGATION: [(&str, &str); 2] = [
    ("sec-fetch-mode", "navigate"),
    ("accept", "text/html,*/*;q=0.8"),
];

#[test]
fn a_navigation_is_sent_to_sign_in_with_the_way_back() {
    let uri = format!("/members/{}/current/512", own_id());
    let way_back = format!(
        "https://www.example.com/sign-in?return_to=https%3A%2F%2Fassets.example.com{}%3Froundel-signed-in%3D1",
        uri.replace('/', "%2F")
    );
    let bad = format!("Bearer {}x", RSA.good("r"));
    for headers in [
        &NAVIGATION[..],
        &NAVIGATION[1..],
        &[("accept", "image/webp, TEXT/HTML ;q=0.5")],
        &[("sec-fetch-mode", "navigate"), ("authorization", &bad)],
        &[
            ("sec-fetch-mode", "navigate"),
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
        ],
    ] {
        let event = Event::new(
            "GET",
            &format!("{uri}?code=secret&next=//evil.example"),
            headers,
        );
        let (status, _, response) = refused(event.ask(&mut edge_with(SIGN_IN)));
        assert_eq!(status, "302", "{headers:?}");
        assert_eq!(header(&response, "location"), Some(way_back.as_str()));
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(response.body, "");
    }
}

#[test]
fn the_way_back_cannot_leave_its_parameter_or_its_origin() {
    for (uri, back) in [
        ("/members/a&next=b", "%2Fmembers%2Fa%26next%3Db"),
        ("/members/a#b", "%2Fmembers%2Fa%23b"),
        ("/members/@evil.example", "%2Fmembers%2F%40evil.example"),
        ("/members/a%20b", "%2Fmembers%2Fa%2520b"),
    ] {
        let (_, _, response) =
            refused(Event::new("GET", uri, &NAVIGATION).ask(&mut edge_with(SIGN_IN)));
        let expected = format!(
            "https://www.example.com/sign-in?return_to=https%3A%2F%2Fassets.example.com{back}%3Froundel-signed-in%3D1"
        );
        assert_eq!(
            header(&response, "location"),
            Some(expected.as_str()),
            "{uri}"
        );
    }
    for uri in [
        "//evil.example/members/",
        "/members//evil.example",
        "/members/\r\nset-cookie: a",
    ] {
        let event = Event::new("GET", uri, &NAVIGATION);
        let (_, _, response) = refused(event.ask(&mut edge_with(SIGN_IN)));
        assert_eq!(header(&response, "location"), None, "{uri}");
    }
}

#[test]
fn a_picture_is_not_sent_to_sign_in_and_nobody_twice() {
    let uri = format!("/members/{}/current/512", own_id());
    let forbidden = format!("/owner/{}/current/512", PublicId::from_sub("x"));
    let back = format!("{uri}?roundel-signed-in=1");
    let late = format!("{uri}?a=b&roundel-signed-in=1");
    let credentials = bearer();
    for (method, uri, headers, expected) in [
        (
            "GET",
            &uri,
            vec![("sec-fetch-mode", "no-cors"), ("accept", "text/html")],
            "401",
        ),
        ("GET", &uri, vec![("sec-fetch-mode", "cors")], "401"),
        ("GET", &uri, vec![("accept", "image/webp,*/*")], "401"),
        ("HEAD", &uri, NAVIGATION.to_vec(), "401"),
        ("GET", &back, NAVIGATION.to_vec(), "401"),
        ("GET", &late, NAVIGATION.to_vec(), "401"),
        (
            "GET",
            &forbidden,
            [&NAVIGATION[..], &[("authorization", &credentials)]].concat(),
            "403",
        ),
    ] {
        let event = Event::new(method, uri, &headers);
        let (status, _, response) = refused(event.ask(&mut edge_with(SIGN_IN)));
        assert_eq!(status, expected, "{method} {uri} {headers:?}");
        assert_eq!(header(&response, "location"), None);
    }
    let event = Event::new("GET", &uri, &NAVIGATION);
    assert_eq!(
        refused(event.ask(&mut edge())).0,
        "401",
        "no page is configured"
    );
}

#[test]
fn a_sign_in_page_behind_the_edge_is_not_sent_to_itself() {
    let own = SIGN_IN.replace("/sign-in\"", "/members/sign-in?client=1\"");
    let mut edge = edge_with(&own);
    let (status, ..) = refused(Event::new("GET", "/members/sign-in", &NAVIGATION).ask(&mut edge));
    assert_eq!(status, "401");
    let (_, _, response) = refused(Event::new("GET", "/members/other", &NAVIGATION).ask(&mut edge));
    let location = header(&response, "location").unwrap();
    assert!(
        location.starts_with("https://www.example.com/members/sign-in?client=1&return_to=https%3A")
    );
}

#[test]
fn keys_unavailable_is_no_reason_to_sign_in() {
    let text = config().replacen('{', &format!("{{{SIGN_IN}"), 1);
    let mut edge = Edge::new(Config::parse(text.as_bytes()).unwrap(), NativeVerifier, NOW).unwrap();
    edge.keys_failed(ISSUER, NOW);
    let uri = format!("/members/{}/current/512", own_id());
    let credentials = bearer();
    let headers = [&NAVIGATION[..], &[("authorization", &credentials)]].concat();
    let (status, code, _) = refused(Event::new("GET", &uri, &headers).ask(&mut edge));
    assert_eq!((status, code), ("503", "keys_unavailable"));
}
