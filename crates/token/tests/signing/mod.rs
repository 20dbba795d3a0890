//! An issuer for tests: real keys, made when the tests start, and tokens signed with them.
#![allow(dead_code, reason = "every test binary takes what it needs")]

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE";
pub const CLIENT: &str = "3n4b5urk1ft4fl3mg5e62d9ado";
pub const SUB: &str = "9f1c2d3e-0000-4000-8000-123456789abc";
pub const NOW: u64 = 1_795_000_000;

/// Made once: an RSA key takes a while.
pub static RSA: LazyLock<Signer> =
    LazyLock::new(|| Signer::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()));
pub static OTHER_RSA: LazyLock<Signer> =
    LazyLock::new(|| Signer::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()));
pub static P256: LazyLock<Signer> = LazyLock::new(|| {
    Signer::P256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
});
pub static ED25519: LazyLock<Signer> =
    LazyLock::new(|| Signer::Ed25519(Ed25519KeyPair::generate().unwrap()));

pub enum Signer {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    pub fn alg(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
            Self::Ed25519(_) => "EdDSA",
        }
    }

    /// The public key's own members, without braces.
    pub fn members(&self) -> String {
        match self {
            Self::Rsa(pair) => {
                // RFC 8017 A.1.1: SEQUENCE (4 bytes), INTEGER (4), a zero, 256 bytes of modulus, the exponent.
                let n = &pair.public_key().as_ref()[9..265];
                format!(r#""kty":"RSA","n":"{}","e":"AQAB""#, encode(n))
            }
            Self::P256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (encode(&point[1..33]), encode(&point[33..]));
                format!(r#""kty":"EC","crv":"P-256","x":"{x}","y":"{y}""#)
            }
            Self::Ed25519(pair) => {
                format!(
                    r#""kty":"OKP","crv":"Ed25519","x":"{}""#,
                    encode(pair.public_key().as_ref())
                )
            }
        }
    }

    pub fn jwk(&self, kid: &str) -> String {
        format!(
            r#"{{{},"kid":"{kid}","use":"sig","alg":"{}"}}"#,
            self.members(),
            self.alg()
        )
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .unwrap();
                signature
            }
            Self::P256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    /// A token of these very texts.
    pub fn token(&self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        let input = format!("{}.{}", encode(header.as_ref()), encode(payload.as_ref()));
        let signature = encode(&self.sign(input.as_bytes()));
        format!("{input}.{signature}")
    }

    /// A good header with this key id.
    pub fn header(&self, kid: &str) -> String {
        format!(r#"{{"alg":"{}","kid":"{kid}"}}"#, self.alg())
    }

    /// A token that is good at [`NOW`].
    pub fn good(&self, kid: &str) -> String {
        self.token(self.header(kid), claims(""))
    }
}

/// Cognito's access claims, good at [`NOW`] for an hour, with `more` members at the end (a comma and then the members).
pub fn claims(more: &str) -> String {
    let (exp, iat) = (NOW + 3_600, NOW);
    format!(
        r#"{{"iss":"{ISSUER}","client_id":"{CLIENT}","token_use":"access","sub":"{SUB}","exp":{exp},"iat":{iat},"jti":"j-1","scope":"openid","username":"andrew"{more}}}"#
    )
}

/// The same with one member's value replaced, or the member left out.
pub fn claims_with(name: &str, value: Option<&str>) -> String {
    let (exp, iat) = ((NOW + 3_600).to_string(), NOW.to_string());
    let quoted = |text: &str| format!("\"{text}\"");
    let mut members = vec![
        ("iss", quoted(ISSUER)),
        ("client_id", quoted(CLIENT)),
        ("token_use", quoted("access")),
        ("sub", quoted(SUB)),
        ("exp", exp),
        ("iat", iat),
    ];
    members.retain(|(own, _)| *own != name);
    members.extend(value.map(|value| (name, value.to_owned())));
    let members: Vec<_> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

pub fn key_set(keys: &[String]) -> Vec<u8> {
    format!(r#"{{"keys":[{}]}}"#, keys.join(",")).into_bytes()
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
