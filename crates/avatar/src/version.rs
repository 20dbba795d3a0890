//! The version of an avatar: what its pixels came from.

use sha2::{Digest, Sha256};

use crate::VARIANT_TABLE_VERSION;

const LENGTH: usize = 32;

/// 32 lower-case hexadecimal characters: the first half of SHA-256 over the variant table's version and the
/// original's bytes. The same picture uploaded twice has one version and is encoded once; a new table makes new
/// names, so a variant's URL can be immutable.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Version([u8; LENGTH]);

impl Version {
    /// The version of the variants made from this original.
    pub fn of(original: &[u8]) -> Self {
        let digest = Sha256::new()
            .chain_update(VARIANT_TABLE_VERSION.to_be_bytes())
            .chain_update(original)
            .finalize();
        Self(core::array::from_fn(|i| {
            let nibble = digest[i / 2] >> (4 - 4 * (i % 2)) & 15;
            b"0123456789abcdef"[usize::from(nibble)]
        }))
    }

    /// Reads exactly 32 lower-case hexadecimal characters.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            .then_some(Self(bytes))
    }

    /// The 32 characters.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl core::fmt::Display for Version {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl core::fmt::Debug for Version {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Version({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn the_same_bytes_have_the_same_version() {
        assert_eq!(Version::of(b"face"), Version::of(b"face"));
        assert_ne!(Version::of(b"face"), Version::of(b"fate"));
        let version = Version::of(b"face");
        assert_eq!(Version::parse(version.as_str()), Some(version));
    }

    #[test]
    fn current_is_not_a_version() {
        for text in ["current", "", "ABCDEF00112233445566778899AABBCC"] {
            assert_eq!(Version::parse(text), None, "{text:?}");
        }
    }
}
