//! Project Wycheproof's vectors of JOSE: whole signatures in compact serialisation, and their keys. The files are not ours to
//! keep; where `../shared/data/wycheproof` is not there, beside the repository, the test says so and is over.
//!
//! What these vectors sign is no JSON, which our verifier refuses before it looks at the signature. So a token is taken here
//! if ours decodes its payload and refuses it as JSON alone, has nothing against the same token around an empty object but
//! the signature, and the primitive takes the signature of the token as it is.
//!
//! Tests of algorithms that we do not have are counted by name. All of them are refused, `valid` or not; of the `valid` ones
//! it is looked at whether anything but the name stands in the way: that are the two divergences. Tests 372 and 373 of the
//! signatures have a `?` among their base64url and are called valid; a strict decoder (RFC 7515 §2) refuses them.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use roundel_token::{
    Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenError, TokenUse,
    VerifySignature, verify,
};
use roundel_token_portable::PortableVerifier;
use roundel_tokens::{RSA, encode};
use serde_json::Value;

const OURS: [&str; 3] = ["RS256", "ES256", "EdDSA"];

/// `{` and two spaces, in base64url. Ours does not decode to its end what does not begin like JSON; behind this it does.
const OPEN_BRACE: &str = "eyAg";

/// What came of one file.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    /// Tests of our algorithms.
    ours: usize,
    /// Of those, the valid ones.
    valid: usize,
    /// Tests of other algorithms, by name.
    others: BTreeMap<String, usize>,
    /// Tests that we do not answer as the file says, by number.
    divergences: Vec<u64>,
}

#[test]
fn json_web_signature() {
    let Some(outcome) = run("json_web_signature_test.json") else {
        return;
    };
    assert_eq!(outcome.divergences, [372, 373]);
    assert_eq!((outcome.ours, outcome.valid), (277, 10));
    let others = [
        ("ES521", 2),
        ("HS256", 40),
        ("PS256", 50),
        ("PS384", 5),
        ("PS512", 19),
        ("RS384", 4),
        ("RS512", 4),
    ];
    assert_eq!(outcome.others, named(&others));
}

#[test]
fn json_web_key() {
    let Some(outcome) = run("json_web_key_test.json") else {
        return;
    };
    assert_eq!(outcome.divergences, [0; 0]);
    assert_eq!((outcome.ours, outcome.valid), (11, 1));
    assert_eq!(
        outcome.others,
        named(&[
            ("A256GCM", 1),
            ("A256KW", 1),
            ("HS256", 7),
            ("HS384", 3),
            ("HS512", 3)
        ])
    );
}

#[test]
fn json_web_crypto() {
    let Some(outcome) = run("json_web_crypto_test.json") else {
        return;
    };
    assert_eq!(outcome.divergences, [0; 0]);
    assert_eq!((outcome.ours, outcome.valid), (29, 2));
    assert_eq!(
        outcome.others,
        named(&[("A256KW", 17), ("ECDH-ES+A128KW", 17), ("HS256", 20)])
    );
}

fn named(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect()
}

fn run(file: &str) -> Option<Outcome> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wycheproof");
    let Ok(text) = fs::read_to_string(folder.join(file)) else {
        // written past the test harness, which would swallow it
        let _ = writeln!(
            std::io::stderr(),
            "skipped: no {file} in ../shared/data/wycheproof"
        );
        return None;
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let mut outcome = Outcome::default();
    for group in vectors["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            outcome.add(group, test);
        }
    }
    let total = vectors["numberOfTests"].as_u64().unwrap();
    assert_eq!(
        total as usize,
        outcome.ours + outcome.others.values().sum::<usize>()
    );
    println!("{file}: {outcome:?}");
    Some(outcome)
}

