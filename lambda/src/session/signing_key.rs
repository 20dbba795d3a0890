//! The key that signs session tokens.

use std::fmt;

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

/// As long as the output of SHA-256, as RFC 7518 §3.2 demands; and no longer than the block, beyond which HMAC hashes a
/// key down.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 32..=64;

/// The longest key id. It is part of a name in CloudFront's key value store.
const MAX_KID: usize = 64;

/// A key for HS256, read from one JWK (RFC 7517, RFC 7518 §6.4), so that key and key id change together:
/// `{"kty":"oct","alg":"HS256","kid":"2026-11","k":"<base64url of 32 to 64 random bytes>"}`.
///
/// Its `Debug` shows the key id alone.
pub struct SigningKey {
    kid: String,
    key: hmac::Key,
}

/// Why a text is no signing key. Never a part of the text, which is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningKeyError {
    /// Not JSON, or not exactly these members.
    #[error(
        r#"not a JWK with exactly the members {{"kty":"oct","alg":"HS256","kid":"..","k":".."}}"#
    )]
    NotAJwk,
    /// A key id that the token's header or the key value store could not hold.
    #[error("kid is not 1 to 64 letters, digits, '.', '_' or '-'")]
    Kid,
    /// A key that is too short to be safe, too long to be used as it is, or not base64url.
    #[error("k is not 32 to 64 bytes in base64url without padding")]
    Key,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Jwk {
    kty: String,
    alg: String,
    kid: String,
    k: String,
}

impl SigningKey {
    /// Reads a JWK.
    ///
    /// # Errors
    /// A [`SigningKeyError`].
    pub fn parse(text: &str) -> Result<Self, SigningKeyError> {
        let jwk: Jwk = serde_json::from_str(text).map_err(|_| SigningKeyError::NotAJwk)?;
        if jwk.kty != "oct" || jwk.alg != "HS256" {
            return Err(SigningKeyError::NotAJwk);
        }
        if !is_kid(&jwk.kid) {
            return Err(SigningKeyError::Kid);
        }
        let key = URL_SAFE_NO_PAD.decode(&jwk.k).ok();
        let key = key.filter(|key| KEY_BYTES.contains(&key.len()));
        let key = key.ok_or(SigningKeyError::Key)?;
        Ok(Self {
            kid: jwk.kid,
            key: hmac::Key::new(hmac::HMAC_SHA256, &key),
        })
    }

    /// The key's name: `kid` in the header of what it signs.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The HMAC with SHA-256 of these bytes.
    pub(super) fn sign(&self, bytes: &[u8]) -> hmac::Tag {
        hmac::sign(&self.key, bytes)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.kid)
    }
}

fn is_kid(kid: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=MAX_KID).contains(&kid.len()) && kid.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::{SigningKey, SigningKeyError};

    const K: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    fn parse(text: &str) -> Result<String, SigningKeyError> {
        SigningKey::parse(text).map(|key| format!("{key:?}"))
    }

    fn jwk(kid: &str, k: &str) -> String {
        format!(r#"{{"kty":"oct","alg":"HS256","kid":"{kid}","k":"{k}"}}"#)
    }

    #[test]
    fn only_the_key_id_can_be_seen() {
        assert_eq!(parse(&jwk("2026-11", K)), Ok("SigningKey(2026-11)".into()));
    }

    #[test]
    fn weak_and_malformed_keys_are_named_without_a_part_of_them() {
        for (text, expected) in [
            (String::new(), SigningKeyError::NotAJwk),
            (K.into(), SigningKeyError::NotAJwk),
            (
                jwk("a", K).replace("HS256", "HS512"),
                SigningKeyError::NotAJwk,
            ),
            (jwk("a", K).replace("oct", "RSA"), SigningKeyError::NotAJwk),
            (jwk("a", K).replace("kid", "id"), SigningKeyError::NotAJwk),
            (
                jwk("a", K).replace('}', r#","k":"x"}"#),
                SigningKeyError::NotAJwk,
            ),
            (jwk("", K), SigningKeyError::Kid),
            (jwk("a/b", K), SigningKeyError::Kid),
            (jwk(&"a".repeat(65), K), SigningKeyError::Kid),
            (jwk("a", &K[1..]), SigningKeyError::Key),
            (jwk("a", &format!("{K}=")), SigningKeyError::Key),
            (jwk("a", &"A".repeat(88)), SigningKeyError::Key),
            (jwk("a", &K.replace('A', "+")), SigningKeyError::Key),
        ] {
            let error = parse(&text).unwrap_err();
            assert_eq!(error, expected, "{text}");
            assert!(!error.to_string().contains("AAEC"));
        }
    }
}
