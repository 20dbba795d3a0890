//! Any bytes as a token, or as a token's header and payload, whose signature is always good.
//!
//! Beyond not panicking: what is taken has one spelling, says one thing to another reader of JSON, and keeps what the policy
//! asks; an explanation and a remembered token are answered as the token itself.

#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use roundel_fuzz::{Anything, ISSUER, NOW, Trailer, key_set, policy, within};
use roundel_token::json::{Limits, read};
use roundel_token::{
    Claims, Decision, JwkSet, KeySource, MAX_TOKEN_BYTES, MemoLimits, Policy, Verifier, explain,
    verify,
};

/// A tree of claims takes many times their text.
const BUDGET: u64 = 4 << 20;

fuzz_target!(|input: &[u8]| {
    let Some((text, choice)) = Trailer::split(input) else {
        return;
    };
    let token = if choice.flag(0) {
        text.to_vec()
    } else {
        assembled(text)
    };
    let policy = policy(choice);
    let (keys, _) = JwkSet::load(key_set().as_bytes(), &Anything).expect("a key set");
    let answer = within(BUDGET, || verify(&token, &keys, &policy, NOW, &Anything));
    let report = within(BUDGET, || explain(&token, &keys, &policy, NOW, &Anything));
    assert_eq!(report.refused(), answer.as_ref().err());
    read(report.to_json().as_bytes(), REPORT).expect("a report is JSON");
    let remembered = remembered(&token, policy.clone());
    if let Ok(claims) = &answer {
        check(&token, claims, choice.flag(7));
        assert_eq!(remembered.as_ref(), Some(claims));
    } else {
        assert_eq!(remembered, None);
    }
});

/// Claims nest two deeper in a report, beside its own members.
const REPORT: Limits = Limits {
    depth: Limits::TOKEN.depth + 2,
    members: 2 * Limits::TOKEN.members + 256,
    number: Limits::TOKEN.number,
};

/// The first line is the header, the rest the payload. The signature is in the range of every key.
fn assembled(text: &[u8]) -> Vec<u8> {
    let end = text.iter().position(|byte| *byte == b'\n');
    let (header, payload) = text.split_at(end.unwrap_or(text.len()));
    let is_rsa = header.windows(5).any(|name| name == b"RS256");
    let signature = vec![1; if is_rsa { 256 } else { 64 }];
    let parts = [header, payload.get(1..).unwrap_or_default(), &signature];
    parts
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".")
        .into_bytes()
}

/// The claims by a verifier that is asked twice at `NOW`, and after they have expired.
fn remembered(token: &[u8], policy: Policy) -> Option<Claims> {
    let source = KeySource::of_issuer(ISSUER).expect("an issuer");
    let memo = MemoLimits {
        entries: 4,
        bytes: 4 * MAX_TOKEN_BYTES,
    };
    let mut verifier = Verifier::new(policy, [source], Anything)
        .expect("a verifier")
        .with_memo(memo, 7);
    verifier
        .keys_loaded(ISSUER, key_set().as_bytes(), NOW)
        .expect("a key set");
    let mut ask = |now| match verifier.check(token, now) {
        Decision::Allow { claims, .. } => Some(claims),
        Decision::Deny(_) => None,
        Decision::FetchKeys(_) => None,
    };
    let (first, second) = (ask(NOW), ask(NOW));
    assert_eq!(first, second);
    if let Some(claims) = &first {
        let latest = claims.expires_at() as u64 + 1 + 255;
        assert_eq!(ask(latest), None, "expired");
    }
    first
}

fn check(token: &[u8], claims: &Claims, padding: bool) {
    assert!(token.len() <= MAX_TOKEN_BYTES);
    let token = std::str::from_utf8(token).expect("ASCII");
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    for part in &parts {
        let plain = if padding {
            part.trim_end_matches('=')
        } else {
            part
        };
        let bytes = URL_SAFE_NO_PAD.decode(plain).expect("base64url");
        assert_eq!(URL_SAFE_NO_PAD.encode(bytes), plain, "one spelling");
    }
    let payload = URL_SAFE_NO_PAD
        .decode(parts[1].trim_end_matches('='))
        .expect("base64url");
    let sub = claims.subject();
    assert!(
        (1..=128).contains(&sub.len()) && !sub.contains(['/', '\n', '\0']) && !sub.contains("..")
    );
    assert_eq!(claims.issuer(), ISSUER);
    assert!(
        claims.expires_at() + 255.0 > NOW as f64
            && claims.expires_at() <= (NOW + 25 * 3_600) as f64
    );
    let again = read(claims.to_json().as_bytes(), Limits::TOKEN).expect("claims are JSON");
    assert_eq!(
        again,
        read(&payload, Limits::TOKEN).expect("the payload is JSON")
    );
    check_with_serde(&payload, claims);
}

/// Another reader of the same text; it gives up on numbers beyond a double's range.
fn check_with_serde(payload: &[u8], claims: &Claims) {
    let theirs: serde_json::Value = match serde_json::from_slice(payload) {
        Ok(theirs) => theirs,
        Err(error) => return assert!(error.to_string().contains("number out of range"), "{error}"),
    };
    assert_eq!(theirs["sub"].as_str(), Some(&*claims.subject()));
    assert_eq!(theirs["iss"].as_str(), Some(&*claims.issuer()));
    // Ours are whole milliseconds.
    let exp = theirs["exp"].as_f64().expect("a time");
    assert!((0.0..0.002).contains(&(exp - claims.expires_at())), "{exp}");
    let members = theirs.as_object().expect("an object");
    for (name, value) in members {
        let ours = claims.get(name).expect("a claim");
        assert_eq!(ours.as_str().as_deref(), value.as_str(), "{name}");
        assert_eq!(ours.as_bool(), value.as_bool(), "{name}");
    }
}
