//! The signature primitive of [`roundel_token`] in plain Rust: `rsa`, `p256` and `ed25519-dalek` of RustCrypto and dalek.
//!
//! For where neither aws-lc nor a host's own library is at hand: the page that explains a refusal runs it in the
//! browser's wasm, where WebCrypto would answer later and not now. It is ten times slower than aws-lc and a crate of its
//! own, so that the edge's module never holds any of it.
//!
//! Only public keys come here. What RUSTSEC-2023-0071 (Marvin) says of `rsa` is about the time that its private key
//! operations take, and there is no private key to be timed.

use ed25519_dalek::{Signature as Ed25519Signature, VerifyingKey as Ed25519Key};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature as P256Signature, VerifyingKey as P256Key};
use roundel_token::{PublicKey, RSA_EXPONENT, VerifySignature};
use rsa::pkcs1v15::{Signature as RsaSignature, VerifyingKey as RsaKey};
use rsa::{BoxedUint, PublicKey as RsaNumbers};
use sha2::Sha256;

/// Checks signatures with RustCrypto.
#[derive(Debug, Clone, Copy, Default)]
pub struct PortableVerifier;

/// A key as RustCrypto's crates hold it.
#[derive(Debug, Clone)]
pub struct PortableKey(Key);

#[derive(Debug, Clone)]
enum Key {
    Rsa(Box<RsaKey<Sha256>>),
    P256(Box<P256Key>),
    Ed25519(Box<Ed25519Key>),
}

impl VerifySignature for PortableVerifier {
    type Key = PortableKey;

    fn prepare(&self, key: &PublicKey) -> Option<PortableKey> {
        let key = match key {
            PublicKey::Rsa { modulus } => Key::Rsa(Box::new(rsa(modulus)?)),
            PublicKey::P256 { x, y } => {
                // SEC 1 §2.3.3: the uncompressed form. The library refuses a point that is not on the curve.
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                Key::P256(Box::new(P256Key::from_sec1_bytes(&point).ok()?))
            }
            PublicKey::Ed25519 { point } => {
                Key::Ed25519(Box::new(Ed25519Key::from_bytes(point).ok()?))
            }
            _ => return None,
        };
        Some(PortableKey(key))
    }

    fn verify(&self, key: &PortableKey, signing_input: &[u8], signature: &[u8]) -> bool {
        match &key.0 {
            Key::Rsa(key) => RsaSignature::try_from(signature)
                .is_ok_and(|signature| key.verify(signing_input, &signature).is_ok()),
            Key::P256(key) => P256Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(signing_input, &signature).is_ok()),
            Key::Ed25519(key) => Ed25519Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(signing_input, &signature).is_ok()),
        }
    }
}

fn rsa(modulus: &[u8]) -> Option<RsaKey<Sha256>> {
    let modulus = BoxedUint::from_be_slice_vartime(modulus);
    let exponent = BoxedUint::from_be_slice_vartime(&RSA_EXPONENT);
    let key = RsaNumbers::new(modulus, exponent).ok()?;
    Some(RsaKey::new(key))
}
