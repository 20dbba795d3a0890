//! A key set (RFC 7517 §5): the keys that may be checked with, and a report of those that may not.

use alloc::string::String;
use alloc::vec::Vec;

use alloc::sync::Arc;

use crate::json::{Json, JsonError, Limits, Object};
use crate::jwk::{DropReason, DroppedKey, Jwk};
use crate::public_key::PublicKey;
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
        let document = Object::read(bytes.to_vec(), Limits::DOCUMENT)?;
        let entries = document.get("keys").and_then(Json::as_array);
        let entries = entries.ok_or(JwksError::NotAKeySet)?;
        let entries: Vec<Json<'_>> = entries.take(MAX_KEYS + 1).collect();
        if entries.len() > MAX_KEYS {
            return Err(JwksError::TooManyKeys);
        }
        Ok(sort_out(&entries, primitive))
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

    /// Takes the place of the set `before`: keys that are in both go on being the very ones they were. Whether all of those
    /// before are in this one.
    pub(crate) fn continues(&mut self, before: &Self) -> bool {
        let is_here = |old| self.keys.iter_mut().any(|key| key.continues(old));
        // every one is asked, also after the first that is gone
        before
            .keys
            .iter()
            .map(is_here)
            .fold(true, |all, is_here| all & is_here)
    }

    /// Whether the very key is still here, and still the one for a token that names it or does not.
    pub(crate) fn still_has(&self, key: &Arc<PublicKey>, is_named: bool) -> bool {
        let is_it = |own: &Jwk<K>| Arc::ptr_eq(own.shared_public_key(), key);
        match is_named {
            true => self.keys.iter().any(is_it),
            false => self.only().is_some_and(is_it),
        }
    }

    /// The usable keys.
    pub fn iter(&self) -> impl Iterator<Item = &Jwk<K>> {
        self.keys.iter()
    }
}

impl From<JsonError> for JwksError {
    fn from(cause: JsonError) -> Self {
        match cause {
            JsonError::NotAnObject => Self::NotAKeySet,
            cause => Self::Json(cause),
        }
    }
}

fn sort_out<S: VerifySignature>(
    entries: &[Json<'_>],
    primitive: &S,
) -> (JwkSet<S::Key>, Vec<DroppedKey>) {
    let (mut keys, mut dropped) = (Vec::new(), Vec::new());
    for (index, entry) in entries.iter().copied().enumerate() {
        let read = match has_unique_kid(entry, entries) {
            true => Jwk::read(entry, |key| primitive.prepare(key)),
            false => Err(DropReason::DuplicateKid),
        };
        match read {
            Ok(key) => keys.push(key),
            Err(reason) => dropped.push(DroppedKey {
                index,
                kid: kid(entry),
                reason,
            }),
        }
    }
    (JwkSet { keys }, dropped)
}

/// Counted over all entries, usable or not: an id that stands for two keys stands for neither.
fn has_unique_kid(entry: Json<'_>, entries: &[Json<'_>]) -> bool {
    kid(entry).is_none_or(|own| {
        entries
            .iter()
            .filter(|other| kid(**other).as_ref() == Some(&own))
            .count()
            == 1
    })
}

fn kid(entry: Json<'_>) -> Option<String> {
    entry.get("kid")?.as_str().map(Into::into)
}
