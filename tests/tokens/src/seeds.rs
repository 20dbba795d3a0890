//! Where the fuzzers of tokens, key sets, cookies and events begin: inputs in the form of `fuzz/fuzz_targets`, the bytes that
//! choose their options included.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::claims::{SUB, claims};
use crate::corpus::corpus;
use crate::jwks::jwks;
use crate::profiles::profiles;
use crate::signer::{ED25519, P256, RSA};

/// The targets.
pub const TARGETS: [&str; 4] = ["cookie", "event", "jwks", "token"];

/// Options behind an input: all off, and all on.
const OPTIONS: [[u8; 16]; 2] = [[0; 16], [0x55; 16]];

/// The seeds of a target; none where it is not one of [`TARGETS`].
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "cookie" => with_options(cookies()),
        "event" => with_options(events()),
        "jwks" => key_sets(),
        "token" => tokens(),
        _ => Vec::new(),
    }
}

fn with_options(texts: Vec<String>) -> Vec<Vec<u8>> {
    let both = |text: String| OPTIONS.map(|options| [text.as_bytes(), &options].concat());
    texts.into_iter().flat_map(both).collect()
}

/// Each token as it is, and its header and payload as the target signs them itself.
fn tokens() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for case in corpus() {
        if case.token.len() <= 9_000 {
            seeds.push([case.token.as_bytes(), &OPTIONS[1]].concat());
        }
        let mut parts = case
            .token
            .split('.')
            .map(|part| URL_SAFE_NO_PAD.decode(part));
        if let (Some(Ok(header)), Some(Ok(payload))) = (parts.next(), parts.next()) {
            seeds.push([&header, b"\n".as_slice(), &payload, &OPTIONS[0]].concat());
        }
    }
    seeds
}

fn key_sets() -> Vec<Vec<u8>> {
    let one = |key: String| format!(r#"{{"keys":[{key}]}}"#);
    let mut sets = vec![
        jwks(),
        one(RSA.jwk("r")),
        one(P256.jwk("p")),
        one(ED25519.jwk("e")),
    ];
    sets.push(one(format!(
        r#"{{{},"key_ops":["verify"],"x5c":["AA"]}}"#,
        P256.members()
    )));
    sets.push(
        r#"{"keys":[{"kty":"oct","k":"AA"},{},null,{"kty":"RSA","n":"","e":"AQAB"}]}"#.to_owned(),
    );
    sets.extend(
        profiles()
            .into_iter()
            .filter_map(|profile| match &profile.settings["jwks"] {
                serde_json::Value::String(text) => Some(text.clone()),
                _ => None,
            }),
    );
    sets.into_iter().map(String::into_bytes).collect()
}

fn cookies() -> Vec<String> {
    let token = ED25519.good("e");
    [
        format!("Authorization: Bearer {token}"),
        format!("authorization: bEARER {token}\nCookie: roundel_token={token}"),
        format!("authorization: {token}\ncookie: a=1; roundel_token={token}; b=2"),
        format!("cookie: roundel_token={token}\ncookie: theme=dark"),
        "Authorization: Bearer a.b.c\nAuthorization: Bearer a.b.c".to_owned(),
        "Cookie: roundel_token=a; roundel_token=b".to_owned(),
        "Cookie: roundel_token=\"a b\";roundel_tokens=c; Roundel_token=d".to_owned(),
        "Authorization: Basic YTpi\nCookie: ;;=;a;roundel_token".to_owned(),
        "Authorization: Bearer  a\nCookie: roundel_token=".to_owned(),
        "host: a.example\naccept: */*".to_owned(),
    ]
    .into()
}

/// Event type, method, path, query, then names and values, a line each.
fn events() -> Vec<String> {
    let id = "7h6b2kxq4dzj5n3wmr2ytgvcl4";
    let staff = ED25519.token(
        ED25519.header("e"),
        claims(r#","cognito:groups":["staff"]"#),
    );
    let own = ED25519.good("e");
    let paths = [
        format!("/avatars/{id}/current/256"),
        format!("/avatars/{id}/current.json"),
        format!("/avatars/{id}/0123456789abcdef0123456789abcdef/64.webp"),
        "/avatars/default/128".to_owned(),
        format!("/members/{id}/current/512"),
        format!("/staff/{id}/current/512"),
        format!("/owner/{id}/current.json"),
        format!("/owner/{SUB}/current.json"),
        "/avatars/%2e%2e/x".to_owned(),
        "/avatars/../owner/x".to_owned(),
        "/secrets.txt".to_owned(),
    ];
    let headers = [
        "accept\nimage/avif,image/webp,*/*;q=0.8".to_owned(),
        format!("authorization\nBearer {own}\naccept\nimage/webp;q=0.5,image/jpeg"),
        format!("cookie\na=1; roundel_token={staff}; b=2\nsec-ch-dpr\n2.0\nsec-ch-width\n400"),
        "x-roundel-sub\nadmin\nx-roundel-public-id\nvictim\norigin\nhttps://www.example.com"
            .to_owned(),
        "sec-fetch-mode\nnavigate\naccept\ntext/html".to_owned(),
        "host\nd111111abcdef8.cloudfront.net".to_owned(),
    ];
    let mut events = Vec::new();
    for path in &paths {
        for headers in &headers {
            events.push(format!("viewer-request\nGET\n{path}\nutm=1\n{headers}"));
        }
    }
    let preflight = format!(
        "viewer-request\nOPTIONS\n{}\n\norigin\nhttps://www.example.com",
        paths[4]
    );
    events.extend([preflight, "viewer-request\nPOST\n/avatars/x\n".to_owned()]);
    events
}
