//! The name by which the world may know a person's avatar.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LENGTH: usize = 26;

/// 26 characters of lower-case base32 (RFC 4648 §6, `a`–`z` and `2`–`7`): the first 130 bits of SHA-256 of the
/// token's `sub`. Public on purpose: it names the avatar in URLs and does not tell the `sub`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicId([u8; LENGTH]);

impl PublicId {
    /// The id of the person whom the token calls `sub`.
    pub fn from_sub(sub: &str) -> Self {
        let digest = Sha256::digest(sub.as_bytes());
        Self(core::array::from_fn(|i| {
            ALPHABET[five_bits(&digest, i * 5)]
        }))
    }

    /// Reads exactly 26 characters of the alphabet.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(|b| ALPHABET.contains(b))
            .then_some(Self(bytes))
    }

    /// The 26 characters.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The five bits that start at bit `at`, most significant first.
fn five_bits(digest: &[u8], at: usize) -> usize {
    let window = usize::from(digest[at / 8]) << 8 | usize::from(digest[at / 8 + 1]);
    window >> (11 - at % 8) & 31
}

impl core::fmt::Display for PublicId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl core::fmt::Debug for PublicId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PublicId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::PublicId;

    #[test]
    fn is_the_base32_of_the_sha256_of_sub() {
        // printf abc | sha256sum | xxd -r -p | base32 | tr A-Z a-z | cut -c1-26
        assert_eq!(
            PublicId::from_sub("abc").as_str(),
            "xj4bnp4pahh6uqkbidpf3lrceo"
        );
    }

    #[test]
    fn only_its_own_alphabet_and_length_parse() {
        let id = PublicId::from_sub("andrew");
        assert_eq!(PublicId::parse(id.as_str()), Some(id));
        for text in [
            "",
            "abc",
            "XJ4BNP4PAHH6UQKBIDPF3LRCEO",
            "xj4bnp4pahh6uqkbidpf3lrce1",
            "../4bnp4pahh6uqkbidpf3lrceo",
        ] {
            assert_eq!(PublicId::parse(text), None, "{text:?}");
        }
    }
}