impl Outcome {
    fn add(&mut self, group: &Value, test: &Value) {
        let token = text_of(test.get("jws").or(test.get("jwe")).unwrap());
        let is_valid = test["result"] == "valid";
        let id = test["tcId"].as_u64().unwrap();
        let key = group.get("public").or(group.get("private")).unwrap();
        let algorithm = algorithm(key, &token);
        if OURS.contains(&algorithm.as_str()) {
            self.ours += 1;
            self.valid += usize::from(is_valid);
            let is_taken = is_taken(&token, key, &NativeVerifier);
            assert_eq!(is_taken, is_taken_by_portable(&token, key), "{id}");
            if is_taken != is_valid {
                self.divergences.push(id);
            }
        } else {
            *self.others.entry(algorithm).or_default() += 1;
            assert!(
                answer(&token, &key_set(key), &NativeVerifier).is_err(),
                "{id}"
            );
            if is_valid && !has_good_form(&token) {
                self.divergences.push(id);
            }
        }
    }
}

/// A token, or an object that is to be refused as one.
fn text_of(token: &Value) -> String {
    token
        .as_str()
        .map_or_else(|| token.to_string(), str::to_owned)
}

/// Ours, where key or token names one of ours: another's name in a token for our key is an attack on it, and so is ours in
/// a token for another key. Else the key's.
fn algorithm(key: &Value, token: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap_or_default());
    let header: Option<Value> = header
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok());
    let named = |value: &Value| value["alg"].as_str().map(str::to_owned);
    let of_key = named(first_key(key)).unwrap_or_default();
    match header.as_ref().and_then(named) {
        Some(name) if OURS.contains(&name.as_str()) && !OURS.contains(&of_key.as_str()) => name,
        _ => of_key,
    }
}

fn first_key(key: &Value) -> &Value {
    key["keys"].get(0).unwrap_or(key)
}

fn key_set(key: &Value) -> Vec<u8> {
    match key.get("keys") {
        Some(_) => key.to_string().into_bytes(),
        None => format!(r#"{{"keys":[{key}]}}"#).into_bytes(),
    }
}

fn answer<S: VerifySignature>(
    token: &str,
    key_set: &[u8],
    primitive: &S,
) -> Result<(), TokenError> {
    let policy = Policy::new(
        ["x"],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    );
    let (keys, _) = JwkSet::load(key_set, primitive).unwrap();
    verify(token.as_bytes(), &keys, &policy.unwrap(), 0, primitive).map(|_| ())
}

fn is_taken_by_portable(token: &str, key: &Value) -> bool {
    is_taken(token, key, &PortableVerifier)
}

fn is_taken<S: VerifySignature>(token: &str, key: &Value, primitive: &S) -> bool {
    let set = key_set(key);
    let parts: Vec<&str> = token.split('.').collect();
    assert!(answer(token, &set, primitive).is_err());
    let [header, payload, signature] = parts[..] else {
        return false;
    };
    let behind_brace = format!("{header}.{OPEN_BRACE}{payload}.{signature}");
    let is_not_json = matches!(
        answer(&behind_brace, &set, primitive),
        Err(TokenError::Payload(_))
    );
    let around_nothing = format!("{header}.{}.{signature}", encode("{}"));
    let is_else_good = answer(&around_nothing, &set, primitive) == Err(TokenError::BadSignature);
    is_not_json && is_else_good && signature_is_good(token, &set, primitive)
}

/// The primitive alone, with the one key that was loaded.
fn signature_is_good<S: VerifySignature>(token: &str, set: &[u8], primitive: &S) -> bool {
    let (keys, _) = JwkSet::load(set, primitive).unwrap();
    let key = primitive
        .prepare(keys.only().unwrap().public_key())
        .unwrap();
    let (input, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    primitive.verify(&key, input.as_bytes(), &signature)
}

/// Whether nothing but the algorithm's name is in the way: the header is refused for that, and payload and signature are
/// base64url in a token of ours.
fn has_good_form(token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let [_, payload, signature] = parts[..] else {
        // encrypted, so the name is nothing to us
        return parts.len() == 5;
    };
    let set = format!(r#"{{"keys":[{}]}}"#, RSA.jwk("r")).into_bytes();
    let header_is_read = answer(token, &set, &NativeVerifier) == Err(TokenError::AlgNotAllowed);
    let ours = format!(
        "{}.{OPEN_BRACE}{payload}.{signature}",
        encode(RSA.header("r"))
    );
    let rest = answer(&ours, &set, &NativeVerifier);
    header_is_read && matches!(rest, Err(TokenError::Payload(_) | TokenError::BadSignature))
}
