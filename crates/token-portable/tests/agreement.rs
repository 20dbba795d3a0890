//! The portable primitive and aws-lc say the same of every key and signature.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

#[path = "../../token/tests/signing/mod.rs"]
mod signing;

use roundel_token::{
    DropReason, Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenError, TokenUse,
    VerifySignature, verify,
};
use roundel_token_portable::PortableVerifier;
use signing::{ED25519, ISSUER, NOW, OTHER_RSA, P256, RSA, Signer, claims, encode, key_set};

const SIGNERS: [(&std::sync::LazyLock<Signer>, &str); 3] =
    [(&RSA, "r"), (&P256, "p"), (&ED25519, "e")];

fn answer<S: VerifySignature>(token: &str, primitive: &S) -> Result<String, TokenError> {
    let keys = [RSA.jwk("r"), P256.jwk("p"), ED25519.jwk("e")];
    let (keys, dropped) = JwkSet::load(&key_set(&keys), primitive).unwrap();
    assert_eq!(dropped, []);
    let policy = Policy::new(
        [ISSUER],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    );
    let claims = verify(token.as_bytes(), &keys, &policy.unwrap(), NOW, primitive)?;
    Ok(claims.to_json())
}

fn agreed(token: &str) -> Result<String, TokenError> {
    let portable = answer(token, &PortableVerifier);
    assert_eq!(portable, answer(token, &NativeVerifier), "{token}");
    portable
}

#[test]
fn good_tokens_of_every_algorithm_are_taken() {
    for (signer, kid) in SIGNERS {
        assert_eq!(agreed(&signer.good(kid)), Ok(claims("")));
    }
}

#[test]
fn a_signature_with_any_bit_changed_is_refused() {
    for (signer, kid) in SIGNERS {
        let input = format!(
            "{}.{}",
            encode(signer.header(kid).as_bytes()),
            encode(claims("").as_bytes())
        );
        let signature = signer.sign(input.as_bytes());
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 1 << (at % 8);
            let token = format!("{input}.{}", encode(&changed));
            assert_eq!(agreed(&token), Err(TokenError::BadSignature), "{kid} {at}");
        }
        for length in [0, 1, signature.len() - 1, signature.len() + 1] {
            let mut other = signature.clone();
            other.resize(length, 0);
            let token = format!("{input}.{}", encode(&other));
            assert_eq!(
                agreed(&token),
                Err(TokenError::BadSignature),
                "{kid} {length}"
            );
        }
    }
}

#[test]
fn another_keys_or_another_texts_signature_is_refused() {
    let forged = OTHER_RSA.token(RSA.header("r"), claims(""));
    assert_eq!(agreed(&forged), Err(TokenError::BadSignature));
    for (signer, kid) in SIGNERS {
        let signature = encode(&signer.sign(b"another text"));
        let good = signer.good(kid);
        let (input, _) = good.rsplit_once('.').unwrap();
        let swapped = format!("{input}.{signature}");
        assert_eq!(agreed(&swapped), Err(TokenError::BadSignature), "{kid}");
    }
}

#[test]
fn keys_of_every_size_are_taken_and_bad_points_are_not() {
    let dropped = |key: String| {
        let set = key_set(&[key]);
        let (_, portable) = JwkSet::load(&set, &PortableVerifier).unwrap();
        let (_, native) = JwkSet::load(&set, &NativeVerifier).unwrap();
        assert_eq!(portable, native);
        portable.first().map(|key| key.reason)
    };
    for bits in [2_048, 3_072, 4_096] {
        let mut modulus = vec![0x5b; bits / 8];
        modulus[0] = 0x80;
        let key = format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, encode(&modulus));
        assert_eq!(dropped(key), None, "{bits}");
    }
    for (x, y) in [
        ([1; 32], [1; 32]),
        ([0; 32], [0; 32]),
        ([0xff; 32], [0xff; 32]),
    ] {
        let (x, y) = (encode(&x), encode(&y));
        let key = format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
        assert_eq!(dropped(key), Some(DropReason::RefusedByPrimitive));
    }
}

/// aws-lc looks at an Ed25519 point when it verifies, this one when the key is loaded: neither ever says yes.
#[test]
fn a_point_on_no_curve_is_no_key() {
    let mut y = [0; 32];
    y[0] = 2;
    let key = format!(
        r#"{{"kty":"OKP","crv":"Ed25519","kid":"e","x":"{}"}}"#,
        encode(&y)
    );
    let set = key_set(&[key]);
    let (_, dropped) = JwkSet::load(&set, &PortableVerifier).unwrap();
    assert_eq!(
        dropped.first().map(|key| key.reason),
        Some(DropReason::RefusedByPrimitive)
    );
    let (keys, _) = JwkSet::load(&set, &NativeVerifier).unwrap();
    let key = keys.find("e").map(roundel_token::Jwk::public_key).unwrap();
    let native = NativeVerifier.prepare(key).unwrap();
    assert!(!NativeVerifier.verify(&native, b"", &[1; 64]));
}
