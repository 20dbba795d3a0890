//! The issuer's key set: three algorithms' good keys, and one key for every reason to drop one.

use std::sync::LazyLock;

use crate::base64url::{decode, encode};
use crate::rsa::RsaKey;
use crate::signer::{ED25519, OTHER_RSA, P256, RSA, Signer};

/// 128 bytes, the longest key id: another name of the RSA key.
pub(crate) static LONGEST_KID: LazyLock<String> = LazyLock::new(|| "k".repeat(128));

type Key = LazyLock<RsaKey>;

/// 1,024 bits.
pub(crate) static RSA_1024: Key = LazyLock::new(|| key(&SHORT, 65_537));
/// 4,096 bits, as long as a modulus may be.
pub(crate) static RSA_4096: Key =
    LazyLock::new(|| key(&[THIRDS[0], THIRDS[1], SHORT[0], SHORT[1], LONG], 65_537));
/// 4,608 bits.
pub(crate) static RSA_4608: Key = LazyLock::new(|| {
    key(
        &[THIRDS[0], THIRDS[1], SHORT[0], SHORT[1], LONG, THIRD_SHORT],
        65_537,
    )
});
/// 2,048 bits, and good.
pub(crate) static RSA_PLAIN: Key = LazyLock::new(|| key(&THIRDS, 65_537));
/// The same modulus and exponent 3.
pub(crate) static RSA_E3: Key = LazyLock::new(|| key(&THIRDS, 3));
/// The same modulus and exponent 1: a signature is the encoded message.
pub(crate) static RSA_E1: Key = LazyLock::new(|| key(&THIRDS, 1));
/// Twice the same modulus.
pub(crate) static RSA_EVEN: Key = LazyLock::new(|| key(&[THIRDS[0], THIRDS[1], "Ag"], 65_537));

fn key(primes: &[&str], exponent: u32) -> RsaKey {
    let primes: Vec<Vec<u8>> = primes.iter().map(|prime| decode(prime)).collect();
    let primes: Vec<&[u8]> = primes.iter().map(Vec::as_slice).collect();
    RsaKey::new(&primes, exponent)
}

/// Primes of 512 bits.
const SHORT: [&str; 2] = [
    "9ys-noFzw2Ihici0anCoW03JXGqVV4zWpqBuFp_MLKVobvFKvyTYDSqrCLcOye-gWI3K0QFn1HaSlxG-84nOCw",
    "4eq1ht-NyEamPHQYYuNkGuqQ8kuomLPdTJFk7QtHrsn9b6rpLcooesAYi5i2QKr64SaQgizeoGOc1Hjdo3owNQ",
];

/// Primes of 1,024 bits that leave 2 when divided by 3, so that 3 can be an exponent.
const THIRDS: [&str; 2] = [
    "4AsR05W9bG8eB3Y4y2aTaA4tZO8WNDnBI9pN0A3xHm1XpPS3lbQtI-gv0kiiah3lEbJL-d_w8loqoqF49lWtFe0k0zSAILsLgG3tFmEUVEferjHM0YvaNTJPlote\
     x3o-XhQ0bFpQ77rl0O6K5nLvNl68AsLQu4j17Ax1n0FQZ3M",
    "2k0DhQ7Dkmlx02Q4kRaJItdQQDI9J9BzuKUu1gwthRKjCYpwR5CMHHmght4VrDbC24Zm00iPls0BNaum0tzrnc3PsSzZHUAnOGVMV8Z40XcaawcgOK2KmLx_OU_k\
     Pl9buFLsvFlG1wXpcueQ_KgDVsN5x6NSGNHQEYWVTmDs1O8",
];

/// A prime of 1,024 bits.
const LONG: &str = "_ASsNZ0vD3pns09E-TQHw58mVk0jHAM4N8kwoFbWTn1Qs7ETpUv7HBrz-EavklTCX11lMr8--yjJQG1CkIE9oL4jDqyfJ37ZnDnfFK5ibLNTx35fds6sX\
     EdiAE0g1GnY6grTfD4YwTsLUFG4dUR1Otbj69iV8_2SEnwd7PvnbXM";

