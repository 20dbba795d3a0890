//! Rows 6 and 7: signatures out of range, of another length, in another encoding, or only nearly right.

mod curves;
mod rsa;

use super::Table;
use crate::base64url::encode;
use crate::claims::claims;
use crate::signer::{RSA, Signer};

pub(super) fn add(table: &mut Table) {
    table.row(6);
    curves::p256(table);
    curves::ed25519(table);
    table.row(7);
    rsa::range(table);
    if let Signer::Rsa(key) = &*RSA {
        rsa::encodings(table, key);
    }
    rsa::small_exponent(table);
}

/// Header and payload, encoded, as they are signed.
pub(super) fn input(header: &str, payload: &str) -> String {
    format!("{}.{}", encode(header), encode(payload))
}

/// A good token whose signature bytes are changed.
pub(super) fn resigned(signer: &Signer, kid: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let input = input(&signer.header(kid), &claims(""));
    let mut signature = signer.sign(input.as_bytes());
    change(&mut signature);
    format!("{input}.{}", encode(signature))
}

/// A good signature beside claims that it was not made for.
pub(super) fn over_other_claims(signer: &Signer, kid: &str) -> String {
    let signature = signer.sign(input(&signer.header(kid), &claims("")).as_bytes());
    let other = input(&signer.header(kid), &claims(r#","admin":true"#));
    format!("{other}.{}", encode(signature))
}
