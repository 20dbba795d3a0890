//! Any bytes as a key set.
//!
//! Beyond not panicking: every key is taken or dropped with a reason, what is taken keeps the rules and reads back as
//! itself, and aws-lc, asked for each, does not disagree with what was checked before it.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use roundel_fuzz::{Anything, within};
use roundel_token::json::{Limits, read};
use roundel_token::{DropReason, Jwk, JwkSet, MAX_JWKS_BYTES, MAX_KEYS, NativeVerifier, PublicKey};

/// A tree of 64 KB of JSON, and the keys.
const BUDGET: u64 = 16 << 20;

fuzz_target!(|input: &[u8]| {
    let Ok((keys, dropped)) = within(BUDGET, || JwkSet::load(input, &Anything)) else {
        return;
    };
    assert!(input.len() <= MAX_JWKS_BYTES);
    let document = read(input, Limits::DOCUMENT).expect("JSON");
    let entries = document
        .get("keys")
        .and_then(|keys| keys.as_array())
        .expect("keys");
    assert_eq!(keys.iter().count() + dropped.len(), entries.len());
    assert!(entries.len() <= MAX_KEYS && dropped.is_sorted_by(|a, b| a.index < b.index));
    let kids: Vec<&str> = keys.iter().filter_map(Jwk::kid).collect();
    assert_eq!(
        kids.iter().collect::<BTreeSet<_>>().len(),
        kids.len(),
        "one key an id"
    );
    keys.iter().for_each(check);
    for kid in kids {
        assert!(kid.len() <= 128);
        assert_eq!(keys.find(kid).and_then(Jwk::kid), Some(kid));
    }
    check_with_aws_lc(input, entries.len(), keys.iter().count());
});

fn check<K>(key: &Jwk<K>) {
    match key.public_key() {
        PublicKey::Rsa { modulus } => {
            assert!((256..=512).contains(&modulus.len()) && modulus[0] > 0);
            assert_eq!(modulus[modulus.len() - 1] & 1, 1);
        }
        PublicKey::P256 { .. } => {}
        PublicKey::Ed25519 { point } => {
            let high = point[31] & 0x7f == 0x7f && point[1..31].iter().all(|byte| *byte == 0xff);
            assert!(!high || point[0] < 0xed, "below the prime");
        }
        _ => {}
    }
    let own = format!(r#"{{"keys":[{}]}}"#, key.public_key().to_jwk());
    let (again, dropped) = JwkSet::load(own.as_bytes(), &Anything).expect("a set of one key");
    assert!(dropped.is_empty());
    assert_eq!(again.only().map(Jwk::public_key), Some(key.public_key()));
}

/// It may refuse keys that are spelt rightly, and those alone.
fn check_with_aws_lc(input: &[u8], entries: usize, taken: usize) {
    let (keys, dropped) = JwkSet::load(input, &NativeVerifier).expect("the same set");
    let by_library = |reason| reason == DropReason::RefusedByPrimitive;
    let refused = dropped.iter().filter(|key| by_library(key.reason)).count();
    assert_eq!(keys.iter().count() + dropped.len(), entries);
    assert_eq!(keys.iter().count() + refused, taken);
}
