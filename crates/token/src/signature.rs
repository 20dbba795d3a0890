//! Step 5: the signature's range, then the primitive.

use alloc::vec::Vec;

use crate::error::TokenError;
use crate::jwk::Jwk;
use crate::public_key::PublicKey;

/// The signature primitive of the place we run in: `node:crypto` at the edge, aws-lc natively.
///
/// The key decides the algorithm: an implementation is never told a name from a token.
pub trait VerifySignature {
    /// A key in the primitive's own form, made once.
    type Key;

    /// Takes a public key, or `None` where the primitive's library refuses it, say for a point that is not on the curve.
    fn prepare(&self, key: &PublicKey) -> Option<Self::Key>;

    /// Whether `signature` is this key's over `signing_input`. For P-256 it is `r || s` (RFC 7518 §3.4).
    fn verify(&self, key: &Self::Key, signing_input: &[u8], signature: &[u8]) -> bool;
}

/// The order of P-256's base point, big-endian (FIPS 186-5, SP 800-186 §3.2.1.3).
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The order of Ed25519's base point, big-endian (RFC 8032 §5.1).
const ED25519_ORDER: [u8; 32] = [
    0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x14, 0xde, 0xf9, 0xde, 0xa2, 0xf7, 0x9c, 0xd6, 0x58, 0x12, 0x63, 0x1a, 0x5c, 0xf5, 0xd3, 0xed,
];

pub(crate) fn check_signature<S: VerifySignature>(
    key: &Jwk<S::Key>,
    signing_input: &[u8],
    signature: &[u8],
    primitive: &S,
) -> Result<(), TokenError> {
    let good = is_in_range(key.public_key(), signature)
        && primitive.verify(key.prepared(), signing_input, signature);
    match good {
        true => Ok(()),
        false => Err(TokenError::BadSignature),
    }
}

/// Lengths and ranges that every primitive checks too. Checked here once for all of them, because not every version of
/// every one always did.
fn is_in_range(key: &PublicKey, signature: &[u8]) -> bool {
    match key {
        PublicKey::Rsa { modulus } => {
            signature.len() == modulus.len() && signature < modulus.as_slice()
        }
        PublicKey::P256 { .. } => {
            signature.len() == 64 && signature.chunks_exact(32).all(is_p256_scalar)
        }
        PublicKey::Ed25519 { .. } => is_ed25519_signature(signature),
    }
}

fn is_p256_scalar(scalar: &[u8]) -> bool {
    scalar.iter().any(|byte| *byte != 0) && scalar < P256_ORDER.as_slice()
}

/// `R || s`: R not of small order, s little-endian and below the order (RFC 8032 §5.1.7).
fn is_ed25519_signature(signature: &[u8]) -> bool {
    let Some((point, scalar)) = signature.split_first_chunk::<32>() else {
        return false;
    };
    let scalar: Vec<u8> = scalar.iter().rev().copied().collect();
    scalar.len() == 32
        && scalar.as_slice() < ED25519_ORDER.as_slice()
        && !crate::public_key::is_small_order(point)
}
