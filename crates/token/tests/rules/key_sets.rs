//! Key sets: what is taken, what is dropped, what is refused.

use roundel_token::json::JsonError;
use roundel_token::{DropReason, JwkSet, JwksError, KeysUrl, KeysUrlError, NativeVerifier};

use crate::load;
use crate::signing::{ED25519, OTHER_RSA, P256, RSA, encode, key_set};

fn dropped(key: &str) -> DropReason {
    let (_, dropped) = JwkSet::load(&key_set(&[key.to_owned()]), &NativeVerifier).unwrap();
    dropped.first().expect("the key is dropped").reason
}

fn rsa_jwk(modulus: &[u8], e: &str) -> String {
    format!(r#"{{"kty":"RSA","n":"{}","e":"{e}"}}"#, encode(modulus))
}

/// A number of exactly so many bits, odd.
fn modulus(bits: usize) -> Vec<u8> {
    let mut bytes = vec![0x5b; bits.div_ceil(8)];
    bytes[0] = 1 << ((bits - 1) % 8);
    bytes
}

#[test]
fn row_02_a_symmetric_key_in_a_set_is_dropped() {
    let oct = r#"{"kty":"oct","k":"c2VjcmV0","kid":"s","alg":"HS256"}"#;
    assert_eq!(dropped(oct), DropReason::Symmetric);
    assert_eq!(dropped(r#"{"kty":"oct","kid":"s"}"#), DropReason::Symmetric);
    let (set, _) = JwkSet::load(&key_set(&[oct.into()]), &NativeVerifier).unwrap();
    assert!(set.find("s").is_none());
}

#[test]
fn row_07_exponent_3_has_no_key() {
    assert_eq!(
        dropped(&rsa_jwk(&modulus(2_048), "Aw")),
        DropReason::WeakRsa
    );
}

#[test]
fn row_08_rsa_sizes() {
    let load = |bits| {
        JwkSet::load(
            &key_set(&[rsa_jwk(&modulus(bits), "AQAB")]),
            &NativeVerifier,
        )
        .unwrap()
        .1
    };
    for bits in [512, 1_024, 2_047, 4_097, 8_192] {
        assert_eq!(load(bits)[0].reason, DropReason::SizeOutOfRange, "{bits}");
    }
    for bits in [2_048, 3_072, 4_096] {
        assert_eq!(load(bits), [], "{bits}");
    }
}

#[test]
fn row_08_weak_rsa() {
    let mut even = modulus(2_048);
    *even.last_mut().unwrap() = 0x5a;
    assert_eq!(dropped(&rsa_jwk(&even, "AQAB")), DropReason::WeakRsa);
    for e in ["AQ", "Aw", "AAEAAQ", "AQAC", "AQABAA", "EQ"] {
        assert_eq!(
            dropped(&rsa_jwk(&modulus(2_048), e)),
            DropReason::WeakRsa,
            "{e}"
        );
    }
    let padded = [&[0], &modulus(2_048)[..]].concat();
    assert_eq!(dropped(&rsa_jwk(&padded, "AQAB")), DropReason::Malformed);
    assert_eq!(
        dropped(r#"{"kty":"RSA","n":"","e":"AQAB"}"#),
        DropReason::Malformed
    );
}

/// Not a key of anybody's: a number of 2,048 bits that is 65537^a modulo the product of the primes up to 701.
const ROCA: &str = "q2GTEeBJVI6KCoyWMuppKPYja_JQS3S6Sg_nXSqeugzfVh2AKnWRWft_8zf1yuO_NynGGcYKPKs1nu77AVwzst8UYar46xi5AHRRMCHaiXggb1xmceDAfp4R\
    XkueMGkcI4ZC6hJqHkjMEdNXww2Ldijb0l5jsinxxAaVRd4RzJ3qlZwhLpyDl7sJ9eCH_medWzQ4jdxXBVI_vaYKeWcbkP67Y13mYypZVu7Q8OVw3LVNUd1erfLC\
    pU_5k-nnO4F5VYKLNWb0o4ofiKoyj9ccE16eMwVCezZpPcskJw-Lt_htDG41lW_CO0L4k43ZeA_iRu7xwc9SdCxFnnNuOZCpbw";

#[test]
fn row_08_a_key_from_a_chip_that_makes_weak_ones() {
    let key = |n: &str| format!(r#"{{"kty":"RSA","n":"{n}","e":"AQAB"}}"#);
    assert_eq!(dropped(&key(ROCA)), DropReason::WeakRsa);
    // two more is still odd, and no such number any more
    load(&[key(&ROCA.replace("ZCpbw", "ZCpcQ"))]);
}

#[test]
fn row_09_purpose() {
    let with = |member: &str| dropped(&format!("{{{},{member}}}", RSA.members()));
    for member in [
        r#""use":"enc""#,
        r#""use":null"#,
        r#""use":["sig"]"#,
        r#""use":"Sig""#,
    ] {
        assert_eq!(with(member), DropReason::WrongUse, "{member}");
    }
    for list in [
        r#"["sign"]"#,
        "[]",
        r#""verify""#,
        "null",
        r#"["verify","verify"]"#,
        r#"["verify",1]"#,
    ] {
        assert_eq!(
            with(&format!(r#""key_ops":{list}"#)),
            DropReason::WrongOperations,
            "{list}"
        );
    }
    for alg in [
        r#""RS512""#,
        r#""PS256""#,
        r#""ES256""#,
        r#""HS256""#,
        "null",
    ] {
        assert_eq!(
            with(&format!(r#""alg":{alg}"#)),
            DropReason::AlgMismatch,
            "{alg}"
        );
    }
    assert_eq!(with(r#""kid":7"#), DropReason::KidInvalid);
    load(&[format!(
        r#"{{{},"key_ops":["verify"],"use":"sig","alg":"RS256","x5t":"x"}}"#,
        RSA.members()
    )]);
}

#[test]
fn row_09_curve() {
    let on = |curve: &str| P256.members().replace("P-256", curve);
    for curve in ["P-384", "p-256", "secp256k1", "Ed25519"] {
        assert_eq!(
            dropped(&format!("{{{}}}", on(curve))),
            DropReason::WrongCurve,
            "{curve}"
        );
    }
    let x448 = ED25519.members().replace("Ed25519", "X25519");
    assert_eq!(dropped(&format!("{{{x448}}}")), DropReason::WrongCurve);
}

#[test]
fn row_09_a_point_off_the_curve() {
    let point = |x: &[u8], y: &[u8]| {
        dropped(&format!(
            r#"{{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}}"#,
            encode(x),
            encode(y)
        ))
    };
    assert_eq!(point(&[1; 32], &[1; 32]), DropReason::RefusedByPrimitive);
    assert_eq!(point(&[0; 32], &[0; 32]), DropReason::RefusedByPrimitive);
    assert_eq!(point(&[1; 31], &[1; 32]), DropReason::Malformed);
    assert_eq!(point(&[1; 33], &[1; 32]), DropReason::Malformed);
}

#[test]
fn row_09_private_members() {
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        let key = format!(r#"{{{},"{name}":"AQAB"}}"#, RSA.members());
        assert_eq!(dropped(&key), DropReason::Private, "{name}");
    }
}

#[test]
fn row_09_a_kid_used_twice_is_nobodys() {
    let set = key_set(&[RSA.jwk("a"), OTHER_RSA.jwk("a"), P256.jwk("b")]);
    let (keys, dropped) = JwkSet::load(&set, &NativeVerifier).unwrap();
    let reasons: Vec<_> = dropped.iter().map(|key| (key.index, key.reason)).collect();
    assert_eq!(
        reasons,
        [(0, DropReason::DuplicateKid), (1, DropReason::DuplicateKid)]
    );
    assert!(keys.find("a").is_none());
    assert!(keys.find("b").is_some());
}

#[test]
fn row_09_other_types_are_dropped() {
    for key in [
        r#"{"kty":"AKP"}"#,
        r#"{"kty":"rsa"}"#,
        r#"{"kty":null}"#,
        "{}",
    ] {
        assert_eq!(dropped(key), DropReason::UnsupportedType, "{key}");
    }
    for key in ["null", "[]", r#""RSA""#] {
        assert_eq!(dropped(key), DropReason::NotAnObject, "{key}");
    }
}

#[test]
fn row_10_a_key_set_is_bounded() {
    let load =
        |bytes: &[u8]| JwkSet::load(bytes, &NativeVerifier).map(|(_, dropped)| dropped.len());
    let many = |count: usize| key_set(&vec!["{}".to_owned(); count]);
    assert_eq!(load(&many(32)), Ok(32));
    assert_eq!(load(&many(33)), Err(JwksError::TooManyKeys));
    let padded = |length: usize| {
        let mut bytes = key_set(&[]);
        bytes.resize(length, b' ');
        bytes
    };
    assert_eq!(load(&padded(65_536)), Ok(0));
    assert_eq!(load(&padded(65_537)), Err(JwksError::TooLarge));
}

#[test]
fn row_10_a_key_set_is_json_of_its_shape() {
    let load = |text: &str| JwkSet::load(text.as_bytes(), &NativeVerifier).map(|_| ());
    assert_eq!(load("<html>"), Err(JwksError::Json(JsonError::Malformed)));
    assert_eq!(load(""), Err(JwksError::Json(JsonError::Malformed)));
    assert_eq!(
        load(r#"{"keys":[],"keys":[]}"#),
        Err(JwksError::Json(JsonError::DuplicateMember))
    );
    for text in ["[]", "{}", r#"{"keys":{}}"#, r#"{"keys":null}"#] {
        assert_eq!(load(text), Err(JwksError::NotAKeySet), "{text}");
    }
}

#[test]
fn row_10_keys_come_over_https() {
    assert_eq!(
        KeysUrl::of_issuer("http://127.0.0.1:9000/pool"),
        Err(KeysUrlError::NotHttps)
    );
    assert_eq!(
        KeysUrl::of_issuer("ftp://a.example"),
        Err(KeysUrlError::NotHttps)
    );
    assert!(KeysUrl::of_development_issuer("http://127.0.0.1:9000/pool").is_ok());
    assert_eq!(
        KeysUrl::of_development_issuer("http://a.example"),
        Err(KeysUrlError::NotHttps)
    );
}

#[test]
fn row_06_an_ed25519_key_of_small_order_or_not_canonical() {
    let key = |point: [u8; 32]| {
        dropped(&format!(
            r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#,
            encode(&point)
        ))
    };
    let mut one = [0; 32];
    one[0] = 1;
    assert_eq!(key(one), DropReason::InvalidPoint);
    assert_eq!(key([0; 32]), DropReason::InvalidPoint);
    // 2^255 - 18: the neutral point again, not canonically.
    let mut again = [0xff; 32];
    (again[0], again[31]) = (0xee, 0x7f);
    assert_eq!(key(again), DropReason::InvalidPoint);
}
