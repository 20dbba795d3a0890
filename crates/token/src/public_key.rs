//! Public keys that are safe to check with: a value of this type has been through every rule of loading.

use alloc::string::String;
use alloc::vec::Vec;

use crate::base64url::encode;

/// The only exponent taken, 65537, big-endian as a JWK spells it.
pub const RSA_EXPONENT: [u8; 3] = [1, 0, 1];

/// What a token may be signed with. Everything else is refused by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
    Rs256,
    /// ECDSA over P-256 with SHA-256 (RFC 7518 §3.4).
    Es256,
    /// EdDSA over Ed25519 (RFC 8037 §3.1).
    EdDsa,
}

impl Algorithm {
    /// Exactly as registered: names are case-sensitive (RFC 7515 §4.1.1).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            "EdDSA" => Some(Self::EdDsa),
            _ => None,
        }
    }

    /// The registered name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A public key whose numbers are in range. Whether a point is on its curve is the primitive's to say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey {
    /// RSA, 2,048 to 4,096 bits, odd, with the exponent 65537.
    Rsa {
        /// Big-endian, without leading zeros.
        modulus: Vec<u8>,
    },
    /// A point on P-256.
    P256 {
        /// Big-endian.
        x: [u8; 32],
        /// Big-endian.
        y: [u8; 32],
    },
    /// A point on edwards25519, canonically encoded and not of small order.
    Ed25519 {
        /// As RFC 8032 §5.1.2 encodes it.
        point: [u8; 32],
    },
}

impl PublicKey {
    /// The one algorithm this key is for.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { .. } => Algorithm::Rs256,
            Self::P256 { .. } => Algorithm::Es256,
            Self::Ed25519 { .. } => Algorithm::EdDsa,
        }
    }

    /// The key as a JWK with nothing but its required members (RFC 7638 §3.2), for a host that takes JWKs.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        match self {
            Self::Rsa { modulus } => {
                let (e, n) = (encode(&RSA_EXPONENT), encode(modulus));
                [r#"{"e":""#, &e, r#"","kty":"RSA","n":""#, &n, r#""}"#].concat()
            }
            Self::P256 { x, y } => {
                let (x, y) = (encode(x), encode(y));
                let head = r#"{"crv":"P-256","kty":"EC","x":""#;
                [head, &x, r#"","y":""#, &y, r#""}"#].concat()
            }
            Self::Ed25519 { point } => {
                let head = r#"{"crv":"Ed25519","kty":"OKP","x":""#;
                [head, &encode(point), r#""}"#].concat()
            }
        }
    }
}

/// The y coordinates of the points of order 1, 2, 4 and 8, little-endian.
const SMALL_ORDER: [[u8; 32]; 5] = [
    with_ends(0x01, 0x00, 0x00),
    with_ends(0xec, 0xff, 0x7f),
    with_ends(0x00, 0x00, 0x00),
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
];

/// The field's prime, 2^255 - 19, little-endian.
const ED25519_PRIME: [u8; 32] = with_ends(0xed, 0xff, 0x7f);

/// Whether an encoded point is one of the eight of small order: with them a signature holds for many messages.
pub(crate) fn is_small_order(point: &[u8; 32]) -> bool {
    SMALL_ORDER.contains(&y_coordinate(point))
}

/// Whether y is below the prime: each point has one encoding.
pub(crate) fn is_canonical(point: &[u8; 32]) -> bool {
    y_coordinate(point)
        .iter()
        .rev()
        .lt(ED25519_PRIME.iter().rev())
}

/// The encoding without the sign of x.
fn y_coordinate(point: &[u8; 32]) -> [u8; 32] {
    let mut y = *point;
    y[31] &= 0x7f;
    y
}

const fn with_ends(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    bytes[0] = first;
    bytes[31] = last;
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_at_and_over_the_prime_are_not_canonical() {
        let mut below = ED25519_PRIME;
        below[0] -= 1;
        assert!(is_canonical(&below));
        assert!(!is_canonical(&ED25519_PRIME));
        assert!(!is_canonical(&[0xff; 32]));
    }

    #[test]
    fn small_order_is_found_with_either_sign() {
        for mut point in SMALL_ORDER {
            assert!(is_small_order(&point));
            point[31] |= 0x80;
            assert!(is_small_order(&point));
        }
        assert!(!is_small_order(&[0x58; 32]));
    }
}