/// A prime of 512 bits.
const THIRD_SHORT: &str =
    "8Kb4ni-NyAmUAM_i-xFPfVQvQP-Viu2svyDnVip0UiVhWM05LLTQe0UP74xhXPEO7CD-gGGaZf6GZfXY1DbJ8Q";

/// The set, as JSON.
pub fn jwks() -> String {
    let good = [
        RSA.jwk("r"),
        P256.jwk("p"),
        ED25519.jwk("e"),
        RSA.jwk(&LONGEST_KID),
        rsa_jwk(&RSA_4096, "rsa-4096"),
    ];
    format!(
        r#"{{"keys":[{}]}}"#,
        [good.to_vec(), dropped()].concat().join(",")
    )
}

/// Keys that must not be used, each signed with in some token of the corpus.
fn dropped() -> Vec<String> {
    let with = |signer: &Signer, kid: &str, more: &str| {
        format!(r#"{{{},"kid":"{kid}",{more}}}"#, signer.members())
    };
    let n = encode([&[0], RSA_PLAIN.modulus().as_slice()].concat());
    vec![
        rsa_jwk(&RSA_1024, "rsa-1024"),
        rsa_jwk(&RSA_4608, "rsa-4608"),
        rsa_jwk(&RSA_E3, "rsa-e3"),
        rsa_jwk(&RSA_E1, "rsa-e1"),
        rsa_jwk(&RSA_EVEN, "rsa-even"),
        format!(r#"{{"kty":"RSA","kid":"rsa-leading-zero","n":"{n}","e":"AQAB"}}"#),
        format!(
            r#"{{"kty":"oct","kid":"oct","k":"{}"}}"#,
            encode(OCT_SECRET)
        ),
        with(&RSA, "use-enc", r#""use":"enc""#),
        with(&RSA, "ops-sign", r#""key_ops":["sign"]"#),
        with(&RSA, "ops-none", r#""key_ops":[]"#),
        with(&RSA, "alg-rs512", r#""alg":"RS512""#),
        with(&RSA, "alg-es256", r#""alg":"ES256""#),
        with(&RSA, "private", r#""d":"AQAB""#),
        with(&RSA, "twice", r#""use":"sig""#),
        with(&OTHER_RSA, "twice", r#""use":"sig""#),
        P256.jwk("p-384").replace("P-256", "P-384"),
        off_the_curve("off-curve"),
        ED25519.jwk("x25519").replace("Ed25519", "X25519"),
        ed25519_jwk("small-order", &neutral(0x01, 0x00)),
        ed25519_jwk("not-canonical", &neutral(0xee, 0x7f)),
    ]
}

/// What whoever has the set could sign HS256 with.
pub(crate) const OCT_SECRET: [u8; 32] = [0x55; 32];

fn rsa_jwk(key: &RsaKey, kid: &str) -> String {
    let (n, e) = (encode(key.modulus()), encode(key.exponent()));
    format!(r#"{{"kty":"RSA","kid":"{kid}","n":"{n}","e":"{e}"}}"#)
}

fn off_the_curve(kid: &str) -> String {
    let (x, y) = (encode([1; 32]), encode([1; 32]));
    format!(r#"{{"kty":"EC","crv":"P-256","kid":"{kid}","x":"{x}","y":"{y}"}}"#)
}

fn ed25519_jwk(kid: &str, point: &[u8; 32]) -> String {
    format!(
        r#"{{"kty":"OKP","crv":"Ed25519","kid":"{kid}","x":"{}"}}"#,
        encode(point)
    )
}

/// y = 1, the neutral point, or 1 plus the field's prime: the same again.
fn neutral(first: u8, last: u8) -> [u8; 32] {
    let mut point = [if last == 0 { 0 } else { 0xff }; 32];
    (point[0], point[31]) = (first, last);
    point
}
