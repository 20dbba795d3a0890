//! A SHA-256 checksum as S3 writes it.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// A SHA-256 digest; its text is the standard base64 of `x-amz-checksum-sha256`, 44 characters with padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sha256Checksum([u8; 32]);

impl Sha256Checksum {
    /// The checksum of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads the base64 of exactly 32 bytes, canonical: padded, no spare bits, no white space.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

impl core::fmt::Display for Sha256Checksum {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::Sha256Checksum;

    #[test]
    fn the_text_leads_back() {
        let sum = Sha256Checksum::of(b"");
        assert_eq!(
            sum.to_string(),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
        assert_eq!(Sha256Checksum::parse(&sum.to_string()), Some(sum));
    }

    #[test]
    fn only_the_canonical_text_of_32_bytes_is_one() {
        for text in [
            "",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
            "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
            "AAAAAA==",
            " 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ] {
            assert_eq!(Sha256Checksum::parse(text), None, "{text:?}");
        }
    }
}
