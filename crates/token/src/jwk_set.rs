//! A key set (RFC 7517 §5): the keys that may be checked with, and a report of those that may not.

use crate::json::{self, JsonError, Limits, Value};
use crate::jwk::{DropReason, DroppedKey, Jwk};
use crate::signature::VerifySignature;

/// The largest key set, in bytes.
pub const MAX_JWKS_BYTES: usize = 65_536;

/// The most keys a set may have.
pub const MAX_KEYS: usize = 32;

/// Usable keys: no two have one `kid`, all have passed the rules of loading.
#[derive(Debug, Clone)]
pub struct JwkSet<K> {
    keys: Vec<Jwk<K>>,
}

/// Why a key set is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwksError {
    /// Over [`MAX_JWKS_BYTES`].
    #[error("the key set is too large")]
    TooLarge,
    /// Over [`MAX_KEYS`].
    #[error("the key set has too many keys")]
    TooManyKeys,
    /// Not the JSON we accept.
    #[error("the key set is not acceptable: {0}")]
    Json(JsonError),
    /// Not an object with an array `keys`.
    #[error("this is not a key set")]
    NotAKeySet,
}

impl JwksError {
    /// The stable name of this cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "jwks_too_large",
            Self::TooManyKeys => "jwks_too_many_keys",
            Self::Json(cause) => cause.code(),
            Self::NotAKeySet => "not_a_jwks",
        }
    }
}

impl<K> JwkSet<K> {
    /// Reads a key set. A key that may not be used is dropped and reported, the others are taken; a set without any
    /// usable key is a set that verifies nothing.
    ///
    /// # Errors
    /// A [`JwksError`] when there is no set to speak of; the caller keeps its last good one.
    pub fn load<S: VerifySignature<Key = K>>(
        bytes: &[u8],
        primitive: &S,
    ) -> Result<(Self, Vec<DroppedKey>), JwksError> {
        if bytes.len() > MAX_JWKS_BYTES {
            return Err(JwksError::TooLarge);
        }
        let document = json::read(bytes, Limits::DOCUMENT).map_err(JwksError::Json)?;
        let entries = document.get("keys").and_then(Value::as_array);
        let entries = entries.ok_or(JwksError::NotAKeySet)?;
        if entries.len() > MAX_KEYS {
            return Err(JwksError::TooManyKeys);
        }
        Ok(sort_out(entries, primitive))
    }

    /// The key with exactly this id.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<&Jwk<K>> {
        self.keys.iter().find(|key| key.kid() == Some(kid))
    }

    /// The set's key, where it has exactly one.
    #[must_use]
    pub fn only(&self) -> Option<&Jwk<K>> {
        match self.keys.as_slice() {
            [key] => Some(key),
            _ => None,
        }
    }

    /// The usable keys.
    pub fn iter(&self) -> impl Iterator<Item = &Jwk<K>> {
        self.keys.iter()
    }
}

fn sort_out<S: VerifySignature>(
    entries: &[Value],
    primitive: &S,
) -> (JwkSet<S::Key>, Vec<DroppedKey>) {
    let (mut keys, mut dropped) = (Vec::new(), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        let read = match has_unique_kid(entry, entries) {
            true => Jwk::read(entry, |key| primitive.prepare(key)),
            false => Err(DropReason::DuplicateKid),
        };
        match read {
            Ok(key) => keys.push(key),
            Err(reason) => dropped.push(DroppedKey {
                index,
                kid: kid(entry).map(str::to_owned),
                reason,
            }),
        }
    }
    (JwkSet { keys }, dropped)
}

/// Counted over all entries, usable or not: an id that stands for two keys stands for neither.
fn has_unique_kid(entry: &Value, entries: &[Value]) -> bool {
    kid(entry).is_none_or(|own| {
        entries
            .iter()
            .filter(|other| kid(other) == Some(own))
            .count()
            == 1
    })
}

fn kid(entry: &Value) -> Option<&str> {
    entry.get("kid").and_then(Value::as_str)
}
