//! What the verifier must answer: a test or more for every row of its rules, by the row's number.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test's own helpers may fail the test"
)]

#[path = "../signing/mod.rs"]
mod signing;

mod claims;
mod credentials;
mod explain;
mod form;
mod key_sets;
mod memo;
mod signatures;
mod verifier;

use roundel_token::{
    Claims, Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenError, TokenUse,
    VerifySignature, verify,
};
use signing::{CLIENT, ED25519, ISSUER, NOW, P256, RSA, key_set};

type Keys = JwkSet<<NativeVerifier as VerifySignature>::Key>;

fn policy() -> Policy {
    Policy::new(
        [ISSUER],
        Recipient::ClientId(vec![CLIENT.into()]),
        TokenUse::Is("access".into()),
        Scopes::Any,
        Groups::Any,
    )
    .unwrap()
}

fn keys() -> Keys {
    load(&[RSA.jwk("r"), P256.jwk("p"), ED25519.jwk("e")])
}

fn load(keys: &[String]) -> Keys {
    let (set, dropped) = JwkSet::load(&key_set(keys), &NativeVerifier).unwrap();
    assert_eq!(dropped, []);
    set
}

fn check(token: impl AsRef<[u8]>) -> Result<Claims, TokenError> {
    check_at(token, &policy(), NOW)
}

fn check_at(token: impl AsRef<[u8]>, policy: &Policy, now: u64) -> Result<Claims, TokenError> {
    verify(token.as_ref(), &keys(), policy, now, &NativeVerifier)
}

/// What a signed token with this header is answered.
fn header(header: impl AsRef<[u8]>) -> TokenError {
    check(RSA.token(header, signing::claims(""))).unwrap_err()
}

/// What a signed token with these claims is answered.
fn payload(payload: impl AsRef<[u8]>) -> Result<Claims, TokenError> {
    check(RSA.token(RSA.header("r"), payload))
}
