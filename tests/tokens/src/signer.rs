//! Signers with keys that everybody knows: those of the RFCs' examples.

use std::sync::LazyLock;

use ed25519_dalek::Signer as _;
use num_bigint::BigUint;
use sha2::{Digest as _, Sha512};

use crate::base64url::{decode, encode};
use crate::claims::claims;
use crate::rsa::RsaKey;

/// RFC 7515 A.2.1.
pub static RSA: LazyLock<Signer> = LazyLock::new(|| {
    rsa(
        "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPG\
         BY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
        "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA\
         -njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
        65_537,
    )
});
/// RFC 7515 A.3.1.
pub static P256: LazyLock<Signer> =
    LazyLock::new(|| p256("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"));
/// RFC 8037 A.1.
pub static ED25519: LazyLock<Signer> =
    LazyLock::new(|| ed25519("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));

/// Somebody else's: RFC 7520 §3.4.
pub static OTHER_RSA: LazyLock<Signer> = LazyLock::new(|| {
    rsa(
        "3Slxg_DwTXJcb6095RoXygQCAZ5RnAvZlno1yhHtnUex_fp7AZ_9nRaO7HX_-SFfGQeutao2TDjDAWU4Vupk8rw9JR0AzZ0N2fvuIAmr_WCsmGpeNqQn\
         ev1T7IyEsnh8UMt-n5CafhkikzhEsrmndH6LxOrvRJlsPp6Zv8bUq0k",
        "uKE2dh-cTf6ERF4k4e_jy78GfPYUIaUyoSSJuBzp3Cubk3OCqs6grT8bR_cu0Dm1MZwWmtdqDyI95HrUeq3MP15vMMON8lHTeZu2lmKvwqW7anV5UzhM\
         1iZ7z4yMkuUwFWoBvyY898EXvRD-hdqRxHlSqAZ192zB3pVFJ0s7pFc",
        65_537,
    )
});
/// Somebody else's.
pub static OTHER_P256: LazyLock<Signer> = LazyLock::new(|| p256(&encode([7; 32])));
/// Somebody else's.
pub static OTHER_ED25519: LazyLock<Signer> = LazyLock::new(|| ed25519(&encode([7; 32])));

/// A key pair of one of the three algorithms.
pub enum Signer {
    /// RS256.
    Rsa(RsaKey),
    /// ES256.
    P256(Box<p256::ecdsa::SigningKey>),
    /// EdDSA.
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

impl Signer {
    /// The name of the algorithm (RFC 7518 §3.1, RFC 8037 §3.1).
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
            Self::Rsa(key) => {
                let (n, e) = (encode(key.modulus()), encode(key.exponent()));
                format!(r#""kty":"RSA","n":"{n}","e":"{e}""#)
            }
            Self::P256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                let (x, y) = (&point.as_bytes()[1..33], &point.as_bytes()[33..]);
                let (x, y) = (encode(x), encode(y));
                format!(r#""kty":"EC","crv":"P-256","x":"{x}","y":"{y}""#)
            }
            Self::Ed25519(key) => {
                let x = encode(key.verifying_key().as_bytes());
                format!(r#""kty":"OKP","crv":"Ed25519","x":"{x}""#)
            }
        }
    }

    /// The public key as an issuer publishes it.
    pub fn jwk(&self, kid: &str) -> String {
        let (members, alg) = (self.members(), self.alg());
        format!(r#"{{{members},"kid":"{kid}","use":"sig","alg":"{alg}"}}"#)
    }

    /// The signature, the same for the same message.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key.sign(message),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
        }
    }

    /// A token of these very texts.
    pub fn token(&self, header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
        self.signed(&format!("{}.{}", encode(header), encode(payload)))
    }

    /// `input` as it stands, and its signature.
    pub fn signed(&self, input: &str) -> String {
        format!("{input}.{}", encode(self.sign(input.as_bytes())))
    }

    /// A good header with this key id.
    pub fn header(&self, kid: &str) -> String {
        format!(r#"{{"alg":"{}","kid":"{kid}"}}"#, self.alg())
    }

    /// A token that is good at [`NOW`](crate::NOW), where `kid` is this key's.
    pub fn good(&self, kid: &str) -> String {
        self.token(self.header(kid), claims(""))
    }
}

fn rsa(p: &str, q: &str, exponent: u32) -> Signer {
    Signer::Rsa(RsaKey::new(&[&decode(p), &decode(q)], exponent))
}

#[expect(clippy::expect_used, reason = "typed in above")]
fn p256(scalar: &str) -> Signer {
    let key = p256::ecdsa::SigningKey::from_slice(&decode(scalar)).expect("a scalar");
    Signer::P256(Box::new(key))
}

#[expect(clippy::expect_used, reason = "typed in above")]
fn ed25519(seed: &str) -> Signer {
    let seed: [u8; 32] = decode(seed).try_into().expect("32 bytes");
    Signer::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed)))
}

/// The order of Ed25519's base point (RFC 8032 §5.1).
const ED25519_ORDER: &[u8] =
    b"7237005577332262213973186563042994240857116359379907606001950938285454250989";

/// `R || s` whose R is the neutral point and whose equation holds: r is zero, so s is h times the private scalar
/// (RFC 8032 §5.1.6). Verifiers that let points of small order pass take it.
#[expect(clippy::expect_used, reason = "a number typed in")]
pub fn ed25519_with_neutral_point(key: &ed25519_dalek::SigningKey, message: &[u8]) -> Vec<u8> {
    let order = BigUint::parse_bytes(ED25519_ORDER, 10).expect("a number");
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let public = key.verifying_key();
    let hash = Sha512::digest([&neutral, public.as_bytes().as_slice(), message].concat());
    let private = BigUint::from_bytes_le(&key.to_scalar().to_bytes());
    let mut scalar = (BigUint::from_bytes_le(&hash) * private % order).to_bytes_le();
    scalar.resize(32, 0);
    [neutral.as_slice(), &scalar].concat()
}
