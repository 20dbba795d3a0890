//! The signature primitive outside the edge: aws-lc, by its Rust binding.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RsaPublicKeyComponents,
};

use crate::public_key::{PublicKey, RSA_EXPONENT};
use crate::signature::VerifySignature;

/// Checks signatures with aws-lc.
#[derive(Debug, Clone, Copy, Default)]
pub struct NativeVerifier;

impl VerifySignature for NativeVerifier {
    type Key = ParsedPublicKey;

    fn prepare(&self, key: &PublicKey) -> Option<ParsedPublicKey> {
        match key {
            PublicKey::Rsa { modulus } => RsaPublicKeyComponents {
                n: modulus.as_slice(),
                e: &RSA_EXPONENT,
            }
            .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256),
            PublicKey::P256 { x, y } => {
                // SEC 1 §2.3.3: the uncompressed form. aws-lc refuses a point that is not on the curve.
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            }
            PublicKey::Ed25519 { point } => ParsedPublicKey::new(&ED25519, point),
        }
        .ok()
    }

    fn verify(&self, key: &ParsedPublicKey, signing_input: &[u8], signature: &[u8]) -> bool {
        key.verify_sig(signing_input, signature).is_ok()
    }
}
